"""Caches of REST stages: renewed by callers who may only, and switched on at all where that is wanted."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_METHOD_SETTINGS, REST_STAGE
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation
from gateway_policies.switches import demand, may_be_on

_REFUSAL = "FAIL_WITH_403"


def _check_invalidation(settings: Resource, rule_settings: Settings) -> Iterator[Finding]:
    """Unless it is told not to, AWS demands authorization of a caller who renews an entry."""
    caching = settings.at("settings", "cachingEnabled").flag()
    if not may_be_on(caching):
        return
    authorized = settings.at("settings", "requireAuthorizationForCacheControl")
    if not isinstance(authorized.reading, Absent):
        yield from demand(settings, authorized, caching, "settings.cachingEnabled is true and ")
    if switch(rule_settings, "refuse"):
        yield from _demand_refusal(settings, caching)


def _demand_refusal(settings: Resource, caching: Reading[bool]) -> Iterator[Finding]:
    value = settings.at("settings", "unauthorizedCacheControlHeaderStrategy")
    strategy = value.text()
    if strategy == Known(_REFUSAL):
        return
    unread = next((one for one in (strategy, caching) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(settings, unread)
    else:
        found = strategy.value if isinstance(strategy, Known) else "not set"
        yield violation(settings, value.path, f"{value.path} is {found}, it must be {_REFUSAL}")


def _check_stage(stage: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from demand(stage, stage.at("cacheClusterEnabled"))


def _check_settings(settings: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from demand(settings, settings.at("settings", "cachingEnabled"))


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html"

CACHE_ENABLED = Rule(
    name="cache-enabled",
    group="data-protection",
    severity="low",
    level="disabled",
    title="Responses are not cached",
    why="Without a cache each call reaches the backend; but a cache costs by the hour and makes responses stale, so "
    "that only some want it everywhere.",
    fix="Set cacheClusterEnabled of the stage and settings.cachingEnabled of its MethodSettings to true.",
    source=_SOURCE,
    controls=(
        "checkov CKV_AWS_120",
        "checkov CKV_AWS_225",
        "trivy AWS-0190",
        "awsguard apigateway-stage-cached",
        "awsguard apigateway-method-cached-and-encrypted",
        "cdk-nag APIGWCacheEnabledAndEncrypted",
        "cfn-guard API_GW_CACHE_ENABLED_AND_ENCRYPTED",
        "Config api-gw-cache-enabled-and-encrypted",
        "cloudsploit apigatewayResponseCaching",
        "OWASP API8:2023",
    ),
    checks={REST_STAGE: _check_stage, REST_METHOD_SETTINGS: _check_settings},
)

CACHE_INVALIDATION_AUTHORIZED = Rule(
    name="cache-invalidation-authorized",
    group="data-protection",
    severity="medium",
    level="mandatory",
    title="Every caller can make a cache fetch anew",
    why="A request with the header Cache-Control: max-age=0 then goes past the cache to the backend and replaces the "
    "entry, as often as anyone likes.",
    fix="Set settings.requireAuthorizationForCacheControl to true, unauthorizedCacheControlHeaderStrategy to "
    "FAIL_WITH_403, and allow execute-api:InvalidateCache to those who need it.",
    source=_SOURCE,
    controls=("OWASP API8:2023",),
    checks={REST_METHOD_SETTINGS: _check_invalidation},
    settings={
        "refuse": Setting(
            default=False,
            description="whether a renewal without authorization must be answered 403, not from the cache",
        ),
    },
)

RULES = (CACHE_ENABLED, CACHE_INVALIDATION_AUTHORIZED)
