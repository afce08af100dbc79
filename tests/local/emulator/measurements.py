"""What an emulator has measured."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


def statistics(
    account: Account, metric: str, dimensions: dict[str, str], namespace: str = "AWS/ApiGateway"
) -> tuple[float, float]:
    """How often a metric was measured in the last minutes, and its sum; waits until it was."""
    metrics, now = account.client("cloudwatch"), datetime.now(UTC)
    deadline = time.monotonic() + 10
    while True:
        points = metrics.get_metric_statistics(
            Namespace=namespace,
            MetricName=metric,
            Dimensions=[{"Name": name, "Value": value} for name, value in dimensions.items()],
            StartTime=now - timedelta(minutes=5),
            EndTime=now + timedelta(minutes=5),
            Period=3600,
            Statistics=["Sum", "SampleCount"],
        )["Datapoints"]
        if points or time.monotonic() > deadline:
            return sum(point["SampleCount"] for point in points), sum(point["Sum"] for point in points)
        time.sleep(0.2)
