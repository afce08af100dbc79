"""How much of the quotas of AWS a stack uses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from components.knowledge import account_load, limits
from gateway_policies.belonging import parts_of
from gateway_policies.resource_types import (
    AUTHORIZER,
    INTEGRATION,
    REST_API,
    REST_AUTHORIZER,
    REST_RESOURCE,
    REST_VPC_LINK,
    VPC_LINK,
)
from gateway_policies.tls.domain_mappings import DOMAINS, domain_mappings
from report.first_deployment import Deployment, first_deployment
from report.use import Use

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from components.knowledge.limits import Quota
    from gateway_policies.enforcement import Enforcement
    from gateway_policies.resources import Stack
    from report.apis import Api
    from report.preview_resources import Preview

_BY_KIND: Mapping[str, Mapping[str, Quota]] = {
    "HTTP": limits.HTTP,
    "REST": limits.REST,
    "WebSocket": limits.WEBSOCKET,
}


@dataclass(frozen=True)
class LimitsUsed:
    """The figures of a stack, by what they are of."""

    account: list[Use]
    domains: list[Use]
    """The mappings of each domain name."""
    apis: dict[str, list[Use]]
    deployment: Deployment


def limits_used(preview: Preview, apis: Sequence[Api], enforcement: Mapping[str, Enforcement]) -> LimitsUsed:
    """Everything that is counted."""
    return LimitsUsed(
        account=[*_of_account(preview.resources, apis, preview.region, enforcement)],
        domains=[*_mappings(preview.resources)],
        apis={api.name: [*_of_api(preview.resources, api)] for api in apis},
        deployment=first_deployment(preview.resources),
    )


def _of_api(stack: Stack, api: Api) -> Iterator[Use]:
    quotas = _BY_KIND[api.kind]
    is_rest = api.resource.type == REST_API
    if is_rest:
        paths = len(parts_of(stack, api.resource, REST_RESOURCE).certain)
        described = {one.route.path for one in api.routes} - {"/", ""}
        yield _use("paths", max(paths, len(described)), quotas["resources"])
    else:
        made = len(parts_of(stack, api.resource, INTEGRATION).certain)
        yield _use("routes", len(api.routes), quotas["routes"])
        yield _use("integrations", made or len({one.route.backend for one in api.routes}), quotas["integrations"])
    authorizers = parts_of(stack, api.resource, REST_AUTHORIZER if is_rest else AUTHORIZER).certain
    yield _use("authorizers", len(authorizers), quotas["authorizers"])
    yield _use("stages", len(api.stages), quotas["stages"])


def _use(what: str, used: float, quota: Quota) -> Use:
    return Use(what, used, quota.value, "can be raised" if quota.raisable else "fixed")


def _mappings(stack: Stack) -> Iterator[Use]:
    of_domain = domain_mappings(stack).of_domain
    for domain in sorted(stack.of_type(*DOMAINS), key=lambda one: one.name):
        name = domain.known_text("domainName") or domain.name
        yield _use(name, len(of_domain.get(domain.urn, ())), limits.ACCOUNT["multi-level mappings"])


def _of_account(
    stack: Stack, apis: Sequence[Api], region: str, enforcement: Mapping[str, Enforcement]
) -> Iterator[Use]:
    """What the stack takes of what all stacks of the account share in a Region."""
    granted = cast("float", enforcement["stage-limits-sum"].settings["accountRateLimit"])
    rates = [stage.throttle.rate for api in apis for stage in api.stages if stage.throttle]
    without = sum(stage.throttle is None for api in apis for stage in api.stages)
    note = f"the throttles together, but for {without} stages without one" if without else "the throttles together"
    raised = "raised by AWS" if granted else "can be raised"
    yield Use("requests per second", sum(rates), granted or account_load.account_rate(region), f"{note}; {raised}")
    for what, kind, quota in (
        ("VPC links", VPC_LINK, limits.HTTP["VPC links"]),
        ("VPC links of the first version", REST_VPC_LINK, limits.REST["VPC links"]),
    ):
        if made := stack.of_type(kind):
            yield _use(what, len(made), quota)
