"""What the web ACLs of a stack stand in front of: stages of REST APIs and load balancers."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gateway_policies.belonging import api_of, parts_of
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import (
    API,
    LOAD_BALANCERS,
    REGIONAL_WEB_ACL_ASSOCIATION,
    REST_API,
    REST_STAGE,
    STAGE,
    USER_POOL,
    WEB_ACL_ASSOCIATION,
)
from gateway_policies.resources import Resource, Stack

ASSOCIATIONS = (WEB_ACL_ASSOCIATION, REGIONAL_WEB_ACL_ASSOCIATION)

_STAGE_ARN = re.compile(r"arn:[^:]+:apigateway:[^:]*:[^:]*:/restapis/([^/]+)/stages/([^/]+)")
# What an association can be for, and what is none of it but may lie upstream of those that are.
_TARGETS = (REST_STAGE, REST_API, STAGE, API, USER_POOL, *LOAD_BALANCERS)


@dataclass(slots=True)
class Protected:
    """The URNs of what certainly has a web ACL, and of what may have one with the name of the association.

    `untold` is the first association of which nothing tells what it is for.
    """

    certain: set[str] = field(default_factory=set[str])
    possible: dict[str, str] = field(default_factory=dict[str, str])
    untold: str = ""

    def maybe(self, resource: Resource) -> str:
        """The name of an association that may be for a resource, or ""."""
        return self.possible.get(resource.urn, self.untold)


def protected(stack: Stack) -> Protected:
    """What the web ACLs of a stack stand in front of."""
    return stack.once(_protected)


def sources_of(stack: Stack, association: Resource) -> list[Resource]:
    """What the ARN of an association comes from: the nearest resources, so that what lies behind them is not taken."""
    return stack.sources(association, "resourceArn", *_TARGETS)


def _protected(stack: Stack) -> Protected:
    found = Protected()
    for association in stack.of_type(*ASSOCIATIONS):
        sources = sources_of(stack, association)
        targets = _targets(stack, association, sources)
        if len(targets) == 1:
            found.certain.add(targets[0].urn)
        for target in targets:
            found.possible.setdefault(target.urn, association.name)
        if not sources and isinstance(association.at("resourceArn").text(), Unknown):
            found.untold = found.untold or association.name
    return found


def _targets(stack: Stack, association: Resource, sources: list[Resource]) -> list[Resource]:
    """The stages and load balancers an association may be for: one when that is certain."""
    arn = association.at("resourceArn").text()
    place = _STAGE_ARN.fullmatch(arn.value) if isinstance(arn, Known) else None
    if place and (place[1], place[2]) in stack.once(_stages_by_place):
        return [stack.once(_stages_by_place)[place[1], place[2]]]
    if isinstance(arn, Known):
        balancers = [
            one for kind in LOAD_BALANCERS for key in ("id", "arn") for one in stack.with_text(kind, key, arn.value)
        ]
        if balancers:
            return balancers[:1]
    targets = [one for one in sources if one.type in {REST_STAGE, *LOAD_BALANCERS}]
    if not targets:
        apis = [one for one in sources if one.type == REST_API]
        targets = [stage for api in apis for stage in parts_of(stack, api, REST_STAGE).certain]
    if place:
        targets = [one for one in targets if one.known_text("stageName") in {"", place[2]}]
    return targets


def _stages_by_place(stack: Stack) -> Mapping[tuple[str, str], Resource]:
    """The REST stages by the id of their API and their name."""
    found: dict[tuple[str, str], Resource] = {}
    for stage in stack.of_type(REST_STAGE):
        api = api_of(stack, stage)
        api_id = (api.id or api.known_text("id")) if api else stage.known_text("restApi")
        found[api_id, stage.known_text("stageName")] = stage
    return found
