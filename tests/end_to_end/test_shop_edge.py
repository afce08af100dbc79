"""What stands before and behind the shop's APIs on the local stack: domains, TLS, private services, logs, a web ACL."""

from __future__ import annotations

import json
import ssl
import time
import uuid
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.local.emulator.sockets import WebSocket

if TYPE_CHECKING:
    from tests.end_to_end.local_run import LocalRun

pytestmark = pytest.mark.xdist_group("shop")

API, SOCKET = "api.shop.test", "ws.shop.test"
SECONDS = 20.0


@pytest.fixture(scope="module")
def outputs(shop: LocalRun) -> dict[str, Any]:
    return shop.outputs()


@pytest.mark.parametrize(
    ("path", "status"),
    [("/orders/health", 200), ("/users", 401), ("/payments/rates", 403), ("/catalog/items", 200), ("/elsewhere", 403)],
    ids=["an HTTP API", "another", "a REST API", "one in front of a private service", "none"],
)
def test_one_domain_leads_to_all_apis_over_tls(path: str, status: int, shop: LocalRun) -> None:
    assert shop.ask(f"https://{API}{path}").status_code == status


def test_the_outputs_tell_where_the_domains_answer_without_dns(shop: LocalRun, outputs: dict[str, Any]) -> None:
    here = f"127.0.0.1:{shop.port}/_domain"
    urls = {name: api["url"] for name, api in outputs["apis"].items()}
    assert urls.pop("notifications") == f"ws://{here}/{SOCKET}"
    assert set(urls.values()) == {f"http://{here}/{API}"}


@pytest.mark.filterwarnings("ignore:.*TLSv1_1 is deprecated:DeprecationWarning")
def test_tls_1_1_is_refused_and_1_2_is_not(shop: LocalRun) -> None:
    assert shop.tls_version(API, ssl.TLSVersion.TLSv1_2) == "TLSv1.2"
    # The text is of the alert that the server sends; a client that refused by itself would say another one.
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        shop.tls_version(API, ssl.TLSVersion.TLSv1_1)  # pyright: ignore[reportDeprecated] -- what is refused


@pytest.mark.parametrize(
    ("api", "path", "status"),
    [("orders", "/health", 404), ("catalog", "/items", 404), ("payments", "/local/rates", 403)],
)
def test_the_addresses_that_aws_gives_answer_nothing(
    api: str, path: str, status: int, shop: LocalRun, outputs: dict[str, Any]
) -> None:
    answer = httpx.get(f"http://127.0.0.1:{shop.port}/_api/{outputs['apis'][api]['id']}{path}", trust_env=False)
    assert answer.status_code == status, answer.text


def test_a_request_reaches_the_catalog_through_link_and_load_balancer(shop: LocalRun) -> None:
    items = shop.ask(f"https://{API}/catalog/items").json()["items"]
    one = shop.ask(f"https://{API}/catalog/items/{items[0]['sku']}")
    assert (one.status_code, one.json()) == (200, items[0])
    assert shop.ask(f"https://{API}/catalog/items/none").status_code == 404


def test_the_ledger_is_told_who_asks_by_the_api_alone(shop: LocalRun) -> None:
    url = f"https://{API}/ledger/entries"
    ann, bob = (
        {"authorization": f"Bearer {shop.signed_token(who)}", "content-type": "application/json"}
        for who in ("ann", "bob")
    )
    entry = {"orderId": "0" * 28, "account": "receivable", "amountCents": 900, "currency": "EUR"}
    made = shop.ask(url, "POST", headers=ann, body=json.dumps(entry))
    assert made.status_code == 201, made.text
    own = shop.ask(f"{url}/{made.json()['id']}", headers=ann)
    assert (own.status_code, own.json()) == (200, made.json())
    assert made.json() in shop.ask(url, headers=ann).json()["entries"]
    # What a caller says about itself counts for nothing.
    assert shop.ask(f"{url}/{made.json()['id']}", headers={**bob, "x-customer": "ann"}).status_code == 404
    assert shop.ask(url, headers={"x-customer": "ann"}).status_code == 401


def test_an_access_log_line_tells_of_a_request(shop: LocalRun) -> None:
    mark = f"test-{uuid.uuid4()}"
    assert shop.ask(f"https://{API}/catalog/items/{mark}").status_code == 404
    line = _line_with(shop, "/aws/vendedlogs/apigateway/catalog-", mark)
    assert (line["httpMethod"], line["routeKey"], line["status"]) == ("GET", "GET /items/{sku}", "404")
    assert (line["domainName"], line["ip"], line["path"]) == (API, "127.0.0.1", f"/catalog/items/{mark}")
    assert int(line["integrationLatency"]) >= 0
    assert line["requestId"]


def _line_with(shop: LocalRun, group: str, mark: str) -> dict[str, Any]:
    logs, end = shop.aws("logs"), time.monotonic() + SECONDS
    (name,) = [one["logGroupName"] for one in logs.describe_log_groups(logGroupNamePrefix=group)["logGroups"]]
    while time.monotonic() < end:
        for event in logs.filter_log_events(logGroupName=name)["events"]:
            if mark in event["message"]:
                line: dict[str, Any] = json.loads(event["message"])
                return line
        time.sleep(0.2)
    raise AssertionError(f"{name} holds no line with {mark}")


def test_a_websocket_opens_on_its_domain_over_tls(shop: LocalRun) -> None:
    url = f"https://{SOCKET}:{shop.tls_port}/?token={shop.signed_token('ann')}"
    with WebSocket(url, tls=shop.trusting()) as line:
        line.say('{"action": "subscribe", "topic": "edge"}')
        assert json.loads(line.hear())["subscribed"] is True


def test_a_web_acl_stands_before_the_rest_apis(shop: LocalRun, outputs: dict[str, Any]) -> None:
    firewall = shop.aws("wafv2")
    (acl,) = firewall.list_web_acls(Scope="REGIONAL")["WebACLs"]
    guarded = firewall.list_resources_for_web_acl(WebACLArn=acl["ARN"], ResourceType="API_GATEWAY")["ResourceArns"]
    assert {arn.split("/")[2] for arn in guarded} == {outputs["apis"][name]["id"] for name in ("payments", "ledger")}


def test_the_dashboard_shows_every_api_and_alarm(shop: LocalRun, outputs: dict[str, Any]) -> None:
    watch = shop.aws("cloudwatch")
    body = json.loads(watch.get_dashboard(DashboardName=outputs["dashboard"])["DashboardBody"])
    texts = [one["properties"]["markdown"] for one in body["widgets"] if one["type"] == "text"]
    assert all(any(api in text for text in texts) for api in outputs["apis"])
    (shown,) = [one["properties"]["alarms"] for one in body["widgets"] if one["type"] == "alarm"]
    made = watch.get_paginator("describe_alarms").paginate().build_full_result()["MetricAlarms"]
    assert sorted(shown) == sorted(one["AlarmArn"] for one in made)
