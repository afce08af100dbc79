"""What a line of an access log says: enough to tell what happened, in JSON, and nothing that lets its reader in."""

import json
import re
from collections.abc import Iterator

from gateway_policies.reading import Known, Unknown
from gateway_policies.remedies import write_known_format
from gateway_policies.resource_types import REST_STAGE, STAGE
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation, words

_PATH = "accessLogSettings.format"
# The names that authorizers give may hold a hyphen or colon, as in claims.cognito:username, and stand in brackets.
_OF_AUTHORIZER = r"authorizer(?:\.[\w:-]*\w|\[\\?['\"][^'\"\]]+['\"]\])+"
_VARIABLE = re.compile(rf"\$context\.({_OF_AUTHORIZER}|\w+(?:\.\w+)*)", re.ASCII)
_IDS = ("requestId", "extendedRequestId")
_ANY_OF = "|"
_FIELDS = (
    "identity.sourceIp",
    "routeKey|httpMethod|eventType",
    "status",
    "integrationErrorMessage|integration.error|authorizer.error|error.message",
)
_SECRET_NAMES = (
    "accesskey",
    "apikey",
    "authorization",
    "bearer",
    "cookie",
    "credential",
    "credentials",
    "jwt",
    "passwd",
    "password",
    "privatekey",
    "secret",
    "secretkey",
    "sessionid",
    "token",
)


def _check_format(stage: Resource, settings: Settings) -> Iterator[Finding]:
    """A stage without a format is access-logging's matter."""
    format_ = stage.at("accessLogSettings", "format").text()
    if isinstance(format_, Unknown):
        yield undecided(stage, format_)
    elif isinstance(format_, Known) and format_.value:
        variables = _VARIABLE.findall(format_.value)
        flaws = [*_flaws(format_.value, variables, settings)]
        if flaws:
            yield violation(stage, _PATH, f"{_PATH} {', '.join(flaws)}")


def _flaws(format_: str, variables: list[str], settings: Settings) -> Iterator[str]:
    if not set(_IDS) & set(variables):
        yield "has neither $context.requestId nor $context.extendedRequestId, one of which AWS demands"
    if len(format_.strip().splitlines()) > 1:
        yield "has more than one line, AWS takes one alone"
    if switch(settings, "json") and not _is_json(format_):
        yield "is no JSON object once its variables have values"
    fields = ([name.strip() for name in field.split(_ANY_OF)] for field in words(settings, "fields"))
    lacking = [" or ".join(f"$context.{name}" for name in names) for names in fields if not set(names) & set(variables)]
    if lacking:
        yield f"lacks {' and '.join(lacking)}"


def _is_json(format_: str) -> bool:
    """Whether a line is a JSON object when each variable is a number, which fits with quotes and without."""
    try:
        return isinstance(json.loads(_VARIABLE.sub("0", format_)), dict)
    except (ValueError, RecursionError):
        return False


def _check_secrets(stage: Resource, settings: Settings) -> Iterator[Finding]:
    format_ = stage.at("accessLogSettings", "format").text()
    if isinstance(format_, Unknown):
        yield undecided(stage, format_)
    for name in dict.fromkeys(_VARIABLE.findall(format_.value)) if isinstance(format_, Known) else ():
        if name == "identity.apiKey":
            yield violation(stage, _PATH, f"{_PATH} writes $context.{name}, allowed is $context.identity.apiKeyId")
        elif name.startswith("authorizer") and _is_secret(name, settings):
            message = f"{_PATH} writes $context.{name}, which is called like what lets its holder in"
            yield violation(stage, _PATH, message)


def _is_secret(name: str, settings: Settings) -> bool:
    last = re.sub(r"[^a-z]", "", re.split(r"[.\[]", name)[-1].lower())
    return last.endswith(tuple(word.lower() for word in words(settings, "secretNames")))


ACCESS_LOG_FORMAT = Rule(
    name="access-log-format",
    group="logging",
    severity="low",
    level="advisory",
    title="A line of the access log says too little, or cannot be searched",
    why="Without the id of a request its line cannot be joined with other logs, without who, what and how it ended it "
    "helps nobody, and what is not JSON CloudWatch Logs Insights cannot take apart.",
    fix="Write accessLogSettings.format as a JSON object on one line, each variable in quotes, with $context.requestId "
    "and the fields of the rule's setting.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
    controls=("cdk-nag APIGWStructuredLogging", "serverless-rules WS2001", "OWASP API8:2023"),
    checks={STAGE: _check_format, REST_STAGE: _check_format},
    remedies={STAGE: write_known_format, REST_STAGE: write_known_format},
    settings={
        "json": Setting(default=True, description="whether the format must be JSON"),
        "fields": Setting(
            default=_FIELDS,
            description="variables that must be in it, without $context., and with | between those of which one does",
        ),
    },
)

ACCESS_LOG_NO_SECRETS = Rule(
    name="access-log-no-secrets",
    group="logging",
    severity="medium",
    level="mandatory",
    title="The access log writes down a key or a token",
    why="Whoever may read the log, and whatever it is sent on to, can then call the API in the name of others.",
    fix="Take the variable out of accessLogSettings.format; $context.identity.apiKeyId and "
    "$context.authorizer.principalId tell callers apart and open nothing.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html",
    controls=("OWASP API8:2023",),
    checks={STAGE: _check_secrets, REST_STAGE: _check_secrets},
    settings={
        "secretNames": Setting(
            default=_SECRET_NAMES,
            description="how the names of an authorizer's secrets end, in letters alone and whatever their case",
        ),
    },
)

RULES = (ACCESS_LOG_FORMAT, ACCESS_LOG_NO_SECRETS)
