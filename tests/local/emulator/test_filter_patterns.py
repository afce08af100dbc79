from __future__ import annotations

import json

import pytest

from local.emulator.gateway.filter_patterns import compiled
from local.emulator.gateway.json_conditions import PatternError

EVENT = json.dumps(
    {
        "status": "503",
        "latency": 812,
        "user": {"id": 1, "email": "john@example.com"},
        "users": [{"id": 2}],
        "nothing": None,
        "flag": True,
        "path": 'a "b"',
    }
)


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.status = 5* }",
        '{ $.status = "503" }',
        "{ $.status = 503 }",
        "{ $.status != 429 }",
        "{ $.status = *0* }",
        "{ $.latency >= 812 && $.latency < 1e3 }",
        "{ $.latency = * }",
        "{ $.users[0].id = 2 }",
        "{ $.user.email = john@example.* }",
        "{ $.user.email = %^john@[a-z]+% }",
        '{ $.path = "a \\"b\\"" }',
        "{ $.nothing IS NULL }",
        "{ $.flag IS TRUE }",
        "{ $.none NOT EXISTS }",
        "{ $.status = 2* || $.user.id = 1 && $.flag IS TRUE }",
        "{ ($.status = 2* || $.user.id = 1) && $.latency > 800 }",
        "",
        "status latency",
        r'"\"status\": \"503\""',
        "?none ?latency",
        "status -none",
        "%lat.ncy%",
    ],
)
def test_a_pattern_matches(pattern: str) -> None:
    assert compiled(pattern)(EVENT)


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.status = 4* }",
        '{ $.status != "503" }',
        "{ $.latency > 812 }",
        "{ $.user.email > 1 }",
        "{ $.users = 2 }",
        "{ $.users != 2 }",
        "{ $.none != 1 }",
        "{ $.status IS NULL }",
        "{ $.flag IS FALSE }",
        "{ $.flag NOT EXISTS }",
        "{ ($.status = 503 || $.user.id = 1) && $.latency > 900 }",
        "Status",
        "status -latency",
        "?none ?nobody",
    ],
)
def test_a_pattern_does_not_match(pattern: str) -> None:
    assert not compiled(pattern)(EVENT)


def test_a_condition_is_not_met_by_a_line_that_is_no_json() -> None:
    assert not compiled("{ $.status != 1 }")("status 2")


@pytest.mark.parametrize(
    "pattern",
    [
        "{ $.status = 5*",
        "{ status = 5 }",
        "{ $.status == 5 }",
        "{ $.status = }",
        "{ ($.status = 5 }",
        "{ $.status = 5 $.latency = 1 }",
        "{ $.status > five }",
        "{ $.status = %[% }",
        "[ip, user, ...]",
    ],
)
def test_what_is_no_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(PatternError):
        compiled(pattern)
