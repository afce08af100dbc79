"""The TLS policy of a domain name or a REST API fits what is said beside it, and the default endpoint has one, too."""

from collections.abc import Iterator

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API, REST_DOMAIN_NAME
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.tls.default_endpoints import is_disabled
from gateway_policies.tls.floor import MODERN
from gateway_policies.tls.mutual_tls import is_mutual

_POLICY = "securityPolicy"
_MODE = "endpointAccessMode"
_ENHANCED = "SecurityPolicy_"
_OF_EDGE = "_EDGE"
_REGIONAL_CERTIFICATES = ("regionalCertificateArn", "regionalCertificateName")


def _check_consistent(resource: Resource, _settings: Settings) -> Iterator[Finding]:
    policy, mutual, endpoint = resource.at(_POLICY).text(), is_mutual(resource), _endpoint_of(resource)
    yield from _check_mutual_endpoint(resource, mutual, endpoint)
    if isinstance(policy, Unknown):
        yield undecided(resource, policy)
    elif isinstance(policy, Known):
        yield from _check_mode(resource, policy.value)
        if policy.value.startswith(_ENHANCED):
            yield from _check_mutual(resource, policy.value, mutual)
            yield from _check_edge(resource, policy.value, endpoint)


def _check_mode(resource: Resource, policy: str) -> Iterator[Finding]:
    mode = resource.at(_MODE).text()
    is_needed = policy.startswith(_ENHANCED)
    if isinstance(mode, Unknown):
        # A mode that is yet to come is one.
        if not (is_needed and mode.is_for_now):
            yield undecided(resource, mode)
    elif isinstance(mode, Absent) or not mode.value:
        if is_needed:
            yield violation(resource, _MODE, f"{_MODE} is not set, which {_POLICY} {policy} requires")
    elif not is_needed:
        yield violation(resource, _MODE, f"{_MODE} is {mode.value}, which {_POLICY} {policy} does not allow")


def _check_mutual(resource: Resource, policy: str, mutual: Reading[bool]) -> Iterator[Finding]:
    if isinstance(mutual, Unknown):
        yield undecided(resource, mutual)
    elif mutual == Known(value=True):
        message = f"{_POLICY} is {policy}, but mutualTlsAuthentication allows TLS_1_2 only"
        yield violation(resource, _POLICY, message)


def _check_mutual_endpoint(resource: Resource, mutual: Reading[bool], endpoint: Value) -> Iterator[Finding]:
    kind = endpoint.text()
    if mutual == Known(value=False) or kind == Known("REGIONAL"):
        return
    unread = next((one for one in (mutual, kind) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(resource, unread)
    else:
        message = f"{_named(resource, endpoint)}, but mutualTlsAuthentication requires REGIONAL"
        yield violation(resource, endpoint.path, message)


def _check_edge(resource: Resource, policy: str, endpoint: Value) -> Iterator[Finding]:
    kind = endpoint.text()
    if isinstance(kind, Unknown):
        yield undecided(resource, kind)
    elif (kind == Known("EDGE")) != policy.endswith(_OF_EDGE):
        which = "for EDGE only" if policy.endswith(_OF_EDGE) else "not for EDGE"
        message = f"{_POLICY} is {policy}, which is {which}, but {_named(resource, endpoint)}"
        yield violation(resource, _POLICY, message)


def _endpoint_of(resource: Resource) -> Value:
    """The endpoint type. AWS makes EDGE of one that is not set, but of a domain name with a regional certificate."""
    value = resource.at("endpointConfiguration", "types")
    if not isinstance(value.reading, Absent):
        return value
    parameter = resource.at("parameters", "endpointConfigurationTypes")  # of the import of a body
    if not isinstance(parameter.reading, Absent) and not isinstance(resource.at("body").reading, Absent):
        return parameter
    is_regional = any(not isinstance(resource.at(key).reading, Absent) for key in _REGIONAL_CERTIFICATES)
    return Value(value.path, Known("REGIONAL" if is_regional else "EDGE"))


def _named(resource: Resource, endpoint: Value) -> str:
    kind = endpoint.text()
    found = kind.value if isinstance(kind, Known) else ""
    is_set = not isinstance(resource.at(*endpoint.path.split(".")).reading, Absent)
    return f"{endpoint.path} is {found}" if is_set else f"{endpoint.path} is not set, which is {found}"


def _check_default_endpoint(api: Resource, _settings: Settings) -> Iterator[Finding]:
    disabled = is_disabled(api)
    flaw = _flaw(api)
    if disabled == Known(value=True) or isinstance(flaw, Absent):
        return
    unread = next((one for one in (flaw, disabled) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(api, unread)
    elif isinstance(flaw, Known):
        path, message = flaw.value
        yield violation(api, path, f"{message} for the execute-api endpoint")


def _flaw(api: Resource) -> Reading[tuple[str, str]]:
    """What is wrong with the TLS of the default endpoint: the property and a clause. A private one has TLS 1.2."""
    policy = api.at(_POLICY).text()
    if isinstance(policy, Unknown):
        return policy
    if isinstance(policy, Absent):
        endpoint = _endpoint_of(api).text()
        if isinstance(endpoint, Unknown) or endpoint == Known("PRIVATE"):
            return endpoint if isinstance(endpoint, Unknown) else Absent()
        return Known((_POLICY, f"{_POLICY} is not set, which is TLS_1_0"))
    if not MODERN.fullmatch(policy.value):
        return Known((_POLICY, f"{_POLICY} is {policy.value}, which is no policy of TLS 1.2 or newer,"))
    return _flaw_of_mode(api) if policy.value.startswith(_ENHANCED) else Absent()


def _flaw_of_mode(api: Resource) -> Reading[tuple[str, str]]:
    mode = api.at(_MODE).text()
    if isinstance(mode, Unknown) or mode == Known("STRICT"):
        return mode if isinstance(mode, Unknown) else Absent()
    found = mode.value if isinstance(mode, Known) else "not set"
    return Known((_MODE, f"{_MODE} is {found}, which is not STRICT,"))


TLS_POLICY_CONSISTENT = Rule(
    name="tls-policy-consistent",
    group="tls",
    severity="medium",
    level="mandatory",
    title="A TLS policy does not fit the endpoint, its access mode or mutual TLS, so that AWS will refuse it",
    why="AWS takes a policy that begins with SecurityPolicy_ only with an access mode and without mutual TLS, and has "
    "others for EDGE; the update fails half-way, with the old policy still in force.",
    fix="With a SecurityPolicy_ policy set endpointAccessMode to STRICT, choose one with _EDGE for EDGE endpoints "
    "alone, and use TLS_1_2 without access mode, on a REGIONAL endpoint, for mutual TLS.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
    controls=("OWASP API8:2023",),
    checks={REST_DOMAIN_NAME: _check_consistent, REST_API: _check_consistent},
)

DEFAULT_ENDPOINT_TLS = Rule(
    name="default-endpoint-tls",
    group="tls",
    severity="low",
    level="advisory",
    title="The execute-api endpoint of a REST API accepts TLS 1.0, or requests meant for another endpoint",
    why="That endpoint has a TLS policy of its own, TLS_1_0 unless another is set, whatever the domain name has; only "
    "the access mode STRICT compares the host that TLS was made for with the one that is called.",
    fix="Set disableExecuteApiEndpoint to true, or securityPolicy to a policy of the TLS13 family and "
    "endpointAccessMode to STRICT.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html",
    controls=("OWASP API8:2023",),
    checks={REST_API: _check_default_endpoint},
)

RULES = (TLS_POLICY_CONSISTENT, DEFAULT_ENDPOINT_TLS)
