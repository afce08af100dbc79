"""Physical names made from logical ones, in the way of the real provider: `<logical name>-<7 hexadecimal digits>`."""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from local.provider.resource_type import Naming

DIGITS: Final = 7
PREFIXED_DIGITS: Final = 26
"""What follows a name prefix of the user's: the length of Terraform's unique ids."""


class NamingError(ValueError):
    """No name can be made."""


def made_name(naming: Naming, logical_name: str, seed: bytes, suffix: str = "") -> str:
    """A name for a resource whose program gives none.

    Raises:
        NamingError: the logical name leaves no room for the random digits.
    """
    prefix = f"{logical_name}{naming.separator}"
    if len(prefix) + DIGITS + len(suffix) > naming.max_length:
        message = (
            f"the logical name {logical_name!r} with {DIGITS} random digits is longer than the {naming.max_length} "
            f"characters AWS allows: give `{naming.property}`, or use a shorter logical name"
        )
        raise NamingError(message)
    return prefix + random_digits(seed, DIGITS) + suffix


def prefixed_name(naming: Naming, prefix: str, seed: bytes, suffix: str = "") -> str:
    """A name that starts with the prefix a program gives.

    Raises:
        NamingError: the prefix leaves no room for the random digits.
    """
    limit = naming.max_length - PREFIXED_DIGITS - len(suffix)
    if len(prefix) > limit:
        raise NamingError(f"the prefix {prefix!r} is longer than {limit} characters")
    return prefix + random_digits(seed, PREFIXED_DIGITS) + suffix


def random_digits(seed: bytes, count: int) -> str:
    """Hexadecimal digits that follow from the engine's seed, or are random without one."""
    return (hashlib.sha256(seed).hexdigest() if seed else secrets.token_hex(32))[:count]
