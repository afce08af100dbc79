"""The metrics that CloudWatch keeps of APIs, for alarms and graphs of one's own.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html,
…/api-gateway-metrics-and-dimensions.html and …/apigateway-websocket-api-logging.html
"""

from collections.abc import Mapping
from typing import TypedDict

import pulumi

from components.observability.watched import METRICS, NAMESPACE, WatchedApi, watched
from components.problems import ComponentError, Problem, choices, did_you_mean


class ApiMetric(TypedDict):
    """A metric, as `aws.cloudwatch.MetricAlarm` takes it."""

    namespace: str
    metric_name: str
    dimensions: Mapping[str, pulumi.Input[str]]


def api_metric(api: WatchedApi, name: str) -> ApiMetric:
    """A metric of an API's own stage: `aws.cloudwatch.MetricAlarm("busy", **api_metric(orders, "requests"), …)`.

    Args:
        api: an HttpApi, a RestApi or a WebSocketApi.
        name: of all kinds `integration_latency` (ms); of HTTP and REST APIs `requests`, `client_errors`,
            `server_errors` and `latency` (ms); of HTTP APIs `data_processed` (bytes); of REST APIs `cache_hits` and
            `cache_misses`; of WebSocket APIs `connections`, `messages`, `integration_errors`, `execution_errors` and
            `refused_messages`.

    Raises:
        ComponentError: when the API has no such metric.
    """
    target = watched("api", api)
    if isinstance(target, list):
        raise ComponentError(f'metric "{name}"', target)
    names = METRICS[target.kind]
    if name not in names:
        remedy = did_you_mean(name, names, "take one of them")
        raise ComponentError(f'metric "{name}"', [Problem("name", f'"{name}"', choices(names), remedy)])
    return {"namespace": NAMESPACE, "metric_name": names[name], "dimensions": target.dimensions}
