from __future__ import annotations

import importlib
import re
import sys
import types
from typing import Any

import pytest

from local.emulator.gateway.ministack import Part, ReplacementError


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> Part:
    """A module of ministack's that is not ministack's own."""
    module = types.ModuleType("ministack.sample")

    def _served(api_id: str, stage: str) -> str:
        return f"{api_id}/{stage}"

    vars(module).update(_served=_served, _store={}, public=1)
    monkeypatch.setitem(sys.modules, "ministack.sample", module)
    return Part("sample")


def test_a_private_name_is_read_without_its_underscore(part: Part) -> None:
    assert (part.served("a", "dev"), part.public, part.store) == ("a/dev", 1, {})
    with pytest.raises(AttributeError):
        part.nothing  # noqa: B018


def test_a_function_is_replaced(part: Part) -> None:
    def louder(original: Any) -> Any:
        def loud(api_id: str, stage: str) -> str:
            return original(api_id, stage).upper()

        return loud

    part.replace("_served", "api_id stage", louder)
    assert part.served("a", "dev") == "A/DEV"
    part.put("_store", {"a": 1})
    assert part.store == {"a": 1}


@pytest.mark.parametrize(
    ("name", "parameters", "found"),
    [("_served", "api_id stage path", "found: api_id stage."), ("_gone", "", "found: no such function.")],
)
def test_a_function_that_is_not_as_known_is_named_with_the_way_out(
    part: Part, name: str, parameters: str, found: str
) -> None:
    with pytest.raises(ReplacementError, match=rf"sample\.{name} was to be replaced.*{found} Install the ministack of"):
        part.replace(name, parameters, lambda original: original)
    with pytest.raises(ReplacementError, match="has no _gone to replace"):
        part.put("_gone", {})


def test_an_emulator_of_another_ministack_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    other: Any = importlib.import_module("ministack.services.apigateway")

    def create(api_id: str) -> str:
        return api_id

    monkeypatch.setattr(other, "_create_integration", create)
    with pytest.raises(ReplacementError, match=re.escape("services.apigateway._create_integration")):
        Part("services.apigateway").replace("_create_integration", "api_id data", lambda original: original)
