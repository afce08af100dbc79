"""NlbLink: a VPC link of the first version, by which REST APIs reach one network load balancer."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.network.load_balancer import LoadBalancerReference, PrivateLoadBalancer
from components.network.load_balancer_args import NETWORK
from components.problems import ComponentError, Problem, missing_keys, unknown_keys


class NlbLinkArgs(TypedDict):
    """What an NlbLink is made of."""

    load_balancer: LoadBalancerReference
    """The network PrivateLoadBalancer that it leads to, made with `private_link=True`."""
    description: NotRequired[pulumi.Input[str]]
    """What the link is for, in one sentence."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the link."""


class NlbLink(pulumi.ComponentResource):
    """A VPC link V1: for REST APIs, and to one network load balancer only.

    AWS recommends none of these for new APIs: a VpcLink leads REST APIs to any load balancer of a network, and its
    security group can be named. Use this where a Region has no VPC links V2 yet.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/vpc-links-v1.html

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    vpc_link_id: pulumi.Output[str]
    """Identifier of the link."""
    arn: pulumi.Output[str]
    """ARN of the link."""

    def __init__(self, name: str, args: NlbLinkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        if problems := _problems(args):
            raise ComponentError(f'NLB link "{name}"', problems)
        self._load_balancer = args["load_balancer"]
        super().__init__("gateway:index:NlbLink", name, {}, opts)
        link = aws.apigateway.VpcLink(
            name,
            target_arn=self._load_balancer.arn,
            description=args.get("description"),
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        self.vpc_link_id = link.id
        self.arn = link.arn
        self.register_outputs({"vpcLinkId": self.vpc_link_id, "arn": self.arn})

    @property
    def load_balancer(self) -> PrivateLoadBalancer:
        """The load balancer that it leads to."""
        return self._load_balancer


def _problems(args: Mapping[str, object]) -> list[Problem]:
    where = "load_balancer"
    found = [*missing_keys("arguments", args, (where,)), *unknown_keys("arguments", args, NlbLinkArgs)]
    if where not in args:
        return found
    given = args[where]
    if not isinstance(given, PrivateLoadBalancer):
        remedy = "pass the load balancer itself"
        return [*found, Problem(where, f"a {type(given).__name__}", "a PrivateLoadBalancer", remedy)]
    if given.kind != NETWORK:
        remedy = "use a VpcLink, which leads to application load balancers too"
        found.append(Problem(where, f"an {given.kind} load balancer", "a network load balancer", remedy))
    elif not given.private_link:
        allowed = "one made with private_link=True: its security group cannot name where this link comes from"
        remedy = "say private_link=True there, or use a VpcLink"
        found.append(Problem(where, "a load balancer that lets no link of this version in", allowed, remedy))
    return found


if TYPE_CHECKING:
    NlbLinkReference = NlbLink
else:
    # Pulumi's schema of components cannot name a component as an argument: for other languages it is of any type.
    NlbLinkReference = pulumi.Input[Any]
