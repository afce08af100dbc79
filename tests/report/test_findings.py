"""What the policies say, by level, and exemptions with their last day."""

from __future__ import annotations

from typing import Any

from report.findings import count
from tests.report.reports import page, reported


def exempt(expires: str, resource: str = "shelf-GET /health") -> dict[str, Any]:
    return {"exemptions": [{"resource": resource, "reason": "called by the monitor", "expires": expires}]}


def test_the_verdict_counts_mandatory_findings() -> None:
    report = reported()
    assert count(report.findings.mandatory) > 0
    assert report.verdict == f"policies: {count(report.findings.mandatory)} mandatory"
    assert reported(all={"enforcementLevel": "advisory"}).verdict == "policies: passed"


def test_a_finding_has_its_resource_message_and_fix() -> None:
    (found,) = (one for one in reported().findings.mandatory if one.policy == "route-authorization")
    (single,) = (one for one in found.findings if one.resource == "shelf-GET /health")
    assert single.kind == "Route"
    assert single.message.startswith("authorizationType of route 'GET /health' is NONE")
    assert found.fix.startswith("Set authorizationType to JWT")
    assert found.fix not in single.message


def test_what_cannot_be_decided_stands_apart() -> None:
    report = reported()
    undecided = {one.policy for one in report.findings.undecided}
    assert undecided
    messages = [single.message for one in report.findings.undecided for single in one.findings]
    assert not any(message.startswith("undecided") for message in messages)


def test_the_most_severe_come_first() -> None:
    order = ["critical", "high", "medium", "low"]
    ranks = [order.index(one.severity) for one in reported().findings.mandatory]
    assert ranks == sorted(ranks)


def test_an_exemption_that_holds_is_listed_with_what_it_excuses() -> None:
    report = reported(route_authorization=exempt("2027-06-30"))
    (found,) = report.findings.exemptions
    assert (found.state, found.resources, found.reason) == ("valid", ("shelf-GET /health",), "called by the monitor")
    routes = [one.policy for one in report.findings.mandatory]
    assert "route-authorization" not in routes


def test_an_exemption_is_marked_sixty_days_before_its_last_day() -> None:
    states = {
        day: reported(route_authorization=exempt(day)).findings.exemptions[0].state
        for day in ("2027-01-25", "2027-01-24", "2026-11-25", "2026-11-24")
    }
    assert states == {"2027-01-25": "valid", "2027-01-24": "soon", "2026-11-25": "soon", "2026-11-24": "expired"}


def test_an_expired_exemption_excuses_nothing_and_is_red() -> None:
    rules = {"route_authorization": exempt("2026-11-24")}
    (found,) = (one for one in reported(**rules).findings.mandatory if one.policy == "route-authorization")
    assert "expired on 2026-11-24" in found.findings[0].message
    html = page(**rules)
    assert '<tr class="expired">' in html
    assert '<span class="badge red">expired</span>' in html


def test_an_exemption_of_nothing_is_told() -> None:
    report = reported(route_authorization=exempt("2027-06-30", "no-such-route"))
    assert report.findings.exemptions[0].resources == ()
    assert "no-such-route" in page(route_authorization=exempt("2027-06-30", "no-such-route"))
