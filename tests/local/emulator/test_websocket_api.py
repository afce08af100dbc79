from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.local.emulator.account import NUMBER, REGION, WebSocketApi, invocation
from tests.local.emulator.signing import signature
from tests.local.emulator.sockets import Refused, WebSocket

if TYPE_CHECKING:
    from tests.local.emulator.account import Account
    from tests.local.emulator.backend import Backend

FAIL = "def handler(event, context):\n    raise ValueError('a secret text')\n"


def test_an_answer_is_sent_only_with_a_route_response(account: Account) -> None:
    api = WebSocketApi(account)
    function = account.function()
    api.function_route("ask", function, two_way=True)
    api.function_route("tell", function)
    with WebSocket(api.url) as socket:
        socket.say('{"action": "ask", "n": 1}')
        event = json.loads(socket.hear())
        assert json.loads(event["body"]) == {"action": "ask", "n": 1}
        context = event["requestContext"]
        assert (context["routeKey"], context["eventType"], context["stage"]) == ("ask", "MESSAGE", "dev")
        assert context["messageDirection"] == "IN"
        assert context["messageId"]
        socket.say('{"action": "tell"}')
        assert socket.silent()


def test_errors_name_the_connection_and_tell_no_more(account: Account) -> None:
    api = WebSocketApi(account)
    api.function_route("fail", account.function(FAIL))
    with WebSocket(api.url) as socket:
        for text, said in (('{"action": "fail"}', "Internal server error"), ("no route", "Forbidden")):
            socket.say(text)
            error = json.loads(socket.hear())
            assert set(error) == {"message", "connectionId", "requestId"}
            assert error["message"] == said
            assert api.management.get_connection(ConnectionId=error["connectionId"])["Identity"]


def test_a_connection_is_managed(account: Account) -> None:
    api = WebSocketApi(account)
    api.function_route("$default", account.function(), two_way=True)
    with WebSocket(api.url, {"user-agent": "tests"}) as socket:
        socket.say("hello")
        identifier = json.loads(socket.hear())["requestContext"]["connectionId"]
        known = api.management.get_connection(ConnectionId=identifier)
        assert known["Identity"] == {"SourceIp": "127.0.0.1", "UserAgent": "tests"}
        assert abs(known["ConnectedAt"].timestamp() - time.time()) < 60
        api.management.post_to_connection(ConnectionId=identifier, Data=b"pushed")
        assert socket.hear() == "pushed"
        api.management.delete_connection(ConnectionId=identifier)
        assert socket.ended() == 1000
    management = api.management
    with pytest.raises(management.exceptions.GoneException):
        management.post_to_connection(ConnectionId=identifier, Data=b"x")


def test_connections_are_managed_by_those_who_may(account: Account) -> None:
    import httpx  # noqa: PLC0415

    api = WebSocketApi(account)
    assert httpx.post(f"{api.url}/@connections/x", trust_env=False).status_code == 403


def _logged(account: Account, function: str, text: str) -> bool:
    logs = account.client("logs")
    group = f"/aws/lambda/{function.rpartition(':')[2]}"
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            events: list[Any] = logs.filter_log_events(logGroupName=group)["events"]
        except logs.exceptions.ResourceNotFoundException:
            events = []
        if any(text in event["message"] for event in events):
            return True
        time.sleep(0.1)
    return False


def test_a_client_that_leaves_is_told_to_disconnect_and_functions_log(account: Account) -> None:
    code = "def handler(event, context):\n    print(event['requestContext'])\n    return {'statusCode': 200}\n"
    api = WebSocketApi(account)
    function = account.function(code)
    for key in ("$connect", "$disconnect"):
        api.function_route(key, function)
    WebSocket(api.url).close()
    assert _logged(account, function, "'eventType': 'CONNECT'")
    assert _logged(account, function, "'eventType': 'DISCONNECT'")


def test_a_handshake_is_refused_with_the_status_of_its_function(account: Account) -> None:
    for code, status in (("return {'statusCode': 418}", 418), ("1 / 0", 502), ("return {'statusCode': 403}", 403)):
        api = WebSocketApi(account)
        api.function_route("$connect", account.function(f"def handler(event, context):\n    {code}\n"))
        with pytest.raises(Refused) as refused:
            WebSocket(api.url)
        assert refused.value.status == status
        assert set(refused.value.said) == {"message", "connectionId", "requestId"}


def test_an_unknown_stage_is_forbidden(account: Account) -> None:
    api = WebSocketApi(account)
    with pytest.raises(Refused) as refused:
        WebSocket(api.url.replace("/dev", "/other"))
    assert refused.value.status == 403


def test_an_api_key_opens_a_connection(account: Account) -> None:
    api = WebSocketApi(account)
    api.function_route("$connect", account.function(), ApiKeyRequired=True)
    rest = account.client("apigateway")
    value = f"key-{api.id}-0123456789"
    key = rest.create_api_key(name="k", value=value, enabled=True)["id"]
    with pytest.raises(Refused):
        WebSocket(api.url, {"x-api-key": value})
    plan = rest.create_usage_plan(
        name="p", apiStages=[{"apiId": api.id, "stage": "dev"}], quota={"limit": 1, "period": "DAY"}
    )["id"]
    rest.create_usage_plan_key(usagePlanId=plan, keyId=key, keyType="API_KEY")
    with pytest.raises(Refused):
        WebSocket(api.url)
    WebSocket(api.url, {"x-api-key": value}).close()
    with pytest.raises(Refused) as refused:
        WebSocket(api.url, {"x-api-key": value})
    assert refused.value.status == 429


def test_iam_opens_a_connection(account: Account) -> None:
    api = WebSocketApi(account)
    api.function_route("$connect", account.function(), AuthorizationType="AWS_IAM")
    allowed = {
        "Effect": "Allow",
        "Action": "execute-api:Invoke",
        "Resource": f"arn:aws:execute-api:{REGION}:{NUMBER}:{api.id}/dev/$connect",
    }
    key = account.user(allowed)
    WebSocket(api.url, signature(key, "GET", api.url)).close()
    for headers in ({}, signature((key[0], "wrong"), "GET", api.url), signature(account.user(), "GET", api.url)):
        with pytest.raises(Refused) as refused:
            WebSocket(api.url, headers)
        assert refused.value.status == 403


def test_an_authorizer_speaks_to_all_later_messages(account: Account) -> None:
    code = (
        "def handler(event, context):\n    return {'principalId': 'ann', 'context': {'n': 1}, 'policyDocument': "
        "{'Statement': [{'Effect': 'Allow', 'Action': 'execute-api:Invoke', 'Resource': event['methodArn']}]}}\n"
    )
    api = WebSocketApi(account)
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id,
        Name="a",
        AuthorizerType="REQUEST",
        AuthorizerUri=invocation(account.function(code)),
        IdentitySource=["route.request.querystring.token"],
    )["AuthorizerId"]
    api.function_route("$connect", account.function(), AuthorizationType="CUSTOM", AuthorizerId=authorizer)
    api.function_route("$default", account.function(), two_way=True)
    with pytest.raises(Refused) as refused:
        WebSocket(api.url)
    assert refused.value.status == 401
    with WebSocket(f"{api.url}?token=x") as socket:
        socket.say("hello")
        assert json.loads(socket.hear())["requestContext"]["authorizer"] == {"n": "1", "principalId": "ann"}


def test_routes_are_throttled(account: Account) -> None:
    api = WebSocketApi(account)
    api.function_route(
        "$default", account.function("def handler(event, context):\n    return {'body': 'ok'}\n"), two_way=True
    )
    api.gateway.update_stage(
        ApiId=api.id,
        StageName="dev",
        DefaultRouteSettings={"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 2},
    )
    with WebSocket(api.url) as socket:
        heard: list[str] = []
        for _ in range(3):
            socket.say("x")
            heard.append(socket.hear())
        assert heard[:2] == ["ok", "ok"]
        assert json.loads(heard[2])["message"] == "Too Many Requests"
    WebSocket(api.url).close()
    with pytest.raises(Refused) as refused:
        WebSocket(api.url)
    assert refused.value.status == 429


def test_urls_mocks_and_functions_without_proxy(account: Account, backend: Backend) -> None:
    api = WebSocketApi(account)
    url = api.integration(IntegrationType="HTTP_PROXY", IntegrationMethod="PUT", IntegrationUri=f"{backend.url}/ws")
    api.route("url", url, two_way=True)
    mock = api.integration(IntegrationType="MOCK", RequestTemplates={"$default": '{"statusCode": 200}'})
    api.gateway.create_integration_response(
        ApiId=api.id,
        IntegrationId=mock,
        IntegrationResponseKey="$default",
        ResponseTemplates={"$default": '{"pong": "$context.connectionId"}'},
    )
    api.route("mock", mock, two_way=True)
    plain = api.integration(
        IntegrationType="AWS",
        IntegrationMethod="POST",
        IntegrationUri=invocation(account.function("def handler(event, context):\n    return event\n")),
        RequestTemplates={"$default": '{"only": $input.json("$.n")}'},
        TemplateSelectionExpression="\\$default",
    )
    api.route("plain", plain, two_way=True)
    with WebSocket(api.url) as socket:
        socket.say('{"action": "url"}')
        asked = json.loads(socket.hear())
        assert (asked["method"], asked["path"], asked["body"]) == ("PUT", "/ws", '{"action": "url"}')
        socket.say('{"action": "mock"}')
        assert json.loads(socket.hear())["pong"]
        socket.say('{"action": "plain", "n": 7}')
        assert json.loads(socket.hear()) == {"only": 7}


def test_a_route_may_be_chosen_by_several_parts_of_a_message(account: Account) -> None:
    api = WebSocketApi(account, RouteSelectionExpression="${request.body.service}/${request.body.action}")
    api.function_route(
        "chat/join", account.function("def handler(event, context):\n    return {'body': 'joined'}\n"), two_way=True
    )
    with WebSocket(api.url) as socket:
        socket.say('{"service": "chat", "action": "join"}')
        assert socket.hear() == "joined"


def test_a_subprotocol_is_the_functions_choice(account: Account) -> None:
    api = WebSocketApi(account)
    code = (
        "def handler(event, context):\n    return {'statusCode': 200, 'headers': {'Sec-WebSocket-Protocol': 'two'}}\n"
    )
    api.function_route("$connect", account.function(code))
    with WebSocket(api.url, subprotocols=("one", "two")) as socket:
        assert socket.subprotocol == "two"
