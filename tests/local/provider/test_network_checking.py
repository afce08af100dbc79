"""Check: what AWS refuses of networks, load balancers, names and firewalls is refused before anything exists."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest

from local.provider.values import UNKNOWN
from tests.local.provider.balancer_samples import BALANCER_ARN, LISTENER_ARN, TARGETS_ARN
from tests.local.provider.engine import CheckError, Engine
from tests.local.provider.network_samples import vpc
from tests.local.provider.protection_samples import ACL_ARN, ALARM, MANAGED, RATE, SEEN, STAGE_ARN, TOPIC_ARN
from tests.local.provider.samples import CERTIFICATE, READ_POLICY

if TYPE_CHECKING:
    from local.provider.values import Properties

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
IN_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
TABLE = "aws:ec2/routeTable:RouteTable"
ROUTE = "aws:ec2/route:Route"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
NAT = "aws:ec2/natGateway:NatGateway"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
BALANCER = "aws:lb/loadBalancer:LoadBalancer"
TARGETS = "aws:lb/targetGroup:TargetGroup"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"
LINK = "aws:apigatewayv2/vpcLink:VpcLink"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
REST_LINK = "aws:apigateway/vpcLink:VpcLink"
DOMAIN = "aws:apigateway/domainName:DomainName"
HTTP_DOMAIN = "aws:apigatewayv2/domainName:DomainName"
MAPPING = "aws:apigateway/basePathMapping:BasePathMapping"
ROUTING = "aws:apigatewayv2/routingRule:RoutingRule"
CERT = "aws:acm/certificate:Certificate"
ZONE = "aws:route53/zone:Zone"
RECORD = "aws:route53/record:Record"
ACL = "aws:wafv2/webAcl:WebAcl"
ACL_USE = "aws:wafv2/webAclAssociation:WebAclAssociation"
ACL_LOG = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
IP_SET = "aws:wafv2/ipSet:IpSet"
METRIC_ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
BOARD = "aws:cloudwatch/dashboard:Dashboard"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2"

HTTPS: Properties = {"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0, "cidrBlocks": ["10.0.0.0/8"]}
IN: Properties = {"securityGroupId": "sg-1", "ipProtocol": "tcp", "fromPort": 443.0, "toPort": 443.0}
FORWARD = [{"type": "forward", "targetGroupArn": TARGETS_ARN}]
LISTEN: Properties = {"loadBalancerArn": BALANCER_ARN, "port": 443.0, "protocol": "HTTPS", "defaultActions": FORWARD}
GROUP_OF: Properties = {"targetType": "ip", "port": 80.0, "protocol": "HTTP", "vpcId": "vpc-1"}
PRIVATE: dict[str, Any] = {
    "apiId": "a",
    "integrationType": "HTTP_PROXY",
    "integrationMethod": "ANY",
    "connectionType": "VPC_LINK",
    "connectionId": "abcdef",
    "integrationUri": LISTENER_ARN,
}
REGIONAL: Properties = {
    "domainName": "api.example.com",
    "regionalCertificateArn": CERTIFICATE,
    "endpointConfiguration": {"types": "REGIONAL"},
}
STORE = {"truststoreUri": "s3://stores/clients.pem"}
STRICT = "SecurityPolicy_TLS13_1_3_2025_09"
REQUEST: Properties = {"domainName": "api.example.com", "validationMethod": "DNS"}
A_RECORD: Properties = {"zoneId": "Z1", "name": "api", "type": "A"}
ALIAS: Properties = {"name": "d.example.com", "zoneId": "Z2", "evaluateTargetHealth": False}
PROTECT: dict[str, Any] = {"scope": "REGIONAL", "defaultAction": {"allow": {}}, "visibilityConfig": SEEN}
WATCH: Properties = {
    **ALARM,
    "metricName": "5XXError",
    "namespace": "AWS/ApiGateway",
    "statistic": "Sum",
    "period": 60.0,
}


def without(inputs: Properties, *names: str) -> Properties:
    return {name: value for name, value in inputs.items() if name not in names}


MISTAKES: list[tuple[str, Properties, str, str]] = [
    (VPC, {}, "cidrBlock", "is required"),
    (VPC, {"cidrBlock": "10.0.0.0"}, "cidrBlock", "range of IPv4 addresses"),
    (VPC, {"cidrBlock": "10.0.0.1/16"}, "cidrBlock", "write 10.0.0.0/16"),
    (VPC, {"cidrBlock": "10.0.0.0/8"}, "cidrBlock", "from /16 to /28"),
    (VPC, {"cidrBlock": "10.0.0.0/16", "instanceTenancy": "shared"}, "instanceTenancy", "allowed are"),
    (SUBNET, {"vpcId": "vpc-1", "cidrBlock": "10.0.0.0/30"}, "cidrBlock", "from /16 to /28"),
    (SUBNET, {"vpcId": "vpc-1", "cidrBlock": "all"}, "cidrBlock", "not a range of addresses"),
    (GROUP, {"ingress": [{**HTTPS, "protocol": "https"}]}, "ingress[0].protocol", "tcp, udp, icmp"),
    (GROUP, {"ingress": [{**HTTPS, "toPort": 70000.0}]}, "ingress[0].toPort", "from 0 to 65535"),
    (GROUP, {"ingress": [{**HTTPS, "toPort": 80.0}]}, "ingress[0].fromPort", "after toPort"),
    (GROUP, {"egress": [{**HTTPS, "protocol": "-1"}]}, "egress[0].fromPort", "has no ports"),
    (GROUP, {"ingress": [without(HTTPS, "cidrBlocks")]}, "ingress[0].cidrBlocks", "is required"),
    (GROUP, {"ingress": [{**HTTPS, "cidrBlocks": ["anywhere"]}]}, "ingress[0].cidrBlocks[0]", "not a range"),
    (GROUP, {"name": "sg-orders"}, "name", "not by sg-"),
    (IN_RULE, IN, "cidrIpv4", "is required"),
    (IN_RULE, {**IN, "cidrIpv4": "10.0.0.0/8", "cidrIpv6": "::/0"}, "cidrIpv6", "conflicts with `cidrIpv4`"),
    (IN_RULE, {**without(IN, "fromPort"), "cidrIpv4": "10.0.0.0/8"}, "fromPort", "is required with the protocol tcp"),
    (TABLE, {"vpcId": "vpc-1", "routes": [{"cidrBlock": "0.0.0.0/0"}]}, "routes[0].carrierGatewayId", "a target"),
    (ROUTE, {"routeTableId": "rtb-1", "gatewayId": "igw-1"}, "destinationCidrBlock", "a destination"),
    (ASSOCIATION, {"routeTableId": "rtb-1"}, "subnetId", "is required"),
    (NAT, {"subnetId": "subnet-1"}, "allocationId", "public NAT gateway"),
    (ENDPOINT, {"vpcId": "vpc-1", "serviceName": "a", "subnetIds": ["s"]}, "subnetIds", "interface endpoints only"),
    (BALANCER, {}, "subnets", "is required"),
    (BALANCER, {"subnets": ["subnet-1"]}, "subnets", "needs two"),
    (BALANCER, {"subnets": ["a", "b"], "name": "internal-orders"}, "name", "not internal-"),
    (BALANCER, {"subnets": ["a", "b"], "name": "o" * 33}, "name", "1 to 32"),
    (BALANCER, {"subnets": ["a"], "loadBalancerType": "network", "idleTimeout": 30.0}, "idleTimeout", "application"),
    (BALANCER, {"subnets": ["a", "b"], "idleTimeout": 4001.0}, "idleTimeout", "from 1 to 4000"),
    (BALANCER, {"subnets": ["a", "b"], "desyncMitigationMode": "lax"}, "desyncMitigationMode", "strictest"),
    (TARGETS, without(GROUP_OF, "port"), "port", "is required"),
    (TARGETS, {**GROUP_OF, "targetType": "lambda"}, "port", "not for target groups of type lambda"),
    (TARGETS, {**GROUP_OF, "stickiness": {"type": "source_ip"}}, "stickiness.type", "lb_cookie, app_cookie"),
    (TARGETS, {**GROUP_OF, "healthCheck": {"interval": 5.0, "timeout": 6.0}}, "healthCheck.timeout", "shorter"),
    (TARGETS, {**GROUP_OF, "healthCheck": {"protocol": "TCP", "path": "/"}}, "healthCheck.path", "not TCP"),
    (LISTENER, LISTEN, "certificateArn", "is required by a listener with the protocol HTTPS"),
    (LISTENER, {**LISTEN, "protocol": "HTTP", "certificateArn": CERTIFICATE}, "certificateArn", "HTTPS or TLS"),
    (
        LISTENER,
        {**LISTEN, "certificateArn": CERTIFICATE, "sslPolicy": "ELBSecurityPolicy-TLS-1-9"},
        "sslPolicy",
        "allowed are",
    ),
    (
        LISTENER,
        {**LISTEN, "certificateArn": CERTIFICATE, "defaultActions": [{"type": "redirect"}]},
        "defaultActions[0].redirect",
        "is required by type redirect",
    ),
    (LISTENER, {**LISTEN, "certificateArn": CERTIFICATE, "tcpIdleTimeoutSeconds": 30.0}, "tcpIdleTimeoutSeconds", "60"),
    (RULE, {"listenerArn": LISTENER_ARN, "actions": FORWARD, "conditions": []}, "conditions", "at least one"),
    (RULE, {"listenerArn": LISTENER_ARN, "actions": FORWARD, "conditions": [{}]}, "conditions[0]", "about one of"),
    (INTEGRATION, without(PRIVATE, "connectionId"), "connectionId", "is required by connectionType VPC_LINK"),
    (INTEGRATION, {**PRIVATE, "connectionType": "INTERNET"}, "connectionId", "not INTERNET"),
    (INTEGRATION, {**PRIVATE, "integrationUri": BALANCER_ARN}, "integrationUri", "the ARN of a listener"),
    (INTEGRATION, {**PRIVATE, "integrationType": "AWS_PROXY"}, "integrationType", "through a link it is HTTP_PROXY"),
    (LINK, {"subnetIds": [], "securityGroupIds": []}, "subnetIds", "1 to 10 subnets"),
    (REST_LINK, {"targetArn": BALANCER_ARN}, "targetArn", "leads to a network load balancer"),
    (DOMAIN, without(REGIONAL, "regionalCertificateArn"), "regionalCertificateArn", "is required"),
    (DOMAIN, {**REGIONAL, "endpointConfiguration": {"types": "EDGE"}}, "certificateArn", "of type EDGE"),
    (
        DOMAIN,
        {**REGIONAL, "mutualTlsAuthentication": STORE, "securityPolicy": STRICT, "endpointAccessMode": "STRICT"},
        "securityPolicy",
        "with mutual TLS it must be TLS_1_2",
    ),
    (DOMAIN, {**REGIONAL, "securityPolicy": STRICT}, "endpointAccessMode", "BASIC or STRICT"),
    (DOMAIN, {**REGIONAL, "securityPolicy": "TLS_1_2", "endpointAccessMode": "BASIC"}, "endpointAccessMode", "not TLS"),
    (DOMAIN, {**REGIONAL, "policy": READ_POLICY}, "policy", "type PRIVATE"),
    (
        DOMAIN,
        {**REGIONAL, "mutualTlsAuthentication": {"truststoreUri": "https://stores/a.pem"}},
        "mutualTlsAuthentication.truststoreUri",
        "s3://",
    ),
    (DOMAIN, {**REGIONAL, "domainName": "API.example.com"}, "domainName", "in lower case"),
    (MAPPING, {"domainName": "a.b", "restApi": "a", "basePath": "v1/orders"}, "basePath", "ApiMapping"),
    (
        HTTP_DOMAIN,
        {
            "domainName": "api.example.com",
            "domainNameConfiguration": {
                "certificateArn": CERTIFICATE,
                "endpointType": "REGIONAL",
                "securityPolicy": "TLS_1_2",
                "ipAddressType": "ipv6",
            },
        },
        "domainNameConfiguration.ipAddressType",
        "dualstack, ipv4",
    ),
    (
        ROUTING,
        {
            "domainName": "a.b",
            "priority": 0.0,
            "actions": [{"invokeApi": {"apiId": "a", "stage": "b"}}],
            "conditions": [{"matchBasePaths": {"anyOfs": ["a"]}}],
        },
        "priority",
        "from 1 to 1e+06",
    ),
    (
        ROUTING,
        {
            "domainName": "a.b",
            "priority": 1.0,
            "actions": [{"invokeApi": {"apiId": "a", "stage": "b"}}],
            "conditions": [{"matchBasePaths": {"anyOfs": ["a"]}}] * 2,
        },
        "conditions",
        "1 at most",
    ),
    (CERT, {"validationMethod": "DNS"}, "domainName", "is required"),
    (CERT, {"domainName": "api.example.com"}, "validationMethod", "DNS or EMAIL"),
    (CERT, {**REQUEST, "validationMethod": "HTTP"}, "validationMethod", "DNS, EMAIL"),
    (CERT, {**REQUEST, "subjectAlternativeNames": ["a b"]}, "subjectAlternativeNames[0]", "it is a domain name"),
    (ZONE, {"name": "https://example.com"}, "name", "domain name"),
    (RECORD, A_RECORD, "records", "is required"),
    (RECORD, {**A_RECORD, "records": ["192.0.2.1"]}, "ttl", "is required"),
    (RECORD, {**A_RECORD, "records": ["192.0.2.1"], "ttl": -1.0}, "ttl", "from 0 to"),
    (RECORD, {**A_RECORD, "records": ["d.example.com"], "ttl": 60.0}, "records[0]", "IPv4 addresses"),
    (RECORD, {**A_RECORD, "type": "AAAA", "records": ["192.0.2.1"], "ttl": 60.0}, "records[0]", "IPv6 addresses"),
    (RECORD, {**A_RECORD, "aliases": [ALIAS], "ttl": 60.0}, "ttl", "conflicts with `aliases`"),
    (RECORD, {**A_RECORD, "type": "WWW", "records": ["a"], "ttl": 60.0}, "type", "allowed are"),
    (
        RECORD,
        {**A_RECORD, "type": "CNAME", "records": ["a.example.com", "b.example.com"], "ttl": 60.0},
        "records",
        "a CNAME record has one",
    ),
    (ACL, {**PROTECT, "defaultAction": {"allow": {}, "block": {}}}, "defaultAction", "one of `allow` and `block`"),
    (ACL, {**PROTECT, "scope": "GLOBAL"}, "scope", "CLOUDFRONT, REGIONAL"),
    (ACL, {**PROTECT, "rules": [MANAGED, {**RATE, "priority": 1.0}]}, "rules[1].priority", "each rule has its own"),
    (ACL, {**PROTECT, "rules": [without(MANAGED, "overrideAction")]}, "rules[0].overrideAction", "is required"),
    (ACL, {**PROTECT, "rules": [without(RATE, "action")]}, "rules[0].action", "is required by a rule"),
    (
        ACL,
        {**PROTECT, "rules": [{**RATE, "statement": {"geoMatchStatement": {"countryCodes": ["Germany"]}}}]},
        "rules[0].statement.geoMatchStatement.countryCodes[0]",
        "allowed are AD",
    ),
    (ACL_USE, {"webAclArn": ACL_ARN, "resourceArn": STAGE_ARN.replace("rest", "")}, "resourceArn", "use a REST API"),
    (ACL_USE, {"webAclArn": ACL_ARN, "resourceArn": TOPIC_ARN}, "resourceArn", "the stage of a REST API"),
    (
        ACL_LOG,
        {"resourceArn": ACL_ARN, "logDestinationConfigs": ["arn:aws:logs:eu-west-1:000000000000:log-group:orders"]},
        "logDestinationConfigs[0]",
        "aws-waf-logs-",
    ),
    (IP_SET, {"scope": "REGIONAL", "ipAddressVersion": "IPV4", "addresses": ["10.0.0.1"]}, "addresses[0]", "a range"),
    (IP_SET, {"scope": "REGIONAL", "ipAddressVersion": "IPV6", "addresses": ["10.0.0.0/8"]}, "addresses[0]", "IPv6"),
    (METRIC_ALARM, {**WATCH, "period": 45.0}, "period", "multiple of 60"),
    (METRIC_ALARM, without(WATCH, "statistic"), "statistic", "is required"),
    (METRIC_ALARM, without(WATCH, "threshold"), "threshold", "is required"),
    (METRIC_ALARM, {**WATCH, "comparisonOperator": "Above"}, "comparisonOperator", "GreaterThanThreshold"),
    (METRIC_ALARM, {**without(WATCH, "statistic"), "extendedStatistic": "95th"}, "extendedStatistic", "p95"),
    (METRIC_ALARM, {**WATCH, "datapointsToAlarm": 4.0}, "datapointsToAlarm", "3, at most"),
    (METRIC_ALARM, {**WATCH, "treatMissingData": "ok"}, "treatMissingData", "notBreaching"),
    (METRIC_ALARM, {**WATCH, "alarmActions": ["ops"]}, "alarmActions[0]", "not an ARN"),
    (BOARD, {"dashboardName": "a b", "dashboardBody": '{"widgets": []}'}, "dashboardName", "letters, digits"),
    (BOARD, {"dashboardName": "a", "dashboardBody": "[]"}, "dashboardBody", "no list of `widgets`"),
    (BOARD, {"dashboardName": "a", "dashboardBody": '{"widgets": [{}]}'}, "dashboardBody", "without `type`"),
    (SUBSCRIPTION, {"topic": TOPIC_ARN, "protocol": "email", "endpoint": "ops"}, "endpoint", "e-mail"),
    (SUBSCRIPTION, {"topic": TOPIC_ARN, "protocol": "sqs", "endpoint": "queue"}, "endpoint", "starts with arn:"),
    (SUBSCRIPTION, {"topic": TOPIC_ARN, "protocol": "fax", "endpoint": "1"}, "protocol", "allowed are"),
    (OBJECT, {"bucket": "b", "key": "k", "content": "a", "contentBase64": "YQ=="}, "contentBase64", "conflicts"),
]


@pytest.mark.parametrize(("kind", "inputs", "path", "words"), MISTAKES)
def test_a_mistake_is_named_where_it_is(engine: Engine, kind: str, inputs: Properties, path: str, words: str) -> None:
    with pytest.raises(CheckError) as caught:
        engine.check(kind, "a-name", inputs)
    assert path in caught.value.failures
    assert words in caught.value.failures[path]


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (VPC, {"cidrBlock": UNKNOWN}),
        (SUBNET, {"vpcId": UNKNOWN, "cidrBlock": UNKNOWN}),
        (GROUP, {"ingress": [{**HTTPS, "cidrBlocks": [UNKNOWN]}, {**HTTPS, "protocol": UNKNOWN}]}),
        (GROUP, {"ingress": UNKNOWN, "vpcId": UNKNOWN}),
        (IN_RULE, {**IN, "securityGroupId": UNKNOWN, "referencedSecurityGroupId": UNKNOWN}),
        (TABLE, {"vpcId": UNKNOWN, "routes": [{"cidrBlock": "0.0.0.0/0", "natGatewayId": UNKNOWN}]}),
        (BALANCER, {"subnets": UNKNOWN}),
        (BALANCER, {"subnets": [UNKNOWN, UNKNOWN], "securityGroups": [UNKNOWN]}),
        (TARGETS, {**GROUP_OF, "vpcId": UNKNOWN, "healthCheck": {"timeout": UNKNOWN}}),
        (TARGETS, {"targetType": UNKNOWN}),
        (LISTENER, {**LISTEN, "certificateArn": UNKNOWN, "loadBalancerArn": UNKNOWN}),
        (LISTENER, {**LISTEN, "protocol": UNKNOWN}),
        (INTEGRATION, {**PRIVATE, "connectionId": UNKNOWN, "integrationUri": UNKNOWN}),
        (INTEGRATION, {**PRIVATE, "connectionType": UNKNOWN}),
        (LINK, {"subnetIds": UNKNOWN, "securityGroupIds": [UNKNOWN]}),
        (REST_LINK, {"targetArn": UNKNOWN}),
        (DOMAIN, {**REGIONAL, "regionalCertificateArn": UNKNOWN, "securityPolicy": UNKNOWN}),
        (RECORD, {**A_RECORD, "zoneId": UNKNOWN, "name": UNKNOWN, "type": UNKNOWN, "records": UNKNOWN, "ttl": 60.0}),
        (RECORD, {**A_RECORD, "aliases": [{**ALIAS, "name": UNKNOWN, "zoneId": UNKNOWN}]}),
        (ACL, {**PROTECT, "rules": [{**RATE, "priority": UNKNOWN}, {**MANAGED, "statement": UNKNOWN}]}),
        (ACL_USE, {"webAclArn": UNKNOWN, "resourceArn": UNKNOWN}),
        (ACL_LOG, {"resourceArn": UNKNOWN, "logDestinationConfigs": [UNKNOWN]}),
        (METRIC_ALARM, {**WATCH, "threshold": UNKNOWN, "alarmActions": [UNKNOWN], "period": UNKNOWN}),
        (BOARD, {"dashboardName": UNKNOWN, "dashboardBody": UNKNOWN}),
        (SUBSCRIPTION, {"topic": UNKNOWN, "protocol": "sqs", "endpoint": UNKNOWN}),
    ],
)
def test_what_is_not_known_yet_is_accepted(engine: Engine, kind: str, inputs: Properties) -> None:
    engine.check(kind, "name", inputs)


def test_a_subnet_outside_its_vpc_or_over_another_is_refused_as_by_aws(engine: Engine) -> None:
    network = vpc(engine)
    with pytest.raises(grpc.RpcError) as outside:
        engine.create(SUBNET, "outside", {**network, "cidrBlock": "10.99.0.0/24"})
    assert "InvalidSubnet.Range" in str(_details(outside.value))
    engine.create(SUBNET, "first", {**network, "cidrBlock": "10.0.0.0/24"})
    with pytest.raises(grpc.RpcError) as over:
        engine.create(SUBNET, "over", {**network, "cidrBlock": "10.0.0.128/25"})
    assert "InvalidSubnet.Conflict" in str(_details(over.value))


def test_a_load_balancer_with_deletion_protection_stays(engine: Engine) -> None:
    network = vpc(engine)
    subnets = [
        engine.create(SUBNET, f"s-{zone}", {**network, "cidrBlock": block, "availabilityZone": f"eu-west-1{zone}"}).id
        for zone, block in (("a", "10.0.1.0/24"), ("b", "10.0.2.0/24"))
    ]
    inputs: dict[str, Any] = {"subnets": subnets, "internal": True, "enableDeletionProtection": True}
    balancer = engine.create(BALANCER, "kept", inputs)
    with pytest.raises(grpc.RpcError) as caught:
        engine.delete(balancer)
    assert "deletion protection is enabled" in str(_details(caught.value))
    engine.update(balancer, {**inputs, "enableDeletionProtection": False})
    engine.delete(balancer)
    assert engine.read(balancer) is None


def test_a_new_security_group_lets_nothing_out_that_the_program_does_not(engine: Engine) -> None:
    network = vpc(engine)
    closed = engine.create(GROUP, "closed", network)
    assert (closed.state["ingress"], closed.state["egress"]) == ([], [])
    everything = {"protocol": "-1", "fromPort": 0.0, "toPort": 0.0, "cidrBlocks": ["0.0.0.0/0"]}
    opened = engine.create(GROUP, "opened", {**network, "egress": [everything]})
    assert opened.state["egress"] == [everything]


def test_the_choice_of_an_empty_object_is_a_change(engine: Engine) -> None:
    acl = engine.create(ACL, "acl", {**PROTECT, "rules": [RATE]})
    counted: dict[str, Any] = {**PROTECT, "rules": [{**RATE, "action": {"count": {}}}]}
    assert list(engine.diff(acl, counted).detailedDiff) == ["rules[0]"]
    blocked: dict[str, Any] = {**PROTECT, "defaultAction": {"block": {}}, "rules": [RATE]}
    assert list(engine.diff(acl, blocked).diffs) == ["defaultAction"]
    assert engine.update(acl, blocked)["defaultAction"] == {"block": {}}


def _details(error: Any) -> str:
    return error.details()
