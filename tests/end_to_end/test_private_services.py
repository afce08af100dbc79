"""Services that only VPC links reach, by real requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.end_to_end.edge.settings import NAMES

if TYPE_CHECKING:
    from tests.end_to_end.edge.running import Edge

pytestmark = pytest.mark.xdist_group("edge")

CATALOG, BOOKS = "catalog", "v1/books"


def _asked(edge: Edge, api: str, path: str, method: str = "GET", body: str = "") -> dict[str, Any]:
    """What the service was asked."""
    answer = edge.run.ask(edge.outputs["urls"][api] + path, method, body=body)
    assert (answer.status_code, answer.headers.get("x-from-backend")) == (200, "yes"), answer.text
    asked: dict[str, Any] = answer.json()
    return asked


@pytest.mark.parametrize(
    ("api", "path", "asked", "application"),
    [
        (CATALOG, "/items/a%20b/c", "/v2/a%20b/c", True),
        (CATALOG, "/entries/7", "/entries/7", False),
        (CATALOG, "/prices", "/prices", False),
        (BOOKS, "/old/7", "/entries/7", False),
        (BOOKS, "/new/7", "/entries/7", False),
        (BOOKS, "/items/7", "/items/7", True),
    ],
    ids=[
        "HTTP API to an ALB",
        "HTTP API to an NLB",
        "HTTP API to Cloud Map",
        "REST API to an NLB by a link V1",
        "REST API to an NLB by a link V2",
        "REST API to an ALB by a link V2",
    ],
)
def test_a_request_reaches_the_service(api: str, path: str, asked: str, application: bool, edge: Edge) -> None:
    arrived = _asked(edge, api, path)
    assert (arrived["method"], arrived["path"]) == ("GET", asked)
    # Only an application load balancer adds to the headers.
    assert ("x-amzn-trace-id" in arrived["headers"]) is application


def test_method_and_body_are_passed_on(edge: Edge) -> None:
    arrived = _asked(edge, CATALOG, "/items/1", "POST", '{"price": 2}')
    assert (arrived["method"], arrived["path"], arrived["body"]) == ("POST", "/v2/1", '{"price": 2}')


def test_a_rest_api_calls_the_service_by_the_name_that_it_verifies(edge: Edge) -> None:
    host, _, port = _asked(edge, BOOKS, "/new/7")["headers"]["host"].partition(":")
    assert (host, port) == (NAMES["internal"], "443")


@pytest.mark.parametrize(
    ("api", "path", "status"),
    [
        (CATALOG, "/wrong/items", 503),
        (CATALOG, "/wrong/ledger", 503),
        (BOOKS, "/wrong/items", 504),
        (BOOKS, "/wrong/new", 504),
        (BOOKS, "/wrong/old", 504),
    ],
)
def test_a_certificate_for_another_name_is_not_accepted(api: str, path: str, status: int, edge: Edge) -> None:
    answer = edge.run.ask(edge.outputs["urls"][api] + path)
    assert (answer.status_code, "x-from-backend" in answer.headers) == (status, False), answer.text


def test_both_load_balancers_let_in_the_link_alone(edge: Edge) -> None:
    balancers = edge.run.aws("elbv2").describe_load_balancers()["LoadBalancers"]
    assert sorted((one["Type"], one["Scheme"]) for one in balancers) == [
        ("application", "internal"),
        ("network", "internal"),
    ]
    ec2 = edge.run.aws("ec2")
    groups = {one["GroupId"]: one for one in ec2.describe_security_groups()["SecurityGroups"]}
    (link,) = edge.run.aws("apigatewayv2").get_vpc_links()["Items"]
    for balancer in balancers:
        (group,) = balancer["SecurityGroups"]
        (rule,) = groups[group]["IpPermissions"]
        assert (rule["FromPort"], rule["ToPort"], rule.get("IpRanges", [])) == (443, 443, [])
        assert [pair["GroupId"] for pair in rule["UserIdGroupPairs"]] == link["SecurityGroupIds"]
