"""Running the reference program under mocks."""

import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.recording import Cloud, new_cloud

ROOT = Path(__file__).parents[2]

Run = Callable[..., Cloud]


def runner(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the program with the settings of a stack, and changes to them."""

    def start(
        stack: str, *, preview: bool = False, before: Callable[[], object] | None = None, **changes: Any
    ) -> Cloud:
        config: dict[str, Any] = yaml.safe_load((ROOT / "stacks" / f"Pulumi.{stack}.yaml").read_text())["config"]
        config |= {f"shop:{key}": value for key, value in changes.items()}
        texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in config.items()}
        monkeypatch.setenv("PULUMI_CONFIG", json.dumps(texts))
        monkeypatch.chdir(ROOT)
        cloud = new_cloud(stack=stack, preview=preview, answers=ROOT / "stacks" / f"answers.{stack}.yaml")

        def program() -> None:
            if before is not None:
                before()
            runpy.run_path("__main__.py")

        cloud.run(program)
        return cloud

    return start
