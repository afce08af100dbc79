"""The arguments of an ApiDomain. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi

from components.domain.targets import ApiTarget

if TYPE_CHECKING:
    from components.domain.domain import ApiDomain

    DomainReference = ApiDomain | pulumi.Output[str] | str
    """A domain: an ApiDomain of this program, or the name of one that another stack made."""
else:
    # Pulumi's schema of components has no unions. For other languages the property is an input of any type.
    DomainReference = pulumi.Input[Any]


class MutualTls(TypedDict):
    """Clients show a certificate, too, from an authority that the truststore lists.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mutual-tls.html
    """

    truststore_uri: pulumi.Input[str]
    """The authorities' certificates (PEM) in S3: `s3://BUCKET/KEY`."""
    truststore_version: pulumi.Input[str]
    """Version of the S3 object. Without one, API Gateway would not notice that the truststore changed."""


class RoutingRule(TypedDict):
    """A rule that leads some requests to a REST API, before any mapping is looked at. It has headers, a path, or both.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
    """

    api: ApiTarget
    """The REST API."""
    priority: int
    """1 to 1000000; the lowest is tried first. Leave gaps for rules to come."""
    headers: NotRequired[Mapping[str, str]]
    """Up to two headers that must all be there, with their values: `beta`, `beta*`, `*beta` or `*beta*`."""
    path: NotRequired[str]
    """Base path that the request must have."""
    strip_path: NotRequired[bool]
    """Whether the API sees the path without this beginning, as behind a mapping. False by default."""


class ApiDomainArgs(TypedDict):
    """What an ApiDomain is made of.

    What decides which resources there are, or is judged before any is registered, is plain data; what may come from
    other resources (zone, certificates, truststore, endpoints of VPCs, tags) is an input.

    AWS has two sorts of domain, and Pulumi keeps them apart: to go to or from an `endpoint` other than REGIONAL or a
    `security_policy` other than TLS_1_2, remove the domain in one deployment and make it anew in the next.
    """

    domain_name: str
    """The name, such as api.example.com, or *.example.com."""
    mappings: NotRequired[Mapping[str, ApiTarget]]
    """APIs by the paths below which they answer: `orders`, `v1/orders`, and the empty path for every other request.
    An API sees the request without this beginning."""
    zone_id: NotRequired[pulumi.Input[str]]
    """Hosted zone of Route 53 that gets the records of the name and of its certificate. Of a private domain only those
    of the certificate: its name leads to an endpoint in a VPC."""
    dns: NotRequired[str]
    """`none` without a `zone_id`: another program or service writes `validation_records` and `dns_records`."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """A certificate for the name; in us-east-1 for an EDGE domain, else in the domain's Region. One is requested,
    and validated by DNS, by default."""
    endpoint: NotRequired[str]
    """`REGIONAL`, `EDGE` (through CloudFront, REST APIs only) or `PRIVATE` (from VPCs, REST APIs only). REGIONAL by
    default."""
    ip_address_type: NotRequired[str]
    """`ipv4` or `dualstack`. ipv4 by default, since callers with IPv6 are in no list of IPv4 addresses; a PRIVATE
    domain is always dualstack."""
    security_policy: NotRequired[str]
    """The lowest TLS version and its ciphers: `TLS_1_2` (clients may use 1.3, too), or, for REST APIs alone, a
    policy whose name begins with SecurityPolicy_. TLS_1_2 by default."""
    endpoint_access_mode: NotRequired[str]
    """How strictly requests must match the domain, with a policy that begins with SecurityPolicy_: `STRICT` or `BASIC`.
    STRICT by default."""
    mutual_tls: NotRequired[MutualTls]
    """Ask clients for a certificate. No by default."""
    ownership_certificate_arn: NotRequired[pulumi.Input[str]]
    """With mutual TLS and a `certificate_arn` that was imported or comes from a private authority: a public certificate
    of ACM for the same name, which shows that the name is yours."""
    routing_rules: NotRequired[Mapping[str, RoutingRule]]
    """Rules by names of your choice, looked at before mappings. REST APIs only."""
    vpc_endpoints: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Of a private domain: VPC endpoints (vpce-…) from which it may be called, by names of your choice."""
    default_endpoints: NotRequired[str]
    """Why APIs behind the domain still answer on the addresses that AWS gives them. Without a reason they must have
    disable_default_endpoint=True, and with mutual TLS in any case: those addresses ask for no certificate."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the domain and its certificate."""


class ApiDomainMappingsArgs(TypedDict):
    """What further mappings of a domain are made of."""

    domain: DomainReference
    """An ApiDomain, or the name of a domain of another stack."""
    mappings: Mapping[str, ApiTarget]
    """APIs by the paths below which they answer."""
    endpoint: NotRequired[str]
    """Of a domain given by its name: `REGIONAL`, `EDGE` or `PRIVATE`. REGIONAL by default."""
    domain_name_id: NotRequired[pulumi.Input[str]]
    """Of a private domain given by its name: its identifier, which tells it from equal names."""
    mutual_tls: NotRequired[bool]
    """Of a domain given by its name: whether it asks clients for a certificate. False by default."""
    default_endpoints: NotRequired[str]
    """Why these APIs still answer on the addresses that AWS gives them: see ApiDomainArgs."""
