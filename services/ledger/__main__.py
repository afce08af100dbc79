"""`python -m services.ledger --port PORT`: `GET /entries`, `POST /entries`, `GET /entries/{id}` and `GET /health`.

Who asks is the header x-customer, which the API sets from what its authorizer checked: nothing but the API may reach
this service. Entries are kept in memory, and gone when it ends.
"""

import argparse
import json
import secrets
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from services.ledger.entry import problems

MOST_BYTES = 65_536


class Ledger:
    """The entries of each customer, oldest first."""

    def __init__(self) -> None:
        self._entries: dict[str, list[dict[str, Any]]] = {}
        self._lock = Lock()

    def of(self, customer: str) -> list[dict[str, Any]]:
        """All entries of a customer."""
        with self._lock:
            return [*self._entries.get(customer, ())]

    def add(self, customer: str, form: dict[str, Any]) -> dict[str, Any]:
        """Make an entry of a request without problems."""
        moment = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        entry = {"id": secrets.token_hex(14), "createdAt": moment, **form}
        with self._lock:
            self._entries.setdefault(customer, []).append(entry)
        return entry


LEDGER = Ledger()


class Handler(BaseHTTPRequestHandler):
    """Requests over connections that stay open, as load balancers make them."""

    protocol_version = "HTTP/1.1"
    server_version, sys_version = "ledger", ""
    timeout = 355  # seconds, longer than a load balancer keeps an idle connection

    def do_GET(self) -> None:
        """Answer a question."""
        # A body is not read, and would be taken for the next request of the connection.
        self.close_connection |= bool({"content-length", "transfer-encoding"} & {name.lower() for name in self.headers})
        path = urlsplit(self.path).path
        if path == "/health":
            self._answer(200, {"service": "ledger", "status": "ok"})
        elif path == "/entries" and (customer := self._customer()):
            self._answer(200, {"entries": LEDGER.of(customer)})
        elif path.startswith("/entries/") and (customer := self._customer()):
            wanted = path.removeprefix("/entries/")
            found = next((entry for entry in LEDGER.of(customer) if entry["id"] == wanted), None)
            missing = {"message": f"there is no entry {wanted}"}
            self._answer(404 if found is None else 200, missing if found is None else found)
        elif not path.startswith("/entries"):
            self._answer(404, {"message": f"there is no {path}"})

    def do_POST(self) -> None:
        """Take an entry."""
        length = self.headers.get("content-length", "")
        if "transfer-encoding" in self.headers or not length.isdecimal() or int(length) > MOST_BYTES:
            # The body is not read, and would be taken for the next request of the connection.
            self.close_connection = True
            self._answer(413, {"message": f"the body must say its length, of at most {MOST_BYTES} bytes"})
            return
        body = self.rfile.read(int(length))
        if urlsplit(self.path).path != "/entries":
            self._answer(404, {"message": f"nothing is taken at {urlsplit(self.path).path}"})
        elif customer := self._customer():
            self._take(customer, body)

    def _take(self, customer: str, body: bytes) -> None:
        try:
            form = json.loads(body)
        except (ValueError, RecursionError):
            self._answer(400, {"message": "the body is no JSON text in UTF-8", "problems": []})
            return
        if found := problems(form):
            self._answer(400, {"message": "the entry cannot be taken", "problems": found})
            return
        entry = LEDGER.add(customer, form)
        # Relative to /entries (RFC 9110, section 10.2.2): the service does not know where its API is reached.
        self._answer(201, entry, {"location": f"entries/{entry['id']}"})

    def _customer(self) -> str:
        """Who asks; without it the request is refused."""
        customer = self.headers.get("x-customer", "")
        if not customer:
            self._answer(403, {"message": "x-customer is missing: only the API may call this service"})
        return customer

    def _answer(self, status: int, content: object, headers: dict[str, str] | None = None) -> None:
        body = json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"content-type": "application/json", **(headers or {})}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m services.ledger", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 in a container; default: %(default)s")
    chosen = parser.parse_args()
    ThreadingHTTPServer((chosen.host, chosen.port), Handler).serve_forever()
