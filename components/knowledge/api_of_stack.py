"""An API of a stack as its costs see it: what it is, what it uses, and what it is expected to carry. Pure."""

from dataclasses import dataclass, field
from decimal import Decimal

from components.knowledge import prices
from components.knowledge.kinds import Kind
from components.knowledge.log_lines import line_bytes
from components.knowledge.pricing import Usage

_KILOBYTES = Decimal(1024**2)
"""Of a gigabyte, as the steps of the prices count them."""
_BYTES = Decimal(1024**3)
_DAYS = prices.HOURS / 24
_MINUTES = prices.HOURS * 60


@dataclass(frozen=True)
class Expected:
    """What an API is expected to carry in a month. Nothing, if nothing is said."""

    count: Decimal = Decimal(0)
    """Requests; of a WebSocket API, messages in both directions."""
    kilobytes_in: Decimal = Decimal(0)
    """Of one request, or of one message."""
    kilobytes_out: Decimal = Decimal(0)
    """Of the answer to it, or of one message."""
    open_connections: Decimal = Decimal(0)
    """Of a WebSocket API, on average."""

    @property
    def gigabytes(self) -> Decimal:
        """All of it, in and out."""
        return self.count * (self.kilobytes_in + self.kilobytes_out) / _KILOBYTES


@dataclass(frozen=True)
class ApiOfStack:
    """One API."""

    kind: Kind
    expected: Expected = field(default_factory=Expected)
    features: tuple[str, ...] = ()
    """What it uses: ids of capabilities.py."""
    cache_size: str | None = None
    """Gigabytes of its response cache, such as "0.5"."""
    log_retention_days: int = 30
    web_acl: bool = False
    """Whether a web ACL stands before it."""

    def usage(self, kind: Kind) -> Usage:
        """What is charged for it in a month if it is of this kind: all that is its own, without what it shares.

        AWS says that HTTP APIs count every 512 KB, but not of which direction: the larger one is taken.
        """
        given, private = self.expected, "private-endpoint" in self.features
        size = max(given.kilobytes_in, given.kilobytes_out)
        out = given.count * given.kilobytes_out / _KILOBYTES
        logs = given.count * line_bytes(kind) / _BYTES
        two_way = kind is Kind.WEBSOCKET
        return Usage(
            kind,
            requests=Decimal(0) if two_way else given.count,
            kilobytes_per_request=size,
            messages=given.count if two_way else Decimal(0),
            kilobytes_per_message=size,
            connection_minutes=given.open_connections * _MINUTES,
            cache_size=self.cache_size,
            gigabytes_out=Decimal(0) if private else out,
            log_gigabytes=logs,
            log_gigabytes_kept=logs * self.log_retention_days / _DAYS,
            web_acl=self.web_acl,
            endpoint_gigabytes=given.gigabytes if private else Decimal(0),
        )
