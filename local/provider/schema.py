"""The schema of a resource type, read from the sources of the installed pulumi_aws package.

The generated classes of pulumi_aws say everything the schema of the real provider says of types: the signature of
`…Args` has the inputs and which of them are required, the getters have the property names and the output types. Only
the one module of a resource and the nested classes it names are parsed, so that a type costs milliseconds, not the
import of the whole package.
"""

from __future__ import annotations

import ast
import functools
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Kind = Literal["string", "boolean", "integer", "number", "archive", "asset", "any", "list", "map", "object", "document"]


@dataclass(frozen=True)
class PropertyType:
    """The type of a property: a scalar kind, a list or map of `element`, or an object with `fields`.

    `document` is a JSON text that a program may also write as an object.
    """

    kind: Kind
    element: PropertyType | None = None
    fields: Mapping[str, Property] | None = None


@dataclass(frozen=True)
class Property:
    """One property: its name on the wire, its type, and whether it is required (input) or always present (output)."""

    name: str
    type: PropertyType
    always: bool


@dataclass(frozen=True)
class ResourceSchema:
    """Inputs, outputs (inputs included) and the names of the secret outputs of a resource type."""

    inputs: Mapping[str, Property]
    outputs: Mapping[str, Property]
    secret_outputs: frozenset[str]


class UnknownTypeError(LookupError):
    """The installed pulumi_aws has no such resource type."""


@functools.cache
def resource_schema(token: str) -> ResourceSchema:
    """The schema of a type such as `aws:apigatewayv2/route:Route`.

    Raises:
        UnknownTypeError: pulumi_aws has no such type.
    """
    module_path, _, class_name = token.removeprefix("aws:").partition(":")
    package, _, module = module_path.partition("/")
    folder = _package_folder() / _python_module(package)
    source = folder / f"{_snake_case(module)}.py"
    if not source.is_file():
        raise UnknownTypeError(token)
    classes = _ClassIndex(source)
    # Where a nested type has the name of the arguments already, those are called `…InitArgs`.
    args = classes.find(f"{class_name}Args") or classes.find(f"{class_name}InitArgs")
    resource = classes.find(class_name)
    if args is None or resource is None:
        raise UnknownTypeError(token)
    return ResourceSchema(
        inputs=_inputs(args, _NestedTypes(_ClassIndex(folder / "_inputs.py"))),
        outputs=dict(_outputs(resource, _NestedTypes(_ClassIndex(folder / "outputs.py")))),
        secret_outputs=frozenset(_secret_outputs(resource)),
    )


@functools.cache
def _package_folder() -> Path:
    spec = find_spec("pulumi_aws")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("pulumi_aws is not installed")
    return Path(spec.origin).parent


def _python_module(name: str) -> str:
    return f"{name}_" if name == "lambda" else name


def _snake_case(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class _ClassIndex:
    """The classes of one generated module, each parsed when it is asked for."""

    def __init__(self, path: Path) -> None:
        self._source = path.read_text(encoding="utf-8") if path.is_file() else ""
        starts = list(re.finditer(r"^class (\w+)", self._source, re.MULTILINE))
        ends = [*(match.start() for match in starts[1:]), len(self._source)][: len(starts)]
        self._spans = {match[1]: (match.start(), end) for match, end in zip(starts, ends, strict=True)}

    def find(self, name: str) -> ast.ClassDef | None:
        span = self._spans.get(name)
        if span is None:
            return None
        # The decorator of the next class stands at the end of this one's text.
        text = re.sub(r"^@.*\Z", "", self._source[slice(*span)], flags=re.MULTILINE | re.DOTALL)
        definition = ast.parse(text).body[0]
        return definition if isinstance(definition, ast.ClassDef) else None


class _NestedTypes:
    """The object types that annotations name, with their fields."""

    def __init__(self, classes: _ClassIndex) -> None:
        self._classes = classes
        self._known: dict[str, PropertyType] = {}

    def named(self, name: str) -> PropertyType:
        """The type of a class of this module; an enumeration, or a class of another module, is a text or a document."""
        name = name.rsplit(".", 1)[-1]
        if name == "PolicyDocumentArgs":
            return PropertyType("document")
        if name not in self._known:
            definition = self._classes.find(name)
            if definition is None:
                return PropertyType("string")
            # A type that contains itself, as the statement of a rule, finds this entry, which is complete in the end.
            fields: dict[str, Property] = {}
            self._known[name] = PropertyType("object", fields=fields)
            is_input = any(
                isinstance(node, ast.FunctionDef) and node.name.endswith("setter") for node in definition.body
            )
            own = _inputs(definition, self) if name.endswith("Args") or is_input else dict(_outputs(definition, self))
            fields.update(own)
        return self._known[name]


def _inputs(definition: ast.ClassDef, nested: _NestedTypes) -> dict[str, Property]:
    constructor = next(
        node for node in definition.body if isinstance(node, ast.FunctionDef) and node.name == "__init__"
    )
    names = {python: wire for python, wire, _ in _getters(definition)}
    arguments, defaults = constructor.args.kwonlyargs, constructor.args.kw_defaults
    return {
        names[argument.arg]: Property(names[argument.arg], _read_type(argument.annotation, nested), default is None)
        for argument, default in zip(arguments, defaults, strict=True)
    }


def _outputs(definition: ast.ClassDef, nested: _NestedTypes) -> Iterator[tuple[str, Property]]:
    for _, name, annotation in _getters(definition):
        inner = _argument(annotation) if _called(annotation) == "Output" else annotation
        yield name, Property(name, _read_type(inner, nested), _called(inner) != "Optional")


def _getters(definition: ast.ClassDef) -> Iterator[tuple[str, str, ast.expr | None]]:
    """The getters of a class: Python name, name on the wire, type."""
    for node in definition.body:
        if not isinstance(node, ast.FunctionDef):
            continue
        for decorator in node.decorator_list:
            called = decorator.func if isinstance(decorator, ast.Call) else decorator
            if isinstance(called, ast.Attribute) and called.attr == "getter":
                keywords = decorator.keywords if isinstance(decorator, ast.Call) else []
                renamed = [keyword.value.value for keyword in keywords if isinstance(keyword.value, ast.Constant)]
                yield node.name, str(renamed[0]) if renamed else node.name, node.returns


def _secret_outputs(definition: ast.ClassDef) -> Iterator[str]:
    for node in ast.walk(definition):
        if (
            isinstance(node, ast.keyword)
            and node.arg == "additional_secret_outputs"
            and isinstance(node.value, ast.List)
        ):
            yield from (str(item.value) for item in node.value.elts if isinstance(item, ast.Constant))


_SCALARS: Mapping[str, Kind] = {
    "str": "string",
    "bool": "boolean",
    "int": "integer",
    "float": "number",
    "Any": "any",
    "Archive": "archive",
    "Asset": "asset",
}


def _read_type(annotation: ast.expr | None, nested: _NestedTypes) -> PropertyType:
    match annotation:
        case ast.Constant(value=str() as name):
            return nested.named(name)
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return PropertyType(_SCALARS[name]) if name in _SCALARS else nested.named(name)
        case ast.Subscript():
            return _read_generic(annotation, nested)
        case _:
            return PropertyType("any")


def _read_generic(annotation: ast.Subscript, nested: _NestedTypes) -> PropertyType:
    inner = _argument(annotation)
    match _called(annotation):
        case "Sequence":
            return PropertyType("list", element=_read_type(inner, nested))
        case "Mapping":
            entry = inner.elts[1] if isinstance(inner, ast.Tuple) else inner
            return PropertyType("map", element=_read_type(entry, nested))
        case "Union":
            choices = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            types = [_read_type(choice, nested) for choice in choices if choice is not None]
            documents = [choice for choice in types if choice.kind == "document"]
            return documents[0] if documents else types[0]
        case _:  # Input, Output, Optional: the type is what they wrap
            return _read_type(inner, nested)


def _called(annotation: ast.expr | None) -> str:
    if not isinstance(annotation, ast.Subscript):
        return ""
    value = annotation.value
    return value.attr if isinstance(value, ast.Attribute) else value.id if isinstance(value, ast.Name) else ""


def _argument(annotation: ast.expr | None) -> ast.expr | None:
    return annotation.slice if isinstance(annotation, ast.Subscript) else None
