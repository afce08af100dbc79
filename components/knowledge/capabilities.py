"""What each kind of API has, and what to do about what it lacks. Pure: no Pulumi resource.

One table drives what a component refuses, the advisor (recommendation.py), and docs/capabilities.md.
"""

from collections.abc import Collection, Iterable, Mapping

from components.knowledge import features_of_control, features_of_shape
from components.knowledge.feature import Feature
from components.knowledge.kinds import Kind
from components.problems import Problem

GROUPS: Mapping[str, tuple[Feature, ...]] = {
    "Endpoints, routes and stages": features_of_shape.ENDPOINTS,
    "What answers": features_of_shape.INTEGRATIONS,
    "Who may call": features_of_control.ACCESS,
    "Protection and shaping": features_of_control.PROTECTION,
    "Operation and domains": features_of_control.OPERATION,
}
"""Every feature, in the order of the documentation."""

FEATURES: Mapping[str, Feature] = {feature.id: feature for group in GROUPS.values() for feature in group}
"""Every feature by its id."""


def has(kind: Kind, feature_id: str) -> bool:
    """Whether APIs of this kind have the feature.

    Raises:
        KeyError: there is no such feature.
    """
    return kind in FEATURES[feature_id].kinds


def lacking_arguments(kind: Kind) -> set[str]:
    """Arguments that ask for what the kind lacks: `refusals` tells of them, so no other check needs to."""
    return {name for feature in _lacking(kind) for name in feature.arguments}


def lacking_route_keys(kind: Kind) -> set[str]:
    """Keys of routes that ask for what the kind lacks: `refusals` tells of them, so no other check needs to."""
    return {name for feature in _lacking(kind) for name in feature.route_keys}


def asked_for(
    arguments: Collection[str], routes: Mapping[str, Collection[str]], authorizers: Mapping[str, str]
) -> tuple[str, ...]:
    """The ids of the features that the arguments of an API ask for, in the order of the table.

    Args:
        arguments: names of the arguments that were given.
        routes: the keys that each route was given, by route key.
        authorizers: the sort of each authorizer (jwt, cognito, request, token, iam), by its name.
    """
    route_keys = {key for keys in routes.values() for key in keys}
    return tuple(
        feature.id
        for feature in FEATURES.values()
        if not route_keys.isdisjoint(feature.route_keys)
        or any(name in feature.arguments for name in arguments)
        or feature.authorizer in authorizers.values()
    )


def refusals(
    kind: Kind,
    arguments: Iterable[str],
    routes: Mapping[str, Iterable[str]],
    authorizers: Mapping[str, str] | None = None,
) -> list[Problem]:
    """A problem for each thing asked for that the kind lacks.

    Args:
        kind: the kind of the API.
        arguments: names of the arguments that were given.
        routes: the keys that each route was given, by route key.
        authorizers: the sort of each authorizer (jwt, cognito, request, token, iam), by its name.
    """
    lacking = _lacking(kind)
    by_argument = {name: feature for feature in lacking for name in feature.arguments}
    by_route_key = {name: feature for feature in lacking for name in feature.route_keys}
    by_sort = {feature.authorizer: feature for feature in lacking if feature.authorizer}
    found = [
        refusal(kind, by_argument[name], "arguments", f'the key "{name}"') for name in arguments if name in by_argument
    ]
    found += [
        refusal(kind, by_sort[sort], f'authorizer "{name}"', f"a {sort} authorizer")
        for name, sort in (authorizers or {}).items()
        if sort in by_sort
    ]
    return found + [
        refusal(kind, by_route_key[name], f'route "{route}"', f'the key "{name}"')
        for route, names in routes.items()
        for name in names
        if name in by_route_key
    ]


def refusal(kind: Kind, feature: Feature, where: str, found: str) -> Problem:
    """The problem that the feature is asked for of a kind that lacks it."""
    others = " or ".join(other.component for other in feature.kinds)
    instead = feature.instead.get(kind)
    remedy = f"use {others}, or {instead}" if instead else f"use {others}, or remove it"
    holders = " and ".join(other.noun for other in feature.kinds)
    verb = "has" if len(feature.kinds) == 1 else "have"
    return Problem(where, found, f"{kind.noun} has no {feature.title}; {holders} {verb}", remedy)


def markdown() -> str:
    """The page docs/capabilities.md."""
    lines = [
        "# What each kind of API has",
        "",
        "Written from the table of `components/knowledge/capabilities.py`, which also drives what a component refuses",
        "and what `recommend` advises, by `python -m components.knowledge.reference_pages`. Each requirement links to",
        "the page of AWS that describes it.",
    ]
    for group, features in GROUPS.items():
        titles = " | ".join(kind.title for kind in Kind)
        lines += [
            "",
            f"## {group}",
            "",
            f"| requirement | what it is | {titles} | asked for by |",
            "|---|---|---|---|---|---|",
        ]
        lines += [_row(feature) for feature in features]
    return "\n".join(lines) + "\n"


def _row(feature: Feature) -> str:
    cells = " | ".join("yes" if kind in feature.kinds else "no" for kind in Kind)
    asked = [f"`{name}`" for name in feature.arguments]
    asked += [f"`{name}` of a route" for name in feature.route_keys if name not in feature.arguments]
    asked += [f"a {feature.authorizer} authorizer"] if feature.authorizer else []
    title = f"{feature.title} ({feature.note})" if feature.note else feature.title
    return f"| [{feature.id}]({feature.source}) | {title} | {cells} | {', '.join(asked)} |"


def _lacking(kind: Kind) -> list[Feature]:
    return [feature for feature in FEATURES.values() if kind not in feature.kinds]
