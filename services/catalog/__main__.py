"""`python -m services.catalog --port PORT`: answers `GET /items?category=…`, `GET /items/{sku}` and `GET /health`."""

import argparse
import json
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

ITEMS: Final[Mapping[str, Mapping[str, object]]] = {
    item["sku"]: item for item in json.loads((Path(__file__).parent / "items.json").read_text())
}
"""What is sold, by its stock keeping unit."""


def answer(target: str) -> tuple[int, object]:
    """Status and body for a GET of a request target, such as `/items?category=tea`."""
    parts = urlsplit(target)
    match parts.path.split("/")[1:]:
        case ["health"]:
            return 200, {"service": "catalog", "status": "ok"}
        case ["items"]:
            wanted = parse_qs(parts.query).get("category", [])
            return 200, {"items": [item for item in ITEMS.values() if not wanted or item["category"] in wanted]}
        case ["items", sku] if unquote(sku) in ITEMS:
            return 200, ITEMS[unquote(sku)]
        case ["items", sku]:
            return 404, {"message": f"there is no item {unquote(sku)}"}
        case _:
            return 404, {"message": f"there is no {parts.path}"}


class Handler(BaseHTTPRequestHandler):
    """Requests over connections that stay open, as load balancers make them."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "catalog", ""
    timeout = 65  # seconds, longer than a load balancer keeps an idle connection

    def do_GET(self) -> None:
        """Answer one request."""
        # A body is not read, and would be taken for the next request of the connection.
        self.close_connection |= bool({"content-length", "transfer-encoding"} & {name.lower() for name in self.headers})
        status, content = answer(self.path)
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m services.catalog", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 in a container; default: %(default)s")
    chosen = parser.parse_args()
    ThreadingHTTPServer((chosen.host, chosen.port), Handler).serve_forever()
