import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.routing.expressions import Expression, ExpressionError, expressions, parse


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("eu-west-1", ["eu-west-1"]),
        ("5 $ a month", ["5 $ a month"]),
        ("$request.body", [Expression("request.body")]),
        ("$request.body.order.id", [Expression("request.body", "order.id")]),
        ("$request.body.items[0].id", [Expression("request.body", "items[0].id")]),
        ("$request.path", [Expression("request.path")]),
        ("$request.path.id", [Expression("request.path", "id")]),
        ("$request.header.x-tenant", [Expression("request.header", "x-tenant")]),
        ("$request.querystring.limit", [Expression("request.querystring", "limit")]),
        ("$response.header.etag", [Expression("response.header", "etag")]),
        ("$response.body.id", [Expression("response.body", "id")]),
        ("$context.authorizer.claims.sub", [Expression("context", "authorizer.claims.sub")]),
        ("$stageVariables.host", [Expression("stageVariables", "host")]),
        (
            "orders/${request.path.id}/${context.requestId}",
            ["orders/", Expression("request.path", "id"), "/", Expression("context", "requestId")],
        ),
    ],
)
def test_a_text_is_taken_apart(text: str, parts: list[str | Expression]) -> None:
    assert parse(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "$request.headers.x",
        "$request.header",
        "$request.body..id",
        "$request.body.a..id",
        "$request.body.items[?(@.id)]",
        "$context",
        "$context.a-b",
        "$stageVariables.a-b",
        "${request.cookie.a}",
        "${nothing}",
        "id $request.path.id",
    ],
)
def test_what_looks_like_an_expression_and_is_none_is_an_error(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"is no expression|in braces"):
        parse(text)


@given(st.lists(st.sampled_from(["request.path.id", "context.requestId", "request.header.a"]), max_size=4))
def test_every_expression_in_braces_is_found(names: list[str]) -> None:
    text = "-".join(f"${{{name}}}" for name in names)
    assert [str(one) for one in expressions(text)] == [f"${name}" for name in names]
