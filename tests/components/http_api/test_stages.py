from collections.abc import Mapping
from typing import cast

import pytest

from components import HttpApiArgs, Throttle
from components.http_api.args import HttpStage
from tests.support.apis import API, STAGE, args, built, changed, faults_of, orders, resolved
from tests.support.recording import Cloud


def staged(stages: Mapping[str, object], **others: object) -> HttpApiArgs:
    """Arguments with every setting, and these further stages."""
    return cast("HttpApiArgs", {**orders(), "stages": stages, **others})


def test_further_stages_have_the_same_routes_under_their_own_name_and_throttle(cloud: Cloud) -> None:
    built(
        cloud,
        staged(
            {
                "beta": HttpStage(throttle=Throttle(rate=5, burst=10), variables={"host": "beta.example.com"}),
                "preview": HttpStage(description="What comes next."),
            }
        ),
    )
    stages = cloud.mocks.of(STAGE)
    assert {name: one["name"] for name, one in stages.items()} == {
        "orders-stage": "$default",
        "orders-stage-beta": "beta",
        "orders-stage-preview": "preview",
    }
    assert stages["orders-stage-beta"]["defaultRouteSettings"] == {"throttlingRateLimit": 5, "throttlingBurstLimit": 10}
    assert stages["orders-stage-beta"]["stageVariables"] == {"host": "beta.example.com"}
    assert stages["orders-stage-preview"]["defaultRouteSettings"] == stages["orders-stage"]["defaultRouteSettings"]
    assert stages["orders-stage-preview"]["description"] == "What comes next."
    own = stages["orders-stage"]["routeSettings"]
    assert own
    assert [one["routeSettings"] for one in stages.values()] == [own] * 3
    assert {one["accessLogSettings"]["destinationArn"] for one in stages.values()} == {
        stages["orders-stage"]["accessLogSettings"]["destinationArn"]
    }


def test_the_access_log_says_which_stage_was_called(cloud: Cloud) -> None:
    built(cloud, orders())
    assert '"stage":"$context.stage"' in cloud.mocks.of(STAGE)["orders-stage"]["accessLogSettings"]["format"]


def test_every_stage_has_a_url(cloud: Cloud) -> None:
    api = built(cloud, staged({"beta": {}}))
    base = "https://orders-0a1b2c3.execute-api.eu-west-1.amazonaws.com"
    assert resolved(cloud, lambda: api.stage_urls) == {"$default": base, "beta": f"{base}/beta"}
    assert resolved(cloud, lambda: api.url) == base


def test_variables_of_the_stage_are_its_own(cloud: Cloud) -> None:
    built(cloud, staged({"beta": {}}, stage="v1", stage_variables={"host": "a.example.com"}))
    variables = {one["name"]: one.get("stageVariables") for one in cloud.mocks.of(STAGE).values()}
    assert variables == {"v1": {"host": "a.example.com"}, "beta": None}


@pytest.mark.parametrize(("given", "sent"), [(True, True), (False, False)])
def test_the_address_that_aws_gives_may_be_switched_off(cloud: Cloud, given: bool, sent: bool) -> None:
    built(cloud, changed(disable_default_endpoint=given))
    assert cloud.mocks.of(API)["orders"]["disableExecuteApiEndpoint"] is sent


def test_another_stage_changes_no_other_resource(cloud: Cloud) -> None:
    built(cloud, orders())
    before = {(one.type, one.name): one.inputs for one in cloud.mocks.registrations if one.custom}
    cloud.mocks.registrations.clear()
    built(cloud, staged({"beta": {}}))
    after = {(one.type, one.name): one.inputs for one in cloud.mocks.registrations if one.custom}
    assert {key: after[key] for key in before} == before
    assert after.keys() - before.keys() == {(STAGE, "orders-stage-beta")}


BETA = 'stage "beta"'
CASES: Mapping[str, tuple[HttpApiArgs, tuple[str, str]]] = {
    "no stages": (changed(stages=5), ("stages", "5")),
    "a stage of nothing": (changed(stages={"beta": None}), (BETA, "None")),
    "an unknown setting": (changed(stages={"beta": {"throtle": {}}}), (BETA, 'the key "throtle"')),
    "half a throttle": (changed(stages={"beta": {"throttle": {"rate": 1}}}), (f"{BETA}, throttle", 'no "burst"')),
    "the API's own stage": (changed(stages={"$default": {}}), ('stage "$default"', "the API's own stage")),
    "a name that is none": (changed(stages={"be ta": {}}), ('stage "be ta"', '"be ta"')),
    "too many": (changed(stages={f"s{n}": HttpStage() for n in range(10)}), ("stages", "11 stages")),
    "a variable with a dash": (changed(stage_variables={"a-b": "c"}), ("stage_variables", 'the variable "a-b"')),
    "a variable with a long name": (
        changed(stage_variables={"a" * 65: "c"}),
        (f'stage variable "{"a" * 65}"', "65 characters"),
    ),
    "a variable with a long value": (
        changed(stage_variables={"a": "c" * 513}),
        ('stage variable "a"', "513 characters"),
    ),
    "too many variables": (
        changed(stage_variables={f"a{n}": "c" for n in range(101)}),
        ("stage_variables", "101 stage_variables"),
    ),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, given: HttpApiArgs, expected: tuple[str, str]) -> None:
    assert faults_of(cloud, given) == [expected]


def test_a_raised_quota_lets_more_stages_in(cloud: Cloud) -> None:
    built(cloud, changed(stages={f"s{n}": HttpStage() for n in range(10)}, quotas={"stages": 20}))
    assert len(cloud.mocks.of(STAGE)) == 11


def test_a_stage_of_the_default_name_may_stand_beside_a_named_one(cloud: Cloud) -> None:
    built(cloud, cast("HttpApiArgs", {**args(), "stage": "v1", "stages": {"$default": {}}}))
    assert sorted(cloud.mocks.of(STAGE)) == ["orders-stage", "orders-stage-$default"]
