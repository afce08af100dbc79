"""What a REST stage keeps in its cache is encrypted."""

from collections.abc import Iterator

from gateway_policies.all_methods import ALL_METHODS, may_be_for_all
from gateway_policies.belonging import settings_of_stage
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.remedies import encrypt_cache
from gateway_policies.resource_types import REST_API, REST_METHOD_SETTINGS, REST_STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.switches import demand, may_be_on


def _check_settings(settings: Resource, _settings: Settings) -> Iterator[Finding]:
    """Where nothing is cached there is nothing to encrypt."""
    caching = settings.at("settings", "cachingEnabled").flag()
    if may_be_on(caching):
        encrypted = settings.at("settings", "cacheDataEncrypted")
        yield from demand(settings, encrypted, caching, "settings.cachingEnabled is true and ")


def _check_stages(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """A stage with a cache says for all its methods that it is encrypted, or that they do not use it."""
    for stage in stack.of_type(REST_STAGE):
        cluster = stage.at("cacheClusterEnabled").flag()
        if may_be_on(cluster):
            yield from _check_stage(stack, stage, cluster)


def _check_stage(stack: Stack, stage: Resource, cluster: Reading[bool]) -> Iterator[Finding]:
    found = "cacheClusterEnabled is true and "
    of_stage = settings_of_stage(stack, stage)
    for settings in of_stage.certain:
        if settings.at("methodPath").text() == Known(ALL_METHODS):
            # Where caching is said to be on or off, the check on the settings alone decides.
            if isinstance(settings.at("settings", "cachingEnabled").flag(), Absent):
                encrypted = settings.at("settings", "cacheDataEncrypted")
                yield from demand(stage, encrypted, cluster, found, f" of {settings.name!r}")
            return
    maybe = [one for one in of_stage.certain if isinstance(one.at("methodPath").text(), Unknown)]
    maybe += [one for one in of_stage.possible if may_be_for_all(one)]
    if isinstance(cluster, Unknown):
        yield undecided(stage, cluster)
    elif maybe:
        yield undecided(stage, Unknown(f"whether {maybe[0].name!r} encrypts the cache", "is not known"))
    else:
        message = f"{found}no MethodSettings with methodPath {ALL_METHODS!r} encrypts the cache"
        yield violation(stage, "cacheClusterEnabled", message)


CACHE_ENCRYPTED = Rule(
    name="cache-encrypted",
    group="data-protection",
    severity="medium",
    level="mandatory",
    title="A cache keeps responses unencrypted",
    why="A cache holds what callers were told for up to an hour, and AWS encrypts it only for methods of which that "
    "was asked.",
    fix="Set settings.cacheDataEncrypted to true in each MethodSettings that caches, and give a stage with a cache a "
    "MethodSettings with methodPath '*/*' that does so, or that sets cachingEnabled to false.",
    source="https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html",
    controls=(
        "checkov CKV_AWS_308",
        "trivy AWS-0002",
        "KICS b7c9a40c",
        "cfn_nag W87",
        "cfn-guard API_GW_CACHE_ENABLED_AND_ENCRYPTED",
        "cdk-nag APIGWCacheEnabledAndEncrypted",
        "Config api-gw-cache-enabled-and-encrypted",
        "Security Hub APIGateway.5",
        "prowler apigateway_restapi_cache_encrypted",
        "awsguard apigateway-method-cached-and-encrypted",
        "turbot apigateway_stage_cache_encryption_at_rest_enabled",
        "cloudsploit apiStageLevelCacheEncryption",
        "OWASP API8:2023",
    ),
    remedies={REST_METHOD_SETTINGS: encrypt_cache},
    checks={REST_METHOD_SETTINGS: _check_settings},
    check_stack=_check_stages,
    stack_types=(REST_STAGE, REST_METHOD_SETTINGS, REST_API),
)

RULES = (CACHE_ENCRYPTED,)
