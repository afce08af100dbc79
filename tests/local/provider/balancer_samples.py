"""Samples of load balancers, their listeners and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.local.provider.network_samples import vpc
from tests.local.provider.samples import CERTIFICATE, Sample

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine

TARGETS_ARN = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:targetgroup/a/1"
BALANCER_ARN = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:loadbalancer/app/a/1"
LISTENER_ARN = BALANCER_ARN.replace("loadbalancer", "listener") + "/1"
SETTLED = {"targetType": "ip", "port": 8080.0, "protocol": "HTTP"}


def subnets(engine: Engine) -> Properties:
    """Two subnets of a VPC of their own, and a security group."""
    network = vpc(engine)
    group = engine.create("aws:ec2/securityGroup:SecurityGroup", "parent", network).id
    made = [
        engine.create("aws:ec2/subnet:Subnet", "parent", {**network, "cidrBlock": block, "availabilityZone": zone}).id
        for block, zone in (("10.0.1.0/24", "eu-west-1a"), ("10.0.2.0/24", "eu-west-1b"))
    ]
    return {"subnets": made, "securityGroups": [group]}


def load_balancer(engine: Engine) -> str:
    """The ARN of an application load balancer."""
    return engine.create("aws:lb/loadBalancer:LoadBalancer", "parent", {**subnets(engine), "internal": True}).id


def target_group(engine: Engine) -> str:
    """The ARN of a target group of addresses."""
    return engine.create("aws:lb/targetGroup:TargetGroup", "parent", {**SETTLED, **vpc(engine)}).id


def listener(engine: Engine) -> str:
    """The ARN of a listener."""
    actions = [{"type": "fixed-response", "fixedResponse": {"contentType": "text/plain", "statusCode": "404"}}]
    inputs = {"loadBalancerArn": load_balancer(engine), "port": 80.0, "protocol": "HTTP", "defaultActions": actions}
    return engine.create("aws:lb/listener:Listener", "parent", inputs).id


def _listener_parents(engine: Engine) -> Properties:
    action = {"type": "forward", "targetGroupArn": target_group(engine)}
    return {"loadBalancerArn": load_balancer(engine), "defaultActions": [action]}


def _network_subnets(engine: Engine) -> Properties:
    made = subnets(engine)
    return {
        "subnetMappings": [{"subnetId": subnet} for subnet in made["subnets"]],
        "securityGroups": made["securityGroups"],
    }


BALANCER_SAMPLES = [
    Sample(
        "aws:lb/loadBalancer:LoadBalancer",
        {
            "internal": True,
            "loadBalancerType": "application",
            "dropInvalidHeaderFields": True,
            "accessLogs": {"bucket": "logs", "enabled": True, "prefix": "orders"},
            "idleTimeout": 120.0,
            "desyncMitigationMode": "strictest",
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "dropInvalidHeaderFields": False,
            "accessLogs": None,
            "idleTimeout": None,
            "tags": {"team": "web"},
        },
        replace={"internal": False},
        parents=subnets,
        known={"subnets": ["subnet-1", "subnet-2"]},
    ),
    Sample(
        "aws:lb/loadBalancer:LoadBalancer",
        {
            "internal": True,
            "loadBalancerType": "network",
            "enableCrossZoneLoadBalancing": True,
            "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "off",
        },
        update={
            "enableCrossZoneLoadBalancing": False,
            "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": "on",
        },
        replace={"name": "another"},
        parents=_network_subnets,
        known={"subnetMappings": [{"subnetId": "subnet-1"}]},
        label="network",
    ),
    Sample(
        "aws:lb/targetGroup:TargetGroup",
        {
            **SETTLED,
            "healthCheck": {"path": "/health", "matcher": "200-299", "interval": 10.0, "timeout": 2.0},
            "deregistrationDelay": 30.0,
            "slowStart": 60.0,
            "tags": {"team": "shop"},
        },
        update={
            "healthCheck": {"path": "/alive", "matcher": "200", "interval": 20.0, "timeout": 2.0},
            "deregistrationDelay": None,
            "stickiness": {"enabled": True, "type": "lb_cookie", "cookieDuration": 600.0},
            "tags": {"team": "web"},
        },
        replace={"port": 9090.0},
        parents=vpc,
        known={"vpcId": "vpc-1"},
    ),
    Sample(
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        {"targetId": "127.0.0.1", "port": 8081.0},
        replace={"port": 8082.0},
        parents=lambda engine: {"targetGroupArn": target_group(engine)},
        known={"targetGroupArn": TARGETS_ARN},
        import_id="{targetGroupArn},{targetId},8081",
    ),
    Sample(
        "aws:lb/targetGroupAttachment:TargetGroupAttachment",
        {"targetId": "127.0.0.1", "port": 8081.0, "availabilityZone": "all"},
        replace={"targetId": "127.0.0.2"},
        parents=lambda engine: {"targetGroupArn": target_group(engine)},
        known={"targetGroupArn": TARGETS_ARN},
        import_id="{targetGroupArn},{targetId},8081,all",
        label="outside",
    ),
    Sample(
        "aws:lb/listener:Listener",
        {
            "port": 443.0,
            "protocol": "HTTPS",
            "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
            "certificateArn": CERTIFICATE,
            "routingHttpResponseStrictTransportSecurityHeaderValue": "max-age=63072000",
            "tags": {"team": "shop"},
        },
        update={
            "sslPolicy": "ELBSecurityPolicy-TLS13-1-3-2021-06",
            "routingHttpResponseServerEnabled": False,
            "tags": {"team": "web"},
        },
        replace={"loadBalancerArn": BALANCER_ARN},
        parents=_listener_parents,
        known={
            "loadBalancerArn": BALANCER_ARN,
            "defaultActions": [{"type": "forward", "targetGroupArn": TARGETS_ARN}],
        },
    ),
    Sample(
        "aws:lb/listenerRule:ListenerRule",
        {
            "priority": 10.0,
            "actions": [
                {"type": "redirect", "redirect": {"port": "443", "protocol": "HTTPS", "statusCode": "HTTP_301"}}
            ],
            "conditions": [
                {"pathPattern": {"values": ["/orders/*"]}},
                {"httpHeader": {"httpHeaderName": "x-version", "values": ["2"]}},
            ],
            "tags": {"team": "shop"},
        },
        update={
            "priority": 20.0,
            "conditions": [{"hostHeader": {"values": ["orders.example.com"]}}],
            "tags": {"team": "web"},
        },
        replace={"listenerArn": LISTENER_ARN},
        parents=lambda engine: {"listenerArn": listener(engine)},
        known={"listenerArn": LISTENER_ARN},
    ),
]
