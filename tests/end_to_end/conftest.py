"""What several modules of live tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local import services
from tests.end_to_end.edge.running import Edge
from tests.end_to_end.edge.running import deployed as deployed_edge
from tests.end_to_end.gallery.running import Gallery, deployed
from tests.end_to_end.local_run import CUSTOMER_KEY, PORTS, LocalRun, shop_program
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gallery]:
    """One gallery for every module that only asks it; they run in one worker."""
    yield from deployed(tmp_path_factory.mktemp("gallery"))


@pytest.fixture(scope="session")
def edge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    """One edge, likewise."""
    yield from deployed_edge(tmp_path_factory.mktemp("edge"))


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalRun]:
    """One shop, its policies enforced, for every module that only asks it; they run in one worker."""
    folder = tmp_path_factory.mktemp("shop")
    ports = {service: free_port() for service in PORTS}
    run = LocalRun.of(folder / "local", shop_program(folder, ports))
    try:
        services.start(run.folder, ports)
        kept = run.pulumi("config", "set", "--secret", "--path", "shop:apiKeys.partner-customer", CUSTOMER_KEY)
        assert kept.returncode == 0, kept.stdout + kept.stderr
        up = run.up()
        (run.folder / "printed.txt").write_text(up.stdout + up.stderr)
        assert up.returncode == 0, up.stdout + up.stderr
        yield run
    finally:
        services.stop(run.folder)
        run.end()
