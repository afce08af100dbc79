"""Diff, refresh and previews of updates."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

import boto3
import pytest
from pulumi.runtime.proto import provider_pb2

from local.provider.assets import zip_archive
from local.provider.values import UNKNOWN, Secret
from tests.local.provider.engine import REGION, Engine
from tests.local.provider.samples import READ_POLICY, ROLE_ARN, TRUST, code

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.provider.values import Properties

API = "aws:apigatewayv2/api:Api"
STAGE = "aws:apigatewayv2/stage:Stage"
ROLE = "aws:iam/role:Role"
FUNCTION = "aws:lambda/function:Function"
NONE, SOME = 1, 2
KIND = provider_pb2.PropertyDiff


def client(service: str, emulator: str) -> Any:
    make = cast("Callable[..., Any]", boto3.client)  # pyright: ignore[reportUnknownMemberType]  # one overload a service
    return make(
        service,
        region_name=REGION,
        endpoint_url=emulator,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106  # the emulator's dummy
    )


def test_a_document_written_otherwise_is_no_change(engine: Engine) -> None:
    role = engine.create(ROLE, "role", {"assumeRolePolicy": TRUST})
    document: Any = json.loads(TRUST)
    document["Statement"][0]["Action"] = ["sts:AssumeRole"]
    assert engine.diff(role, {"assumeRolePolicy": json.dumps(document, indent=4)}).changes == NONE
    document["Statement"][0]["Action"] = ["sts:AssumeRole", "sts:TagSession"]
    assert engine.diff(role, {"assumeRolePolicy": document}).diffs == ["assumeRolePolicy"]


def test_a_set_in_another_order_is_no_change_and_an_ordered_list_is(engine: Engine, emulator: str) -> None:
    cors = {"allowMethods": ["GET", "POST"], "allowOrigins": ["https://a.example"]}
    api = engine.create(API, "api", {"protocolType": "HTTP", "corsConfiguration": cors})
    turned = {**cors, "allowMethods": ["POST", "GET"]}
    assert engine.diff(api, {"protocolType": "HTTP", "corsConfiguration": turned}).changes == NONE
    added = {**cors, "allowMethods": ["GET", "PUT", "POST"]}
    answer = engine.diff(api, {"protocolType": "HTTP", "corsConfiguration": added})
    assert {path: item.kind for path, item in answer.detailedDiff.items()} == {
        "corsConfiguration.allowMethods[1]": KIND.ADD
    }
    publish = client("lambda", emulator).publish_layer_version
    content = {"ZipFile": zip_archive(code())}
    layers = [publish(LayerName=name, Content=content)["LayerVersionArn"] for name in ("first", "second")]
    inputs: Properties = {"role": ROLE_ARN, "runtime": "python3.12", "handler": "index.handler", "code": code()}
    function = engine.create(FUNCTION, "f", {**inputs, "layers": layers})
    assert engine.diff(function, {**inputs, "layers": layers[::-1]}).diffs == ["layers"]


def test_paths_and_kinds_of_changes(engine: Engine) -> None:
    inputs: Properties = {"protocolType": "HTTP", "description": "a", "tags": {"kept": "1", "gone": "1"}}
    api = engine.create(API, "api", inputs)
    wanted = {"protocolType": "WEBSOCKET", "version": "2", "tags": {"kept": "2", "a.b": "1"}}
    answer = engine.diff(api, wanted)
    assert {path: item.kind for path, item in answer.detailedDiff.items()} == {
        "protocolType": KIND.UPDATE_REPLACE,
        "description": KIND.DELETE,
        "version": KIND.ADD,
        "tags.kept": KIND.UPDATE,
        "tags.gone": KIND.DELETE,
        'tags["a.b"]': KIND.ADD,
    }
    assert list(answer.diffs) == ["description", "protocolType", "tags", "version"]


def test_writing_down_what_aws_had_chosen_is_no_change(engine: Engine) -> None:
    api = engine.create(API, "api", {"protocolType": "HTTP"})
    inputs: Properties = {"apiId": api.id, "integrationType": "HTTP_PROXY", "integrationUri": "https://example.com"}
    inputs |= {"integrationMethod": "GET"}
    integration = engine.create("aws:apigatewayv2/integration:Integration", "i", inputs)
    assert (
        engine.diff(integration, {**inputs, "timeoutMilliseconds": 30000.0, "connectionType": "INTERNET"}).changes
        == NONE
    )
    assert engine.diff(integration, {**inputs, "timeoutMilliseconds": 29000.0}).diffs == ["timeoutMilliseconds"]


def test_an_unknown_value_is_a_change_and_replaces_where_a_change_would(engine: Engine) -> None:
    api = engine.create(API, "api", {"protocolType": "HTTP"})
    route = engine.create(
        "aws:apigatewayv2/route:Route", "r", {"apiId": api.id, "routeKey": "GET /", "target": "integrations/a"}
    )
    answer = engine.diff(route, {"apiId": UNKNOWN, "routeKey": "GET /", "target": UNKNOWN})
    assert (sorted(answer.diffs), list(answer.replaces)) == (["apiId", "target"], ["apiId"])


def test_a_refresh_shows_what_was_changed_behind_the_program_and_the_next_update_sets_it_back(
    engine: Engine, emulator: str
) -> None:
    inputs: Properties = {"protocolType": "HTTP", "description": "mine"}
    api = engine.create(API, "api", inputs)
    stage_inputs: Properties = {"apiId": api.id, "name": "live"}
    stage_inputs["defaultRouteSettings"] = {"throttlingBurstLimit": 5.0, "throttlingRateLimit": 5.0}
    stage = engine.create(STAGE, "live", stage_inputs)
    gateway = client("apigatewayv2", emulator)
    gateway.update_api(ApiId=api.id, Description="theirs", Version="9")
    settings = {"ThrottlingBurstLimit": 5, "ThrottlingRateLimit": 500.0}
    gateway.update_stage(ApiId=api.id, StageName="live", DefaultRouteSettings=settings)

    found = engine.read(api)
    assert found is not None
    assert (found.inputs["description"], found.inputs["version"]) == ("theirs", "9")
    assert list(engine.diff(found, inputs).diffs) == ["description", "version"]
    engine.update(found, inputs)
    assert (found.state["description"], found.state["version"]) == ("mine", "")

    found = engine.read(stage)
    assert found is not None
    assert list(engine.diff(found, stage_inputs).detailedDiff) == ["defaultRouteSettings.throttlingRateLimit"]


def test_policies_attached_by_others_are_left_alone(engine: Engine, emulator: str) -> None:
    role = engine.create(ROLE, "role", {"assumeRolePolicy": TRUST})
    iam = client("iam", emulator)
    policy = iam.create_policy(PolicyName="shared", PolicyDocument=READ_POLICY)["Policy"]["Arn"]
    iam.attach_role_policy(RoleName=role.id, PolicyArn=policy)
    found = engine.read(role)
    assert found is not None
    assert found.state["managedPolicyArns"] == [policy]
    assert engine.diff(found, {"assumeRolePolicy": TRUST}).changes == NONE
    engine.update(found, {"assumeRolePolicy": TRUST, "description": "new"})
    assert found.state["managedPolicyArns"] == [policy]
    engine.update(found, {"assumeRolePolicy": TRUST, "forceDetachPolicies": True})
    engine.delete(found)
    assert engine.read(found) is None


def test_a_preview_of_an_update_opens_what_the_update_may_change(engine: Engine) -> None:
    inputs: Properties = {"role": ROLE_ARN, "runtime": "python3.12", "handler": "index.handler", "code": code()}
    function = engine.create(FUNCTION, "f", {**inputs, "publish": True})
    wanted = {**inputs, "publish": True, "code": code("def handler(event, context): return 2")}
    outputs = engine.update(function, wanted, preview=True)
    assert (outputs["version"], outputs["qualifiedArn"]) == (UNKNOWN, UNKNOWN)
    assert outputs["arn"] == function.state["arn"]
    assert function.state["version"] == "1"
    engine.update(function, wanted)
    assert function.state["version"] == "2"


def test_default_tags_are_merged_and_the_resource_s_own_win(emulator: str) -> None:
    settings: Properties = {"region": REGION, "defaultTags": json.dumps({"tags": {"team": "shop", "stage": "local"}})}
    with Engine(emulator, settings) as engine:
        api = engine.create(API, "api", {"protocolType": "HTTP", "tags": {"team": "web"}})
        assert api.inputs["tags"] == api.state["tags"] == api.state["tagsAll"] == {"team": "web", "stage": "local"}
        bare = engine.create(API, "bare", {"protocolType": "HTTP"})
        assert bare.state["tagsAll"] == {"team": "shop", "stage": "local"}
        assert engine.preview(API, "p", {"protocolType": "HTTP"})["tagsAll"] == bare.state["tagsAll"]
        route = engine.create("aws:apigatewayv2/route:Route", "r", {"apiId": api.id, "routeKey": "GET /"})
        assert "tags" not in route.inputs


def test_secrets_of_inputs_and_of_aws_are_secret_in_the_state(engine: Engine) -> None:
    secret = {"variables": {"OPEN": "a", "KEY": Secret("value")}}
    inputs: Properties = {"role": ROLE_ARN, "runtime": "python3.12", "handler": "index.handler", "code": code()}
    function = engine.create(FUNCTION, "f", {**inputs, "environment": secret, "description": Secret("d")})
    assert function.state["environment"] == secret
    assert function.state["description"] == Secret("d")
    found = engine.read(function)
    assert found is not None
    assert (found.state["environment"], found.inputs["environment"]) == (secret, secret)
    pool = engine.create("aws:cognito/userPool:UserPool", "pool", {})
    given = {"userPoolId": pool.id, "generateSecret": True}
    pool_client = engine.create("aws:cognito/userPoolClient:UserPoolClient", "client", given)
    assert isinstance(pool_client.state["clientSecret"], Secret)
    assert len(pool_client.state["clientSecret"].value) > 20
    assert pool.state["endpoint"] == f"cognito-idp.{REGION}.amazonaws.com/{pool.id}"


@pytest.mark.parametrize(("protocol", "scheme"), [("HTTP", "http"), ("WEBSOCKET", "ws")])
def test_addresses_lead_to_the_emulator(engine: Engine, emulator: str, protocol: str, scheme: str) -> None:
    api = engine.create(API, "api", {"protocolType": protocol})
    base = emulator.replace("http", scheme, 1)
    assert api.state["apiEndpoint"] == f"{base}/_api/{api.id}"
    assert api.state["executionArn"] == f"arn:aws:execute-api:{REGION}:000000000000:{api.id}"
    named = engine.create(STAGE, "s", {"apiId": api.id, "name": "live"})
    assert named.state["invokeUrl"] == f"{base}/_api/{api.id}/live"
    if protocol == "HTTP":
        default = engine.create(STAGE, "d", {"apiId": api.id, "name": "$default"})
        assert default.state["invokeUrl"] == f"{base}/_api/{api.id}/"


def test_a_new_region_of_the_provider_moves_its_resources(engine: Engine, emulator: str) -> None:
    api = engine.create(API, "api", {"protocolType": "HTTP"})
    pinned = engine.create(API, "pinned", {"protocolType": "HTTP", "region": "eu-west-2"})
    assert (api.state["region"], pinned.state["region"]) == (REGION, "eu-west-2")
    assert ":eu-west-2:" in pinned.state["arn"]
    with Engine(emulator, {"region": "eu-central-1"}) as moved:
        assert list(moved.diff(api, {"protocolType": "HTTP"}).replaces) == ["region"]
        assert moved.diff(pinned, {"protocolType": "HTTP", "region": "eu-west-2"}).changes == NONE
