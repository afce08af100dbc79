"""Whether a REST API is deployed anew exactly when something changed that a deployment holds.

What this does not prove: that AWS serves a new deployment at once, or what the engine does with the triggers.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pulumi.runtime.mocks import MockResourceArgs

from components import Cors, Route, Throttle
from components.access.authorizers import token_authorizer
from components.access.usage_plans import UsagePlan
from components.rest_api import redeployment
from components.rest_api.args import RestApiArgs
from components.rest_api.gateway_responses import GatewayResponse
from components.rest_api.redeployment import contents_hash
from components.rest_api.resource_policies import allow_ip_ranges, deny_ip_ranges
from components.rest_api.settings import Cache
from components.routing.request_shaping import RequestValidation, RouteCache
from tests.support.apis import arn
from tests.support.recording import Cloud, RecordingMocks, is_unknown, new_cloud
from tests.support.rest_apis import (
    API,
    DEPLOYMENT,
    INTEGRATION,
    INTEGRATION_RESPONSE,
    METHOD,
    METHOD_RESPONSE,
    METHOD_SETTINGS,
    NAME,
    PAYMENT,
    POLICY,
    RESOURCE,
    RESPONSE,
    STAGE,
    built,
    customers,
    payments,
    registered,
    triggers,
)


def changed(**changes: object) -> RestApiArgs:
    """The arguments with everything, but for these."""
    return cast("RestApiArgs", {**payments(), **changes})


def with_route(key: str, **changes: object) -> RestApiArgs:
    """The arguments with everything, one route of which is other."""
    routes = dict(payments().get("routes", {}))
    routes[key] = cast("Route", {**routes.get(key, {}), **changes})
    return changed(routes=routes)


def different(given_args: RestApiArgs) -> set[str]:
    """Which triggers these arguments change."""
    before, after = triggers(payments()), triggers(given_args)
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


AUTHORIZERS = payments().get("authorizers", {})

REDEPLOYED: Mapping[str, tuple[Callable[[], RestApiArgs], set[str]]] = {
    "TTL of an authorizer": (
        lambda: changed(authorizers={**AUTHORIZERS, "customers": customers(ttl=300)}),
        {"authorizers"},
    ),
    "function of an authorizer": (
        lambda: changed(authorizers={**AUTHORIZERS, "customers": token_authorizer(arn("check:live"))}),
        {"authorizers"},
    ),
    "pattern of a token": (
        lambda: changed(authorizers={**AUTHORIZERS, "customers": {**customers(), "token_pattern": "B.+"}}),
        {"authorizers"},
    ),
    "a mapping template": (
        lambda: with_route("GET /payments/{id}", request_templates={"application/json": "{}"}),
        {"integrations"},
    ),
    "function of a route": (lambda: with_route("POST /payments", function=arn("create:live")), {"integrations"}),
    "URL of a route": (
        lambda: with_route("GET /rates/{proxy+}", url="https://other.example.com/{proxy}"),
        {"integrations"},
    ),
    "timeout of a route": (lambda: with_route("POST /payments", timeout_milliseconds=500), {"integrations"}),
    "authorizer of a route": (lambda: with_route("POST /payments", authorizer="tenants"), {"methods"}),
    "scopes of a route": (lambda: with_route("GET /rates/{proxy+}", scopes=["rates", "more"]), {"methods"}),
    "api key of a route": (lambda: with_route("POST /payments", api_key=False), {"methods"}),
    "what a request must hold": (
        lambda: with_route("POST /payments", validate=RequestValidation(body="Payment")),
        {"methods", "validators"},
    ),
    "a model": (lambda: changed(models={"Payment": {**PAYMENT, "required": []}}), {"models"}),
    "a gateway response": (
        lambda: changed(gateway_responses={"UNAUTHORIZED": GatewayResponse(status=403)}),
        {"gatewayResponses"},
    ),
    "a range in the policy": (lambda: changed(resource_policy=allow_ip_ranges(["192.0.2.0/25"])), {"policy"}),
    "an allowance made a denial": (lambda: changed(resource_policy=deny_ip_ranges(["192.0.2.0/24"])), {"policy"}),
    "binary types": (lambda: changed(binary_media_types=["image/png"]), {"api", "integrations"}),
    "compression": (lambda: changed(minimum_compression_size=0), {"api"}),
    "source of keys": (lambda: changed(api_key_source="AUTHORIZER"), {"api"}),
    "default endpoint": (lambda: changed(disable_default_endpoint=True), {"api"}),
    "endpoint type": (lambda: changed(endpoint="EDGE"), {"api"}),
    "origins": (
        lambda: changed(cors=Cors(origins=["https://shop.example.com"])),
        {"gatewayResponses", "integrationResponses", "methodResponses"},
    ),
    "keys of the cache": (
        lambda: with_route("GET /payments", cache=RouteCache(ttl=60, keys=["header.Authorization"])),
        {"integrations", "methods"},
    ),
    "another route": (
        lambda: with_route("GET /more", function=arn("list")),
        # The policy names each route beside those that want signed requests.
        {"resources", "methods", "integrations", "methodResponses", "integrationResponses", "policy"},
    ),
    "a route that wants signed requests": (
        lambda: with_route("POST /payments", authorizer="machines"),
        {"methods", "policy"},
    ),
}

NOT_REDEPLOYED: Mapping[str, Callable[[], RestApiArgs]] = {
    "description": lambda: changed(description="Other."),
    "tags": lambda: changed(tags={"application": "other"}),
    "throttle": lambda: changed(throttle=Throttle(rate=1, burst=1)),
    "throttle of a route": lambda: with_route("POST /payments", throttle=Throttle(rate=1, burst=1)),
    "stage variables": lambda: changed(stage_variables={"colour": "green"}),
    "canary": lambda: changed(canary={"percent": 10, "stage_variables": {"colour": "green"}}),
    "tracing": lambda: changed(tracing=True),
    "execution logs": lambda: changed(execution_logs="OFF"),
    "retention": lambda: changed(log_retention_days=30),
    "size of the cache": lambda: changed(cache=Cache(size_gb=1.6)),
    "time in the cache": lambda: with_route(
        "GET /payments", cache=RouteCache(ttl=30, keys=["header.Authorization", "querystring.page"])
    ),
    "usage plans": lambda: changed(usage_plans={"free": UsagePlan(throttle=Throttle(rate=9, burst=9))}),
    "kept deployments": lambda: changed(keep_deployments=True),
}


@pytest.mark.parametrize(("changes", "kinds"), REDEPLOYED.values(), ids=REDEPLOYED.keys())
def test_what_a_deployment_holds_makes_a_new_one(changes: Callable[[], RestApiArgs], kinds: set[str]) -> None:
    assert different(changes()) == kinds


@pytest.mark.parametrize("changes", NOT_REDEPLOYED.values(), ids=NOT_REDEPLOYED.keys())
def test_what_a_deployment_does_not_hold_makes_none(changes: Callable[[], RestApiArgs]) -> None:
    assert different(changes()) == set()


STAGES: Mapping[str, Mapping[str, object]] = {"stage": {"stage": "v2"}, "further stages": {"stages": {"beta": {}}}}


@pytest.mark.parametrize("stages", STAGES.values(), ids=STAGES.keys())
def test_a_stage_makes_a_new_deployment_only_where_the_policy_names_it(stages: Mapping[str, object]) -> None:
    assert different(changed(**stages)) == {"policy"}
    open_to_all = {key: value for key, value in payments().items() if key != "resource_policy"}
    assert triggers(cast("RestApiArgs", open_to_all)) == triggers(cast("RestApiArgs", {**open_to_all, **stages}))


ROUTES = payments().get("routes", {})


@settings(max_examples=5, deadline=None)
@given(st.permutations(sorted(ROUTES)))
def test_the_order_of_routes_changes_nothing(keys: list[str]) -> None:
    assert registered(changed(routes={key: ROUTES[key] for key in keys})) == registered(payments())


def test_another_route_makes_only_its_own_resources_new() -> None:
    before, after = registered(payments()), registered(with_route("GET /payments/{id}/more", function=arn("list")))
    changes = {(DEPLOYMENT, f"{NAME}-deployment"), (POLICY, f"{NAME}-resource-policy")}
    assert {one for one in before if before[one] != after.get(one)} == changes
    new = {name for kind, name in after.keys() - before.keys() if kind not in {RESOURCE, METHOD_SETTINGS, STAGE}}
    assert new == {
        f"{NAME}-GET /payments/{{id}}/more",
        f"{NAME}-OPTIONS /payments/{{id}}/more",
        f"{NAME}-OPTIONS /payments/{{id}}/more-204",
    }


def options(given_args: RestApiArgs) -> dict[tuple[str, str], pulumi.ResourceOptions]:
    """The options of every resource of an API, by type and name."""
    found: dict[tuple[str, str], pulumi.ResourceOptions] = {}
    original = pulumi.Resource.__init__

    def spy(self: pulumi.Resource, kind: str, name: str, *rest: Any, **named: Any) -> None:
        given = (one for one in (*rest, *named.values()) if isinstance(one, pulumi.ResourceOptions))
        found[kind, name] = next(given, pulumi.ResourceOptions())
        original(self, kind, name, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pulumi.Resource, "__init__", spy)
        registered(given_args)
    return found


def test_what_has_no_identifier_of_its_own_goes_before_its_replacement_comes() -> None:
    first = {(kind, name) for (kind, name), one in options(payments()).items() if one.delete_before_replace}
    kinds = {INTEGRATION, INTEGRATION_RESPONSE, METHOD, METHOD_RESPONSE, METHOD_SETTINGS, POLICY, RESPONSE}
    assert first == {(kind, name) for kind, name in registered(payments()) if kind in kinds}
    assert {kind for kind, _ in first} == kinds


Made = Callable[[], Mapping[str, pulumi.Output[str]]]


def asked(cloud: Cloud, made: Made, question: Callable[[pulumi.Output[str]], Awaitable[object]]) -> list[object]:
    """What a question finds of each trigger that a program makes."""
    found: list[object] = []
    cloud.run(lambda: [pulumi.Output.from_input(question(one)).apply(found.append) for one in made().values()])
    return found


def integrations(count: int, uri: pulumi.Input[str] = "https://example.com") -> list[aws.apigateway.Integration]:
    """Some integrations of an API that is made elsewhere."""
    return [
        aws.apigateway.Integration(
            f"i{number}", rest_api="a1", resource_id="r1", http_method="GET", type="HTTP_PROXY", uri=uri
        )
        for number in range(count)
    ]


def test_a_trigger_does_not_make_the_engine_delete_a_deployment_in_use(cloud: Cloud) -> None:
    # The engine would delete the deployment before an integration that is replaced, while the stage points to it.
    assert asked(cloud, lambda: redeployment.triggers(integrations(2)), lambda one: one.resources()) == [set()]


@pytest.mark.parametrize("secret", [True, False])
def test_a_trigger_of_a_secret_is_one(*, secret: bool, cloud: Cloud) -> None:
    uri = pulumi.Output.secret("https://example.com") if secret else "https://example.com"
    made = lambda: redeployment.triggers(integrations(2, uri))  # noqa: E731 -- a program, to be run later
    assert asked(cloud, made, lambda one: one.is_secret()) == [secret]


def test_the_triggers_wait_once_for_all_resources_of_a_kind(cloud: Cloud) -> None:
    def tasks(count: int) -> int:
        resources, loop = integrations(count), asyncio.get_event_loop()
        before = len(asyncio.all_tasks(loop))
        redeployment.triggers(resources)
        return len(asyncio.all_tasks(loop)) - before

    found: list[int] = []
    cloud.run(lambda: found.append(tasks(1)))
    other = new_cloud()
    other.run(lambda: found.append(tasks(20)))
    assert found[0] == found[1] > 0


def test_a_preview_of_an_unchanged_api_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    # The engine gives a preview what it knows of the resources; a property that one does not have is not among it.
    of_run = RecordingMocks.new_resource

    def unchanged(self: RecordingMocks, resource: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.preview = False
        return of_run(self, resource)

    before = triggers(payments())
    monkeypatch.setattr(RecordingMocks, "new_resource", unchanged)
    cloud = new_cloud(preview=True)
    built(cloud, payments())
    assert cloud.mocks.of(DEPLOYMENT)[f"{NAME}-deployment"]["triggers"] == before


def test_a_refresh_that_shows_the_policy_on_the_api_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    of_run = RecordingMocks.new_resource

    def refreshed(self: RecordingMocks, resource: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        physical, outputs = of_run(self, resource)
        return physical, {**outputs, "policy": '{"Statement": []}'} if resource.typ == API else outputs

    before = triggers(payments())
    monkeypatch.setattr(RecordingMocks, "new_resource", refreshed)
    assert triggers(payments()) == before


def test_a_preview_of_a_new_api_leaves_open_what_aws_adds(preview: Cloud) -> None:
    built(preview, payments())
    found = preview.mocks.of(DEPLOYMENT)[f"{NAME}-deployment"]["triggers"]
    assert {name for name, one in found.items() if is_unknown(one)} >= {"api", "methods", "integrations"}


def test_everything_that_a_deployment_holds_is_there_before_it() -> None:
    found = options(payments())
    parts = [name for kind, name in found if kind.startswith("aws:apigateway/")]
    depends_on = found[DEPLOYMENT, f"{NAME}-deployment"].depends_on
    waited = {one.pulumi_resource_name for one in cast("list[pulumi.Resource]", depends_on)}
    later = {"deployment", "stage", "settings", "plan", "key"}
    assert waited >= {name for name in parts if name.removeprefix(f"{NAME}-").split("-")[0] not in later}
    assert f"{NAME}-permission-list" in waited


@pytest.mark.parametrize(("keep", "retained"), [(True, True), (False, None)])
def test_old_deployments_stay_in_aws_where_they_are_kept(*, keep: bool, retained: bool | None) -> None:
    found = options(changed(keep_deployments=keep))
    assert found[DEPLOYMENT, f"{NAME}-deployment"].retain_on_delete is retained


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"binary_media_types": ["a/b", "c/d"]}, {"binary_media_types": ["c/d", "a/b"]}),
        ({"policy": '{"a": 1, "b": 2}'}, {"policy": '{"b":2,"a":1}'}),
        ({"timeout": 5.0}, {"timeout": 5}),
        ({"api_key_required": False, "uri": ""}, {"api_key_required": None}),
    ],
)
def test_two_ways_to_say_the_same_have_one_hash(one: dict[str, object], other: dict[str, object]) -> None:
    assert contents_hash({"x": one}) == contents_hash({"x": other})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"ttl": 0}, {}),
        ({"request_parameters": {"a": False}}, {}),
        ({"request_parameters": {"a": False}}, {"request_parameters": {"a": True}}),
    ],
)
def test_zero_and_what_is_optional_are_something(one: dict[str, object], other: dict[str, object]) -> None:
    assert contents_hash({"x": one}) != contents_hash({"x": other})
