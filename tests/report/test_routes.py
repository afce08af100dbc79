"""Every route of every kind of API: where it is, who may call it, what answers, and how much it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from report.addresses import full_url, tls_of
from tests.report.bookshop import API, FUNCTION, THROTTLE, desk, shelf
from tests.report.recording import HTTP, REST, document, state, urn
from tests.report.reports import preview_of, reported

if TYPE_CHECKING:
    from report.apis import Api, ServedRoute


def api(name: str) -> Api:
    return next(one for one in reported().apis if one.name == name)


def route(of: str, key: str) -> ServedRoute:
    return next(one for one in api(of).routes if one.route.key == key)


def test_all_kinds_are_found_with_all_their_routes() -> None:
    found = {(one.name, one.kind): [served.route.key for served in one.routes] for one in reported().apis}
    assert found == {
        ("desk", "REST"): ["GET /loans", "OPTIONS /loans", "POST /loans"],
        ("drawn", "HTTP"): ["GET /prints", "POST /prints"],
        ("news", "WebSocket"): ["$connect", "send"],
        ("shelf", "HTTP"): ["GET /", "POST /", "GET /health", "GET /{isbn}"],
    }


def test_the_url_goes_below_the_path_of_the_domain() -> None:
    (address,) = api("shelf").addresses
    assert full_url(address, "GET /{isbn}") == "https://api.books.example.com/shelf/{isbn}"
    assert full_url(address, "GET /") == "https://api.books.example.com/shelf"
    assert full_url(address, "$default") == "https://api.books.example.com/shelf/…"
    assert (address.tls.floor, address.tls.is_modern) == ("TLS 1.2", True)


def test_without_a_domain_the_address_of_aws_counts() -> None:
    (rest,) = api("desk").addresses
    assert (rest.url, rest.is_own) == ("https://ID.execute-api.us-east-1.amazonaws.com/v1", False)
    assert (rest.tls.floor, rest.tls.is_modern) == ("TLS 1.0", False)
    (socket,) = api("news").addresses
    assert socket.url == "wss://ID.execute-api.us-east-1.amazonaws.com/live"


def test_an_authorizer_is_told_with_its_kind_and_scopes() -> None:
    access = route("shelf", "GET /").route.access
    assert (access.who, access.how, access.scopes) == ("readers", "JWT of user pool readers", ("books/read",))
    clerk = route("desk", "POST /loans").route.access
    assert (clerk.who, clerk.how, clerk.api_key) == ("clerks", "function shelf-list checks the token", True)
    assert route("shelf", "POST /").route.access.who == "AWS IAM"
    printer = route("drawn", "POST /prints").route.access
    assert (printer.who, printer.how, printer.scopes) == ("printers", "jwt", ("print",))


def test_an_open_route_has_the_reason_that_its_component_keeps() -> None:
    access = route("shelf", "GET /health").route.access
    assert (access.is_open, access.reason) == (True, "the monitor <asks>")


def test_an_open_route_may_have_its_reason_in_an_exemption() -> None:
    entry = {"resource": "desk-GET", "reason": "loans are public", "expires": "2027-01-01"}
    desk = next(one for one in reported(method_authorization={"exemptions": [entry]}).apis if one.name == "desk")
    assert [one.access.reason for one in desk.open_routes] == ["loans are public"]


def test_an_open_operation_of_a_document_says_its_reason_itself() -> None:
    assert route("drawn", "GET /prints").route.access.reason == "a list of sizes"


def test_an_open_route_without_a_reason_is_open_all_the_same() -> None:
    access = route("desk", "GET /loans").route.access
    assert (access.is_open, access.reason) == (True, "")


def test_messages_come_from_whom_connect_admitted() -> None:
    access = route("news", "send").route.access
    assert (access.who, access.is_open) == ("connected clients", False)


def test_each_backend_is_named_with_the_way_to_it() -> None:
    backend = route("shelf", "GET /{isbn}").route.backend
    assert (backend.kind, backend.name) == ("private service", "stock")
    assert (backend.link, backend.balancer) == ("inside", "application load balancer stock")
    named = {
        (of, key): (route(of, key).route.backend.kind, route(of, key).route.backend.name)
        for of, key in (
            ("shelf", "GET /"),
            ("shelf", "POST /"),
            ("desk", "GET /loans"),
            ("desk", "POST /loans"),
            ("drawn", "GET /prints"),
        )
    }
    assert named == {
        ("shelf", "GET /"): ("function", "shelf-list"),
        ("shelf", "POST /"): ("AWS service", "SQS SendMessage, queue orders"),
        ("desk", "GET /loans"): ("mock", "fixed answer"),
        ("desk", "POST /loans"): ("function", "shelf-list"),
        ("drawn", "GET /prints"): ("function", "print"),
    }


def test_a_url_is_shown_without_what_may_be_secret_in_it() -> None:
    assert route("shelf", "GET /health").route.backend.name == "https://health.example.com/up"


def test_a_route_has_its_own_throttle_or_that_of_its_stage() -> None:
    own, of_stage = (route("shelf", key).throttles["$default"] for key in ("POST /", "GET /"))
    assert own
    assert of_stage
    assert (own.rate, own.burst, own.of_route) == (5, 10, True)
    assert (of_stage.rate, of_stage.burst, of_stage.of_route) == (100, 200, False)
    rest = route("desk", "GET /loans").throttles["v1"]
    assert rest
    assert rest.rate == 100


def test_stages_tell_their_logs_and_web_acl() -> None:
    ((shelf_stage,), (desk_stage,), (news_stage,)) = (api(name).stages for name in ("shelf", "desk", "news"))
    assert shelf_stage.access_logs == "log group shelf-logs"
    assert (desk_stage.web_acl, desk_stage.access_logs) == ("shield", "yes")
    assert news_stage.access_logs == ""


def test_an_api_that_makes_one_route_by_itself_has_it() -> None:
    quick = state(f"{HTTP}/api:Api", "quick", {"protocolType": "HTTP"}, target=FUNCTION)
    (found,) = (one for one in reported(document(*shelf(), quick)).apis if one.name == "quick")
    assert [(one.route.key, one.route.backend.name) for one in found.routes] == [("$default", "shelf-list")]
    assert found.open_routes


def test_a_document_that_is_not_known_yet_is_told() -> None:
    unread = state(f"{HTTP}/api:Api", "later", {"protocolType": "HTTP"}, body=urn("aws:s3/bucket:Bucket", "x"))
    (found,) = reported(document(unread)).apis
    assert found.unread == ["body is not known until up"]


def test_a_preflight_that_is_answered_at_once_is_no_open_route() -> None:
    access = route("desk", "OPTIONS /loans").route.access
    assert (access.who, access.is_open) == ("browsers", False)


@pytest.mark.parametrize(
    ("policy", "floor", "is_modern"),
    [
        ("TLS_1_0", "TLS 1.0", False),
        ("TLS_1_2", "TLS 1.2", True),
        ("SecurityPolicy_TLS13_1_3_2025_09", "TLS 1.3", True),
        ("SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09", "TLS 1.2", True),
        ("SecurityPolicy_TLS13_2025_EDGE", "TLS 1.3", True),
        ("SecurityPolicy_TLS12_PFS_2025_EDGE", "TLS 1.2", True),
        ("SomethingElse", "SomethingElse", False),
    ],
)
def test_the_floor_is_the_lowest_version_of_a_policy(policy: str, floor: str, *, is_modern: bool) -> None:
    domain = state(f"{REST}/domainName:DomainName", "d", {"domainName": "d.example.com", "securityPolicy": policy})
    tls = tls_of(preview_of(domain).by_urn[domain["urn"]])
    assert (tls.floor, tls.is_modern) == (floor, is_modern)


def test_what_all_stages_have_in_common_is_told_once() -> None:
    stages = [
        state(f"{HTTP}/stage:Stage", name, {"name": name, "defaultRouteSettings": {**THROTTLE, **more}}, apiId=API)
        for name, more in (("same", {}), ("other", {"throttlingRateLimit": 7}))
    ]
    same, other = (
        next(one for one in reported(document(*shelf(), *stages[:number])).apis if one.name == "shelf").routes[0]
        for number in (1, 2)
    )
    assert (len(same.throttles), len(same.told)) == (2, 1)
    assert [limit.rate for limit in other.told.values() if limit] == [100, 100, 7]


def test_routes_of_an_api_of_another_stack_are_shown() -> None:
    inputs = {"apiId": "a1b2c3", "routeKey": "GET /guests", "authorizationType": "NONE"}
    (found,) = reported(document(state(f"{HTTP}/route:Route", "guests", inputs))).apis
    assert (found.name, found.kind, [one.key for one in found.open_routes]) == ("a1b2c3", "HTTP", ["GET /guests"])
    assert found.description.startswith("An API of another stack")


def test_a_private_api_is_marked() -> None:
    private = state(f"{REST}/restApi:RestApi", "inner", {"endpointConfiguration": {"types": "PRIVATE"}})
    assert [one.is_private for one in reported(document(private, *desk())).apis] == [False, True]
