from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from local.emulator import process
from local.emulator.gateway import access_logs
from tests.local.emulator.access_logs import HTTP_FORMAT, REST_FORMAT, WEBSOCKET_FORMAT, Log
from tests.local.emulator.account import NUMBER, REGION, Account, RestApi, WebSocketApi
from tests.local.emulator.domains import domain
from tests.local.emulator.sockets import Refused, WebSocket
from tests.support.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local.emulator.backend import Backend


@pytest.fixture
def log(account: Account) -> Log:
    return Log(account)


def test_every_variable_is_a_value_or_a_dash_and_the_line_stays_json() -> None:
    first = '{"a":"$context.identity.userAgent","b":"$context.error.message",'
    pattern = first + '"c":$context.error.messageString,"d":"$context.d.e"}'
    values = {"identity": {"userAgent": 'say "hi"\n\\'}, "error": {"message": 'no "x"'}, "d": "text"}
    said = json.loads(access_logs.line(pattern, values))
    assert said == {"a": 'say "hi"\n\\', "b": 'no "x"', "c": 'no "x"', "d": "-"}
    common = '$context.identity.sourceIp [$context.requestTime] "$context.httpMethod $context.path" $context.status'
    values = {"identity": {"sourceIp": "127.0.0.1"}, "requestTime": "t", "httpMethod": "GET", "path": "/x"}
    assert access_logs.line(common, values | {"status": 200}) == '127.0.0.1 [t] "GET /x" 200'
    assert access_logs.line(common, {}) == '- [-] "- -" -'


def test_an_http_api_logs_each_request(account: Account, backend: Backend, log: Log) -> None:
    api = account.http_api()
    api.stage("dev", AccessLogSettings={"DestinationArn": log.arn, "Format": HTTP_FORMAT})
    function = account.function()
    api.function_route("GET /orders/{id}", function)
    api.function_route("GET /broken", account.function("def handler(event, context):\n    raise ValueError('x')\n"))
    api.url_route("GET /url", f"{backend.url}/status/418")
    api.url_route("GET /gone", "http://127.0.0.1:9/")
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id,
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        Name="tokens",
        JwtConfiguration={"Audience": ["a"], "Issuer": backend.url},
    )["AuthorizerId"]
    api.function_route("GET /secret", function, AuthorizationType="JWT", AuthorizerId=authorizer)
    statuses = [
        api.get(f"/dev{path}").status_code for path in ("/orders/1", "/broken", "/url", "/gone", "/secret", "/x")
    ]
    assert statuses == [200, 500, 418, 503, 401, 404]

    order, broken, url, gone, secret, missing = log.lines(6)
    assert set(order) == set(json.loads(HTTP_FORMAT))
    assert (order["httpMethod"], order["routeKey"], order["path"]) == ("GET", "GET /orders/{id}", "/dev/orders/1")
    assert (order["status"], order["stage"], order["ip"], order["protocol"]) == ("200", "dev", "127.0.0.1", "HTTP/1.1")
    assert int(order["responseLength"]) > 100
    assert 0 <= int(order["integrationLatency"]) <= int(order["responseLatency"]) < 10_000
    assert (order["integrationStatus"], order["integrationError"]) == ("200", "-")
    assert (order["errorMessage"], order["errorType"], order["authorizerError"]) == ("-", "-", "-")
    assert len(order["requestId"]) == 36
    assert (broken["status"], broken["integrationStatus"]) == ("500", "200")
    assert broken["integrationError"].startswith("The Lambda function returned the following error: x.")
    assert (url["status"], url["integrationStatus"], url["errorMessage"]) == ("418", "418", "-")
    assert "127.0.0.1:9" in gone["integrationError"]
    assert (gone["integrationStatus"], gone["errorMessage"]) == ("-", "Service Unavailable")
    assert (secret["status"], secret["errorType"], secret["authorizerError"]) == ("401", "UNAUTHORIZED", "Unauthorized")
    assert (missing["status"], missing["routeKey"], missing["errorMessage"]) == ("404", "-", "Not Found")
    streams = log.client.describe_log_streams(logGroupName=log.group)["logStreams"]
    assert [stream["logStreamName"] for stream in streams] == [f"{api.id}/dev"]


def test_a_domain_and_a_preflight_are_logged(account: Account, backend: Backend, log: Log) -> None:
    api = account.http_api(CorsConfiguration={"AllowOrigins": ["*"], "AllowMethods": ["GET"]})
    api.stage("dev", AccessLogSettings={"DestinationArn": log.arn, "Format": HTTP_FORMAT})
    api.url_route("GET /x", backend.url)
    name = domain(account)
    api.gateway.create_api_mapping(DomainName=name, ApiId=api.id, Stage="dev", ApiMappingKey="orders")
    httpx.get(f"{account.url}/_domain/{name}/orders/x", trust_env=False)
    api.request("OPTIONS", "/dev/x", headers={"origin": "https://a", "access-control-request-method": "GET"})
    asked, preflight = log.lines(2)
    assert asked["path"] == "/orders/x"
    assert (preflight["httpMethod"], preflight["status"], preflight["routeKey"]) == ("OPTIONS", "204", "-")


def test_a_rest_api_logs_each_request(account: Account, backend: Backend, log: Log) -> None:
    api = RestApi(account)
    api.function_method("GET /pay", account.function())
    api.function_method("GET /broken", account.function("def handler(event, context):\n    raise ValueError('x')\n"))
    api.function_method("GET /keyed", account.function(), apiKeyRequired=True)
    api.method("GET /url", {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": f"{backend.url}/status/418"})
    code = "def handler(event, context):\n    raise Exception('Unauthorized')\n"
    authorizer = api.gateway.create_authorizer(
        restApiId=api.id,
        name="a",
        type="TOKEN",
        identitySource="method.request.header.Authorization",
        authorizerUri=f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{account.function(code)}/invocations",
    )["id"]
    api.function_method("GET /secret", account.function(), authorizationType="CUSTOM", authorizerId=authorizer)
    api.deploy()
    api.patch_stage(**{"/accessLogSettings/destinationArn": log.arn, "/accessLogSettings/format": REST_FORMAT})
    paths = ("/pay", "/broken", "/keyed", "/url", "/secret", "/none")
    headers = {"authorization": "token"}
    assert [api.get(path, headers=headers).status_code for path in paths] == [200, 502, 403, 418, 401, 403]

    pay, broken, keyed, url, secret, missing = log.lines(6)
    assert set(pay) == set(json.loads(REST_FORMAT))
    assert (pay["resourcePath"], pay["path"], pay["status"]) == ("/pay", "/dev/pay", "200")
    assert 0 <= int(pay["integrationLatency"]) <= int(pay["responseLatency"])
    assert (pay["integrationStatus"], pay["integrationError"], pay["authorizerLatency"]) == ("200", "-", "-")
    assert (broken["status"], broken["integrationError"].startswith("The Lambda function")) == ("502", True)
    assert (keyed["status"], keyed["errorMessage"], keyed["errorType"]) == ("403", "Forbidden", "INVALID_API_KEY")
    assert (url["integrationStatus"], url["responseLength"].isdecimal()) == ("418", True)
    assert (secret["errorType"], secret["authorizerError"]) == ("UNAUTHORIZED", "Unauthorized")
    assert secret["authorizerLatency"].isdecimal()
    assert (missing["resourcePath"], missing["errorType"]) == ("-", "MISSING_AUTHENTICATION_TOKEN")


def test_a_websocket_api_logs_handshakes_messages_and_ends(account: Account, log: Log) -> None:
    api = WebSocketApi(account)
    ok = account.function("def handler(event, context):\n    return {'statusCode': 200, 'body': 'ok'}\n")
    broken = account.function("def handler(event, context):\n    raise ValueError('x')\n")
    api.function_route("$connect", ok)
    api.function_route("say", ok, two_way=True)
    api.function_route("fail", broken)
    api.function_route("$disconnect", ok)
    log.take(api)
    with WebSocket(api.url) as websocket:
        for action in ("say", "fail", "other"):
            websocket.say(json.dumps({"action": action}))
            websocket.hear()
    connect, said, failed, other, left = log.lines(5)
    assert set(connect) == set(json.loads(WEBSOCKET_FORMAT))
    assert [line["eventType"] for line in (connect, said, left)] == ["CONNECT", "MESSAGE", "DISCONNECT"]
    assert [line["routeKey"] for line in (connect, said, failed, left)] == ["$connect", "say", "fail", "$disconnect"]
    assert len({line["connectionId"] for line in (connect, said, failed, other, left)}) == 1
    assert (connect["status"], connect["messageId"], said["status"]) == ("200", "-", "200")
    assert said["messageId"] != "-"
    assert said["integrationLatency"].isdecimal()
    assert (failed["status"], failed["errorMessage"]) == ("500", "Internal server error")
    assert failed["integrationError"].startswith("The Lambda function returned the following error: x.")
    assert (other["status"], other["errorMessage"]) == ("403", "Forbidden")


def test_a_refused_handshake_is_logged(account: Account, log: Log) -> None:
    api = WebSocketApi(account)
    api.function_route("$connect", account.function("def handler(event, context):\n    return {'statusCode': 403}\n"))
    log.take(api)
    with pytest.raises(Refused):
        WebSocket(api.url)
    (line,) = log.lines(1)
    assert (line["status"], line["errorType"], line["integrationStatus"]) == ("403", "ACCESS_DENIED", "403")


def test_a_log_group_that_is_gone_does_not_hold_up_an_answer(account: Account, backend: Backend) -> None:
    api = account.http_api()
    gone = f"arn:aws:logs:{REGION}:{NUMBER}:log-group:/gone"
    api.stage("dev", AccessLogSettings={"DestinationArn": gone, "Format": HTTP_FORMAT})
    api.url_route("GET /x", backend.url)
    for _ in range(2):
        assert api.get("/dev/x").status_code == 200
        time.sleep(1.1)


def test_what_waits_is_written_before_the_emulator_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(process.PORT_SETTING, str(free_port()))
    emulator, _ = process.start(tmp_path)
    own = Account(emulator.url)
    log = Log(own)
    api = own.http_api()
    api.stage("dev", AccessLogSettings={"DestinationArn": log.arn, "Format": HTTP_FORMAT})
    assert api.get("/dev/x").status_code == 404
    process.stop(tmp_path, forget=False)
    process.start(tmp_path)
    try:
        (line,) = log.lines(1)
        assert line["path"] == "/dev/x"
    finally:
        process.stop(tmp_path, forget=True)
