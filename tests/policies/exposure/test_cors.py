from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Case, Cases, a, each_case, findings

ORIGINS = "corsConfiguration.allowOrigins"


def api(configuration: Any) -> list[Resource]:
    return [a(API, {"protocolType": "HTTP", "corsConfiguration": configuration})]


def cors(*origins: Any, credentials: Any = None) -> list[Resource]:
    return api({"allowCredentials": credentials, "allowOrigins": list(origins)})


def every(origin: str, index: int = 0) -> str:
    return f"it violation: {ORIGINS}[{index}] is {origin!r}, which is every website; allowed are named origins"


def plain(origin: str, index: int = 0) -> str:
    why = "which anyone on the network can pretend to be; allowed are https:// origins, and http://localhost"
    return f"it violation: {ORIGINS}[{index}] is {origin!r}, {why}"


UNREADABLE: dict[str, Case] = {
    "unknown origins": (api({"allowOrigins": UNKNOWN}), [f"it undecided: {ORIGINS} {NOT_KNOWN}"]),
    "an unknown origin": (cors("https://shop.example.com", UNKNOWN), [f"it undecided: {ORIGINS}[1] {NOT_KNOWN}"]),
    "unknown configuration": (api(UNKNOWN), [f"it undecided: corsConfiguration {NOT_KNOWN}"]),
    "text in place of the list": (
        api({"allowOrigins": "*"}),
        [f"it undecided: {ORIGINS} is text where a list is expected"],
    ),
    "a number in the list": (cors(5, None), [f"it undecided: {ORIGINS}[0] is a number where text is expected"]),
    "no CORS": (api(None), []),
    "no origins": (api({"maxAge": 5}), []),
}
WITHOUT_EFFECT = '{"openapi": "3.0.1", "x-amazon-apigateway-cors": {"allowOrigins": ["*", "http://a.example"]}}'

CASES: Cases = {
    "cors-wildcard-origin": {
        **UNREADABLE,
        "named origins": (cors("https://shop.example.com", "https://admin.example.com:8443"), []),
        "a name with a star in it": (cors("https://*.example.com"), []),
        "every origin": (cors("*"), [every("*")]),
        "every https origin": (cors("https://shop.example.com", "https://*"), [every("https://*", 1)]),
        "every origin of a port": (cors("https://*:443"), [every("https://*:443")]),
        "without TLS is another rule's matter": (cors("http://*"), []),
        "with credentials is another rule's matter": (cors("*", credentials=True), []),
        "credentials that are not known make it no better": (cors("*", credentials=UNKNOWN), [every("*")]),
        "an unknown origin does not hide the others": (
            cors(UNKNOWN, "*"),
            [f"it undecided: {ORIGINS}[0] {NOT_KNOWN}", every("*", 1)],
        ),
        "what a body configures is taken away": ([a(API, {"protocolType": "HTTP", "body": WITHOUT_EFFECT})], []),
    },
    "cors-http-origin": {
        **UNREADABLE,
        "with TLS": (cors("https://shop.example.com", "*"), []),
        "the developer's own machine": (
            cors("http://localhost", "http://localhost:3000", "http://127.0.0.1:8080", "http://[::1]:5173"),
            [],
        ),
        "a name of that machine": (cors("http://shop.localhost:3000"), []),
        "a website": (cors("http://shop.example.com"), [plain("http://shop.example.com")]),
        "in capitals": (cors("HTTP://shop.example.com"), [plain("HTTP://shop.example.com")]),
        "every website": (cors("http://*"), [plain("http://*")]),
        "a website that begins like that machine": (
            cors("http://localhost.example.com", "http://127.0.0.1.example.com"),
            [plain("http://localhost.example.com"), plain("http://127.0.0.1.example.com", 1)],
        ),
        "with credentials is another rule's matter": (cors("http://shop.example.com", credentials=True), []),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
