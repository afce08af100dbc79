"""Networks, links and load balancers that tests build."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import pytest

from components.network.load_balancer import PrivateLoadBalancer
from components.network.load_balancer_args import PrivateLoadBalancerArgs
from components.network.network import Network
from components.network.nlb_link import NlbLink
from components.network.vpc_link import VpcLink
from components.problems import ComponentError
from tests.support.recording import Cloud

if TYPE_CHECKING:
    from components.network.network_args import NetworkArgs

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"
ATTACHMENT = "aws:lb/targetGroupAttachment:TargetGroupAttachment"
LINK = "aws:apigatewayv2/vpcLink:VpcLink"
LINK_V1 = "aws:apigateway/vpcLink:VpcLink"
BUCKET = "aws:s3/bucket:Bucket"
BUCKET_POLICY = "aws:s3/bucketPolicy:BucketPolicy"

CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d"
ALB_LISTENER = (
    "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/items/50dc6c495c0c9188/f2f7dc8efc522ab2"
)
NLB_LISTENER = ALB_LISTENER.replace("/app/", "/net/")
CLOUD_MAP = "arn:aws:servicediscovery:eu-west-1:123456789012:service/srv-id"
ZONES = ("eu-west-1a", "eu-west-1b")


def network(name: str = "shop", **changes: object) -> Network:
    """A network over two zones, but for the changes."""
    return Network(name, cast("NetworkArgs", {"zones": ZONES, **changes}))


def balancer_args(stands_in: Network, *links: VpcLink, **changes: object) -> PrivateLoadBalancerArgs:
    """Arguments of an application load balancer with TLS and one target, but for the changes; None takes one away."""
    plain: dict[str, object] = {
        "kind": "application",
        "network": stands_in,
        "links": links,
        "certificate_arn": CERTIFICATE,
        "server_name": "items.example.com",
        "target_port": 8080,
        "targets": {"one": "10.0.1.10"},
        **changes,
    }
    return cast("PrivateLoadBalancerArgs", {key: value for key, value in plain.items() if value is not None})


@dataclass
class Backend:
    """A load balancer with all that leads to it."""

    network: Network
    link: VpcLink
    balancer: PrivateLoadBalancer


def backend(**changes: object) -> Backend:
    """A network, a link and a load balancer that admits it, but for the changes of its arguments."""
    stands_in = network()
    link = VpcLink("shared", {"network": stands_in})
    return Backend(stands_in, link, PrivateLoadBalancer("items", balancer_args(stands_in, link, **changes)))


def plain_backend() -> Backend:
    """One whose listener is plain HTTP."""
    return backend(certificate_arn=None, server_name=None, plain="carries public prices only")


def network_backend(**changes: object) -> Backend:
    """One whose load balancer is a network load balancer."""
    return backend(**{"kind": "network", **changes})


def nlb_link(balancer: PrivateLoadBalancer, name: str = "old") -> NlbLink:
    """A VPC link V1 to a load balancer."""
    return NlbLink(name, {"load_balancer": balancer})


def built(cloud: Cloud, program: Callable[[], Any]) -> Any:
    """What a program makes, after it has ended."""
    made: list[Any] = []
    cloud.run(lambda: made.append(program()))
    return made[0]


def problems_of(cloud: Cloud, program: Callable[[], object]) -> list[tuple[str, str, str, str]]:
    """Where, found, allowed and remedy of each problem of a program."""
    with pytest.raises(ComponentError) as caught:
        cloud.run(program)
    return [(one.where, one.found, one.allowed, one.remedy) for one in caught.value.problems]


def faults_of(cloud: Cloud, program: Callable[[], object]) -> list[tuple[str, str]]:
    """Where and what of each problem."""
    return [(where, found) for where, found, _, _ in problems_of(cloud, program)]
