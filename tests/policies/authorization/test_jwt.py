from collections.abc import Callable
from typing import Any

from gateway_policies.resource_types import AUTHORIZER, USER_POOL, USER_POOL_CLIENT
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings


def jwt(configuration: Any, kind: Any = "JWT") -> list[Resource]:
    return [a(AUTHORIZER, {"authorizerType": kind, "jwtConfiguration": configuration})]


def issuer(value: Any, kind: Any = "JWT") -> list[Resource]:
    return jwt({"issuer": value}, kind)


def audiences(value: Any, kind: Any = "JWT") -> list[Resource]:
    return jwt({"audiences": value}, kind)


ISSUER = "jwtConfiguration.issuer"
AUDIENCES = "jwtConfiguration.audiences"
NOT_SET = f"it violation: {ISSUER} is not set, it must start with 'https://'"
EMPTY = f"it violation: {AUDIENCES} is empty, it must name at least one audience"


POOL = a(USER_POOL, {}, "pool")
CLIENT = a(USER_POOL_CLIENT, {}, "client")


def later(configuration: Any, source: Resource) -> list[Resource]:
    """An authorizer whose configuration comes from another resource."""
    props = {"authorizerType": "JWT", "jwtConfiguration": configuration}
    return [source, a(AUTHORIZER, props, links={"jwtConfiguration": source})]


def plain(found: str) -> str:
    return f"it violation: {ISSUER} is {found!r}, it must start with 'https://'"


CASES: Cases = {
    "jwt-issuer-https": {
        "https": (issuer("https://cognito-idp.eu-west-1.amazonaws.com/p"), []),
        "http": (issuer("http://issuer.example.com"), [plain("http://issuer.example.com")]),
        "the endpoint of a user pool": (
            issuer("cognito-idp.eu-west-1.amazonaws.com/p"),
            [plain("cognito-idp.eu-west-1.amazonaws.com/p")],
        ),
        "no host": (issuer("https://"), [plain("https://")]),
        "a host that is none": (issuer("https://[x"), [plain("https://[x")]),
        "https later on": (issuer("http://https://x"), [plain("http://https://x")]),
        "empty": (issuer(""), [plain("")]),
        "absent": (jwt({}), [NOT_SET]),
        "no configuration": (jwt(None), [NOT_SET]),
        "a Lambda authorizer": (jwt(None, "REQUEST"), []),
        "of a user pool of the stack": (later({"issuer": UNKNOWN}, POOL), []),
        "of a client of a pool": (later({"issuer": UNKNOWN}, CLIENT), [f"it undecided: {ISSUER} {NOT_KNOWN}"]),
        "unknown": (issuer(UNKNOWN), [f"it undecided: {ISSUER} {NOT_KNOWN}"]),
        "an unknown within": (issuer(f"https://{UNKNOWN}"), [f"it undecided: {ISSUER} {NOT_KNOWN}"]),
        "unknown configuration": (jwt(UNKNOWN), [f"it undecided: jwtConfiguration {NOT_KNOWN}"]),
        "unknown type, wrong issuer": (issuer("http://x", UNKNOWN), [plain("http://x")]),
        "unknown type, right issuer": (issuer("https://x", UNKNOWN), []),
        "unknown type, no issuer": (jwt(None, UNKNOWN), [f"it undecided: authorizerType {NOT_KNOWN}"]),
        "configuration of a wrong type": (
            jwt("https://x"),
            ["it undecided: jwtConfiguration is text where a map is expected"],
        ),
        "issuer of a wrong type": (issuer(True), [f"it undecided: {ISSUER} is a boolean where text is expected"]),
    },
    "jwt-audience": {
        "one": (audiences(["web"]), []),
        "a client of a pool of the stack": (later({"audiences": [UNKNOWN]}, CLIENT), []),
        "a client and every one": (
            later({"audiences": [UNKNOWN, "*"]}, CLIENT),
            [f"it violation: {AUDIENCES}[1] is '*', it must name one audience"],
        ),
        "something of a pool": (later({"audiences": [UNKNOWN]}, POOL), [f"it undecided: {AUDIENCES}[0] {NOT_KNOWN}"]),
        "many": (audiences(["web", "mobile"]), []),
        "none": (audiences([]), [EMPTY]),
        "absent": (jwt({}), [EMPTY]),
        "no configuration": (jwt(None), [EMPTY]),
        "every": (audiences(["*"]), [f"it violation: {AUDIENCES}[0] is '*', it must name one audience"]),
        "empty text": (audiences(["web", " "]), [f"it violation: {AUDIENCES}[1] is ' ', it must name one audience"]),
        "null": (audiences([None]), [f"it violation: {AUDIENCES}[0] is not set, it must name one audience"]),
        "a Lambda authorizer": (jwt(None, "REQUEST"), []),
        "unknown": (audiences(UNKNOWN), [f"it undecided: {AUDIENCES} {NOT_KNOWN}"]),
        "an unknown item does not hide the others": (
            audiences([UNKNOWN, "*"]),
            [
                f"it violation: {AUDIENCES}[1] is '*', it must name one audience",
                f"it undecided: {AUDIENCES}[0] {NOT_KNOWN}",
            ],
        ),
        "unknown type": (jwt(None, UNKNOWN), [f"it undecided: authorizerType {NOT_KNOWN}"]),
        "text in place of the list": (
            audiences("web"),
            [f"it undecided: {AUDIENCES} is text where a list is expected"],
        ),
        "a number in the list": (audiences([7]), [f"it undecided: {AUDIENCES}[0] is a number where text is expected"]),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
