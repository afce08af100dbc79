from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:shop"
MAKES = "so that AWS makes an open route and a stage $default, which nothing here governs"


def api(**props: Any) -> list[Resource]:
    return [a(API, {"protocolType": "HTTP", **props})]


CASES: Cases = {
    "no-quick-create": {
        "an API of routes": (api(), []),
        "properties set to nothing": (api(target="", routeKey=None), []),
        "a function": (api(target=FUNCTION), [f"it violation: target is {FUNCTION!r}, {MAKES}"]),
        "a function that is not made yet": (api(target=UNKNOWN), [f"it violation: target is set, {MAKES}"]),
        "a route key is reported once": (
            api(target=FUNCTION, routeKey="GET /orders"),
            [f"it violation: target is {FUNCTION!r}, {MAKES}"],
        ),
        "a route key alone": (
            api(routeKey="GET /orders"),
            ["it violation: routeKey is 'GET /orders', which only serves quick create"],
        ),
        "an unknown route key": (api(routeKey=UNKNOWN), [f"it undecided: routeKey {NOT_KNOWN}"]),
        "no text": (api(target=[FUNCTION]), ["it undecided: target is a list where text is expected"]),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
