"""Where in a request an authorizer finds who is calling."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gateway_policies.authorization.authorizer_kinds import kind_of
from gateway_policies.authorization.document_authorizers import also_in_documents
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import AUTHORIZER, REST_AUTHORIZER
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_REST_DEFAULT = "method.request.header.Authorization"
# Not route.request.querystring: a browser that opens a WebSocket can set no header.
_IN_QUERY = ("$request.querystring.", "method.request.querystring.")
_NAMES_A_CREDENTIAL = re.compile(r"token|auth|key|secret|jwt|sig|pass|session|bearer|credential", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Source:
    """One identity source: the property it stands in, and the expression."""

    path: str
    expression: str


def sources_of(authorizer: Resource) -> list[Source | Unknown]:
    """The identity sources of an authorizer, and what of them cannot be read."""
    if authorizer.type == REST_AUTHORIZER:
        value = authorizer.at("identitySource")
        text = value.text()
        if isinstance(text, Unknown):
            return [text]
        expressions = _REST_DEFAULT if isinstance(text, Absent) else text.value
        return [Source(value.path, one.strip()) for one in expressions.split(",") if one.strip()]
    items = authorizer.at("identitySources").items()
    if isinstance(items, Unknown):
        return [items]
    found: list[Source | Unknown] = []
    for item in items.value if isinstance(items, Known) else ():
        text = item.text()
        if isinstance(text, Unknown):
            found.append(text)
        elif isinstance(text, Known) and text.value.strip():
            found.append(Source(item.path, text.value.strip()))
    return found


def _check_presence(authorizer: Resource, _settings: Settings) -> Iterator[Finding]:
    """Authorizers of any type need one."""
    sources = sources_of(authorizer)
    if any(isinstance(source, Source) for source in sources):
        return
    path = "identitySources" if authorizer.type == AUTHORIZER else "identitySource"
    unread = next((one for one in sources if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(authorizer, unread)
    else:
        yield violation(authorizer, path, f"{path} is empty, it must name where in the request the caller is found")


def _check_query(authorizer: Resource, _settings: Settings) -> Iterator[Finding]:
    """Beside a token in a header, a parameter that does not sound like a credential may well be none."""
    kind = kind_of(authorizer)
    if isinstance(kind, Known) and kind.value not in {"JWT", "REQUEST"}:
        return
    sources = sources_of(authorizer)
    has_other = any(isinstance(one, Source) and not one.expression.startswith(_IN_QUERY) for one in sources)
    for source in sources:
        if isinstance(source, Unknown):
            yield undecided(authorizer, source)
        elif source.expression.startswith(_IN_QUERY) and _is_credential(source, kind, has_other=has_other):
            if isinstance(kind, Unknown):
                yield undecided(authorizer, kind)
            else:
                message = f"{source.path} takes {source.expression!r}, allowed are headers and cookies"
                yield violation(authorizer, source.path, message)


def _is_credential(source: Source, kind: Reading[str], *, has_other: bool) -> bool:
    name = source.expression.rpartition("querystring.")[2]
    return kind == Known("JWT") or not has_other or _NAMES_A_CREDENTIAL.search(name) is not None


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html"

AUTHORIZER_IDENTITY_SOURCE = Rule(
    name="authorizer-identity-source",
    group="authorization",
    severity="medium",
    level="mandatory",
    title="An authorizer does not say where it finds who is calling",
    why="Without an identity source a request that carries no credentials reaches the authorizer like any other, and "
    "answers that are kept have nothing to tell one caller from the next.",
    fix="Set identitySources to the header the credentials stand in, '$request.header.Authorization' (REST: "
    "identitySource, 'method.request.header.Authorization').",
    source=_SOURCE,
    controls=("OWASP API2:2023",),
    checks={
        AUTHORIZER: _check_presence,
        REST_AUTHORIZER: _check_presence,
        **also_in_documents(_check_presence),
    },
)

AUTHORIZER_QUERY_STRING = Rule(
    name="authorizer-query-string",
    group="authorization",
    severity="medium",
    level="advisory",
    title="An authorizer takes credentials from the query string",
    why="Addresses are kept in logs, histories and referrers, and a credential in them is read by whoever reads those.",
    fix="Take the credentials from a header: '$request.header.Authorization' in identitySources (REST: "
    "'method.request.header.Authorization' in identitySource).",
    source="https://www.rfc-editor.org/rfc/rfc6750#section-5.3",
    controls=("OWASP API2:2023",),
    checks={AUTHORIZER: _check_query, REST_AUTHORIZER: _check_query, **also_in_documents(_check_query)},
)

RULES = (AUTHORIZER_IDENTITY_SOURCE, AUTHORIZER_QUERY_STRING)
