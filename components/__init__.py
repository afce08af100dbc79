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
from components.domain.args import ApiDomainArgs, ApiDomainMappingsArgs, MutualTls, RoutingRule
from components.domain.domain import ApiDomain
from components.domain.further_mappings import ApiDomainMappings
from components.domain.targets import ApiReference
from components.domain.validated_certificate import ValidatedCertificate, ValidatedCertificateArgs
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
from components.network.load_balancer import PrivateLoadBalancer
from components.network.load_balancer_args import HealthCheck, PrivateLoadBalancerArgs
from components.network.network import Network
from components.network.network_args import ExistingNetwork, NetworkArgs
from components.network.nlb_link import NlbLink, NlbLinkArgs
from components.network.vpc_link import LinkTarget, VpcLink, VpcLinkArgs
from components.observability.account import ApiGatewayAccount, ApiGatewayAccountArgs
from components.observability.alarm_args import ApiAlarmsArgs
from components.observability.alarm_table import Alarm, AlarmSettings
from components.observability.alarms import ApiAlarms
from components.observability.dashboard import ApiDashboard, ApiDashboardArgs
from components.observability.metrics import ApiMetric, api_metric
from components.openapi.export import openapi_document, openapi_text
from components.openapi.importing import routes_from_openapi
from components.problems import ComponentError, Problem
from components.protection.args import WebAclArgs
from components.protection.web_acl import WebAcl
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
from components.routing.private_services import PrivateService, private_service
from components.routing.request_shaping import Answer, RequestValidation, RouteCache
from components.routing.routes import Group, Route
from components.routing.service_actions import ServiceAction
from components.websocket_api.api import WebSocketApi
from components.websocket_api.args import WebSocketApiArgs
from components.websocket_api.connections import WebSocketConnections, WebSocketConnectionsArgs

__all__ = [
    "Alarm",
    "AlarmSettings",
    "Answer",
    "ApiAlarms",
    "ApiAlarmsArgs",
    "ApiDashboard",
    "ApiDashboardArgs",
    "ApiDomain",
    "ApiDomainArgs",
    "ApiDomainMappings",
    "ApiDomainMappingsArgs",
    "ApiGatewayAccount",
    "ApiGatewayAccountArgs",
    "ApiMetric",
    "ApiReference",
    "Authorizer",
    "Cache",
    "Canary",
    "CognitoAuthorizer",
    "ComponentError",
    "Cors",
    "ExistingNetwork",
    "GatewayResponse",
    "Grant",
    "Group",
    "HealthCheck",
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
    "LinkTarget",
    "MockAnswer",
    "MutualTls",
    "Network",
    "NetworkArgs",
    "NlbLink",
    "NlbLinkArgs",
    "PolicyStatement",
    "PrivateLoadBalancer",
    "PrivateLoadBalancerArgs",
    "PrivateService",
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
    "RoutingRule",
    "ServiceAction",
    "Throttle",
    "Traffic",
    "Usage",
    "UsagePlan",
    "UserPool",
    "UserPoolArgs",
    "ValidatedCertificate",
    "ValidatedCertificateArgs",
    "VpcLink",
    "VpcLinkArgs",
    "WebAcl",
    "WebAclArgs",
    "WebSocketApi",
    "WebSocketApiArgs",
    "WebSocketConnections",
    "WebSocketConnectionsArgs",
    "allow_accounts",
    "allow_ip_ranges",
    "allow_vpc_endpoints",
    "allow_vpcs",
    "api_metric",
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
    "private_service",
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
