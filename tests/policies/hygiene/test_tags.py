from collections.abc import Callable
from typing import Any

from gateway_policies.catalogue import BY_NAME
from gateway_policies.hygiene.taggable import TAGGABLE
from gateway_policies.resource_types import API
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

NONE = "it violation: tags is not set or empty, required is one tag or more"


def api(tags: Any) -> list[Resource]:
    return [a(API, {"tags": tags})]


CASES: Cases = {
    "required-tags": {
        **{f"{kind}: a tag": ([a(kind, {"tags": {"owner": "shop"}})], []) for kind in TAGGABLE},
        **{f"{kind}: none": ([a(kind, {})], [NONE]) for kind in TAGGABLE},
        "a tag that is not known yet": (api({"owner": UNKNOWN}), []),
        "a tag that is not set": (api({"owner": None}), [NONE]),
        "a tag of AWS's own": (api({"aws:cloudformation:stack-name": "x"}), [NONE]),
        "unknown": (api(UNKNOWN), [f"it undecided: tags {NOT_KNOWN}"]),
        "a list, as AWS has it": (
            api([{"Key": "owner", "Value": "shop"}]),
            ["it undecided: tags is a list where a map is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


def test_the_keys_are_a_setting() -> None:
    check = BY_NAME["required-tags"].checks[API]
    settings = {"keys": ("owner", "cost-centre")}
    assert list(check(api({"owner": "shop", "cost-centre": UNKNOWN, "more": "x"})[0], settings)) == []
    [found] = check(api({"owner": "shop", "Cost-Centre": "7"})[0], settings)
    assert found.message == "tags lacks cost-centre, required: owner, cost-centre"
