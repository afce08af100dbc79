"""VpcLink: the way by which API Gateway reaches private services of a VPC, shared by all APIs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.knowledge import quotas
from components.network.label_rules import label_problems
from components.network.network import Network, NetworkReference
from components.network.security_groups import Owner
from components.problems import ComponentError, Problem, missing_keys, unknown_keys

HIGHEST_PORT = 65_535


class LinkTarget(TypedDict):
    """What a link may reach beside load balancers that admit it: the instances of a Cloud Map service."""

    security_group_id: pulumi.Input[str]
    """The security group of the instances. It gets a rule that lets the link in."""
    port: int
    """The TCP port they listen at."""


class VpcLinkArgs(TypedDict):
    """What a VpcLink is made of."""

    network: NetworkReference
    """The Network whose private services are reached."""
    targets: NotRequired[Mapping[str, LinkTarget]]
    """Instances that the link may reach without a load balancer, by names of your choice."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the link, its security group and their rules."""


class VpcLink(pulumi.ComponentResource):
    """A VPC link V2, for HTTP and REST APIs, with a security group that lets nothing in and only named targets out.

    One link serves all APIs of a VPC, and an account has few: give the same one to each. AWS cannot change the subnets
    of a link, so that a network with other subnets means a new link. A link without a request for 60 days sleeps, and
    the first requests then fail for minutes:
    https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    vpc_link_id: pulumi.Output[str]
    """Identifier of the link."""
    arn: pulumi.Output[str]
    """ARN of the link."""
    security_group_id: pulumi.Output[str]
    """Identifier of the link's security group, which a target must let in."""

    def __init__(self, name: str, args: VpcLinkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        if problems := [*label_problems("name", [name]), *_problems(args)]:
            raise ComponentError(f'VPC link "{name}"', problems)
        self._network = args["network"]
        super().__init__("gateway:index:VpcLink", name, {"targets": sorted(args.get("targets", {}))}, opts)
        owner = Owner(self, args.get("tags"))
        group = owner.group(name, self._network.vpc_id, "The network interfaces of a VPC link of API Gateway")
        link = aws.apigatewayv2.VpcLink(
            name,
            subnet_ids=self._network.private_subnet_ids,
            security_group_ids=[group.id],
            tags=args.get("tags"),
            opts=owner.options,
        )
        for target, given in args.get("targets", {}).items():
            owner.connect(
                f"{name}-to-{target}",
                group.id,
                given["security_group_id"],
                port=int(given["port"]),
                description=f"Requests of the VPC link {name} to {target}",
            )
        self.vpc_link_id = link.id
        self.arn = link.arn
        self.security_group_id = group.id
        self.register_outputs(
            {"vpcLinkId": self.vpc_link_id, "arn": self.arn, "securityGroupId": self.security_group_id}
        )

    @property
    def network(self) -> Network:
        """The network whose private services it reaches."""
        return self._network


if TYPE_CHECKING:
    VpcLinkReference = VpcLink
else:
    # Pulumi's schema of components cannot name a component as an argument: for other languages it is of any type.
    VpcLinkReference = pulumi.Input[Any]


def _problems(args: Mapping[str, object]) -> list[Problem]:
    return [
        *missing_keys("arguments", args, ("network",)),
        *unknown_keys("arguments", args, VpcLinkArgs),
        *network_reference_problems(args),
        *_target_problems(args.get("targets", {})),
    ]


def network_reference_problems(args: Mapping[str, object]) -> list[Problem]:
    """A problem when what was given as the network is none."""
    if "network" not in args or isinstance(args["network"], Network):
        return []
    found = f"a {type(args['network']).__name__}"
    remedy = 'for a VPC that is there already, write Network("…", {"existing": {…}})'
    return [Problem("network", found, "a Network", remedy)]


def port_problems(where: str, name: str, port: object) -> list[Problem]:
    """A problem when the port is none."""
    return quotas.outside(
        f"{where}, {name}" if where else name, port, lowest=1, highest=HIGHEST_PORT, unit="numbers", remedy="correct it"
    )


def _target_problems(given: object) -> list[Problem]:
    if not isinstance(given, Mapping):
        return [Problem("targets", f"{given!r}", "targets by names", "write {NAME: {…}}")]
    targets: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    found = label_problems("targets", targets)
    for name, target in targets.items():
        where = f'target "{name}"'
        if not isinstance(target, Mapping):
            found.append(Problem(where, f"{target!r}", "security_group_id and port", "write {'port': …}"))
            continue
        one: Mapping[str, object] = target  # pyright: ignore[reportUnknownVariableType] -- judged key by key
        found += missing_keys(where, one, ("security_group_id", "port"))
        found += unknown_keys(where, one, LinkTarget)
        found += port_problems(where, "port", one["port"]) if "port" in one else []
    return found
