from datetime import date

import pytest

from gateway_policies.exemptions import Exemption, name_of, type_of

HEALTH = "urn:pulumi:local::shop::gateway:index:HttpApi$aws:apigatewayv2/route:Route::orders-GET /orders/health"
BY_ID = "urn:pulumi:local::shop::aws:apigatewayv2/route:Route::orders-GET /orders/{id}::x"
DAY = date(2027, 6, 30)


@pytest.mark.parametrize(
    ("pattern", "urn", "matches"),
    [
        ("orders-GET /orders/health", HEALTH, True),
        ("aws:apigatewayv2/route:Route::orders-GET /orders/health", HEALTH, True),
        (HEALTH, HEALTH, True),
        ("urn:pulumi:*::shop::*::orders-GET /orders/health", HEALTH, True),
        ("aws:apigatewayv2/route:Route::*", HEALTH, True),
        ("*", HEALTH, True),
        ("orders-*/health", HEALTH, True),
        ("orders-GET /orders/health*", HEALTH, True),
        ("orders-get /orders/health", HEALTH, False),
        ("orders-GET /orders", HEALTH, False),
        ("GET /orders/health", HEALTH, False),
        ("aws:apigateway/method:Method::orders-GET /orders/health", HEALTH, False),
        ("orders-GET /orders/?ealth", HEALTH, False),
        ("orders-GET /orders/[h]ealth", HEALTH, False),
        ("orders-GET /orders/{id}::x", BY_ID, True),
        ("orders-GET /orders/.id.::x", BY_ID, False),
        ("x", BY_ID, False),
        ("ws-$default", "urn:pulumi:a::b::aws:apigatewayv2/route:Route::ws-$default", True),
        ("default", "urn:pulumi:a::b::aws:apigatewayv2/route:Route::ws-$default", False),
    ],
)
def test_patterns(pattern: str, urn: str, matches: bool) -> None:
    assert Exemption(pattern, "because", DAY).matches(urn) is matches


def test_the_last_day_counts() -> None:
    exemption = Exemption("*", "because", DAY)
    assert not exemption.is_expired(DAY)
    assert exemption.is_expired(date(2027, 7, 1))


def test_parts_of_a_urn() -> None:
    assert (type_of(HEALTH), name_of(HEALTH)) == ("aws:apigatewayv2/route:Route", "orders-GET /orders/health")
    assert name_of(BY_ID) == "orders-GET /orders/{id}::x"
    assert (type_of(""), name_of("")) == ("", "")
