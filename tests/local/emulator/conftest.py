from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.emulator import process
from tests.local.emulator.account import Account
from tests.local.emulator.backend import Backend
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    """The account of an emulator that the tests of this worker share."""
    folder = tmp_path_factory.mktemp("emulator")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(process.PORT_SETTING, str(free_port()))
        environment.setenv(process.TLS_PORT_SETTING, str(free_port()))
        running, _ = process.start(folder)
    yield Account(running.url, running.tls_port, process.authority_file(folder))
    process.stop(folder, forget=True)


@pytest.fixture(scope="session")
def backend() -> Iterator[Backend]:
    """An HTTP server that says what it was asked."""
    with Backend() as backend:
        yield backend
