"""The reference program as a whole, under mocks. What this does not prove: that AWS, or an engine, takes it."""

import importlib
import inspect
import re
from typing import Any

import pulumi
import pytest
import yaml

from gateway_policies.hygiene.taggable import TAGGABLE
from tests.stacks.running import ROOT, Run
from tests.support.recording import policy_of

APIS = ("catalog", "ledger", "notifications", "orders", "payments", "users")
FUNCTION_COMPONENT = "gateway:index:LambdaFunction"


@pytest.mark.parametrize("stack", ["local", "dev", "staging", "prod"])
@pytest.mark.parametrize("preview", [False, True])
def test_the_program_registers_the_shop(run: Run, stack: str, preview: bool) -> None:
    cloud = run(stack, preview=preview)
    components = [(one.type, one.name) for one in cloud.mocks.registrations if not one.custom]
    own_pool = [] if stack == "prod" else [("gateway:index:UserPool", "customers")]
    assert sorted(one for one in components if one[0] != FUNCTION_COMPONENT) == [
        *(("gateway:index:ApiAlarms", api) for api in APIS),
        ("gateway:index:ApiDashboard", "shop"),
        ("gateway:index:ApiDomain", "api"),
        ("gateway:index:ApiDomain", "ws"),
        ("gateway:index:ApiGatewayAccount", "account"),
        ("gateway:index:HttpApi", "catalog"),
        ("gateway:index:HttpApi", "orders"),
        ("gateway:index:HttpApi", "users"),
        ("gateway:index:Network", "shop"),
        ("gateway:index:PrivateLoadBalancer", "catalog"),
        ("gateway:index:PrivateLoadBalancer", "ledger"),
        ("gateway:index:RestApi", "ledger"),
        ("gateway:index:RestApi", "payments"),
        *own_pool,
        ("gateway:index:ValidatedCertificate", "internal"),
        ("gateway:index:VpcLink", "shop"),
        ("gateway:index:WebAcl", "shop"),
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
        "orders-GET /": reading,
        "orders-POST /": ("JWT", "orders/write"),
        "orders-GET /{id}": reading,
        "orders-GET /health": ("NONE",),
        "users-ANY /": ("JWT", "users/manage"),
        "users-ANY /{proxy+}": ("JWT", "users/manage"),
        "users-OPTIONS /": ("NONE",),
        "users-OPTIONS /{proxy+}": ("NONE",),
        "catalog-GET /items": ("NONE",),
        "catalog-GET /items/{sku}": ("NONE",),
        "notifications-$connect": ("CUSTOM",),
        **{f"notifications-{key}": ("NONE",) for key in ("$default", "$disconnect", "send", "subscribe")},
    }


def test_who_may_call_the_methods_and_which_of_them_want_a_key(run: Run) -> None:
    payments = {"payments-GET /", "payments-POST /", "payments-GET /{id}", "payments-GET /{id}/receipt"}
    ledger = {"ledger-GET /entries", "ledger-POST /entries", "ledger-GET /entries/{id}"}
    assert _access(run, "aws:apigateway/method:Method") == {
        **dict.fromkeys(payments | ledger, ("CUSTOM",)),
        "payments-GET /rates": ("NONE",),
    }
    methods = run("local").mocks.of("aws:apigateway/method:Method")
    keyed = {name for name, method in methods.items() if method.get("apiKeyRequired")}
    assert keyed == payments | {"payments-GET /rates"}


def test_the_settings_reach_the_stages_plans_and_policy(run: Run) -> None:
    mocks = run("dev").mocks
    orders = mocks.of("aws:apigatewayv2/stage:Stage")["orders-stage"]
    assert orders["defaultRouteSettings"] == {"throttlingRateLimit": 200, "throttlingBurstLimit": 400}
    assert orders["routeSettings"] == [
        {"routeKey": "POST /", "throttlingRateLimit": 20, "throttlingBurstLimit": 40},
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
        "account-role": [],
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
    outputs = {"apis", "identity", "tokenKey", "apiKeys", "services", "nameServers", "dashboard", "costs"}
    assert exported.keys() == outputs
    assert exported["apis"].keys() == {*APIS}
    assert all(api.keys() == {"url", "id", "routes"} for api in exported["apis"].values())
    assert exported["identity"].keys() == {"issuer", "clientId", "userPoolId", "tokenUrl"}


def _takes_tags(resource_type: str) -> bool:
    module, _, name = resource_type.removeprefix("aws:").partition("/")
    of_type = importlib.import_module(f"pulumi_aws.{'lambda_' if module == 'lambda' else module}")
    made = getattr(of_type, name.rpartition(":")[2])
    return "tags" in inspect.signature(made._internal_init).parameters  # noqa: SLF001 -- __init__ takes anything


@pytest.mark.parametrize("stack", ["local", "dev", "staging", "prod"])
def test_everything_that_takes_tags_has_the_tags_of_the_stack_and_is_watched_by_the_policy(
    run: Run, stack: str
) -> None:
    registrations = [one for one in run(stack).mocks.registrations if one.custom]
    taggable = {one for one in {one.type for one in registrations} if _takes_tags(one)}
    assert taggable <= {*TAGGABLE}
    config = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text())["config"]
    tags = {(one.type, one.name): one.inputs.get("tags", {}) for one in registrations if one.type in taggable}
    assert [one for one, found in tags.items() if not config["shop:tags"].items() <= found.items()] == []


def test_every_api_is_closed_but_for_its_domain(run: Run) -> None:
    mocks = run("local").mocks
    apis = {**mocks.of("aws:apigatewayv2/api:Api"), **mocks.of("aws:apigateway/restApi:RestApi")}
    open_ones = {name for name, api in apis.items() if not api.get("disableExecuteApiEndpoint")}
    assert (open_ones, apis.keys()) == ({"notifications"}, {*APIS})
    mappings = mocks.of("aws:apigatewayv2/apiMapping:ApiMapping").values()
    paths = {(one["domainName"], one.get("apiMappingKey", "")) for one in mappings}
    assert paths == {("ws.shop.test", "")} | {
        ("api.shop.test", name) for name in ("orders", "users", "payments", "catalog", "ledger")
    }


def test_private_services_are_reached_over_tls_and_tell_who_asks(run: Run) -> None:
    mocks = run("dev").mocks
    listeners = mocks.of("aws:lb/listener:Listener")
    assert {name: (one["protocol"], one["port"]) for name, one in listeners.items()} == {
        "catalog": ("HTTPS", 443),
        "ledger": ("TLS", 443),
    }
    for integration in mocks.of("aws:apigateway/integration:Integration").values():
        if integration["type"] == "HTTP_PROXY":
            assert integration["uri"].startswith("https://internal.shop.dev.example.com:443/entries")
            told = integration["requestParameters"]["integration.request.header.x-customer"]
            assert told == "context.authorizer.principalId"
    (catalog,) = {
        one["tlsConfig"]["serverNameToVerify"]
        for name, one in mocks.of("aws:apigatewayv2/integration:Integration").items()
        if name.startswith("catalog")
    }
    assert catalog == "internal.shop.dev.example.com"


def test_the_network_may_be_one_that_is_there(run: Run) -> None:
    existing = {"vpcId": "vpc-1", "privateSubnetIds": ["subnet-1", "subnet-2"], "cidr": "10.1.0.0/16"}
    mocks = run("dev", network={"existing": existing}).mocks
    assert mocks.of("aws:ec2/vpc:Vpc") == {}
    assert {tuple(one["subnets"]) for one in mocks.of("aws:lb/loadBalancer:LoadBalancer").values()} == {
        ("subnet-1", "subnet-2")
    }


def test_the_zone_may_be_one_that_is_there(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    exported: dict[str, Any] = {}
    monkeypatch.setattr("pulumi.export", exported.__setitem__)
    mocks = run("dev", domain={"name": "shop.example.com", "zoneId": "Z0123456789"}).mocks
    assert mocks.of("aws:route53/zone:Zone") == {}
    assert {one["zoneId"] for one in mocks.of("aws:route53/record:Record").values()} == {"Z0123456789"}
    assert exported["nameServers"] is None


def test_what_is_there_is_looked_up(run: Run) -> None:
    mocks = run("prod").mocks
    assert mocks.of("aws:ec2/vpc:Vpc") == mocks.of("aws:route53/zone:Zone") == {}
    assert {one["zoneId"] for one in mocks.of("aws:route53/record:Record").values()} == {"Z0123456789EXAMPLE0"}
    domains = mocks.of("aws:apigatewayv2/domainName:DomainName").values()
    (certificate,) = {one["domainNameConfiguration"]["certificateArn"] for one in domains}
    assert certificate.endswith(":certificate/11111111-2222-3333-4444-555555555555")
    assert {tuple(one["subnets"]) for one in mocks.of("aws:lb/loadBalancer:LoadBalancer").values()} == {
        ("subnet-0123456789abcdef0", "subnet-0123456789abcdef1")
    }


@pytest.mark.parametrize(
    ("changes", "setting"),
    [
        ({"domain": {"name": "shop.example.com", "zone": "other.example"}}, "shop:domain.zone: the zone other.example"),
        (
            {"domain": {"name": "shop.example.com", "certificate": "*.other.example"}},
            "shop:domain.certificate: the certificate for *.other.example",
        ),
        (
            {"network": {"lookUp": {"vpcTags": {"Name": "other"}, "privateSubnetTags": {"Tier": "private"}}}},
            "shop:network.lookUp.vpcTags: the VPC tagged {'Name': 'other'}",
        ),
        (
            {"network": {"lookUp": {"vpcTags": {"Name": "main"}, "privateSubnetTags": {"Tier": "other"}}}},
            "shop:network.lookUp.privateSubnetTags: the subnets tagged {'Tier': 'other'}",
        ),
    ],
)
def test_what_is_not_found_is_named_by_its_setting(run: Run, changes: dict[str, Any], setting: str) -> None:
    with pytest.raises(pulumi.RunError, match=re.escape(f"{setting} was not found")):
        run("prod", **changes)


def test_a_topic_that_is_there_is_told_of_the_alarms(run: Run) -> None:
    mocks = run("prod").mocks
    assert mocks.of("aws:sns/topic:Topic") == {}
    told = {tuple(one["alarmActions"]) for one in mocks.of("aws:cloudwatch/metricAlarm:MetricAlarm").values()}
    assert told == {("arn:aws:sns:eu-west-1:111122223333:on-call",)}


def test_cache_and_web_acl_are_there_where_the_settings_want_them(run: Run) -> None:
    stages = {
        stack: run(stack).mocks.of("aws:apigateway/stage:Stage")["payments-stage"].get("cacheClusterSize")
        for stack in ("dev", "staging", "prod")
    }
    assert stages == {"dev": None, "staging": "0.5", "prod": "1.6"}
    assert run("dev", waf={"enabled": False}).mocks.of("aws:wafv2/webAcl:WebAcl") == {}
    (acl,) = run("prod").mocks.of("aws:wafv2/webAcl:WebAcl").values()
    limits = [
        one["statement"]["rateBasedStatement"]["limit"]
        for one in acl["rules"]
        if "rateBasedStatement" in one["statement"]
    ]
    assert limits == [5000]


def test_a_key_that_a_customer_has_already_is_kept_and_stays_secret(run: Run) -> None:
    mocks = run("prod", apiKeys={"acme": "k" * 20}).mocks
    keys = {one.name: one for one in mocks.registrations if one.type == "aws:apigateway/apiKey:ApiKey"}
    assert keys["payments-key-acme"].inputs["value"] == "k" * 20
    assert "value" in keys["payments-key-acme"].secret_paths
    assert "value" not in keys["payments-key-globex"].inputs


def test_one_topic_is_told_of_the_alarms_of_all_apis(run: Run) -> None:
    mocks = run("dev", alarms={"emails": ["oncall@example.com"]}).mocks
    (topic,) = mocks.of("aws:sns/topic:Topic")
    (subscription,) = mocks.of("aws:sns/topicSubscription:TopicSubscription").values()
    assert subscription["endpoint"] == "oncall@example.com"
    told = {tuple(one["alarmActions"]) for one in mocks.of("aws:cloudwatch/metricAlarm:MetricAlarm").values()}
    assert len(told) == 1, (topic, told)


def test_the_routes_are_told_as_callers_see_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[Any] = []

    def export(name: str, value: Any) -> None:
        if name == "apis":
            pulumi.Output.from_input(value).apply(told.append)

    monkeypatch.setattr("pulumi.export", export)
    run("local")
    (apis,) = told
    assert {api["url"] for name, api in apis.items() if name != "notifications"} == {"https://api.shop.test"}
    assert set(apis["orders"]["routes"]) == {
        "GET /orders",
        "GET /orders/health",
        "GET /orders/{id}",
        "POST /orders",
    }


def test_a_service_without_addresses_gets_a_group_that_its_load_balancer_reaches(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported: dict[str, Any] = {}
    monkeypatch.setattr("pulumi.export", exported.__setitem__)
    mocks = run("dev").mocks
    facts = {"targetGroupArn", "securityGroupId"}
    assert {name: set(told) for name, told in exported["services"].items()} == {"catalog": facts, "ledger": facts}
    entered = mocks.of("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
    assert {name: one["toPort"] for name, one in entered.items() if name.endswith("-to-tasks")} == {
        "catalog-to-tasks": 8080,
        "ledger-to-tasks": 8080,
    }
    run("local")
    assert exported["services"] == {}
