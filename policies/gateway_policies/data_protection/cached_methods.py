"""Which methods of a REST API answer from the cache of a stage."""

from collections.abc import Iterator
from dataclasses import dataclass

from gateway_policies.data_protection import stage_caches
from gateway_policies.data_protection.stage_caches import Caching, StageCache, api_key, caches_of_api, is_any_on
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API, REST_RESOURCE
from gateway_policies.resources import Resource, Stack


@dataclass(frozen=True, slots=True)
class Place:
    """Where a method stands: the `api_key` of its API, its path without the first slash, its verb, its resource."""

    api: str
    path: Reading[str]
    verb: Reading[str]
    resource: Resource | None = None

    @property
    def title(self) -> str:
        """How findings call it, as a route key is written."""
        verb = self.verb.value if isinstance(self.verb, Known) else "the method"
        return f"{verb} /{self.path.value}" if isinstance(self.path, Known) else verb


def place_of(stack: Stack, part: Resource) -> Place:
    """Where a method, or its integration, stands."""
    resource = stack.linked(part, "resourceId", REST_RESOURCE, REST_API)
    path = _path(stack, resource) if resource else Unknown("resourceId", "names no resource of this stack")
    return Place(api_key(stack, part), path, part.at("httpMethod").text(), resource)


def cached_by(stack: Stack, place: Place) -> Reading[str]:
    """The name of method settings by which a method is cached; absent when it is not, Unknown when that is open."""
    if not place.api:
        return Unknown("restApi", "names no API that is known") if is_any_on(stack) else Absent()
    found = [_in_stage(cache, place) for cache in caches_of_api(stack, place.api)]
    known = next((one for one in found if isinstance(one, Known)), None)
    if known:
        return known
    # Settings of an API that cannot be told may be for any method.
    for cache in caches_of_api(stack, ""):
        one = _in_stage(cache, place)
        doubt = Unknown(f"restApi of {one.value!r}", "is not known") if isinstance(one, Known) else one
        found.append(doubt)
    return next((one for one in found if isinstance(one, Unknown)), Absent())


def _path(stack: Stack, resource: Resource) -> Reading[str]:
    """The path of a resource from its own part and those of its parents; that of the API itself is empty."""
    parts: list[str] = []
    seen: set[str] = set()
    place: Resource | None = resource
    while place and place.type == REST_RESOURCE and place.urn not in seen:
        seen.add(place.urn)
        part = place.at("pathPart").text()
        if isinstance(part, Unknown):
            return Unknown(f"{part.path} of {place.name!r}", part.reason)
        parts.append(part.value if isinstance(part, Known) else "")
        place = stack.linked(place, "parentId", REST_RESOURCE, REST_API)
    if place and place.type == REST_API:
        return Known("/".join(reversed(parts)))
    return Unknown("resourceId", "names a resource whose parents are not known")


def _in_stage(cache: StageCache, place: Place) -> Reading[str]:
    verb = place.verb
    if not isinstance(verb, Known):
        return verb if stage_caches.ALL in cache.on else Absent()
    own = _first(cache, [*_paths(place, verb.value), f"*/{verb.value}"])
    if own:
        return _cached(own)
    wide = _first(cache, [*_paths(place, "*"), "*/*"])
    found = _cached(wide) if wide and verb.value in {"GET", "ANY"} else Absent()
    # AWS: by default only GET methods are cached. Whether that means an ANY method called with GET it does not say.
    if isinstance(found, Known) and verb.value == "ANY":
        found = Unknown("httpMethod", f"is ANY, which {found.value!r} may cache or not; name it in a methodPath")
    return found if isinstance(found, Unknown) else _unless_overridden(cache, place, found)


def _unless_overridden(cache: StageCache, place: Place, found: Known[str] | Absent) -> Reading[str]:
    """What is found unless settings whose path is not known may say otherwise of this method."""
    doubts = cache.off if isinstance(found, Known) else cache.on
    groups = [place.resource.urn, stage_caches.UNTOLD] if place.resource else [stage_caches.WITHOUT_PATH]
    if not isinstance(place.path, Known):
        groups.append(stage_caches.WITH_PATH)
    for group in groups:
        if group in doubts:
            return Unknown(f"whether {doubts[group]!r} is for this method", "is not known")
    return found


def _paths(place: Place, verb: str) -> Iterator[str]:
    if isinstance(place.path, Known):
        yield f"{place.path.value}/{verb}".strip("/")


def _first(cache: StageCache, paths: list[str]) -> Caching | None:
    """The first settings of these paths that say whether to cache."""
    found = [cache.by_path[path] for path in paths if path in cache.by_path]
    return next((one for one in found if not isinstance(one.is_on, Absent)), None)


def _cached(caching: Caching) -> Reading[str]:
    if isinstance(caching.is_on, Unknown):
        return Unknown(f"{caching.is_on.path} of {caching.name!r}", caching.is_on.reason)
    return Known(caching.name) if caching.is_on == Known(value=True) else Absent()
