"""The emulator's process: ministack on loopback, with what is added in front of it.

Started by `process.py` as `python -m local.emulator.server`, with the settings of ministack in its environment.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from importlib import import_module
from typing import Any

from hypercorn.config import Config

from local.emulator.addresses import ApiAddresses
from local.emulator.arrival import Arrivals
from local.emulator.domains import DomainAddresses
from local.emulator.durability import Durability
from local.emulator.gateway import installation


async def run(port: int) -> None:
    """Serves on 127.0.0.1 until SIGTERM or SIGINT, then saves the state and returns."""
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    config.keep_alive_timeout = 75
    # Connections that a client keeps open would otherwise hold up the end for their whole keep-alive time.
    config.graceful_timeout = 1
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    serve: Any = import_module("hypercorn.asyncio").serve
    ministack: Any = import_module("ministack.app").app
    installation.install()
    application = Arrivals(DomainAddresses(ApiAddresses(Durability(ministack), port), port))
    await serve(application, config, shutdown_trigger=stop.wait)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    import_module("ministack.core.hypercorn_compat").install()
    asyncio.run(run(int(os.environ["GATEWAY_PORT"])))
