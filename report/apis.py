"""The APIs of a stack: where each answers, its stages, and its routes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gateway_policies.belonging import parts_of
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import API, REST_API, REST_STAGE, STAGE, WEB_ACL
from gateway_policies.waf.web_acl_associations import ASSOCIATIONS, protected
from report.addresses import Address, Tls, addresses
from report.document_routes import document_routes
from report.routes import Route, made_routes
from report.throttles import Throttle, route_throttle, stage_throttle

if TYPE_CHECKING:
    from gateway_policies.resources import Resource, Stack
    from report.preview_resources import Preview
    from report.reasons import Reasons

LOGGED_TO = {
    "aws:cloudwatch/logGroup:LogGroup": "log group",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": "stream",
}


@dataclass(frozen=True)
class Stage:
    """One stage of an API; a text says what there is, and is "" where there is nothing."""

    name: str
    throttle: Throttle | None
    access_logs: str
    web_acl: str


@dataclass(frozen=True)
class ServedRoute:
    """A route, with how many requests it takes at each stage by the stage's name."""

    route: Route
    throttles: dict[str, Throttle | None]

    @property
    def told(self) -> dict[str, Throttle | None]:
        """Its throttles by stage, and one by "" where that is the same at all of them."""
        return {"": next(iter(self.throttles.values()))} if len({*self.throttles.values()}) == 1 else self.throttles


@dataclass(frozen=True)
class Api:
    """One API."""

    resource: Resource
    kind: str
    """HTTP, REST or WebSocket."""
    description: str
    addresses: list[Address]
    stages: list[Stage]
    routes: list[ServedRoute]
    unread: list[str]
    """What keeps routes from being read, as clauses."""

    @property
    def name(self) -> str:
        """The name in the program."""
        return self.resource.name

    @property
    def is_private(self) -> bool:
        """Whether only VPC endpoints lead to it."""
        return self.resource.at("endpointConfiguration", "types").text() == Known("PRIVATE")

    @property
    def floors(self) -> dict[str, Tls]:
        """The TLS of its addresses by domain, and one by "" where that is the same at all of them."""
        found = {one.domain if one.is_own else "address of AWS": one.tls for one in self.addresses}
        return {"": self.addresses[0].tls} if len({*found.values()}) == 1 else found

    @property
    def open_routes(self) -> list[Route]:
        """The routes that anyone may call."""
        return [one.route for one in self.routes if one.route.access.is_open]


def apis_of(preview: Preview, reasons: Reasons) -> list[Api]:
    """All APIs of the stack, by their names."""
    found = [_read(preview, api, reasons) for api in preview.resources.of_type(API, REST_API)]
    return sorted(found, key=lambda one: one.name)


def _read(preview: Preview, api: Resource, reasons: Reasons) -> Api:
    stack = preview.resources
    stages = parts_of(stack, api, STAGE if api.type == API else REST_STAGE).certain
    described = list(document_routes(stack, api, reasons))
    routes = [*made_routes(stack, api, reasons), *(one for one in described if isinstance(one, Route))]
    return Api(
        resource=api,
        kind=kind_of(api),
        description=api.known_text("description"),
        addresses=addresses(stack, api, api.region or preview.region, [_name(one) for one in stages]),
        stages=[_stage(stack, one) for one in stages],
        routes=[
            ServedRoute(route, {_name(one): route_throttle(stack, one, route.key) for one in stages})
            for route in sorted(routes, key=_order)
        ],
        unread=[f"{one.path} {one.reason}" for one in described if isinstance(one, Unknown)],
    )


def kind_of(api: Resource) -> str:
    """HTTP, REST or WebSocket."""
    if api.type == REST_API:
        return "REST"
    return "WebSocket" if api.known_text("protocolType") == "WEBSOCKET" else "HTTP"


def _order(route: Route) -> tuple[str, str]:
    """By path, then by method, so that what belongs together stands together."""
    return route.path, route.key


def _name(stage: Resource) -> str:
    return stage.known_text("stageName" if stage.type == REST_STAGE else "name") or stage.name


def _stage(stack: Stack, stage: Resource) -> Stage:
    return Stage(_name(stage), stage_throttle(stack, stage), _access_logs(stack, stage), _web_acl(stack, stage))


def _access_logs(stack: Stack, stage: Resource) -> str:
    """What they are written to; a new log group's ARN is never known before `up`."""
    settings = stage.at("accessLogSettings").mapping()
    if isinstance(settings, Unknown):
        return "not known until up"
    destination = stage.at("accessLogSettings", "destinationArn").text()
    if not isinstance(destination, Known | Unknown):
        return ""
    groups = stack.sources(stage, "accessLogSettings", *LOGGED_TO)
    if groups:
        return f"{LOGGED_TO[groups[0].type]} {groups[0].name}"
    return destination.value.rpartition(":")[2] if isinstance(destination, Known) else "yes"


def _web_acl(stack: Stack, stage: Resource) -> str:
    """The name of the web ACL in front of a stage."""
    if stage.urn not in protected(stack).certain:
        return "perhaps: what the associations are for is not known" if protected(stack).maybe(stage) else ""
    for association in stack.of_type(*ASSOCIATIONS):
        if stage in stack.sources(association, "resourceArn", REST_STAGE):
            acl = stack.linked(association, "webAclArn", WEB_ACL)
            return acl.name if acl else "one of another stack"
    return "yes"
