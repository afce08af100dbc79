import enum
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from pydantic import BaseModel, ConfigDict, Field

from components.models.json_schema import DRAFT, RestModel, model_name_problems, rest_model
from components.models.json_tree import array_at, object_at
from components.models.schema_keywords import COMBINERS, DROPPED, HARMLESS, INEXPRESSIBLE, SUBSCHEMA_MAPS, SUBSCHEMAS


class Size(enum.Enum):
    SMALL = "small"
    LARGE = "large"


class Address(BaseModel):
    model_config = ConfigDict(extra="forbid")

    street: str = Field(min_length=1, description="Street and number.")
    zip: str | None = Field(default=None, pattern="^[0-9]{5}$")


class Card(BaseModel):
    kind: Literal["card"]
    number: str


class Invoice(BaseModel):
    kind: Literal["invoice"]
    days: int = Field(gt=0, lt=90)


class Order(BaseModel):
    lines: list[str] = Field(min_length=1, max_length=3)
    amount: float = Field(gt=0)
    size: Size = Size.SMALL
    maybe_size: Size | None = None
    address: Address
    billing: Address | None = None
    point: tuple[int, str] | None = None
    payment: Annotated[Card | Invoice, Field(discriminator="kind")]
    notes: dict[str, int] = {}
    count: int | str = 1


class Node(BaseModel):
    name: str
    child: "Node | None" = None


def accepts(validator: Any, value: Any) -> bool:
    return validator.is_valid(value)


def valid(model: RestModel, value: Any) -> bool:
    assert model.problems == ()
    Draft4Validator.check_schema(model.schema)
    return accepts(Draft4Validator(model.schema), value)


def converted(schema: Mapping[str, object]) -> Mapping[str, object]:
    model = rest_model("Order", schema)
    assert model.problems == ()
    return {key: value for key, value in model.schema.items() if key not in {"$schema", "title"}}


scalars = st.none() | st.booleans() | st.integers(-2, 91) | st.sampled_from([0.5, -0.5]) | st.text("ab1", max_size=2)
values = st.recursive(
    scalars | st.sampled_from(["small", "large", "card", "invoice", "12345"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=4,
)
addresses = st.fixed_dictionaries({}, optional={"street": values, "zip": values, "other": values})
payments = st.fixed_dictionaries({}, optional={"kind": values, "number": values, "days": values})
orders = st.fixed_dictionaries(
    {
        "lines": st.just(["a"]) | values,
        "amount": st.just(1.5) | values,
        "address": st.just({"street": "a"}) | addresses | values,
        "payment": st.just({"kind": "card", "number": "1"}) | payments | values,
    },
    optional={
        "size": values,
        "maybe_size": values,
        "billing": addresses | values,
        "point": values,
        "notes": values,
        "count": values,
    },
)


@given(orders | values)
def test_a_model_takes_exactly_what_the_pydantic_schema_takes(value: Any) -> None:
    expected = accepts(Draft202012Validator(Order.model_json_schema()), value)
    assert valid(rest_model("Order", Order), value) == expected


LEAVES: list[dict[str, Any]] = [
    {"type": "string", "minLength": 1},
    {"type": "integer", "exclusiveMinimum": 1, "minimum": 0},
    {"type": "number", "exclusiveMaximum": 3, "maximum": 3},
    {"type": "number", "exclusiveMinimum": 1, "minimum": 2},
    {"const": 1},
    {"enum": ["a", None]},
    {"type": "null"},
    {"$ref": "#/$defs/shared"},
    {"$ref": "#/$defs/shared", "maxLength": 1},
    {"$ref": "#/$defs/alias"},
    {"$ref": "#/$defs/maybe"},
    {"type": ["integer", "string"]},
]


DEFINITIONS: dict[str, Any] = {
    "shared": {"type": "string", "enum": ["a", "aa", "b"]},
    "alias": {"$ref": "#/$defs/shared"},
    "maybe": {"anyOf": [{"$ref": "#/$defs/alias"}, {"type": "null"}]},
}


@st.composite
def schemas(draw: st.DrawFn, depth: int = 3) -> dict[str, Any]:
    if depth == 0 or draw(st.booleans()):
        return draw(st.sampled_from(LEAVES))
    one, other = draw(schemas(depth - 1)), draw(schemas(depth - 1))
    rest = draw(st.sampled_from([True, False, other]))
    made: list[dict[str, Any]] = [
        {"anyOf": [one, {"type": "null"}]},
        {"anyOf": [one, other]},
        {"oneOf": [one, other]},
        {"allOf": [one, other], "description": "both"},
        {"not": one},
        {"prefixItems": [one], "items": rest},
        {"items": one, "minItems": 1},
        {"properties": {"a": one}, "additionalProperties": rest, "required": []},
        {"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": {"properties": {"b": one}}}},
    ]
    return draw(st.sampled_from(made))


@given(schemas(), values)
def test_a_schema_of_draft_2020_12_means_the_same_in_draft_4(schema: dict[str, Any], value: Any) -> None:
    source = {**schema, "$defs": DEFINITIONS}
    assert valid(rest_model("Any", source), value) == accepts(Draft202012Validator(source), value)


REWRITTEN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"const": "a"}, {"enum": ["a"]}),
    ({"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}, {"type": ["string", "null"]}),
    ({"type": "integer", "exclusiveMinimum": 0}, {"type": "integer", "minimum": 1}),
    ({"type": "integer", "exclusiveMaximum": 90}, {"type": "integer", "maximum": 89}),
    ({"type": "number", "exclusiveMinimum": 0}, {"type": "number", "minimum": 0, "exclusiveMinimum": True}),
    ({"type": "integer", "minimum": 0, "exclusiveMinimum": True}, {"type": "integer", "minimum": 1}),
    ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    ({"type": "string", "examples": ["a"], "x-order": 1, "readOnly": True}, {"type": "string"}),
    ({"type": "string", "format": "date-time"}, {"type": "string", "format": "date-time"}),
    ({"type": "object", "required": []}, {"type": "object"}),
    ({"type": "array", "prefixItems": [True]}, {"type": "array", "items": [{}]}),
    ({"properties": {"a": False}}, {"properties": {"a": {"not": {}}}}),
]


@pytest.mark.parametrize(("source", "expected"), REWRITTEN)
def test_keywords_of_newer_drafts_are_written_as_those_of_draft_4(
    source: Mapping[str, object], expected: Mapping[str, object]
) -> None:
    assert converted(source) == expected


def test_a_recursive_model_keeps_its_recursion_out_of_combiners() -> None:
    model = rest_model("Node", Node)
    assert valid(model, {"name": "a", "child": {"name": "b", "child": None}})
    assert not valid(model, {"name": "a", "child": {"child": None}})
    assert "anyOf" not in json.dumps(model.schema)


def test_a_model_has_the_draft_and_the_same_text_whatever_the_order_of_its_keys() -> None:
    one = rest_model("Order", {"type": "object", "title": "An order"})
    other = rest_model("Order", {"title": "An order", "type": "object"})
    assert one.text == other.text
    assert one.schema["$schema"] == DRAFT


@pytest.mark.parametrize(
    ("source", "where", "found", "remedy"),
    [
        ({"contains": {}}, "#/contains", '"contains"', "check the items in the function"),
        ({"if": {}}, "#/if", '"if"', "write the two cases as anyOf"),
        (
            {"properties": {"a": {"propertyNames": {}}}},
            "#/properties/a/propertyNames",
            '"propertyNames"',
            "use patternProperties with additionalProperties: false",
        ),
        ({"typ": "string"}, "#/typ", '"typ"', "remove it: API Gateway would ignore it"),
        ({"type": "text"}, "#/type", "'text'", "use one of them, or a list of them"),
        ({"items": 5}, "#/items", "5", "write an object with keywords, or true or false"),
        ({"enum": []}, "#/enum", "[]", "name the values"),
        ({"required": True}, "#/required", "True", "put the names into the object's required"),
        ({"exclusiveMinimum": True}, "#/exclusiveMinimum", "True", "give the bound"),
        (
            {"pattern": "(?P<a>b)"},
            "#/pattern",
            "'(?P<a>b)'",
            r"write (?<name>…), ^ and $ in place of (?P<name>…), \A and \Z",
        ),
        ({"$ref": "other.json"}, "#", 'the reference "other.json"', "bring the schema into this document"),
        ({"$ref": "#/$defs/none"}, "#", 'the reference "#/$defs/none"', "bring the schema into this document"),
    ],
)
def test_what_draft_4_cannot_say_is_a_problem(
    source: Mapping[str, object], where: str, found: str, remedy: str
) -> None:
    problems = rest_model("Order", source).problems
    assert [(one.where, one.found, one.remedy) for one in problems] == [(f'model "Order", {where}', found, remedy)]


def test_recursion_inside_a_combiner_is_a_problem() -> None:
    tree = {"oneOf": [{"type": "string"}, {"type": "array", "items": {"allOf": [{"$ref": "#/$defs/tree"}]}}]}
    (problem,) = rest_model("Tree", {"allOf": [{"$ref": "#/$defs/tree"}], "$defs": {"tree": tree}}).problems
    assert problem.found == 'the reference "#/$defs/tree"'


def test_what_api_gateway_does_not_check_is_a_warning() -> None:
    model = rest_model(
        "Order", {"properties": {"id": {"type": "string", "format": "uuid"}, "a": {"exclusiveMinimum": 0}}}
    )
    where = 'model "Order", #/properties'
    assert model.warnings == (
        f'{where}/id/format: API Gateway does not check the format "uuid"',
        f"{where}/a: AWS does not support exclusiveMinimum: check in the function that the value is not 0",
    )


def test_a_reference_to_another_model_and_unknown_values_pass_through() -> None:
    unknown = pulumi.Output.from_input("https://apigateway.amazonaws.com/restapis/a1/models/Pet")
    model = rest_model("Order", {"properties": {"pet": {"$ref": unknown}, "sort": {"enum": [unknown]}}})
    assert model.problems == ()
    assert model.schema["properties"] == {"pet": {"$ref": unknown}, "sort": {"enum": [unknown]}}
    assert isinstance(model.text, pulumi.Output)


def branches(node: Any) -> list[Any]:
    """Every branch of a combiner in the schema."""
    own = [one for name in ("allOf", "anyOf", "oneOf") for one in array_at(node, name)]
    return own + [branch for one in (*object_at(node).values(), *array_at(node)) for branch in branches(one)]


@given(schemas())
def test_no_branch_of_a_combiner_is_a_reference(schema: dict[str, Any]) -> None:
    model = rest_model("Any", {**schema, "$defs": DEFINITIONS})
    assert [one for one in branches(model.schema) if "$ref" in one] == []


KEYWORDS = sorted(
    HARMLESS | DROPPED | SUBSCHEMAS | SUBSCHEMA_MAPS | {*COMBINERS, *INEXPRESSIBLE, "items", "prefixItems"}
)
POINTERS = ["#", "#/$defs/a", "#/a", "#/items/0", "#/properties/a", "other.json", "draft-04"]
trees = st.recursive(
    scalars | st.sampled_from([*POINTERS, "string", "object"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(
            st.sampled_from([*KEYWORDS, "$ref", "$defs", "format", "dependencies", "a"]), inner, max_size=3
        ),
    ),
    max_leaves=8,
)


@given(trees)
def test_whatever_is_given_becomes_a_model_with_a_text_or_problems(tree: Any) -> None:
    model = rest_model("Any", tree)
    assert isinstance(model.text, str)
    if not model.problems:
        Draft4Validator.check_schema(json.loads(model.text))


@pytest.mark.parametrize(
    "definitions", [{"a": {"$ref": "#/$defs/a"}}, {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}]
)
def test_references_in_a_circle_are_a_problem(definitions: dict[str, Any]) -> None:
    for schema in ({"$ref": "#/$defs/a"}, {"anyOf": [{"$ref": "#/$defs/a"}, {"type": "null"}]}):
        problems = rest_model("Any", {**schema, "$defs": definitions}).problems
        assert [one.found for one in problems] == ['the reference "#/$defs/a"']


@given(schemas())
def test_a_model_made_of_a_model_is_that_model(schema: dict[str, Any]) -> None:
    source = {**schema, "$defs": DEFINITIONS}
    once = rest_model("Any", source)
    assert rest_model("Any", once.schema).schema == once.schema


@pytest.mark.parametrize("source", [5, "Order", None, int])
def test_what_is_no_schema_is_a_problem(source: Any) -> None:
    (problem,) = rest_model("Order", source).problems
    assert problem.allowed == "a JSON Schema or a pydantic model class"


@pytest.mark.parametrize(("name", "remedy"), [("new-order", 'call it "NewOrder"'), ("ü", 'call it "Order"')])
def test_a_model_is_named_with_letters_and_digits(name: str, remedy: str) -> None:
    assert [one.remedy for one in model_name_problems(name)] == [remedy]
    assert model_name_problems("NewOrder2") == []
