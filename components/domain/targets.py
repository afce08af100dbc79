"""What a domain leads to: an API of this program, or one of another stack. Pure: no Pulumi resource."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pulumi

from components.http_api.api import HttpApi
from components.knowledge.kinds import Kind
from components.problems import Problem, did_you_mean, missing_keys, unknown_keys
from components.rest_api.api import RestApi
from components.websocket_api.api import WebSocketApi


class ApiReference(TypedDict):
    """A stage of an API that another stack made, or a further stage of an API of this one."""

    kind: str
    """`HTTP`, `REST` or `WEBSOCKET`: an identifier does not tell, and what a domain may do depends on it."""
    api_id: pulumi.Input[str]
    """Identifier of the API in AWS."""
    stage: pulumi.Input[str]
    """Name of the stage."""
    endpoint: NotRequired[str]
    """Endpoint of a REST API: `REGIONAL`, `EDGE` or `PRIVATE`. REGIONAL by default."""
    default_endpoint_disabled: NotRequired[bool]
    """Whether the address that AWS gives the API answers nothing. False by default."""


if TYPE_CHECKING:
    ApiTarget = HttpApi | RestApi | WebSocketApi | ApiReference
    """An API of this program, by its own stage, or a reference to a stage."""
else:
    # Pulumi's schema of components has no unions. For other languages the property is an input of any type.
    ApiTarget = pulumi.Input[Any]


@dataclass(frozen=True)
class Target:
    """A stage as a domain needs it."""

    title: str
    """What errors call the API, such as `HTTP API "orders"`."""
    kind: Kind
    api_id: pulumi.Input[str]
    stage: pulumi.Input[str]
    default_endpoint_disabled: bool
    endpoint: str = "REGIONAL"
    component: object = None
    """The API itself, where it is one of this program."""


def resolve(where: str, given: object) -> Target | list[Problem]:
    """The target that was given at `where`, or everything wrong with it."""
    if isinstance(given, HttpApi):
        return _component(given, Kind.HTTP, closed=given.default_endpoint_disabled)
    if isinstance(given, RestApi):
        return _component(given, Kind.REST, closed=given.default_endpoint_disabled, endpoint=given.endpoint)
    if isinstance(given, WebSocketApi):
        return _component(given, Kind.WEBSOCKET, closed=False)
    if isinstance(given, Mapping):
        reference: Mapping[str, Any] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
        return _reference(where, reference)
    allowed = "an HttpApi, a RestApi, a WebSocketApi, or an ApiReference"
    return [Problem(where, f"{type(given).__name__} {given!r}", allowed, "pass the API itself")]


def _component(
    api: HttpApi | RestApi | WebSocketApi, kind: Kind, *, closed: bool, endpoint: str = "REGIONAL"
) -> Target:
    title = f'{kind.title} "{api.pulumi_resource_name}"'
    return Target(title, kind, api.api_id, api.stage_name, closed, endpoint, api)


def _reference(where: str, given: Mapping[str, Any]) -> Target | list[Problem]:
    found = [*missing_keys(where, given, ("kind", "api_id", "stage")), *unknown_keys(where, given, ApiReference)]
    kinds = [kind.value for kind in Kind]
    if "kind" in given and given["kind"] not in kinds:
        remedy = did_you_mean(str(given["kind"]).upper(), kinds, "use one of them")
        found.append(Problem(where, f"kind {given['kind']!r}", ", ".join(kinds), remedy))
    endpoints = ("REGIONAL", "EDGE", "PRIVATE")
    if given.get("endpoint", "REGIONAL") not in endpoints:
        found.append(Problem(where, f"endpoint {given['endpoint']!r}", ", ".join(endpoints), "use one of them"))
    if found:
        return found
    kind = Kind(given["kind"])
    name = given["api_id"] if isinstance(given["api_id"], str) else "of another stack"
    return Target(
        f"{kind.title} {name}",
        kind,
        given["api_id"],
        given["stage"],
        bool(given.get("default_endpoint_disabled")),
        given.get("endpoint", "REGIONAL"),
    )
