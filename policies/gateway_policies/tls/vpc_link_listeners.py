"""A private integration of an HTTP API and the listener it names agree on whether they speak TLS."""

from collections.abc import Iterator, Mapping

from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import INTEGRATION, LISTENERS
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.tls.vpc_link_tls import is_private

_TLS = "tlsConfig"
_ENCRYPTED = ("HTTPS", "TLS")
# Of an Application Load Balancer, the only one whose listeners may leave their protocol out.
_DEFAULT = "HTTP"


def _check_stack(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """What is no listener of this stack is passed over: a service of Cloud Map, or a listener of another stack."""
    for integration in stack.of_type(INTEGRATION):
        private = is_private(integration.at())
        listener = stack.linked(integration, "integrationUri", *LISTENERS) if private else None
        if listener:
            yield from _check_match(integration, listener, private)


def _check_match(integration: Resource, listener: Resource, private: bool | Unknown) -> Iterator[Finding]:
    tls, protocol = integration.at(_TLS).mapping(), listener.at("protocol").text()
    if isinstance(protocol, Unknown):
        yield undecided(integration, Unknown(f"{protocol.path} of {listener.name!r}", protocol.reason))
        return
    speaks = protocol.value.upper() if isinstance(protocol, Known) else _DEFAULT
    # A listener of TCP may pass TLS on to its targets as it is.
    if speaks not in {*_ENCRYPTED, _DEFAULT} or _agree(is_encrypted=speaks in _ENCRYPTED, tls=tls):
        return
    unread = next((one for one in (tls, private) if isinstance(one, Unknown)), None)
    if unread:
        yield undecided(integration, unread)
    else:
        found = "not set" if isinstance(tls, Absent) else "set"
        yield violation(integration, _TLS, f"{_TLS} is {found}, but the listener {listener.name!r} speaks {speaks}")


def _agree(*, is_encrypted: bool, tls: Reading[Mapping[str, object]]) -> bool:
    return not isinstance(tls, Unknown) and isinstance(tls, Known) == is_encrypted


VPC_LINK_LISTENER_MATCH = Rule(
    name="vpc-link-listener-match",
    group="tls",
    severity="high",
    level="mandatory",
    title="A private integration and its listener do not agree on TLS",
    why="One speaks TLS and the other does not, so that every call is answered 503; the quick way out of that is to "
    "take the encryption away.",
    fix="Let the listener speak HTTPS or TLS and set tlsConfig with serverNameToVerify on the integration.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-private.html",
    controls=("OWASP API8:2023",),
    check_stack=_check_stack,
    stack_types=(INTEGRATION, *LISTENERS),
)

RULES = (VPC_LINK_LISTENER_MATCH,)
