"""Signed tokens: who calls and until when, under an HMAC that only those who may use the key can make.

A token is four parts joined by dots, such as `v1.YW5u.1790000000.yrVOdGbaZb_81WrpYy5v-GumKvdyBg9yFCvmtOSzdyg`:

1. `v1`, the version of this format;
2. the user's name in UTF-8, in base64url without padding;
3. the moment it expires, in whole seconds of Unix time;
4. HMAC-SHA256 over the three parts before, dots included, in base64url without padding.

It is readable by whoever has it, and is as good as a password until it expires: keep lifetimes short. A new key ends
every token of the old one. There is no other way to take back a token.
"""

import base64
import re
import time
from typing import Protocol

MAX_LIFETIME_SECONDS = 86_400
MAX_USER_BYTES = 128
"""Longest name of a user, in bytes of UTF-8."""

_VERSION = "v1"
_TOKEN = re.compile(
    r"(?P<signed>v1\.(?P<user>[A-Za-z0-9_-]{1,172})\.(?P<expiry>[0-9]{1,12}))\.(?P<mac>[A-Za-z0-9_-]{43})"
)


class TokenError(ValueError):
    """A token that proves nothing; the text says why, and must not be shown to the caller."""


class Key(Protocol):
    """What makes and checks MACs: see mac_key.py."""

    def sign(self, message: bytes) -> bytes:
        """The MAC of a message."""
        ...

    def verifies(self, message: bytes, mac: bytes) -> bool:
        """Whether the MAC is the one of this message."""
        ...


def issue(user: str, key: Key, lifetime_seconds: int, now: float | None = None) -> str:
    """A token for a user.

    Args:
        user: name of the user, 1 to 128 bytes of UTF-8.
        key: the key that `verify` gets too.
        lifetime_seconds: how long the token holds, 1 to 86400.
        now: Unix time in seconds; the present unless given.

    Raises:
        ValueError: when the name or the lifetime is out of range.
    """
    name = user.encode()
    if not 1 <= len(name) <= MAX_USER_BYTES:
        raise ValueError(f"the user's name has {len(name)} bytes; allowed are 1 to {MAX_USER_BYTES}")
    if not 1 <= lifetime_seconds <= MAX_LIFETIME_SECONDS:
        raise ValueError(f"the lifetime is {lifetime_seconds} seconds; allowed are 1 to {MAX_LIFETIME_SECONDS}")
    expiry = int(time.time() if now is None else now) + lifetime_seconds
    signed = f"{_VERSION}.{_encode(name)}.{expiry}"
    return f"{signed}.{_encode(key.sign(signed.encode()))}"


def verify(text: str, key: Key, now: float | None = None) -> str:
    """The user whom a token names.

    Args:
        text: the token, without a scheme before it.
        key: the key that the token was issued with.
        now: Unix time in seconds; the present unless given.

    Raises:
        TokenError: when the token is malformed, not of this key, or expired.
    """
    token = _TOKEN.fullmatch(text)
    if token is None:
        raise TokenError("the token is malformed")
    if int(token["expiry"]) <= (time.time() if now is None else now):
        raise TokenError(f"the token expired at {token['expiry']}")
    if not key.verifies(token["signed"].encode(), _decode(token["mac"])):
        raise TokenError("the token is not signed with this key")
    return _decode(token["user"]).decode()


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
