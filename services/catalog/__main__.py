"""`python -m services.catalog --port PORT`: answers `GET /items?category=…`, `GET /items/{sku}` and `GET /health`."""

import argparse
import json
import signal
import sys
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs, unquote

ITEMS: Final[Mapping[str, Mapping[str, object]]] = {
    item["sku"]: item for item in json.loads((Path(__file__).parent / "items.json").read_text())
}
"""What is sold, by its stock keeping unit."""


def answer(method: str, target: str) -> tuple[int, object]:
    """Status and body for a request target, such as `/items?category=tea`. Nothing takes another method than GET."""
    path, _, query = target.partition("?")
    match path.split("/")[1:]:
        case ["health"] | ["items"] | ["items", _] if method != "GET":
            return 405, {"message": f"{path} takes GET, not {method}"}
        case ["health"]:
            return 200, {"service": "catalog", "status": "ok"}
        case ["items"]:
            wanted = parse_qs(query).get("category", [])
            return 200, {"items": [item for item in ITEMS.values() if not wanted or item["category"] in wanted]}
        case ["items", sku] if unquote(sku) in ITEMS:
            return 200, ITEMS[unquote(sku)]
        case ["items", sku]:
            return 404, {"message": f"there is no item {unquote(sku)}"}
        case _:
            return 404, {"message": f"there is no {path}"}


class Server(ThreadingHTTPServer):
    """A thread for each connection."""

    request_queue_size = 1024  # connections that come at once; with 5, the default, a burst of requests loses some

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say in one line that a client has gone; anything else is a fault of this program, shown whole."""
        error = sys.exception()
        if isinstance(error, ConnectionError):
            sys.stderr.write(f"{client_address[0]} - - {error}\n")
        else:
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Requests over connections that stay open, as load balancers make them."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "catalog", ""
    timeout = 65  # seconds, longer than a load balancer keeps an idle connection
    # What is said of a request that cannot be read.
    error_content_type, error_message_format = "application/json", '{"message": "%(explain)s"}'

    def do_GET(self) -> None:
        """Answer one request, whatever its method."""
        # A body is not read, and would be taken for the next request of the connection.
        self.close_connection |= bool({"content-length", "transfer-encoding"} & {name.lower() for name in self.headers})
        status, content = answer(self.command, self.path)
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if status == 405:  # noqa: PLR2004 -- method not allowed
            self.send_header("allow", "GET")
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = do_POST = do_PUT = do_GET  # noqa: N815 -- names of http.server


def serve(host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT. Without a handler, neither ends the first process of a container."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    try:
        server = Server((host, port), Handler)
    except (OSError, OverflowError) as error:
        sys.exit(f"error: the catalog cannot listen at {host}:{port}: {error}. Give another --port or --host.")
    server.serve_forever()


def _end(_number: int, _frame: object) -> None:
    sys.exit()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m services.catalog", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 in a container; default: %(default)s")
    chosen = parser.parse_args()
    serve(chosen.host, chosen.port)
