from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.local.emulator.account import REGION, RestApi, invocation

if TYPE_CHECKING:
    from tests.local.emulator.account import Account
    from tests.local.emulator.backend import Backend

RETURN_EVENT = "def handler(event, context):\n    return event\n"
FAIL = "def handler(event, context):\n    raise ValueError(event['why'])\n"


def test_a_mock_answers_by_the_status_of_its_template(account: Account) -> None:
    api = RestApi(account)
    template = "{\"statusCode\": #if($input.params('scope') == 'internal')200#{else}404#end}"
    named = api.method("GET /pets/{id}", {"type": "MOCK", "requestTemplates": {"application/json": template}})
    body = (
        '#set($id = $input.params("id"))\n{"id": "$id", "request": "$context.requestId", '
        '"stage": "$context.stage", "path": "$context.resourcePath", "who": "$stageVariables.who"}'
    )
    api.response(named, "200", responseTemplates={"application/json": body})
    api.response(
        named,
        "404",
        selectionPattern="4\\d\\d",
        responseParameters={
            "method.response.header.x-static": "'no'",
            "method.response.header.x-id": "context.requestId",
        },
    )
    api.deploy()
    api.gateway.update_stage(
        restApiId=api.id, stageName="dev", patchOperations=[{"op": "replace", "path": "/variables/who", "value": "me"}]
    )
    answer = api.get("/pets/7?scope=internal")
    assert answer.status_code == 200
    said = answer.json()
    assert (said["id"], said["stage"], said["path"], said["who"]) == ("7", "dev", "/pets/{id}", "me")
    assert len(said["request"]) == 36
    answer = api.get("/pets/7")
    assert (answer.status_code, answer.headers["x-static"], len(answer.headers["x-id"])) == (404, "no", 36)


def test_a_mock_without_a_status_is_a_configuration_error(account: Account) -> None:
    api = RestApi(account)
    api.response(api.method("GET /", {"type": "MOCK", "requestTemplates": {"application/json": "{}"}}))
    api.response(api.method("GET /none", {"type": "MOCK"}))
    api.deploy()
    for path in ("/", "/none"):
        answer = api.get(path)
        assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})


def test_a_function_without_proxy_gets_the_request_template_and_gives_the_response_template(account: Account) -> None:
    api = RestApi(account)
    request = (
        '{"name": $input.json(\'$.name\'), "all": [#foreach($key in $input.params().querystring.keySet())'
        '"$key=$input.params().querystring.get($key)"#if($foreach.hasNext),#end#end], '
        '"escaped": "$util.escapeJavaScript($input.path(\'$.quote\'))", "sub": "$!context.authorizer.claims.sub"}'
    )
    response = (
        '#set($root = $input.path("$"))#if($root.all.size() > 1)'
        '#set($context.responseOverride.status = 202)#set($context.responseOverride.header.many = "yes")#end'
        '{"hello": "$root.name", "body": $input.json("$")}'
    )
    named = api.method(
        "POST /",
        {
            "type": "AWS",
            "integrationHttpMethod": "POST",
            "uri": invocation(account.function(RETURN_EVENT)),
            "requestTemplates": {"application/json": request},
        },
    )
    api.response(named, responseTemplates={"application/json": response})
    api.deploy()
    answer = api.post("/?a=1", json={"name": "Ann", "quote": 'say "hi"'})
    expected = {"name": "Ann", "all": ["a=1"], "escaped": 'say "hi"', "sub": ""}
    assert (answer.status_code, answer.json()) == (200, {"hello": "Ann", "body": expected})
    answer = api.post("/?a=1&b=2", json={"name": "Ann", "quote": ""})
    assert (answer.status_code, answer.headers["many"]) == (202, "yes")


def test_a_functions_error_chooses_the_response_by_its_pattern(account: Account) -> None:
    api = RestApi(account)
    named = api.method(
        "POST /", {"type": "AWS", "integrationHttpMethod": "POST", "uri": invocation(account.function(FAIL))}
    )
    api.response(named, "200")
    api.response(
        named,
        "404",
        selectionPattern=".*not found.*",
        responseTemplates={"application/json": '{"error": "$input.path(\'$.errorMessage\')"}'},
        responseParameters={"method.response.header.x-type": "integration.response.body.errorType"},
    )
    api.deploy()
    answer = api.post("/", json={"why": "order not found"})
    assert (answer.status_code, answer.json()["error"]) == (404, "order not found")
    assert answer.headers["x-type"]
    assert api.post("/", json={"why": "other"}).status_code == 200


@pytest.mark.parametrize(
    ("behavior", "templates", "status"),
    [
        ("WHEN_NO_MATCH", {"application/json": "{}"}, 200),
        ("WHEN_NO_TEMPLATES", {"application/json": "{}"}, 415),
        ("WHEN_NO_TEMPLATES", {}, 200),
        ("NEVER", {}, 415),
    ],
)
def test_a_body_without_a_template_passes_or_not(
    account: Account, backend: Backend, behavior: str, templates: dict[str, str], status: int
) -> None:
    api = RestApi(account)
    integration = {
        "type": "HTTP",
        "integrationHttpMethod": "POST",
        "uri": f"{backend.url}/x",
        "passthroughBehavior": behavior,
        "requestTemplates": templates,
    }
    api.response(api.method("POST /", integration))
    api.deploy()
    answer = api.post("/", content="plain", headers={"content-type": "text/plain"})
    assert answer.status_code == status
    if status == 200:
        assert answer.json()["body"] == "plain"


def test_http_without_proxy_sends_what_is_mapped_and_no_more(account: Account, backend: Backend) -> None:
    api = RestApi(account)
    integration = {
        "type": "HTTP",
        "integrationHttpMethod": "PUT",
        "uri": f"{backend.url}/pets/{{id}}",
        "requestParameters": {
            "integration.request.path.id": "method.request.path.id",
            "integration.request.querystring.q": "method.request.querystring.search",
            "integration.request.header.x-static": "'fixed'",
            "integration.request.header.x-body": "method.request.body.name",
        },
        "requestTemplates": {"application/json": '{"wrapped": $input.json("$")}'},
    }
    named = api.method("POST /pets/{id}", integration)
    api.response(
        named,
        responseParameters={
            "method.response.header.x-backend": "integration.response.header.x-from-backend",
            "method.response.header.x-path": "integration.response.body.path",
        },
    )
    api.deploy()
    answer = api.post("/pets/7?search=a&other=b", json={"name": "Rex"}, headers={"x-own": "1"})
    asked = answer.json()
    assert (asked["method"], asked["path"]) == ("PUT", "/pets/7?q=a")
    assert json.loads(asked["body"]) == {"wrapped": {"name": "Rex"}}
    assert (asked["headers"]["x-static"], asked["headers"]["x-body"]) == ("fixed", "Rex")
    assert "x-own" not in asked["headers"]
    assert (answer.headers["x-backend"], answer.headers["x-path"]) == ("yes", "/pets/7?q=a")


def test_a_status_without_a_response_and_without_a_default_is_a_configuration_error(
    account: Account, backend: Backend
) -> None:
    api = RestApi(account)
    named = api.method(
        "GET /{status}",
        {
            "type": "HTTP",
            "integrationHttpMethod": "GET",
            "uri": f"{backend.url}/status/{{status}}",
            "requestParameters": {"integration.request.path.status": "method.request.path.status"},
        },
    )
    api.response(named, "200", selectionPattern="2\\d\\d")
    api.response(named, "404", selectionPattern="404", responseTemplates={"application/json": '{"gone": true}'})
    api.deploy()
    assert api.get("/201").status_code == 200
    assert (api.get("/404").status_code, api.get("/404").json()) == (404, {"gone": True})
    assert api.get("/409").status_code == 500


def test_a_template_that_fails_is_an_error_and_no_half_answer(account: Account) -> None:
    api = RestApi(account)
    named = api.method("GET /", {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}})
    api.response(named, responseTemplates={"application/json": "before $util.parseJson('{') after"})
    api.deploy()
    answer = api.get("/")
    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})
    assert REGION not in answer.text
