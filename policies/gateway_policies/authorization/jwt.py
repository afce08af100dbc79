"""A JWT authorizer trusts one issuer, over TLS, and tokens made for this API only."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import AUTHORIZER, USER_POOL, USER_POOL_CLIENT
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, StackCheck, undecided, violation


def _check_issuer(authorizer: Resource, _settings: Settings) -> Iterator[Finding]:
    kind = authorizer.at("authorizerType").text()
    if isinstance(kind, Known) and kind.value != "JWT":
        return
    value = authorizer.at("jwtConfiguration", "issuer")
    issuer = value.text()
    if isinstance(issuer, Known):
        if not _is_https(issuer.value):
            yield violation(authorizer, value.path, f"{value.path} is {issuer.value!r}, it must start with 'https://'")
    elif isinstance(issuer, Unknown):
        yield from _unless_known_later(authorizer, issuer)
    elif isinstance(kind, Unknown):
        yield undecided(authorizer, kind)
    else:
        yield violation(authorizer, value.path, f"{value.path} is not set, it must start with 'https://'")


def _is_https(url: str) -> bool:
    try:
        return url.startswith("https://") and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _check_audience(authorizer: Resource, _settings: Settings) -> Iterator[Finding]:
    kind = authorizer.at("authorizerType").text()
    if isinstance(kind, Known) and kind.value != "JWT":
        return
    value = authorizer.at("jwtConfiguration", "audiences")
    audiences = value.items()
    if isinstance(audiences, Unknown):
        yield from _unless_known_later(authorizer, audiences)
    elif isinstance(audiences, Known) and audiences.value:
        for item in audiences.value:
            audience = item.text()
            if isinstance(audience, Unknown):
                yield from _unless_known_later(authorizer, audience)
            elif isinstance(audience, Absent) or audience.value.strip() in {"", "*"}:
                found = "not set" if isinstance(audience, Absent) else repr(audience.value)
                yield violation(authorizer, item.path, f"{item.path} is {found}, it must name one audience")
    elif isinstance(kind, Unknown):
        yield undecided(authorizer, kind)
    else:
        yield violation(authorizer, value.path, f"{value.path} is empty, it must name at least one audience")


def _unless_known_later(authorizer: Resource, unknown: Unknown) -> Iterator[Finding]:
    """What is not known before `up` is left to the check on the stack, which sees where it comes from."""
    if not unknown.is_for_now:
        yield undecided(authorizer, unknown)


def _check_later(key: str, *sources: str) -> StackCheck:
    """What is not known yet is undecided, unless it comes from a user pool of the stack: `up` judges its value."""

    def check_stack(stack: Stack, _settings: Settings) -> Iterator[Finding]:
        for authorizer in stack.of_type(AUTHORIZER):
            unknown = _not_known_yet(authorizer, key)
            if unknown and not stack.sources(authorizer, "jwtConfiguration", *sources):
                yield undecided(authorizer, unknown)

    return check_stack


def _not_known_yet(authorizer: Resource, key: str) -> Unknown | None:
    kind = authorizer.at("authorizerType").text()
    if isinstance(kind, Known) and kind.value != "JWT":
        return None
    value = authorizer.at("jwtConfiguration", key)
    items = value.items()
    readings = [value.reading, *(item.reading for item in items.value)] if isinstance(items, Known) else [value.reading]
    return next((one for one in readings if isinstance(one, Unknown) and one.is_for_now), None)


JWT_ISSUER_HTTPS = Rule(
    name="jwt-issuer-https",
    group="authorization",
    severity="high",
    level="mandatory",
    title="A JWT authorizer trusts an issuer that is not reached over https",
    why="The keys that verify tokens are fetched from the issuer: without TLS whoever stands between can give others.",
    fix="Set jwtConfiguration.issuer to the issuer's https:// URL; the endpoint of a Cognito user pool lacks the "
    "scheme, so put 'https://' before it.",
    source="https://openid.net/specs/openid-connect-discovery-1_0.html",
    controls=("OWASP API2:2023",),
    checks={AUTHORIZER: _check_issuer},
    check_stack=_check_later("issuer", USER_POOL),
    stack_types=(AUTHORIZER, USER_POOL),
)

JWT_AUDIENCE = Rule(
    name="jwt-audience",
    group="authorization",
    severity="high",
    level="mandatory",
    title="A JWT authorizer accepts tokens made for other applications",
    why="Without an audience a token the issuer made for any other client or service opens this API too.",
    fix="Set jwtConfiguration.audiences to the `aud` (or `client_id`) values meant for this API, without '*'.",
    source="https://www.rfc-editor.org/rfc/rfc8725#section-3.9",
    controls=("OWASP API2:2023",),
    checks={AUTHORIZER: _check_audience},
    check_stack=_check_later("audiences", USER_POOL_CLIENT),
    stack_types=(AUTHORIZER, USER_POOL_CLIENT),
)

RULES = (JWT_ISSUER_HTTPS, JWT_AUDIENCE)
