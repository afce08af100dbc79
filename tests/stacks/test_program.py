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

TAGGABLE = {
    "aws:apigateway/apiKey:ApiKey",
    "aws:apigateway/restApi:RestApi",
    "aws:apigateway/stage:Stage",
    "aws:apigateway/usagePlan:UsagePlan",
    "aws:apigatewayv2/api:Api",
    "aws:apigatewayv2/stage:Stage",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cognito/userPool:UserPool",
    "aws:dynamodb/table:Table",
    "aws:iam/role:Role",
    "aws:kms/key:Key",
    "aws:lambda/function:Function",
}
FUNCTION_COMPONENT = "gateway:index:LambdaFunction"

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
    components = [(one.type, one.name) for one in cloud.mocks.registrations if not one.custom]
    assert sorted(one for one in components if one[0] != FUNCTION_COMPONENT) == [
        ("gateway:index:HttpApi", "orders"),
        ("gateway:index:HttpApi", "users"),
        ("gateway:index:RestApi", "payments"),
        ("gateway:index:UserPool", "customers"),
        ("gateway:index:WebSocketApi", "notifications"),
        ("gateway:index:WebSocketConnections", "notifications"),
    ]
    assert sorted(name for kind, name in components if kind == FUNCTION_COMPONENT) == [
        "authorizers-request",
        *(f"notifications-{action}" for action in ("connect", "default", "disconnect", "send", "subscribe")),
        *(f"orders-{action}" for action in ("create", "get", "health", "list")),
        *(f"payments-{action}" for action in ("create", "get", "list", "rates", "receipt")),
        "users-app",
    ]
    assert cloud.warnings == []


def _access(run: Run, route_type: str) -> dict[str, tuple[object, ...]]:
    """Who may call each route or method, by its name."""
    return {
        name: (one.get("authorizationType") or one.get("authorization"), *one.get("authorizationScopes", ()))
        for name, one in run("local").mocks.of(route_type).items()
    }


def test_who_may_call_the_routes(run: Run) -> None:
    reading = ("JWT", "orders/read", "orders/write")
    assert _access(run, "aws:apigatewayv2/route:Route") == {
        "orders-GET /orders": reading,
        "orders-POST /orders": ("JWT", "orders/write"),
        "orders-GET /orders/{id}": reading,
        "orders-GET /orders/health": ("NONE",),
        "users-ANY /users": ("JWT", "users/manage"),
        "users-ANY /users/{proxy+}": ("JWT", "users/manage"),
        "users-OPTIONS /users": ("NONE",),
        "users-OPTIONS /users/{proxy+}": ("NONE",),
        "notifications-$connect": ("CUSTOM",),
        **{f"notifications-{key}": ("NONE",) for key in ("$default", "$disconnect", "send", "subscribe")},
    }


def test_who_may_call_the_methods_and_that_each_wants_a_key(run: Run) -> None:
    assert _access(run, "aws:apigateway/method:Method") == {
        "payments-GET /payments": ("CUSTOM",),
        "payments-POST /payments": ("CUSTOM",),
        "payments-GET /payments/{id}": ("CUSTOM",),
        "payments-GET /payments/{id}/receipt": ("CUSTOM",),
        "payments-GET /payments/rates": ("NONE",),
    }
    methods = run("local").mocks.of("aws:apigateway/method:Method").values()
    assert {method["apiKeyRequired"] for method in methods} == {True}


def test_the_settings_reach_the_stages_plans_and_policy(run: Run) -> None:
    mocks = run("dev").mocks
    orders = mocks.of("aws:apigatewayv2/stage:Stage")["orders-stage"]
    assert orders["defaultRouteSettings"] == {"throttlingRateLimit": 200, "throttlingBurstLimit": 400}
    assert orders["routeSettings"] == [
        {"routeKey": "POST /orders", "throttlingRateLimit": 20, "throttlingBurstLimit": 40},
    ]
    plans = mocks.of("aws:apigateway/usagePlan:UsagePlan")
    assert plans["payments-plan-trial"]["quotaSettings"] == {"limit": 1000, "period": "DAY"}
    assert plans["payments-plan-trial"]["throttleSettings"] == {"rateLimit": 5, "burstLimit": 10}
    (policy,) = mocks.of("aws:apigateway/restApiPolicy:RestApiPolicy").values()
    denied = [one for one in policy_of(policy["policy"])["Statement"] if one["Effect"] == "Deny"]
    assert [one["Condition"] for one in denied] == [
        {"NotIpAddress": {"aws:SourceIp": ["203.0.113.0/24", "198.51.100.0/24"]}}
    ]


def test_each_function_may_do_what_its_route_does(run: Run) -> None:
    policies = run("local").mocks.of("aws:iam/rolePolicy:RolePolicy")
    allowed = {
        name.removesuffix("-policy"): sorted(
            action.removeprefix("dynamodb:")
            for one in policy_of(policy["policy"])["Statement"][1:]
            for action in one["Action"]
        )
        for name, policy in policies.items()
    }
    assert allowed == {
        "orders-create": ["PutItem"],
        "orders-get": ["GetItem", "Query"],
        "orders-list": ["GetItem", "Query"],
        "orders-health": [],
        "users-app": ["DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"],
        "payments-create": ["GetItem", "PutItem"],
        "payments-get": ["GetItem", "Query"],
        "payments-list": ["GetItem", "Query"],
        "payments-rates": [],
        "payments-receipt": ["GetItem", "Query"],
        "authorizers-request": ["kms:VerifyMac"],
        "notifications-connect": ["PutItem"],
        "notifications-default": [],
        "notifications-disconnect": ["DeleteItem", "Query"],
        "notifications-send": ["DeleteItem", "GetItem", "Query", "Query", "execute-api:ManageConnections"],
        "notifications-subscribe": ["GetItem", "PutItem"],
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
    authorizers = mocks.of("aws:apigatewayv2/authorizer:Authorizer")
    for api in ("orders", "users"):
        authorizer = authorizers[f"{api}-authorizer-customers"]
        assert authorizer["jwtConfiguration"] == {"issuer": "https://login.example.com/", "audiences": ["orders"]}


def test_the_outputs_say_where_the_api_is_and_keep_the_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    exported: dict[str, Any] = {}
    monkeypatch.setattr("pulumi.export", exported.__setitem__)
    run("local")
    assert exported.keys() == {"apis", "identity", "tokenKey", "apiKeys"}
    assert exported["apis"].keys() == {"orders", "users", "payments", "notifications"}
    assert all(api.keys() == {"url", "id", "routes"} for api in exported["apis"].values())
    assert exported["identity"].keys() == {"issuer", "clientId", "userPoolId", "tokenUrl"}


def test_everything_that_takes_tags_has_the_tags_of_the_stack(run: Run) -> None:
    registrations = run("dev").mocks.registrations
    tags = {(one.type, one.name): one.inputs.get("tags") for one in registrations if one.type in TAGGABLE}
    assert {kind for kind, _ in tags} == TAGGABLE
    expected = {"application": "shop", "environment": "dev"}
    assert [one for one, found in tags.items() if found != expected] == []
