"""REST APIs: what holds a resource, what is secret, and a whole API that answers real requests."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from local.provider.values import Secret
from tests.local.provider.rest_samples import method, rest_api, stage
from tests.local.provider.samples import READ_POLICY, TRUST, WRITE_POLICY, code
from tests.local.provider.test_difference import client

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine

API = "aws:apigateway/restApi:RestApi"
DEPLOYMENT = "aws:apigateway/deployment:Deployment"
STAGE = "aws:apigateway/stage:Stage"
KEY = "aws:apigateway/apiKey:ApiKey"
PLAN = "aws:apigateway/usagePlan:UsagePlan"
PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey"
NONE = 1

HANDLER = """
import json
def handler(event, context):
    return {"statusCode": 200, "body": json.dumps({"path": event["path"], "id": event["pathParameters"]["id"]})}
"""


def call(url: str, **headers: str) -> tuple[int, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, headers=named)  # noqa: S310  # always http
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_deployment_stays_while_a_stage_points_at_it(engine: Engine) -> None:
    api = rest_api(engine)
    first = engine.create(DEPLOYMENT, "first", {**api, "triggers": {"hash": "1"}})
    live = engine.create(STAGE, "live", {**api, "deployment": first.id, "stageName": "live"})
    with pytest.raises(grpc.RpcError) as caught:
        engine.delete(first)
    assert "Active stages pointing to this deployment must be moved or deleted: live" in str(caught.value)
    second = engine.create(DEPLOYMENT, "second", {**api, "triggers": {"hash": "2"}})
    engine.update(live, {**api, "deployment": second.id, "stageName": "live"})
    engine.delete(first)
    assert engine.read(first) is None


def test_a_new_hash_makes_a_new_deployment_before_the_old_one_goes(engine: Engine) -> None:
    api = rest_api(engine)
    deployment = engine.create(DEPLOYMENT, "d", {**api, "triggers": {"hash": "1"}})
    answer = engine.diff(deployment, {**api, "triggers": {"hash": "2"}})
    assert (list(answer.replaces), answer.deleteBeforeReplace) == (["triggers.hash"], False)


def test_an_integration_of_another_type_comes_after_the_old_one_has_gone(engine: Engine) -> None:
    inputs = {**method(engine), "type": "MOCK"}
    integration = engine.create("aws:apigateway/integration:Integration", "i", inputs)
    url = {"type": "HTTP_PROXY", "uri": "https://example.com", "integrationHttpMethod": "GET"}
    answer = engine.diff(integration, {**inputs, **url})
    assert (sorted(answer.replaces), answer.deleteBeforeReplace) == (["integrationHttpMethod", "type"], True)
    answer = engine.diff(integration, {**inputs, **url, "httpMethod": "PUT"})
    assert ("httpMethod" in answer.replaces, answer.deleteBeforeReplace) == (True, False)


def test_a_stage_with_the_name_of_a_deleted_one_does_not_inherit_its_tags(engine: Engine) -> None:
    place = stage(engine)
    deployment = engine.create(DEPLOYMENT, "d", {"restApi": place["restApi"]}).id
    inputs: Properties = {"restApi": place["restApi"], "deployment": deployment, "stageName": "again"}
    engine.delete(engine.create(STAGE, "again", {**inputs, "tags": {"old": "yes"}}))
    bare = engine.create(STAGE, "again", inputs)
    assert bare.state["tagsAll"] == {}
    engine.delete(bare)
    tagged = engine.create(STAGE, "again", {**inputs, "tags": {"new": "yes"}})
    assert tagged.state["tags"] == {"new": "yes"}


def test_the_value_of_an_api_key_is_secret_and_stays_the_same(engine: Engine) -> None:
    made = engine.create(KEY, "made", {})
    assert isinstance(made.state["value"], Secret)
    assert len(made.state["value"].value) >= 20
    given = engine.create(KEY, "given", {"value": Secret("a-key-of-more-than-20-characters")})
    assert given.state["value"] == Secret("a-key-of-more-than-20-characters")
    for key in (made, given):
        found = engine.read(key)
        assert found is not None
        assert found.state["value"] == key.state["value"]
    assert engine.diff(made, {}).changes == NONE
    assert made.state["enabled"] is True
    engine.update(made, {"enabled": False})
    assert made.state["enabled"] is False
    engine.update(made, {})
    assert made.state["enabled"] is True


def test_settings_of_one_method_leave_those_of_another_alone(engine: Engine) -> None:
    place = stage(engine)
    kind = "aws:apigateway/methodSettings:MethodSettings"
    every = engine.create(kind, "all", {**place, "methodPath": "*/*", "settings": {"throttlingRateLimit": 100.0}})
    one = engine.create(kind, "one", {**place, "methodPath": "a/GET", "settings": {"throttlingRateLimit": 5.0}})
    engine.delete(one)
    found = engine.read(every)
    assert found is not None
    assert found.state["settings"]["throttlingRateLimit"] == 100.0
    assert engine.read(one) is None


def test_minus_one_is_no_limit_of_a_method(engine: Engine) -> None:
    settings = {"throttlingRateLimit": 100.0, "throttlingBurstLimit": -1.0}
    inputs = {**stage(engine), "methodPath": "*/*", "settings": settings}
    made = engine.create("aws:apigateway/methodSettings:MethodSettings", "all", inputs)
    assert made.state["settings"]["throttlingBurstLimit"] == 5000.0
    found = engine.read(made)
    assert found is not None
    assert engine.diff(found, inputs).changes == NONE


def test_a_managed_policy_can_be_changed_more_often_than_aws_keeps_versions(engine: Engine, emulator: str) -> None:
    policy = engine.create("aws:iam/policy:Policy", "p", {"policy": READ_POLICY})
    for number in range(7):
        document: Any = json.loads(READ_POLICY if number % 2 else WRITE_POLICY)
        document["Statement"][0]["Sid"] = f"Change{number}"
        engine.update(policy, {"policy": json.dumps(document)})
        assert json.loads(policy.state["policy"]) == document
    versions = client("iam", emulator).list_policy_versions(PolicyArn=policy.id)["Versions"]
    assert len(versions) == 5
    engine.delete(policy)
    assert engine.read(policy) is None


def test_a_bucket_with_objects_goes_only_where_its_program_says_so(engine: Engine, emulator: str) -> None:
    bucket = engine.create("aws:s3/bucket:Bucket", "b", {"versioning": {"enabled": True}})
    storage = client("s3", emulator)
    for content in (b"1", b"2"):
        storage.put_object(Bucket=bucket.id, Key="key", Body=content)
    storage.delete_object(Bucket=bucket.id, Key="key")
    with pytest.raises(grpc.RpcError, match="BucketNotEmpty"):
        engine.delete(bucket)
    engine.update(bucket, {"versioning": {"enabled": True}, "forceDestroy": True})
    engine.delete(bucket)
    assert engine.read(bucket) is None


def test_made_names_end_and_begin_as_aws_wants_them(engine: Engine) -> None:
    queue = engine.create("aws:sqs/queue:Queue", "orders", {"fifoQueue": True})
    assert queue.state["name"].startswith("orders-")
    assert queue.state["name"].endswith(".fifo")
    assert not engine.diff(queue, {"fifoQueue": True, "region": "eu-west-2"}).deleteBeforeReplace
    key = engine.create("aws:kms/key:Key", "key", {})
    alias = engine.create("aws:kms/alias:Alias", "orders", {"targetKeyId": key.id})
    assert alias.id.startswith("alias/orders-")


@pytest.fixture(scope="module")
def shop(engine: Engine) -> Properties:
    """A REST API with a function behind a path variable, a mock, and an API key on one of the two."""
    role = engine.create("aws:iam/role:Role", "service", {"assumeRolePolicy": TRUST})
    inputs = {"role": role.state["arn"], "runtime": "python3.12", "handler": "index.handler", "code": code(HANDLER)}
    function = engine.create("aws:lambda/function:Function", "get-order", inputs)
    api = engine.create(API, "shop", {"endpointConfiguration": {"types": "REGIONAL"}})

    def path(name: str, parent: str, part: str) -> str:
        place = {"restApi": api.id, "parentId": parent, "pathPart": part}
        return engine.create("aws:apigateway/resource:Resource", name, place).id

    orders = path("orders", api.state["rootResourceId"], "orders")
    order, health = path("order", orders, "{id}"), path("health", api.state["rootResourceId"], "health")

    def integrate(resource: str, authorization: Properties, integration: Properties) -> Properties:
        place = {"restApi": api.id, "resourceId": resource, "httpMethod": "GET"}
        engine.create("aws:apigateway/method:Method", f"{resource}-method", {**place, **authorization})
        engine.create("aws:apigateway/integration:Integration", f"{resource}-integration", {**place, **integration})
        return place

    uri = function.state["invokeArn"]
    proxy = {"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": uri}
    integrate(order, {"authorization": "NONE", "apiKeyRequired": True}, proxy)
    templates = {"application/json": '{"statusCode": 200}'}
    mock = integrate(health, {"authorization": "NONE"}, {"type": "MOCK", "requestTemplates": templates})
    answer = {**mock, "statusCode": "200"}
    engine.create("aws:apigateway/methodResponse:MethodResponse", "health-200", answer)
    body = {"application/json": '{"up": true}'}
    kind = "aws:apigateway/integrationResponse:IntegrationResponse"
    engine.create(kind, "health-200", {**answer, "responseTemplates": body})
    deployment = engine.create(DEPLOYMENT, "shop", {"restApi": api.id, "triggers": {"hash": "1"}})
    live = engine.create(STAGE, "live", {"restApi": api.id, "deployment": deployment.id, "stageName": "live"})
    limits = {"burstLimit": 2.0, "rateLimit": 0.001}
    stages = [{"apiId": api.id, "stage": "live"}]
    plan = engine.create(PLAN, "partner", {"apiStages": stages, "throttleSettings": limits})
    key = engine.create(KEY, "partner", {})
    engine.create(PLAN_KEY, "partner", {"keyId": key.id, "usagePlanId": plan.id, "keyType": "API_KEY"})
    return {"url": live.state["invokeUrl"], "key": key, "plan": plan, "stages": stages}


def test_a_rest_api_answers_requests_at_the_address_of_its_stage(shop: Properties) -> None:
    status, body = call(f"{shop['url']}/health")
    assert (status, json.loads(body)) == (200, {"up": True})


def test_an_api_key_and_its_plan_let_requests_in_and_count_them(engine: Engine, shop: Properties) -> None:
    url, value = f"{shop['url']}/orders/7", shop["key"].state["value"].value
    assert call(url)[0] == 403
    assert call(url, x_api_key="another-key-that-is-not-known")[0] == 403
    status, body = call(url, x_api_key=value)
    assert (status, json.loads(body)["id"]) == (200, "7")
    assert [call(url, x_api_key=value)[0] for _ in range(3)] == [200, 429, 429]
    # What an update changes in place counts for the next request.
    engine.update(
        shop["plan"], {"apiStages": shop["stages"], "throttleSettings": {"burstLimit": 50.0, "rateLimit": 1e5}}
    )
    assert [call(url, x_api_key=value)[0] for _ in range(3)] == [200, 200, 200]
    engine.update(shop["key"], {"enabled": False})
    assert call(url, x_api_key=value)[0] == 403
    engine.update(shop["key"], {"enabled": True})
    assert call(url, x_api_key=value)[0] == 200
    engine.update(shop["plan"], {"throttleSettings": {"burstLimit": 50.0, "rateLimit": 1e5}})
    assert call(url, x_api_key=value)[0] == 403
