"""Whether the key under which a response is cached tells callers apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, undecided, violation

AUTHORIZATION_HEADER = "method.request.header.Authorization"
"""Where authorizers look for a token unless they are told otherwise, and where signatures of AWS_IAM are."""

# What the gateway knows of the caller once it has asked; an integration maps it to a parameter of its request.
_OF_CONTEXT = re.compile(
    r"context\.(authorizer\..+|identity\.(caller|user|userarn|cognitoidentityid|cognitoauthenticationprovider))"
)
_OF_REQUEST = "method.request."
_OF_INTEGRATION = "integration.request."


@dataclass(frozen=True, slots=True)
class CachedMethod:
    """A method with an integration: how it is called, how authorized, by what cached, and what tells its callers apart.

    `integration` holds `cacheKeyParameters` and `requestParameters`; `where` is put before its paths.
    """

    title: str
    authorization: Reading[str]
    cached_by: Reading[str]
    identity: Reading[tuple[str, ...]]
    integration: Value
    where: str = ""


def identity_sources(expression: str) -> tuple[str, ...]:
    """The request parameters of an authorizer's identity source: one or more, with commas between them."""
    found = [one.strip() for one in expression.split(",")]
    return tuple(one for one in found if one.lower().startswith(_OF_REQUEST))


def judge_key(resource: Resource, method: CachedMethod, also: tuple[str, ...]) -> Iterator[Finding]:
    """Find a key without any parameter that tells callers apart; those in `also` do, too."""
    if isinstance(method.authorization, Absent) or isinstance(method.cached_by, Absent):
        return
    keys = method.integration.at("cacheKeyParameters")
    items = keys.items()
    params = [item.text() for item in items.value] if isinstance(items, Known) else []
    values = [_value(method.integration, param) for param in params]
    known = method.identity.value if isinstance(method.identity, Known) else ()
    telling = {one.lower() for one in (*known, *also)}
    if any(isinstance(one, Known) and _tells(one.value, telling) for one in values):
        return
    # Without a parameter in the key it does not matter which of them would tell callers apart.
    identity = [method.identity] if values else []
    where = method.where
    for one in (items, *values):
        if isinstance(one, Unknown):
            yield undecided(resource, Unknown(f"{where}{one.path}", one.reason))
            return
    for one in (method.authorization, method.cached_by, *identity):
        if isinstance(one, Unknown):
            yield undecided(resource, one)
            return
    if isinstance(method.authorization, Known) and isinstance(method.cached_by, Known):
        found = "names nothing that tells callers apart" if values else "is not set"
        allowed = known[0] if known else AUTHORIZATION_HEADER
        message = f"{method.title} is authorized by {method.authorization.value} and cached by "
        message += f"{method.cached_by.value!r}, but {where}{keys.path} {found}, allowed is e.g. {allowed!r}"
        yield violation(resource, f"{where}{keys.path}", message)


def _value(integration: Value, param: Reading[str]) -> Reading[str]:
    """What a parameter of the key stands for: one of the integration's request is mapped from another."""
    if not isinstance(param, Known) or not param.value.lower().startswith(_OF_INTEGRATION):
        return param
    return integration.at("requestParameters", param.value).text()


def _tells(value: str, telling: set[str]) -> bool:
    return value.lower() in telling or _OF_CONTEXT.fullmatch(value.lower()) is not None
