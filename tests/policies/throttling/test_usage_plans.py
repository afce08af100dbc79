from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from gateway_policies.resource_types import API, REST_API, REST_STAGE, REST_USAGE_PLAN, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

REST = a(REST_API, {}, "rest")
OTHER = a(REST_API, {}, "other")
LIVE = a(REST_STAGE, {"stageName": "live"}, "live", {"restApi": REST})
TEST = a(REST_STAGE, {"stageName": "test"}, "test", {"restApi": REST})
OTHER_LIVE = a(REST_STAGE, {"stageName": "live"}, "other live", {"restApi": OTHER})
KNOWN = a(REST_API, {}, "known", id_="r1")
KNOWN_LIVE = a(REST_STAGE, {"stageName": "live", "restApi": "r1"}, "live")
CHAT = a(API, {"protocolType": "WEBSOCKET"}, "chat")
CHAT_LIVE = a(STAGE, {"name": "live"}, "chat live", {"apiId": CHAT})
FULL = {
    "throttleSettings": {"rateLimit": 10.0, "burstLimit": 20},
    "quotaSettings": {"limit": 1000, "period": "DAY"},
}


def item(stage: Any = UNKNOWN, api: Any = UNKNOWN) -> Mapping[str, Any]:
    return {"apiId": api, "stage": stage}


def plan(*items: Any, of: tuple[Resource, ...] = ()) -> Resource:
    return _linked({"apiStages": list(items)}, *of)


def _linked(props: Mapping[str, Any], *of: Resource) -> Resource:
    return replace(a(REST_USAGE_PLAN, props, "plan"), property_dependencies={"apiStages": [one.urn for one in of]})


def limits(*without: str, **more: Any) -> list[Resource]:
    return [a(REST_USAGE_PLAN, {**{key: one for key, one in FULL.items() if key not in without}, **more})]


def none(name: str = "live") -> str:
    return f"{name} violation: no UsagePlan of this stack names the stage in its apiStages"


def maybe(name: str) -> str:
    return f"{name} undecided: whether apiStages of 'plan' names the stage is not known"


CASES: Cases = {
    "usage-plan-associated": {
        "by links": ([REST, LIVE, plan(item(), of=(REST, LIVE))], []),
        "by a link to the API and a name": ([REST, LIVE, plan(item("live"), of=(REST,))], []),
        "by ids": ([KNOWN, KNOWN_LIVE, plan(item("live", "r1"))], []),
        "none": ([REST, LIVE], [none()]),
        "a plan without stages": ([REST, LIVE, plan()], [none()]),
        "another stage, by links": ([REST, LIVE, TEST, plan(item(), of=(REST, LIVE))], [none("test")]),
        "another stage, by name": ([REST, LIVE, TEST, plan(item("live"), of=(REST,))], [none("test")]),
        "another API": ([REST, LIVE, OTHER, OTHER_LIVE, plan(item("live"), of=(OTHER,))], [none()]),
        "an API of another stack": ([KNOWN, KNOWN_LIVE, plan(item("live", "zz"))], [none()]),
        "a WebSocket API": ([REST, LIVE, CHAT, CHAT_LIVE, plan(item(), of=(CHAT, CHAT_LIVE))], [none()]),
        "a stage of one name for each of two APIs": (
            [REST, LIVE, OTHER, OTHER_LIVE, plan(item("live"), item("live"), of=(REST, OTHER))],
            [],
        ),
        "two APIs, one of which has the stage": (
            [REST, LIVE, TEST, OTHER, OTHER_LIVE, plan(item("test"), item("live"), of=(REST, OTHER))],
            [maybe("live"), maybe("other live")],
        ),
        "an id that may be of the API it comes from": (
            [REST, LIVE, plan(item("live", "r9"), of=(REST,))],
            [],
        ),
        "an unknown name": ([REST, LIVE, TEST, plan(item(), of=(REST,))], [maybe("live"), maybe("test")]),
        "unknown stages of a known API": (
            [REST, LIVE, _linked({"apiStages": UNKNOWN}, REST)],
            [maybe("live")],
        ),
        "unknown stages": (
            [REST, LIVE, _linked({"apiStages": UNKNOWN})],
            [f"live undecided: apiStages of 'plan' {NOT_KNOWN}"],
        ),
        "an unknown API of which nothing is told": (
            [REST, LIVE, plan(item("live"))],
            [f"live undecided: apiStages[0].apiId of 'plan' {NOT_KNOWN}"],
        ),
        "no API": (
            [REST, LIVE, plan({"stage": "live"})],
            ["live undecided: apiStages[0].apiId of 'plan' is not set, so the API cannot be told"],
        ),
        "text in place of the list": (
            [REST, LIVE, _linked({"apiStages": "live"})],
            ["live undecided: apiStages of 'plan' is text where a list is expected"],
        ),
    },
    "usage-plan-limits": {
        "all": (limits(), []),
        "as text": (limits(quotaSettings={"limit": "5", "period": "MONTH"}), []),
        "no quota": (
            limits("quotaSettings"),
            [
                "it violation: quotaSettings.limit is not set, it must be above 0",
                "it violation: quotaSettings.period is not set, allowed are DAY, WEEK, MONTH",
            ],
        ),
        "no rate": (
            limits("throttleSettings"),
            [
                "it violation: throttleSettings.rateLimit is not set, it must be above 0",
                "it violation: throttleSettings.burstLimit is not set, it must be above 0",
            ],
        ),
        "a burst left out, which the provider sends as 0": (
            limits(throttleSettings={"rateLimit": 10, "burstLimit": 0}),
            ["it violation: throttleSettings.burstLimit is 0, it must be above 0"],
        ),
        "no such period": (
            limits(quotaSettings={"limit": 5, "period": "YEAR"}),
            ["it violation: quotaSettings.period is 'YEAR', allowed are DAY, WEEK, MONTH"],
        ),
        "unknown": (
            limits(throttleSettings={"rateLimit": UNKNOWN, "burstLimit": 5}),
            [f"it undecided: throttleSettings.rateLimit {NOT_KNOWN}"],
        ),
        "an unknown period": (
            limits(quotaSettings={"limit": 5, "period": UNKNOWN}),
            [f"it undecided: quotaSettings.period {NOT_KNOWN}"],
        ),
        "an unknown block": (limits(quotaSettings=UNKNOWN), [f"it undecided: quotaSettings {NOT_KNOWN}"]),
        "text in place of a block": (
            limits(throttleSettings="slow"),
            ["it undecided: throttleSettings is text where a map is expected"],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
