"""One API of each kind, with everything that a request can show."""

import os
import sys
from pathlib import Path

import pulumi
import pulumi_aws as aws

sys.path.insert(0, str(Path(__file__).parents[3]))

from components import (
    Answer,
    ApiGatewayAccount,
    ApiGatewayAccountArgs,
    Cache,
    Cors,
    Group,
    HttpApi,
    HttpApiArgs,
    LambdaFunction,
    LambdaFunctionArgs,
    MockAnswer,
    Quota,
    RequestValidation,
    RestApi,
    RestApiArgs,
    Route,
    RouteCache,
    Throttle,
    UsagePlan,
    UserPool,
    UserPoolArgs,
    WebSocketApi,
    WebSocketApiArgs,
    WebSocketConnections,
    WebSocketConnectionsArgs,
    allow_ip_ranges,
    cognito,
    iam,
    jwt,
    request_authorizer,
    send_message,
    token_authorizer,
)
from tests.end_to_end.gallery.functions import CODE

JSON = "application/json"
PUBLIC = "anyone may look at the gallery"
ORIGINS = ["http://localhost:3000", "http://localhost:4000"]
WIDE = Throttle(rate=100, burst=200)
# What a test changes between two updates.
TTL = int(os.environ.get("GALLERY_TTL", "0"))
GREETING = os.environ.get("GALLERY_GREETING", "name")
RANGES = os.environ.get("GALLERY_RANGES", "127.0.0.0/8").split(",")
DESCRIPTION = os.environ.get("GALLERY_DESCRIPTION", "One of each.")
RATE = float(os.environ.get("GALLERY_RATE", "100"))
MOCK = (
    Route(url=f"{os.environ['GALLERY_BACKEND']}/pages/mock", public=PUBLIC)
    if "GALLERY_MOCK_URL" in os.environ
    else Route(mock=MockAnswer(status=202, body='{"mock": true}'), public=PUBLIC)
)
MORE = (
    {"GET /more": Route(mock=MockAnswer(body='{"more": true}'), public=PUBLIC)} if "GALLERY_MORE" in os.environ else {}
)


def function(name: str, handler: str, **more: object) -> LambdaFunction:
    """A function of functions.py."""
    archive = pulumi.AssetArchive({"gallery.py": pulumi.StringAsset(CODE)})
    return LambdaFunction(name, LambdaFunctionArgs(code=archive, handler=f"gallery.{handler}", **more))  # pyright: ignore[reportArgumentType] -- a typed dictionary made of parts


pool = UserPool(
    "callers", UserPoolArgs(scopes={"gallery": {"read": "Look.", "write": "Paint."}}, deletion_protection=False)
)
queue = aws.sqs.Queue("messages")
account = ApiGatewayAccount("logs", ApiGatewayAccountArgs())
echo = function("echo", "echo")
simple = function("simple", "simple")
policy = function("policy", "policy")

http = HttpApi(
    "http",
    HttpApiArgs(
        authorizers={
            "jwt": jwt(issuer=pool.issuer, audiences=[pool.client_id]),
            "cognito": cognito(pool),
            "request": request_authorizer(simple, ["$request.header.x-door"]),
            "iam": iam(),
        },
        cors=Cors(origins=ORIGINS),
        throttle=WIDE,
        routes={
            "GET /jwt": Route(function=echo, authorizer="jwt", scopes=["gallery/write"]),
            "GET /cognito": Route(function=echo, authorizer="cognito"),
            "GET /request": Route(function=echo, authorizer="request"),
            "GET /iam": Route(function=echo, authorizer="iam"),
            "GET /narrow": Route(function=echo, public=PUBLIC, throttle=Throttle(rate=1, burst=2)),
            "POST /messages": Route(service=send_message(queue, body="$request.body.text"), public=PUBLIC),
            "GET /elsewhere/{page}": Route(
                url=f"{os.environ['GALLERY_BACKEND']}/pages/{{page}}",
                public=PUBLIC,
                request_parameters={"overwrite:header.x-from": "gallery"},
                response_parameters={"200": {"append:header.x-seen": "yes"}},
            ),
        },
        groups={"/group": Group(function=echo, public=PUBLIC)},
        stages={"v1": {}},
    ),
)
whole = HttpApi("whole", HttpApiArgs(function=echo, public=PUBLIC, throttle=WIDE))

rest = RestApi(
    "rest",
    RestApiArgs(
        description=DESCRIPTION,
        authorizers={
            "token": token_authorizer(policy, "$request.header.x-door", ttl=TTL),
            "request": request_authorizer(policy, ["$request.header.x-door"]),
            "cognito": cognito(pool),
            "iam": iam(),
        },
        cors=Cors(origins=ORIGINS),
        throttle=Throttle(rate=RATE, burst=200),
        models={"Painting": {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}},
        routes={
            "GET /token": Route(function=echo, authorizer="token"),
            "GET /request": Route(function=echo, authorizer="request"),
            "GET /cognito": Route(function=echo, authorizer="cognito", scopes=["gallery/write"]),
            "GET /iam": Route(function=echo, authorizer="iam"),
            "GET /key": Route(function=echo, public=PUBLIC, api_key=True),
            "GET /narrow": Route(function=echo, public=PUBLIC, throttle=Throttle(rate=1, burst=2)),
            "POST /paintings": Route(function=echo, public=PUBLIC, validate=RequestValidation(body="Painting")),
            "GET /paintings": Route(
                function=echo, public=PUBLIC, validate=RequestValidation(parameters=["querystring.year"])
            ),
            "GET /cached": Route(
                function=function("counted", "counted"),
                public=PUBLIC,
                cache=RouteCache(ttl=300, keys=["querystring.page"]),
            ),
            "GET /greeting/{name}": Route(
                function=function("plain", "plain"),
                public=PUBLIC,
                request_templates={JSON: f'{{"name": "$util.escapeJavaScript($input.params(\'{GREETING}\'))"}}'},
                responses={
                    "200": Answer(templates={JSON: "{\"said\": $input.json('$.greeting')}"}),
                    "404": Answer(selection_pattern="NotFound:.*", templates={JSON: '{"message": "nobody there"}'}),
                    "500": Answer(selection_pattern="(?!NotFound:)(.|\\n)+", templates={JSON: '{"message": "failed"}'}),
                },
            ),
            "GET /mock": MOCK,
            "POST /messages": Route(service=send_message(queue, body="$request.body.text"), public=PUBLIC),
            "GET /elsewhere/{page}": Route(url=f"{os.environ['GALLERY_BACKEND']}/pages/{{page}}", public=PUBLIC),
            **MORE,
        },
        groups={"/group": Group(function=echo, public=PUBLIC)},
        cache=Cache(size_gb=0.5),
        usage_plans={
            "slow": UsagePlan(throttle=Throttle(rate=1, burst=2), keys=["slow"]),
            "few": UsagePlan(quota=Quota(limit=3, period="DAY"), keys=["few"]),
        },
        resource_policy=allow_ip_ranges(RANGES),
        stage="live",
        account=account,
    ),
)

connections = WebSocketConnections("line", WebSocketConnectionsArgs())
answering = function(
    "line",
    "line",
    environment={"CALLBACK_URL": connections.callback_url},
    grants={"push": connections.grant_manage_connections()},
)
websocket = WebSocketApi(
    "line",
    WebSocketApiArgs(
        connections=connections,
        account=account,
        authorizers={"door": request_authorizer(policy, ["$request.querystring.door"])},
        throttle=WIDE,
        routes={
            "$connect": Route(function=answering, authorizer="door"),
            "$disconnect": Route(function=answering),
            "$default": Route(function=answering),
            "ask": Route(function=answering, returns_response=True),
            "push": Route(function=answering),
        },
    ),
)

pulumi.export(
    "urls",
    {"http": http.url, "whole": whole.url, "rest": rest.url, "websocket": websocket.url, "v1": http.stage_urls["v1"]},
)
pulumi.export("ids", {"rest": rest.api_id, "http": http.api_id})
pulumi.export("callbackUrl", websocket.callback_url)
pulumi.export("queueUrl", queue.url)
pulumi.export("apiKeys", rest.api_keys)
pulumi.export("invoke", [http.grant_invoke("GET /iam")["resources"][0], rest.grant_invoke("GET /iam")["resources"][0]])
pulumi.export("identity", {"issuer": pool.issuer, "clientId": pool.client_id, "userPoolId": pool.user_pool_id})
