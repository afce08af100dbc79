import json
from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.catalogue import BY_NAME
from gateway_policies.resource_types import REST_STAGE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

FORMAT = "accessLogSettings.format"
FIELDS = {
    "id": "$context.requestId",
    "ip": "$context.identity.sourceIp",
    "route": "$context.routeKey",
    "status": "$context.status",
    "error": "$context.integrationErrorMessage",
}
REST_FIELDS = {**FIELDS, "route": "$context.httpMethod", "error": "$context.authorizer.error"}
# The Common Log Format, as the AWS documentation writes it.
CLF = (
    "$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "
    '"$context.httpMethod $context.resourcePath $context.protocol" $context.status $context.responseLength '
    "$context.requestId $context.extendedRequestId $context.error.message"
)
NO_ID = (
    f"it violation: {FORMAT} has neither $context.requestId nor $context.extendedRequestId, one of which AWS demands"
)
NO_JSON = f"it violation: {FORMAT} is no JSON object once its variables have values"
NOT_READ = [f"it undecided: {FORMAT} {NOT_KNOWN}"]


def stage(format_: Any, kind: str = STAGE) -> list[Resource]:
    return [a(kind, {"accessLogSettings": {"destinationArn": UNKNOWN, "format": format_}})]


def line(without: str = "", **fields: str) -> list[Resource]:
    kept = {key: value for key, value in FIELDS.items() if key != without}
    return stage(json.dumps({**kept, **fields}))


def writes(name: str) -> list[str]:
    return [f"it violation: {FORMAT} writes $context.{name}, which is called like what lets its holder in"]


CASES: Cases = {
    "access-log-format": {
        "JSON": (line(), []),
        "JSON of a REST API": (stage(json.dumps(REST_FIELDS), REST_STAGE), []),
        "numbers without quotes": (
            stage(json.dumps({**FIELDS, "status": 1}).replace(": 1,", ": $context.status,")),
            [],
        ),
        "the end of the line": (stage(json.dumps(FIELDS) + "\n"), []),
        "the longer id": (line(id="$context.extendedRequestId"), []),
        "claims with a colon": (line(user="$context.authorizer.claims.cognito:username"), []),
        "no format is another rule's matter": (stage(None), []),
        "an empty one, too": (stage(""), []),
        "no id": (line("id"), [NO_ID]),
        "an id that only begins alike": (line(id="$context.requestIdentity"), [NO_ID]),
        "neither address nor status": (
            line("ip", status="200"),
            [f"it violation: {FORMAT} lacks $context.identity.sourceIp and $context.status"],
        ),
        "no address": (line("ip"), [f"it violation: {FORMAT} lacks $context.identity.sourceIp"]),
        "no route": (
            line("route"),
            [f"it violation: {FORMAT} lacks $context.routeKey or $context.httpMethod or $context.eventType"],
        ),
        "the Common Log Format": (stage(CLF, REST_STAGE), [NO_JSON]),
        "quotes within quotes": (
            stage(json.dumps(FIELDS).replace("$context.status", '"')),
            [f"{NO_JSON}, lacks $context.status"],
        ),
        "a list": (stage(json.dumps(list(FIELDS.values()))), [NO_JSON]),
        "two variables without quotes": (
            stage(json.dumps({**FIELDS, "n": 1}).replace(": 1}", ": $context.a-$context.b}")),
            [NO_JSON],
        ),
        "many lines": (
            stage(json.dumps(FIELDS, indent=1)),
            [f"it violation: {FORMAT} has more than one line, AWS takes one alone"],
        ),
        "a pit of brackets": (stage("[" * 100_000 + "".join(FIELDS.values())), [NO_JSON]),
        "unknown": (stage(UNKNOWN), NOT_READ),
        "unknown settings": (
            [a(STAGE, {"accessLogSettings": UNKNOWN})],
            [f"it undecided: accessLogSettings {NOT_KNOWN}"],
        ),
        "a map in place of the text": (
            stage({"requestId": "$context.requestId"}),
            [f"it undecided: {FORMAT} is a map where text is expected"],
        ),
    },
    "access-log-no-secrets": {
        "nothing of a token": (line(user="$context.authorizer.principalId", key="$context.identity.apiKeyId"), []),
        "REST: nothing of a token": (stage(json.dumps(REST_FIELDS), REST_STAGE), []),
        "claims that are none": (
            line(a="$context.authorizer.claims.sub", b="$context.authorizer.claims.token_use"),
            [],
        ),
        "what no authorizer gave": (line(a="$context.error.responseType", b="$context.accountId"), []),
        "no log": ([a(STAGE, {})], []),
        "the API key": (
            stage(json.dumps({**REST_FIELDS, "key": "$context.identity.apiKey"}), REST_STAGE),
            [f"it violation: {FORMAT} writes $context.identity.apiKey, allowed is $context.identity.apiKeyId"],
        ),
        "a token": (line(user="$context.authorizer.access_token"), writes("authorizer.access_token")),
        "a token with a hyphen": (line(user="$context.authorizer.id-token"), writes("authorizer.id-token")),
        "a claim": (line(user="$context.authorizer.claims.api_key"), writes("authorizer.claims.api_key")),
        "a claim in brackets": (
            line(user="$context.authorizer.claims['custom:refreshToken']"),
            writes("authorizer.claims['custom:refreshToken']"),
        ),
        "in the Common Log Format": (stage(f"{CLF} $context.authorizer.jwt"), writes("authorizer.jwt")),
        "twice is once": (
            stage("$context.authorizer.token $context.authorizer.token"),
            writes("authorizer.token"),
        ),
        "unknown": (stage(UNKNOWN), NOT_READ),
        "a number": (stage(5), [f"it undecided: {FORMAT} is a number where text is expected"]),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        ({"json": False}, ["lacks $context.identity.sourceIp"]),
        ({"json": True, "fields": ()}, ["is no JSON object once its variables have values"]),
        ({"json": False, "fields": ("waf.status | path",)}, ["lacks $context.waf.status or $context.path"]),
    ],
)
def test_settings(settings: dict[str, Any], found: list[str]) -> None:
    rule = BY_NAME["access-log-format"]
    [one] = stage("$context.requestId $context.routeKey $context.status $context.error.message")
    messages = [finding.message for finding in rule.checks[STAGE](one, {**rule.defaults, **settings})]
    assert messages == [f"{FORMAT} {flaw}" for flaw in found]
