from collections.abc import Iterator
from dataclasses import replace

import pytest
from pulumi_policy import ResourceValidationArgs, ResourceValidationPolicy, StackValidationArgs, StackValidationPolicy
from pulumi_policy.policy import PolicyCustomTimeouts, PolicyResourceOptions

from gateway_policies.adapter import UndecidedError, policies_of
from gateway_policies.authorization.routes import ROUTE_AUTHORIZATION
from gateway_policies.resource_types import ROUTE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, violation

OPTIONS = PolicyResourceOptions(
    protect=False,
    ignore_changes=[],
    delete_before_replace=None,
    aliases=[],
    custom_timeouts=PolicyCustomTimeouts(0, 0, 0),
    additional_secret_outputs=[],
)
ARGS = ResourceValidationArgs(ROUTE, {"routeKey": "GET /x"}, "urn:pulumi:a::b::c::it", "it", OPTIONS, None)


def _fails_after_a_finding(resource: Resource, _settings: Settings) -> Iterator[Finding]:
    yield violation(resource, "routeKey", "it was seen")
    raise KeyError("routeKey")


def _fails(_stack: Stack, _settings: Settings) -> Iterator[Finding]:
    raise ZeroDivisionError("of no use")


BROKEN = replace(ROUTE_AUTHORIZATION, checks={ROUTE: _fails_after_a_finding}, check_stack=_fails)


def reports_of(rule: Rule, stack: bool) -> list[tuple[str, str | None]]:
    reports: list[tuple[str, str | None]] = []

    def report(message: str, urn: str | None = None) -> None:
        reports.append((message, urn))

    # The SDK leaves open what its `validate` may be awaited for; these policies are never awaited.
    for policy in policies_of([rule]):
        if isinstance(policy, ResourceValidationPolicy) and not stack:
            policy.validate(ARGS, report)  # pyright: ignore[reportUnknownMemberType]  see above
        if isinstance(policy, StackValidationPolicy) and stack:
            policy.validate(StackValidationArgs([]), report)  # pyright: ignore[reportUnknownMemberType]  see above
    return reports


def test_a_rule_that_fails_is_reported_at_its_level_with_its_name() -> None:
    (first, _), (second, urn) = reports_of(BROKEN, stack=False)
    assert first.startswith("it: it was seen.")
    assert second.startswith("it: the rule route-authorization failed with KeyError: 'routeKey'.")
    assert urn == ARGS.urn


def test_so_is_a_rule_that_fails_on_the_stack() -> None:
    ((message, urn),) = reports_of(BROKEN, stack=True)
    assert "the rule route-authorization failed with ZeroDivisionError: of no use." in message
    assert urn is None


def test_rules_of_one_facet_are_one_policy() -> None:
    assert len(policies_of([replace(ROUTE_AUTHORIZATION, checks={})])) == 1
    assert len(policies_of([replace(ROUTE_AUTHORIZATION, check_stack=None)])) == 1
    assert len(policies_of([ROUTE_AUTHORIZATION])) == 2


def test_what_is_undecided_is_said_in_our_words() -> None:
    with pytest.raises(UndecidedError) as caught:
        raise UndecidedError(["one", "two"])
    assert caught.value.message == "one\ntwo"
