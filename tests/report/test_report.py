"""The report of a stack: what it says of routes, policies, limits and ways, and that its page is safe to open."""

from __future__ import annotations

import dataclasses
import json
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from gateway_policies.resources import Resource, Stack
from report.diagram import chains
from report.findings import Verdict, judged
from report.limits_used import Used, first_deployment, limits_used
from report.page import Report, page
from report.routes import Api, apis_of, open_routes
from tests.report.samples import HOSTILE, RESOURCES, urn

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 25)
EXEMPTIONS = {
    "orders-GET /health": ("called by the monitor", "2027-11-30"),
    "orders-GET /old": ("was public once", "2026-10-31"),
    "orders-GET /soon": ("public for a while", "2026-12-24"),
}


@pytest.fixture
def verdict(tmp_path: Path) -> Verdict:
    file = tmp_path / "test.json"
    exempt = [
        {"resource": f"aws:apigatewayv2/route:Route::{name}", "reason": reason, "expires": day}
        for name, (reason, day) in EXEMPTIONS.items()
    ]
    file.write_text(json.dumps({"route-authorization": {"exemptions": exempt}}))
    return judged(RESOURCES, file, TODAY)


@pytest.fixture
def apis(verdict: Verdict) -> dict[str, Api]:
    return {api.name: api for api in apis_of(Stack(RESOURCES), verdict.excuse)}


def report_of(apis: dict[str, Api], verdict: Verdict, **changes: Any) -> Report:
    given = Report("shop", "test", "eu-west-1", TODAY, len(RESOURCES), [*apis.values()], verdict, [], 0, 0.0, None)
    return dataclasses.replace(given, **changes)


def test_each_route_tells_who_calls_what_answers_and_how_often(apis: dict[str, Api]) -> None:
    told = {
        (api.name, route.key): (route.access.who, str(route.backend), route.throttle)
        for api in apis.values()
        for route in api.routes
    }
    assert told == {
        ("chat", "$connect"): ("a Lambda authorizer (chat)", "function talk", "none"),
        ("chat", "say"): ("connected clients", "function talk", "none"),
        ("orders", "GET /"): ("a JSON Web Token (orders): orders/read", "function list", "5 a second, 10 at once"),
        ("orders", "GET /health"): ("everyone", "function list", "50 a second, 100 at once"),
        ("orders", "GET /old"): ("everyone", "URL https://old.example.com", "50 a second, 100 at once"),
        ("orders", "GET /soon"): ("everyone", "mock", "50 a second, 100 at once"),
        ("payments", "GET /rates/{base}"): (
            "everyone, with an API key",
            "network load balancer ledger through VPC link shop",
            "1 a second, 2 at once",
        ),
        ("payments", "POST /rates"): ("principals of AWS (IAM)", "AWS service SQS", "100 a second, 200 at once"),
    }


def test_open_routes_tell_their_reason_if_somebody_gave_one(apis: dict[str, Api]) -> None:
    reasons = {route.key: route.access.reason for _, route in open_routes([*apis.values()])}
    assert reasons == {
        "GET /health": "called by the monitor",
        "GET /old": "",  # its exemption has ended
        "GET /soon": "public for a while",
        "GET /rates/{base}": "rates are no secret",  # as the component says
    }


def test_where_an_api_answers_and_what_protects_it(apis: dict[str, Api]) -> None:
    assert [(str(place), place.tls_floor) for place in apis["orders"].places] == [("api.example.com/orders", "1.2")]
    assert [(str(place), place.tls_floor) for place in apis["payments"].places] == [
        ("api.example.com/payments", "1.2"),
        ("default endpoint", "1.0"),
    ]
    assert [(api.stage.access_logs, api.stage.web_acl) for api in apis.values()] == [
        (False, ""),
        (True, ""),
        (True, "shield"),
    ]


def test_the_ways_of_requests_go_from_the_domain_to_what_answers(apis: dict[str, Api]) -> None:
    assert chains([apis["payments"]])[1] == [
        ("domain", "api.example.com"),
        ("path", "/payments"),
        ("REST API", "payments"),
        ("link", "VPC link shop"),
        ("network load balancer", "ledger"),
    ]
    assert [chain[-1] for chain in chains([apis["orders"]])] == [
        ("function", "list"),
        ("URL", "https://old.example.com"),
        ("mock", "-"),
    ]


def test_findings_and_exemptions_are_those_of_the_environment(verdict: Verdict) -> None:
    assert [(one.resource, one.state) for one in verdict.exemptions] == [
        ("orders-GET /old", "expired"),
        ("orders-GET /soon", "soon"),
        ("orders-GET /health", "valid"),
    ]
    mandatory = {(one.policy, one.resource) for one in verdict.of("mandatory")}
    assert ("route-authorization", "Route orders-GET /old") in mandatory
    assert ("stage-throttling", "Stage chat") in mandatory
    assert not [one for one in mandatory if one[1] == "Route orders-GET /health"]
    assert {one.policy for one in verdict.undecided} == {"route-throttle-coverage"}


def test_limits_are_sorted_and_marked_when_little_is_left(apis: dict[str, Api]) -> None:
    stack = Stack(RESOURCES)
    found = limits_used(stack, [*apis.values()], "eu-west-1")
    shares = [one.share for one in found]
    assert shares == sorted(shares, reverse=True)
    assert ("orders", "routes", 4, 300) in {(one.whose, one.what, one.count, one.quota) for one in found}
    assert ("account", "requests per second that throttles let in together", 150, 10_000) in {
        (one.whose, one.what, one.count, one.quota) for one in found
    }
    assert [Used("a", "routes", count, 300, "").is_near for count in (239, 240)] == [False, True]


def test_a_first_deployment_lasts_as_long_as_aws_takes() -> None:
    domains = [
        Resource(
            urn("aws:apigatewayv2/domainName:DomainName", f"d{n}"),
            "aws:apigatewayv2/domainName:DomainName",
            f"d{n}",
            {},
        )
        for n in range(3)
    ]
    assert first_deployment(Stack(domains)) == (3, 60.0)


class Page(HTMLParser):
    """What a page loads, runs and links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.loads: list[str] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [value or "" for name, value in attrs if name in {"src", "srcset", "data", "action"}]
        self.loads += [value or "" for name, value in attrs if name == "href" and tag != "a"]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_needs_nothing_beside_itself_and_runs_nothing(apis: dict[str, Api], verdict: Verdict) -> None:
    parsed = Page(page(report_of(apis, verdict)))
    assert not {"script", "link", "iframe", "img", "object", "form"} & {*parsed.tags}
    assert parsed.loads == []
    text = " ".join(" ".join(parsed.text).split())
    assert "blocked" in text
    assert "nobody has said why" in text
    assert "This program puts out no costs." in text


def test_names_of_the_stack_stay_text(apis: dict[str, Api], verdict: Verdict) -> None:
    hostile = dataclasses.replace(apis["orders"], name=HOSTILE)
    parsed = Page(page(report_of({"x": hostile}, verdict, project=HOSTILE, stack=HOSTILE)))
    assert "script" not in parsed.tags
    assert parsed.text.count(HOSTILE) >= 1


def test_the_verdict_of_a_stack_without_mandatory_findings_is_that_it_passes(
    apis: dict[str, Api], verdict: Verdict
) -> None:
    calm = dataclasses.replace(verdict, findings=[])
    parsed = Page(page(report_of(apis, calm)))
    assert "passes" in parsed.text
    assert "blocked" not in parsed.text
