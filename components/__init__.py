"""Components that build Amazon API Gateway stacks, and the words to describe them with."""

from components.authorizers import (
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
from components.cors import Cors
from components.data_actions import get_configuration, get_item, get_object, put_item, put_object, query
from components.function import LambdaFunction
from components.function_args import LambdaFunctionArgs
from components.gateway_responses import GatewayResponse
from components.grants import (
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
from components.http_api import HttpApi
from components.http_api_args import HttpApiArgs, HttpStage
from components.http_api_routes import HttpApiRoutes
from components.http_api_routes_args import HttpApiRoutesArgs
from components.integrations import MockAnswer
from components.kinds import Kind
from components.limits import Quotas
from components.message_actions import (
    publish,
    put_events,
    put_record,
    send_message,
    start_execution,
    start_sync_execution,
)
from components.openapi_export import openapi_document, openapi_text
from components.openapi_import import routes_from_openapi
from components.packaging import PythonPackage, python_package
from components.pricing import Usage, monthly_cost
from components.problems import ComponentError, Problem
from components.recommendation import Traffic, recommend
from components.request_shaping import Answer, RequestValidation, RouteCache
from components.resource_policies import (
    PolicyStatement,
    allow_accounts,
    allow_ip_ranges,
    allow_vpc_endpoints,
    allow_vpcs,
    deny_ip_ranges,
)
from components.rest_api import RestApi
from components.rest_api_args import RestApiArgs
from components.rest_settings import Cache, Canary, RestStage
from components.routes import Group, Route
from components.service_actions import ServiceAction
from components.throttling import Throttle
from components.usage_plans import Quota, UsagePlan
from components.user_pool import UserPool, UserPoolArgs
from components.websocket_api import WebSocketApi
from components.websocket_api_args import WebSocketApiArgs
from components.websocket_connections import WebSocketConnections, WebSocketConnectionsArgs

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
