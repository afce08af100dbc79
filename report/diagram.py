"""The ways that requests take: domain, path, API, link, and all that answers at the end of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from report.domains import Place
    from report.routes import Api

Step = tuple[str, str]
"""What a step is, and its name."""


def chains(apis: list[Api]) -> list[list[Step]]:
    """The steps of each way, in the order of APIs and routes, each once."""
    found = [chain for api in apis for place in api.places for chain in _of(api, place)]
    return [list(chain) for chain in dict.fromkeys(tuple(chain) for chain in found)]


def _of(api: Api, place: Place) -> Iterator[list[Step]]:
    before: list[Step] = [("domain", place.domain)]
    if place.path:
        before.append(("path", f"/{place.path}"))
    before.append((f"{api.kind} API", api.name))
    names: dict[tuple[str, str], list[str]] = {}
    for route in api.routes:
        names.setdefault((route.backend.kind, route.backend.via), []).append(route.backend.name)
    for (kind, via), found in names.items():
        several = [*dict.fromkeys(found)]
        link: list[Step] = [("link", via)] if via else []
        yield [*before, *link, (kind if len(several) == 1 else f"{len(several)} {kind}s", ", ".join(several) or "-")]
