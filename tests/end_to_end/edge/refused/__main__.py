"""Mistakes that are refused before anything exists; the environment says which."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[4]))

from components import (
    ApiDomain,
    ApiDomainArgs,
    HttpApi,
    HttpApiArgs,
    MockAnswer,
    MutualTls,
    Network,
    NetworkArgs,
    PrivateLoadBalancer,
    PrivateLoadBalancerArgs,
    RestApi,
    RestApiArgs,
    Route,
    Throttle,
    VpcLink,
    VpcLinkArgs,
    WebAcl,
    WebAclArgs,
)

PUBLIC = "nobody ever sees it"
THROTTLE = Throttle(rate=1, burst=1)


def rest(name: str, *, closed: bool) -> RestApi:
    """A REST API, with or without the address that AWS gives it."""
    routes = {"GET /": Route(mock=MockAnswer(), public=PUBLIC)}
    return RestApi(name, RestApiArgs(throttle=THROTTLE, routes=routes, disable_default_endpoint=closed))


def domain() -> None:
    """Mutual TLS with a policy that has none, before an API that is open beside it; two APIs on one path."""
    ApiDomain(
        "partners",
        ApiDomainArgs(
            domain_name="partners.example.com",
            dns="none",
            mappings={"orders": rest("orders", closed=False), "/orders/": rest("users", closed=True)},
            security_policy="SecurityPolicy_TLS13_1_3_2025_09",
            mutual_tls=MutualTls(truststore_uri="s3://trust/partners.pem", truststore_version="1"),
        ),
    )


def listener() -> None:
    """A load balancer that takes plain HTTP from a link."""
    network = Network("edge", NetworkArgs(zones=["us-east-1a", "us-east-1b"]))
    link = VpcLink("shared", VpcLinkArgs(network=network))
    PrivateLoadBalancer(
        "items",
        PrivateLoadBalancerArgs(
            kind="application", network=network, links=[link], target_port=8080, targets={"one": "10.0.0.10"}
        ),
    )


def web_acl() -> None:
    """A web ACL before an HTTP API."""
    routes = {"GET /": Route(url="https://www.example.com/", public=PUBLIC)}
    api = HttpApi("catalog", HttpApiArgs(throttle=THROTTLE, routes=routes))
    WebAcl("shield", WebAclArgs()).associate(api)


{"domain": domain, "listener": listener, "web ACL": web_acl}[os.environ["EDGE_MISTAKE"]]()
