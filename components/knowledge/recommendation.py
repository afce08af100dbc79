"""Which kind of API to take, and why. Pure: no Pulumi resource.

The requirements are the ids of capabilities.FEATURES; docs/capabilities.md lists them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from components.knowledge.capabilities import FEATURES
from components.knowledge.feature import Feature
from components.knowledge.kinds import Kind
from components.knowledge.pricing import Estimate, Usage, monthly_cost
from components.problems import Problem, choices, did_you_mean


@dataclass(frozen=True)
class Traffic:
    """What the API has to carry in a month."""

    requests: Decimal
    """Requests; in a WebSocket API, messages."""
    kilobytes: Decimal = Decimal(1)
    """Size of one of them."""
    connection_minutes: Decimal = Decimal(0)
    """Open connections times minutes, if the requirements have two-way messages."""
    gigabytes_out: Decimal = Decimal(0)
    """Answers that leave AWS for the internet."""


@dataclass(frozen=True)
class Recommendation:
    """The kind to take."""

    kind: Kind
    reasons: tuple[str, ...]
    """Why, a sentence each."""
    prices: Mapping[Kind, Estimate]
    """What the traffic costs a month in each of the kinds that could carry it, the requirements' own prices aside."""


class RequirementsError(ValueError):
    """No kind of API meets the requirements.

    Attributes:
        problems: every unknown requirement, or every pair of requirements that exclude each other.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


def recommend(requirements: Iterable[str], traffic: Traffic) -> Recommendation:
    """The kind to take: an HTTP API unless something needs another, a WebSocket API where clients are called.

    Raises:
        RequirementsError: a requirement is unknown, or no kind has them all; the problems name the nearest ways.
        UsageError: the traffic is no traffic.
    """
    asked = sorted(set(requirements))
    unknown = [
        Problem(
            "requirements", f'"{name}"', choices(FEATURES), did_you_mean(name, FEATURES, "see docs/capabilities.md")
        )
        for name in asked
        if name not in FEATURES
    ]
    if unknown:
        raise RequirementsError(unknown)
    features = [FEATURES[name] for name in asked]
    able = [kind for kind in Kind if all(kind in feature.kinds for feature in features)]
    if not able:
        raise RequirementsError(_contradictions(features))
    prices = {kind: monthly_cost(_usage(kind, traffic)) for kind in Kind if _carries(kind, able)}
    return Recommendation(able[0], tuple(_reasons(able[0], features, prices)), prices)


def _carries(kind: Kind, able: Sequence[Kind]) -> bool:
    """Whether the kind's price tells something: the two kinds for requests are compared, the third is its own."""
    return (kind is Kind.WEBSOCKET) == (able[0] is Kind.WEBSOCKET)


def _usage(kind: Kind, traffic: Traffic) -> Usage:
    usage = Usage(kind, gigabytes_out=traffic.gigabytes_out)
    if kind is Kind.WEBSOCKET:
        minutes = traffic.connection_minutes
        return replace(
            usage, messages=traffic.requests, kilobytes_per_message=traffic.kilobytes, connection_minutes=minutes
        )
    return replace(usage, requests=traffic.requests, kilobytes_per_request=traffic.kilobytes)


def _reasons(kind: Kind, features: Sequence[Feature], prices: Mapping[Kind, Estimate]) -> list[str]:
    cheaper = [other for other in Kind if other is not kind and other in prices]
    if kind is Kind.HTTP:
        found = ["nothing that is asked for needs another kind than an HTTP API"]
        found += [
            f"it costs ${prices[kind].total} a month, {other.noun} ${prices[other].total}"
            for other in cheaper
            if prices[other].total > prices[kind].total
        ]
        return found
    found = [
        f"{feature.id}: {Kind.HTTP.noun} has no {feature.title}"
        for feature in features
        if Kind.HTTP not in feature.kinds
    ]
    return found + [
        f"it costs ${prices[kind].total} a month; {other.noun} would cost ${prices[other].total}" for other in cheaper
    ]


def _contradictions(features: Sequence[Feature]) -> list[Problem]:
    """A problem for each pair that no kind has together or, if every pair has one, for all of them."""
    pairs = [
        (one, other)
        for index, one in enumerate(features)
        for other in features[index + 1 :]
        if not set(one.kinds) & set(other.kinds)
    ]
    groups = pairs or [tuple(features)]
    return [
        Problem(
            "requirements",
            " together with ".join(feature.id for feature in group),
            "; ".join(f"{feature.id}: {_holders(feature)}" for feature in group),
            _nearest(group),
        )
        for group in groups
    ]


def _holders(feature: Feature) -> str:
    return " or ".join(kind.noun for kind in feature.kinds)


def _nearest(features: Sequence[Feature]) -> str:
    """For each kind that lacks least and has a way around what it lacks: that way."""
    ways: dict[Kind, list[str]] = {}
    for kind in Kind:
        lacking = [feature for feature in features if kind not in feature.kinds]
        if lacking != [*features] and all(kind in feature.instead for feature in lacking):
            ways[kind] = [f"{feature.instead[kind]} ({feature.id})" for feature in lacking]
    fewest = min((len(way) for way in ways.values()), default=0)
    told = [f"take {kind.noun} and {', and '.join(way)}" for kind, way in ways.items() if len(way) == fewest]
    return "; or ".join(told) or "make two APIs, one of each kind, under one domain"
