"""What an API costs a month, offline. The prices are in prices.py. Pure: no Pulumi resource."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from typing import ClassVar

from components.knowledge import prices
from components.knowledge.capabilities import FEATURES, refusal
from components.knowledge.kinds import Kind
from components.knowledge.prices import Price
from components.problems import Problem, choices

_CENT = Decimal("0.01")


@dataclass(frozen=True)
class Usage:
    """The traffic of one API in a month, and what stands around it. Whatever is not said is nothing."""

    kind: Kind
    requests: Decimal = Decimal(0)
    """Requests of an HTTP or REST API that get past throttle and authorization."""
    kilobytes_per_request: Decimal = Decimal(1)
    """Size of a request; an HTTP API counts every 512 KB."""
    messages: Decimal = Decimal(0)
    """Messages of a WebSocket API, in and out."""
    kilobytes_per_message: Decimal = Decimal(1)
    """Size of a message; every 32 KB count."""
    connection_minutes: Decimal = Decimal(0)
    """Open connections times minutes: one connection that never closes is 43,800."""
    cache_size: str | None = None
    """Gigabytes of the response cache, as a stage names them, such as "0.5"."""
    gigabytes_out: Decimal = Decimal(0)
    """Answers that leave AWS for the internet."""
    log_gigabytes: Decimal = Decimal(0)
    """Access and execution logs that are written."""
    log_gigabytes_kept: Decimal = Decimal(0)
    """Logs that are kept: what is written times the months of retention."""
    web_acl: bool = False
    """Whether a web ACL stands before a REST API."""
    web_acl_rules: int = 0
    """Rules and rule groups of the web ACL."""
    application_load_balancers: int = 0
    application_load_balancer_units: Decimal = Decimal(0)
    """Average capacity units (LCU) in use, all of these load balancers together."""
    network_load_balancers: int = 0
    network_load_balancer_units: Decimal = Decimal(0)
    """Average capacity units (NLCU) in use, all of these load balancers together."""
    vpc_links: int = 0
    endpoint_zones: int = 0
    """Zones with an interface endpoint for a private API, all endpoints together."""
    endpoint_gigabytes: Decimal = Decimal(0)
    streaming: bool = False
    """Whether answers are streamed, which cannot be priced."""


@dataclass(frozen=True)
class Line:
    """One item of the bill."""

    item: str
    quantity: Decimal
    unit: str
    unit_price: Decimal
    """US dollars, on average where the price has steps."""
    cost: Decimal
    """US dollars."""


@dataclass(frozen=True)
class Estimate:
    """What a month costs in us-east-1."""

    lines: tuple[Line, ...]

    notes: ClassVar[Sequence[str]] = prices.LEFT_OUT
    """What is not in it."""

    @property
    def total(self) -> Decimal:
        """US dollars, to the cent."""
        exact = sum((line.cost for line in self.lines), Decimal(0))
        return exact.quantize(_CENT, ROUND_HALF_UP)

    def __str__(self) -> str:
        rows = [
            f"{line.item}: {line.quantity:f} {line.unit} at ${line.unit_price:f} = ${line.cost:.2f}"
            for line in self.lines
        ]
        return "\n".join([*rows, f"total: ${self.total} a month in us-east-1"])


class UsageError(ValueError):
    """The usage cannot be priced.

    Attributes:
        problems: every reason.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def monthly_cost(usage: Usage) -> Estimate:
    """The bill of a month, line by line.

    Raises:
        UsageError: the usage has negative or infinite figures, or what the kind of API lacks, or streams.
    """
    return Estimate(tuple(_line(price, quantity) for price, quantity in quantities(usage)))


def quantities(usage: Usage) -> list[tuple[Price, Decimal]]:
    """How much of each item there is in a month, in the units of its price; items of which there is nothing left out.

    Raises:
        UsageError: as `monthly_cost` does.
    """
    problems = usage_problems(usage)
    if problems:
        raise UsageError(problems)
    return [(price, quantity) for price, quantity in (*_of_kind(usage), *_around(usage)) if quantity]


def usage_problems(usage: Usage) -> list[Problem]:
    """Every reason why the usage cannot be priced."""
    found = [
        Problem(
            field.name.replace("_", " "),
            f"{value}",
            "a finite number, 0 or more",
            "give the figure of a month, or leave it out",
        )
        for field in fields(usage)
        if isinstance(value := getattr(usage, field.name), int | Decimal)
        and (not Decimal(value).is_finite() or value < 0)
    ]
    if usage.cache_size is not None and usage.cache_size not in prices.CACHE:
        sizes = ", ".join(prices.CACHE)
        found.append(Problem("cache size", f'"{usage.cache_size}"', f"{sizes} (GB)", "take the next larger size"))
    if usage.web_acl_rules and not usage.web_acl:
        found.append(Problem("web acl rules", f"{usage.web_acl_rules}", "rules of a web ACL", "say web_acl=True"))
    if usage.streaming:
        allowed = "answers that are not streamed: AWS charges streams by size, and the unit is not known here"
        found.append(Problem("streaming", "True", allowed, f"see {prices.API_GATEWAY}"))
    return found + _kind_problems(usage)


def _kind_problems(usage: Usage) -> list[Problem]:
    asked = {"cache": usage.cache_size is not None, "waf": usage.web_acl, "private-endpoint": usage.endpoint_zones > 0}
    found = [
        refusal(usage.kind, FEATURES[name], name, "asked for")
        for name, given in asked.items()
        if given and usage.kind not in FEATURES[name].kinds
    ]
    other = ("messages", "connection_minutes") if usage.kind is not Kind.WEBSOCKET else ("requests",)
    own = ("requests",) if usage.kind is not Kind.WEBSOCKET else ("messages", "connection_minutes")
    return found + [
        Problem(name.replace("_", " "), f"{getattr(usage, name)}", f"{usage.kind.noun} has {choices(own)}", "remove it")
        for name in other
        if getattr(usage, name)
    ]


def _of_kind(usage: Usage) -> list[tuple[Price, Decimal]]:
    if usage.kind is Kind.WEBSOCKET:
        metered = usage.messages * _times(usage.kilobytes_per_message, prices.WEBSOCKET_METER)
        minutes = usage.connection_minutes / prices.MILLION
        return [(prices.MESSAGES, metered / prices.MILLION), (prices.CONNECTION_MINUTES, minutes)]
    if usage.kind is Kind.REST:
        cache = [(prices.CACHE[usage.cache_size], prices.HOURS)] if usage.cache_size else []
        return [(prices.REST_REQUESTS, usage.requests / prices.MILLION), *cache]
    metered = usage.requests * _times(usage.kilobytes_per_request, prices.HTTP_METER)
    return [(prices.HTTP_REQUESTS, metered / prices.MILLION)]


def _around(usage: Usage) -> list[tuple[Price, Decimal]]:
    hours = prices.HOURS
    seen = usage.requests / prices.MILLION if usage.web_acl else Decimal(0)
    return [
        (prices.DATA_OUT, usage.gigabytes_out),
        (prices.LOGS_IN, usage.log_gigabytes),
        (prices.LOGS_KEPT, usage.log_gigabytes_kept),
        (prices.WEB_ACL, Decimal(usage.web_acl)),
        (prices.WEB_ACL_RULE, Decimal(usage.web_acl_rules)),
        (prices.WEB_ACL_REQUESTS, seen),
        (prices.ALB, usage.application_load_balancers * hours),
        (prices.ALB_UNITS, usage.application_load_balancer_units * hours),
        (prices.NLB, usage.network_load_balancers * hours),
        (prices.NLB_UNITS, usage.network_load_balancer_units * hours),
        (prices.VPC_LINK, usage.vpc_links * hours),
        (prices.ENDPOINT, usage.endpoint_zones * hours),
        (prices.ENDPOINT_DATA, usage.endpoint_gigabytes),
    ]


def _times(kilobytes: Decimal, meter: int) -> Decimal:
    """How often one request or message counts; once if it is empty."""
    return max(Decimal(1), (kilobytes / meter).to_integral_value(ROUND_CEILING))


def _line(price: Price, quantity: Decimal) -> Line:
    cost = cost_of(price, quantity)
    return Line(price.item, quantity, price.unit, (cost / quantity).normalize(), cost)


def cost_of(price: Price, quantity: Decimal) -> Decimal:
    """What a quantity costs, step by step."""
    cost, below = Decimal(0), Decimal(0)
    for step in price.steps:
        top = quantity if step.up_to is None else min(quantity, step.up_to)
        cost += max(Decimal(0), top - below) * step.price
        below = top
    return cost
