"""Which REST APIs of a stack use something that HTTP APIs do not have.

Counted is what AWS lists for REST APIs alone (http-api-vs-rest of its guide). Not counted is what an HTTP API does in
another way: Cognito authorizers (its JWT authorizers), binaryMediaTypes (it passes binary bodies on by itself),
execution logs (its access logs tell of integration errors, too; a setting counts them), and EDGE where nothing says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gateway_policies.belonging import API_OF, api_of
from gateway_policies.hygiene.reasons import named
from gateway_policies.hygiene.rest_documents import has_operations
from gateway_policies.hygiene.rest_parts import REASONS, of_domain
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import (
    DELIVERY_STREAM,
    LOG_GROUP,
    REST_API,
    REST_API_PUT,
    REST_METHOD,
    REST_METHOD_SETTINGS,
    REST_STAGE,
    ROUTING_RULE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.throttling.plan_stages import plans
from gateway_policies.tls.domain_mappings import domain_mappings
from gateway_policies.waf.web_acl_associations import protected


@dataclass(slots=True)
class Features:
    """By URN of an API what only REST has, what leaves that open, and its execution logs; and the APIs with a method.

    `untold` is a part of which it is not known whose it is.
    """

    found: dict[str, str] = field(default_factory=dict[str, str])
    unread: dict[str, Unknown] = field(default_factory=dict[str, Unknown])
    logs: dict[str, Reading[str]] = field(default_factory=dict[str, Reading[str]])
    with_methods: set[str] = field(default_factory=set[str])
    untold: Unknown | None = None

    def enter(self, api: Resource, part: Resource, reasons: Iterable[Reading[str]]) -> None:
        """Enter the reasons in a part of an API."""
        for reason in reasons:
            if isinstance(reason, Known):
                self.found.setdefault(api.urn, f"{reason.value} of {part.name!r}")
            elif isinstance(reason, Unknown):
                self.unread.setdefault(api.urn, reason if part is api else _of(reason, part))


def features(stack: Stack) -> Features:
    """What the REST APIs of a stack use."""
    return stack.once(_index)


def _index(stack: Stack) -> Features:
    found = Features()
    for part in stack.of_type(*REASONS):
        reasons = REASONS[part.type](part)
        api = part if part.type == REST_API else api_of(stack, part)
        if api:
            found.enter(api, part, reasons)
            if part.type == REST_METHOD or (part.type in {REST_API, REST_API_PUT} and has_operations(part)):
                found.with_methods.add(api.urn)
        elif _is_open(part) and any(not isinstance(reason, Absent) for reason in reasons):
            found.untold = found.untold or Unknown(f"whether {part.name!r} is of the API", "is not known")
    _enter_stages(stack, found)
    _enter_plans(stack, found)
    _enter_domains(stack, found)
    return found


def _enter_stages(stack: Stack, found: Features) -> None:
    """Enter what stands before and behind stages: web ACLs and logs."""
    acls = protected(stack)
    for stage in stack.of_type(REST_STAGE):
        api = api_of(stack, stage)
        if api and stage.urn in acls.certain:
            found.enter(api, stage, [Known("the web ACL")])
        elif api and (maybe := acls.maybe(stage)):
            found.unread.setdefault(api.urn, Unknown(f"whether {maybe!r} is for {stage.name!r}", "is not known"))
        streams = stack.sources(stage, "accessLogSettings", DELIVERY_STREAM, LOG_GROUP)
        if api and any(one.type == DELIVERY_STREAM for one in streams):
            found.enter(api, stage, [Known("accessLogSettings.destinationArn")])
    for settings in stack.of_type(REST_METHOD_SETTINGS):
        api, logs = api_of(stack, settings), settings.at("settings", "loggingLevel")
        level = logs.text()
        if api and not isinstance(level, Absent) and level not in (Known("OFF"), Known("")):
            found.logs.setdefault(api.urn, _of(level, settings) if isinstance(level, Unknown) else named(level, logs))


def _enter_plans(stack: Stack, found: Features) -> None:
    for plan, planned in plans(stack):
        for api in planned.apis.values():
            found.enter(api, plan, [Known("apiStages")])
        if planned.unread:
            found.untold = found.untold or _of(planned.unread, plan)


def _enter_domains(stack: Stack, found: Features) -> None:
    """Enter routing rules, whose target is a REST API alone, and the domain names of APIs."""
    for mapping in (one for of_api in domain_mappings(stack).of_api.values() for one in of_api):
        rule = [Known("actions")] if mapping.resource.type == ROUTING_RULE else []
        for api in mapping.apis:
            found.enter(api, mapping.resource, rule)
            if mapping.domain:
                found.enter(api, mapping.domain, of_domain(mapping.domain))


def _is_open(part: Resource) -> bool:
    return isinstance(part.at(API_OF[part.type][0]).text(), Unknown)


def _of(unknown: Unknown, part: Resource) -> Unknown:
    return Unknown(f"{unknown.path} of {part.name!r}", unknown.reason)
