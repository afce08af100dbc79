"""What access logs say of callers: what an authorizer decided, and who signed."""

from __future__ import annotations

import httpx
import pytest

from tests.local.emulator.access_logs import HTTP_FORMAT, REST_FORMAT, Log
from tests.local.emulator.account import Account, RestApi, WebSocketApi, invocation
from tests.local.emulator.signing import signature, signed
from tests.local.emulator.sockets import Refused, WebSocket

# Lets the token "yes" in, does not know "who", and refuses all others.
JUDGE = """
def handler(event, context):
    given = event.get('authorizationToken') or event['queryStringParameters']['token']
    if given == 'who':
        raise Exception('Unauthorized')
    effect = 'Allow' if given == 'yes' else 'Deny'
    statement = {'Effect': effect, 'Action': 'execute-api:Invoke', 'Resource': event['methodArn']}
    return {'principalId': 'ann', 'policyDocument': {'Version': '2012-10-17', 'Statement': [statement]}}
"""
INVOKE_ALL = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": "*"}
DENIAL = "User is not authorized to access this resource with an explicit deny in an identity-based policy"


@pytest.fixture
def log(account: Account) -> Log:
    return Log(account)


def test_a_rest_api_logs_what_its_authorizer_decided(account: Account, log: Log) -> None:
    api = RestApi(account)
    function, judge = account.function(), account.function(JUDGE)
    api.function_method("GET /open", function)
    for kind, header in (("TOKEN", "token"), ("REQUEST", "x-more")):
        authorizer = api.gateway.create_authorizer(
            restApiId=api.id,
            name=kind,
            type=kind,
            identitySource=f"method.request.header.{header}",
            authorizerUri=invocation(judge),
            authorizerResultTtlInSeconds=0,
        )["id"]
        api.function_method(f"GET /{kind}", function, authorizationType="CUSTOM", authorizerId=authorizer)
    api.deploy()
    api.patch_stage(**{"/accessLogSettings/destinationArn": log.arn, "/accessLogSettings/format": REST_FORMAT})
    api.get("/open", headers={"token": "yes"})
    for token in ("yes", "no", "who"):
        api.get("/TOKEN", headers={"token": token})
    api.get("/TOKEN")
    api.get("/REQUEST?token=yes")
    api.get("/REQUEST?token=yes", headers={"x-more": "x"})
    assert [(line["status"], line["authorizerStatus"], line["authorizerError"]) for line in log.lines(7)] == [
        ("200", "-", "-"),
        ("200", "200", "-"),
        ("403", "403", DENIAL),
        ("401", "401", "Unauthorized"),
        ("401", "401", "Unauthorized"),
        ("401", "401", "Unauthorized"),
        ("200", "200", "-"),
    ]


def test_a_websocket_api_logs_what_its_authorizer_decided(account: Account, log: Log) -> None:
    api = WebSocketApi(account)
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id,
        Name="a",
        AuthorizerType="REQUEST",
        AuthorizerUri=invocation(account.function(JUDGE)),
        IdentitySource=["route.request.querystring.token"],
    )["AuthorizerId"]
    api.function_route("$connect", account.function(), AuthorizationType="CUSTOM", AuthorizerId=authorizer)
    api.function_route("$default", account.function(), two_way=True)
    log.take(api)
    for query in ("?token=no", "?token=who", ""):
        with pytest.raises(Refused):
            WebSocket(f"{api.url}{query}")
    with WebSocket(f"{api.url}?token=yes") as websocket:
        websocket.say("hello")
        websocket.hear()
    assert [(line["status"], line["authorizerStatus"], line["authorizerError"]) for line in log.lines(5)] == [
        ("403", "403", DENIAL),
        ("401", "401", "Unauthorized"),
        ("401", "401", "Unauthorized"),
        ("200", "200", "-"),
        ("200", "-", "-"),
    ]


def test_of_an_authorizer_an_http_api_logs_the_error_alone(account: Account, log: Log) -> None:
    api = account.http_api()
    pattern = '{"error":"$context.authorizer.error","more":"$context.authorizer.status$context.authorizer.latency"}'
    api.stage("dev", AccessLogSettings={"DestinationArn": log.arn, "Format": pattern})
    authorizer = api.gateway.create_authorizer(
        ApiId=api.id,
        AuthorizerType="REQUEST",
        AuthorizerPayloadFormatVersion="1.0",
        AuthorizerUri=invocation(account.function(JUDGE)),
        IdentitySource=["$request.querystring.token"],
        Name="a",
    )["AuthorizerId"]
    api.function_route("GET /x", account.function(), AuthorizationType="CUSTOM", AuthorizerId=authorizer)
    assert [api.get(f"/dev/x?token={token}").status_code for token in ("yes", "no")] == [200, 403]
    assert log.lines(2) == [{"error": "-", "more": "--"}, {"error": "Forbidden", "more": "--"}]


def test_http_and_rest_apis_log_who_signed(account: Account) -> None:
    rest, http, of_rest, of_http = RestApi(account), account.http_api(), Log(account), Log(account)
    rest.function_method("GET /x", account.function(), authorizationType="AWS_IAM")
    rest.deploy()
    rest.patch_stage(**{"/accessLogSettings/destinationArn": of_rest.arn, "/accessLogSettings/format": REST_FORMAT})
    http.stage("dev", AccessLogSettings={"DestinationArn": of_http.arn, "Format": HTTP_FORMAT})
    http.function_route("GET /x", account.function(), "1.0", AuthorizationType="AWS_IAM")
    member, stranger = account.user(INVOKE_ALL), account.user()
    for url in (rest.url, f"{http.url}/dev"):
        assert signed(member, "GET", f"{url}/x").json()["requestContext"]["identity"]["accessKey"] == member[0]
        signed(stranger, "GET", f"{url}/x")
        signed((member[0], "wrong"), "GET", f"{url}/x")
        httpx.get(f"{url}/x", trust_env=False)
    expected = [("200", user_id(account, member)), ("403", user_id(account, stranger)), ("403", "-"), ("403", "-")]
    for log in (of_rest, of_http):
        assert [(line["status"], line["caller"]) for line in log.lines(4)] == expected


def test_a_websocket_api_logs_who_signed_its_handshake(account: Account, log: Log) -> None:
    api = WebSocketApi(account)
    api.function_route("$connect", account.function(), AuthorizationType="AWS_IAM")
    api.function_route("$default", account.function(), two_way=True)
    log.take(api)
    member, stranger = account.user(INVOKE_ALL), account.user()
    for key in (stranger, (member[0], "wrong")):
        with pytest.raises(Refused):
            WebSocket(api.url, signature(key, "GET", api.url))
    with WebSocket(api.url, signature(member, "GET", api.url)) as websocket:
        websocket.say("hello")
        websocket.hear()
    caller = user_id(account, member)
    assert [(line["status"], line["caller"]) for line in log.lines(4)] == [
        ("403", user_id(account, stranger)),
        ("403", "-"),
        ("200", caller),
        ("200", caller),
    ]


def user_id(account: Account, key: tuple[str, str]) -> str:
    """The principal identifier of the user that a key belongs to."""
    iam = account.client("iam")
    name = iam.get_access_key_last_used(AccessKeyId=key[0])["UserName"]
    return str(iam.get_user(UserName=name)["User"]["UserId"])
