from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from gateway_policies.resource_types import API, REST_API, REST_STAGE, REST_USAGE_PLAN, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.throttling.usage_plan_trust import USAGE_PLAN_SINGLE_TRUST
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ONE = a(REST_API, {"tags": {"zone": "shop"}}, "one")
TWO = a(REST_API, {"tags": {"zone": "shop"}}, "two")
BANK = a(REST_API, {"tags": {"zone": "bank"}}, "bank")
UNTAGGED = a(REST_API, {}, "untagged")
UNKNOWN_TAG = a(REST_API, {"tags": {"zone": UNKNOWN}}, "unknown")
LIVE = a(REST_STAGE, {"stageName": "live"}, "live", {"restApi": ONE})
TEST = a(REST_STAGE, {"stageName": "test"}, "test", {"restApi": ONE})
CHAT = a(API, {"protocolType": "WEBSOCKET"}, "chat")
CHAT_LIVE = a(STAGE, {"name": "live"}, "chat live", {"apiId": CHAT})


def plan(*ids: Any, of: tuple[Resource, ...] = ()) -> Resource:
    return linked([{"apiId": one, "stage": "live"} for one in ids], *of)


def linked(stages: Any, *of: Resource) -> Resource:
    made = a(REST_USAGE_PLAN, {"apiStages": stages}, "plan")
    return replace(made, property_dependencies={"apiStages": [one.urn for one in of]})


def spans(what: str, *names: str) -> str:
    listed = ", ".join(repr(name) for name in names)
    return f"violation: apiStages names {what} ({listed}), so that each key opens all of them; allowed is one"


CASES: Cases = {
    "usage-plan-single-trust": {
        "one API": ([ONE, plan(UNKNOWN, of=(ONE,))], []),
        "no API": ([ONE, plan()], []),
        "two stages of one API": ([ONE, LIVE, TEST, plan(UNKNOWN, UNKNOWN, of=(ONE, LIVE, TEST))], []),
        "one API by id": ([plan("r1", "r1")], []),
        "two APIs": ([ONE, TWO, plan(UNKNOWN, UNKNOWN, of=(ONE, TWO))], ["plan " + spans("2 APIs", "one", "two")]),
        "two APIs by id": ([plan("r1", "r2")], ["plan " + spans("2 APIs", "r1", "r2")]),
        "one of them of another stack": (
            [ONE, plan(UNKNOWN, "r2", of=(ONE,))],
            ["plan " + spans("2 APIs", "one", "r2")],
        ),
        "ids that are known, one of them of another stack": (
            [ONE, plan("r1", "r2", of=(ONE,))],
            ["plan " + spans("2 APIs", "one", "r2")],
        ),
        "an id that is known of an API that it comes from": ([ONE, plan("r1", of=(ONE,))], []),
        "a WebSocket API, too": (
            [ONE, CHAT, CHAT_LIVE, LIVE, plan(UNKNOWN, UNKNOWN, of=(LIVE, CHAT_LIVE))],
            ["plan " + spans("2 APIs", "one", "chat")],
        ),
        "one that is not known is one": ([plan(UNKNOWN)], []),
        "two that are not known": ([plan(UNKNOWN, UNKNOWN)], [f"plan undecided: apiStages[0].apiId {NOT_KNOWN}"]),
        "unknown stages": ([linked(UNKNOWN)], [f"plan undecided: apiStages {NOT_KNOWN}"]),
        "unknown stages of two APIs": (
            [ONE, TWO, linked(UNKNOWN, ONE, TWO)],
            ["plan " + spans("2 APIs", "one", "two")],
        ),
        "text in place of the list": (
            [linked("live")],
            ["plan undecided: apiStages is text where a list is expected"],
        ),
    }
}

ZONES: Mapping[str, tuple[list[Resource], list[str]]] = {
    "of one zone": ([ONE, TWO, plan(UNKNOWN, UNKNOWN, of=(ONE, TWO))], []),
    "of two zones": (
        [ONE, BANK, plan(UNKNOWN, UNKNOWN, of=(ONE, BANK))],
        [spans("APIs of 2 zones by the tag 'zone'", "one", "bank")],
    ),
    "without the tag": (
        [ONE, UNTAGGED, plan(UNKNOWN, UNKNOWN, of=(ONE, UNTAGGED))],
        [spans("APIs of 2 zones by the tag 'zone'", "one", "untagged")],
    ),
    "unknown tag": (
        [ONE, UNKNOWN_TAG, plan(UNKNOWN, UNKNOWN, of=(ONE, UNKNOWN_TAG))],
        [f"undecided: tags.zone of 'unknown' {NOT_KNOWN}"],
    ),
    "unknown tag of the only one": ([UNKNOWN_TAG, plan(UNKNOWN, UNKNOWN, of=(UNKNOWN_TAG,))], []),
    "of another stack": (
        [ONE, plan(UNKNOWN, "r2", of=(ONE,))],
        ["undecided: apiStages names 'r2', an API of another stack, whose tags are not seen"],
    ),
    "the only one of another stack": ([plan("r1", "r1")], []),
    "unknown": ([plan(UNKNOWN, UNKNOWN)], [f"undecided: apiStages[0].apiId {NOT_KNOWN}"]),
    "one and an unknown one": (
        [ONE, linked([{"apiId": UNKNOWN}, {"stage": "live"}], ONE)],
        ["undecided: apiStages[1].apiId is not set, so the API cannot be told"],
    ),
}


@pytest.mark.parametrize(("resources", "expected"), ZONES.values(), ids=ZONES)
def test_apis_of_one_zone_share_a_plan(resources: list[Resource], expected: list[str]) -> None:
    check = USAGE_PLAN_SINGLE_TRUST.check_stack
    assert check
    found = check(Stack(resources), {"zoneTag": "zone"})
    assert [f"{one.status.value}: {one.message}" for one in found] == expected


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
