"""The graphs of an API on a dashboard. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from components.knowledge.kinds import Kind
from components.observability.watched import LOG_NAMESPACE, METRICS, NAMESPACE

_PERIOD = 300
"""Seconds."""
_RED, _ORANGE, _BLUE, _GREEN, _GREY = "#d62728", "#ff7f0e", "#1f77b4", "#2ca02c", "#7f7f7f"


@dataclass(frozen=True)
class DashboardApi:
    """What a dashboard shows of an API, everything known."""

    title: str
    kind: Kind
    region: str
    dimensions: Mapping[str, str]
    log_group_name: str
    log_metrics: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of metrics that are made from its access log, by the alarms that make them."""
    thresholds: Mapping[str, float] = field(default_factory=dict[str, float])
    """From when its alarms ring, by their names."""
    cached: bool = False


def graphs_of(api: DashboardApi) -> list[dict[str, object]]:
    """The properties of the graphs of an API, in their order."""
    return _websocket_graphs(api) if api.kind is Kind.WEBSOCKET else _request_graphs(api)


def _request_graphs(api: DashboardApi) -> list[dict[str, object]]:
    latencies = [
        _metric(api, "latency", "p50", _GREEN, stat="p50"),
        _metric(api, "integration_latency", "p95 behind the API", _GREY, stat="p95"),
        _metric(api, "latency", "p95", _BLUE, stat="p95"),
    ]
    graphs = [
        _graph(api, "Requests", [_metric(api, "requests", "requests", _BLUE)], "Sum"),
        _share_graph(api, "5xx", _RED, "server_errors"),
        _share_graph(api, "4xx", _ORANGE, "client_errors"),
        _graph(api, "Latency in ms", latencies, "Average", ["latency"]),
    ]
    if counted := _counted(api, {"throttled": "429", "integration_errors": "failed behind the API"}):
        graphs.append(_graph(api, "Throttled and failed", counted, "Sum", ["throttled", "integration_errors"]))
    if api.cached:
        hits = _metric(api, "cache_hits", "hits", _GREEN)
        graphs.append(_graph(api, "Cache", [hits, _metric(api, "cache_misses", "misses", _GREY)], "Sum"))
    return graphs


def _websocket_graphs(api: DashboardApi) -> list[dict[str, object]]:
    traffic = [
        _metric(api, "connections", "connections", _GREEN),
        _metric(api, "messages", "messages", _BLUE),
    ]
    errors = [
        _metric(api, "execution_errors", "not passed on", _RED),
        _metric(api, "integration_errors", "failed behind the API", _GREY),
    ]
    latencies = [
        _metric(api, "integration_latency", "p50", _GREEN, stat="p50"),
        _metric(api, "integration_latency", "p95", _BLUE, stat="p95"),
    ]
    refused = [_metric(api, "refused_messages", "refused", _GREY), *_counted(api, {"throttled": "429"})]
    return [
        _graph(api, "Connections and messages", traffic, "Sum"),
        _graph(api, "Errors", errors, "Sum", ["execution_errors", "integration_errors"]),
        _graph(api, "Latency behind the API in ms", latencies, "Average", ["integration_latency"]),
        _graph(api, "Refused", refused, "Sum", ["throttled", "refused_messages"]),
    ]


def _share_graph(api: DashboardApi, label: str, color: str, metric: str) -> dict[str, object]:
    """A graph of its own for each: on the axis of the 4xx, the 5xx would be a line at the bottom."""
    share = {"expression": "100 * FILL(errors, 0) / requests", "id": "share", "label": label, "color": color}
    metrics: list[list[object]] = [
        [share],
        _metric(api, metric, label, color, id="errors", visible=False),
        _metric(api, "requests", "requests", _GREY, id="requests", visible=False),
    ]
    return _graph(api, f"{label} in %", metrics, "Sum", [metric])


def _counted(api: DashboardApi, labels: Mapping[str, str]) -> list[list[object]]:
    colors = {"throttled": _ORANGE, "integration_errors": _GREY}
    return [
        [LOG_NAMESPACE, api.log_metrics[name], {"label": label, "color": colors[name]}]
        for name, label in labels.items()
        if name in api.log_metrics
    ]


def _metric(api: DashboardApi, name: str, label: str, color: str, **options: object) -> list[object]:
    dimensions = [part for pair in api.dimensions.items() for part in pair]
    return [NAMESPACE, METRICS[api.kind][name], *dimensions, {"label": label, "color": color, **options}]


def _graph(
    api: DashboardApi,
    title: str,
    metrics: Sequence[list[object]],
    statistic: str,
    limits: Sequence[str] = (),
) -> dict[str, object]:
    lines = [
        {"label": f"alarm: {name.replace('_', ' ')}", "value": api.thresholds[name], "color": _RED}
        for name in limits
        if name in api.thresholds
    ]
    graph: dict[str, object] = {
        "title": title,
        "view": "timeSeries",
        "region": api.region,
        "stat": statistic,
        "period": _PERIOD,
        "yAxis": {"left": {"min": 0}},
        "metrics": [*metrics],
    }
    return {**graph, "annotations": {"horizontal": lines}} if lines else graph
