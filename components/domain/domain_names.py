"""The domain as a resource of AWS, of one of its two sorts."""

from dataclasses import dataclass
from typing import cast

import pulumi
import pulumi_aws as aws

from components.domain.args import ApiDomainArgs
from components.domain.private_access import access_policy, join_endpoints
from components.domain.tls_rules import ACCESS_MODES, DEFAULT_POLICY, enhanced


@dataclass(frozen=True)
class DomainOutputs:
    """What AWS tells about a domain."""

    name: pulumi.Output[str]
    target: pulumi.Output[str]
    """Where the name must lead. Of a private domain empty."""
    zone_id: pulumi.Output[str]
    """Hosted zone of the target, for alias records. Of a private domain empty."""
    id: pulumi.Output[str]
    """Identifier of a private domain. Else empty."""


def create_domain_name(
    component: str, args: ApiDomainArgs, certificate_arn: pulumi.Input[str], parent: pulumi.Resource
) -> DomainOutputs:
    """The domain. The older sort of AWS alone has EDGE and PRIVATE endpoints and the newer security policies."""
    if args.get("endpoint", "REGIONAL") == "REGIONAL" and not enhanced(args):
        return _regional(component, args, certificate_arn, parent)
    return _rest_only(component, args, certificate_arn, parent)


def _regional(
    component: str, args: ApiDomainArgs, certificate_arn: pulumi.Input[str], parent: pulumi.Resource
) -> DomainOutputs:
    mutual = args.get("mutual_tls")
    domain = aws.apigatewayv2.DomainName(
        component,
        domain_name=args["domain_name"],
        domain_name_configuration={
            "certificate_arn": certificate_arn,
            "endpoint_type": "REGIONAL",
            "ip_address_type": args.get("ip_address_type", "ipv4"),
            "ownership_verification_certificate_arn": args.get("ownership_certificate_arn"),
            "security_policy": args.get("security_policy", DEFAULT_POLICY),
        },
        mutual_tls_authentication=None
        if mutual is None
        else aws.apigatewayv2.DomainNameMutualTlsAuthenticationArgs(
            truststore_uri=mutual["truststore_uri"], truststore_version=mutual["truststore_version"]
        ),
        routing_mode="ROUTING_RULE_THEN_API_MAPPING" if args.get("routing_rules") else "API_MAPPING_ONLY",
        tags=args.get("tags"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    configuration = domain.domain_name_configuration
    return DomainOutputs(
        domain.domain_name,
        configuration.apply(lambda one: cast("str", one.target_domain_name)),
        configuration.apply(lambda one: cast("str", one.hosted_zone_id)),
        pulumi.Output.from_input(""),
    )


def _rest_only(
    component: str, args: ApiDomainArgs, certificate_arn: pulumi.Input[str], parent: pulumi.Resource
) -> DomainOutputs:
    endpoint = args.get("endpoint", "REGIONAL")
    endpoints = args.get("vpc_endpoints", {})
    edge, private = endpoint == "EDGE", endpoint == "PRIVATE"
    domain = aws.apigateway.DomainName(
        component,
        # The certificate of a private domain is set where AWS has that of an edge-optimized one.
        certificate_arn=certificate_arn if edge or private else None,
        domain_name=args["domain_name"],
        endpoint_access_mode=args.get("endpoint_access_mode", ACCESS_MODES[0]) if enhanced(args) else None,
        endpoint_configuration={
            "ip_address_type": args.get("ip_address_type", "dualstack" if private else "ipv4"),
            "types": endpoint,
        },
        policy=access_policy(endpoints) if private else None,
        regional_certificate_arn=None if edge or private else certificate_arn,
        routing_mode="ROUTING_RULE_THEN_BASE_PATH_MAPPING" if args.get("routing_rules") else "BASE_PATH_MAPPING_ONLY",
        security_policy=args.get("security_policy", DEFAULT_POLICY),
        tags=args.get("tags"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    none = pulumi.Output.from_input("")
    if private:
        join_endpoints(component, domain, endpoints, args.get("tags"), parent)
        return DomainOutputs(domain.domain_name, none, none, domain.domain_name_id)
    if edge:
        return DomainOutputs(domain.domain_name, domain.cloudfront_domain_name, domain.cloudfront_zone_id, none)
    return DomainOutputs(domain.domain_name, domain.regional_domain_name, domain.regional_zone_id, none)
