"""The emulator's process: ministack on loopback, with what is added in front of it.

Started by `process.py` as `python -m local.emulator.server`, with the settings of ministack in its environment.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from importlib import import_module
from pathlib import Path
from typing import Any

from hypercorn.config import Config

from local.emulator.addresses import ApiAddresses
from local.emulator.arrival import Arrivals
from local.emulator.authority import Authority
from local.emulator.domains import DomainAddresses
from local.emulator.durability import Durability
from local.emulator.gateway import installation
from local.emulator.gateway.reports import reports
from local.emulator.secure_domains import SecureDomains
from local.emulator.secure_listener import SecureListener


async def run(port: int, secure: socket.socket, authority: Path) -> None:
    """Serves on 127.0.0.1 until SIGTERM or SIGINT, then saves the state and returns.

    Args:
        port: Where it serves.
        secure: A socket that listens, where custom domains are served over TLS.
        authority: The folder of the authority that signs the domains' certificates.
    """
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
    listener = SecureListener(application, config, secure, SecureDomains(Authority(authority)))
    serving_securely = asyncio.create_task(listener.serve(stop))

    async def stopped() -> None:
        await stop.wait()
        reports.flush()  # before the state is saved

    await serve(application, config, shutdown_trigger=stopped)
    await serving_securely


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    import_module("ministack.core.hypercorn_compat").install()
    asyncio.run(
        run(
            int(os.environ["GATEWAY_PORT"]),
            socket.socket(fileno=int(os.environ["GATEWAY_TLS_SOCKET"])),
            Path(os.environ["GATEWAY_AUTHORITY"]),
        )
    )
