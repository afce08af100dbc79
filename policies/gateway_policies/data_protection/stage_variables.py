"""Stage variables hold settings, no secrets: who may read a stage reads them, and mapping templates can echo them."""

import re
from collections.abc import Iterator

from gateway_policies.properties import Value
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import REST_DEPLOYMENT, REST_STAGE, STAGE
from gateway_policies.resources import Resource
from gateway_policies.rule import Check, Finding, Rule, Setting, Settings, undecided, violation, words

_SECRET_NAMES = (
    "accesskey",
    "apikey",
    "apitoken",
    "authkey",
    "connectionstring",
    "credential",
    "credentials",
    "encryptionkey",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "pwd",
    "secret",
    "secretkey",
    "signingkey",
    "token",
)
# Where a secret is kept, an address, or a switch.
_NO_SECRET = re.compile(
    r"|arn:.*|/.*|alias/.*|ssm:.*|secretsmanager:.*|https?://.*|true|false|yes|no|on|off|none|enabled|disabled",
    re.IGNORECASE | re.DOTALL,
)
_SECRET_VALUES = {
    "an AWS access key": r"\b(AKIA|ASIA)[A-Z2-7]{16}\b",
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY",
    "a JSON Web Token": r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]+",
    "a GitHub token": r"\b(gh[opsru]_[A-Za-z0-9]{36}|github_pat_\w{22,})",
    "a GitLab token": r"\bglpat-[\w-]{20}",
    "a Slack token": r"\bxox[abeoprs]-[A-Za-z0-9-]{10,}",
    "a Stripe key": r"\b[rs]k_(live|test)_[A-Za-z0-9]{16,}",
    "a Google API key": r"\bAIza[\w-]{35}",
    "a URL with a password": r"://[^/?#\s:@]*:[^/?#\s@]+@",
    "a URL with a secret": r"[?&](access_token|api_?key|pass(word)?|secret|sig|signature|token)=[^&\s]{6,}",
}
_VALUE_PATTERNS = {title: re.compile(pattern) for title, pattern in _SECRET_VALUES.items()}


def _no_secrets(*places: tuple[str, ...]) -> Check:
    def check(stage: Resource, settings: Settings) -> Iterator[Finding]:
        for place in places:
            yield from _check_variables(stage, stage.at(*place), settings)

    return check


def _check_variables(stage: Resource, variables: Value, settings: Settings) -> Iterator[Finding]:
    found = variables.mapping()
    if isinstance(found, Unknown):
        yield undecided(stage, found)
    for name in found.value if isinstance(found, Known) else ():
        variable = variables.at(name)
        text = variable.text()
        if isinstance(text, Unknown):
            yield undecided(stage, text)
        elif isinstance(text, Known) and (flaw := _flaw(name, text.value, settings)):
            # The value itself must not get into a report.
            yield violation(stage, variable.path, f"{variable.path} {flaw}, allowed is where the secret is kept")


def _flaw(name: str, value: str, settings: Settings) -> str:
    if name in words(settings, "harmlessNames"):
        return ""
    kind = next((title for title, pattern in _VALUE_PATTERNS.items() if pattern.search(value)), None)
    if kind:
        return f"looks like {kind}"
    plain = re.sub(r"[^a-z]", "", name.lower())
    is_secret = plain.endswith(tuple(word.lower() for word in words(settings, "secretNames")))
    return "is called like a secret and holds its value" if is_secret and not _NO_SECRET.fullmatch(value) else ""


STAGE_VARIABLES_NO_SECRETS = Rule(
    name="stage-variables-no-secrets",
    group="data-protection",
    severity="high",
    level="mandatory",
    title="A stage variable holds a secret",
    why="Stage variables are kept in clear text: everyone who may read the stage, its exports or the state of the "
    "stack reads them, and they are passed on to backends and templates.",
    fix="Keep the secret in AWS Secrets Manager or Parameter Store, let the backend read it there, and put at most "
    "its ARN or name into the variable.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/stage-variables.html",
    controls=("prowler apigateway_restapi_no_secrets_in_stage_variables", "OWASP API8:2023"),
    checks={
        STAGE: _no_secrets(("stageVariables",)),
        REST_STAGE: _no_secrets(("variables",), ("canarySettings", "stageVariableOverrides")),
        REST_DEPLOYMENT: _no_secrets(("variables",)),
    },
    settings={
        "secretNames": Setting(
            default=_SECRET_NAMES,
            description="how the names of variables with secrets end, in letters alone and whatever their case",
        ),
        "harmlessNames": Setting(default=(), description="names of variables whose values are not judged"),
    },
)

RULES = (STAGE_VARIABLES_NO_SECRETS,)
