"""Rules for the cache of REST APIs: above all that nobody gets what was made for another. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
"""

import re
from collections.abc import Mapping, Sequence

from components.knowledge import limits, quotas
from components.problems import Problem, choices, missing_keys, unknown_keys
from components.rest_api.settings import CACHE_SIZES, Cache
from components.routing.request_shaping import RouteCache

_KEY = re.compile(r"(header|querystring|path)\.[A-Za-z0-9._-]+")
_LONGEST = limits.REST["cache time"].value


def cache_problems(given: object) -> list[Problem]:
    """Everything wrong with the cache of an API."""
    if not isinstance(given, Mapping):
        return [Problem("cache", f"{given!r}", "size_gb, encrypted", "write Cache(size_gb=0.5)")]
    cache: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = [*missing_keys("cache", cache, ("size_gb",)), *unknown_keys("cache", cache, Cache)]
    if "size_gb" in cache and cache["size_gb"] not in CACHE_SIZES:
        sizes = ", ".join(f"{size:g}" for size in CACHE_SIZES)
        found.append(Problem("cache", f"size_gb {cache['size_gb']!r}", sizes, "use one of these sizes"))
    return found


def route_cache_problems(
    key: str, given: object, identities: Sequence[str] | None, *, cached: bool, signed: bool
) -> list[Problem]:
    """Everything wrong with the cache of a route.

    Args:
        key: the route's key.
        given: its cache.
        identities: where the identity of its callers stands, as AWS spells it; None if anyone may call it.
        cached: whether the API has a cache.
        signed: whether its callers sign their requests.
    """
    where = f'route "{key}", cache'
    if not isinstance(given, Mapping):
        return [Problem(where, f"{given!r}", "ttl, keys", "write RouteCache(ttl=…)")]
    cache: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = [*missing_keys(where, cache, ("ttl",)), *unknown_keys(where, cache, RouteCache)]
    if not cached:
        allowed = "a cached route in an API with cache=Cache(size_gb=…)"
        found.append(Problem(where, "no cache of the API", allowed, "give the API a cache, or remove this one"))
    if not key.startswith("GET "):
        remedy = "remove it: what changes something must reach what does it"
        found.append(Problem(where, f"the method {key.partition(' ')[0]}", "GET", remedy))
    if "ttl" in cache:
        found += quotas.outside(
            f"{where}, ttl", cache["ttl"], lowest=0, highest=_LONGEST, unit="seconds", remedy="use 0 for no cache"
        )
    found += [
        Problem(where, f"the key {one!r}", "header.NAME, querystring.NAME or path.NAME", "correct it")
        for one in _keys(cache)
        if not _KEY.fullmatch(one)
    ]
    return found + _identity_problems(where, cache, identities, signed=signed)


def cache_keys(cache: RouteCache) -> tuple[str, ...]:
    """What tells answers apart, as AWS spells it."""
    return tuple(f"method.request.{key}" for key in _keys(cache))


def _keys(cache: Mapping[str, object]) -> list[str]:
    given = cache.get("keys", ())
    return [str(one) for one in given] if isinstance(given, Sequence) and not isinstance(given, str) else [str(given)]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged one by one


def _identity_problems(
    where: str, cache: Mapping[str, object], identities: Sequence[str] | None, *, signed: bool
) -> list[Problem]:
    if identities is None or cache.get("shared"):
        return []
    if signed:
        allowed = "a cache with other authorizers: the signature of each request is another, and tells nobody apart"
        return [Problem(where, "a cache with iam()", allowed, "remove the cache, or cache in the function")]
    named = [source.removeprefix("method.request.") for source in identities]
    if {*named} & {*_keys(cache)}:
        return []
    allowed = f"a key that tells callers apart ({choices(named)}), or a public route"
    remedy = (
        f'add it: keys=["{named[0] if named else "header.Authorization"}"]; else one caller gets the answer of another'
    )
    return [Problem(where, "an authorizer, and no key that tells callers apart", allowed, remedy)]
