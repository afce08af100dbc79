from collections.abc import Callable, Mapping
from typing import Any, cast

import pytest

from components.observability.alarm_args import ApiAlarmsArgs
from components.observability.alarms import ApiAlarms
from components.problems import ComponentError
from components.rest_api.settings import Cache
from tests.components.domain.domains import http, rest, websocket
from tests.support.apis import resolved
from tests.support.recording import Cloud, is_unknown

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
TOPIC = "aws:sns/topic:Topic"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
GIVEN_TOPIC = "arn:aws:sns:eu-west-1:123456789012:oncall"
MADE_TOPIC = "arn:aws:sns:eu-west-1:123456789012:watch-topic-0a1b2c3"


def built(cloud: Cloud, api: Callable[[], Any], **changes: Any) -> ApiAlarms:
    """The alarms, after the program that makes them has ended."""
    made: list[ApiAlarms] = []
    cloud.run(lambda: made.append(ApiAlarms("watch", cast("ApiAlarmsArgs", {"api": api(), **changes}))))
    return made[0]


def alarm(cloud: Cloud, name: str) -> dict[str, Any]:
    """The inputs of one alarm."""
    return cloud.mocks.of(ALARM)[f"watch-{name}"]


def faults_of(cloud: Cloud, api: Callable[[], Any] | None, **changes: Any) -> list[tuple[str, str]]:
    """Where and what of each problem; no alarm may have been registered."""
    given = changes if api is None else {"api": api, **changes}

    def program() -> None:
        if api is not None:
            given["api"] = api()
        ApiAlarms("watch", cast("ApiAlarmsArgs", given))

    with pytest.raises(ComponentError) as caught:
        cloud.run(program)
    assert cloud.mocks.of(ALARM) == {}
    assert cloud.mocks.of(TOPIC) == {}
    assert all(one.allowed and one.remedy for one in caught.value.problems)
    return [(one.where, one.found) for one in caught.value.problems]


ALARMS: Mapping[str, tuple[Callable[[], Any], set[str]]] = {
    "HTTP": (http, {"server-errors", "client-errors", "latency", "integration-errors", "throttled"}),
    "REST": (rest, {"server-errors", "client-errors", "latency", "integration-errors", "throttled"}),
    "WEBSOCKET": (
        websocket,
        {"integration-latency", "integration-errors", "throttled", "execution-errors", "refused-messages"},
    ),
}


@pytest.mark.parametrize(("api", "names"), ALARMS.values(), ids=ALARMS.keys())
def test_each_kind_has_its_alarms_unasked(cloud: Cloud, api: Callable[[], Any], names: set[str]) -> None:
    alarms = built(cloud, api)
    assert {name.removeprefix("watch-") for name in cloud.mocks.of(ALARM)} == names
    assert resolved(cloud, lambda: alarms.alarm_arns) == {
        name.replace("-", "_"): f"arn:aws:cloudwatch:eu-west-1:123456789012:alarm:watch-{name}-0a1b2c3"
        for name in names
    }


METRICS: Mapping[str, tuple[Callable[[], Any], str, str, dict[str, str]]] = {
    "5xx of HTTP": (http, "server-errors", "5xx", {"ApiId": "orders-0a1b2c3", "Stage": "$default"}),
    "4xx of HTTP": (http, "client-errors", "4xx", {"ApiId": "orders-0a1b2c3", "Stage": "$default"}),
    "5xx of REST": (rest, "server-errors", "5XXError", {"ApiName": "payments-0a1b2c3", "Stage": "live"}),
    "4xx of REST": (rest, "client-errors", "4XXError", {"ApiName": "payments-0a1b2c3", "Stage": "live"}),
}


@pytest.mark.parametrize(("api", "name", "metric", "dimensions"), METRICS.values(), ids=METRICS.keys())
def test_errors_are_a_share_of_enough_requests(
    cloud: Cloud, api: Callable[[], Any], name: str, metric: str, dimensions: dict[str, str]
) -> None:
    built(cloud, api, minimum_requests=7)
    share, errors, requests = alarm(cloud, name)["metricQueries"]
    assert share["expression"] == "IF(requests >= 7, 100 * FILL(errors, 0) / requests, 0)"
    assert (share["id"], share["returnData"]) == ("share", True)
    own = {"dimensions": dimensions, "namespace": "AWS/ApiGateway", "period": 300, "stat": "Sum"}
    assert errors == {"id": "errors", "metric": {**own, "metricName": metric}}
    assert requests == {"id": "requests", "metric": {**own, "metricName": "Count"}}
    assert "metricName" not in alarm(cloud, name)


def test_latency_is_that_of_95_percent(cloud: Cloud) -> None:
    built(cloud, http, tags={"application": "shop"})
    assert alarm(cloud, "latency") == {
        "alarmActions": [MADE_TOPIC],
        "alarmDescription": 'HTTP API "orders": 3000 ms are not enough for 95 % of its answers',
        "comparisonOperator": "GreaterThanOrEqualToThreshold",
        "datapointsToAlarm": 2,
        "dimensions": {"ApiId": "orders-0a1b2c3", "Stage": "$default"},
        "evaluateLowSampleCountPercentiles": "ignore",
        "evaluationPeriods": 2,
        "extendedStatistic": "p95",
        "metricName": "Latency",
        "namespace": "AWS/ApiGateway",
        "okActions": [MADE_TOPIC],
        "period": 300,
        "tags": {"application": "shop"},
        "threshold": 3000,
        "treatMissingData": "notBreaching",
    }


def test_what_has_no_metric_is_counted_in_the_access_log(cloud: Cloud) -> None:
    built(cloud, rest)
    filters = cloud.mocks.of(FILTER)
    assert filters["watch-throttled-in-log"] == {
        "logGroupName": "/aws/vendedlogs/apigateway/payments-0001",
        "metricTransformation": {
            "defaultValue": "0",
            "name": "payments-0a1b2c3-throttled",
            "namespace": "ApiGateway/AccessLogs",
            "unit": "Count",
            "value": "1",
        },
        "pattern": '{ $.status = "429" }',
    }
    assert filters["watch-integration-errors-in-log"]["pattern"] == '{ $.integrationError != "-" }'
    throttled = alarm(cloud, "throttled")
    assert (throttled["namespace"], throttled["metricName"], throttled["statistic"]) == (
        "ApiGateway/AccessLogs",
        "payments-0a1b2c3-throttled",
        "Sum",
    )
    assert "dimensions" not in throttled


def test_the_fields_that_are_counted_are_in_every_access_log(cloud: Cloud) -> None:
    def program() -> None:
        http()
        rest()
        websocket()

    cloud.run(program)
    stages = [one for one in cloud.mocks.registrations if one.type.endswith("stage:Stage")]
    assert len(stages) == 3
    for stage in stages:
        written = stage.inputs["accessLogSettings"]["format"]
        assert '"status":"$context.status"' in written
        assert '"integrationError":"$context.' in written


def test_a_websocket_api_has_metrics_of_its_own(cloud: Cloud) -> None:
    built(cloud, websocket)
    found = {name: one["metricName"] for name, one in cloud.mocks.of(ALARM).items()}
    assert found == {
        "watch-integration-latency": "IntegrationLatency",
        "watch-integration-errors": "IntegrationError",
        "watch-execution-errors": "ExecutionError",
        "watch-refused-messages": "ClientError",
        "watch-throttled": "notifications-0a1b2c3-throttled",
    }
    assert list(cloud.mocks.of(FILTER)) == ["watch-throttled-in-log"]
    assert alarm(cloud, "execution-errors")["dimensions"] == {"ApiId": "notifications-0a1b2c3", "Stage": "live"}


def test_the_cache_is_watched_when_asked_for(cloud: Cloud) -> None:
    built(cloud, lambda: rest(cache=Cache(size_gb=0.5)), settings={"cache_hits": {"threshold": 30}})
    share, hits, misses = alarm(cloud, "cache-hits")["metricQueries"]
    asked = "(FILL(hits, 0) + FILL(misses, 0))"
    assert share["expression"] == f"IF({asked} >= 20, 100 * FILL(hits, 0) / {asked}, 100)"
    assert [one["metric"]["metricName"] for one in (hits, misses)] == ["CacheHitCount", "CacheMissCount"]
    assert alarm(cloud, "cache-hits")["comparisonOperator"] == "LessThanOrEqualToThreshold"
    assert alarm(cloud, "cache-hits")["threshold"] == 30


def test_settings_change_one_alarm_and_off_leaves_one_out(cloud: Cloud) -> None:
    settings = {"latency": {"threshold": 800.5, "minutes": 1, "periods": 10}, "integration_latency": {}}
    built(cloud, http, settings=settings, off=["client_errors"], missing_data="breaching")
    latency = alarm(cloud, "latency")
    assert (latency["threshold"], latency["period"], latency["evaluationPeriods"]) == (800.5, 60, 10)
    assert latency["treatMissingData"] == "breaching"
    assert alarm(cloud, "server-errors")["threshold"] == 1
    assert alarm(cloud, "integration-latency")["metricName"] == "IntegrationLatency"
    assert "watch-client-errors" not in cloud.mocks.of(ALARM)


def test_a_topic_is_made_and_writes_to_those_who_agree(cloud: Cloud) -> None:
    alarms = built(cloud, http, emails=["oncall@example.com"], topic_kms_key_id="alias/alarms")
    assert cloud.mocks.of(TOPIC) == {"watch-topic": {"kmsMasterKeyId": "alias/alarms"}}
    assert cloud.mocks.of(SUBSCRIPTION)["watch-email-oncall@example.com"] == {
        "endpoint": "oncall@example.com",
        "protocol": "email",
        "topic": MADE_TOPIC,
    }
    assert resolved(cloud, lambda: alarms.topic_arn) == MADE_TOPIC


def test_a_topic_can_be_given(cloud: Cloud) -> None:
    built(cloud, http, topic_arn=GIVEN_TOPIC)
    assert cloud.mocks.of(TOPIC) == {}
    assert {(*one["alarmActions"], *one["okActions"]) for one in cloud.mocks.of(ALARM).values()} == {
        (GIVEN_TOPIC, GIVEN_TOPIC)
    }


def test_alarms_can_be_previewed_before_anything_exists(preview: Cloud) -> None:
    built(preview, http)
    assert is_unknown(alarm(preview, "latency")["dimensions"]["ApiId"])
    assert is_unknown(alarm(preview, "throttled")["metricName"])
    assert alarm(preview, "latency")["threshold"] == 3000


CASES: Mapping[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "unknown key": ({"alarms": {}}, ("arguments", 'the key "alarms"')),
    "unknown alarm": ({"settings": {"latencies": {}}}, ("settings", 'the key "latencies"')),
    "unknown setting": ({"settings": {"latency": {"ms": 1}}}, ('alarm "latency"', 'the key "ms"')),
    "alarm of another kind": (
        {"settings": {"execution_errors": {}}},
        ('alarm "execution_errors"', "it for an HTTP API"),
    ),
    "cache of HTTP": ({"settings": {"cache_hits": {}}}, ('alarm "cache_hits"', "it for an HTTP API")),
    "no threshold": ({"settings": {"latency": {"threshold": 0}}}, ('alarm "latency"', "threshold 0")),
    "more than all": (
        {"settings": {"server_errors": {"threshold": 101}}},
        ('alarm "server_errors"', "threshold 101"),
    ),
    "no period": ({"settings": {"latency": {"periods": 0}}}, ('alarm "latency", periods', "0")),
    "too far back": (
        {"settings": {"latency": {"periods": 300, "minutes": 5}}},
        ('alarm "latency"', "300 periods of 5 minutes"),
    ),
    "off": ({"off": ["latencies"]}, ("off", '"latencies"')),
    "off and set": (
        {"off": ["latency"], "settings": {"latency": {}}},
        ("off", '"latency", which has settings'),
    ),
    "minimum": ({"minimum_requests": 0}, ("minimum_requests", "0")),
    "missing data": ({"missing_data": "ok"}, ("missing_data", "'ok'")),
    "address": ({"emails": ["oncall"]}, ("emails", '"oncall"')),
    "topic": ({"topic_arn": "oncall"}, ("topic_arn", '"oncall"')),
    "addresses of a topic elsewhere": (
        {"topic_arn": GIVEN_TOPIC, "emails": ["oncall@example.com"]},
        ("emails", "it beside topic_arn"),
    ),
}


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert faults_of(cloud, http, **changes) == [expected]


def test_something_else_than_an_api_is_refused(cloud: Cloud) -> None:
    assert faults_of(cloud, lambda: "orders") == [("api", "'orders'")]
    assert faults_of(cloud, None) == [("arguments", 'no "api"')]


def test_two_apis_share_no_metric(cloud: Cloud) -> None:
    def program() -> None:
        for name in ("orders", "users"):
            ApiAlarms(f"{name}-alarms", ApiAlarmsArgs(api=http(name), topic_arn=GIVEN_TOPIC))

    cloud.run(program)
    assert len(cloud.mocks.of(ALARM)) == 10
    names = {one["metricTransformation"]["name"] for one in cloud.mocks.of(FILTER).values()}
    assert len(names) == 4
