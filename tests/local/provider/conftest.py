from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.emulator import process
from tests.local.provider.engine import Engine
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of an emulator of this worker's own."""
    folder = tmp_path_factory.mktemp("emulator")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(process.PORT_SETTING, str(free_port()))
        running, _ = process.start(folder)
    yield running.url
    process.stop(folder, forget=True)


@pytest.fixture(scope="session")
def engine(emulator: str) -> Iterator[Engine]:
    """A configured provider over the emulator."""
    with Engine(emulator) as engine:
        yield engine
