from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from tests.local.emulator.account import RestApi, WebSocketApi
from tests.local.emulator.measurements import statistics
from tests.local.emulator.sockets import WebSocket

if TYPE_CHECKING:
    from tests.local.emulator.account import Account
    from tests.local.emulator.backend import Backend


def test_requests_to_an_http_api_are_measured(account: Account, backend: Backend) -> None:
    api = account.http_api()
    api.url_route("GET /{proxy+}", f"{backend.url}/{{proxy}}")
    for path in ("/a", "/a", "/status/404", "/status/500"):
        api.get(path)
    stage = {"ApiId": api.id, "Stage": "$default"}
    assert statistics(account, "Count", stage) == (4, 4)
    assert statistics(account, "4xx", stage) == (4, 1)
    assert statistics(account, "5xx", {"ApiId": api.id}) == (4, 1)
    measured, milliseconds = statistics(account, "Latency", stage)
    assert (measured, 0 < milliseconds < 10_000) == (4, True)
    assert statistics(account, "IntegrationLatency", stage)[0] == 4


def test_requests_to_a_rest_api_are_measured_by_its_name_and_its_methods(account: Account, backend: Backend) -> None:
    name = f"ledger-{uuid4().hex[:8]}"
    api = RestApi(account, name=name)
    api.method("GET /x", {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": f"{backend.url}/status/500"})
    api.deploy()
    api.patch_stage(**{"/*/*/metrics/enabled": "true"})
    api.get("/x")
    api.get("/none")
    assert statistics(account, "Count", {"ApiName": name}) == (2, 2)
    assert statistics(account, "5XXError", {"ApiName": name, "Stage": "dev"}) == (2, 1)
    assert statistics(account, "4XXError", {"ApiName": name, "Stage": "dev"}) == (2, 1)
    method = {"ApiName": name, "Stage": "dev", "Method": "GET", "Resource": "/x"}
    assert statistics(account, "Count", method) == (1, 1)


def test_an_alarm_goes_off(account: Account, backend: Backend) -> None:
    api = account.http_api()
    api.url_route("GET /x", f"{backend.url}/status/500")
    alarms, name = account.client("cloudwatch"), f"alarm-{uuid4().hex[:8]}"
    alarms.put_metric_alarm(
        AlarmName=name,
        Namespace="AWS/ApiGateway",
        MetricName="5xx",
        Dimensions=[{"Name": "ApiId", "Value": api.id}],
        Statistic="Sum",
        Period=60,
        EvaluationPeriods=1,
        Threshold=2,
        ComparisonOperator="GreaterThanThreshold",
    )
    for _ in range(3):
        api.get("/x")
    statistics(account, "5xx", {"ApiId": api.id})
    assert alarms.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]["StateValue"] == "ALARM"


def test_connections_and_messages_are_measured(account: Account) -> None:
    api = WebSocketApi(account)
    api.function_route("$default", account.function("def handler(event, context):\n    raise ValueError('x')\n"))
    with WebSocket(api.url) as websocket:
        websocket.say("x")
        websocket.hear()
    stage = {"ApiId": api.id, "Stage": "dev"}
    assert statistics(account, "ConnectCount", stage) == (1, 1)
    assert statistics(account, "MessageCount", stage) == (1, 1)
    assert statistics(account, "IntegrationError", stage)[1] == 1
