"""Ports of this machine that nothing listens at."""

import os
import socket
from itertools import count

# Below the ports that Linux gives to outgoing connections (32768 and up), which might else take one between the moment
# it is found free and the moment a server binds it; and a range for each worker of pytest-xdist.
_FIRST, _PER_WORKER = 20_000, 500
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_ports = count(_FIRST + _worker * _PER_WORKER)


def free_port() -> int:
    """A port that is free now and is given to no other test."""
    return next(port for port in _ports if _is_free(port))


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
