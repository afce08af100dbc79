"""Load balancers in an emulator, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


ENCRYPTED = {"HTTP": "HTTPS", "TCP": "TLS"}


class Balancer:
    """A load balancer with one listener, with TLS if it has a certificate, and IP targets on this machine."""

    def __init__(
        self, account: Account, kind: str, *ports: int, port: int = 80, certificate: str | None = None
    ) -> None:
        self.client = account.client("elbv2")
        network = account.client("ec2").create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
        self.name = f"lb-{uuid4().hex[:8]}"
        made = self.client.create_load_balancer(Name=self.name, Type=kind, Scheme="internal", Subnets=["subnet-1"])
        self.arn: str = made["LoadBalancers"][0]["LoadBalancerArn"]
        self.dns_name: str = made["LoadBalancers"][0]["DNSName"]
        self.protocol = "HTTP" if kind == "application" else "TCP"
        self.certificate = certificate
        self.network = network
        self.group = self.group_of(*ports)
        self.listener = self.listen(port, {"Type": "forward", "TargetGroupArn": self.group})

    def group_of(self, *ports: int) -> str:
        """A further target group; its ARN."""
        made = self.client.create_target_group(
            Name=f"tg-{uuid4().hex[:8]}", Protocol=self.protocol, Port=80, VpcId=self.network, TargetType="ip"
        )
        group = made["TargetGroups"][0]["TargetGroupArn"]
        if ports:
            targets = [{"Id": "127.0.0.1", "Port": port} for port in ports]
            self.client.register_targets(TargetGroupArn=group, Targets=targets)
        return str(group)

    def listen(self, port: int, action: dict[str, Any]) -> str:
        """A further listener; its ARN."""
        protocol = self.protocol if self.certificate is None else ENCRYPTED[self.protocol]
        certificates = [] if self.certificate is None else [{"CertificateArn": self.certificate}]
        made = self.client.create_listener(
            LoadBalancerArn=self.arn, Protocol=protocol, Port=port, DefaultActions=[action], Certificates=certificates
        )
        return str(made["Listeners"][0]["ListenerArn"])

    def rule(self, priority: int, condition: dict[str, Any], action: dict[str, Any]) -> str:
        made = self.client.create_rule(
            ListenerArn=self.listener, Priority=priority, Conditions=[condition], Actions=[action]
        )
        return str(made["Rules"][0]["RuleArn"])


def port_of(url: str) -> int:
    """The port of a URL."""
    port = urlsplit(url).port
    assert port is not None
    return port
