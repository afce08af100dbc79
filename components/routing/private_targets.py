"""What is known of a private service by what was given for it: load balancer, listener, service, link. Pure.

Every function gives properties of a PrivateService (private_services.py).
"""

import re

import pulumi
import pulumi_aws as aws

from components.network.load_balancer import PrivateLoadBalancer
from components.network.load_balancer_args import APPLICATION, NETWORK
from components.network.nlb_link import NlbLink
from components.network.vpc_link import VpcLink
from components.problems import ComponentError, Problem

CLOUD_MAP = "cloud-map"
Facts = dict[str, object]

_LISTENER = re.compile(r"arn:[a-z-]+:elasticloadbalancing:[^:]*:[^:]*:listener/(?P<kind>app|net)/[^/]+/[^/]+/[^/]+")
_SERVICE = re.compile(r"arn:[a-z-]+:servicediscovery:[^:]*:[^:]*:service/.+")
_KINDS = {"app": APPLICATION, "net": NETWORK}


def target_facts(target: object) -> Facts:
    """What answers, and where."""
    if isinstance(target, PrivateLoadBalancer):
        return {
            "label": target.pulumi_resource_name,
            "kind": target.kind,
            "listener_arn": target.listener_arn,
            "load_balancer_arn": target.arn,
            "port": target.port,
            "encrypted": target.encrypted,
            "network": target.network.identity,
            **({"server_name": target.server_name} if target.server_name is not None else {}),
            **({} if target.encrypted else {"host": target.dns_name}),
        }
    if isinstance(target, aws.servicediscovery.Service):
        return {"label": target.pulumi_resource_name, "kind": CLOUD_MAP, "service_arn": target.arn}
    if isinstance(target, aws.lb.Listener):
        arns = {"listener_arn": target.arn, "load_balancer_arn": target.load_balancer_arn}
        return {"label": target.pulumi_resource_name, **arns}
    if isinstance(target, pulumi.Output):
        arn: pulumi.Output[str] = target  # pyright: ignore[reportUnknownVariableType] -- an output of a text
        return {"label": "", "listener_arn": arn, "load_balancer_arn": arn.apply(_load_balancer)}
    if isinstance(target, str) and _SERVICE.fullmatch(target):
        return {"label": target, "kind": CLOUD_MAP, "service_arn": target}
    if isinstance(target, str) and (match := _LISTENER.fullmatch(target)):
        arns = {"listener_arn": target, "load_balancer_arn": _load_balancer(target)}
        return {"label": target, "kind": _KINDS[match["kind"]], **arns}
    allowed = "a PrivateLoadBalancer, a listener or Cloud Map service of pulumi_aws, or the ARN of one"
    raise _refusal("target", target, allowed)


def link_facts(link: object) -> Facts:
    """The link, and its version."""
    if isinstance(link, VpcLink):
        return {"link_id": link.vpc_link_id, "link_version": 2, "link_network": link.network.identity}
    if isinstance(link, NlbLink):
        return {"link_id": link.vpc_link_id, "link_version": 1, "link_network": link.load_balancer.network.identity}
    if isinstance(link, aws.apigateway.VpcLink):
        return {"link_id": link.id, "link_version": 1}
    if isinstance(link, aws.apigatewayv2.VpcLink):
        return {"link_id": link.id, "link_version": 2}
    if isinstance(link, pulumi.Output | str) and link:
        return {"link_id": link, "link_version": 2}
    raise _refusal("link", link, "a VpcLink, an NlbLink, a link of pulumi_aws, or the identifier of a VPC link V2")


def way_facts(target: object, link: object) -> Facts:
    """Whether the target lets the link in, where both are known."""
    if not isinstance(target, PrivateLoadBalancer):
        return {}
    if isinstance(link, VpcLink):
        return {"admitted": link in target.links}
    return {"admitted": link.load_balancer is target} if isinstance(link, NlbLink) else {}


def _load_balancer(listener: str) -> str:
    """The ARN of the load balancer, which that of its listener holds."""
    return listener.rpartition("/")[0].replace(":listener/", ":loadbalancer/")


def _refusal(where: str, given: object, allowed: str) -> ComponentError:
    found = f'"{given}"' if isinstance(given, str) else f"a {type(given).__name__}"
    return ComponentError("The private service", [Problem(where, found, allowed, "pass the resource itself")])
