"""REST APIs that could be HTTP APIs, which cost less per request."""

from collections.abc import Iterator

from gateway_policies.hygiene.rest_features import features
from gateway_policies.hygiene.rest_parts import REASONS
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    DELIVERY_STREAM,
    DOMAIN_NAME,
    LOG_GROUP,
    REST_API,
    REST_BASE_PATH_MAPPING,
    REST_DOMAIN_NAME,
    REST_METHOD_SETTINGS,
    REST_USAGE_PLAN,
    ROUTING_RULE,
)
from gateway_policies.resources import Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, number, switch, undecided, violation
from gateway_policies.waf.web_acl_associations import ASSOCIATIONS

# US dollars for a million requests in us-east-1, in the first tier (333 million a month of REST, 300 million of HTTP).
# Read in November 2026. Source: https://aws.amazon.com/api-gateway/pricing/
_REST_PRICE = 3.50
_HTTP_PRICE = 1.00
_MILLION = 1_000_000

_REQUESTS = "requestsPerMonth"
_LOGS = "executionLogsCount"


def _check(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """An API without a method in this stack has its methods elsewhere, so that nothing is said of it."""
    used = features(stack)
    for api in stack.of_type(REST_API):
        logs = used.logs.get(api.urn)
        counted = logs if switch(settings, _LOGS) else None
        if api.urn in used.found or isinstance(counted, Known) or api.urn not in used.with_methods:
            continue
        unread = used.unread.get(api.urn, used.untold) or (counted if isinstance(counted, Unknown) else None)
        if unread:
            yield undecided(api, unread)
        else:
            but = " but execution logs" if isinstance(logs, Known) else ""
            message = f"it uses nothing that only a REST API has{but}: {_saving(number(settings, _REQUESTS))}"
            yield violation(api, "name", message)


def _saving(requests: float) -> str:
    millions = requests / _MILLION
    rest, http = millions * _REST_PRICE, millions * _HTTP_PRICE
    return (
        f"{requests:,.0f} requests a month cost {rest:,.2f} USD, and {http:,.2f} USD with an HTTP API, "
        f"which saves {rest - http:,.2f} USD a month (us-east-1)"
    )


REST_API_COULD_BE_HTTP = Rule(
    name="rest-api-could-be-http",
    group="hygiene",
    severity="low",
    level="advisory",
    title="A REST API could be an HTTP API",
    why="An HTTP API costs less than a third per request; a REST API is worth its price for what only it has: API keys "
    "and usage plans, validation, caching, templates, AWS WAF, resource policies, private and edge endpoints, X-Ray "
    "and canary releases.",
    fix="Make it an aws.apigatewayv2.Api with protocolType HTTP, or exempt it in the enforcement file with the reason "
    "for REST.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html",
    check_stack=_check,
    stack_types=(
        *REASONS,
        REST_METHOD_SETTINGS,
        REST_USAGE_PLAN,
        REST_BASE_PATH_MAPPING,
        REST_DOMAIN_NAME,
        DOMAIN_NAME,
        API_MAPPING,
        API,
        ROUTING_RULE,
        DELIVERY_STREAM,
        LOG_GROUP,
        *ASSOCIATIONS,
    ),
    settings={
        _REQUESTS: Setting(
            10_000_000, "the requests of a month for which the saving is told, at prices that hold up to 300 million"
        ),
        _LOGS: Setting(
            default=False, description="whether execution logs, which HTTP APIs do not have, are a reason for REST"
        ),
    },
)

RULES = (REST_API_COULD_BE_HTTP,)
