"""Mapping templates (VTL) made from expressions over a request. Pure: no Pulumi resource.

What a caller sends is escaped wherever it lands in JSON, and encoded wherever it lands in a form, so that it stays a
value. A value that is missing becomes an empty text.
Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

import json
from collections.abc import Callable, Mapping
from urllib.parse import quote

import pulumi

from components.routing.expressions import Expression, parse

Fragment = pulumi.Input[str]
"""A piece of a template; an output when something in it is not known yet."""


def joined(*pieces: Fragment) -> Fragment:
    """The pieces one after the other; a text if all of them are."""
    return "".join(str(piece) for piece in pieces) if _all_known(pieces) else pulumi.Output.concat(*pieces)


def json_object(members: Mapping[str, Fragment]) -> Fragment:
    """A JSON object of members that are pieces of JSON themselves."""
    pieces: list[Fragment] = []
    for name, value in members.items():
        pieces += [",", json.dumps(name), ":", value] if pieces else [json.dumps(name), ":", value]
    return joined("{", *pieces, "}")


def json_text(value: pulumi.Input[str]) -> Fragment:
    """A JSON text. A member of the body that is an object becomes the text of its JSON."""
    if not isinstance(value, str):
        return pulumi.Output.from_input(value).apply(json.dumps)
    parts = parse(value)
    if len(parts) == 1 and isinstance(parts[0], Expression) and _is_member(parts[0]):
        raw = f"$input.json('$.{parts[0].name}')"
        # The JSON of a text is a JSON text already, with its quotes.
        return f'#if({raw}.startsWith(\'"\')){raw}#{{else}}"{_escaped(raw)}"#end'
    return f'"{"".join(_in_json(part) for part in parts)}"'


def json_truth(value: pulumi.Input[str]) -> Fragment:
    """A JSON truth value: true when the value is the text or the truth `true`."""
    if not isinstance(value, str):
        return value
    parts = parse(value)
    if not isinstance(parts[0], Expression):
        return value
    reference = _reference(parts[0])
    return f'#if("{reference}" == "true")true#{{else}}false#end'


def json_base64(value: pulumi.Input[str]) -> Fragment:
    """A JSON text with the base64 of the value."""
    if not isinstance(value, str):
        return pulumi.Output.concat("\"$util.base64Encode('", value, "')\"")
    parts = parse(value)
    if isinstance(parts[0], Expression):
        return f'"$util.base64Encode({_reference(parts[0], as_json=True)})"'
    return f'"$util.base64Encode({_literal(value)})"'


def form_value(value: pulumi.Input[str]) -> Fragment:
    """A value of an `application/x-www-form-urlencoded` body."""
    if not isinstance(value, str):
        return pulumi.Output.from_input(value).apply(_encoded)
    return "".join(_in_form(part) for part in parse(value))


def form(members: Mapping[str, pulumi.Input[str]]) -> Fragment:
    """An `application/x-www-form-urlencoded` body."""
    pieces: list[Fragment] = []
    for name, value in members.items():
        pieces += ["&" if pieces else "", name, "=", form_value(value)]
    return joined(*pieces)


def _all_known(pieces: tuple[Fragment, ...]) -> bool:
    return all(isinstance(piece, str) for piece in pieces)


def _is_member(expression: Expression) -> bool:
    return expression.source == "request.body" and bool(expression.name)


def _reference(expression: Expression, *, as_json: bool = False) -> str:
    """The value in VTL. Each place of a request is named, so that a query cannot stand in for a header."""
    match expression.source:
        case "request.body":
            member = f"$input.{'json' if as_json else 'path'}('$.{expression.name}')"
            return member if expression.name else "$input.body"
        case "request.header":
            return f"$input.params().header.get('{expression.name}')"
        case "request.querystring":
            return f"$input.params().querystring.get('{expression.name}')"
        case "request.path":
            return f"$input.params().path.get('{expression.name}')" if expression.name else "$context.path"
        case _:
            return str(expression)


def _present(expression: Expression, render: Callable[[str], str]) -> str:
    reference = _reference(expression)
    # A call with a value that is missing would be printed as it stands here.
    return f"#if({reference}){render(reference)}#end"


def _escaped(reference: str) -> str:
    # escapeJavaScript also escapes ', which JSON does not know.
    return f'$util.escapeJavaScript({reference}).replaceAll("\\\\\'","\'")'


def _in_json(part: str | Expression) -> str:
    if isinstance(part, Expression):
        return _present(part, _escaped)
    return json.dumps(part)[1:-1]


def _in_form(part: str | Expression) -> str:
    if not isinstance(part, Expression):
        return _encoded(part)
    if not _is_member(part):
        return _present(part, lambda reference: f"$util.urlEncode({reference})")
    raw = f"$input.json('$.{part.name}')"
    value = _reference(part)
    return f"#if({raw}.startsWith('\"'))$util.urlEncode({value})#{{else}}$util.urlEncode({raw})#end"


def _encoded(text: str) -> str:
    return quote(text, safe="")


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
