import pytest

from components.knowledge import capabilities
from components.knowledge.capabilities import FEATURES, GROUPS, has, lacking_arguments, lacking_route_keys, refusals
from components.knowledge.kinds import Kind
from components.routing.routes import Route

# What the developer guide's comparison of the kinds says, read apart from the table.
ONLY_REST = (
    "waf",
    "cache",
    "canary",
    "resource-policy",
    "private-endpoint",
    "edge-endpoint",
    "gateway-responses",
    "tracing",
)


def test_every_feature_stands_once_and_some_kind_has_it() -> None:
    assert len(FEATURES) == sum(len(group) for group in GROUPS.values())
    assert all(feature.kinds for feature in FEATURES.values())


def test_every_feature_names_a_page_of_aws() -> None:
    guide = "https://docs.aws.amazon.com/apigateway/latest/developerguide/"
    assert all(feature.source.startswith(guide) and feature.source.endswith(".html") for feature in FEATURES.values())


@pytest.mark.parametrize("feature", ONLY_REST)
def test_rest_apis_alone_have_the_heavy_features(feature: str) -> None:
    assert [kind for kind in Kind if has(kind, feature)] == [Kind.REST]


def test_a_way_round_is_told_only_to_kinds_that_lack_the_feature() -> None:
    assert [feature.id for feature in FEATURES.values() if set(feature.instead) & set(feature.kinds)] == []


def test_one_key_does_not_ask_for_two_features_of_which_a_kind_lacks_one() -> None:
    for kind in Kind:
        asked = [name for feature in FEATURES.values() if kind not in feature.kinds for name in feature.route_keys]
        asked += [name for feature in FEATURES.values() if kind in feature.kinds for name in feature.route_keys]
        assert len(asked) == len(set(asked))


def test_the_route_keys_of_the_table_are_keys_of_a_route() -> None:
    # A private integration is built beside the others.
    asked = {name for feature in FEATURES.values() for name in feature.route_keys} - {"private"}
    assert asked <= set(Route.__annotations__)


def test_a_refusal_says_where_what_who_has_it_and_what_to_do() -> None:
    (problem,) = refusals(Kind.HTTP, ["routes"], {"POST /orders": ["function", "validate"]})
    assert problem.where == 'route "POST /orders"'
    assert problem.found == 'the key "validate"'
    assert problem.allowed == "an HTTP API has no request validation; a REST API and a WebSocket API have"
    assert problem.remedy == "use RestApi or WebSocketApi, or check the request in the function"


def test_all_refusals_come_together() -> None:
    found = refusals(
        Kind.WEBSOCKET,
        ["cache", "throttle", "groups", "cors"],
        {"$connect": ["scopes", "throttle"], "send": ["stream"]},
        {"customers": "jwt", "partners": "request", "old": "token"},
    )
    assert [(one.where, one.found) for one in found] == [
        ("arguments", 'the key "cache"'),
        ("arguments", 'the key "groups"'),
        ("arguments", 'the key "cors"'),
        ('authorizer "customers"', "a jwt authorizer"),
        ('authorizer "old"', "a token authorizer"),
        ('route "$connect"', 'the key "scopes"'),
        ('route "send"', 'the key "stream"'),
    ]


def test_what_a_kind_has_is_not_refused() -> None:
    for kind in Kind:
        arguments = {name for one in FEATURES.values() for name in one.arguments} - lacking_arguments(kind)
        route_keys = {name for one in FEATURES.values() for name in one.route_keys} - lacking_route_keys(kind)
        assert refusals(kind, sorted(arguments), {"GET /": sorted(route_keys)}) == []


def test_the_page_has_a_row_for_every_feature() -> None:
    rows = [line for line in capabilities.markdown().splitlines() if line.startswith("| [")]
    assert len(rows) == len(FEATURES)
    assert any(row.startswith("| [waf](") and "| no | yes | no |" in row for row in rows)
