"""Metrics of APIs, in the namespace `AWS/ApiGateway`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-metrics.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-metrics.html
"""

from __future__ import annotations

import time
from collections import Counter
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import METRICS, SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.emulator.gateway.observation import Observation

NAMESPACE = "AWS/ApiGateway"
CLIENT_ERROR, SERVER_ERROR = range(400, 500), range(500, 600)
MILLISECONDS = {"Latency", "IntegrationLatency"}
SECONDS_KEPT = 3 * 3600

Dimensions = tuple[tuple[str, str], ...]


def of_http(status: int, length: int, noted: Observation) -> dict[str, float]:
    """The metrics of one request to an HTTP API, by name; `length` of its answer in bytes."""
    return {
        "Count": 1,
        "4xx": status in CLIENT_ERROR,
        "5xx": status in SERVER_ERROR,
        "Latency": noted.milliseconds,
        "DataProcessed": length,
        **_of_integration(noted),
    }


def of_rest(status: int, noted: Observation) -> dict[str, float]:
    """Those of one request to a REST API."""
    cache = {} if noted.cached is None else {"CacheHitCount": noted.cached, "CacheMissCount": not noted.cached}
    return {
        "Count": 1,
        "4XXError": status in CLIENT_ERROR,
        "5XXError": status in SERVER_ERROR,
        "Latency": noted.milliseconds,
        **cache,
        **_of_integration(noted),
    }


def of_websocket(kind: str, status: int, noted: Observation) -> dict[str, float]:
    """Those of one handshake or message of a WebSocket API."""
    counted = {"CONNECT": {"ConnectCount": 1.0}, "MESSAGE": {"MessageCount": 1.0}}.get(kind, {})
    failed = "error" in noted.integration
    return {
        **counted,
        "IntegrationError": failed,
        "ClientError": status in CLIENT_ERROR,
        "ExecutionError": status in SERVER_ERROR and not failed,
        **_of_integration(noted),
    }


def _of_integration(noted: Observation) -> dict[str, float]:
    return {"IntegrationLatency": noted.integration["latency"]} if "latency" in noted.integration else {}


def write(account: str, region: str, points: Iterable[tuple[Dimensions, dict[str, float]]]) -> None:
    """Writes the metrics of several requests, equal values of one metric as one."""
    counted: dict[tuple[Dimensions, str], Counter[float]] = {}
    for dimensions, values in points:
        for name, value in values.items():
            counted.setdefault((dimensions, name), Counter())[float(value)] += 1
    data = [
        {
            "MetricName": name,
            "Dimensions": [{"Name": key, "Value": value} for key, value in dimensions],
            "Unit": "Milliseconds" if name in MILLISECONDS else "Bytes" if name == "DataProcessed" else "Count",
            "Values": list(values),
            "Counts": list(values.values()),
        }
        for (dimensions, name), values in counted.items()
    ]
    with SCOPES.request_scope(account, region):
        METRICS.put_metric_data({}, {"Namespace": NAMESPACE, "MetricData": data}, False, True)
        oldest = time.time() - SECONDS_KEPT
        for (namespace, _, _), kept in METRICS.metrics.items():
            if namespace == NAMESPACE:
                _drop_before(kept, oldest)


def _drop_before(points: list[dict[str, Any]], oldest: float) -> None:
    fresh = next((at for at, point in enumerate(points) if point["Timestamp"] >= oldest), len(points))
    del points[:fresh]
