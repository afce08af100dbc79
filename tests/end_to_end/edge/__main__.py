"""What stands between clients and services: domains, certificates, a web ACL, VPC links and load balancers."""

import os
import sys
from pathlib import Path

import pulumi
import pulumi_aws as aws

sys.path.insert(0, str(Path(__file__).parents[3]))

from components import (
    ApiDomain,
    ApiDomainArgs,
    ApiGatewayAccount,
    ApiGatewayAccountArgs,
    HttpApi,
    HttpApiArgs,
    MutualTls,
    Network,
    NetworkArgs,
    NlbLink,
    NlbLinkArgs,
    PrivateLoadBalancer,
    PrivateLoadBalancerArgs,
    RestApi,
    RestApiArgs,
    Route,
    RoutingRule,
    Throttle,
    VpcLink,
    VpcLinkArgs,
    WebAcl,
    WebAclArgs,
    WebSocketApi,
    WebSocketApiArgs,
    private_service,
)
from tests.end_to_end.edge.settings import BLOCKED, BURST, NAMES, OTHER_BURST

PUBLIC = "anyone may try the edge"
WIDE = Throttle(rate=1000, burst=2000)
# A token comes back after a quarter of an hour: however slow a machine is, a test meets the burst and no more.
NARROW = Throttle(rate=0.001, burst=BURST)
OTHER = Throttle(rate=0.001, burst=OTHER_BURST)
BACKEND = os.environ["EDGE_BACKEND"]
PORT = int(BACKEND.rpartition(":")[2])
HERE = {"local": "127.0.0.1"}

account = ApiGatewayAccount("account", ApiGatewayAccountArgs())
network = Network("edge", NetworkArgs(zones=["us-east-1a", "us-east-1b"]))
link = VpcLink("shared", VpcLinkArgs(network=network))
certificate = aws.acm.Certificate("internal", domain_name=NAMES["internal"], validation_method="DNS")
items = PrivateLoadBalancer(
    "items",
    PrivateLoadBalancerArgs(
        kind="application",
        network=network,
        links=[link],
        certificate_arn=certificate.arn,
        server_name=NAMES["internal"],
        target_port=PORT,
        targets=HERE,
        deletion_protection=False,
    ),
)
ledger = PrivateLoadBalancer(
    "ledger",
    PrivateLoadBalancerArgs(
        kind="network",
        network=network,
        links=[link],
        private_link=True,
        certificate_arn=certificate.arn,
        server_name=NAMES["internal"],
        target_port=PORT,
        targets=HERE,
        access_logs=False,
        deletion_protection=False,
    ),
)
old_link = NlbLink("old", NlbLinkArgs(load_balancer=ledger))
namespace = aws.servicediscovery.PrivateDnsNamespace("internal", name="edge.internal", vpc=network.vpc_id)
registry = aws.servicediscovery.Service(
    "prices", dns_config={"namespace_id": namespace.id, "dns_records": [{"ttl": 10, "type": "SRV"}]}
)
aws.servicediscovery.Instance(
    "prices",
    service_id=registry.id,
    instance_id="local",
    attributes={"AWS_INSTANCE_IPV4": "127.0.0.1", "AWS_INSTANCE_PORT": str(PORT)},
)

catalog = HttpApi(
    "catalog",
    HttpApiArgs(
        disable_default_endpoint=True,
        throttle=WIDE,
        routes={
            "ANY /items/{proxy+}": Route(private=private_service(items, link, path="/v2/{proxy}"), public=PUBLIC),
            "GET /entries/{entry}": Route(private=private_service(ledger, link), public=PUBLIC),
            "GET /prices": Route(
                private=private_service(registry, link, plain="the instances have no certificate"), public=PUBLIC
            ),
            "GET /wrong/{proxy+}": Route(
                private=private_service(items, link, server_name=NAMES["wrong"]), public=PUBLIC
            ),
            "GET /wrong/ledger": Route(
                private=private_service(ledger, link, server_name=NAMES["wrong"]), public=PUBLIC
            ),
        },
    ),
)
books = RestApi(
    "books",
    RestApiArgs(
        account=account,
        disable_default_endpoint=True,
        throttle=WIDE,
        routes={
            "GET /old/{entry}": Route(
                private=private_service(ledger, old_link, path="/entries/{entry}"), public=PUBLIC
            ),
            "GET /new/{entry}": Route(private=private_service(ledger, link, path="/entries/{entry}"), public=PUBLIC),
            "GET /items/{item}": Route(private=private_service(items, link), public=PUBLIC),
            "GET /wrong/old": Route(
                private=private_service(ledger, old_link, server_name=NAMES["wrong"]), public=PUBLIC
            ),
            "GET /wrong/new": Route(private=private_service(ledger, link, server_name=NAMES["wrong"]), public=PUBLIC),
            "GET /wrong/items": Route(private=private_service(items, link, server_name=NAMES["wrong"]), public=PUBLIC),
        },
        stage="live",
    ),
)
home = HttpApi(
    "home",
    HttpApiArgs(
        disable_default_endpoint=True,
        throttle=NARROW,
        routes={
            "GET /by-route": Route(url=f"{BACKEND}/by-route", public=PUBLIC, throttle=OTHER),
            "GET /by-stage": Route(url=f"{BACKEND}/by-stage", public=PUBLIC),
            "$default": Route(url=f"{BACKEND}/home", public=PUBLIC, throttle=WIDE),
        },
    ),
)
line = WebSocketApi(
    "line",
    WebSocketApiArgs(
        account=account,
        throttle=NARROW,
        routes={
            "$connect": Route(mock={}, public=PUBLIC, throttle=WIDE),
            "$disconnect": Route(mock={}, throttle=WIDE),
            "by-route": Route(mock={"body": "let through"}, returns_response=True, throttle=OTHER),
            "by-stage": Route(mock={"body": "let through"}, returns_response=True),
            "ask": Route(mock={"body": "asked on $context.connectionId"}, returns_response=True, throttle=WIDE),
        },
    ),
)
WebAcl("shield", WebAclArgs(blocked_ip_ranges=[f"{BLOCKED}/32"])).associate(books)

zone = aws.route53.Zone("zone", name="example.com")
api = ApiDomain(
    "api",
    ApiDomainArgs(
        domain_name=NAMES["api"],
        mappings={"catalog": catalog, "v1/books": books, "": home},
        zone_id=zone.id,
        ip_address_type="dualstack",
    ),
)
bucket = aws.s3.Bucket("trust", force_destroy=True)
versions = aws.s3.BucketVersioning("trust", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
truststore = aws.s3.BucketObjectv2(
    "trust",
    bucket=bucket.id,
    key="partners.pem",
    content=Path(os.environ["EDGE_TRUSTSTORE"]).read_text(),
    opts=pulumi.ResourceOptions(depends_on=[versions]),
)
ApiDomain(
    "partners",
    ApiDomainArgs(
        domain_name=NAMES["partners"],
        mappings={"": catalog},
        zone_id=zone.id,
        mutual_tls=MutualTls(
            truststore_uri=pulumi.Output.concat("s3://", bucket.bucket, "/", truststore.key),
            truststore_version=truststore.version_id,
        ),
    ),
)
ApiDomain("socket", ApiDomainArgs(domain_name=NAMES["socket"], mappings={"": line}, zone_id=zone.id))
ApiDomain(
    "strict",
    ApiDomainArgs(
        domain_name=NAMES["strict"],
        routing_rules={"books": RoutingRule(api=books, priority=10, path="shelf", strip_path=True)},
        zone_id=zone.id,
        security_policy="SecurityPolicy_TLS13_1_3_2025_09",
    ),
)

pulumi.export("urls", api.urls)
pulumi.export("domainName", api.domain_name)
pulumi.export("defaultUrls", {"catalog": catalog.url, "books": books.url})
pulumi.export(
    "logGroups", {"catalog": catalog.log_group_name, "books": books.log_group_name, "line": line.log_group_name}
)
pulumi.export("zoneId", zone.id)
pulumi.export("truststoreVersion", truststore.version_id)
