"""Which APIs and stages a usage plan is for."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway_policies.belonging import api_of, parts_of
from gateway_policies.reading import Known, Reading, Unknown
from gateway_policies.resource_types import API, REST_API, REST_STAGE, REST_USAGE_PLAN, STAGE
from gateway_policies.resources import Resource, Stack

_KEY = "apiStages"
_APIS = (REST_API, API)
# The type of the stages of an API, and the property that names one.
_STAGES: Mapping[str, tuple[str, str]] = {REST_API: (REST_STAGE, "stageName"), API: (STAGE, "name")}


@dataclass(slots=True)
class Planned:
    """What a usage plan is for.

    `apis` are the APIs of this stack by URN, `others` the ids of APIs of other stacks; `stages` are URNs of stages it
    certainly names, `possible` of those it may name. `unread` is a value that leaves open what else it is for.
    """

    apis: dict[str, Resource] = field(default_factory=dict[str, Resource])
    others: list[str] = field(default_factory=list[str])
    stages: set[str] = field(default_factory=set[str])
    possible: set[str] = field(default_factory=set[str])
    unread: Unknown | None = None


def plans(stack: Stack) -> list[tuple[Resource, Planned]]:
    """The usage plans of a stack, each with what it is for."""
    return stack.once(_plans)


def _plans(stack: Stack) -> list[tuple[Resource, Planned]]:
    return [(plan, _read(stack, plan)) for plan in stack.of_type(REST_USAGE_PLAN)]


def _read(stack: Stack, plan: Resource) -> Planned:
    """Ids that are not known yet come from the resources that `apiStages` depends on; a stage among them is named."""
    planned = Planned()
    sources: dict[str, Resource] = {}
    for source in stack.sources(plan, _KEY, *_APIS, REST_STAGE, STAGE):
        is_api = source.type in _APIS
        api = source if is_api else api_of(stack, source)
        if api:
            sources[api.urn] = api
        if not is_api:
            planned.stages.add(source.urn)
    items = plan.at(_KEY).items()
    if isinstance(items, Unknown):
        planned.apis.update(sources)
        planned.possible.update(stage.urn for api in sources.values() for stage in _stages_of(stack, api))
        planned.unread = None if sources else items
    entries = items.value if isinstance(items, Known) else []
    unknown = [item for item in entries if isinstance(item.at("apiId").text(), Unknown)]
    # A known id may be of a source whose own is not known, unless the unknown ids account for all sources.
    without_id = [api for api in sources.values() if not (api.id or api.known_text("id"))]
    candidates = [] if len(unknown) >= len(sources) else without_id
    names: Counter[str] = Counter()
    unmatched: list[str] = []
    for item in entries:
        api_id = item.at("apiId").text()
        own = _with_id(stack, api_id.value) if isinstance(api_id, Known) else []
        if isinstance(api_id, Known):
            found = own or candidates
            unmatched += [] if own else [api_id.value]
        else:
            found = [*sources.values()] if isinstance(api_id, Unknown) else []
        planned.apis.update((api.urn, api) for api in found)
        if not found and not isinstance(api_id, Known):
            unset = Unknown(f"{item.path}.apiId", "is not set, so the API cannot be told")
            planned.unread = planned.unread or (api_id if isinstance(api_id, Unknown) else unset)
        _read_stage(stack, planned, item.at("stage").text(), found, names if len(found) > 1 else Counter())
    planned.others += list(dict.fromkeys(unmatched))[len(candidates) :]
    planned.possible -= planned.stages
    return planned


def _read_stage(stack: Stack, planned: Planned, name: Reading[str], apis: list[Resource], names: Counter[str]) -> None:
    """The stage an item names, of one of these APIs; `names` counts how often a name has been read of several."""
    if isinstance(name, Known):
        names[name.value] += 1
        stages = [one for api in apis for one in stack.once(_by_name).get((api.urn, name.value), ())]
        # Where no fewer items give the name than there are stages of it, it is all of them.
        certain = len(stages) <= names[name.value]
        (planned.stages if certain else planned.possible).update(stage.urn for stage in stages)
        return
    stages = [stage for api in apis for stage in _stages_of(stack, api)]
    if not any(stage.urn in planned.stages for stage in stages):
        planned.possible.update(stage.urn for stage in stages)


def _with_id(stack: Stack, api_id: str) -> list[Resource]:
    return [api for kind in _APIS for api in stack.with_text(kind, "id", api_id)][:1]


def _stages_of(stack: Stack, api: Resource) -> list[Resource]:
    return parts_of(stack, api, _STAGES[api.type][0]).certain


def _by_name(stack: Stack) -> Mapping[tuple[str, str], list[Resource]]:
    """The stages of APIs by the URN of the API and their name."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for kind, key in _STAGES.values():
        for stage in stack.of_type(kind):
            api = api_of(stack, stage)
            if api:
                found.setdefault((api.urn, stage.known_text(key)), []).append(stage)
    return found
