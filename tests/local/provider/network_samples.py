"""Samples of networks: VPCs, subnets, routes, security groups and endpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.local.provider.samples import READ_POLICY, ROLE_ARN, WRITE_POLICY, Sample

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine

LOG_GROUP_ARN = "arn:aws:logs:eu-west-1:000000000000:log-group:flows"
HTTPS: Properties = {"protocol": "tcp", "fromPort": 443.0, "toPort": 443.0}
EVERYTHING: Properties = {"protocol": "-1", "fromPort": 0.0, "toPort": 0.0}


def vpc(engine: Engine) -> Properties:
    """A VPC."""
    return {"vpcId": engine.create("aws:ec2/vpc:Vpc", "parent", {"cidrBlock": "10.0.0.0/16"}).id}


def subnet(engine: Engine) -> Properties:
    """A subnet of a VPC of its own."""
    inputs = {**vpc(engine), "cidrBlock": "10.0.1.0/24", "availabilityZone": "eu-west-1a"}
    return {"subnetId": engine.create("aws:ec2/subnet:Subnet", "parent", inputs).id}


def security_group(engine: Engine) -> Properties:
    """A security group of a VPC of its own."""
    return {"securityGroupId": engine.create("aws:ec2/securityGroup:SecurityGroup", "parent", vpc(engine)).id}


def _address(engine: Engine) -> Properties:
    return {**subnet(engine), "allocationId": engine.create("aws:ec2/eip:Eip", "parent", {}).id}


def _gateway(engine: Engine) -> Properties:
    network = vpc(engine)
    gateway = engine.create("aws:ec2/internetGateway:InternetGateway", "parent", network).id
    table = engine.create("aws:ec2/routeTable:RouteTable", "parent", network).id
    return {"routeTableId": table, "gatewayId": gateway}


def _association(engine: Engine) -> Properties:
    network = vpc(engine)
    inputs = {**network, "cidrBlock": "10.0.1.0/24"}
    table = engine.create("aws:ec2/routeTable:RouteTable", "parent", network).id
    return {"routeTableId": table, "subnetId": engine.create("aws:ec2/subnet:Subnet", "parent", inputs).id}


def _endpoint(engine: Engine) -> Properties:
    network = vpc(engine)
    inputs = {**network, "cidrBlock": "10.0.1.0/24"}
    group = engine.create("aws:ec2/securityGroup:SecurityGroup", "parent", network).id
    own = engine.create("aws:ec2/subnet:Subnet", "parent", inputs).id
    return {**network, "subnetIds": [own], "securityGroupIds": [group]}


NETWORK_SAMPLES = [
    Sample(
        "aws:ec2/vpc:Vpc",
        {"cidrBlock": "10.1.0.0/16", "enableDnsHostnames": True, "tags": {"team": "shop", "old": "yes"}},
        update={"enableDnsHostnames": None, "enableDnsSupport": False, "tags": {"team": "web"}},
        replace={"cidrBlock": "10.2.0.0/16"},
    ),
    Sample(
        "aws:ec2/subnet:Subnet",
        {"cidrBlock": "10.0.1.0/24", "availabilityZone": "eu-west-1b", "tags": {"team": "shop"}},
        update={"mapPublicIpOnLaunch": True, "tags": {"team": "web"}},
        replace={"availabilityZone": "eu-west-1c"},
        parents=vpc,
        known={"vpcId": "vpc-1"},
    ),
    Sample(
        "aws:ec2/securityGroup:SecurityGroup",
        {
            "description": "lets the link in",
            "ingress": [
                {**HTTPS, "cidrBlocks": ["10.0.0.0/16"], "description": "from inside"},
                {**HTTPS, "self": True},
            ],
            "egress": [{**EVERYTHING, "cidrBlocks": ["0.0.0.0/0"]}],
            "tags": {"team": "shop"},
        },
        update={
            "ingress": [{**HTTPS, "cidrBlocks": ["10.0.0.0/16"], "description": "from within"}],
            "egress": [{**HTTPS, "cidrBlocks": ["10.0.0.0/16"]}],
            "tags": {"team": "web"},
        },
        replace={"description": "second"},
        parents=vpc,
    ),
    Sample(
        "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
        {"ingress": [{**HTTPS, "cidrBlocks": ["10.0.0.0/16"]}], "tags": {"team": "shop"}},
        update={"ingress": [{**HTTPS, "self": True}], "tags": {"team": "web"}},
        parents=vpc,
        lasting=True,
    ),
    Sample(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        {
            "ipProtocol": "tcp",
            "fromPort": 443.0,
            "toPort": 443.0,
            "cidrIpv4": "10.0.0.0/16",
            "description": "first",
            "tags": {"team": "shop"},
        },
        update={"fromPort": 80.0, "cidrIpv4": "10.0.1.0/24", "description": "second", "tags": {"team": "web"}},
        replace={"securityGroupId": "sg-elsewhere"},
        parents=security_group,
        known={"securityGroupId": "sg-1"},
    ),
    Sample(
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
        {"ipProtocol": "-1", "cidrIpv4": "10.0.0.0/16"},
        update={"cidrIpv4": "10.0.1.0/24"},
        replace={"securityGroupId": "sg-elsewhere"},
        parents=security_group,
        known={"securityGroupId": "sg-1"},
    ),
    Sample(
        "aws:ec2/internetGateway:InternetGateway",
        {"tags": {"team": "shop"}},
        update={"tags": {"team": "web"}},
        parents=vpc,
    ),
    Sample("aws:ec2/eip:Eip", {"tags": {"team": "shop"}}, update={"tags": {"team": "web"}}),
    Sample(
        "aws:ec2/natGateway:NatGateway",
        {"tags": {"team": "shop"}},
        update={"tags": {"team": "web"}},
        replace={"allocationId": "eipalloc-other"},
        parents=_address,
        known={"subnetId": "subnet-1", "allocationId": "eipalloc-1"},
    ),
    Sample(
        "aws:ec2/routeTable:RouteTable",
        {"routes": [], "tags": {"team": "shop"}},
        update={"tags": {"team": "web"}},
        replace={"vpcId": "vpc-elsewhere"},
        parents=vpc,
        known={"vpcId": "vpc-1"},
    ),
    Sample(
        "aws:ec2/route:Route",
        {"destinationCidrBlock": "0.0.0.0/0"},
        replace={"destinationCidrBlock": "10.9.0.0/16"},
        parents=_gateway,
        known={"routeTableId": "rtb-1", "gatewayId": "igw-1"},
        import_id="{routeTableId}_{destinationCidrBlock}",
    ),
    Sample(
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        {},
        replace={"subnetId": "subnet-elsewhere"},
        parents=_association,
        known={"routeTableId": "rtb-1", "subnetId": "subnet-1"},
        import_id="{subnetId}/{routeTableId}",
    ),
    Sample(
        "aws:ec2/vpcEndpoint:VpcEndpoint",
        {
            "vpcEndpointType": "Interface",
            "serviceName": "com.amazonaws.eu-west-1.execute-api",
            "privateDnsEnabled": True,
            "policy": READ_POLICY,
            "tags": {"team": "shop"},
        },
        update={"policy": WRITE_POLICY, "privateDnsEnabled": False, "tags": {"team": "web"}},
        replace={"serviceName": "com.amazonaws.eu-west-1.sqs"},
        parents=_endpoint,
        known={"vpcId": "vpc-1"},
    ),
    Sample(
        "aws:ec2/flowLog:FlowLog",
        {
            "trafficType": "REJECT",
            "logDestination": LOG_GROUP_ARN,
            "iamRoleArn": ROLE_ARN,
            "maxAggregationInterval": 60.0,
            "tags": {"team": "shop"},
        },
        update={"tags": {"team": "web"}},
        replace={"trafficType": "ALL"},
        parents=vpc,
        known={"vpcId": "vpc-1"},
    ),
]
