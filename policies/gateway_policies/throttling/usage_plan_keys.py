"""Usage plans count by API key: each has keys, and the methods it limits ask for one."""

from collections.abc import Iterator, Mapping

from gateway_policies.belonging import parts_of
from gateway_policies.documents.body_parts import body_of, operations_of
from gateway_policies.documents.openapi_api_keys import asks_for_key
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import (
    API,
    REST_API,
    REST_API_PUT,
    REST_METHOD,
    REST_STAGE,
    REST_USAGE_PLAN,
    REST_USAGE_PLAN_KEY,
    ROUTE,
    STAGE,
)
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation
from gateway_policies.throttling.plan_stages import plans
from gateway_policies.tls.default_endpoints import puts_of

_KEY = "apiKeyRequired"
_INHERITS = "documentSecurityCounts"
_CONNECT = "$connect"


def _check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    plan_of: dict[str, tuple[Resource, str]] = {}
    for plan, planned in plans(stack):
        keys = stack.referring(plan, "usagePlanId", REST_USAGE_PLAN_KEY)
        if not keys.certain and keys.possible:
            yield undecided(plan, Unknown(f"whether {keys.possible[0].name!r} is a key of the plan", "is not known"))
        elif not keys.certain:
            yield violation(plan, "name", "no UsagePlanKey of this stack gives the plan a key to count by")
        if planned.unread:
            yield undecided(plan, planned.unread)
        for urn, api in planned.apis.items():
            plan_of.setdefault(urn, (api, plan.name))
    for api, plan_name in plan_of.values():
        yield from _check_parts(stack, api, plan_name)
        for owner in (api, *puts_of(stack, api)) if api.type == REST_API else ():
            yield from _check_body(owner, plan_name, inherits=switch(settings, _INHERITS))


def _check_parts(stack: Stack, api: Resource, plan: str) -> Iterator[Finding]:
    kind = REST_METHOD if api.type == REST_API else ROUTE
    for part in parts_of(stack, api, kind).certain:
        keyless = _keyless(part)
        if isinstance(keyless, Unknown):
            yield undecided(part, keyless)
        elif isinstance(keyless, Known):
            yield _unlimited(part, _KEY, f"{_KEY} is {keyless.value}", plan)
    doubtful = stack.once(_of_no_api).get(kind)
    if doubtful:
        yield undecided(api, Unknown(f"whether {doubtful!r}, which asks for no key, is of the API", "is not known"))


def _of_no_api(stack: Stack) -> Mapping[str, str]:
    """By type, the first method or route without a key of which it is not known to which API it belongs."""
    found: dict[str, str] = {}
    for kind, key, api_type in ((REST_METHOD, "restApi", REST_API), (ROUTE, "apiId", API)):
        for part in stack.of_type(kind):
            is_open = isinstance(part.at(key).text(), Unknown) and stack.linked(part, key, api_type) is None
            if is_open and not isinstance(_keyless(part), Absent):
                found.setdefault(kind, part.name)
    return found


def _keyless(part: Resource) -> Reading[str]:
    """What is said of the key of a method or route that needs none; absent where it needs one, or cannot.

    A browser sends the preflight (OPTIONS) without a key, and of a WebSocket API only `$connect` asks for one.
    """
    required = part.at(_KEY).flag()
    if part.type == REST_METHOD:
        place = part.at("httpMethod").text()
        can_ask = place != Known("OPTIONS")
    else:
        place = part.at("routeKey").text()
        can_ask = isinstance(place, Unknown) or place == Known(_CONNECT)
    if required == Known(value=True) or not can_ask:
        return Absent()
    unread = next((one for one in (required, place) if isinstance(one, Unknown)), None)
    return unread or Known("not set" if isinstance(required, Absent) else "false")


def _check_body(owner: Resource, plan: str, *, inherits: bool) -> Iterator[Finding]:
    document = body_of(owner)
    for operation in operations_of(owner):
        if isinstance(operation, Unknown):
            yield undecided(owner, operation)
        elif isinstance(document, Known) and operation.method != "OPTIONS":
            asks = asks_for_key(document.value, operation.value, inherits=inherits)
            if isinstance(asks, Unknown):
                yield undecided(owner, asks)
            elif not asks:
                path = f"{operation.value.path}.security"
                yield _unlimited(owner, path, f"{path} names no scheme of an API key", plan)


def _unlimited(resource: Resource, path: str, found: str, plan: str) -> Finding:
    return violation(resource, path, f"{found}, so that nothing of usage plan {plan!r} limits its callers")


USAGE_PLAN_ENFORCED = Rule(
    name="usage-plan-enforced",
    group="throttling",
    severity="high",
    level="advisory",
    title="A usage plan limits nobody",
    why="The limits of a plan hold for each of its API keys: without a key, and for methods that ask for none, they "
    "do not exist.",
    fix="Set apiKeyRequired to true on the methods of the API (in a body, a security scheme of type apiKey named "
    "x-api-key), and make an aws.apigateway.UsagePlanKey for each customer.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html",
    controls=("OWASP API4:2023", "OWASP API6:2023"),
    check_stack=_check,
    stack_types=(
        REST_USAGE_PLAN,
        REST_USAGE_PLAN_KEY,
        REST_API,
        REST_API_PUT,
        REST_METHOD,
        REST_STAGE,
        API,
        ROUTE,
        STAGE,
    ),
    settings={
        _INHERITS: Setting(
            default=False,
            description="whether the security of a document counts for operations without their own",
        ),
    },
)

RULES = (USAGE_PLAN_ENFORCED,)
