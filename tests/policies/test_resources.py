from dataclasses import replace

from gateway_policies.resources import Stack
from tests.policies.cases import UNKNOWN, a

API = a("api", {}, "orders", id_="a1")
OTHER = a("api", {}, "users", id_="a2")
THROUGH = a("deployment", {}, "deployment", {"api": API})


def test_what_a_property_comes_from_links_it() -> None:
    route = a("route", {}, links={"apiId": API})
    assert Stack([OTHER, API, route]).linked(route, "apiId", "api") == API


def test_links_go_through_what_stands_between() -> None:
    permission = a("permission", {}, links={"sourceArn": THROUGH})
    assert Stack([OTHER, API, THROUGH, permission]).linked(permission, "sourceArn", "api") == API


def test_the_nearest_of_the_wanted_type_is_meant() -> None:
    nearer = a("api", {}, "nearer", {"x": API})
    route = a("route", {}, links={"apiId": nearer})
    assert Stack([API, nearer, route]).linked(route, "apiId", "api") == nearer


def test_a_circle_of_dependencies_ends() -> None:
    one, two = a("x", {}, "one"), a("x", {}, "two")
    one = replace(one, property_dependencies={"p": [two.urn]})
    two = replace(two, property_dependencies={"p": [one.urn]})
    route = a("route", {}, links={"apiId": one})
    assert Stack([one, two, route]).linked(route, "apiId", "api") is None


def test_the_id_decides_where_nothing_else_does() -> None:
    route = a("route", {"apiId": "a2"})
    assert Stack([API, OTHER, route]).linked(route, "apiId", "api") == OTHER


def test_an_id_among_the_outputs_is_as_good() -> None:
    api = a("api", {"id": "a3"}, "third")
    route = a("route", {"apiId": "a3"})
    assert Stack([API, api, route]).linked(route, "apiId", "api") == api


def test_of_two_sources_the_id_tells_which() -> None:
    route = a("route", {"apiId": "a2"})
    route = replace(route, property_dependencies={"apiId": [API.urn, OTHER.urn]})
    assert Stack([API, OTHER, route]).linked(route, "apiId", "api") == OTHER
    unknown = replace(route, props={"apiId": UNKNOWN})
    assert Stack([API, OTHER, unknown]).linked(unknown, "apiId", "api") is None


def test_no_link_is_guessed() -> None:
    for props in ({"apiId": UNKNOWN}, {"apiId": "zz"}, {"apiId": ""}, {"apiId": 7}, {}):
        route = a("route", props)
        assert Stack([API, a("api", {}, "no id"), route]).linked(route, "apiId", "api") is None


def test_resources_only_read_are_linked_to_but_not_judged() -> None:
    api = replace(API, managed=False)
    route = a("route", {}, links={"apiId": api})
    stack = Stack([api, route])
    assert stack.of_type("api") == []
    assert stack.linked(route, "apiId", "api") == api
