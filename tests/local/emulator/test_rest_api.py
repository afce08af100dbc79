from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.local.emulator.account import REGION, RestApi, invocation

if TYPE_CHECKING:
    from tests.local.emulator.account import Account
    from tests.local.emulator.backend import Backend

SHOP = "https://shop.example.com"


def test_a_function_gets_the_event_and_its_answer_passes(account: Account) -> None:
    api = RestApi(account)
    api.function_method("ANY /orders/{id}", account.function())
    api.deploy()
    answer = api.get("/orders/17?a=1&a=2")
    event = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert (event["resource"], event["path"], event["requestContext"]["path"]) == (
        "/orders/{id}", "/orders/17", "/dev/orders/17",
    )  # fmt: skip
    assert event["queryStringParameters"] == {"a": "2"}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"


@pytest.mark.parametrize("returned", ["1 / 0", "'text'", "{'statusCode': 200, 'unknown': 1}", "{'statusCode': 'x'}"])
def test_a_function_that_fails_or_answers_nonsense_is_a_bad_gateway(account: Account, returned: str) -> None:
    api = RestApi(account)
    api.function_method("GET /", account.function(f"def handler(event, context):\n    return {returned}\n"))
    api.deploy()
    answer = api.get("/")
    assert (answer.status_code, answer.json()) == (502, {"message": "Internal server error"})


def test_a_late_backend_is_a_timeout_and_none_a_failure(account: Account, backend: Backend) -> None:
    api = RestApi(account)
    code = "import time\ndef handler(event, context):\n    time.sleep(2)\n    return {}\n"
    late = {"integrationHttpMethod": "POST", "timeoutInMillis": 300}
    api.method("GET /function", {"type": "AWS_PROXY", "uri": invocation(account.function(code)), **late})
    api.method("GET /slow", {"type": "HTTP_PROXY", "uri": f"{backend.url}/slow", **late})
    api.method("GET /gone", {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "http://127.0.0.1:9/"})
    api.function_method("GET /missing", f"arn:aws:lambda:{REGION}:000000000000:function:none")
    api.deploy()
    for path, status, said in (
        ("/function", 504, "Endpoint request timed out"),
        ("/slow", 504, "Endpoint request timed out"),
        ("/gone", 504, "Network error communicating with endpoint"),
        ("/missing", 500, "Internal server error"),
    ):
        answer = api.get(path)
        assert (answer.status_code, answer.json()) == (status, {"message": said})


def test_a_url_is_proxied_with_its_mappings(account: Account, backend: Backend) -> None:
    api = RestApi(account)
    integration = {
        "type": "HTTP_PROXY",
        "integrationHttpMethod": "ANY",
        "uri": f"{backend.url}/${{stageVariables.base}}/{{proxy}}",
        "requestParameters": {
            "integration.request.path.proxy": "method.request.path.proxy",
            "integration.request.header.x-source": "context.identity.sourceIp",
            "integration.request.querystring.q": "'fixed'",
        },
    }
    api.method("ANY /{proxy+}", integration, requestParameters={"method.request.path.proxy": True})
    api.deploy()
    api.patch_stage(**{"/variables/base": "v2"})
    answer = api.request("PATCH", "/a/b?q=1&r=2", content="body", headers={"x-own": "1"})
    asked = answer.json()
    assert (asked["method"], asked["path"], asked["body"]) == ("PATCH", "/v2/a/b?r=2&q=fixed", "body")
    assert (asked["headers"]["x-own"], asked["headers"]["x-source"]) == ("1", "127.0.0.1")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]
    assert answer.headers["x-amzn-remapped-server"].startswith("BaseHTTP")
    api.patch_stage(**{"/variables/base": ""})


def test_errors_carry_the_headers_of_gateway_responses(account: Account) -> None:
    api = RestApi(account)
    function = account.function("def handler(event, context):\n    1 / 0\n")
    denying = account.function(
        "def handler(event, context):\n    if event['authorizationToken'] == 'none':\n"
        "        raise Exception('Unauthorized')\n"
        "    return {'principalId': 'x', 'policyDocument': {'Statement': [{'Effect': 'Deny', "
        "'Action': 'execute-api:Invoke', 'Resource': '*'}]}}\n"
    )
    authorizer = api.gateway.create_authorizer(
        restApiId=api.id,
        name="denies",
        type="TOKEN",
        authorizerUri=invocation(denying),
        identitySource="method.request.header.Authorization",
        authorizerResultTtlInSeconds=0,
    )["id"]
    validator = api.gateway.create_request_validator(restApiId=api.id, name="v", validateRequestParameters=True)["id"]
    api.function_method("GET /fails", function)
    api.function_method("GET /private", function, authorizationType="CUSTOM", authorizerId=authorizer)
    api.function_method("GET /keyed", function, apiKeyRequired=True)
    api.function_method(
        "GET /checked",
        function,
        requestValidatorId=validator,
        requestParameters={"method.request.querystring.q": True},
    )
    for kind in ("DEFAULT_4XX", "DEFAULT_5XX"):
        api.gateway.put_gateway_response(
            restApiId=api.id,
            responseType=kind,
            responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": f"'{SHOP}'"},
        )
    api.gateway.update_gateway_response(
        restApiId=api.id,
        responseType="UNAUTHORIZED",
        patchOperations=[
            {
                "op": "add",
                "path": "/responseParameters/gatewayresponse.header.Access-Control-Allow-Origin",
                "value": f"'{SHOP}'",
            },
            {"op": "replace", "path": "/statusCode", "value": "419"},
            {
                "op": "add",
                "path": "/responseTemplates/application~1json",
                "value": '{"own": $context.error.messageString}',
            },
        ],
    )
    api.deploy()
    api.patch_stage(**{"/keyed/GET/throttling/burstLimit": "0", "/keyed/GET/throttling/rateLimit": "0"})
    token = {"authorization": "some"}
    answers = {
        "/fails": (api.get("/fails"), 502),
        "/private": (api.get("/private", headers=token), 403),
        "/private none": (api.get("/private", headers={"authorization": "none"}), 419),
        "/private without": (api.get("/private"), 419),
        "/keyed": (api.get("/keyed"), 403),
        "/checked": (api.get("/checked"), 400),
        "/nothing": (api.get("/nothing"), 403),
    }
    for answer, status in answers.values():
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == SHOP
    assert answers["/private without"][0].json() == {"own": "Unauthorized"}


def test_a_stage_and_a_plan_throttle_and_minus_one_does_not(account: Account) -> None:
    api = RestApi(account)
    code = "def handler(event, context):\n    return {'statusCode': 200}\n"
    for path in ("/one", "/two"):
        api.function_method(f"GET {path}", account.function(code))
    api.deploy()
    api.patch_stage(
        **{
            "/*/*/throttling/burstLimit": "2",
            "/*/*/throttling/rateLimit": "0.001",
            "/two/GET/throttling/burstLimit": "-1",
            "/two/GET/throttling/rateLimit": "-1",
        }
    )
    assert [api.get("/one").status_code for _ in range(4)] == [200, 200, 429, 429]
    assert [api.get("/two").status_code for _ in range(4)] == [200] * 4


def test_an_authorizer_gives_the_api_key(account: Account) -> None:
    api = RestApi(account, apiKeySource="AUTHORIZER")
    key = api.gateway.create_api_key(name="k", value="k" * 24, enabled=True)["id"]
    code = (
        "def handler(event, context):\n    key = event['authorizationToken']\n"
        "    return {'principalId': 'x', 'usageIdentifierKey': key, 'policyDocument': {'Statement': "
        "[{'Effect': 'Allow', 'Action': 'execute-api:Invoke', 'Resource': '*'}]}}\n"
    )
    authorizer = api.gateway.create_authorizer(
        restApiId=api.id,
        name="keys",
        type="TOKEN",
        authorizerUri=invocation(account.function(code)),
        identitySource="method.request.header.Authorization",
    )["id"]
    settings: dict[str, Any] = {"authorizationType": "CUSTOM", "authorizerId": authorizer, "apiKeyRequired": True}
    api.function_method("GET /", account.function(), **settings)
    api.deploy()
    plan = api.gateway.create_usage_plan(name="p", apiStages=[{"apiId": api.id, "stage": "dev"}])["id"]
    api.gateway.create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")
    answer = api.get("/", headers={"authorization": "k" * 24})
    assert answer.status_code == 200
    assert "usageIdentifierKey" not in answer.json()["requestContext"]["authorizer"]
    assert answer.json()["requestContext"]["identity"]["apiKey"] == "k" * 24
    assert api.get("/", headers={"authorization": "x" * 24}).status_code == 403
    assert api.get("/", headers={"authorization": "x" * 24, "x-api-key": "k" * 24}).status_code == 403


def test_the_default_endpoint_can_be_off(account: Account) -> None:
    api = RestApi(account)
    api.function_method("GET /", account.function())
    api.deploy()
    assert api.get("/").status_code == 200
    api.gateway.update_rest_api(
        restApiId=api.id, patchOperations=[{"op": "replace", "path": "/disableExecuteApiEndpoint", "value": "True"}]
    )
    api.deploy()
    answer = api.get("/")
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
