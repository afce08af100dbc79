"""An API as alarms and dashboards see it: its metrics, and how CloudWatch tells them from those of others. Pure.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html,
…/api-gateway-metrics-and-dimensions.html and …/apigateway-websocket-api-logging.html
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pulumi

from components.http_api.api import HttpApi
from components.knowledge.kinds import Kind
from components.problems import Problem
from components.rest_api.api import RestApi
from components.websocket_api.api import WebSocketApi

if TYPE_CHECKING:
    WatchedApi = HttpApi | RestApi | WebSocketApi
    """An API of this program."""
else:
    # Pulumi's schema of components has no unions. For other languages the property is an input of any type.
    WatchedApi = pulumi.Input[Any]

NAMESPACE = "AWS/ApiGateway"
LOG_NAMESPACE = "ApiGateway/AccessLogs"
"""Of metrics that are made from access logs."""


_OF_REQUESTS = {"requests": "Count", "latency": "Latency", "integration_latency": "IntegrationLatency"}
METRICS: Mapping[Kind, Mapping[str, str]] = {
    Kind.HTTP: {**_OF_REQUESTS, "client_errors": "4xx", "server_errors": "5xx", "data_processed": "DataProcessed"},
    Kind.REST: {
        **_OF_REQUESTS,
        "client_errors": "4XXError",
        "server_errors": "5XXError",
        "cache_hits": "CacheHitCount",
        "cache_misses": "CacheMissCount",
    },
    Kind.WEBSOCKET: {
        "connections": "ConnectCount",
        "messages": "MessageCount",
        "integration_latency": "IntegrationLatency",
        "integration_errors": "IntegrationError",
        "execution_errors": "ExecutionError",
        "refused_messages": "ClientError",
    },
}
"""What CloudWatch calls the metrics of each kind of API."""


@dataclass(frozen=True)
class Watched:
    """An API whose metrics are read."""

    title: str
    """What the API is called in the program."""
    kind: Kind
    dimensions: Mapping[str, pulumi.Input[str]]
    """What CloudWatch keeps its metrics under, for the API's own stage."""
    api_id: pulumi.Output[str]
    log_group_name: pulumi.Output[str]
    region: pulumi.Output[str]
    cached: bool = False
    """Whether the stage has a cache."""

    @property
    def metrics(self) -> Mapping[str, str]:
        """What its metrics are called."""
        return METRICS[self.kind]

    def log_metric(self, alarm: str) -> pulumi.Output[str]:
        """Name of a metric in LOG_NAMESPACE; by the API's identifier, as two stacks may use the same names."""
        return pulumi.Output.concat(self.api_id, "-", alarm.replace("_", "-"))


def watched(where: str, api: object) -> Watched | list[Problem]:
    """The API that was given at `where`, or everything wrong with it."""
    if isinstance(api, RestApi):
        return _watched(api, Kind.REST, {"ApiName": api.api_name, "Stage": api.stage_name}, cached=api.cached)
    if isinstance(api, HttpApi | WebSocketApi):
        kind = Kind.HTTP if isinstance(api, HttpApi) else Kind.WEBSOCKET
        return _watched(api, kind, {"ApiId": api.api_id, "Stage": api.stage_name})
    allowed = "an HttpApi, a RestApi or a WebSocketApi"
    return [Problem(where, f"{api!r}", allowed, "pass the API itself")]


def _watched(
    api: HttpApi | RestApi | WebSocketApi,
    kind: Kind,
    dimensions: Mapping[str, pulumi.Input[str]],
    *,
    cached: bool = False,
) -> Watched:
    return Watched(
        api.pulumi_resource_name,
        kind,
        dimensions,
        api.api_id,
        api.log_group_name,
        api.execution_arn.apply(lambda arn: arn.split(":")[3]),
        cached,
    )
