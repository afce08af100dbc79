"""Security groups, and rules that let one of them reach another on one port and nothing else.

Rules are resources of their own, so that one more leaves all others alone, and none of them names 0.0.0.0/0. A group
has no rules at first: the provider takes away the one of AWS that lets everything out.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True)
class Owner:
    """The component that makes groups and rules."""

    resource: pulumi.Resource
    tags: Mapping[str, pulumi.Input[str]] | None

    @property
    def options(self) -> pulumi.ResourceOptions:
        """The options of a child."""
        return pulumi.ResourceOptions(parent=self.resource)

    def group(self, name: str, vpc_id: pulumi.Input[str], description: str) -> "aws.ec2.SecurityGroup":
        """A security group that lets nothing in and nothing out."""
        return aws.ec2.SecurityGroup(name, vpc_id=vpc_id, description=description, tags=self.tags, opts=self.options)

    def connect(
        self, name: str, source: pulumi.Input[str], target: pulumi.Input[str], *, port: int, description: str
    ) -> None:
        """Lets one security group reach another on a TCP port: out of the one and into the other."""
        self.leave(name, source, port=port, group=target, description=description)
        self.enter(name, target, port=port, group=source, description=description)

    def leave(
        self,
        name: str,
        source: pulumi.Input[str],
        *,
        port: int,
        description: str,
        group: pulumi.Input[str] | None = None,
        cidr: pulumi.Input[str] | None = None,
    ) -> None:
        """Lets what is in the group `source` call another group, or a range of addresses, on a TCP port."""
        aws.vpc.SecurityGroupEgressRule(
            name,
            security_group_id=source,
            referenced_security_group_id=group,
            cidr_ipv4=cidr,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=description,
            tags=self.tags,
            opts=self.options,
        )

    def enter(
        self,
        name: str,
        target: pulumi.Input[str],
        *,
        port: int,
        description: str,
        group: pulumi.Input[str] | None = None,
        cidr: pulumi.Input[str] | None = None,
    ) -> None:
        """Lets what is in the group `target` be called from another group, or a range of addresses, on a TCP port."""
        aws.vpc.SecurityGroupIngressRule(
            name,
            security_group_id=target,
            referenced_security_group_id=group,
            cidr_ipv4=cidr,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=description,
            tags=self.tags,
            opts=self.options,
        )
