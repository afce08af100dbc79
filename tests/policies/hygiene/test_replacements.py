from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gateway_policies.hygiene.replacements import NO_DELETE_BEFORE_REPLACE
from gateway_policies.resources import Resource
from tests.policies.cases import Cases, a, each_case, findings

TOLD = "it violation: its option deleteBeforeReplace is true, it must be left out"


def option(kind: str, *, delete_before_replace: bool) -> list[Resource]:
    return [replace(a(kind, {}), delete_before_replace=delete_before_replace)]


CASES: Cases = {
    "no-delete-before-replace": {
        f"{kind.rpartition(':')[2]} of {kind.split('/')[0]}, {'deleted' if first else 'created'} first": (
            option(kind, delete_before_replace=first),
            [TOLD] if first else [],
        )
        for kind in NO_DELETE_BEFORE_REPLACE.types
        for first in (True, False)
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
