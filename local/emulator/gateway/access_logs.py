"""Access logs: one line for each request, in the format of its stage, in the log group of its stage.

https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-logging-variables.html

A variable that a request has no value for becomes "-", and so does what is not made here, such as an X-Ray trace.
"""

from __future__ import annotations

import json
import logging
import re
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import LOGS, SCOPES
from local.emulator.gateway.records import as_map

if TYPE_CHECKING:
    from collections.abc import Mapping

log = logging.getLogger(__name__)

VARIABLE = re.compile(r"\$context\.([\w-]+(?:\.[\w-]+)*)")
ABSENT = "-"
GROUP_ARN = re.compile(r"arn:aws[\w-]*:logs:(?P<region>[\w-]+):(?P<account>\d{12}):log-group:(?P<group>[^:]+)(?::\*)?")
# The state of an emulator is written anew with each change of it, so a stream keeps its newest lines only.
LINES_KEPT = 5_000


def line(pattern: str, values: Mapping[str, Any]) -> str:
    """The line of one request; every value is written as it stands within a text of JSON.

    Args:
        pattern: The format of a stage.
        values: What `$context` holds, nested.
    """
    return VARIABLE.sub(lambda found: _text(_value(found[1], values), quoted=found[1] == MESSAGE_STRING), pattern)


MESSAGE_STRING = "error.messageString"


def write(destination: str, stream: str, lines: list[tuple[int, str]]) -> None:
    """Writes lines, each with its time in milliseconds of the epoch, to the log group of an ARN."""
    found = GROUP_ARN.fullmatch(destination)
    if found is None:
        log.warning("access log: %r is no log group, which is all that is written to here", destination)
        return
    group = found["group"]
    with SCOPES.request_scope(found["account"], found["region"]):
        streams = as_map(as_map(LOGS.log_groups.get(group)).get("streams"))
        if not streams and group not in LOGS.log_groups:
            log.warning("access log: there is no log group %r", group)
            return
        named = {"logGroupName": group, "logStreamName": stream}
        if stream not in streams:
            LOGS.create_log_stream(named)
        LOGS.put_log_events({**named, "logEvents": [{"timestamp": at, "message": text} for at, text in lines]})
        events: list[dict[str, Any]] = LOGS.log_groups.get(group)["streams"][stream]["events"]
        for event in events[:-LINES_KEPT]:
            LOGS.log_records.pop(event["eventId"], None)
        del events[:-LINES_KEPT]


def _value(name: str, values: Mapping[str, Any]) -> Any:
    if name == MESSAGE_STRING:
        name = "error.message"
    found: Any = values
    for part in name.split("."):
        found = as_map(found).get(part)
    return found


def _text(value: Any, *, quoted: bool) -> str:
    if value is None or value in ("", {}, []):
        return ABSENT
    text = json.dumps(value if isinstance(value, str) else _plain(value))
    return text if quoted else text[1:-1]


def _plain(value: Any) -> str:
    return json.dumps(value) if isinstance(value, (bool, list, dict)) else str(value)
