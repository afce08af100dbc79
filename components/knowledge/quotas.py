"""Judging counts against quotas, for every kind of API. Pure: no Pulumi resource."""

from collections.abc import Mapping
from typing import TypeGuard

from components.knowledge import limits
from components.knowledge.limits import Quotas
from components.problems import Problem, unknown_keys


def over(what: str, count: int, quota: int, remedy: str) -> list[Problem]:
    """A problem if there are more than AWS allows."""
    return [Problem(what, f"{count} {what}", f"{quota} at most", remedy)] if count > quota else []


def near(what: str, count: int, quota: int) -> list[str]:
    """A warning if AWS still allows so many, and soon will not."""
    close = limits.WARNING_SHARE * quota <= count <= quota
    return [f"{count} {what} of the {quota} that AWS allows an API"] if close else []


def outside(where: str, found: object, *, lowest: int, highest: int, unit: str, remedy: str) -> list[Problem]:
    """A problem if what was found is no whole number from `lowest` to `highest`."""
    if _is_whole(found) and lowest <= found <= highest:
        return []
    return [Problem(where, f"{found!r}", f"whole {unit} from {lowest} to {highest}", remedy)]


def too_long(where: str, text: str, quota: int, unit: str, remedy: str) -> list[Problem]:
    """A problem if the text is longer than AWS allows, counted in `unit`: "bytes" (UTF-8) or "characters"."""
    length = len(text.encode()) if unit == "bytes" else len(text)
    return [Problem(where, f"{length} {unit}", f"{quota} {unit} at most", remedy)] if length > quota else []


def stage_variable_problems(variables: Mapping[str, object]) -> list[Problem]:
    """Everything about the number and length of stage variables. Values that are not known yet are left to AWS."""
    remedy = (
        "keep settings of functions in their environment, and only what API Gateway itself reads in stage variables"
    )
    found = over("stage_variables", len(variables), limits.ACCOUNT["stage variables"].value, remedy)
    for name, value in variables.items():
        where = f'stage variable "{name}"'
        longest = limits.ACCOUNT["stage variable key"].value
        found += too_long(where, name, longest, "characters", "choose a shorter name")
        if isinstance(value, str):
            longest = limits.ACCOUNT["stage variable value"].value
            found += too_long(where, value, longest, "characters", "give a shorter value")
    return found


def raised_quota_problems(quotas: Quotas) -> list[Problem]:
    """Everything wrong with the quotas that AWS is said to have raised."""
    given: Mapping[str, object] = quotas
    return unknown_keys("quotas", quotas, Quotas) + [
        Problem("quotas", f"{key} {value!r}", "a whole number, 1 or more", "give the quota AWS granted")
        for key, value in given.items()
        if not _is_whole(value) or value < 1
    ]


def _is_whole(value: object) -> TypeGuard[int | float]:
    # Whole numbers reach a component that another language uses as floats.
    return (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())
