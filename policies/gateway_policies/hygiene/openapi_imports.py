"""Imports of OpenAPI documents: they fail rather than leave something out, and take away what is no longer there."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, REST_API, REST_API_PUT
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation


def _check_fail_on_warnings(api: Resource, _settings: Settings) -> Iterator[Finding]:
    body, flag = api.at("body").text(), api.at("failOnWarnings").flag()
    has_none = isinstance(body, Absent) or (isinstance(body, Known) and not body.value.strip())
    if has_none or flag == Known(value=True):
        return
    unread = flag if isinstance(flag, Unknown) else body if isinstance(body, Unknown) and not body.is_for_now else None
    if unread:
        yield undecided(api, unread)
    else:
        found = "false" if isinstance(flag, Known) else "not set"
        yield violation(api, "failOnWarnings", f"failOnWarnings is {found}, with body it must be true")


def _check_put_mode(api: Resource, _settings: Settings) -> Iterator[Finding]:
    mode = api.at("putRestApiMode").text()
    body = api.at("body").reading
    if isinstance(mode, Absent) or isinstance(body, Absent) or (isinstance(mode, Known) and mode.value != "merge"):
        return
    if isinstance(mode, Unknown):
        yield undecided(api, mode)
    else:
        yield violation(api, "putRestApiMode", "putRestApiMode is merge, allowed: overwrite, or not set")


OPENAPI_FAIL_ON_WARNINGS = Rule(
    name="openapi-fail-on-warnings",
    group="hygiene",
    severity="medium",
    level="advisory",
    title="An import passes over what it does not understand in a document",
    why="What AWS only warns of, such as a misspelled extension, is left out of the API, and with it perhaps an "
    "authorizer or a validator.",
    fix="Set failOnWarnings to true beside body.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api.html",
    controls=("OWASP API8:2023",),
    checks=dict.fromkeys((REST_API, REST_API_PUT, API), _check_fail_on_warnings),
)

OPENAPI_PUT_MODE = Rule(
    name="openapi-put-mode",
    group="hygiene",
    severity="medium",
    level="advisory",
    title="An import leaves in place what its document no longer has",
    why="A method that is taken out of the document, perhaps because it was open, stays in the API when the document "
    "is merged into it.",
    fix="Set putRestApiMode to overwrite; exempt a private API in the enforcement file, with a reason, where "
    "overwriting would part it from its VPC endpoints.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-import-api-update.html",
    controls=("OWASP API9:2023",),
    checks={REST_API: _check_put_mode},
)

RULES = (OPENAPI_FAIL_ON_WARNINGS, OPENAPI_PUT_MODE)
