"""Samples of certificates, zones, records, domain names, links and Cloud Map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.local.provider.balancer_samples import subnets
from tests.local.provider.network_samples import vpc
from tests.local.provider.samples import CERTIFICATE, READ_POLICY, WRITE_POLICY, Sample

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine

NETWORK_BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:000000000000:loadbalancer/net/a/1"
OTHER_CERTIFICATE = CERTIFICATE.replace("1111", "2222")
PRIVATE_DOMAIN = "arn:aws:apigateway:eu-west-1:000000000000:/domainnames/a.example.com+a1b2c3d4e5"
REGIONAL = {"certificateArn": CERTIFICATE, "endpointType": "REGIONAL", "securityPolicy": "TLS_1_2"}


def certificate(engine: Engine) -> Properties:
    """A certificate."""
    inputs = {"domainName": "api.example.com", "validationMethod": "DNS"}
    return {"certificateArn": engine.create("aws:acm/certificate:Certificate", "parent", inputs).id}


def zone(engine: Engine) -> Properties:
    """A zone."""
    return {"zoneId": engine.create("aws:route53/zone:Zone", "parent", {"name": "example.com"}).id}


def _link(engine: Engine) -> Properties:
    made = subnets(engine)
    return {"subnetIds": made["subnets"], "securityGroupIds": made["securityGroups"]}


def _balancer(engine: Engine) -> Properties:
    inputs = {"internal": True, "loadBalancerType": "network", "subnets": subnets(engine)["subnets"]}
    return {"targetArn": engine.create("aws:lb/loadBalancer:LoadBalancer", "parent", inputs).id}


def rest_stage(engine: Engine) -> Properties:
    """A REST API with a stage."""
    api = engine.create("aws:apigateway/restApi:RestApi", "parent", {}).id
    root = engine.read(engine.create("aws:apigateway/restApi:RestApi", "other", {}))
    assert root is not None
    resource = engine.create(
        "aws:apigateway/resource:Resource",
        "parent",
        {"restApi": root.id, "parentId": root.state["rootResourceId"], "pathPart": "orders"},
    )
    place = {"restApi": root.id, "resourceId": resource.id, "httpMethod": "GET"}
    engine.create("aws:apigateway/method:Method", "parent", {**place, "authorization": "NONE"})
    engine.create("aws:apigateway/integration:Integration", "parent", {**place, "type": "MOCK"})
    deployment = engine.create("aws:apigateway/deployment:Deployment", "parent", {"restApi": root.id})
    inputs = {"restApi": root.id, "deployment": deployment.id, "stageName": "live"}
    stage = engine.create("aws:apigateway/stage:Stage", "parent", inputs)
    return {"empty": api, "restApi": root.id, "stageName": stage.state["stageName"], "arn": stage.state["arn"]}


def _mapping(engine: Engine) -> Properties:
    stage = rest_stage(engine)
    name = f"{stage['restApi']}.example.org"
    inputs = {
        "domainName": name,
        "regionalCertificateArn": CERTIFICATE,
        "endpointConfiguration": {"types": "REGIONAL"},
    }
    engine.create("aws:apigateway/domainName:DomainName", "parent", inputs)
    return {"domainName": name, "restApi": stage["restApi"], "stageName": stage["stageName"]}


def _private_domain(engine: Engine) -> Properties:
    inputs = {
        "domainName": "joined.example.com",
        "certificateArn": CERTIFICATE,
        "endpointConfiguration": {"types": "PRIVATE"},
    }
    domain = engine.create("aws:apigateway/domainName:DomainName", "parent", inputs)
    return {"domainNameArn": domain.state["arn"]}


def _rule(engine: Engine) -> Properties:
    stage = rest_stage(engine)
    name = f"{stage['restApi']}.example.net"
    inputs = {
        "domainName": name,
        "domainNameConfiguration": REGIONAL,
        "routingMode": "ROUTING_RULE_THEN_API_MAPPING",
    }
    engine.create("aws:apigatewayv2/domainName:DomainName", "parent", inputs)
    return {
        "domainName": name,
        "actions": [{"invokeApi": {"apiId": stage["restApi"], "stage": "live", "stripBasePath": True}}],
    }


def _namespace(engine: Engine) -> Properties:
    network = vpc(engine)["vpcId"]
    inputs = {"name": f"{network}.internal", "vpc": network}
    return {
        "namespace": engine.create("aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace", "parent", inputs).id
    }


def _service(engine: Engine) -> Properties:
    records = [{"type": "A", "ttl": 10.0}]
    inputs = {"dnsConfig": {"namespaceId": _namespace(engine)["namespace"], "dnsRecords": records}}
    return {"serviceId": engine.create("aws:servicediscovery/service:Service", "parent", inputs).id}


DOMAIN_SAMPLES = [
    Sample(
        "aws:acm/certificate:Certificate",
        {
            "domainName": "api.example.com",
            "subjectAlternativeNames": ["*.example.com"],
            "validationMethod": "DNS",
            "tags": {"team": "shop", "old": "yes"},
        },
        update={"tags": {"team": "web"}},
        replace={"domainName": "www.example.com"},
    ),
    Sample(
        "aws:acm/certificateValidation:CertificateValidation",
        {"validationRecordFqdns": ["_a.api.example.com"]},
        replace={"certificateArn": CERTIFICATE},
        parents=certificate,
        known={"certificateArn": CERTIFICATE},
        import_id="{certificateArn}",
        lasting=True,
    ),
    Sample(
        "aws:route53/zone:Zone",
        {"name": "example.com", "comment": "first", "forceDestroy": True, "tags": {"team": "shop", "old": "yes"}},
        update={"comment": "second", "tags": {"team": "web"}},
        replace={"name": "example.org"},
    ),
    Sample(
        "aws:route53/zone:Zone",
        {"name": "shop.internal"},
        parents=lambda engine: {"vpcs": [{**vpc(engine), "vpcRegion": "eu-west-1"}]},
        label="private",
    ),
    Sample(
        "aws:route53/record:Record",
        {"name": "www.example.com", "type": "A", "ttl": 300.0, "records": ["192.0.2.1", "192.0.2.2"]},
        update={"ttl": 60.0, "records": ["192.0.2.3"]},
        replace={"name": "web.example.com"},
        parents=zone,
        known={"zoneId": "Z1"},
    ),
    Sample(
        "aws:route53/record:Record",
        {
            "name": "api",
            "type": "AAAA",
            "aliases": [
                {"name": "d-1.execute-api.eu-west-1.amazonaws.com", "zoneId": "Z2", "evaluateTargetHealth": False}
            ],
        },
        update={"aliases": [{"name": "d-2.example.com", "zoneId": "Z2", "evaluateTargetHealth": True}]},
        replace={"type": "A"},
        parents=zone,
        known={"zoneId": "Z1"},
        label="alias",
    ),
    Sample(
        "aws:route53/record:Record",
        {"name": "_abc.example.com", "type": "TXT", "ttl": 60.0, "records": ["proof=1"], "allowOverwrite": True},
        update={"records": ["proof=2"]},
        parents=zone,
        known={"zoneId": "Z1"},
        label="text",
    ),
    Sample(
        "aws:apigatewayv2/vpcLink:VpcLink",
        {"name": "inside", "tags": {"team": "shop", "old": "yes"}},
        update={"name": "within", "tags": {"team": "web"}},
        replace={"subnetIds": ["subnet-1"]},
        parents=_link,
        known={"subnetIds": ["subnet-1"], "securityGroupIds": []},
    ),
    Sample(
        "aws:apigateway/vpcLink:VpcLink",
        {"description": "first", "tags": {"team": "shop"}},
        update={"description": "second", "tags": {"team": "web"}},
        replace={"targetArn": NETWORK_BALANCER},
        parents=_balancer,
        known={"targetArn": NETWORK_BALANCER},
    ),
    Sample(
        "aws:apigateway/domainName:DomainName",
        {
            "domainName": "rest.example.com",
            "regionalCertificateArn": CERTIFICATE,
            "endpointConfiguration": {"types": "REGIONAL", "ipAddressType": "dualstack"},
            "securityPolicy": "TLS_1_2",
            "mutualTlsAuthentication": {"truststoreUri": "s3://stores/clients.pem", "truststoreVersion": "1"},
            "tags": {"team": "shop"},
        },
        update={
            "regionalCertificateArn": OTHER_CERTIFICATE,
            "mutualTlsAuthentication": {"truststoreUri": "s3://stores/clients.pem", "truststoreVersion": "2"},
            "routingMode": "ROUTING_RULE_THEN_BASE_PATH_MAPPING",
            "tags": {"team": "web"},
        },
        replace={"domainName": "other.example.com"},
    ),
    Sample(
        "aws:apigateway/domainName:DomainName",
        {
            "domainName": "private.example.com",
            "certificateArn": CERTIFICATE,
            "endpointConfiguration": {"types": "PRIVATE", "ipAddressType": "dualstack"},
            "policy": READ_POLICY,
            "tags": {"team": "shop"},
        },
        update={"policy": WRITE_POLICY, "tags": {"team": "web"}},
        replace={"domainName": "other.example.com"},
        label="private",
    ),
    Sample(
        "aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation",
        {
            "accessAssociationSource": "vpce-1a2b3c4d",
            "accessAssociationSourceType": "VPCE",
            "tags": {"team": "shop", "old": "yes"},
        },
        update={"tags": {"team": "web"}},
        replace={"accessAssociationSource": "vpce-4d3c2b1a"},
        parents=_private_domain,
        known={"domainNameArn": PRIVATE_DOMAIN},
    ),
    Sample(
        "aws:apigateway/basePathMapping:BasePathMapping",
        {"basePath": "orders"},
        update={"stageName": "other"},
        replace={"domainName": "other.example.com"},
        parents=_mapping,
        known={"domainName": "rest.example.com"},
        import_id="{domainName}/{basePath}",
    ),
    Sample(
        "aws:apigateway/basePathMapping:BasePathMapping",
        {},
        replace={"basePath": "orders"},
        parents=_mapping,
        known={"domainName": "rest.example.com"},
        import_id="{domainName}/",
        label="whole domain",
    ),
    Sample(
        "aws:apigatewayv2/routingRule:RoutingRule",
        {
            "priority": 10.0,
            "conditions": [
                {"matchBasePaths": {"anyOfs": ["orders"]}},
                {"matchHeaders": {"anyOf": {"header": "x-version", "valueGlob": "2*"}}},
            ],
        },
        update={"priority": 20.0, "conditions": [{"matchBasePaths": {"anyOfs": ["orders", "users"]}}]},
        replace={"domainName": "other.example.com"},
        parents=_rule,
        known={"actions": [{"invokeApi": {"apiId": "abcdefgh", "stage": "live"}}]},
    ),
    Sample(
        "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
        {"name": "shop.internal", "description": "first", "tags": {"team": "shop"}},
        update={"description": "second", "tags": {"team": "web"}},
        replace={"name": "other.internal"},
        parents=lambda engine: {"vpc": vpc(engine)["vpcId"]},
        known={"vpc": "vpc-1"},
        import_id="{id}:{vpc}",
    ),
    Sample(
        "aws:servicediscovery/service:Service",
        {"name": "catalog", "description": "first", "tags": {"team": "shop"}},
        update={"description": "second", "tags": {"team": "web"}},
        replace={"name": "other"},
        parents=lambda engine: {
            "dnsConfig": {
                "namespaceId": _namespace(engine)["namespace"],
                "dnsRecords": [{"type": "A", "ttl": 10.0}],
                "routingPolicy": "WEIGHTED",
            }
        },
        known={"namespaceId": "ns-1"},
    ),
    Sample(
        "aws:servicediscovery/instance:Instance",
        {"instanceId": "first", "attributes": {"AWS_INSTANCE_IPV4": "127.0.0.1", "AWS_INSTANCE_PORT": "8080"}},
        update={"attributes": {"AWS_INSTANCE_IPV4": "127.0.0.1", "AWS_INSTANCE_PORT": "8081"}},
        replace={"instanceId": "second"},
        parents=_service,
        known={"serviceId": "srv-1"},
        import_id="{serviceId}/{instanceId}",
    ),
]
