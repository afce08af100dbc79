from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.provider.emulator import running_emulator
from tests.provider.engine import Engine

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def emulator() -> Iterator[str]:
    """The URL of an emulator of this worker's own."""
    with running_emulator() as url:
        yield url


@pytest.fixture(scope="session")
def engine(emulator: str) -> Iterator[Engine]:
    """A configured provider over the emulator."""
    with Engine(emulator) as engine:
        yield engine
