from typing import Any, cast

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel

from components.access.authorizers import Authorizer, iam, jwt, request_authorizer
from components.openapi.export import openapi_document, openapi_text
from components.openapi.importing import routes_from_openapi
from components.routing import route_keys
from components.routing.request_shaping import RequestValidation
from components.routing.routes import Route
from tests.components.routing.test_route_keys import keys

FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:orders"
AUTHORIZERS: dict[str, Authorizer] = {
    "customers": jwt("https://login.example.com/", ["shop"]),
    "machines": iam(),
    "partners": request_authorizer(FUNCTION, ["$request.header.x-partner", "$request.querystring.id"]),
}


class Line(BaseModel):
    article: str
    count: int


class Order(BaseModel):
    lines: list[Line]
    note: str | None = None


ROUTES: dict[str, Route] = {
    "GET /orders/{id}": Route(function=FUNCTION, authorizer="customers", operation_name="readOrder"),
    "POST /orders": Route(
        function=FUNCTION,
        scopes=["orders/write", "orders/admin"],
        api_key=True,
        validate=RequestValidation(body="Order", parameters=["header.x-tenant", "querystring.dry"]),
    ),
    "ANY /files/{path+}": Route(url="https://files.example.com/{path}", authorizer="machines"),
    "GET /health": Route(mock={"status": 204}, public="called by the uptime monitor"),
    "GET /": Route(function=FUNCTION, authorizer="partners"),
    "$default": Route(function=FUNCTION, public="answers 404 in the shop's own words"),
}


def document(routes: dict[str, Route] | None = None) -> Any:
    given = ROUTES if routes is None else routes
    return openapi_document(
        "Orders", "1.2.0", given, AUTHORIZERS, models={"Order": Order}, default_authorizer="customers"
    )


def test_the_document_is_valid_openapi_3_1() -> None:
    assert list(OpenAPIV31SpecValidator(document()).iter_errors()) == []


def test_an_operation_says_who_may_call_it_and_what_it_needs() -> None:
    operation = document()["paths"]["/orders"]["post"]
    assert operation["operationId"] == "postOrders"
    assert operation["security"] == [
        {"customers": ["orders/write"], "api-key": []},
        {"customers": ["orders/admin"], "api-key": []},
    ]
    assert [(one["in"], one["name"], one["required"]) for one in operation["parameters"]] == [
        ("header", "x-tenant", True),
        ("query", "dry", True),
    ]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/Order"}


@pytest.mark.parametrize(
    ("path", "method", "codes"),
    [
        ("/orders", "post", ["200", "400", "401", "403", "429"]),
        ("/orders/{id}", "get", ["200", "401", "429"]),
        ("/health", "get", ["204", "429"]),
        ("/files/{path+}", "x-amazon-apigateway-any-method", ["200", "403", "429"]),
        ("/", "get", ["200", "401", "403", "429"]),
    ],
)
def test_the_answers_are_those_that_apply(path: str, method: str, codes: list[str]) -> None:
    assert [*document()["paths"][path][method]["responses"]] == codes


def test_the_security_schemes_are_those_of_the_authorizers() -> None:
    assert document()["components"]["securitySchemes"] == {
        "customers": {
            "type": "openIdConnect",
            "openIdConnectUrl": "https://login.example.com/.well-known/openid-configuration",
        },
        "machines": {
            "type": "apiKey",
            "in": "header",
            "name": "Authorization",
            "x-amazon-apigateway-authtype": "awsSigv4",
        },
        "partners": {"type": "apiKey", "in": "header", "name": "x-partner", "x-amazon-apigateway-authtype": "custom"},
        "api-key": {"type": "apiKey", "in": "header", "name": "x-api-key"},
    }


def test_a_public_route_says_why() -> None:
    operation = document()["paths"]["/health"]["get"]
    assert (operation["security"], operation["x-public"]) == ([], "called by the uptime monitor")


def test_references_of_a_model_lead_to_where_it_stands() -> None:
    schema = document()["components"]["schemas"]["Order"]
    assert schema["properties"]["lines"]["items"] == {"$ref": "#/components/schemas/Order/$defs/Line"}


def test_a_model_of_draft_4_is_written_as_openapi_takes_it() -> None:
    old: dict[str, Any] = {
        "$schema": "http://json-schema.org/draft-04/schema#",
        "minimum": 0,
        "exclusiveMinimum": True,
        "items": [{}],
    }
    made: Any = openapi_document("Orders", "1", ROUTES, AUTHORIZERS, models={"Order": old})
    assert made["components"]["schemas"]["Order"] == {"exclusiveMinimum": 0, "prefixItems": [{}]}


def test_values_that_are_not_known_yet_make_the_text_an_output() -> None:
    url = pulumi.Output.from_input("https://a1.execute-api.eu-west-1.amazonaws.com")
    made: Any = openapi_document("Orders", "1", {}, {}, url=url)
    assert made["servers"][0]["url"] is url
    assert isinstance(openapi_text(made), pulumi.Output)
    assert isinstance(openapi_text(document()), str)


def test_the_text_does_not_depend_on_the_order_of_the_routes() -> None:
    named: dict[str, Route] = {key: {**route, "operation_name": key} for key, route in ROUTES.items()}
    assert openapi_text(document(named)) == openapi_text(document(dict(reversed(named.items()))))


@st.composite
def accesses(draw: st.DrawFn) -> Route:
    if draw(st.booleans()):
        return Route(public=draw(st.text("abc ", min_size=1).filter(str.strip)))
    scopes = draw(st.lists(st.text("abc/", min_size=1, max_size=3), max_size=3, unique=True))
    authorizer = draw(st.sampled_from([*AUTHORIZERS]))
    return Route(authorizer=authorizer, scopes=scopes) if scopes else Route(authorizer=authorizer)


@st.composite
def parameters(draw: st.DrawFn) -> list[str]:
    names = draw(st.lists(st.text("xyz", min_size=1), max_size=3, unique=True))
    return [f"{draw(st.sampled_from(['header', 'querystring']))}.{name}" for name in names]


@st.composite
def route_tables(draw: st.DrawFn) -> dict[str, Route]:
    table: dict[str, Route] = {}
    for number, key in enumerate(draw(st.lists(keys(), min_size=1, max_size=5, unique_by=lambda one: one.shape))):
        route: Route = {"function": f"{FUNCTION}{number}", "operation_name": f"operation{number}", **draw(accesses())}
        if draw(st.booleans()):
            route["api_key"] = True
        needed, body = draw(parameters()), draw(st.booleans())
        if needed or body:
            route["validate"] = {}
            if needed:
                route["validate"]["parameters"] = needed
            if body:
                route["validate"]["body"] = "Order"
        table[str(key)] = route
    return table


@given(route_tables())
def test_a_document_gives_back_the_route_table_it_was_written_from(table: dict[str, Route]) -> None:
    made = document(table)
    assert list(OpenAPIV31SpecValidator(made).iter_errors()) == []
    integrations = {
        cast("str", route.get("operation_name")): Route(function=route.get("function", "")) for route in table.values()
    }
    read = routes_from_openapi(made, integrations, authorizers=AUTHORIZERS)
    assert read.routes == table
    assert set(read.authorizers) == {route["authorizer"] for route in table.values() if "authorizer" in route}
    assert all(route_keys.parse(key) for key in read.routes)
