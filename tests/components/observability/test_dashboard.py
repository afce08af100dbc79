import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree as ET

import pytest

from components.knowledge.kinds import Kind
from components.observability.alarm_args import ApiAlarmsArgs
from components.observability.alarms import ApiAlarms
from components.observability.dashboard import ApiDashboard, ApiDashboardArgs
from components.observability.dashboard_body import dashboard_body
from components.observability.dashboard_graphs import DashboardApi
from components.observability.dashboard_picture import picture, write_picture
from components.problems import ComponentError
from components.rest_api.settings import Cache
from tests.components.domain.domains import http, rest, websocket
from tests.support.recording import Cloud, is_unknown

DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"


def built(cloud: Cloud, **changes: Any) -> dict[str, Any]:
    """The inputs of a dashboard of three APIs, one of which has alarms."""

    def program() -> None:
        payments = rest(cache=Cache(size_gb=0.5))
        apis = {"orders": http(), "payments": payments, "notifications": websocket()}
        alarms = {"payments": ApiAlarms("payments-alarms", ApiAlarmsArgs(api=payments))}
        ApiDashboard("apis", cast("ApiDashboardArgs", {"apis": apis, "alarms": alarms, **changes}))

    cloud.run(program)
    return cloud.mocks.of(DASHBOARD)["apis"]


def widgets_of(body: Mapping[str, Any], kind: str) -> list[dict[str, Any]]:
    """The properties of the widgets of one kind."""
    return [one["properties"] for one in body["widgets"] if one["type"] == kind]


def graph(body: Mapping[str, Any], title: str, place: int = 0) -> dict[str, Any]:
    """The graph with this title; with several, that of a later API."""
    return [one for one in widgets_of(body, "metric") if one["title"] == title][place]


def test_the_dashboard_is_one_for_each_stack(cloud: Cloud) -> None:
    assert built(cloud)["dashboardName"] == "apis-test"


def test_each_api_has_its_row(cloud: Cloud) -> None:
    body = json.loads(built(cloud)["dashboardBody"])
    assert [one["markdown"] for one in widgets_of(body, "text")] == [
        "# shop, test",
        "## orders\nHTTP API, stage $default",
        "## payments\nREST API, stage live",
        "## notifications\nWebSocket API, stage live",
    ]
    assert [one["title"] for one in widgets_of(body, "metric")] == [
        *("Requests", "5xx in %", "4xx in %", "Latency in ms"),
        *("Requests", "5xx in %", "4xx in %", "Latency in ms", "Throttled and failed", "Cache"),
        *("Connections and messages", "Errors", "Latency behind the API in ms", "Refused"),
    ]


def test_metrics_are_those_of_each_kind(cloud: Cloud) -> None:
    body = json.loads(built(cloud)["dashboardBody"])
    orders, payments = graph(body, "5xx in %"), graph(body, "5xx in %", 1)
    assert orders["metrics"][0][0]["expression"] == "100 * FILL(errors, 0) / requests"
    assert orders["metrics"][1][:6] == ["AWS/ApiGateway", "5xx", "ApiId", "orders-0a1b2c3", "Stage", "$default"]
    assert payments["metrics"][1][:6] == ["AWS/ApiGateway", "5XXError", "ApiName", "payments-0a1b2c3", "Stage", "live"]
    assert payments["metrics"][1][6]["visible"] is False
    assert graph(body, "Refused")["metrics"][0][1] == "ClientError"
    assert {one["region"] for one in widgets_of(body, "metric")} == {"eu-west-1"}


def test_alarms_are_shown_and_from_when_they_ring(cloud: Cloud) -> None:
    body = json.loads(built(cloud)["dashboardBody"])
    (alarms,) = widgets_of(body, "alarm")
    assert len(alarms["alarms"]) == 5
    assert graph(body, "Latency in ms", 1)["annotations"]["horizontal"] == [
        {"label": "alarm: latency", "value": 3000, "color": "#d62728"}
    ]
    assert "annotations" not in graph(body, "Latency in ms")
    throttled = graph(body, "Throttled and failed")["metrics"]
    assert [one[:2] for one in throttled] == [
        ["ApiGateway/AccessLogs", "payments-0a1b2c3-throttled"],
        ["ApiGateway/AccessLogs", "payments-0a1b2c3-integration-errors"],
    ]


def test_the_newest_failures_come_from_all_logs(cloud: Cloud) -> None:
    body = json.loads(built(cloud)["dashboardBody"])
    (failures,) = widgets_of(body, "log")
    for api in ("orders", "payments", "notifications"):
        assert f"SOURCE '/aws/vendedlogs/apigateway/{api}-0001'" in failures["query"]
    assert "filter status like /^5/" in failures["query"]


def test_no_widget_stands_on_another(cloud: Cloud) -> None:
    body = json.loads(built(cloud)["dashboardBody"])
    cells = [
        (one["x"] + column, one["y"] + row)
        for one in body["widgets"]
        for column in range(one["width"])
        for row in range(one["height"])
    ]
    assert len({*cells}) == len(cells)
    assert max(x for x, _ in cells) < 24


def test_a_dashboard_can_be_previewed_before_anything_exists(preview: Cloud) -> None:
    assert is_unknown(built(preview)["dashboardBody"])


CASES: Mapping[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "unknown key": ({"api": {}}, ("arguments", 'the key "api"')),
    "nothing": ({"apis": {}, "alarms": {}}, ("apis", "none")),
    "no API": ({"apis": {"orders": "orders"}, "alarms": {}}, ('api "orders"', "'orders'")),
    "no alarms": ({"alarms": {"orders": 1}}, ('alarms "orders"', "1")),
}


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    with pytest.raises(ComponentError) as caught:
        built(cloud, **changes)
    assert [(one.where, one.found) for one in caught.value.problems] == [expected]
    assert cloud.mocks.of(DASHBOARD) == {}


def test_alarms_of_no_api_of_the_dashboard_are_refused(cloud: Cloud) -> None:
    def program() -> None:
        orders = http()
        alarms = {"order": ApiAlarms("orders-alarms", ApiAlarmsArgs(api=orders))}
        ApiDashboard("my apis", ApiDashboardArgs(apis={"orders": orders}, alarms=alarms))

    with pytest.raises(ComponentError) as caught:
        cloud.run(program)
    assert [(one.where, one.found, one.remedy) for one in caught.value.problems] == [
        ("name", '"my apis-test"', "rename the component"),
        ('alarms "order"', 'the title "order"', 'did you mean "orders"?'),
    ]


def sample() -> dict[str, object]:
    """A body with each kind of widget."""
    api = DashboardApi(
        "orders & more", Kind.HTTP, "eu-west-1", {"ApiId": "o1", "Stage": "$default"}, "/log", {}, {"latency": 3000}
    )
    return dashboard_body("shop", [api], ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:orders-latency"])


def test_a_picture_shows_what_the_body_says() -> None:
    svg = ET.fromstring(picture(sample()))  # noqa: S314 -- our own text
    texts = [one.text for one in svg.iter("{http://www.w3.org/2000/svg}text")]
    for text in ("shop", "orders & more", "Requests", "Latency in ms", "alarm: latency", "3000", "orders-latency"):
        assert text in texts
    # What is counted only to make a share of it is not shown.
    assert texts.count("requests") == 1
    assert any(text is not None and "The curves are examples" in text for text in texts)


def test_a_picture_is_written(tmp_path: Path) -> None:
    body, target = tmp_path / "body.json", tmp_path / "dashboard.svg"
    body.write_text(json.dumps(sample()))
    write_picture(body, target)
    assert target.read_text() == picture(sample())


def test_a_png_needs_chromium(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    body = tmp_path / "body.json"
    body.write_text(json.dumps(sample()))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="Chromium"):
        write_picture(body, tmp_path / "dashboard.png")
