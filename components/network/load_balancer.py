"""PrivateLoadBalancer: an internal load balancer that only VPC links reach, with TLS, health checks and logs."""

from typing import TYPE_CHECKING, Any

import pulumi
import pulumi_aws as aws

from components.network.access_log_bucket import access_log_bucket
from components.network.load_balancer_args import (
    APPLICATION,
    DEFAULT_SSL_POLICY,
    NETWORK,
    PROTOCOLS,
    PrivateLoadBalancerArgs,
)
from components.network.load_balancer_rules import load_balancer_problems
from components.network.network import Network
from components.network.security_groups import Owner
from components.network.target_groups import create_target_group
from components.network.vpc_link import VpcLink
from components.problems import ComponentError

_ENCRYPTED_PORT, _PLAIN_PORT = 443, 80
_DEFAULT_RETENTION_DAYS = 30


class PrivateLoadBalancer(pulumi.ComponentResource):
    """An internal load balancer with one listener, which only the named VPC links reach, and one group of targets.

    Everything that the security groups of links, load balancer and targets must let through is made here, port by port,
    and nothing else. To reach the targets of an ECS service or an Auto Scaling group, give it `target_group_arn` and
    name its security group in `target_security_groups`.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    arn: pulumi.Output[str]
    """ARN of the load balancer."""
    dns_name: pulumi.Output[str]
    """Its name in DNS, which leads to addresses inside the VPC."""
    zone_id: pulumi.Output[str]
    """The hosted zone of its name, for an alias record."""
    listener_arn: pulumi.Output[str]
    """ARN of the listener."""
    security_group_id: pulumi.Output[str]
    """Identifier of its security group, which targets must let in."""
    target_group_arn: pulumi.Output[str]
    """ARN of the group of targets, for those that register by themselves."""
    access_log_bucket: pulumi.Output[str] | None
    """Name of the bucket with the access logs, if there are any."""

    def __init__(self, name: str, args: PrivateLoadBalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        if problems := load_balancer_problems(name, args):
            raise ComponentError(f'Load balancer "{name}"', problems)
        self._name_of_component = name
        self._args = args
        super().__init__("gateway:index:PrivateLoadBalancer", name, self._summary(), opts)
        self._owner = Owner(self, args.get("tags"))
        group = self._owner.group(name, self.network.vpc_id, f"The load balancer {name}, which only VPC links call")
        self._let_in(group)
        self._let_out(group)
        load_balancer = self._create_load_balancer(group)
        target_group = create_target_group(name, args, self._owner)
        listener = self._create_listener(load_balancer, target_group)
        self.arn = load_balancer.arn
        self.dns_name = load_balancer.dns_name
        self.zone_id = load_balancer.zone_id
        self.listener_arn = listener.arn
        self.security_group_id = group.id
        self.target_group_arn = target_group.arn
        self.register_outputs(
            {
                "arn": self.arn,
                "dnsName": self.dns_name,
                "zoneId": self.zone_id,
                "listenerArn": self.listener_arn,
                "securityGroupId": self.security_group_id,
                "targetGroupArn": self.target_group_arn,
                "accessLogBucket": self.access_log_bucket,
            },
        )

    @property
    def kind(self) -> str:
        """`application` or `network`."""
        return self._args["kind"]

    @property
    def network(self) -> Network:
        """The network in which it stands."""
        return self._args["network"]

    @property
    def encrypted(self) -> bool:
        """Whether requests reach it by TLS, which it ends or hands on."""
        return "plain" not in self._args

    @property
    def port(self) -> int:
        """The TCP port of the listener."""
        return int(self._args.get("port", _ENCRYPTED_PORT if self.encrypted else _PLAIN_PORT))

    @property
    def server_name(self) -> pulumi.Input[str] | None:
        """The name of its certificate, if it was told."""
        return self._args.get("server_name")

    @property
    def links(self) -> tuple[VpcLink, ...]:
        """The VPC links V2 that may reach it."""
        return tuple(self._args.get("links", ()))

    @property
    def private_link(self) -> bool:
        """Whether a VPC link V1 may reach it."""
        return self._args.get("private_link", False)

    def _summary(self) -> dict[str, object]:
        """The component's inputs as the state and policies show them: above all why it is plain."""
        summary: dict[str, object] = {
            "kind": self.kind,
            "links": sorted(link.pulumi_resource_name for link in self.links),
        }
        return {**summary, "plain": self._args["plain"]} if "plain" in self._args else summary

    def _let_in(self, group: "aws.ec2.SecurityGroup") -> None:
        for link in self.links:
            name = link.pulumi_resource_name
            self._owner.connect(
                f"{self._name_of_component}-from-{name}",
                link.security_group_id,
                group.id,
                port=self.port,
                description=f"Requests of the VPC link {name} to the load balancer {self._name_of_component}",
            )

    def _let_out(self, group: "aws.ec2.SecurityGroup") -> None:
        component, port = self._name_of_component, int(self._args["target_port"])
        groups = self._args.get("target_security_groups", {})
        for target, target_group in groups.items():
            why = f"Requests of the load balancer {component} to {target}"
            self._owner.connect(f"{component}-to-{target}", group.id, target_group, port=port, description=why)
        if groups:
            return
        for target, address in self._args.get("targets", {}).items():
            cidr = pulumi.Output.from_input(address).apply(lambda text: f"{text}/{128 if ':' in text else 32}")
            why = f"Requests of the load balancer {component} to {target}"
            self._owner.leave(f"{component}-to-{target}", group.id, port=port, cidr=cidr, description=why)

    def _create_load_balancer(self, group: "aws.ec2.SecurityGroup") -> "aws.lb.LoadBalancer":
        args, application = self._args, self.kind == APPLICATION
        keep = args.get("deletion_protection", True)
        bucket, policy = self._create_log_bucket(group, keep=keep)
        self.access_log_bucket = None if bucket is None else pulumi.Output.from_input(bucket)
        enforce = None if application else "off" if self.private_link else "on"
        return aws.lb.LoadBalancer(
            self._name_of_component,
            load_balancer_type=self.kind,
            internal=True,
            subnets=self.network.private_subnet_ids,
            security_groups=[group.id],
            access_logs=None if bucket is None else {"bucket": bucket, "enabled": True},
            # Headers whose names are none are how requests are smuggled past what reads them differently.
            drop_invalid_header_fields=True if application else None,
            desync_mitigation_mode="defensive" if application else None,
            # Else a zone that lost its targets answers nothing to the requests that reach it.
            enable_cross_zone_load_balancing=None if application else True,
            enable_deletion_protection=keep,
            enforce_security_group_inbound_rules_on_private_link_traffic=enforce,
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[] if policy is None else [policy]),
        )

    def _create_log_bucket(
        self, group: "aws.ec2.SecurityGroup", *, keep: bool
    ) -> tuple[pulumi.Input[str] | None, aws.s3.BucketPolicy | None]:
        args = self._args
        # A network load balancer writes no line about what it does not decrypt.
        if not args.get("access_logs", True) or (self.kind == NETWORK and "certificate_arn" not in args):
            return None, None
        if "access_log_bucket" in args:
            return args["access_log_bucket"], None
        days = int(args.get("log_retention_days", _DEFAULT_RETENTION_DAYS))
        bucket, policy = access_log_bucket(
            self._name_of_component,
            self.kind,
            group.arn,
            days,
            keep=keep,
            tags=args.get("tags"),
            opts=self._owner.options,
        )
        return bucket.bucket, policy

    def _create_listener(
        self, load_balancer: "aws.lb.LoadBalancer", target_group: "aws.lb.TargetGroup"
    ) -> "aws.lb.Listener":
        certificate = self._args.get("certificate_arn")
        return aws.lb.Listener(
            self._name_of_component,
            load_balancer_arn=load_balancer.arn,
            port=self.port,
            protocol=PROTOCOLS[self.kind, certificate is not None],
            certificate_arn=certificate,
            ssl_policy=None if certificate is None else self._args.get("ssl_policy", DEFAULT_SSL_POLICY),
            default_actions=[{"type": "forward", "target_group_arn": target_group.arn}],
            tags=self._args.get("tags"),
            opts=self._owner.options,
        )


if TYPE_CHECKING:
    LoadBalancerReference = PrivateLoadBalancer
else:
    # Pulumi's schema of components cannot name a component as an argument: for other languages it is of any type.
    LoadBalancerReference = pulumi.Input[Any]
