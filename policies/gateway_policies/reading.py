"""Reading one value out of resource properties, some of which are not known yet.

A read gives one of three answers: `Known`, `Absent` or `Unknown`. It works alike on plain JSON, on the proxies that the
policy SDK hands to a policy (which raise when an unknown is touched), on the placeholders of `pulumi preview --json`
and on the secrets of `pulumi stack export`. No other module of this package knows how an unknown looks.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

T = TypeVar("T")

# The placeholders the engine puts where a value is not known: boolean, number, string, array, asset, archive, object.
# Source: pulumi/pulumi, sdk/go/common/resource/plugin/rpc.go.
_UNKNOWN_PLACEHOLDERS = (
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
)
_SIGNATURE_KEY = "4dabf18193072939515e22adb298388d"
_SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  a public marker of the state format
_HIDDEN_SECRET = "[secret]"  # noqa: S105  what preview JSON shows in place of a secret

_NOT_KNOWN = "is not known until up"
_ENCRYPTED = "is an encrypted secret"
_HIDDEN = "is a secret, hidden in this file"


@dataclass(frozen=True, slots=True)
class Known(Generic[T]):
    """A value that is set and known."""

    value: T


@dataclass(frozen=True, slots=True)
class Absent:
    """A property that is certainly not set."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A property nothing can be decided from: `path` names it, `reason` goes on ("is not known until up")."""

    path: str
    reason: str

    @property
    def is_for_now(self) -> bool:
        """Whether `up` will make it known."""
        return self.reason == _NOT_KNOWN


Reading = Known[T] | Absent | Unknown


def entry(container: Mapping[str, object] | Sequence[object], key: str | int, path: str) -> Reading[object]:
    """Read one entry of a map or list; `path` is how to name it.

    The keys of an SDK proxy can be listed safely, its values raise when unknown.
    """
    if isinstance(container, Mapping) and key not in set(container):
        return Absent()
    try:
        value = container[key]  # pyright: ignore[reportArgumentType, reportCallIssue, reportUnknownVariableType]  key fits
    except Exception as error:
        # Known by its name, so that reading plain files needs no policy SDK.
        if type(error).__name__ != "UnknownValueError":
            raise
        return Unknown(path, _NOT_KNOWN)
    return _resolve(cast("object", value), path)


def _resolve(value: object, path: str) -> Reading[object]:
    if value is None:
        return Absent()
    if isinstance(value, str):
        if any(placeholder in value for placeholder in _UNKNOWN_PLACEHOLDERS):
            return Unknown(path, _NOT_KNOWN)
        return Unknown(path, _HIDDEN) if value == _HIDDEN_SECRET else Known(value)
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, object]", value)
        if entry(fields, _SIGNATURE_KEY, path) == Known(_SECRET_SIGNATURE):
            return _open_secret(fields, path)
        return Known(fields)
    return Known(value)


def _open_secret(secret: Mapping[str, object], path: str) -> Reading[object]:
    if "value" in set(secret):
        return entry(secret, "value", path)
    plaintext = entry(secret, "plaintext", path)
    if not isinstance(plaintext, Known) or not isinstance(plaintext.value, str):
        return Unknown(path, _ENCRYPTED)
    try:
        return _resolve(cast("object", json.loads(plaintext.value)), path)
    except (ValueError, RecursionError):
        return Unknown(path, "is a secret whose plain text is not JSON")
