"""The plugin's process: `python -m local.provider <engine address>` prints its port, and serves until told to end."""

from __future__ import annotations

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from local.provider.service import ProviderService

_THREADS: Final = 32
_MESSAGE_BYTES: Final = 400 * 1024 * 1024  # archives travel by reference, but the engine allows as much
_ENDING_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
_PARENT_CHECK_SECONDS: Final = 1.0
_GRACE_SECONDS: Final = 0.5


def main() -> None:
    """Serves the provider until a signal, a `Cancel`, or the end of the engine that started it."""
    # Blocked in every thread, so that only `sigtimedwait` below takes them.
    signal.pthread_sigmask(signal.SIG_BLOCK, _ENDING_SIGNALS)
    server = grpc.server(
        ThreadPoolExecutor(_THREADS),
        options=[("grpc.max_send_message_length", _MESSAGE_BYTES), ("grpc.max_receive_message_length", _MESSAGE_BYTES)],
    )
    service = ProviderService(stop=lambda: os.kill(os.getpid(), signal.SIGTERM))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(service, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    sys.stdout = sys.stderr  # the engine reads nothing but the port there
    engine = os.getppid()
    while signal.sigtimedwait(_ENDING_SIGNALS, _PARENT_CHECK_SECONDS) is None:
        if os.getppid() != engine:
            break
    server.stop(_GRACE_SECONDS).wait()
    os._exit(0)  # no waiting for the threads of calls that are still under way


if __name__ == "__main__":
    main()
