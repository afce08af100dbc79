"""An authorizer keeps its answers for a bounded time, and is not invoked for any text."""

from collections.abc import Iterator

from gateway_policies.authorization.authorizer_kinds import DEFAULT_TTL, TTL, kind_of
from gateway_policies.authorization.document_authorizers import also_in_documents
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import AUTHORIZER, REST_AUTHORIZER
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, number, switch, undecided, violation

_LONGEST = 3600
_OF_WEBSOCKET = "route.request."
_MATCH_ANYTHING = {"", "*", ".*", ".+", "^.*$", "^.+$", "(.*)", "(.+)"}


def _check_ttl(authorizer: Resource, settings: Settings) -> Iterator[Finding]:
    """Only the answers of Lambda functions are kept, and those of WebSocket APIs are not."""
    kind = kind_of(authorizer)
    if isinstance(kind, Known) and kind.value not in {"REQUEST", "TOKEN"}:
        return
    if _is_of_websocket(authorizer):
        return
    seconds = authorizer.at(TTL).number()
    if isinstance(seconds, Unknown):
        yield undecided(authorizer, seconds)
    elif flaw := _flaw(seconds, settings):
        if isinstance(kind, Unknown):
            yield undecided(authorizer, kind)
        else:
            yield violation(authorizer, TTL, f"{TTL} is {flaw}")


def _is_of_websocket(authorizer: Resource) -> bool:
    sources = authorizer.at("identitySources").items()
    return isinstance(sources, Known) and any(
        isinstance(source := item.text(), Known) and source.value.startswith(_OF_WEBSOCKET) for item in sources.value
    )


def _flaw(seconds: Reading[float], settings: Settings) -> str:
    most = number(settings, "maximumSeconds")
    value = seconds.value if isinstance(seconds, Known) else DEFAULT_TTL
    found = f"{value:g}" if isinstance(seconds, Known) else f"not set, which is {value}"
    if not 0 <= value <= _LONGEST:
        return f"{found}, AWS allows 0 to {_LONGEST}"
    if value > most:
        return f"{found}, at most {most:g} is allowed: for so long an answer outlives what it was based on"
    if value == 0 and switch(settings, "reportZero"):
        return f"{found}, so that each request invokes the authorizer"
    return ""


def _check_expression(authorizer: Resource, _settings: Settings) -> Iterator[Finding]:
    kind = kind_of(authorizer)
    if isinstance(kind, Known) and kind.value != "TOKEN":
        return
    value = authorizer.at("identityValidationExpression")
    expression = value.text()
    if isinstance(expression, Unknown):
        yield undecided(authorizer, expression)
    elif isinstance(expression, Absent) or expression.value.strip() in _MATCH_ANYTHING:
        if isinstance(kind, Unknown):
            yield undecided(authorizer, kind)
        else:
            found = "not set" if isinstance(expression, Absent) else f"{expression.value!r}"
            message = f"{value.path} is {found}, it must be an expression that not every text matches"
            yield violation(authorizer, value.path, message)


AUTHORIZER_TTL = Rule(
    name="authorizer-ttl",
    group="authorization",
    severity="low",
    level="advisory",
    title="An authorizer keeps its answers for too long, or not at all",
    why="As long as an answer is kept, a revoked token still opens the API; where none is, each request costs a call "
    "of the function, which a flood of them can exhaust.",
    fix="Set authorizerResultTtlInSeconds to a value from 1 to 300, or to what maximumSeconds allows.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html",
    controls=("OWASP API2:2023",),
    checks={AUTHORIZER: _check_ttl, REST_AUTHORIZER: _check_ttl, **also_in_documents(_check_ttl)},
    settings={
        "maximumSeconds": Setting(default=DEFAULT_TTL, description="how many seconds an answer may be kept"),
        "reportZero": Setting(default=True, description="whether an authorizer that keeps no answers is reported"),
    },
)

AUTHORIZER_TOKEN_REGEX = Rule(
    name="authorizer-token-regex",
    group="authorization",
    severity="low",
    level="disabled",
    title="A token authorizer is invoked for any text",
    why="An expression the token has to match keeps calls with garbage from invoking, and flooding, the function.",
    fix="Set identityValidationExpression to the form of a token, for a JWT '^Bearer [-0-9a-zA-Z._]+$'.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/configure-api-gateway-lambda-authorization.html",
    controls=("OWASP API4:2023",),
    checks={REST_AUTHORIZER: _check_expression, **also_in_documents(_check_expression)},
)

RULES = (AUTHORIZER_TTL, AUTHORIZER_TOKEN_REGEX)
