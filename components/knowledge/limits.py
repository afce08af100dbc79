"""Quotas of API Gateway, as AWS gives them to every account. Pure: no Pulumi resource.

Each figure has its unit, whether AWS raises it on request, and its source; docs/limits-and-prices.md is written from
them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"
ACCOUNT_PAGE = f"{_GUIDE}/limits.html"
HTTP_PAGE = f"{_GUIDE}/http-api-quotas.html"
REST_PAGE = f"{_GUIDE}/api-gateway-execution-service-limits-table.html"
WEBSOCKET_PAGE = f"{_GUIDE}/apigateway-execution-service-websocket-limits-table.html"
_LAMBDA_PAGE = "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"
_LOGS_PAGE = "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html"


@dataclass(frozen=True)
class Quota:
    """One figure that AWS sets."""

    value: int
    unit: str
    """What is counted, and for what, such as "routes an API"."""
    raisable: bool
    """Whether AWS raises it on request."""
    source: str
    """The page of AWS that gives it."""


ACCOUNT: Mapping[str, Quota] = {
    "requests per second": Quota(10_000, "requests per second, of all APIs of a Region", True, ACCOUNT_PAGE),
    "requests per second, small Regions": Quota(
        2_500, "requests per second, of all APIs of a Region", True, ACCOUNT_PAGE
    ),
    "regional APIs": Quota(600, "APIs a Region", False, REST_PAGE),
    "edge-optimized APIs": Quota(120, "APIs a Region", False, REST_PAGE),
    "private APIs": Quota(600, "APIs a Region", False, REST_PAGE),
    "public domains": Quota(120, "domains a Region", True, REST_PAGE),
    "private domains": Quota(50, "domains a Region", True, REST_PAGE),
    "multi-level mappings": Quota(200, "mappings a domain", False, REST_PAGE),
    "API keys": Quota(10_000, "keys a Region", False, REST_PAGE),
    "usage plans": Quota(300, "plans a Region", True, REST_PAGE),
    "stage variables": Quota(100, "variables a stage", False, REST_PAGE),
    "stage variable key": Quota(64, "characters", False, REST_PAGE),
    "stage variable value": Quota(512, "characters", False, REST_PAGE),
    "Lambda function policy": Quota(20_480, "bytes", False, _LAMBDA_PAGE),
    "log resource policy": Quota(5_120, "characters", False, _LOGS_PAGE),
    "log resource policies": Quota(10, "policies a Region", False, _LOGS_PAGE),
}
"""Quotas of the account, whatever the kind of API."""

HTTP: Mapping[str, Quota] = {
    "routes": Quota(300, "routes an API", True, HTTP_PAGE),
    "integrations": Quota(300, "integrations an API", False, HTTP_PAGE),
    "stages": Quota(10, "stages an API", True, HTTP_PAGE),
    "authorizers": Quota(10, "authorizers an API", True, HTTP_PAGE),
    "audiences": Quota(50, "audiences an authorizer", False, HTTP_PAGE),
    "scopes": Quota(10, "scopes a route", False, HTTP_PAGE),
    "integration timeout": Quota(30_000, "milliseconds", False, HTTP_PAGE),
    "shortest integration timeout": Quota(50, "milliseconds", False, f"{_GUIDE}/http-api-develop-integrations.html"),
    "payload": Quota(10 * 1024 * 1024, "bytes", False, HTTP_PAGE),
    "request line and headers": Quota(10_240, "bytes", False, HTTP_PAGE),
    "access log format": Quota(3 * 1024, "bytes", False, HTTP_PAGE),
    "access log entry": Quota(1024 * 1024, "bytes", False, HTTP_PAGE),
    "authorizer timeout": Quota(10_000, "milliseconds", False, HTTP_PAGE),
    "key set timeout": Quota(1_500, "milliseconds", False, HTTP_PAGE),
    "key set": Quota(150_000, "bytes", False, HTTP_PAGE),
    "VPC links": Quota(10, "links a Region", True, HTTP_PAGE),
    "subnets": Quota(10, "subnets a VPC link", True, HTTP_PAGE),
}
"""Quotas of HTTP APIs."""

REST: Mapping[str, Quota] = {
    "resources": Quota(300, "resources (paths) an API", True, REST_PAGE),
    "stages": Quota(10, "stages an API", True, REST_PAGE),
    "authorizers": Quota(10, "authorizers an API", True, REST_PAGE),
    "plans per key": Quota(10, "usage plans an API key", True, REST_PAGE),
    "method throttles": Quota(20, "throttles of methods, for each stage in a usage plan", True, REST_PAGE),
    "integration timeout": Quota(29_000, "milliseconds; raised for regional and private APIs only", True, REST_PAGE),
    "shortest integration timeout": Quota(50, "milliseconds", False, REST_PAGE),
    "payload": Quota(10 * 1024 * 1024, "bytes", False, REST_PAGE),
    "headers": Quota(10_240, "bytes", False, REST_PAGE),
    "resource policy": Quota(8_192, "characters", True, REST_PAGE),
    "mapping template": Quota(300 * 1024, "bytes", False, REST_PAGE),
    "method ARN with authorization": Quota(1_600, "bytes", False, REST_PAGE),
    "definition file": Quota(6 * 1024 * 1024, "bytes", False, REST_PAGE),
    "cache time": Quota(3_600, "seconds; 300 by default", False, REST_PAGE),
    "cached response": Quota(1_048_576, "bytes", False, REST_PAGE),
    "documentation parts": Quota(2_000, "parts an API", True, REST_PAGE),
    "VPC links": Quota(20, "links a Region", True, REST_PAGE),
    "client certificates": Quota(60, "certificates a Region", True, REST_PAGE),
}
"""Quotas of REST APIs."""

WEBSOCKET: Mapping[str, Quota] = {
    "routes": Quota(300, "routes an API", True, WEBSOCKET_PAGE),
    "integrations": Quota(300, "integrations an API", False, WEBSOCKET_PAGE),
    "authorizers": Quota(10, "authorizers an API", False, WEBSOCKET_PAGE),
    "stages": Quota(10, "stages an API", False, WEBSOCKET_PAGE),
    "new connections": Quota(500, "connections per second, of all APIs of a Region", True, WEBSOCKET_PAGE),
    "integration timeout": Quota(29_000, "milliseconds", False, WEBSOCKET_PAGE),
    "shortest integration timeout": Quota(50, "milliseconds", False, WEBSOCKET_PAGE),
    "message": Quota(128 * 1024, "bytes; a larger one closes the connection with code 1009", False, WEBSOCKET_PAGE),
    "frame": Quota(32 * 1024, "bytes; a larger message is sent in several frames", False, WEBSOCKET_PAGE),
    "connection": Quota(7_200, "seconds", False, WEBSOCKET_PAGE),
    "idle connection": Quota(600, "seconds", False, WEBSOCKET_PAGE),
    "authorizer result": Quota(8 * 1024, "bytes", False, WEBSOCKET_PAGE),
    "URL": Quota(4_096, "characters", False, WEBSOCKET_PAGE),
}
"""Quotas of WebSocket APIs. Open connections have none: 500 new ones a second for two hours are 3,600,000."""

SMALL_REGIONS = (
    "af-south-1",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
)
"""Regions whose accounts begin with the smaller throttle. Source: ACCOUNT_PAGE."""

ROUTES = HTTP["routes"].value
"""Routes per HTTP API; AWS raises it on request."""
AUTHORIZERS = HTTP["authorizers"].value
"""Authorizers per HTTP API; AWS raises it on request."""
INTEGRATIONS = HTTP["integrations"].value
"""Integrations per HTTP API; fixed."""
AUDIENCES_PER_AUTHORIZER = HTTP["audiences"].value
"""Fixed."""
SCOPES_PER_ROUTE = HTTP["scopes"].value
"""Fixed."""
INTEGRATION_TIMEOUT = HTTP["integration timeout"].value // 1000
"""Seconds until an HTTP API gives up on its backend; fixed."""

WARNING_SHARE = 0.8
"""The share of a quota from which a warning says that it comes near."""


class Quotas(TypedDict):
    """Quotas that AWS raised for the account; the defaults hold for those left out."""

    routes: NotRequired[int]
    """Routes per HTTP or WebSocket API. Default 300."""
    authorizers: NotRequired[int]
    """Authorizers per API. Default 10."""
    resources: NotRequired[int]
    """Paths per REST API, with those between a path and the root. Default 300."""
    stages: NotRequired[int]
    """Stages per API. Default 10."""
    integration_timeout_milliseconds: NotRequired[int]
    """Longest time-out of an integration of a regional or private REST API. Default 29000."""
    resource_policy_characters: NotRequired[int]
    """Length of the resource policy of a REST API. Default 8192."""
    method_throttles: NotRequired[int]
    """Throttles of methods for each stage in a usage plan. Default 20."""
