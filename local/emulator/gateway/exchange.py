"""One request to a deployed API, and the answers that API Gateway gives of itself."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from local.emulator.gateway.observation import note_error
from local.emulator.gateway.records import as_list

# Status, headers (a list where a header is sent more than once) and body: the form in which ministack takes an answer.
Answer = tuple[int, dict[str, Any], bytes]


@dataclass(frozen=True)
class Exchange:
    """A request that has found its route or method.

    Header names are in lower case. `path` has no stage. `context` is what templates and mappings read as `$context`,
    nested.
    """

    api_id: str
    account: str
    region: str
    stage: str
    method: str
    path: str
    headers: dict[str, str]
    query: dict[str, list[str]]
    raw_query: str
    body: bytes
    path_parameters: dict[str, str]
    stage_variables: dict[str, str]
    context: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def arn(self) -> str:
        """What is authorized: `arn:aws:execute-api:<region>:<account>:<api>/<stage>/<method>/<path>`."""
        called = f"{self.api_id}/{self.stage}/{self.method}/{self.path.lstrip('/')}"
        return f"arn:aws:execute-api:{self.region}:{self.account}:{called}"

    def header(self, name: str) -> str:
        """A header's value, "" where it was not sent."""
        return self.headers.get(name.lower(), "")


# Of a status, how an access log names the error.
ERRORS = {401: "UNAUTHORIZED", 403: "ACCESS_DENIED", 404: "NOT_FOUND", 429: "THROTTLED"}


def message(status: int, text: str) -> Answer:
    """An error that API Gateway answers with, in its words: `{"message": …}`."""
    note_error(ERRORS.get(status, "INTEGRATION_FAILURE"), text)
    return status, {"Content-Type": "application/json"}, json.dumps({"message": text}).encode()


def with_header(headers: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    """The headers with one set, in whatever case it stood there before; None removes it."""
    others = {key: kept for key, kept in headers.items() if key.lower() != name.lower()}
    return others if value is None else {**others, name: value}


def header_of(headers: dict[str, Any], name: str) -> str | None:
    """A header's value in whatever case it is named; several are joined by commas."""
    for key, value in headers.items():
        if key.lower() == name.lower():
            return ",".join(as_list(value)) if isinstance(value, list) else str(value)
    return None
