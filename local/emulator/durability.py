"""State on disk before an answer is given.

ministack writes its state when it is asked to end. A killed one would lose what the engine has already recorded as
created, so every request that changes the control plane is answered only when its effect is on disk. Data written by
programs (items of a table, messages) follows within a second.
"""

from __future__ import annotations

import asyncio
import json
import logging
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.asgi import Application, Message, Receive, Scope, Send

# Untyped. Its list of states and their format on disk are its own: only so can its next start read what is saved.
ministack: Any = import_module("ministack.app")
persistence: Any = import_module("ministack.core.persistence")

READS = ("BatchGet", "Check", "Describe", "Filter", "Get", "List", "Query", "Scan", "Select", "Test")
DATA_WRITES = {
    "BatchWriteItem", "DeleteItem", "DeleteMessage", "PutEvents", "PutItem", "PutLogEvents", "PutRecord", "PutRecords",
    "ReceiveMessage", "SendMessage", "StartExecution", "StartSyncExecution", "TransactWriteItems", "UpdateItem",
}  # fmt: skip
SECONDS_BEFORE_DATA_IS_SAVED = 1.0
SERVER_ERROR, INSUFFICIENT_STORAGE = 500, 507
NOT_SAVED_HEADER = "x-emulator-not-saved"
LOGGER = logging.getLogger(__name__)


class NotSavedError(OSError):
    """The effect of a request is not on disk; the message says why."""


class Durability:
    """Middleware: saves what a request changed before its answer is sent."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._saved: dict[str, str] = {}
        self._later: asyncio.TimerHandle | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, connection or lifespan."""
        if scope["type"] != "http" or not _is_aws_call(scope):
            await self._application(scope, receive, send)
            return
        operation = _header(scope, b"x-amz-target").rpartition(".")[2]
        if scope["method"] in ("GET", "HEAD") or operation.startswith(READS):
            await self._application(scope, receive, send)
            return

        refused = False

        async def send_when_saved(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] < SERVER_ERROR:
                if operation in DATA_WRITES or scope["path"].endswith("/invocations"):
                    self._save_soon()
                else:
                    try:
                        self._save()
                    except NotSavedError as error:
                        refused = True
                        await _refuse(error, send)
            if not refused:
                await send(message)

        await self._application(scope, receive, send_when_saved)

    def _save_soon(self) -> None:
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(SECONDS_BEFORE_DATA_IS_SAVED, self._save_data)

    def _save_data(self) -> None:
        try:
            self._save()
        except NotSavedError:
            LOGGER.exception("Trying again in %s s", SECONDS_BEFORE_DATA_IS_SAVED)
            self._save_soon()

    def _save(self) -> None:
        """Writes the state of each service that differs from what is on disk.

        Raises:
            NotSavedError: the disk takes it no more. It is written with the next change.
        """
        if self._later is not None:
            self._later.cancel()
            self._later = None
        states: dict[str, Callable[[], Any]] = ministack._build_persistence_save_dict()  # noqa: SLF001
        for service, get_state in states.items():
            text = json.dumps(get_state(), default=persistence._json_default)  # noqa: SLF001
            if self._saved.get(service) != text:
                _write(service, text)
                self._saved[service] = text


def _write(service: str, text: str) -> None:
    """Writes a state as ministack itself would, which only logs that it cannot."""
    file = Path(persistence.STATE_DIR, f"{service}.json")
    unfinished = file.with_suffix(".json.tmp")
    version = persistence._state_format_version(service)  # noqa: SLF001
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(f'{{"__ministack_format__": {version}, "payload": {text}}}')
        unfinished.replace(file)
    except OSError as error:
        raise NotSavedError(f"{file} cannot be written ({error.strerror})") from error


async def _refuse(error: NotSavedError, send: Send) -> None:
    """Answers without a body, as each protocol of AWS has its own form of an error."""
    headers = [(NOT_SAVED_HEADER.encode(), str(error).encode()), (b"content-length", b"0")]
    await send({"type": "http.response.start", "status": INSUFFICIENT_STORAGE, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def _is_aws_call(scope: Scope) -> bool:
    return bool(_header(scope, b"authorization").startswith("AWS4-") or _header(scope, b"x-amz-target"))


def _header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")
