"""Amazon API Gateway V1: custom domain names of REST APIs, and what their paths lead to.

https://docs.aws.amazon.com/apigateway/latest/api/API_CreateDomainName.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Patch, Reading, ResourceType, Tagging
from local.provider.values import Unknown, object_of

if TYPE_CHECKING:
    from local.provider.resource_type import PatchOperation, Problem, Request
    from local.provider.values import Properties, Value

DOMAIN: Final = Exact(
    pattern=r"(?:\*\.)?(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}",
    meaning="it is a domain name in lower case, as api.example.com",
)
TRUSTSTORE: Final = Exact(
    pattern=r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+", meaning="a truststore is an object in S3: s3://<bucket>/<key>"
)
_CLOUDFRONT_ZONE: Final = "Z2FDTNDATAQYW2"
_NO_UPLOAD: Final = Attribute(refused="the emulator keeps certificates in ACM only: import it, and give its ARN")
_LEGACY: Final = ("TLS_1_0", "TLS_1_2")
_NO_PATH: Final = "(none)"
"""How AWS writes the base path of a mapping that has none."""


def _check_domain(inputs: Properties) -> list[Problem]:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html."""
    kind = object_of(inputs.get("endpointConfiguration")).get("types", "EDGE")
    if isinstance(kind, Unknown):
        return []
    problems: list[Problem] = []
    needed, other = ("regionalCertificateArn", "certificateArn")
    if kind != "REGIONAL":
        needed, other = other, needed
    if not inputs.get(needed):
        problems.append((needed, f"is required by a domain name of type {kind}: the ARN of its certificate"))
    if inputs.get(other):
        problems.append((other, f"is not for domain names of type {kind}: give `{needed}`"))
    if inputs.get("policy") and kind != "PRIVATE":
        problems.append(("policy", f"is for domain names of type PRIVATE, not {kind}"))
    if inputs.get("mutualTlsAuthentication") and kind != "REGIONAL":
        problems.append(("mutualTlsAuthentication", f"is for domain names of type REGIONAL, not {kind}"))
    return problems + _policy_problems(kind, inputs)


def _policy_problems(kind: str, inputs: Properties) -> list[Problem]:
    policy = inputs.get("securityPolicy")
    if not isinstance(policy, str):
        return []
    problems: list[Problem] = []
    mutual, access = inputs.get("mutualTlsAuthentication"), inputs.get("endpointAccessMode")
    if mutual and policy != "TLS_1_2":
        problems.append(("securityPolicy", f"is {policy}; with mutual TLS it must be TLS_1_2"))
    if policy in _LEGACY and access:
        problems.append(("endpointAccessMode", f"is for the policies SecurityPolicy_…, not {policy}"))
    if policy not in _LEGACY:
        if not access:
            problems.append(("endpointAccessMode", f"is required with {policy}: BASIC or STRICT"))
        if policy.endswith("_EDGE") != (kind == "EDGE"):
            problems.append(("securityPolicy", f"is {policy}, which is not for domain names of type {kind}"))
    return problems


def _endpoint_operations(before: Value, wanted: Value) -> list[PatchOperation]:
    known, new, pointer = object_of(before), object_of(wanted), "/endpointConfiguration"
    operations: list[PatchOperation] = []
    if new.get("types") != known.get("types"):
        operations.append({"op": "replace", "path": f"{pointer}/types/{known['types']}", "value": new["types"]})
    if new.get("ipAddressType") not in {None, known.get("ipAddressType")}:
        operations.append({"op": "replace", "path": f"{pointer}/ipAddressType", "value": new["ipAddressType"]})
    return operations


def _mutual_tls_operations(before: Value, wanted: Value) -> list[PatchOperation]:
    """Mutual TLS is switched off by an empty truststore."""
    known, new, pointer = object_of(before), object_of(wanted), "/mutualTlsAuthentication"
    return [
        {"op": "replace", "path": f"{pointer}/{name}", "value": new.get(name) or ""}
        for name in ("truststoreUri", "truststoreVersion")
        if (new.get(name) or "") != (known.get(name) or "")
    ]


def _amend_domain(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """The emulator makes a regional domain name where AWS makes an edge-optimized one."""
    del inputs, state
    return {"endpointConfiguration": {"types": ["EDGE"]}, **request} if operation == "CreateDomainName" else request


def _domain_id(facts: Properties) -> str:
    """A private domain name may be there several times, and is told from others by an id beside."""
    return f"{facts['domainName']}/{facts['domainNameId']}" if facts.get("domainNameId") else facts["domainName"]


def _arn(facts: Properties) -> str:
    """https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html."""
    name, _, identifier = str(facts["id"]).partition("/")
    owner, suffix = (facts["account"], f"+{identifier}") if identifier else ("", "")
    return f"arn:{facts['partition']}:apigateway:{facts['region']}:{owner}:/domainnames/{name}{suffix}"


def _check_mapping(inputs: Properties) -> list[Problem]:
    path = inputs.get("basePath")
    if isinstance(path, str) and not re.fullmatch(r"[A-Za-z0-9$._+!*'()-]*", path):
        reason = f"is {path!r}; it is one part of a path. For more parts, as v1/orders, use aws:apigatewayv2:ApiMapping"
        return [("basePath", reason)]
    return []


def _amend_mapping(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del inputs, state
    return request if operation == "CreateBasePathMapping" else {"basePath": _NO_PATH, **request}


def _mapping_id(facts: Properties) -> str:
    path = facts.get("basePath") or ""
    return f"{facts['domainName']}/{'' if path == _NO_PATH else path}"


def _present_mapping(answer: Request) -> Request:
    path = answer.get("basePath")
    return {**answer, "basePath": None if path == _NO_PATH else path}


DOMAIN_NAME: Final = ResourceType(
    type="aws:apigateway/domainName:DomainName",
    service="apigateway",
    create="CreateDomainName",
    read=(Reading("GetDomainName"),),
    update=(
        Change(
            "UpdateDomainName",
            patches={
                **{
                    name: Patch(f"/{name}")
                    for name in (
                        "certificateArn", "regionalCertificateArn", "securityPolicy", "endpointAccessMode",
                        "ownershipVerificationCertificateArn", "policy", "routingMode",
                    )
                },
                "endpointConfiguration": Patch("/endpointConfiguration", operations=_endpoint_operations),
                "mutualTlsAuthentication": Patch("/mutualTlsAuthentication", operations=_mutual_tls_operations),
            },
        ),
    ),
    delete="DeleteDomainName",
    id=_domain_id,
    identity={"domainName": "domainName", "domainNameId": "domainNameId"},
    import_id=("domainName", "domainNameId"),
    import_pattern=r"(?P<domainName>[^/]+)(?:/(?P<domainNameId>[^/]+))?",
    attributes={
        "arn": Attribute("domainNameArn"),
        "domainName": Attribute(exact=DOMAIN),
        "endpointConfiguration.types": Attribute(
            exact=Exact(allowed=("EDGE", "REGIONAL", "PRIVATE")), send=lambda kind: [kind],
            receive=lambda kinds: kinds[0],
        ),
        "endpointConfiguration.ipAddressType": Attribute(
            computed=True, exact=Exact(allowed=("ipv4", "dualstack"))
        ),
        "mutualTlsAuthentication.truststoreUri": Attribute(exact=TRUSTSTORE),
        "policy": Attribute(document=True),
        "routingMode": Attribute(default="BASE_PATH_MAPPING_ONLY"),
        "cloudfrontDomainName": Attribute("distributionDomainName"),
        "regionalZoneId": Attribute("regionalHostedZoneId"),
        **dict.fromkeys(
            (
                "certificateBody", "certificateChain", "certificateName", "certificatePrivateKey",
                "regionalCertificateName",
            ),
            _NO_UPLOAD,
        ),
    },
    outputs={
        "arn": _arn,
        "certificateUploadDate": lambda facts: facts.get("certificateUploadDate") or "",
        "cloudfrontDomainName": lambda facts: facts.get("cloudfrontDomainName") or "",
        "cloudfrontZoneId": lambda facts: _CLOUDFRONT_ZONE,  # noqa: ARG005  # the same for every distribution
        "domainNameId": lambda facts: facts.get("domainNameId") or "",
        "ownershipVerificationCertificateArn": lambda facts: facts.get("ownershipVerificationCertificateArn") or "",
        "regionalDomainName": lambda facts: facts.get("regionalDomainName") or "",
        "regionalZoneId": lambda facts: facts.get("regionalZoneId") or "",
        "routingMode": lambda facts: facts.get("routingMode") or "BASE_PATH_MAPPING_ONLY",
        "securityPolicy": lambda facts: facts.get("securityPolicy") or "TLS_1_2",
    },
    tags=Tagging(member="", listing="GetTags"),  # the tags of the creation would not be those that can be changed
    check=_check_domain,
    amend=_amend_domain,
)  # fmt: skip

BASE_PATH_MAPPING: Final = ResourceType(
    type="aws:apigateway/basePathMapping:BasePathMapping",
    service="apigateway",
    create="CreateBasePathMapping",
    read=(Reading("GetBasePathMapping", request=lambda facts: {"basePath": facts.get("basePath") or _NO_PATH}),),
    update=(Change("UpdateBasePathMapping", patches={"restApi": Patch("/restapiId"), "stageName": Patch("/stage")}),),
    delete="DeleteBasePathMapping",
    id=_mapping_id,
    identity={"domainName": "domainName", "domainNameId": "domainNameId", "basePath": "basePath"},
    import_id=("domainName", "basePath"),
    attributes={"restApi": Attribute("restApiId"), "stageName": Attribute("stage")},
    check=_check_mapping,
    amend=_amend_mapping,
    present=_present_mapping,
)

TYPES: Final = (DOMAIN_NAME, BASE_PATH_MAPPING)
