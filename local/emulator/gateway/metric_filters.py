"""Metric filters: what lines of a log group count as metrics.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/MonitoringLogData.html

AWS reports the default value for a minute in which no line matches; here it is reported for each second of log lines in
which none does, which makes a difference only for a default that is not 0.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.filter_patterns import compiled
from local.emulator.gateway.json_conditions import MISSING, PatternError, number_of, value_at
from local.emulator.gateway.json_paths import as_text, parsed
from local.emulator.gateway.ministack import LOGS, METRICS, SCOPES
from local.emulator.gateway.records import as_list, as_map, nested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from local.emulator.gateway.exchange import Answer

log = logging.getLogger(__name__)


def putting(original: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """PutMetricFilter that refuses a pattern which cannot be read, and a default value beside dimensions."""

    def put(data: dict[str, Any]) -> Answer:
        try:
            compiled(str(data.get("filterPattern") or ""))
        except PatternError as error:
            return LOGS.error_response_json("InvalidParameterException", f"Invalid metric filter pattern: {error}", 400)
        for one in as_list(data.get("metricTransformations")):
            if one.get("dimensions") and one.get("defaultValue") is not None:
                reason = "dimensions and default value are mutually exclusive properties"
                return LOGS.error_response_json(
                    "InvalidParameterException", f"Invalid metric transformation: {reason}", 400
                )
        return original(data)

    return put


def appending(original: Callable[..., None]) -> Callable[[dict[str, Any], list[dict[str, Any]]], None]:
    """Has lines counted that are appended to a stream, by whichever service."""
    loop = asyncio.get_running_loop()

    def append(stream: dict[str, Any], events: list[dict[str, Any]]) -> None:
        original(stream, events)
        scope = (SCOPES.get_account_id(), SCOPES.get_region())
        for one in _filters_of(stream):
            matches = compiled(one["filterPattern"])
            matched = [event for event in events if matches(event["message"])]
            for transformation in one["metricTransformations"]:
                if data := _data(transformation, matched, events):
                    # The logs of functions come from other threads, which must not change metrics meanwhile.
                    loop.call_soon_threadsafe(_publish, *scope, transformation["metricNamespace"], data)

    return append


def _filters_of(stream: dict[str, Any]) -> list[dict[str, Any]]:
    """The metric filters of the group that a stream belongs to."""
    filters: list[dict[str, Any]] = list(LOGS.metric_filters.values())
    for name in {one["logGroupName"] for one in filters}:
        streams = nested(LOGS.log_groups.get(name), "streams")
        if any(one is stream for one in list(streams.values())):
            return [one for one in filters if one["logGroupName"] == name]
    return []


def _data(
    transformation: dict[str, Any], matched: list[dict[str, Any]], events: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Metric data, equal values of one minute as one."""
    counted: dict[tuple[tuple[tuple[str, str], ...], int], Counter[float]] = {}
    for event in matched:
        document = parsed(event["message"])
        value = number_of(_given(transformation["metricValue"], document))
        dimensions = _dimensions(as_map(transformation.get("dimensions")), document)
        if value is not None and dimensions is not None:
            counted.setdefault((dimensions, event["timestamp"] // 60_000), Counter())[value] += 1
    default = transformation.get("defaultValue")
    if not counted and default is not None:
        counted[(), max(event["timestamp"] for event in events) // 60_000] = Counter({float(default): 1})
    return [
        {
            "MetricName": transformation["metricName"],
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions],
            "Timestamp": minute * 60.0,
            "Unit": transformation.get("unit") or "None",
            "Values": list(values),
            "Counts": list(values.values()),
        }
        for (dimensions, minute), values in counted.items()
    ]


def _given(text: str, document: Any) -> Any:
    """The value of a transformation: a number, or what a selector finds in the line."""
    return value_at(text, document) if text.startswith("$") else text


def _dimensions(selectors: dict[str, Any], document: Any) -> tuple[tuple[str, str], ...] | None:
    """The dimensions of one line; None for a line that lacks one, which is not counted."""
    found = [(name, _given(selector, document)) for name, selector in selectors.items()]
    if any(value is MISSING for _, value in found):
        return None
    return tuple((name, as_text(value)) for name, value in found)


def _publish(account: str, region: str, namespace: str, data: Iterable[dict[str, Any]]) -> None:
    with SCOPES.request_scope(account, region):
        METRICS.put_metric_data({}, {"Namespace": namespace, "MetricData": list(data)}, False, True)
