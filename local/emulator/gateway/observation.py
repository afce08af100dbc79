"""What is noted of a request while it is served, for its access log and its metrics."""

from __future__ import annotations

import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Generator


@dataclass
class Observation:
    """One request, message or handshake; each map is the part of `$context` of that name."""

    began: float = field(default_factory=time.monotonic)
    integration: dict[str, Any] = field(default_factory=dict[str, Any])
    authorizer: dict[str, Any] = field(default_factory=dict[str, Any])
    error: dict[str, Any] = field(default_factory=dict[str, Any])
    waf: dict[str, Any] = field(default_factory=dict[str, Any])
    cached: bool | None = None  # whether a cache had the answer; None where there is none

    @property
    def milliseconds(self) -> int:
        """How long it has taken until now."""
        return _since(self.began)


_current: ContextVar[Observation] = ContextVar("observation")


def observe() -> Observation:
    """Begins to observe what this task serves."""
    observation = Observation()
    _current.set(observation)
    return observation


def observed() -> Observation:
    """What is being served; a new one where nothing is, as in the control plane."""
    return _current.get(None) or Observation()


@contextmanager
def integrating() -> Generator[None]:
    """Notes how long an integration takes, and what it fails with."""
    began = time.monotonic()
    noted = observed().integration
    try:
        yield
    except Exception as error:
        noted.setdefault("error", str(error) or type(error).__name__)
        raise
    finally:
        noted["latency"] = _since(began)


@contextmanager
def authorizing() -> Generator[None]:
    """Notes how long an authorizer takes."""
    began = time.monotonic()
    try:
        yield
    finally:
        observed().authorizer["latency"] = _since(began)


def note_reply(status: int, of_service: int | None = None) -> None:
    """Notes the status of an integration; `of_service` is what Lambda itself answered, if it stood between."""
    observed().integration.update(status=status)
    observed().integration.setdefault("integrationStatus", status if of_service is None else of_service)


def note_authorizer(status: int, refusal: str | None = None) -> None:
    """Notes what an authorizer decided: 200, or the status and the text of its refusal."""
    observed().authorizer["status"] = status
    if refusal:
        observed().authorizer["error"] = refusal


def note_error(kind: str, text: str) -> None:
    """Notes the error that API Gateway answers with."""
    observed().error.update(responseType=kind, message=text)


def _since(began: float) -> int:
    return round((time.monotonic() - began) * 1000)
