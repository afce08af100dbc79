from collections.abc import Mapping

import pulumi
import pytest

from components import Throttle
from components.access.usage_plans import Quota, UsagePlan, create_usage_plans, usage_plan_problems
from tests.support.recording import Cloud

KEY = "aws:apigateway/apiKey:ApiKey"
PLAN = "aws:apigateway/usagePlan:UsagePlan"
PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey"
THROTTLE = Throttle(rate=5, burst=10)


def made(cloud: Cloud, plans: Mapping[str, UsagePlan]) -> dict[str, pulumi.Output[str]]:
    """The keys, after the program that makes them has ended."""
    keys: dict[str, pulumi.Output[str]] = {}

    def program() -> None:
        parent = pulumi.ComponentResource("gateway:index:WebSocketApi", "chat")
        keys.update(create_usage_plans("chat", plans, "api1", "live", parent, tags={"a": "b"}))

    cloud.run(program)
    return keys


def test_a_throttle_works_without_a_quota_and_a_quota_without_a_throttle(cloud: Cloud) -> None:
    made(cloud, {"free": UsagePlan(throttle=THROTTLE), "paid": UsagePlan(quota=Quota(limit=9, period="WEEK"))})
    assert cloud.mocks.of(PLAN) == {
        "chat-plan-free": {
            "apiStages": [{"apiId": "api1", "stage": "live"}],
            "throttleSettings": {"rateLimit": 5, "burstLimit": 10},
            "tags": {"a": "b"},
        },
        "chat-plan-paid": {
            "apiStages": [{"apiId": "api1", "stage": "live"}],
            "quotaSettings": {"limit": 9, "period": "WEEK"},
            "tags": {"a": "b"},
        },
    }


def test_a_key_for_each_customer_and_its_value_a_secret(cloud: Cloud) -> None:
    keys = made(cloud, {"free": UsagePlan(throttle=THROTTLE, keys=["anna", "bert"])})
    assert [*keys] == ["anna", "bert"]
    assert [*cloud.mocks.of(KEY)] == ["chat-key-anna", "chat-key-bert"]
    assert not [one for one in cloud.mocks.of(KEY).values() if "value" in one]
    assert cloud.mocks.of(PLAN_KEY)["chat-plan-free-anna"] == {
        "keyId": "chat-key-anna-0a1b2c3",
        "keyType": "API_KEY",
        "usagePlanId": "chat-plan-free-0a1b2c3",
    }
    secret: list[bool] = []

    async def read() -> None:
        secret.append(await keys["anna"].is_secret())

    cloud.run(read)
    assert secret == [True]


def test_a_key_that_a_customer_has_already(cloud: Cloud) -> None:
    key = "abcdefghijklmnopqrst"
    made(cloud, {"free": UsagePlan(throttle=THROTTLE, keys=["anna", "bert"], key_values={"anna": key})})
    by_name = {one.name: one for one in cloud.mocks.registrations if one.type == KEY}
    assert by_name["chat-key-anna"].inputs["value"] == key
    assert by_name["chat-key-anna"].secret_paths == {"value"}
    assert "value" not in by_name["chat-key-bert"].inputs


def test_routes_are_spelled_as_a_plan_wants_them(cloud: Cloud) -> None:
    throttles = {"POST /a/{id}": THROTTLE, "GET /": Throttle(rate=1, burst=2)}
    made(cloud, {"free": UsagePlan(throttle=THROTTLE, route_throttles=throttles)})
    assert cloud.mocks.of(PLAN)["chat-plan-free"]["apiStages"][0]["throttles"] == [
        {"path": "//GET", "rateLimit": 1, "burstLimit": 2},
        {"path": "/a/{id}/POST", "rateLimit": 5, "burstLimit": 10},
    ]


CASES: Mapping[str, tuple[dict[str, object], tuple[str, str]]] = {
    "no limit": ({"free": {}}, ('usage plan "free"', "neither throttle nor quota")),
    "half a throttle": ({"free": {"throttle": {"rate": 1}}}, ('usage plan "free", throttle', 'no "burst"')),
    "unknown key": ({"free": {"throttle": THROTTLE, "price": 1}}, ('usage plan "free"', 'the key "price"')),
    "quota of none": ({"free": {"quota": Quota(limit=0, period="DAY")}}, ('usage plan "free", quota, limit', "0")),
    "quota for ever": (
        {"free": {"quota": Quota(limit=1, period="year")}},
        ('usage plan "free", quota', "period 'year'"),
    ),
    "dangling route": (
        {"free": {"throttle": THROTTLE, "route_throttles": {"GET /b": THROTTLE}}},
        ('usage plan "free"', 'the route "GET /b"'),
    ),
    "key in two plans": (
        {"free": {"throttle": THROTTLE, "keys": ["anna"]}, "paid": {"throttle": THROTTLE, "keys": ["anna"]}},
        ('usage plan "paid"', 'the key "anna" of the plan "free"'),
    ),
    "key of nobody": (
        {"free": {"throttle": THROTTLE, "keys": ["anna"], "key_values": {"ann": "abcdefghijklmnopqrst"}}},
        ('usage plan "free", key_values', 'the customer "ann"'),
    ),
    "key twice": (
        {"free": {"throttle": THROTTLE, "keys": ["anna", "anna"]}},
        ('usage plan "free"', 'the key "anna" twice'),
    ),
}


@pytest.mark.parametrize(("plans", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(plans: dict[str, UsagePlan], expected: tuple[str, str]) -> None:
    found = usage_plan_problems(plans, ["GET /a"])
    assert [(one.where, one.found) for one in found] == [expected]
    assert all(one.allowed and one.remedy for one in found)


def test_a_plan_has_twenty_throttles_of_routes(cloud: Cloud) -> None:
    routes = [f"GET /r{number}" for number in range(21)]
    plans = {"free": UsagePlan(throttle=THROTTLE, route_throttles=dict.fromkeys(routes, THROTTLE))}
    assert [one.found for one in usage_plan_problems(plans, routes)] == ['21 usage plan "free", route_throttles']
    assert usage_plan_problems(plans, routes, method_throttles=21) == []
    assert cloud.mocks.registrations == []
