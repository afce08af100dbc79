from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import botocore.exceptions
import pytest

from tests.local.emulator.account import NUMBER, REGION
from tests.local.emulator.measurements import statistics

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


class Group:
    """A log group whose lines are counted in a namespace of its own."""

    def __init__(self, account: Account, name: str = "") -> None:
        self.account = account
        self.name = name or f"/group/{uuid4().hex[:8]}"
        self.namespace = f"shop-{uuid4().hex[:8]}"
        self.logs = account.client("logs")
        self.logs.create_log_group(logGroupName=self.name)

    def count(self, metric: str, pattern: str, value: str = "1", **more: Any) -> None:
        """Makes a metric filter."""
        transformation = {"metricName": metric, "metricNamespace": self.namespace, "metricValue": value, **more}
        self.logs.put_metric_filter(
            logGroupName=self.name, filterName=metric, filterPattern=pattern, metricTransformations=[transformation]
        )

    def write(self, *lines: dict[str, Any]) -> None:
        """Writes lines, to a new stream."""
        stream, now = uuid4().hex, int(time.time() * 1000)
        self.logs.create_log_stream(logGroupName=self.name, logStreamName=stream)
        events = [{"timestamp": now, "message": json.dumps(line)} for line in lines]
        self.logs.put_log_events(logGroupName=self.name, logStreamName=stream, logEvents=events)

    def measured(self, metric: str, **dimensions: str) -> tuple[float, float]:
        """How often, and with which sum."""
        return statistics(self.account, metric, dimensions, self.namespace)


@pytest.fixture
def group(account: Account) -> Group:
    return Group(account)


def test_lines_that_match_are_counted(group: Group) -> None:
    group.count("Failed", "{ $.status = 5* }")
    group.count("Waited", "{ $.latency = * }", "$.latency")
    group.write({"status": "503", "latency": 7}, {"status": "200", "latency": 5}, {"status": "500", "latency": "-"})
    assert group.measured("Failed") == (2, 2)
    assert group.measured("Waited") == (2, 12)


def test_a_metric_has_the_dimensions_that_the_lines_name(group: Group) -> None:
    group.count("Failed", "{ $.status = 5* }", dimensions={"Path": "$.path"})
    group.write({"status": 500, "path": "/a"}, {"status": 500, "path": "/b"}, {"status": 501, "path": "/a"})
    group.write({"status": 500})
    assert group.measured("Failed", Path="/a") == (2, 2)
    assert group.measured("Failed", Path="/b") == (1, 1)


def test_a_default_is_reported_where_nothing_matches(group: Group) -> None:
    group.count("Failed", "{ $.status = 5* }", defaultValue=0)
    group.write({"status": 200}, {"status": 201})
    assert group.measured("Failed") == (1, 0)


def test_a_changed_filter_counts_anew_and_a_deleted_one_no_more(group: Group) -> None:
    group.count("Failed", "{ $.status = 4* }")
    group.count("Failed", "{ $.status = 5* }")
    group.write({"status": 400}, {"status": 500})
    assert group.measured("Failed") == (1, 1)
    group.logs.delete_metric_filter(logGroupName=group.name, filterName="Failed")
    group.count("All", "")
    group.write({"status": 500})
    assert group.measured("All") == (1, 1)
    assert group.measured("Failed") == (1, 1)


def test_what_a_function_prints_is_counted(account: Account) -> None:
    function = account.function('def handler(event, context):\n    print(\'{"level": "ERROR"}\')\n    return {}\n')
    group = Group(account, f"/aws/lambda/{function.rpartition(':')[2]}")
    group.count("Errors", '{ $.level = "ERROR" }')
    account.client("lambda").invoke(FunctionName=function)
    assert group.measured("Errors") == (1, 1)


def test_an_alarm_watches_what_the_access_log_of_an_api_says(account: Account) -> None:
    group = Group(account)
    group.count("Throttled", '{ $.status = "429" }', defaultValue=0)
    api = account.http_api()
    api.gateway.update_stage(
        ApiId=api.id,
        StageName="$default",
        AccessLogSettings={
            "DestinationArn": f"arn:aws:logs:{REGION}:{NUMBER}:log-group:{group.name}",
            "Format": '{"status":"$context.status"}',
        },
        DefaultRouteSettings={"ThrottlingBurstLimit": 1, "ThrottlingRateLimit": 0.001},
    )
    api.function_route("GET /x", account.function())
    alarms, name = account.client("cloudwatch"), f"alarm-{uuid4().hex[:8]}"
    alarms.put_metric_alarm(
        AlarmName=name,
        Namespace=group.namespace,
        MetricName="Throttled",
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanThreshold",
    )
    assert [api.get("/x").status_code for _ in range(3)] == [200, 429, 429]
    assert group.measured("Throttled")[1] == 2
    assert alarms.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"] == "ALARM"


@pytest.mark.parametrize(
    ("pattern", "more", "said"),
    [
        ("{ status = 5 }", {}, "Invalid metric filter pattern"),
        ("", {"dimensions": {"a": "$.a"}, "defaultValue": 0}, "mutually exclusive"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(group: Group, pattern: str, more: dict[str, Any], said: str) -> None:
    with pytest.raises(botocore.exceptions.ClientError, match=rf"InvalidParameterException.*{said}"):
        group.count("Failed", pattern, **more)
