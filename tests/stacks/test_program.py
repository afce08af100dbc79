"""The reference program as a whole, under mocks. What this does not prove: that AWS, or an engine, takes it."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.recording import Cloud, new_cloud, policy_of

ROOT = Path(__file__).parents[2]

Run = Callable[..., Cloud]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the program with the settings of a stack, and changes to them."""

    def start(stack: str, *, preview: bool = False, **changes: Any) -> Cloud:
        config: dict[str, Any] = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text())["config"]
        config |= {f"shop:{key}": value for key, value in changes.items()}
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
        monkeypatch.setenv("PULUMI_CONFIG", json.dumps(texts))
        monkeypatch.chdir(ROOT)
        cloud = new_cloud(stack=stack, preview=preview)

        def program() -> None:
            runpy.run_path("__main__.py")

        cloud.run(program)
        return cloud

    return start


@pytest.mark.parametrize("stack", ["local", "dev"])
@pytest.mark.parametrize("preview", [False, True])
def test_the_program_registers_the_shop(run: Run, stack: str, preview: bool) -> None:
    cloud = run(stack, preview=preview)
    assert sorted((one.type, one.name) for one in cloud.mocks.registrations if not one.custom) == [
        ("gateway:index:HttpApi", "orders"),
        ("gateway:index:LambdaFunction", "orders-create"),
        ("gateway:index:LambdaFunction", "orders-get"),
        ("gateway:index:LambdaFunction", "orders-health"),
        ("gateway:index:LambdaFunction", "orders-list"),
        ("gateway:index:UserPool", "customers"),
    ]
    assert sorted(cloud.mocks.of("aws:apigatewayv2/route:Route")) == [
        "orders-GET /orders",
        "orders-GET /orders/health",
        "orders-GET /orders/{id}",
        "orders-POST /orders",
    ]
    assert cloud.warnings == []


def test_only_the_health_route_is_open_and_only_writing_needs_its_scope(run: Run) -> None:
    routes = run("local").mocks.of("aws:apigatewayv2/route:Route")
    who = {one["routeKey"]: (one["authorizationType"], one.get("authorizationScopes")) for one in routes.values()}
    reading = ("JWT", ["orders/read", "orders/write"])
    assert who == {
        "GET /orders": reading,
        "POST /orders": ("JWT", ["orders/write"]),
        "GET /orders/{id}": reading,
        "GET /orders/health": ("NONE", None),
    }


def test_the_settings_reach_the_stage(run: Run) -> None:
    (stage,) = run("dev").mocks.of("aws:apigatewayv2/stage:Stage").values()
    assert stage["defaultRouteSettings"] == {"throttlingRateLimit": 200, "throttlingBurstLimit": 400}
    assert stage["routeSettings"] == [
        {"routeKey": "POST /orders", "throttlingRateLimit": 20, "throttlingBurstLimit": 40},
    ]


def test_each_function_may_do_what_its_route_does(run: Run) -> None:
    policies = run("local").mocks.of("aws:iam/rolePolicy:RolePolicy")
    allowed = {
        name: [action for one in policy_of(policy["policy"])["Statement"][1:] for action in one["Action"]]
        for name, policy in policies.items()
    }
    assert allowed == {
        "orders-create-policy": ["dynamodb:PutItem"],
        "orders-get-policy": ["dynamodb:GetItem", "dynamodb:Query"],
        "orders-list-policy": ["dynamodb:GetItem", "dynamodb:Query"],
        "orders-health-policy": [],
    }


@pytest.mark.parametrize(("protected", "pool"), [(True, "ACTIVE"), (False, "INACTIVE")])
def test_the_table_is_kept_safe(run: Run, protected: bool, pool: str) -> None:
    mocks = run("dev", deletionProtection=protected).mocks
    table = mocks.of("aws:dynamodb/table:Table")["orders"]
    assert table["deletionProtectionEnabled"] is protected
    assert table["pointInTimeRecovery"] == {"enabled": True}
    assert table["serverSideEncryption"] == {"enabled": True}
    assert table["billingMode"] == "PAY_PER_REQUEST"
    assert mocks.of("aws:cognito/userPool:UserPool")["customers"]["deletionProtection"] == pool


def test_with_a_provider_of_its_own_the_stack_has_no_user_pool(run: Run) -> None:
    identity = {"provider": "oidc", "issuer": "https://login.example.com/", "audiences": ["orders"]}
    mocks = run("dev", identity=identity).mocks
    assert mocks.of("aws:cognito/userPool:UserPool") == {}
    (authorizer,) = mocks.of("aws:apigatewayv2/authorizer:Authorizer").values()
    assert authorizer["jwtConfiguration"] == {"issuer": "https://login.example.com/", "audiences": ["orders"]}


def test_the_outputs_say_where_the_api_is_and_keep_the_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    exported: dict[str, Any] = {}
    monkeypatch.setattr("pulumi.export", exported.__setitem__)
    run("local")
    assert exported.keys() == {"apis", "identity"}
    assert exported["apis"]["orders"].keys() == {"url", "id", "routes"}
    assert exported["identity"].keys() == {"issuer", "clientId", "userPoolId", "tokenUrl"}


def test_everything_that_takes_tags_has_the_tags_of_the_stack(run: Run) -> None:
    registrations = run("dev").mocks.registrations
    taggable = {
        "aws:apigatewayv2/api:Api",
        "aws:apigatewayv2/stage:Stage",
        "aws:cloudwatch/logGroup:LogGroup",
        "aws:cognito/userPool:UserPool",
        "aws:dynamodb/table:Table",
        "aws:iam/role:Role",
        "aws:lambda/function:Function",
    }
    tags = [one.inputs.get("tags") for one in registrations if one.type in taggable]
    assert tags == [{"application": "shop", "environment": "dev"}] * len(tags)
    assert len(tags) == 17
