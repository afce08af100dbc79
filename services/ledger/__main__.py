"""`python -m services.ledger --port PORT`: `GET /entries`, `POST /entries`, `GET /entries/{id}` and `GET /health`.

Who asks is the header x-customer, which the API sets from what its authorizer checked: nothing but the API may reach
this service. Entries are kept in memory, and gone when it ends.
"""

import argparse
import json
import re
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from services.ledger.book import Answer, Book, refusal

MOST_BYTES = 65_536
BOOK = Book()


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
    server_version, sys_version = "ledger", ""
    timeout = 355  # seconds, longer than a load balancer keeps an idle connection
    # What is said of a request that cannot be read.
    error_content_type, error_message_format = "application/json", '{"message": "%(explain)s"}'

    def do_GET(self) -> None:
        """Answer one request, whatever its method."""
        body = self._body()
        if isinstance(body, Answer):
            # What was not read of the body would be taken for the next request of the connection.
            self.close_connection = True
            self._send(body)
        else:
            self._send(BOOK.answer(self.command, self.path, self.headers.get("x-customer", ""), body))

    do_DELETE = do_HEAD = do_OPTIONS = do_PATCH = do_POST = do_PUT = do_GET  # noqa: N815 -- names of http.server

    def _body(self) -> bytes | Answer:
        """The body of the request, or why it is not read."""
        length = ", ".join(self.headers.get_all("content-length", ["0"]))
        if "transfer-encoding" in self.headers:
            return refusal(411, "the body must come with its content-length")
        if not re.fullmatch("[0-9]{1,18}", length):
            return refusal(400, "content-length must be one number of bytes")
        if int(length) > MOST_BYTES:
            return refusal(413, f"the body has {length} bytes: at most {MOST_BYTES} are taken")
        body = self.rfile.read(int(length))
        return body if len(body) == int(length) else refusal(400, f"the body ends before its {length} bytes")

    def _send(self, answer: Answer) -> None:
        body = json.dumps(answer.content).encode()
        self.send_response(answer.status)
        for name, value in {"content-type": "application/json", **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(body)))
        if self.close_connection:
            self.send_header("connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def serve(host: str, port: int) -> None:
    """Serves until SIGTERM or SIGINT. Without a handler, neither ends the first process of a container."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _end)
    try:
        server = Server((host, port), Handler)
    except (OSError, OverflowError) as error:
        sys.exit(f"error: the ledger cannot listen at {host}:{port}: {error}. Give another --port or --host.")
    server.serve_forever()


def _end(_number: int, _frame: object) -> None:
    sys.exit()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m services.ledger", description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 in a container; default: %(default)s")
    chosen = parser.parse_args()
    serve(chosen.host, chosen.port)
