from collections.abc import Callable, Mapping
from typing import Any

import pulumi_aws as aws
import pytest

from components.observability.metrics import api_metric
from components.problems import ComponentError
from tests.components.domain.domains import http, rest, websocket
from tests.support.recording import Cloud

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
METRICS: Mapping[str, tuple[Callable[[], Any], dict[str, str], dict[str, str]]] = {
    "HTTP": (
        http,
        {"ApiId": "orders-0a1b2c3", "Stage": "$default"},
        {"requests": "Count", "server_errors": "5xx", "latency": "Latency", "data_processed": "DataProcessed"},
    ),
    "REST": (
        rest,
        {"ApiName": "payments-0a1b2c3", "Stage": "live"},
        {"client_errors": "4XXError", "integration_latency": "IntegrationLatency", "cache_misses": "CacheMissCount"},
    ),
    "WEBSOCKET": (
        websocket,
        {"ApiId": "notifications-0a1b2c3", "Stage": "live"},
        {"connections": "ConnectCount", "messages": "MessageCount", "execution_errors": "ExecutionError"},
    ),
}


@pytest.mark.parametrize(("api", "dimensions", "metrics"), METRICS.values(), ids=METRICS.keys())
def test_an_alarm_of_ones_own_takes_a_metric_as_it_is(
    cloud: Cloud, api: Callable[[], Any], dimensions: dict[str, str], metrics: dict[str, str]
) -> None:
    def program() -> None:
        one = api()
        for name in metrics:
            aws.cloudwatch.MetricAlarm(
                name,
                **api_metric(one, name),
                comparison_operator="GreaterThanThreshold",
                evaluation_periods=1,
                period=60,
                statistic="Sum",
                threshold=1,
            )

    cloud.run(program)
    made = cloud.mocks.of(ALARM)
    assert {name: one["metricName"] for name, one in made.items()} == metrics
    assert [(one["namespace"], one["dimensions"]) for one in made.values()] == [
        ("AWS/ApiGateway", dimensions) for _ in metrics
    ]


@pytest.mark.parametrize(
    ("api", "name", "where", "found"),
    [
        (http, "cache_hits", "name", '"cache_hits"'),
        (websocket, "latency", "name", '"latency"'),
        (lambda: "orders", "latency", "api", "'orders'"),
    ],
    ids=["a cache of an HTTP API", "a latency of a WebSocket API", "no API"],
)
def test_a_metric_that_there_is_not_is_refused(
    cloud: Cloud, api: Callable[[], Any], name: str, where: str, found: str
) -> None:
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: api_metric(api(), name))
    assert [(one.where, one.found) for one in caught.value.problems] == [(where, found)]
