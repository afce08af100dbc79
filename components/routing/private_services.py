"""Private services: what answers a route inside a VPC, behind a VPC link. Pure: no Pulumi resource.

The constructor only gathers; what is wrong is told by the API that has the route, together with all else
(private_rules.py).
"""

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict, cast

import pulumi

from components.routing.private_targets import link_facts, target_facts, way_facts

if TYPE_CHECKING:
    import pulumi_aws as aws

    from components.network.load_balancer import PrivateLoadBalancer
    from components.network.nlb_link import NlbLink
    from components.network.vpc_link import VpcLink

    ServiceTarget = PrivateLoadBalancer | aws.lb.Listener | aws.servicediscovery.Service | pulumi.Output[str] | str
    """A load balancer of this library, a listener or Cloud Map service of pulumi_aws, or the ARN of one."""
    ServiceLink = VpcLink | NlbLink | aws.apigatewayv2.VpcLink | aws.apigateway.VpcLink | pulumi.Output[str] | str
    """A link of this library or of pulumi_aws, or the identifier of a VPC link V2."""
else:
    # Pulumi's schema of components has no unions. For other languages they are inputs of any type.
    ServiceTarget = pulumi.Input[Any]
    ServiceLink = pulumi.Input[Any]


class PrivateService(TypedDict):
    """A service inside a VPC, and what is known of the way to it. `private_service` makes one."""

    label: str
    """What it is called in problems."""
    kind: NotRequired[str]
    """`application` or `network` for a load balancer, `cloud-map` for a service. Left out where it is not known yet."""
    link_id: pulumi.Input[str]
    """Identifier of the VPC link."""
    link_version: int
    """Version of the VPC link: 2, or 1 for one that leads to a single network load balancer."""
    listener_arn: NotRequired[pulumi.Input[str]]
    """ARN of the listener, which HTTP APIs want."""
    load_balancer_arn: NotRequired[pulumi.Input[str]]
    """ARN of the load balancer, which REST APIs want."""
    service_arn: NotRequired[pulumi.Input[str]]
    """ARN of the Cloud Map service."""
    server_name: NotRequired[pulumi.Input[str]]
    """The name that is verified against the certificate. With it requests are encrypted."""
    plain: NotRequired[str]
    """Why requests may pass unencrypted. Without this sentence a service needs `server_name`."""
    host: NotRequired[pulumi.Input[str]]
    """The host that a REST API names to an unencrypted service."""
    port: NotRequired[int]
    """The TCP port of the listener, for REST APIs. 443 by default, or 80 if it is unencrypted."""
    path: NotRequired[str]
    """The path that is asked for, with variables of the route: `/v2/items/{id}`. The caller's own by default."""
    encrypted: NotRequired[bool]
    """Whether the listener takes TLS, where that is known."""
    network: NotRequired[str]
    """The network of the load balancer, where it is known."""
    link_network: NotRequired[str]
    """The network that the link leads to, where it is known."""
    admitted: NotRequired[bool]
    """Whether the load balancer lets the link in, where that is known."""


def private_service(
    target: ServiceTarget,
    link: ServiceLink,
    *,
    path: str | None = None,
    server_name: pulumi.Input[str] | None = None,
    plain: str | None = None,
    host: pulumi.Input[str] | None = None,
    port: int | None = None,
) -> PrivateService:
    """A service behind a load balancer or in Cloud Map, for `Route(private=…)`.

    Args:
        target: a PrivateLoadBalancer, a listener or a Cloud Map service of pulumi_aws, or the ARN of one.
        link: the VpcLink or NlbLink that leads there, a link of pulumi_aws, or the identifier of a VPC link V2.
        path: the path that is asked for, with variables of the route: `/v2/items/{id}`. The caller's own by default,
            without the stage.
        server_name: the name to verify in the certificate. That of a PrivateLoadBalancer by default.
        plain: why requests may pass unencrypted, where the listener takes no TLS.
        host: the host that a REST API names to an unencrypted service. That of a PrivateLoadBalancer by default.
        port: the port of the listener, for REST APIs, where `target` does not tell it.

    Raises:
        ComponentError: for a target or a link that is none.
    """
    given = {"path": path, "server_name": server_name, "plain": plain, "host": host, "port": port}
    said = {name: value for name, value in given.items() if value is not None}
    return cast("PrivateService", {**target_facts(target), **link_facts(link), **way_facts(target, link), **said})
