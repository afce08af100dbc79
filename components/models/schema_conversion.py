"""Conversion of JSON Schema of newer drafts to draft 4, as API Gateway takes it. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pulumi

from components.models.json_tree import Json, array_at, at_pointer, object_at, text_at
from components.models.schema_keywords import (
    COMBINERS,
    DROPPED,
    FORMATS,
    HARMLESS,
    INEXPRESSIBLE,
    SUBSCHEMA_MAPS,
    SUBSCHEMAS,
)
from components.models.schema_nulls import NULL, or_null, without_null_branch
from components.models.schema_values import value_fault
from components.problems import Problem

MODEL_URL = "https://apigateway.amazonaws.com/restapis/"
"""How a reference to another model of the same API begins."""
_DEFINITION = "#/definitions/"


@dataclass
class Conversion:
    """One conversion, and what it came across."""

    where: str
    """What the schema is, for problems and warnings."""
    root: object
    """The document that local references point into."""
    shared: Json = field(default_factory=dict[str, object])
    """The converted schemas that references name."""
    problems: list[Problem] = field(default_factory=list[Problem])
    warnings: list[str] = field(default_factory=list[str])
    _names: dict[str, str] = field(default_factory=dict[str, str])
    _inlining: list[str] = field(default_factory=list[str])

    def schema(self, node: object, path: str) -> Json:
        """The schema in draft 4."""
        if isinstance(node, bool):
            return {} if node else {"not": {}}
        if not isinstance(node, Mapping):
            self._problem(path, f"{node!r}", "a JSON Schema", "write an object with keywords, or true or false")
            return {}
        given: Json = {**object_at(node)}  # pyright: ignore[reportUnknownArgumentType] -- an untyped mapping
        if "$ref" in given:
            return self._reference(given, path)
        optional = self._optional_reference(given)
        if optional is not None:
            return optional
        found: Json = {}
        for keyword, value in given.items():
            self._handler(keyword)(found, keyword, value, f"{path}/{keyword}")
        if "const" in given:
            found["enum"] = [given["const"]]
        self._bounds(found, given, path)
        if given.get("nullable") is True and "type" in given:  # as OpenAPI 3.0 says it
            return or_null(found)
        return without_null_branch(found)

    def _handler(self, keyword: str) -> Callable[[Json, str, object, str], None]:
        handlers = {
            **dict.fromkeys(DROPPED, _drop),
            **dict.fromkeys(HARMLESS, self._harmless),
            **dict.fromkeys(SUBSCHEMAS, self._subschema),
            **dict.fromkeys(SUBSCHEMA_MAPS, self._subschemas),
            **dict.fromkeys(COMBINERS, self._combiner),
            **dict.fromkeys(("items", "prefixItems"), self._items),
            **dict.fromkeys(("dependencies", "dependentRequired", "dependentSchemas"), self._dependencies),
            "format": self._format,
        }
        return _drop if keyword.startswith("x-") else handlers.get(keyword, self._unknown)

    def _unknown(self, _found: Json, keyword: str, _value: object, path: str) -> None:
        remedy = INEXPRESSIBLE.get(keyword, "remove it: API Gateway would ignore it")
        self._problem(path, f'"{keyword}"', "keywords that JSON Schema draft 4 has", remedy)

    def _subschema(self, found: Json, keyword: str, value: object, path: str) -> None:
        keeps_bool = keyword != "not" and isinstance(value, bool)
        found[keyword] = value if keeps_bool else self.schema(value, path)

    def _subschemas(self, found: Json, keyword: str, value: object, path: str) -> None:
        named = object_at(value)
        if not named and value != {}:
            self._problem(path, f"{value!r}", "schemas by the names of properties", "write an object")
        found[keyword] = {name: self.schema(one, f"{path}/{name}") for name, one in named.items()}

    def _combiner(self, found: Json, keyword: str, value: object, path: str) -> None:
        if not array_at(value):
            self._problem(path, f"{value!r}", "a list with one schema or more", "list the schemas")
        found[keyword] = [self._branch(one, f"{path}/{index}") for index, one in enumerate(array_at(value))]

    def _harmless(self, found: Json, keyword: str, value: object, path: str) -> None:
        fault = None if isinstance(value, pulumi.Output) else value_fault(keyword, value)
        if fault is not None:
            self._problem(path, f"{value!r}", *fault)
        if keyword != "required" or value != []:  # draft 4 wants one name at least
            found[keyword] = value

    def _items(self, found: Json, keyword: str, value: object, path: str) -> None:
        # A tuple: what follows the listed items is `items` in newer drafts and `additionalItems` in draft 4.
        if keyword == "prefixItems" and not array_at(value):
            self._problem(path, f"{value!r}", "a list with one schema or more", "list the schemas, or remove it")
        elif keyword == "prefixItems" or array_at(value):
            if "items" in found:
                found["additionalItems"] = False if found["items"] == {"not": {}} else found["items"]
            found["items"] = [self.schema(one, f"{path}/{index}") for index, one in enumerate(array_at(value))]
        elif isinstance(found.get("items"), list):
            found["additionalItems"] = value if isinstance(value, bool) else self.schema(value, path)
        else:
            found["items"] = self.schema(value, path)

    def _dependencies(self, found: Json, _keyword: str, value: object, path: str) -> None:
        merged = {**object_at(found, "dependencies")}
        for name, wanted in object_at(value).items():
            if wanted == []:
                continue
            one = {"required": [*array_at(wanted)]} if array_at(wanted) else self.schema(wanted, f"{path}/{name}")
            merged[name] = {"allOf": [merged[name], one]} if name in merged else one
        if merged:
            found["dependencies"] = merged

    def _format(self, found: Json, _keyword: str, value: object, path: str) -> None:
        if isinstance(value, str) and value in FORMATS:
            found["format"] = value
        else:
            self.warnings.append(f'{self.where}, {path}: API Gateway does not check the format "{value}"')

    def _bounds(self, found: Json, given: Mapping[str, object], path: str) -> None:
        """Exclusive bounds are numbers of their own in newer drafts, and marks of the inclusive ones in draft 4."""
        for bound, exclusive, step in (("minimum", "exclusiveMinimum", 1), ("maximum", "exclusiveMaximum", -1)):
            value, limit = given.get(exclusive), given.get(bound)
            if value is None or value is False:
                continue
            number = limit if value is True else value
            if isinstance(number, bool) or not isinstance(number, int | float):
                self._problem(f"{path}/{exclusive}", f"{value!r}", "a number, or true beside a bound", "give the bound")
            elif value is not True and isinstance(limit, int | float) and (limit - number) * step > 0:
                continue  # the inclusive bound is the stricter one
            elif given.get("type") == "integer" and float(number).is_integer():
                found[bound] = int(number) + step
            else:
                found[bound], found[exclusive] = number, True
                note = f"AWS does not support {exclusive}: check in the function that the value is not {number:g}"
                self.warnings.append(f"{self.where}, {path}: {note}")

    def _branch(self, node: object, path: str) -> Json:
        """A branch of a combiner. AWS takes no reference into the same schema there, so what it names stands there."""
        reference = text_at(node, "$ref")
        target = self._target(reference)
        if reference is None or target is None:
            return self._flat(self.schema(node, path), path)
        if reference in self._inlining:
            return self._recursion(reference, path)
        self._inlining.append(reference)
        written = self._flat(self.schema(target, path), path)
        self._inlining.pop()
        return written

    def _flat(self, written: Json, path: str) -> Json:
        """What a converted schema refers to, in place of a reference to a shared schema."""
        while (reference := text_at(written, "$ref")) is not None and reference.startswith(_DEFINITION):
            name = reference.removeprefix(_DEFINITION)
            if name not in self.shared:  # it is being converted: it holds itself
                return self._recursion(reference, path)
            written = {**object_at(self.shared, name)}
        return written

    def _recursion(self, reference: str, path: str) -> Json:
        allowed = "no reference inside anyOf, oneOf and allOf to the schema that holds them"
        remedy = "write the recursion without them, or check the body in the function"
        self._problem(path, f'the reference "{reference}"', allowed, remedy)
        return {}

    def _optional_reference(self, given: Mapping[str, object]) -> Json | None:
        """A reference to what a reference or null stands for, which needs no combiner; None for all else."""
        branches = [object_at(one) for one in array_at(given, "anyOf")]
        named = [text_at(one, "$ref") for one in branches if one != NULL]
        reference = named[0] if len(named) == 1 and len(branches) == len(named) + 1 else None
        target = self._target(reference)
        beside = set(given) - {"anyOf"} - DROPPED - {"title", "description"}
        if reference is None or target is None or beside:
            return None
        key, wanted = f"{reference} or null", f"{_last(reference)}OrNull"
        name = self._share(key, wanted, lambda: or_null(self._flat(self.schema(target, reference), reference)))
        return {"$ref": f"{_DEFINITION}{name}"}

    def _reference(self, given: Mapping[str, object], path: str) -> Json:
        reference = given["$ref"]
        if isinstance(reference, pulumi.Output) or (isinstance(reference, str) and reference.startswith(MODEL_URL)):
            checks = self._beside(given, path)
            return {"allOf": [{"$ref": reference}, checks]} if checks else {"$ref": reference}
        target = self._target(reference)
        if not isinstance(reference, str) or target is None:
            allowed = f"a reference into this schema, or to a model: {MODEL_URL}API/models/NAME"
            self._problem(path, f'the reference "{reference}"', allowed, "bring the schema into this document")
            return {}
        checks = self._beside(given, path)
        if checks:
            return {"allOf": [self._branch({"$ref": reference}, path), checks]}
        name = self._share(reference, _last(reference), lambda: self.schema(target, reference))
        return {"$ref": f"{_DEFINITION}{name}"}

    def _beside(self, given: Mapping[str, object], path: str) -> Json:
        """What is checked beside a reference; draft 4 would ignore it there."""
        rest = self.schema({key: value for key, value in given.items() if key != "$ref"}, path)
        return {key: value for key, value in rest.items() if key not in {"title", "description"}}

    def _target(self, reference: object) -> object | None:
        """What a local reference names; None where there is nothing, or only references that lead in a circle."""
        seen: set[str] = set()
        target, following = None, reference
        while isinstance(following, str) and following.startswith("#"):
            if following in seen:
                return None
            seen.add(following)
            named = at_pointer(self.root, following)
            target, following = (named if target is None else target), text_at(named, "$ref")
        return target

    def _share(self, key: str, wanted: str, convert: Callable[[], Json]) -> str:
        """The name under which a schema is shared; the name is there before the schema, so that it may name itself."""
        if key not in self._names:
            taken = set(self._names.values())
            name, number = wanted, 2
            while name in taken:
                name, number = f"{wanted}{number}", number + 1
            self._names[key] = name
            self.shared[name] = convert()
        return self._names[key]

    def _problem(self, path: str, found: str, allowed: str, remedy: str) -> None:
        self.problems.append(Problem(f"{self.where}, {path}", found, allowed, remedy))


def _drop(_found: Json, _keyword: str, _value: object, _path: str) -> None:
    """Leave the keyword out."""


def _last(reference: str) -> str:
    return reference.rsplit("/", 1)[-1].replace("~1", "_").replace("~0", "_").replace("#", "") or "Whole"
