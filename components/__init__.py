"""Components that build Amazon API Gateway stacks, and the words to describe them with."""

from components.access.authorizers import (
    Authorizer,
    CognitoAuthorizer,
    IamAuthorizer,
    JwtAuthorizer,
    LambdaAuthorizer,
    cognito,
    iam,
    jwt,
    request_authorizer,
    token_authorizer,
)
from components.access.cors import Cors
from components.access.grants import (
    Grant,
    bucket_read,
    bucket_write,
    bus_put_events,
    invoke,
    key_decrypt,
    queue_consume,
    queue_send,
    secret_read,
    state_machine_start,
    table_put,
    table_read,
    table_read_write,
    topic_publish,
)
from components.access.throttling import Throttle
from components.access.usage_plans import Quota, UsagePlan
from components.access.user_pool import UserPool, UserPoolArgs
from components.function.args import LambdaFunctionArgs
from components.function.function import LambdaFunction
from components.function.packaging import PythonPackage, python_package
from components.http_api.api import HttpApi
from components.http_api.args import HttpApiArgs, HttpStage
from components.http_api.further_routes import HttpApiRoutes
from components.http_api.further_routes_args import HttpApiRoutesArgs
from components.knowledge.kinds import Kind
from components.knowledge.limits import Quotas
from components.knowledge.pricing import Usage, monthly_cost
from components.knowledge.recommendation import Traffic, recommend
from components.openapi.export import openapi_document, openapi_text
from components.openapi.importing import routes_from_openapi
from components.problems import ComponentError, Problem
from components.rest_api.api import RestApi
from components.rest_api.args import RestApiArgs
from components.rest_api.gateway_responses import GatewayResponse
from components.rest_api.resource_policies import (
    PolicyStatement,
    allow_accounts,
    allow_ip_ranges,
    allow_vpc_endpoints,
    allow_vpcs,
    deny_ip_ranges,
)
from components.rest_api.settings import Cache, Canary, RestStage
from components.routing.data_actions import get_configuration, get_item, get_object, put_item, put_object, query
from components.routing.integrations import MockAnswer
from components.routing.message_actions import (
    publish,
    put_events,
    put_record,
    send_message,
    start_execution,
    start_sync_execution,
)
from components.routing.request_shaping import Answer, RequestValidation, RouteCache
from components.routing.routes import Group, Route
from components.routing.service_actions import ServiceAction
from components.websocket_api.api import WebSocketApi
from components.websocket_api.args import WebSocketApiArgs
from components.websocket_api.connections import WebSocketConnections, WebSocketConnectionsArgs

__all__ = [
    "Answer",
    "Authorizer",
    "Cache",
    "Canary",
    "CognitoAuthorizer",
    "ComponentError",
    "Cors",
    "GatewayResponse",
    "Grant",
    "Group",
    "HttpApi",
    "HttpApiArgs",
    "HttpApiRoutes",
    "HttpApiRoutesArgs",
    "HttpStage",
    "IamAuthorizer",
    "JwtAuthorizer",
    "Kind",
    "LambdaAuthorizer",
    "LambdaFunction",
    "LambdaFunctionArgs",
    "MockAnswer",
    "PolicyStatement",
    "Problem",
    "PythonPackage",
    "Quota",
    "Quotas",
    "RequestValidation",
    "RestApi",
    "RestApiArgs",
    "RestStage",
    "Route",
    "RouteCache",
    "ServiceAction",
    "Throttle",
    "Traffic",
    "Usage",
    "UsagePlan",
    "UserPool",
    "UserPoolArgs",
    "WebSocketApi",
    "WebSocketApiArgs",
    "WebSocketConnections",
    "WebSocketConnectionsArgs",
    "allow_accounts",
    "allow_ip_ranges",
    "allow_vpc_endpoints",
    "allow_vpcs",
    "bucket_read",
    "bucket_write",
    "bus_put_events",
    "cognito",
    "deny_ip_ranges",
    "get_configuration",
    "get_item",
    "get_object",
    "iam",
    "invoke",
    "jwt",
    "key_decrypt",
    "monthly_cost",
    "openapi_document",
    "openapi_text",
    "publish",
    "put_events",
    "put_item",
    "put_object",
    "put_record",
    "python_package",
    "query",
    "queue_consume",
    "queue_send",
    "recommend",
    "request_authorizer",
    "routes_from_openapi",
    "secret_read",
    "send_message",
    "start_execution",
    "start_sync_execution",
    "state_machine_start",
    "table_put",
    "table_read",
    "table_read_write",
    "token_authorizer",
    "topic_publish",
]
