"""Who may call a private domain: the VPC endpoints that its policy names and that are joined to it.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains-provider.html
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

_EVERY_REQUEST = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": ["execute-api:/*"]}


def access_policy(vpc_endpoints: Mapping[str, pulumi.Input[str]]) -> pulumi.Output[str]:
    """The domain's policy: calls through these VPC endpoints, and no others."""
    others = {"StringNotEquals": {"aws:SourceVpce": [*vpc_endpoints.values()]}}
    statements = [
        {"Effect": "Allow", **_EVERY_REQUEST},
        {"Effect": "Deny", **_EVERY_REQUEST, "Condition": others},
    ]
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": statements})


def join_endpoints(
    component: str,
    domain: aws.apigateway.DomainName,
    vpc_endpoints: Mapping[str, pulumi.Input[str]],
    tags: Mapping[str, pulumi.Input[str]] | None,
    parent: pulumi.Resource,
) -> None:
    """Joins the VPC endpoints to the domain, without which its name is not known behind them."""
    for name, endpoint in vpc_endpoints.items():
        aws.apigateway.DomainNameAccessAssociation(
            f"{component}-access-{name}",
            access_association_source=endpoint,
            access_association_source_type="VPCE",
            domain_name_arn=domain.arn,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=parent),
        )
