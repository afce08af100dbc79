"""When two values of a property mean the same to AWS."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.provider.values import Archive, Asset, Secret, Unknown, as_dict, as_list, is_empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.provider.resource_type import Attribute
    from local.provider.schema import PropertyType
    from local.provider.values import Value


def same(left: Value, right: Value, kind: PropertyType | None, path: str, attributes: Mapping[str, Attribute]) -> bool:
    """Whether two values are equal: documents as JSON, lists without an order as sets, nothing as empty."""
    return canonical(left, kind, path, attributes) == canonical(right, kind, path, attributes)


def canonical(value: Value, kind: PropertyType | None, path: str, attributes: Mapping[str, Attribute]) -> Any:  # noqa: PLR0911  # one a kind of value
    """A form of the value that is equal for equal meanings, and unequal to every other where it is unknown."""
    if isinstance(value, Secret):
        return canonical(value.value, kind, path, attributes)
    if isinstance(value, Unknown):
        return object()
    attribute = attributes.get(path)
    if isinstance(value, Archive | Asset):
        return _content(value)
    if is_empty(value) or ("." in path and attribute is not None and value == attribute.default):
        return None
    if isinstance(value, str):
        return _text(value, kind, attribute)
    if (items := as_list(value)) is not None:
        element = kind.element if kind else None
        forms = [canonical(item, element, path, attributes) for item in items]
        ordered = attribute is not None and attribute.ordered
        return forms if ordered else sorted(forms, key=lambda form: json.dumps(form, sort_keys=True, default=id))
    if (entries := as_dict(value)) is not None:
        result: dict[str, Any] = {}
        for key, item in entries.items():
            field = kind.fields.get(key) if kind and kind.fields else None
            inner_kind = field.type if field else kind.element if kind else None
            inner_path = f"{path}.{key}" if field else path
            form: Any = item if item == {} else canonical(item, inner_kind, inner_path, attributes)
            if form is not None:
                result[key] = form
        return result
    return value


def _text(value: str, kind: PropertyType | None, attribute: Attribute | None) -> Any:
    if (kind and kind.kind == "document") or (attribute and attribute.document):
        return _sorted_sets(_json(value))
    return _json(value) if attribute and attribute.json else value


def _content(value: Archive | Asset) -> Any:
    """The hash when the engine gave one, as it always does; what the value names otherwise."""
    if value.digest:
        return value.digest
    if isinstance(value, Archive) and value.assets is not None:
        return {name: _content(item) for name, item in value.assets.items()}
    return (value.path, value.uri, value.text if isinstance(value, Asset) else None)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def _sorted_sets(value: Any) -> Any:
    """A policy, in which a list of one is as good as its element, and a list of texts has no order."""
    if (entries := as_dict(value)) is not None:
        return {key: _sorted_sets(item) for key, item in entries.items()}
    if (items := as_list(value)) is not None:
        forms = [_sorted_sets(item) for item in items]
        if len(forms) == 1:
            return forms[0]
        return sorted(forms, key=str) if all(isinstance(form, str) for form in forms) else forms
    return value
