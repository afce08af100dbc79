"""How much of AWS' quotas the APIs of a stack use, and how long its first deployment lasts by AWS' rates alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from components.knowledge import account_load, limits
from gateway_policies import resource_types as types
from gateway_policies.belonging import parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from components.knowledge.limits import Quota
    from gateway_policies.resources import Resource, Stack
    from report.routes import Api

_PARTS = {
    "routes": types.ROUTE,
    "integrations": types.INTEGRATION,
    "stages": types.STAGE,
    "authorizers": types.AUTHORIZER,
}
_REST_PARTS = {"resources": types.REST_RESOURCE, "stages": types.REST_STAGE, "authorizers": types.REST_AUTHORIZER}
_OF_ACCOUNT = {
    "API keys": (types.REST_API_KEY,),
    "usage plans": (types.REST_USAGE_PLAN,),
    "public domains": (types.DOMAIN_NAME, types.REST_DOMAIN_NAME),
    "regional APIs": (types.REST_API, types.API),
}
_OPERATIONS: Mapping[str, str] = {
    types.API: "CreateApi",
    types.ROUTE: "CreateRoute",
    types.INTEGRATION: "CreateIntegration",
    types.STAGE: "CreateStage",
    types.AUTHORIZER: "CreateAuthorizer",
    types.API_MAPPING: "CreateApiMapping",
    types.DOMAIN_NAME: "CreateDomainName",
    types.VPC_LINK: "CreateVpcLink",
    types.REST_API: "CreateRestApi",
    types.REST_API_KEY: "CreateApiKey",
    types.REST_DEPLOYMENT: "CreateDeployment",
    types.REST_DOMAIN_NAME: "CreateDomainName",
    types.REST_INTEGRATION: "PutIntegration",
    types.REST_METHOD: "PutMethod",
    types.REST_RESOURCE: "CreateResource",
    types.REST_STAGE: "CreateStage",
    types.REST_USAGE_PLAN: "CreateUsagePlan",
    types.REST_VPC_LINK: "CreateVpcLink",
}


@dataclass(frozen=True)
class Used:
    """How much of a quota is used."""

    whose: str
    what: str
    count: float
    quota: int
    source: str

    @property
    def share(self) -> float:
        """From 0, and above 1 where it is too much."""
        return self.count / self.quota

    @property
    def is_near(self) -> bool:
        """Whether little is left."""
        return self.share >= limits.WARNING_SHARE


def limits_used(stack: Stack, apis: list[Api], region: str) -> list[Used]:
    """Each quota of which something is used, the fullest first; nothing of an account beside this stack is known."""
    found = [*_of_apis(stack), *_of_account(stack), *_of_domains(stack)]
    rates = sum(api.stage.throttle[0] for api in apis if api.stage.throttle)
    rate = account_load.account_rate(region)
    found.append(
        Used("account", "requests per second that throttles let in together", rates, rate, account_load.RATES_SOURCE)
    )
    return sorted((one for one in found if one.count), key=lambda one: (-one.share, one.whose, one.what))


def first_deployment(stack: Stack) -> tuple[int, float]:
    """Calls of the control plane that make all of it, and the seconds that AWS takes for them by its rates alone."""
    calls = Counter(_OPERATIONS[one.type] for one in stack.resources if one.type in _OPERATIONS)
    return calls.total(), account_load.seconds_of_calls(calls)


def _of_apis(stack: Stack) -> Iterator[Used]:
    for api in stack.of_type(types.API):
        socket = api.known_text("protocolType") == "WEBSOCKET"
        quotas = limits.WEBSOCKET if socket else limits.HTTP
        yield from _parts(stack, api, _PARTS, quotas)
    for api in stack.of_type(types.REST_API):
        yield from _parts(stack, api, _REST_PARTS, limits.REST)


def _parts(stack: Stack, api: Resource, parts: Mapping[str, str], quotas: Mapping[str, Quota]) -> Iterator[Used]:
    for what, kind in parts.items():
        if what in quotas:
            yield _used(api.name, what, len(parts_of(stack, api, kind).certain), quotas[what])


def _of_account(stack: Stack) -> Iterator[Used]:
    for what, kinds in _OF_ACCOUNT.items():
        yield _used("account", what, len(stack.of_type(*kinds)), limits.ACCOUNT[what])
    yield _used("account", "VPC links", len(stack.of_type(types.VPC_LINK)), limits.HTTP["VPC links"])


def _of_domains(stack: Stack) -> Iterator[Used]:
    mappings = Counter(
        domain.known_text("domainName")
        for mapping in stack.of_type(types.API_MAPPING)
        if (domain := stack.linked(mapping, "domainName", types.DOMAIN_NAME))
    )
    for domain, count in mappings.items():
        yield _used(domain, "mappings", count, limits.ACCOUNT["multi-level mappings"])


def _used(whose: str, what: str, count: int, quota: Quota) -> Used:
    return Used(whose, what, count, quota.value, quota.source)
