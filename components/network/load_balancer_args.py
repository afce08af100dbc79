"""The arguments of a PrivateLoadBalancer. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from components.network.network import NetworkReference
from components.network.vpc_link import VpcLinkReference

APPLICATION, NETWORK = "application", "network"
KINDS = (APPLICATION, NETWORK)

PROTOCOLS = {
    (APPLICATION, True): "HTTPS",
    (APPLICATION, False): "HTTP",
    (NETWORK, True): "TLS",
    (NETWORK, False): "TCP",
}
"""The protocol of each kind of load balancer, encrypted or not."""

DEFAULT_SSL_POLICY = "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
"""TLS 1.2 and 1.3 with forward secrecy, and key exchange that a quantum computer does not break: what AWS recommends.
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html"""


class HealthCheck(TypedDict):
    """How a load balancer finds out which targets answer. It asks at the port of the requests."""

    path: NotRequired[str]
    """The path that is asked for. `/` by default; a Network Load Balancer only connects when it is left out."""
    statuses: NotRequired[str]
    """The statuses of an answer that count as healthy, such as 200 or 200-299. 200 by default."""
    interval: NotRequired[int]
    """Seconds between two checks, 5 to 300. Default 15."""
    timeout: NotRequired[int]
    """Seconds until a check has failed, 2 to 120 and less than the interval. Default 5."""
    healthy: NotRequired[int]
    """Checks in a row after which a target gets requests, 2 to 10. Default 2."""
    unhealthy: NotRequired[int]
    """Failed checks in a row after which it gets none, 2 to 10. Default 2."""


class PrivateLoadBalancerArgs(TypedDict):
    """What a PrivateLoadBalancer is made of."""

    kind: str
    """`application`: HTTP, with paths, header checks and access logs. `network`: TCP and TLS, for VPC links V1 too."""
    network: NetworkReference
    """The Network in whose private subnets it stands."""
    target_port: int
    """The TCP port at which targets get requests."""
    links: NotRequired[Sequence[VpcLinkReference]]
    """The VpcLinks that may reach it. Nothing else may."""
    private_link: NotRequired[bool]
    """Whether an NlbLink (VPC link V1) may reach a network load balancer. It comes from addresses of AWS that no
    security group can name, so that AWS then asks the group nothing about it. False by default."""
    certificate_arn: NotRequired[pulumi.Input[str]]
    """ARN of the ACM certificate of the listener, for a name that is `server_name`. API Gateway verifies it against
    public authorities."""
    server_name: NotRequired[pulumi.Input[str]]
    """A name of the certificate, which APIs verify: services behind this load balancer take it by default."""
    passthrough: NotRequired[bool]
    """Whether a network load balancer hands TLS on as it is, to targets that have the certificate. False by default."""
    plain: NotRequired[str]
    """Why the listener is unencrypted. Without this sentence it needs `certificate_arn` or `passthrough`."""
    ssl_policy: NotRequired[str]
    """The TLS policy of the listener. ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 by default."""
    port: NotRequired[int]
    """The TCP port of the listener. 443 by default, or 80 if it is unencrypted."""
    targets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """What answers, by names of your choice: IP addresses or instance ids. None by default, for ECS services and Auto
    Scaling groups, which register their own with `target_group_arn`."""
    target_type: NotRequired[str]
    """What targets are: `ip` or `instance`. ip by default."""
    target_security_groups: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Security groups of the targets, by names of your choice. Each gets a rule that lets the load balancer in."""
    encrypt_to_targets: NotRequired[bool]
    """Whether requests to the targets are encrypted. Load balancers do not verify certificates. False by default."""
    health_check: NotRequired[HealthCheck]
    """How targets are checked."""
    deregistration_seconds: NotRequired[int]
    """Seconds that a target that goes away still gets to answer what it has begun, 0 to 3600. Default 30."""
    access_logs: NotRequired[bool]
    """Whether requests are logged to a bucket. True by default. A network load balancer logs those over TLS only."""
    access_log_bucket: NotRequired[pulumi.Input[str]]
    """Name of a bucket whose policy lets Elastic Load Balancing write to it. One is made when it is left out."""
    log_retention_days: NotRequired[int]
    """Days that the bucket made here keeps the logs. Default 30."""
    deletion_protection: NotRequired[bool]
    """Whether AWS refuses to delete it until this is switched off. True by default. Off, its bucket is deleted with
    what is in it."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of everything that is made."""
