"""What is told of requests after they were answered: their access logs and metrics, once a second."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.emulator.gateway import access_logs, metrics
from local.emulator.gateway.records import nested

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from local.emulator.gateway.exchange import Exchange
    from local.emulator.gateway.metrics import Dimensions
    from local.emulator.gateway.observation import Observation

SECONDS_BETWEEN = 1.0


@dataclass(frozen=True)
class Report:
    """One request: the time at which it was answered, where its line goes ("" for nowhere), and its metrics."""

    account: str
    region: str
    milliseconds: int
    destination: str
    stream: str
    line: str
    dimensions: tuple[Dimensions, ...]
    metrics: dict[str, float]


class Reports:
    """The reports that wait to be written."""

    def __init__(self) -> None:
        self._waiting: list[Report] = []
        self._later: asyncio.TimerHandle | None = None

    def add(self, report: Report) -> None:
        """Has a report written within a second."""
        self._waiting.append(report)
        if self._later is None:
            self._later = asyncio.get_running_loop().call_later(SECONDS_BETWEEN, self.flush)

    def flush(self) -> None:
        """Writes what waits."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        waiting, self._waiting = self._waiting, []
        lines: dict[tuple[str, str], list[tuple[int, str]]] = {}
        points: dict[tuple[str, str], list[tuple[Dimensions, dict[str, float]]]] = {}
        for report in waiting:
            if report.destination:
                lines.setdefault((report.destination, report.stream), []).append((report.milliseconds, report.line))
            own = points.setdefault((report.account, report.region), [])
            own += [(dimensions, report.metrics) for dimensions in report.dimensions]
        for (destination, stream), entries in lines.items():
            access_logs.write(destination, stream, entries)
        for (account, region), measured in points.items():
            metrics.write(account, region, measured)


reports = Reports()


def report(  # noqa: PLR0917  all of them name what is reported
    exchange: Exchange,
    stage: Mapping[str, Any],
    noted: Observation,
    status: int,
    length: int,
    dimensions: Iterable[dict[str, str]],
    measured: dict[str, float],
) -> None:
    """Has one request reported.

    Args:
        exchange: The request.
        stage: Its stage's record, which says where access logs go and how they look.
        noted: What was observed of it.
        status: That of the answer.
        length: That of the answer's body, in bytes.
        dimensions: Those under which its metrics stand.
        measured: Its metrics.
    """
    settings = nested(stage, "accessLogSettings")
    destination, pattern = str(settings.get("destinationArn") or ""), str(settings.get("format") or "")
    line = access_logs.line(pattern, _values(exchange, noted, status, length)) if destination and pattern else ""
    reports.add(
        Report(
            exchange.account,
            exchange.region,
            int(time.time() * 1000),
            destination if line else "",
            f"{exchange.api_id}/{exchange.stage}",
            line,
            tuple(tuple(one.items()) for one in dimensions),
            measured,
        )
    )


def _values(exchange: Exchange, noted: Observation, status: int, length: int) -> dict[str, Any]:
    integration = noted.integration
    return {
        **exchange.context,
        "status": status,
        "responseLength": length,
        "responseLatency": noted.milliseconds,
        "integrationLatency": integration.get("latency"),
        "integrationStatus": integration.get("integrationStatus"),
        "integrationErrorMessage": integration.get("error"),
        "integration": integration,
        "authorizer": {**nested(exchange.context, "authorizer"), **noted.authorizer},
        "error": noted.error,
        "waf": noted.waf,
        "wafResponseCode": noted.waf.get("wafResponseCode"),
        "webaclArn": noted.waf.get("webaclArn"),
    }
