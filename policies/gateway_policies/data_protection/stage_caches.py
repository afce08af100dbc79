"""What the method settings of each stage of a REST API say about its cache, indexed by the method they are for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway_policies.belonging import api_of, settings_of_stage
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_METHOD_SETTINGS, REST_RESOURCE, REST_STAGE
from gateway_policies.resources import Resource, Stack

# Groups of settings, beside those whose unknown path comes from a certain resource, which go by its URN.
ALL = "all"
WITH_PATH = "with a path of their own"
WITHOUT_PATH = "whose path is not known"
UNTOLD = "whose path is not known, nor where it comes from"


@dataclass(frozen=True, slots=True)
class Caching:
    """What method settings say: their name, and whether methods are cached, absent when they leave that open."""

    name: str
    is_on: Reading[bool]


@dataclass(slots=True)
class StageCache:
    """The settings of one stage by methodPath without the first slash.

    `on` and `off` give for each group the name of its first settings that may switch caching on, and off.
    """

    by_path: dict[str, Caching] = field(default_factory=dict[str, Caching])
    on: dict[str, str] = field(default_factory=dict[str, str])
    off: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, path: Reading[str], source: Resource | None, caching: Caching) -> None:
        """Enter settings; `source` is the resource of the API their path comes from."""
        groups = [ALL]
        if isinstance(path, Known):
            # A slash within the path may be written ~1, as in the patches of AWS.
            name = path.value.replace("~1", "/").strip("/")
            self.by_path[name] = caching
            groups += [] if name.startswith("*/") else [WITH_PATH]
        else:
            groups += [WITHOUT_PATH, source.urn if source else UNTOLD]
        for group in groups:
            if isinstance(caching.is_on, Unknown) or caching.is_on == Known(value=True):
                self.on.setdefault(group, caching.name)
            if isinstance(caching.is_on, Unknown) or caching.is_on == Known(value=False):
                self.off.setdefault(group, caching.name)


def api_key(stack: Stack, part: Resource) -> str:
    """What tells the API of a resource from others: its URN, or the id of one of another stack, or "" for neither."""
    api = api_of(stack, part)
    return api.urn if api else part.known_text("restApi") or part.known_text("restApiId")


def caches_of_api(stack: Stack, key: str) -> list[StageCache]:
    """The caches of the stages of an API, by its `api_key`."""
    return list(stack.once(_by_api).get(key, {}).values())


def is_any_on(stack: Stack) -> bool:
    """Whether any stage may cache at all."""
    return stack.once(_is_any_on)


def _is_any_on(stack: Stack) -> bool:
    return any(ALL in cache.on for of_api in stack.once(_by_api).values() for cache in of_api.values())


def _by_api(stack: Stack) -> Mapping[str, Mapping[str, StageCache]]:
    """By API and stage; a stage is told by its name, or by its URN while that is not known."""
    stage_of = {
        settings.urn: stage
        for stage in stack.of_type(REST_STAGE)
        for settings in settings_of_stage(stack, stage).certain
    }
    found: dict[str, dict[str, StageCache]] = {}
    for settings in stack.of_type(REST_METHOD_SETTINGS):
        stage = stage_of.get(settings.urn)
        key = settings.known_text("stageName") or (stage.known_text("stageName") or stage.urn if stage else "")
        cache = found.setdefault(api_key(stack, settings), {}).setdefault(key, StageCache())
        source = stack.linked(settings, "methodPath", REST_RESOURCE)
        cache.add(settings.at("methodPath").text(), source, Caching(settings.name, _is_on(settings, stage)))
    return found


def _is_on(settings: Resource, stage: Resource | None) -> Reading[bool]:
    """Whether settings cache: a stage without a cache does not, and with a lifetime of 0 nothing is kept."""
    caching = settings.at("settings", "cachingEnabled").flag()
    if caching != Known(value=True):
        return caching
    if settings.at("settings", "cacheTtlInSeconds").number() == Known(0.0):
        return Known(value=False)
    cluster = stage.at("cacheClusterEnabled").flag() if stage else caching
    return Known(value=False) if isinstance(cluster, Absent) else cluster
