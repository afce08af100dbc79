"""Switches that must be on."""

from collections.abc import Iterator

from gateway_policies.properties import Value
from gateway_policies.reading import Known, Reading, Unknown
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, undecided, violation


def may_be_on(flag: Reading[bool]) -> bool:
    """Whether a switch is on, or cannot be read."""
    return isinstance(flag, Unknown) or flag == Known(value=True)


def demand(
    resource: Resource, value: Value, condition: Reading[bool] | None = None, found: str = "", where: str = ""
) -> Iterator[Finding]:
    """A switch is on, under a condition that may be unread; `found` says the condition, `where` whose switch it is."""
    flag = value.flag()
    if flag == Known(value=True):
        return
    if isinstance(flag, Unknown):
        yield undecided(resource, Unknown(f"{flag.path}{where}", flag.reason))
    elif isinstance(condition, Unknown):
        yield undecided(resource, condition)
    else:
        is_set = "false" if isinstance(flag, Known) else "not set"
        yield violation(resource, value.path, f"{found}{value.path}{where} is {is_set}, it must be true")
