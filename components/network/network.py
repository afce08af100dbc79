"""Network: a VPC with private subnets over several zones, or one that is there already."""

from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from components.network.addresses import region_of, subnet_ranges
from components.network.network_args import DEFAULT_CIDR, NetworkArgs
from components.network.network_rules import network_problems
from components.network.security_groups import Owner
from components.problems import ComponentError, Problem

_HTTPS = 443


class Network(pulumi.ComponentResource):
    """A VPC whose subnets have no way in from the internet and no way out, with DNS on and the default group shut.

    There is no NAT gateway: what answers an API is called and does not call out, a NAT is paid for by the hour in each
    zone, and it is the way by which a broken-in backend sends data away. What needs AWS' services reaches them by VPC
    endpoints; what needs the internet is better off in a network that has one, given here as `existing`.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    vpc_id: pulumi.Output[str]
    """Identifier of the VPC."""
    private_subnet_ids: list[pulumi.Output[str]]
    """Identifiers of the private subnets, one a zone, in the order of the zones' names."""

    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        if problems := network_problems(args):
            raise ComponentError(f'Network "{name}"', problems)
        self._name_of_component = name
        self._args = args
        super().__init__("gateway:index:Network", name, {"zones": sorted(args.get("zones", ()))}, opts)
        self._owner = Owner(self, args.get("tags"))
        if "existing" in args:
            self.vpc_id = pulumi.Output.from_input(args["existing"]["vpc_id"])
            self.private_subnet_ids = [pulumi.Output.from_input(one) for one in args["existing"]["private_subnet_ids"]]
        else:
            vpc = self._create_vpc()
            self.vpc_id = vpc.id
            self.private_subnet_ids = self._create_subnets(vpc)
        self._endpoint = self._create_endpoint() if args.get("execute_api_endpoint") else None
        outputs: dict[str, Any] = {"vpcId": self.vpc_id, "privateSubnetIds": self.private_subnet_ids}
        if self._endpoint is not None:
            outputs["executeApiEndpointId"] = self._endpoint.id
        self.register_outputs(outputs)

    @property
    def execute_api_endpoint_id(self) -> pulumi.Output[str]:
        """Identifier of the interface endpoint for private REST APIs.

        Raises:
            ComponentError: when the network was not asked for one.
        """
        if self._endpoint is None:
            problem = Problem(
                "execute_api_endpoint_id",
                "a network without one",
                "a network with one",
                "say execute_api_endpoint=True",
            )
            raise ComponentError(f'Network "{self._name_of_component}"', [problem])
        return self._endpoint.id

    @property
    def endpoint_zones(self) -> int:
        """Zones in which it has an interface endpoint for private REST APIs; each is charged by the hour."""
        return 0 if self._endpoint is None else len(self.private_subnet_ids)

    @property
    def identity(self) -> str:
        """Equal for two networks exactly when they are known to be the same VPC."""
        given = self._args["existing"]["vpc_id"] if "existing" in self._args else None
        return given if isinstance(given, str) else self._name_of_component

    @property
    def cidr(self) -> str | None:
        """IPv4 range of the VPC, where it is known."""
        if "existing" in self._args:
            return self._args["existing"].get("cidr")
        return self._args.get("cidr", DEFAULT_CIDR)

    def _create_vpc(self) -> "aws.ec2.Vpc":
        name = self._name_of_component
        vpc = aws.ec2.Vpc(
            name,
            cidr_block=self._args.get("cidr", DEFAULT_CIDR),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags=self._tags(name),
            opts=self._owner.options,
        )
        # With no rules given, the provider takes away those that AWS makes: what is put into no group of its own can
        # neither call nor be called.
        aws.ec2.DefaultSecurityGroup(
            f"{name}-default-security-group", vpc_id=vpc.id, tags=self._tags(name), opts=self._owner.options
        )
        return vpc

    def _create_subnets(self, vpc: "aws.ec2.Vpc") -> list[pulumi.Output[str]]:
        name = self._name_of_component
        # Its own table, with no route out of the VPC: a route that someone adds to the main one changes nothing here.
        table = aws.ec2.RouteTable(
            f"{name}-private", vpc_id=vpc.id, tags=self._tags(f"{name}-private"), opts=self._owner.options
        )
        ranges = subnet_ranges(self._args.get("cidr", DEFAULT_CIDR), self._args.get("zones", ()))
        ids: list[pulumi.Output[str]] = []
        for zone in sorted(ranges):
            subnet = aws.ec2.Subnet(
                f"{name}-private-{zone}",
                vpc_id=vpc.id,
                availability_zone=zone,
                cidr_block=ranges[zone],
                map_public_ip_on_launch=False,
                tags=self._tags(f"{name}-private-{zone}"),
                opts=self._owner.options,
            )
            aws.ec2.RouteTableAssociation(
                f"{name}-private-{zone}", subnet_id=subnet.id, route_table_id=table.id, opts=self._owner.options
            )
            ids.append(subnet.id)
        return ids

    def _create_endpoint(self) -> "aws.ec2.VpcEndpoint":
        name = f"{self._name_of_component}-execute-api"
        description = "Who may call private APIs through the interface endpoint"
        group = self._owner.group(name, self.vpc_id, description)
        clients = self._args.get("execute_api_clients", {})
        for client, client_group in clients.items():
            why = f"Calls of private APIs by {client}"
            self._owner.enter(f"{name}-{client}", group.id, port=_HTTPS, group=client_group, description=why)
        if not clients:
            why = "Calls of private APIs from the VPC"
            self._owner.enter(f"{name}-vpc", group.id, port=_HTTPS, cidr=self.cidr, description=why)
        return aws.ec2.VpcEndpoint(
            name,
            vpc_id=self.vpc_id,
            service_name=f"com.amazonaws.{self._region}.execute-api",
            vpc_endpoint_type="Interface",
            private_dns_enabled=True,
            subnet_ids=self.private_subnet_ids,
            security_group_ids=[group.id],
            tags=self._tags(name),
            opts=self._owner.options,
        )

    @property
    def _region(self) -> str:
        if "existing" in self._args:
            return self._args["existing"].get("region", "")
        return region_of(next(iter(self._args.get("zones", ()))))

    def _tags(self, name: str) -> dict[str, pulumi.Input[str]]:
        # The console calls these resources by the tag Name.
        return {"Name": name, **self._args.get("tags", {})}


if TYPE_CHECKING:
    NetworkReference = Network
else:
    # Pulumi's schema of components cannot name a component as an argument: for other languages it is of any type.
    NetworkReference = pulumi.Input[Any]
