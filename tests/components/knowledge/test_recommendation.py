from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.knowledge.capabilities import FEATURES, has
from components.knowledge.kinds import Kind
from components.knowledge.recommendation import RequirementsError, Traffic, recommend

TEN_MILLION = Traffic(Decimal(10_000_000))


@pytest.mark.parametrize(
    ("requirements", "kind"),
    [
        ([], Kind.HTTP),
        (["jwt-authorizer", "cors", "custom-domain"], Kind.HTTP),
        (["waf"], Kind.REST),
        (["mock"], Kind.REST),
        (["api-keys", "usage-plans"], Kind.REST),
        (["two-way"], Kind.WEBSOCKET),
        (["two-way", "api-keys"], Kind.WEBSOCKET),
    ],
)
def test_an_http_api_unless_something_needs_another_kind(requirements: list[str], kind: Kind) -> None:
    assert recommend(requirements, TEN_MILLION).kind is kind


def test_the_reasons_name_what_an_http_api_lacks_and_what_both_cost() -> None:
    found = recommend(["waf", "cors", "request-validation"], TEN_MILLION)
    assert found.reasons == (
        "request-validation: an HTTP API has no request validation",
        "waf: an HTTP API has no AWS WAF",
        "it costs $35.00 a month; an HTTP API would cost $10.00",
    )
    assert {kind: estimate.total for kind, estimate in found.prices.items()} == {
        Kind.HTTP: Decimal("10.00"),
        Kind.REST: Decimal("35.00"),
    }


def test_an_http_api_says_what_it_saves() -> None:
    assert recommend(["cors"], TEN_MILLION).reasons == (
        "nothing that is asked for needs another kind than an HTTP API",
        "it costs $10.00 a month, a REST API $35.00",
    )


def test_a_websocket_api_is_priced_by_messages_and_minutes() -> None:
    traffic = Traffic(Decimal(1_000_000), kilobytes=Decimal(33), connection_minutes=Decimal(4_000_000))
    prices = recommend(["two-way"], traffic).prices
    assert {kind: estimate.total for kind, estimate in prices.items()} == {Kind.WEBSOCKET: Decimal("3.00")}


def test_what_no_kind_has_together_is_refused_with_the_nearest_ways() -> None:
    with pytest.raises(RequirementsError) as caught:
        recommend(["waf", "jwt-authorizer", "cors"], TEN_MILLION)
    (problem,) = caught.value.problems
    assert problem.found == "jwt-authorizer together with waf"
    assert problem.allowed == "jwt-authorizer: an HTTP API; waf: a REST API"
    assert problem.remedy == (
        "take an HTTP API and put CloudFront with a web ACL in front, and keep callers from passing it by (waf); or "
        "take a REST API and use cognito(…) for a Cognito user pool, or a Lambda authorizer that checks the token "
        "(jwt-authorizer)"
    )


def test_each_pair_that_excludes_itself_is_told() -> None:
    with pytest.raises(RequirementsError) as caught:
        recommend(["two-way", "waf", "jwt-authorizer"], TEN_MILLION)
    assert [one.found for one in caught.value.problems] == [
        "jwt-authorizer together with two-way",
        "jwt-authorizer together with waf",
        "two-way together with waf",
    ]


def test_three_that_exclude_each_other_only_together_are_told_as_one() -> None:
    with pytest.raises(RequirementsError) as caught:
        recommend(["auto-deploy", "path-routes", "mock"], TEN_MILLION)
    assert [one.found for one in caught.value.problems] == [
        "auto-deploy together with mock together with path-routes",
    ]


def test_an_unknown_requirement_is_refused() -> None:
    with pytest.raises(RequirementsError) as caught:
        recommend(["wafs", "cors"], TEN_MILLION)
    assert [(one.found, one.remedy) for one in caught.value.problems] == [('"wafs"', 'did you mean "waf"?')]


@given(st.sets(st.sampled_from(sorted(FEATURES)), max_size=4))
def test_what_is_recommended_has_all_that_was_asked_for_and_else_no_kind_has(requirements: set[str]) -> None:
    able = [kind for kind in Kind if all(has(kind, name) for name in requirements)]
    remedies: list[str] = []
    kind = None
    try:
        kind = recommend(requirements, TEN_MILLION).kind
    except RequirementsError as error:
        remedies = [one.remedy for one in error.problems]
    assert (kind in able) == bool(able)
    assert (kind is Kind.HTTP) == (Kind.HTTP in able)
    assert bool(remedies) == (not able)
    assert all(remedies)
