from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import pytest

from tests.local.emulator.account import REGION

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


def test_a_function_gets_the_event_of_format_2(account: Account) -> None:
    api = account.http_api()
    api.stage("dev", StageVariables={"table": "orders"})
    api.function_route("GET /orders/{id}", account.function())

    event = api.get("/dev/orders/17?a=1&a=2&b=%20x", headers={"Cookie": "s=1; t=2", "X-Own": "yes"}).json()

    assert event["version"] == "2.0"
    assert event["rawPath"] == "/dev/orders/17"
    assert event["rawQueryString"] == "a=1&a=2&b=%20x"
    assert event["cookies"] == ["s=1", "t=2"]
    assert "cookie" not in event["headers"]
    assert event["headers"]["x-own"] == "yes"
    assert event["headers"]["x-forwarded-for"] == "127.0.0.1"
    assert event["queryStringParameters"] == {"a": "1,2", "b": " x"}
    assert event["pathParameters"] == {"id": "17"}
    assert event["stageVariables"] == {"table": "orders"}
    context = event["requestContext"]
    assert (context["stage"], context["routeKey"]) == ("dev", "GET /orders/{id}")
    assert (context["http"]["path"], context["http"]["sourceIp"]) == ("/dev/orders/17", "127.0.0.1")
    assert context["domainPrefix"] == api.id

    bare = api.get("/orders/17").json()
    assert bare["rawPath"] == "/orders/17"
    assert not {"cookies", "queryStringParameters", "stageVariables", "body"} & set(bare)


def test_a_function_gets_the_event_of_format_1(account: Account) -> None:
    api = account.http_api()
    api.function_route("POST /orders", account.function(), version="1.0")
    event = api.post("/orders?a=1&a=2", content=b"\x00\x01", headers={"content-type": "image/png"}).json()
    assert (event["version"], event["resource"], event["path"], event["httpMethod"]) == (
        "1.0", "/orders", "/orders", "POST",
    )  # fmt: skip
    assert event["queryStringParameters"] == {"a": "2"}
    assert event["multiValueQueryStringParameters"] == {"a": ["1", "2"]}
    assert event["pathParameters"] is None
    assert (base64.b64decode(event["body"]), event["isBase64Encoded"]) == (b"\x00\x01", True)
    assert event["requestContext"]["identity"]["sourceIp"] == "127.0.0.1"


@pytest.mark.parametrize(
    ("version", "returned", "status", "body"),
    [
        ("2.0", "{'statusCode': 201, 'body': 'made', 'headers': {'content-type': 'text/plain'}}", 201, "made"),
        ("2.0", "{'a': 1}", 200, '{"a": 1}'),
        ("2.0", "'text'", 200, "text"),
        ("2.0", "{'statusCode': 200, 'isBase64Encoded': True, 'body': 'aGk='}", 200, "hi"),
        ("2.0", "{'statusCode': 'many'}", 500, '{"message": "Internal Server Error"}'),
        ("1.0", "{'statusCode': 204, 'multiValueHeaders': {'x-a': ['1', '2']}}", 204, ""),
        ("1.0", "{'a': 1}", 500, '{"message": "Internal Server Error"}'),
        ("2.0", "1 / 0", 500, '{"message": "Internal Server Error"}'),
    ],
)
def test_what_a_function_returns_becomes_the_answer(
    account: Account, version: str, returned: str, status: int, body: str
) -> None:
    api = account.http_api()
    function = account.function(f"def handler(event, context):\n    return {returned}\n")
    api.function_route("GET /", function, version=version)
    answer = api.get("/")
    assert (answer.status_code, answer.text) == (status, body)


def test_cookies_are_set_one_by_one(account: Account) -> None:
    api = account.http_api()
    code = "def handler(event, context):\n    return {'statusCode': 200, 'cookies': ['a=1', 'b=2']}\n"
    api.function_route("GET /", account.function(code))
    assert api.get("/").headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_a_function_has_the_time_of_its_integration(account: Account) -> None:
    api = account.http_api()
    code = "import time\ndef handler(event, context):\n    time.sleep(2)\n    return 'late'\n"
    api.route(
        "GET /",
        api.integration(
            IntegrationType="AWS_PROXY",
            IntegrationUri=account.function(code),
            PayloadFormatVersion="2.0",
            TimeoutInMillis=300,
        ),
    )
    answer = api.get("/")
    assert (answer.status_code, answer.json()) == (503, {"message": "Service Unavailable"})
    assert answer.elapsed.total_seconds() < 1.5


def test_a_uri_takes_stage_variables(account: Account) -> None:
    api = account.http_api()
    function = account.function("def handler(event, context):\n    return 'found'\n")
    api.stage("dev", StageVariables={"function": function.rpartition(":")[2]})
    path = f"arn:aws:lambda:{REGION}:000000000000:function:${{stageVariables.function}}"
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{path}/invocations"
    api.route("GET /", api.integration(IntegrationType="AWS_PROXY", IntegrationUri=uri, PayloadFormatVersion="2.0"))
    assert api.get("/dev/").text == "found"
    assert api.get("/").status_code == 500


def test_what_is_not_there_is_not_found(account: Account) -> None:
    api = account.http_api()
    api.function_route("GET /here", account.function())
    for path, method in (("/there", "GET"), ("/here", "POST"), ("/nostage/here", "GET")):
        answer = api.request(method, path)
        assert (answer.status_code, answer.json()) == (404, {"message": "Not Found"})
    api.gateway.update_api(ApiId=api.id, DisableExecuteApiEndpoint=True)
    assert api.get("/here").status_code == 404


def test_an_api_without_a_stage_answers_nothing(account: Account) -> None:
    api = account.http_api()
    api.function_route("GET /", account.function())
    api.gateway.delete_stage(ApiId=api.id, StageName="$default")
    assert api.get("/").status_code == 404


def test_models_are_kept(account: Account) -> None:
    api = account.http_api()
    made = api.gateway.create_model(ApiId=api.id, Name="Order", ContentType="application/json", Schema="{}")
    api.gateway.update_model(ApiId=api.id, ModelId=made["ModelId"], Schema='{"type": "object"}')
    [model] = api.gateway.get_models(ApiId=api.id)["Items"]
    assert (model["Name"], model["Schema"]) == ("Order", '{"type": "object"}')
    api.gateway.delete_model(ApiId=api.id, ModelId=made["ModelId"])
    assert api.gateway.get_models(ApiId=api.id)["Items"] == []
