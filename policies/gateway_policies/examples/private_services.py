"""Examples of the rules on VPC links and on the load balancers behind them."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import (
    API,
    INTEGRATION,
    LISTENERS,
    LOAD_BALANCERS,
    REST_VPC_LINK,
    SECURITY_GROUP,
    TARGET_GROUPS,
    VPC_LINK,
)

_LISTENER, _LOAD_BALANCER, _TARGET_GROUP = LISTENERS[0], LOAD_BALANCERS[0], TARGET_GROUPS[0]
_CERTIFICATE = "arn:aws:acm:eu-west-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
_BALANCER_ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer"
_TARGETS_ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/stock/0123456789abcdef"
_SUBNETS = ["subnet-0a1b2c3d", "subnet-4e5f6a7b"]
_VERIFIED = {"tlsConfig": {"serverNameToVerify": "stock.example.com"}}
_SECURE = {
    "protocol": "HTTPS",
    "certificateArn": _CERTIFICATE,
    "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
}
_HTTP = Declared(API, "orders", {"protocolType": "HTTP"})
_LINK_GROUP = Declared(SECURITY_GROUP, "link-group", {"vpcId": "vpc-0a1b2c3d"})


def _link(groups: list[str], subnets: list[str] = _SUBNETS) -> Declared:
    return Declared(VPC_LINK, "link", {"name": "stock", "subnetIds": subnets, "securityGroupIds": groups})


def _balancer(**properties: object) -> Declared:
    place = {"loadBalancerType": "application", "subnets": _SUBNETS}
    return Declared(_LOAD_BALANCER, "stock", {**place, **properties})


def _listener(balancer: str = "${stock.arn}", **properties: object) -> Declared:
    forward = [{"type": "forward", "targetGroupArn": _TARGETS_ARN}]
    return Declared(
        _LISTENER, "https", {"loadBalancerArn": balancer, "port": 443, "defaultActions": forward, **properties}
    )


def _integration(**properties: object) -> Declared:
    call = {"integrationType": "HTTP_PROXY", "integrationMethod": "ANY", "integrationUri": "${https.arn}"}
    way = {"connectionType": "VPC_LINK", "connectionId": "${link.id}"}
    return Declared(INTEGRATION, "stock-service", {"apiId": "${orders.id}", **call, **way, **properties})


def _admitting(**source: object) -> Declared:
    ingress = {"protocol": "tcp", "fromPort": 443, "toPort": 443, **source}
    return Declared(SECURITY_GROUP, "stock-group", {"vpcId": "vpc-0a1b2c3d", "ingress": [ingress]})


_LINK = _link(["${link-group.id}"])
_PRIVATE = [_HTTP, _LINK_GROUP, _LINK, _balancer(internal=True), _listener(**_SECURE)]
_GUARDED = _balancer(internal=True, securityGroups=["${stock-group.id}"])

EXAMPLES = {
    "vpc-link-lb-internal": Example(
        bad=[_HTTP, _LINK_GROUP, _LINK, _balancer(internal=False), _listener(**_SECURE), _integration(**_VERIFIED)],
        good=[*_PRIVATE, _integration(**_VERIFIED)],
    ),
    "vpc-link-multi-az": Example(
        bad=[_link(["sg-0a1b2c3d"], ["subnet-0a1b2c3d"])],
        good=[_link(["sg-0a1b2c3d"], _SUBNETS)],
    ),
    "vpc-link-sg": Example(
        bad=[
            _HTTP,
            _LINK_GROUP,
            _LINK,
            _admitting(cidrBlocks=["10.0.0.0/8"]),
            _GUARDED,
            _listener(**_SECURE),
            _integration(**_VERIFIED),
        ],
        good=[
            _HTTP,
            _LINK_GROUP,
            _LINK,
            _admitting(securityGroups=["${link-group.id}"]),
            _GUARDED,
            _listener(**_SECURE),
            _integration(**_VERIFIED),
        ],
    ),
    "vpc-link-tls": Example(bad=[*_PRIVATE, _integration()], good=[*_PRIVATE, _integration(**_VERIFIED)]),
    "vpc-link-server-name": Example(
        bad=[*_PRIVATE, _integration(tlsConfig={"serverNameToVerify": ""})],
        good=[*_PRIVATE, _integration(**_VERIFIED)],
    ),
    "vpc-link-listener-match": Example(
        bad=[
            _HTTP,
            _LINK_GROUP,
            _LINK,
            _balancer(internal=True),
            _listener(protocol="HTTP"),
            _integration(**_VERIFIED),
        ],
        good=[*_PRIVATE, _integration(**_VERIFIED)],
    ),
    "vpc-link-v1-legacy": Example(
        bad=[Declared(REST_VPC_LINK, "link", {"targetArn": f"{_BALANCER_ARN}/net/stock/0123456789abcdef"})],
        good=[_link(["sg-0a1b2c3d"])],
    ),
    "lb-listener-https": Example(
        bad=[_balancer(internal=True), _listener(protocol="HTTP")],
        good=[_balancer(internal=True), _listener(**_SECURE)],
    ),
    "lb-listener-tls-policy": Example(
        bad=[_balancer(internal=True), _listener(**{**_SECURE, "sslPolicy": "ELBSecurityPolicy-2016-08"})],
        good=[_balancer(internal=True), _listener(**_SECURE)],
    ),
    "nlb-listener-tls": Example(
        bad=[_listener(f"{_BALANCER_ARN}/net/stock/0123456789abcdef", protocol="TCP", port=5432)],
        good=[_listener(f"{_BALANCER_ARN}/net/stock/0123456789abcdef", **{**_SECURE, "protocol": "TLS"})],
    ),
    "lb-target-group-encrypted": Example(
        bad=[Declared(_TARGET_GROUP, "stock", {"port": 8080, "protocol": "HTTP", "vpcId": "vpc-0a1b2c3d"})],
        good=[Declared(_TARGET_GROUP, "stock", {"port": 8443, "protocol": "HTTPS", "vpcId": "vpc-0a1b2c3d"})],
    ),
    "lb-hygiene": Example(
        bad=[_balancer(internal=True)],
        good=[
            _balancer(
                internal=True,
                dropInvalidHeaderFields=True,
                desyncMitigationMode="defensive",
                enableDeletionProtection=True,
                accessLogs={"bucket": "example-lb-logs", "enabled": True},
            )
        ],
    ),
}
