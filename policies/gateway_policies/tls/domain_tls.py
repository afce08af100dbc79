"""Domain names of REST APIs use the TLS policies that AWS recommends today, or those made against quantum computers."""

import re
from collections.abc import Iterator

from gateway_policies.reading import Known, Reading, Unknown
from gateway_policies.resource_types import API, API_MAPPING, DOMAIN_NAME, REST_DOMAIN_NAME
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, undecided, violation, words
from gateway_policies.tls.domain_mappings import APIS, MAPPINGS, DomainMapping, domain_mappings, unread_api
from gateway_policies.tls.mutual_tls import is_mutual

_KEY = "securityPolicy"
_POLICIES = "policies"
_RECOMMENDED = (
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_2025_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
)
# AWS writes PQ into the names of the policies with such a key exchange.
_POST_QUANTUM = re.compile(r"SecurityPolicy_(.+_)?PQ(_.+)?")


def _check_recommended(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """The recommended policies are of no use with mutual TLS or for an HTTP API: AWS refuses them there."""
    allowed = words(settings, _POLICIES)
    mappings = domain_mappings(stack).of_domain
    for domain in stack.of_type(REST_DOMAIN_NAME):
        policy = domain.at(_KEY).text()
        if isinstance(policy, Known) and policy.value in allowed:
            continue
        mutual = is_mutual(domain)
        of_http = _is_of_http(mappings.get(domain.urn, []))
        if mutual == Known(value=True) or of_http is True:
            continue
        unread = next((one for one in (policy, mutual, of_http) if isinstance(one, Unknown)), None)
        if unread:
            yield undecided(domain, unread)
        else:
            message = f"{_KEY} is {_found(policy)}, recommended: {', '.join(allowed)}"
            yield violation(domain, _KEY, message)


def _is_of_http(mappings: list[DomainMapping]) -> bool | Unknown:
    """Whether an HTTP or WebSocket API is mapped to a domain name."""
    if any(api.type == API for one in mappings for api in one.apis):
        return True
    untold = next((one.resource for one in mappings if not one.apis and one.resource.type == API_MAPPING), None)
    if untold is None:
        return False
    reason = "is not known" if unread_api(untold) else "is not seen, for its API is of another stack"
    return Unknown(f"whether {untold.name!r} leads to an HTTP API", reason)


def _check_post_quantum(domain: Resource, settings: Settings) -> Iterator[Finding]:
    allowed = words(settings, _POLICIES)
    policy = domain.at(_KEY).text()
    if isinstance(policy, Unknown):
        yield undecided(domain, policy)
    elif not isinstance(policy, Known) or not _is_post_quantum(policy.value, allowed):
        names = ", ".join(allowed) or "policies with PQ in their name"
        yield violation(domain, _KEY, f"{_KEY} is {_found(policy)}, allowed: {names}")


def _is_post_quantum(policy: str, allowed: tuple[str, ...]) -> bool:
    return policy in allowed if allowed else _POST_QUANTUM.fullmatch(policy) is not None


def _found(policy: Reading[str]) -> str:
    return policy.value if isinstance(policy, Known) else "not set"


_LIST = "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies-list.html"

DOMAIN_RECOMMENDED_TLS = Rule(
    name="domain-recommended-tls",
    group="tls",
    severity="medium",
    level="advisory",
    title="A domain name uses a TLS policy that AWS no longer recommends",
    why="TLS_1_2 and older policies still offer ciphers without forward secrecy: who records traffic today and gets "
    "hold of the key later can read it.",
    fix="Set securityPolicy to one of the policies of the setting policies, and endpointAccessMode to STRICT.",
    source=_LIST,
    controls=("Security Hub APIGateway.11", "OWASP API8:2023"),
    check_stack=_check_recommended,
    stack_types=(REST_DOMAIN_NAME, DOMAIN_NAME, *APIS, *MAPPINGS),
    settings={_POLICIES: Setting(default=_RECOMMENDED, description="the TLS policies to accept, by their names")},
)

DOMAIN_PQC_TLS = Rule(
    name="domain-pqc-tls",
    group="tls",
    severity="low",
    level="disabled",
    title="A domain name agrees on keys that a quantum computer could find out",
    why="Traffic recorded today can be read once such computers exist, unless its keys were agreed on with a method "
    "made against them.",
    fix="Set securityPolicy to a policy with PQ in its name, such as SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09.",
    source=_LIST,
    controls=("prowler apigateway_domain_name_pqc_tls_enabled", "OWASP API8:2023"),
    checks={REST_DOMAIN_NAME: _check_post_quantum},
    settings={
        _POLICIES: Setting(
            default=(), description="the only TLS policies to accept; all with PQ in their name while it is empty"
        ),
    },
)

RULES = (DOMAIN_RECOMMENDED_TLS, DOMAIN_PQC_TLS)
