from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import API
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ORIGINS = "corsConfiguration.allowOrigins"


def api(configuration: Any) -> list[Resource]:
    return [a(API, {"protocolType": "HTTP", "corsConfiguration": configuration})]


def cors(*origins: Any, credentials: Any = True) -> list[Resource]:
    return api({"allowCredentials": credentials, "allowOrigins": list(origins)})


def every(origin: str, index: int = 0) -> str:
    return f"it violation: allowCredentials is true and {ORIGINS}[{index}] is {origin!r}, which is every website"


def plain(origin: str) -> str:
    why = "which anyone on the network can pretend to be"
    return f"it violation: allowCredentials is true and {ORIGINS}[0] is {origin!r}, {why}"


CASES: Cases = {
    "cors-credentials-wildcard": {
        "named origins": (cors("https://shop.example.com", "https://admin.example.com:8443"), []),
        "a name with a star in it": (cors("https://*.example.com"), []),
        "no CORS": (api(None), []),
        "no origins": (api({"allowCredentials": True}), []),
        "every origin without credentials": (cors("*", credentials=False), []),
        "credentials not said": (cors("*", credentials=None), []),
        "every origin": (cors("*"), [every("*")]),
        "every https origin": (cors("https://shop.example.com", "https://*"), [every("https://*", 1)]),
        "every http origin": (cors("http://*"), [every("http://*")]),
        "every origin of a port": (cors("https://*:443"), [every("https://*:443")]),
        "in capitals": (cors("HTTPS://*"), [every("HTTPS://*")]),
        "credentials as text": (cors("*", credentials="true"), [every("*")]),
        "an origin without TLS": (cors("http://shop.example.com"), [plain("http://shop.example.com")]),
        "each one is told": (cors("*", "https://*"), [every("*"), every("https://*", 1)]),
        "an unknown origin does not hide the others": (
            cors(UNKNOWN, "*"),
            [f"it undecided: {ORIGINS}[0] {NOT_KNOWN}", every("*", 1)],
        ),
        "unknown origins": (
            api({"allowCredentials": True, "allowOrigins": UNKNOWN}),
            [f"it undecided: {ORIGINS} {NOT_KNOWN}"],
        ),
        "unknown credentials, wide": (
            cors("*", credentials=UNKNOWN),
            [f"it undecided: corsConfiguration.allowCredentials {NOT_KNOWN}"],
        ),
        "unknown credentials, narrow": (cors("https://shop.example.com", credentials=UNKNOWN), []),
        "unknown configuration": (api(UNKNOWN), [f"it undecided: corsConfiguration {NOT_KNOWN}"]),
        "text in place of the list": (
            api({"allowCredentials": True, "allowOrigins": "*"}),
            [f"it undecided: {ORIGINS} is text where a list is expected"],
        ),
        "text in place of the map": (api("*"), ["it undecided: corsConfiguration is text where a map is expected"]),
        "credentials of a wrong type": (
            cors("*", credentials="yes"),
            ["it undecided: corsConfiguration.allowCredentials is text where a boolean is expected"],
        ),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
