"""Mappings of a domain as resources of AWS, each by itself: those of other stacks are left alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.domain.targets import Target
from components.knowledge.kinds import Kind


@dataclass(frozen=True)
class MappedDomain:
    """The domain that gets mappings."""

    name: pulumi.Input[str]
    """Its name; as an output of the domain it makes the mappings wait for it."""
    endpoint: str
    id: pulumi.Input[str] | None = None
    """Of a private domain its identifier, which tells it from equal names."""


def create_mappings(
    component: str, domain: MappedDomain, mapped: Mapping[str, Target], parent: pulumi.Resource
) -> dict[str, pulumi.Output[str]]:
    """Makes the mappings. Gives the URL of each by its path, without a slash at its end.

    Args:
        component: name of the component, with which the names of the resources begin.
        domain: the domain.
        mapped: targets by their paths as AWS writes them.
        parent: the component.
    """
    return {path: _create(component, domain, path, target, parent) for path, target in mapped.items()}


def _create(
    component: str, domain: MappedDomain, path: str, target: Target, parent: pulumi.Resource
) -> pulumi.Output[str]:
    name = f"{component}-mapping-{path}" if path else f"{component}-mapping"
    # AWS has a path once: the mapping to a new API cannot be made while that to the old one stands.
    options = pulumi.ResourceOptions(parent=parent, delete_before_replace=True)
    if domain.endpoint == "REGIONAL":
        mapping = aws.apigatewayv2.ApiMapping(
            name,
            api_id=target.api_id,
            api_mapping_key=path or None,
            domain_name=domain.name,
            stage=target.stage,
            opts=options,
        )
        return _url(mapping.domain_name, path, target.kind)
    base = aws.apigateway.BasePathMapping(
        name,
        base_path=path or None,
        domain_name=domain.name,
        domain_name_id=domain.id,
        rest_api=target.api_id,
        stage_name=target.stage,
        opts=options,
    )
    return _url(base.domain_name, path, target.kind)


def _url(domain_name: pulumi.Output[str], path: str, kind: Kind) -> pulumi.Output[str]:
    # Through the mapping, so that whatever takes the address waits for it.
    scheme = "wss" if kind is Kind.WEBSOCKET else "https"
    return pulumi.Output.concat(f"{scheme}://", domain_name, f"/{path}" if path else "")
