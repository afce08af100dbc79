import json
from collections.abc import Callable
from typing import cast

import pulumi
import pulumi_aws as aws
import pytest
from pulumi.provider.experimental.analyzer import Analyzer
from pydantic import BaseModel

from components import ComponentError, Cors, Route
from components.access.throttling import Throttle
from components.rest_api.api import RestApi
from components.rest_api.resource_policies import allow_vpc_endpoints
from components.rest_api.settings import Cache, Canary, RestStage
from components.routing.data_actions import get_object
from components.routing.integrations import MockAnswer
from components.routing.request_shaping import Answer, RequestValidation, RouteCache
from tests.support.apis import LOG_GROUP, PERMISSION, arn
from tests.support.recording import Cloud, is_unknown
from tests.support.rest_apis import (
    API,
    AUTHORIZER,
    DEPLOYMENT,
    INTEGRATION,
    INTEGRATION_RESPONSE,
    METHOD,
    METHOD_RESPONSE,
    METHOD_SETTINGS,
    MODEL,
    ORIGINS,
    RESOURCE,
    RESPONSE,
    STAGE,
    VALIDATOR,
    args,
    authorizers,
    built,
    one_route,
    payments,
)


def values(cloud: Cloud, read: Callable[[], pulumi.Output[object]]) -> object:
    """What an output of a program resolves to."""
    seen: list[object] = []
    cloud.run(lambda: read().apply(seen.append))
    return seen[0]


def test_a_small_api_is_exactly_these_resources(cloud: Cloud) -> None:
    built(cloud, args({"GET /payments/{id}": Route(function=arn("get"))}))
    assert cloud.mocks.custom() == [
        (AUTHORIZER, "payments-authorizer-customers"),
        (DEPLOYMENT, "payments-deployment"),
        (INTEGRATION, "payments-GET /payments/{id}"),
        (METHOD, "payments-GET /payments/{id}"),
        (METHOD_SETTINGS, "payments-settings"),
        (RESOURCE, "payments-/payments"),
        (RESOURCE, "payments-/payments/{id}"),
        (API, "payments"),
        (STAGE, "payments-stage"),
        (LOG_GROUP, "payments-access-logs"),
        (LOG_GROUP, "payments-execution-logs"),
        (PERMISSION, "payments-permission-check"),
        (PERMISSION, "payments-permission-get"),
    ]


def test_paths_hang_below_their_parents(cloud: Cloud) -> None:
    built(cloud, args({"GET /a/{id}/b": Route(function=arn("x")), "GET /": Route(function=arn("x"))}))
    assert {name: (one["parentId"], one["pathPart"]) for name, one in cloud.mocks.of(RESOURCE).items()} == {
        "payments-/a": ("payments-0a1b2c3-root", "a"),
        "payments-/a/{id}": ("payments-/a-0a1b2c3", "{id}"),
        "payments-/a/{id}/b": ("payments-/a/{id}-0a1b2c3", "b"),
    }
    assert cloud.mocks.of(METHOD)["payments-GET /"]["resourceId"] == "payments-0a1b2c3-root"


def test_methods_carry_their_authorization(cloud: Cloud) -> None:
    built(cloud, payments())
    keys = {"authorization", "authorizerId", "authorizationScopes", "apiKeyRequired"}
    found = {name: {key: one[key] for key in keys & one.keys()} for name, one in cloud.mocks.of(METHOD).items()}
    assert {name: one for name, one in found.items() if "OPTIONS" not in name} == {
        "payments-GET /payments": {
            "authorization": "CUSTOM",
            "authorizerId": "payments-authorizer-customers-0a1b2c3",
            "apiKeyRequired": False,
        },
        "payments-POST /payments": {
            "authorization": "CUSTOM",
            "authorizerId": "payments-authorizer-customers-0a1b2c3",
            "apiKeyRequired": True,
        },
        "payments-GET /payments/{id}": {
            "authorization": "CUSTOM",
            "authorizerId": "payments-authorizer-tenants-0a1b2c3",
            "apiKeyRequired": False,
        },
        "payments-GET /rates/{proxy+}": {
            "authorization": "COGNITO_USER_POOLS",
            "authorizerId": "payments-authorizer-pool-0a1b2c3",
            "authorizationScopes": ["rates"],
            "apiKeyRequired": False,
        },
        "payments-POST /audit": {"authorization": "AWS_IAM", "apiKeyRequired": False},
        "payments-GET /health": {"authorization": "NONE", "apiKeyRequired": False},
    }


def test_authorizers_of_every_sort(cloud: Cloud) -> None:
    built(cloud, payments())
    made = cloud.mocks.of(AUTHORIZER)
    assert [*made] == ["payments-authorizer-customers", "payments-authorizer-tenants", "payments-authorizer-pool"]
    token, request, pool = made.values()
    assert (token["type"], token["identitySource"], token["authorizerResultTtlInSeconds"]) == (
        "TOKEN",
        "method.request.header.Authorization",
        0,
    )
    assert (request["type"], request["identitySource"], request["authorizerResultTtlInSeconds"]) == (
        "REQUEST",
        "method.request.header.x-tenant,context.httpMethod",
        60,
    )
    assert request["authorizerUri"] == (
        f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{arn('tenants')}/invocations"
    )
    assert (pool["type"], pool["providerArns"]) == (
        "COGNITO_USER_POOLS",
        ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_A"],
    )


def test_a_function_is_invoked_as_a_proxy_by_post(cloud: Cloud) -> None:
    built(cloud, one_route("DELETE /payments", function=arn("delete:live")))
    assert cloud.mocks.of(INTEGRATION)["payments-DELETE /payments"] == {
        "restApi": "payments-0a1b2c3",
        "resourceId": "payments-/payments-0a1b2c3",
        "httpMethod": "DELETE",
        "type": "AWS_PROXY",
        "integrationHttpMethod": "POST",
        "uri": (
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/"
            "arn:aws:lambda:eu-west-1:123456789012:function:delete:live/invocations"
        ),
    }
    assert cloud.mocks.of(METHOD_RESPONSE) == {}


def test_one_function_answers_everything(cloud: Cloud) -> None:
    given = args(function=arn("whole"))
    del given["routes"]  # pyright: ignore[reportTypedDictNotRequiredAccess] -- args gives it
    built(cloud, given)
    assert [*cloud.mocks.of(METHOD)] == ["payments-ANY /", "payments-ANY /{proxy+}"]
    assert [*cloud.mocks.of(PERMISSION)] == ["payments-permission-whole", "payments-permission-check"]


def test_a_templated_function_gets_what_the_template_makes(cloud: Cloud) -> None:
    built(cloud, payments())
    name = "payments-GET /payments/{id}"
    made = cloud.mocks.of(INTEGRATION)[name]
    assert (made["type"], made["passthroughBehavior"]) == ("AWS", "NEVER")
    assert {key: one.get("selectionPattern") for key, one in cloud.mocks.of(INTEGRATION_RESPONSE).items()}.items() >= {
        f"{name}-200": None,
        f"{name}-404": "not found.*",
    }.items()


def test_answers_alone_pass_any_body_on(cloud: Cloud) -> None:
    built(cloud, one_route(responses={"200": Answer(headers={"etag": "integration.response.header.etag", "x": "y"})}))
    assert cloud.mocks.of(INTEGRATION)["payments-GET /payments"]["passthroughBehavior"] == "WHEN_NO_TEMPLATES"
    answer = cloud.mocks.of(INTEGRATION_RESPONSE)["payments-GET /payments-200"]
    assert answer["responseParameters"] == {
        "method.response.header.etag": "integration.response.header.etag",
        "method.response.header.x": "'y'",
    }
    declared = cloud.mocks.of(METHOD_RESPONSE)["payments-GET /payments-200"]
    assert declared["responseParameters"] == dict.fromkeys(answer["responseParameters"], False)


def test_parameters_are_mapped_and_declared(cloud: Cloud) -> None:
    route = {
        "url": "https://a.example/{id}",
        "url_method": "PUT",
        "request_parameters": {
            "overwrite:header.x-page": "$request.querystring.page",
            "overwrite:querystring.who": "$context.authorizer.principalId",
            "overwrite:header.x-from": "gateway",
        },
    }
    built(cloud, args({"GET /a/{id}": cast("Route", route)}))
    made = cloud.mocks.of(INTEGRATION)["payments-GET /a/{id}"]
    assert (made["type"], made["integrationHttpMethod"]) == ("HTTP_PROXY", "PUT")
    assert made["requestParameters"] == {
        "integration.request.path.id": "method.request.path.id",
        "integration.request.header.x-page": "method.request.querystring.page",
        "integration.request.querystring.who": "context.authorizer.principalId",
        "integration.request.header.x-from": "'gateway'",
    }
    assert cloud.mocks.of(METHOD)["payments-GET /a/{id}"]["requestParameters"] == {
        "method.request.path.id": True,
        "method.request.querystring.page": False,
    }


def test_a_url_that_is_known_later_maps_what_it_names(cloud: Cloud) -> None:
    later = pulumi.Output.from_input("https://a.example/{id}")
    built(cloud, args({"GET /a/{id}/{part}": Route(url=later)}))
    made = cloud.mocks.of(INTEGRATION)["payments-GET /a/{id}/{part}"]
    assert made["requestParameters"] == {"integration.request.path.id": "method.request.path.id"}


def test_a_service_is_called_by_a_role_of_its_own(cloud: Cloud) -> None:
    built(cloud, payments())
    made = cloud.mocks.of(INTEGRATION)["payments-POST /audit"]
    assert made["uri"] == "arn:aws:apigateway:eu-west-1:sqs:path/123456789012/audit"
    assert made["credentials"] == "arn:aws:iam::123456789012:role/payments-role-audit-send-message-0a1b2c3"
    assert made["requestParameters"] == {
        "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"
    }
    policy = json.loads(cloud.mocks.of("aws:iam/rolePolicy:RolePolicy")["payments-role-audit-send-message"]["policy"])
    assert [(one["Action"], one["Resource"]) for one in policy["Statement"]] == [
        (["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:123456789012:audit"])
    ]
    patterns = {
        name: one.get("selectionPattern")
        for name, one in cloud.mocks.of(INTEGRATION_RESPONSE).items()
        if name.startswith("payments-POST /audit")
    }
    assert patterns == {
        "payments-POST /audit-200": None,
        "payments-POST /audit-400": r"4\d{2}",
        "payments-POST /audit-500": r"5\d{2}",
    }


def test_a_bucket_is_in_the_region_of_the_api(cloud: Cloud) -> None:
    action = get_object("arn:aws:s3:::pictures", "public/${request.path.key}.png")
    built(cloud, args({"GET /pictures/{key}": Route(service=action)}))
    made = cloud.mocks.of(INTEGRATION)["payments-GET /pictures/{key}"]
    assert made["uri"] == "arn:aws:apigateway:eu-west-1:s3:path/pictures/public/{part1}.png"
    assert made["integrationHttpMethod"] == "GET"
    assert made["requestParameters"] == {"integration.request.path.part1": "method.request.path.key"}
    assert cloud.mocks.of(METHOD)["payments-GET /pictures/{key}"]["requestParameters"] == {
        "method.request.path.key": True
    }


def test_a_mock_answers_by_itself(cloud: Cloud) -> None:
    mock = MockAnswer(status=202, body="gone", headers={"Content-Type": "text/plain", "x-a": "b"})
    built(cloud, args({"POST /m": Route(mock=mock)}))
    assert cloud.mocks.of(INTEGRATION)["payments-POST /m"]["requestTemplates"] == {
        "application/json": '{"statusCode": 202}'
    }
    answer = cloud.mocks.of(INTEGRATION_RESPONSE)["payments-POST /m-202"]
    assert answer["responseTemplates"] == {"text/plain": "gone"}
    assert answer["responseParameters"] == {
        "method.response.header.content-type": "'text/plain'",
        "method.response.header.x-a": "'b'",
    }


def test_a_streamed_answer_may_last_as_long_as_aws_allows(cloud: Cloud) -> None:
    built(cloud, one_route(stream=True))
    made = cloud.mocks.of(INTEGRATION)["payments-GET /payments"]
    assert (made["responseTransferMode"], made["timeoutMilliseconds"]) == ("STREAM", 900_000)
    assert made["uri"].endswith(f"2021-11-15/functions/{arn('list')}/response-streaming-invocations")


def test_a_validator_for_each_combination(cloud: Cloud) -> None:
    routes = {
        "POST /a": Route(function=arn("x"), validate=RequestValidation(body="Payment")),
        "PUT /a": Route(function=arn("x"), validate=RequestValidation(body="Payment")),
        "GET /a": Route(function=arn("x"), validate=RequestValidation(parameters=["querystring.page"])),
        "POST /b": Route(function=arn("x"), validate=RequestValidation(body="Payment", parameters=["header.k"])),
    }
    built(cloud, args(routes, models={"Payment": {"type": "object"}}))
    assert {
        name: (one["validateRequestBody"], one["validateRequestParameters"])
        for name, one in cloud.mocks.of(VALIDATOR).items()
    } == {
        "payments-validator-body": (True, False),
        "payments-validator-body-and-parameters": (True, True),
        "payments-validator-parameters": (False, True),
    }
    assert cloud.mocks.of(METHOD)["payments-GET /a"]["requestParameters"] == {"method.request.querystring.page": True}


def test_a_model_may_be_a_pydantic_class(cloud: Cloud) -> None:
    class Payment(BaseModel):
        amount: float

    route = Route(function=arn("create"), validate=RequestValidation(body="Payment"))
    built(cloud, args({"POST /a": route}, models={"Payment": Payment}))
    schema = json.loads(cloud.mocks.of(MODEL)["payments-model-Payment"]["schema"])
    assert (schema["required"], schema["properties"]["amount"]["type"]) == (["amount"], "number")
    assert cloud.mocks.of(METHOD)["payments-POST /a"]["requestValidatorId"] == "payments-validator-body-0a1b2c3"


def test_settings_of_all_methods_and_of_those_with_their_own(cloud: Cloud) -> None:
    built(cloud, payments())
    made = {one["methodPath"]: one["settings"] for one in cloud.mocks.of(METHOD_SETTINGS).values()}
    plain = {
        "throttlingRateLimit": 200,
        "throttlingBurstLimit": 400,
        "loggingLevel": "ERROR",
        "dataTraceEnabled": False,
        "metricsEnabled": False,
        "cachingEnabled": False,
        "cacheDataEncrypted": True,
        "requireAuthorizationForCacheControl": True,
        "unauthorizedCacheControlHeaderStrategy": "FAIL_WITH_403",
    }
    assert made == {
        "*/*": plain,
        "payments/GET": {**plain, "cachingEnabled": True, "cacheTtlInSeconds": 60},
        "payments/POST": {**plain, "throttlingRateLimit": 20, "throttlingBurstLimit": 40},
    }


def test_the_root_is_a_slash_in_settings(cloud: Cloud) -> None:
    routes = {
        "GET /": Route(function=arn("x"), throttle=Throttle(rate=1, burst=1)),
        "GET /a/{id}/b": Route(function=arn("x"), throttle=Throttle(rate=1, burst=1)),
    }
    built(cloud, args(routes))
    paths = {one["methodPath"] for one in cloud.mocks.of(METHOD_SETTINGS).values()}
    assert paths == {"*/*", "~1/GET", "a/{id}/b/GET"}


def test_keys_of_the_cache_are_declared(cloud: Cloud) -> None:
    built(cloud, payments())
    keys = ["method.request.header.Authorization", "method.request.querystring.page"]
    assert cloud.mocks.of(INTEGRATION)["payments-GET /payments"]["cacheKeyParameters"] == keys
    assert cloud.mocks.of(METHOD)["payments-GET /payments"]["requestParameters"] == dict.fromkeys(keys, False)
    stage = cloud.mocks.of(STAGE)["payments-stage"]
    assert (stage["cacheClusterEnabled"], stage["cacheClusterSize"]) == (True, "0.5")


def test_the_stage_serves_the_deployment_and_logs(cloud: Cloud) -> None:
    built(cloud, payments())
    stage, group = cloud.mocks.of(STAGE)["payments-stage"], cloud.mocks.of(LOG_GROUP)["payments-access-logs"]
    assert (stage["stageName"], stage["deployment"]) == ("v1", "payments-deployment-0a1b2c3")
    assert group["retentionInDays"] == 14
    fields = json.loads(stage["accessLogSettings"]["format"])
    assert {"requestId", "authorizerError", "integrationError", "errorType", "apiKeyId"} <= fields.keys()
    assert {"wafResponse", "authorizerLatency", "traceId", "domainName", "userAgent"} <= fields.keys()
    assert not [value for value in fields.values() if "claims" in value or value.endswith("identity.apiKey")]
    assert len(stage["accessLogSettings"]["format"]) < 3 * 1024  # AWS's limit of the format


def test_execution_logs_go_to_a_group_that_forgets(cloud: Cloud) -> None:
    built(cloud, args(stages={"beta": RestStage()}, log_retention_days=14))
    groups = {name: one.get("name") for name, one in cloud.mocks.of(LOG_GROUP).items()}
    assert {one["retentionInDays"] for one in cloud.mocks.of(LOG_GROUP).values()} == {14}
    assert groups == {
        "payments-execution-logs": "API-Gateway-Execution-Logs_payments-0a1b2c3/v1",
        "payments-execution-logs-beta": "API-Gateway-Execution-Logs_payments-0a1b2c3/beta",
        "payments-access-logs": None,
    }


def test_execution_logs_can_be_off_or_tell_more(cloud: Cloud) -> None:
    def program() -> None:
        for level in ("INFO", "OFF"):
            RestApi(level.lower(), args(execution_logs=level, stages={"beta": RestStage()}))

    cloud.run(program)
    levels = {name: one["settings"]["loggingLevel"] for name, one in cloud.mocks.of(METHOD_SETTINGS).items()}
    assert levels == {
        "info-settings": "INFO",
        "info-settings-beta": "INFO",
        "off-settings": "OFF",
        "off-settings-beta": "OFF",
    }
    groups = [name for name in cloud.mocks.of(LOG_GROUP) if "execution" in name]
    assert groups == ["info-execution-logs", "info-execution-logs-beta"]


def test_further_stages_serve_the_same_deployment(cloud: Cloud) -> None:
    beta = RestStage(throttle=Throttle(rate=1, burst=2), variables={"colour": "green"})
    api = built(cloud, args(stages={"beta": beta}, cache=Cache(size_gb=0.5)))
    made = cloud.mocks.of(STAGE)["payments-stage-beta"]
    assert (made["deployment"], made["cacheClusterEnabled"], made["variables"]) == (
        "payments-deployment-0a1b2c3",
        False,
        {"colour": "green"},
    )
    settings = cloud.mocks.of(METHOD_SETTINGS)["payments-settings-beta"]
    assert (settings["stageName"], settings["settings"]["throttlingRateLimit"]) == ("beta", 1)
    base = "https://payments-0a1b2c3.execute-api.eu-west-1.amazonaws.com"
    assert values(cloud, lambda: api.stage_urls) == {"v1": f"{base}/v1", "beta": f"{base}/beta"}


def test_a_canary_with_other_variables(cloud: Cloud) -> None:
    built(cloud, args(canary=Canary(percent=10, stage_variables={"alias": "green"})))
    assert cloud.mocks.of(STAGE)["payments-stage"]["canarySettings"] == {
        "deploymentId": "payments-deployment-0a1b2c3",
        "percentTraffic": 10,
        "stageVariableOverrides": {"alias": "green"},
        "useStageCache": False,
    }


def test_a_canary_with_the_newest_deployment(cloud: Cloud) -> None:
    built(cloud, args(canary=Canary(percent=5, stable_deployment="abc"), keep_deployments=True))
    stage = cloud.mocks.of(STAGE)["payments-stage"]
    assert (stage["deployment"], stage["canarySettings"]["deploymentId"]) == ("abc", "payments-deployment-0a1b2c3")


def test_a_private_api(cloud: Cloud) -> None:
    ids = ["vpce-0a1b2c3d"]
    built(cloud, args(endpoint="PRIVATE", vpc_endpoint_ids=ids, resource_policy=allow_vpc_endpoints(ids)))
    assert cloud.mocks.of(API)["payments"]["endpointConfiguration"] == {"types": "PRIVATE", "vpcEndpointIds": ids}
    assert "payments-resource-policy" in cloud.mocks.of("aws:apigateway/restApiPolicy:RestApiPolicy")


def test_what_the_api_itself_is_given(cloud: Cloud) -> None:
    built(
        cloud,
        args(
            binary_media_types=["image/png"],
            minimum_compression_size=1024.0,
            api_key_source="HEADER",
            disable_default_endpoint=True,
            tracing=True,
            description="Payments.",
        ),
    )
    assert cloud.mocks.of(API)["payments"] == {
        "apiKeySource": "HEADER",
        "binaryMediaTypes": ["image/png"],
        "description": "Payments.",
        "disableExecuteApiEndpoint": True,
        "endpointConfiguration": {"types": "REGIONAL"},
        "minimumCompressionSize": "1024",
    }
    assert cloud.mocks.of(STAGE)["payments-stage"]["xrayTracingEnabled"] is True


def test_templates_of_an_api_with_binary_types_get_text(cloud: Cloud) -> None:
    given = args(binary_media_types=["*/*"], cors=Cors(origins=["https://a.example"]))
    built(cloud, given)
    made = cloud.mocks.of(INTEGRATION)
    assert made["payments-OPTIONS /payments"]["contentHandling"] == "CONVERT_TO_TEXT"
    assert "contentHandling" not in made["payments-GET /payments"]


def test_the_stage_is_called_after_the_stack_by_default(cloud: Cloud) -> None:
    given = args()
    del given["stage"]  # pyright: ignore[reportTypedDictNotRequiredAccess] -- args gives it
    built(cloud, given)
    assert cloud.mocks.of(STAGE)["payments-stage"]["stageName"] == "test"


def test_keys_are_secret_outputs_by_customer(cloud: Cloud) -> None:
    api = built(cloud, payments())
    secret: list[bool] = []

    async def read() -> None:
        secret.append(await api.api_keys.is_secret())

    cloud.run(read)
    assert secret == [True]
    keys = cast("dict[str, str]", values(cloud, lambda: api.api_keys))
    assert [*keys] == ["anna", "bert"]
    assert "payments-key-anna" in keys["anna"]


def test_outputs_of_the_api(cloud: Cloud) -> None:
    api = built(cloud, payments())
    url = "https://payments-0a1b2c3.execute-api.eu-west-1.amazonaws.com/v1"
    assert values(cloud, lambda: api.url) == url
    assert values(cloud, lambda: api.url_for("/payments/{id}")) == f"{url}/payments/{{id}}"
    assert values(cloud, lambda: api.root_resource_id) == "payments-0a1b2c3-root"
    assert values(cloud, lambda: api.deployment_id) == "payments-deployment-0a1b2c3"
    assert cast("dict[str, str]", values(cloud, lambda: api.routes))["GET /rates/{proxy+}"] == "pool [rates]"


def test_url_for_refuses_a_path_without_a_route(cloud: Cloud) -> None:
    api = built(cloud, payments())
    with pytest.raises(ComponentError, match="did you mean"):
        api.url_for("/payment")


def test_a_caller_is_granted_the_signed_routes_only(cloud: Cloud) -> None:
    api = built(cloud, payments())
    grant = api.grant_invoke()
    assert [*grant["actions"]] == ["execute-api:Invoke"]
    assert values(cloud, lambda: pulumi.Output.all(*grant["resources"])) == [
        "arn:aws:execute-api:eu-west-1:123456789012:payments-0a1b2c3/v1/POST/audit"
    ]
    with pytest.raises(ComponentError):
        api.grant_invoke("GET /payments")


def test_an_openapi_document_names_every_route(cloud: Cloud) -> None:
    api = built(cloud, payments())
    document = json.loads(str(values(cloud, lambda: api.openapi("1.2.3"))))
    assert {"/payments", "/payments/{id}", "/audit", "/health"} <= document["paths"].keys()
    assert document["info"] == {"title": "payments", "version": "1.2.3"}


def test_tags_reach_everything_that_takes_tags(cloud: Cloud) -> None:
    built(cloud, payments())
    tagged = {one.type for one in cloud.mocks.registrations if one.inputs.get("tags") == {"application": "shop"}}
    assert {API, STAGE, LOG_GROUP, "aws:apigateway/usagePlan:UsagePlan", "aws:apigateway/apiKey:ApiKey"} <= tagged


def test_an_api_builds_while_nothing_of_aws_is_known(preview: Cloud) -> None:
    built(preview, payments())
    methods = preview.mocks.of(METHOD)
    assert is_unknown(methods["payments-GET /payments"]["authorizerId"])
    assert methods["payments-GET /payments"]["authorization"] == "CUSTOM"
    triggers = preview.mocks.of(DEPLOYMENT)["payments-deployment"]["triggers"]
    assert is_unknown(triggers["methods"])
    assert not is_unknown(triggers["resources"])
    assert preview.mocks.of(INTEGRATION)["payments-POST /audit"]["uri"].endswith(":sqs:path/123456789012/audit")


def test_a_function_of_pulumi_is_reached(cloud: Cloud) -> None:
    def program() -> None:
        function = aws.lambda_.Function("resource", role="arn:aws:iam::123456789012:role/x")
        RestApi("payments", args({"GET /a": Route(function=function)}))

    cloud.run(program)
    assert "function:resource-0a1b2c3" in cloud.mocks.of(INTEGRATION)["payments-GET /a"]["uri"]


def test_a_group_keeps_its_preflights_from_its_function(cloud: Cloud) -> None:
    groups = {"/users": {"function": arn("users")}}
    built(cloud, args({}, groups=groups, cors=Cors(origins=["https://a.example"])))
    types = {name: one["type"] for name, one in cloud.mocks.of(INTEGRATION).items()}
    assert types == {
        "payments-ANY /users": "AWS_PROXY",
        "payments-ANY /users/{proxy+}": "AWS_PROXY",
        "payments-OPTIONS /users": "MOCK",
        "payments-OPTIONS /users/{proxy+}": "MOCK",
    }


def test_an_options_route_of_its_own_wins(cloud: Cloud) -> None:
    routes = {
        "GET /a": Route(function=arn("x")),
        "OPTIONS /a": Route(function=arn("x"), public="answers preflight requests"),
    }
    built(cloud, args(routes, cors=Cors(origins=["https://a.example"])))
    assert cloud.mocks.of(INTEGRATION)["payments-OPTIONS /a"]["type"] == "AWS_PROXY"


def test_one_origin_is_said_plainly(cloud: Cloud) -> None:
    built(cloud, args(cors=Cors(origins=["https://a.example"], credentials=True)))
    answer = cloud.mocks.of(INTEGRATION_RESPONSE)["payments-OPTIONS /payments-204"]
    assert "responseTemplates" not in answer
    assert (
        answer["responseParameters"].items()
        >= {
            "method.response.header.Access-Control-Allow-Origin": "'https://a.example'",
            "method.response.header.Access-Control-Allow-Credentials": "'true'",
        }.items()
    )
    assert cloud.mocks.of(RESPONSE)["payments-response-DEFAULT_4XX"]["responseParameters"] == {
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://a.example'",
        "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'",
    }


def test_a_cached_answer_that_names_the_asker_is_kept_for_him(cloud: Cloud) -> None:
    route = Route(
        function=arn("list"), responses={"200": Answer()}, cache=RouteCache(ttl=5), public="prices for everyone"
    )
    built(cloud, args({"GET /payments": route}, cache=Cache(size_gb=0.5), cors=Cors(origins=ORIGINS)))
    made = cloud.mocks.of(INTEGRATION)["payments-GET /payments"]
    assert made["cacheKeyParameters"] == ["method.request.header.Origin"]


def test_every_sort_of_authorizer_is_used_by_the_tests() -> None:
    assert sorted(one["kind"] for one in authorizers().values()) == ["cognito", "iam", "request", "token"]


def test_the_component_can_be_hosted_for_other_languages() -> None:
    result = Analyzer("gateway").analyze([RestApi])
    api = result["component_definitions"]["RestApi"]
    assert [key for key, one in api.inputs.items() if not one.optional] == ["throttle"]
    described = {**api.inputs, **api.outputs}
    for name, one in result["type_definitions"].items():
        described |= {f"{name}.{key}": prop for key, prop in one.properties.items()}
    assert [name for name, prop in described.items() if not prop.description] == []
