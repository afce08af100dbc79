import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.access.authorizers import Authorizer, jwt
from components.knowledge.kinds import Kind
from components.openapi.importing import Imported, routes_from_openapi
from components.problems import ComponentError
from components.routing.routes import Route

ORDERS = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
AUTHORIZERS: dict[str, Authorizer] = {"customers": jwt("https://login.example.com/", ["shop"])}
INTEGRATIONS = {"listOrders": Route(function=ORDERS), "POST /orders": Route(function=ORDERS, timeout_milliseconds=900)}


def document(**changes: Any) -> dict[str, Any]:
    """A valid document of version 3.0 but for these changes."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Shop", "version": "1"},
        "security": [{"customers": []}],
        "paths": {
            "/orders": {
                "parameters": [{"$ref": "#/components/parameters/tenant"}],
                "get": {"operationId": "listOrders", "security": [{"customers": ["orders/read"]}]},
                "post": {
                    "operationId": "createOrder",
                    "parameters": [
                        {"in": "query", "name": "dry", "required": True},
                        {"in": "query", "name": "page"},
                        {"in": "header", "name": "Authorization", "required": True},
                        {"in": "cookie", "name": "session", "required": True},
                    ],
                    "security": [{"customers": [], "plan": []}],
                    "requestBody": {"$ref": "#/components/requestBodies/order"},
                },
            }
        },
        "components": {
            "parameters": {"tenant": {"in": "header", "name": "x-tenant", "required": True}},
            "requestBodies": {
                "order": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/New-Order"}}}}
            },
            "schemas": {
                "New-Order": {"type": "object", "properties": {"note": {"$ref": "#/components/schemas/Note"}}},
                "Note": {"type": "string", "nullable": True, "maxLength": 80},
            },
            "securitySchemes": {
                "customers": {"type": "http", "scheme": "bearer"},
                "plan": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
            },
        },
        **changes,
    }


def one_operation(path: str = "/orders", method: str = "get", **changes: Any) -> dict[str, Any]:
    """A valid document with one operation that is valid but for these changes."""
    return document(paths={path: {method: {"operationId": "listOrders", **changes}}})


def imported(given: Any, **options: Any) -> Imported:
    return routes_from_openapi(given, INTEGRATIONS, authorizers=AUTHORIZERS, **options)


def problems_of(
    given: Any, integrations: dict[str, Route] | None = None, authorizers: dict[str, Authorizer] | None = None
) -> list[tuple[str, str, str]]:
    """Where, found and remedy of each problem."""
    answers = {"listOrders": Route(function=ORDERS)} if integrations is None else integrations
    with pytest.raises(ComponentError) as caught:
        routes_from_openapi(given, answers, authorizers=AUTHORIZERS if authorizers is None else authorizers)
    return [(one.where, one.found, one.remedy) for one in caught.value.problems]


def test_each_operation_becomes_a_route() -> None:
    assert imported(document()).routes == {
        "GET /orders": {
            "function": ORDERS,
            "authorizer": "customers",
            "scopes": ["orders/read"],
            "operation_name": "listOrders",
            "validate": {"parameters": ["header.x-tenant"]},
        },
        "POST /orders": {
            "function": ORDERS,
            "timeout_milliseconds": 900,
            "authorizer": "customers",
            "api_key": True,
            "operation_name": "createOrder",
            "validate": {"parameters": ["header.x-tenant", "querystring.dry"], "body": "NewOrder"},
        },
    }


def test_authorizers_and_models_come_with_the_routes() -> None:
    _, authorizers, models, warnings = imported(document())
    assert authorizers == AUTHORIZERS
    assert models["NewOrder"]["definitions"] == {"Note": {"type": ["string", "null"], "maxLength": 80}}
    assert warnings == ['operation "POST /orders": the cookie "session" is not checked; the function has to']


def test_an_http_api_is_told_what_it_does_not_check() -> None:
    found = imported(document(), kind=Kind.HTTP)
    assert found.models == {}
    assert not any("validate" in route for route in found.routes.values())
    assert found.warnings[-1] == (
        'operation "POST /orders": an HTTP API does not check header.x-tenant, querystring.dry, the body; '
        "the function has to"
    )


@pytest.mark.parametrize(("name", "write"), [("api.json", json.dumps), ("api.yaml", str), ("api.yml", json.dumps)])
def test_a_document_is_read_from_a_file(tmp_path: Path, name: str, write: Any) -> None:
    # The text of these dictionaries is JSON or, with single quotes, YAML.
    path = tmp_path / name
    path.write_text(write(document()).replace("True", "true"), encoding="utf-8")
    assert imported(path) == imported(document())
    assert imported(str(path)) == imported(document())


@pytest.mark.parametrize(("name", "text"), [("a.json", "{"), ("a.yaml", "a: [1"), ("a.yaml", "- 1"), ("a.yaml", "\0")])
def test_a_file_that_holds_no_document_is_a_problem(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert [where for where, _, _ in problems_of(path)] == ["file"]
    assert [where for where, _, _ in problems_of(tmp_path / "none.json")] == ["file"]


def test_a_public_operation_says_why_in_the_document_or_by_the_caller() -> None:
    said = one_operation(security=[], **{"x-public": "the list is no secret"})
    assert imported_one(said).get("public") == "the list is no secret"
    silent = one_operation(security=[])
    assert imported_one(silent, public={"listOrders": "a shop window"}).get("public") == "a shop window"
    assert imported_one(silent, public={"GET /orders": "a shop window"}).get("public") == "a shop window"


def imported_one(given: Any, **options: Any) -> Route:
    answers = {"listOrders": Route(function=ORDERS)}
    return routes_from_openapi(given, answers, authorizers=AUTHORIZERS, **options).routes["GET /orders"]


def test_several_requirements_of_one_scheme_are_scopes_of_which_one_is_enough() -> None:
    given = one_operation(security=[{"customers": ["a"]}, {"customers": ["b"]}])
    assert imported_one(given).get("scopes") == ["a", "b"]


def test_the_any_method_and_the_default_route_are_read_as_aws_writes_them() -> None:
    item = {"x-amazon-apigateway-any-method": {"operationId": "listOrders", "isDefaultRoute": True}}
    answers = {"listOrders": Route(function=ORDERS)}
    given = document(paths={"/$default": item})
    assert [*routes_from_openapi(given, answers, authorizers=AUTHORIZERS).routes] == ["$default"]
    parameter = {"in": "path", "name": "proxy", "required": True}
    item = {"x-amazon-apigateway-any-method": {"operationId": "listOrders", "parameters": [parameter]}}
    given = document(paths={"/{proxy+}": item})
    assert [*routes_from_openapi(given, answers, authorizers=AUTHORIZERS).routes] == ["ANY /{proxy+}"]


WHERE = 'operation "GET /orders"'
SCHEME_REMEDY = 'pass authorizers={"customers": jwt(issuer=…, audiences=[…])} or another authorizer'


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (document(openapi="3.2.0"), ("openapi", "'3.2.0'", "convert the document to OpenAPI 3.1")),
        (one_operation(operationId=None), (WHERE, "no operationId", 'name it, such as "listOrders"')),
        (
            one_operation("/orders/a{id}"),
            (
                'operation "GET /orders/a{id}"',
                'the segment "a{id}"',
                "give the variable a segment of its own and close its brace",
            ),
        ),
        (
            one_operation(method="trace"),
            ('operation "TRACE /orders"', 'the method "TRACE"', "use one of the allowed methods"),
        ),
        (
            one_operation("/orders/{id}"),
            ('operation "GET /orders/{id}"', 'no parameter "id"', "describe it"),
        ),
        (
            one_operation(parameters=[{"in": "path", "name": "id", "required": True}]),
            (WHERE, 'the path parameter "id"', "remove it"),
        ),
        (
            one_operation(parameters=[{"$ref": "#/components/parameters/none"}]),
            ('reference "#/components/parameters/none"', "nothing there", "correct it"),
        ),
        (
            one_operation(parameters=[{"$ref": "common.yaml#/tenant"}]),
            ('reference "common.yaml#/tenant"', "another document", "bundle the documents into one first"),
        ),
        (
            one_operation(security=[{"custmers": []}]),
            (WHERE, 'security scheme "custmers"', 'did you mean "customers"?'),
        ),
        (
            one_operation(security=[{"customers": ["a", "b"]}]),
            (
                WHERE,
                "several scopes in one requirement",
                "make one scope that covers them, or write a requirement for each if one of them is enough",
            ),
        ),
        (
            one_operation(security=[{"customers": []}, {}]),
            (WHERE, "alternatives of security", "choose one of them"),
        ),
        (
            one_operation(**{"x-public": "no secret"}),
            (WHERE, "a reason to be public", "say security: [] in the operation, or take the reason away"),
        ),
        (
            one_operation(requestBody={"content": {"application/json": {"schema": {"contains": {}}}}}),
            ('model "ListOrdersBody", #/contains', '"contains"', "check the items in the function"),
        ),
    ],
)
def test_what_cannot_become_a_route_is_a_problem(source: Any, expected: tuple[str, str, str]) -> None:
    assert expected in problems_of(source)


NO_ACCESS: list[tuple[list[Any], str]] = [
    ([], "no security"),
    ([{"plan": []}], "an API key alone, which is no authorization"),
]


@pytest.mark.parametrize(("security", "found"), NO_ACCESS)
def test_an_operation_without_authorizer_needs_a_reason(security: list[Any], found: str) -> None:
    ((where, what, _),) = problems_of(one_operation(security=security))
    assert (where, what) == (WHERE, found)


def test_a_scheme_needs_an_authorizer() -> None:
    assert problems_of(one_operation(), authorizers={}) == [
        (WHERE, 'security scheme "customers" (http)', SCHEME_REMEDY)
    ]


def test_an_operation_needs_something_that_answers_and_names_are_no_slips() -> None:
    assert problems_of(one_operation(), {"listOrdrs": Route(function=ORDERS)}) == [
        (WHERE, "nothing that answers it", 'pass integrations={"listOrders": Route(function=…)}'),
        ("integrations", '"listOrdrs"', 'did you mean "listOrders"?'),
    ]


def test_an_operation_id_stands_once() -> None:
    item = {"get": {"operationId": "listOrders"}, "put": {"operationId": "listOrders"}}
    assert problems_of(document(paths={"/orders": item})) == [
        ('operation "PUT /orders"', 'the operationId "listOrders" of "GET /orders" too', "rename one of the two")
    ]


def test_two_schemas_do_not_become_one_model() -> None:
    body = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/New-Order"}}}}
    other = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/NewOrder"}}}}
    given = document(
        paths={
            "/orders": {
                "post": {"operationId": "listOrders", "requestBody": body},
                "put": {"operationId": "putOrder", "requestBody": other},
            }
        }
    )
    given["components"]["schemas"]["NewOrder"] = {"type": "string"}
    answers = {"listOrders": Route(function=ORDERS), "putOrder": Route(function=ORDERS)}
    assert problems_of(given, answers) == [
        ('operation "PUT /orders"', 'a second model "NewOrder"', "rename one of the two")
    ]


def test_all_problems_are_told_together() -> None:
    given = document(openapi="2.0", paths={"/a": {"get": {"security": []}}, "/b{x}": {"get": {}}})
    assert [where for where, _, _ in problems_of(given, {})] == [
        "openapi",
        'operation "GET /b{x}"',
        'operation "GET /a"',
        'operation "GET /a"',
        'operation "GET /a"',
    ]


NAMES = [
    "paths",
    "/orders",
    "/{id}",
    "get",
    "post",
    "parameters",
    "in",
    "name",
    "required",
    "security",
    "customers",
    "$ref",
    "requestBody",
    "content",
    "application/json",
    "schema",
    "components",
    "securitySchemes",
    "operationId",
    "openapi",
]
VALUES = ["#", "#/paths/~1orders/get", "#/components", "header", "path", "query", "3.1.0", "listOrders", "a.json"]
trees = st.recursive(
    st.none() | st.booleans() | st.integers(0, 2) | st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=10,
)


@given(trees, trees, st.sampled_from([*Kind]))
def test_whatever_a_document_holds_gives_routes_or_problems(paths: Any, components: Any, kind: Kind) -> None:
    broken = document(
        paths={"/orders": {"get": paths, "post": {"operationId": "x", "requestBody": paths}}, "/a": paths}
    )
    broken["components"] = components
    try:
        outcome: object = imported(broken, kind=kind).routes
    except ComponentError as error:
        outcome = error.problems
    assert outcome
