from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from gateway_policies.authorization.routes import ROUTE_AUTHORIZATION
from gateway_policies.catalogue import BY_NAME
from gateway_policies.enforcement import Enforcement, read_enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.exemptions import Exemption
from gateway_policies.judgement import Judgement
from gateway_policies.resource_types import ROUTE, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Settings, violation
from tests.policies.cases import UNKNOWN, a

OPEN = a(ROUTE, {"routeKey": "GET /x"}, "open")
TODAY = date(2027, 6, 30)


def exempting(*exemptions: Exemption) -> dict[str, Enforcement]:
    return {"route-authorization": Enforcement("mandatory", {}, exemptions)}


def judged(*exemptions: Exemption) -> list[Judgement]:
    return evaluate([OPEN], exempting(*exemptions), [ROUTE_AUTHORIZATION], TODAY)


def test_a_message_says_all() -> None:
    (judgement,) = judged()
    assert judgement.policy == "route-authorization"
    assert judgement.resource == OPEN.urn
    assert (judgement.level, judgement.status) == ("mandatory", "violation")
    assert judgement.message == (
        "open: authorizationType of route 'GET /x' is not set, allowed are AWS_IAM, CUSTOM, JWT. "
        "Set authorizationType to JWT or CUSTOM with an authorizerId, or to AWS_IAM; exempt a route that is meant to "
        "be public in the enforcement file, with a reason."
    )


def test_undecided_is_said() -> None:
    unknown = replace(OPEN, props={"routeKey": UNKNOWN})
    (judgement,) = evaluate([unknown], rules=[ROUTE_AUTHORIZATION])
    assert (judgement.level, judgement.status) == ("mandatory", "undecided")
    assert judgement.message == "open: undecided: routeKey is not known until up."


def test_exemptions() -> None:
    assert judged(Exemption("open", "the monitor", TODAY)) == []
    found, unused = judged(Exemption("closed", "the monitor", TODAY)), "matches no resource of this stack"
    assert [(one.resource, unused in one.message) for one in found] == [("", True), (OPEN.urn, False)]


def test_an_expired_exemption_says_so() -> None:
    (judgement,) = judged(Exemption("open", "the monitor", date(2027, 6, 29)))
    assert judgement.message.endswith(" The exemption 'the monitor' expired on 2027-06-29.")


def test_one_exemption_that_holds_is_enough() -> None:
    assert judged(Exemption("open", "old", date(2020, 1, 1)), Exemption("o*", "new", TODAY)) == []


def test_disabled_rules_do_not_run() -> None:
    assert (
        evaluate([OPEN], read_enforcement({"all": "disabled"}, [ROUTE_AUTHORIZATION], []), [ROUTE_AUTHORIZATION]) == []
    )


def test_a_rule_that_fails_is_a_violation_and_keeps_what_it_found() -> None:
    def breaks(resource: Resource, _settings: Settings) -> Iterator[Finding]:
        yield violation(resource, "routeKey", "it was seen")
        raise KeyError("routeKey")

    rule = replace(ROUTE_AUTHORIZATION, checks={ROUTE: breaks}, check_stack=None)
    first, second = evaluate([OPEN], rules=[rule])
    assert first.message.startswith("open: it was seen. ")
    assert (second.level, second.status, second.resource) == ("mandatory", "violation", OPEN.urn)
    assert second.message.startswith("open: the rule route-authorization failed with KeyError: 'routeKey'.")


def test_a_stack_rule_that_fails_is_a_violation_of_the_stack() -> None:
    def breaks(_stack: Stack, _settings: Settings) -> Iterator[Finding]:
        raise ZeroDivisionError

    root = a("pulumi:pulumi:Stack", {}, "shop-test")
    rule = replace(ROUTE_AUTHORIZATION, checks={}, check_stack=breaks)
    (judgement,) = evaluate([OPEN, root], rules=[rule])
    assert (judgement.resource, judgement.status) == (root.urn, "violation")


def test_one_unknown_block_is_told_once() -> None:
    rules = [BY_NAME[name] for name in ("stage-throttling", "throttle-not-zero", "throttle-effective")]
    found = evaluate([a(STAGE, {"defaultRouteSettings": UNKNOWN})], rules=rules)
    assert [one.policy for one in found if one.status == "undecided"] == [rule.name for rule in rules]


def test_the_order_is_that_of_the_resources() -> None:
    other = a(ROUTE, {"routeKey": "GET /y"}, "other")
    assert [one.resource for one in evaluate([other, OPEN])] == [other.urn, OPEN.urn]
