from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API, DEPLOYMENT, REST_DEPLOYMENT, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

SHOP = a(API, {}, "shop", id_="a1")
OTHER = a(API, {}, "other", id_="a2")
NONE = "it violation: triggers is not set or empty, allowed is one trigger or more"
NOR_AUTOMATIC = f"{NONE}, or autoDeploy true in the stages"


def rest(**props: Any) -> list[Resource]:
    return [a(REST_DEPLOYMENT, props)]


def stage(automatic: Any, api: Resource = SHOP, name: str = "stage") -> Resource:
    return a(STAGE, {"autoDeploy": automatic}, name, {"apiId": api})


def deployment(*stages: Resource, **props: Any) -> list[Resource]:
    return [SHOP, OTHER, a(DEPLOYMENT, props, links={"apiId": SHOP}), *stages]


CASES: Cases = {
    "deployment-triggers": {
        "REST: triggers": (rest(triggers={"redeployment": "3f1a"}), []),
        "REST: a trigger that is not known yet": (rest(triggers={"redeployment": UNKNOWN}), []),
        "REST: variables, by which Pulumi's RestAPI component triggers": (rest(variables={"version": UNKNOWN}), []),
        "REST: none": (rest(description="v1"), [NONE]),
        "REST: empty": (rest(triggers={}), [NONE]),
        "REST: unknown": (rest(triggers=UNKNOWN), [f"it undecided: triggers {NOT_KNOWN}"]),
        "REST: text in place of the map": (
            rest(triggers="3f1a"),
            ["it undecided: triggers is text where a map is expected"],
        ),
        "triggers": (deployment(triggers={"redeployment": "3f1a"}), []),
        "stages that deploy by themselves": (deployment(stage(True), stage("true", name="other")), []),
        "none": (deployment(), [NOR_AUTOMATIC]),
        "a stage that does not": (deployment(stage(False)), [NOR_AUTOMATIC]),
        "one of two stages does not": (deployment(stage(True), stage(None, name="other")), [NOR_AUTOMATIC]),
        "the stage of another API deploys by itself": (deployment(stage(True, OTHER)), [NOR_AUTOMATIC]),
        "an API of another stack": ([a(DEPLOYMENT, {"apiId": "z"})], [NOR_AUTOMATIC]),
        "an API of another stack whose stage deploys by itself": (
            [a(DEPLOYMENT, {"apiId": "z"}), a(STAGE, {"apiId": "z", "autoDeploy": True}, "stage")],
            [],
        ),
        "unknown triggers": (deployment(triggers=UNKNOWN), [f"it undecided: triggers {NOT_KNOWN}"]),
        "unknown whether a stage does": (
            deployment(stage(UNKNOWN)),
            [f"it undecided: autoDeploy of 'stage' {NOT_KNOWN}"],
        ),
        "a stage that may be of the API": (
            deployment(a(STAGE, {"autoDeploy": True, "apiId": UNKNOWN}, "stage")),
            [f"it undecided: apiId of 'stage' {NOT_KNOWN}"],
        ),
        "of a wrong type": (
            deployment(stage("yes")),
            ["it undecided: autoDeploy of 'stage' is text where a boolean is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
