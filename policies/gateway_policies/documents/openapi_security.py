"""Whether an operation of an OpenAPI document asks who is calling, as API Gateway reads it."""

from collections.abc import Callable
from functools import partial

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown

Asks = Callable[[str], bool | Unknown]
"""Whether the security scheme of a name asks who is calling."""

AUTHORIZER = "x-amazon-apigateway-authorizer"
_NONE = "it has no security"
_AUTHORIZATION = "x-amazon-apigateway-auth"
_SCHEMES = (("components", "securitySchemes"), ("securityDefinitions",))


def opening_of(document: Value, operation: Value, *, inherits: bool) -> Reading[str]:
    """What leaves an operation open to everyone; absent where it asks who is calling.

    `inherits` says whether the `security` of the document counts for operations without their own.
    """
    own, given = operation.at("security"), document.at("security")
    asks = partial(_asks, document)
    if inherits and isinstance(own.reading, Absent):
        return opening(operation, given, asks)
    is_elsewhere = not isinstance(given.reading, Absent)
    return opening(
        operation, own, asks, f"{_NONE} of its own, and that of the document is not applied" if is_elsewhere else _NONE
    )


def opening(operation: Value, security: Value, asks: Asks, none: str = _NONE) -> Reading[str]:
    """What leaves an operation open that is under these security requirements; absent where nothing does."""
    kind = operation.at(_AUTHORIZATION, "type").text()
    if isinstance(kind, Known) and kind.value.upper() == "AWS_IAM":
        return Absent()
    if isinstance(kind, Known) and kind.value.upper() == "NONE":
        return Known(f"{_AUTHORIZATION}.type is {kind.value}")
    found = _opening_of(security, asks, none)
    return kind if isinstance(kind, Unknown) and not isinstance(found, Unknown) else found


def _opening_of(security: Value, asks: Asks, none: str) -> Reading[str]:
    requirements = security.items()
    if isinstance(requirements, Unknown):
        return requirements
    if isinstance(requirements, Absent):
        return Known(none)
    unread: Unknown | None = None
    names: list[str] = []
    for item in requirements.value:
        requirement = item.mapping()
        if isinstance(requirement, Unknown):
            unread = unread or requirement
        elif isinstance(requirement, Known) and requirement.value:
            names += requirement.value
        else:
            unread = unread or Unknown(item.path, "is empty, and AWS does not say whether others then still count")
    for name in names:
        answer = asks(name)
        if answer is True:
            return unread or Absent()
        if isinstance(answer, Unknown):
            unread = unread or answer
    if unread:
        return unread
    listed = ", ".join(repr(name) for name in names)
    return Known(
        f"its security names only {listed}, no authorizer of the document" if names else "its security is empty"
    )


def security_of(document: Value, operation: Value) -> Value:
    """The security an operation has of its own, or takes from the document."""
    own = operation.at("security")
    return document.at("security") if isinstance(own.reading, Absent) else own


def scopes_of(security: Value) -> dict[str, Value]:
    """The schemes that security requirements name, each with the scopes it asks for."""
    items = security.items()
    found: dict[str, Value] = {}
    for item in items.value if isinstance(items, Known) else ():
        requirement = item.mapping()
        for name in requirement.value if isinstance(requirement, Known) else ():
            found[name] = item.at(name)
    return found


def scheme_authorizers(document: Value) -> dict[str, Value]:
    """The authorizers that a document brings, by the names of their security schemes."""
    found: dict[str, Value] = {}
    for place in _SCHEMES:
        schemes = document.at(*place).mapping()
        for name in schemes.value if isinstance(schemes, Known) else ():
            authorizer = document.at(*place, name, AUTHORIZER)
            if not isinstance(authorizer.reading, Absent | Unknown):
                found[name] = authorizer
    return found


def _asks(document: Value, name: str) -> bool | Unknown:
    """Schemes for IAM name it as their type; any other is an API key or a word to clients without an authorizer."""
    for place in _SCHEMES:
        scheme = document.at(*place, name)
        authorizer = scheme.at(AUTHORIZER).mapping()
        kind = scheme.at("x-amazon-apigateway-authtype").text()
        if isinstance(authorizer, Known) or (isinstance(kind, Known) and kind.value.lower() == "awssigv4"):
            return True
        for read in (authorizer, kind):
            if isinstance(read, Unknown):
                return read
    return False
