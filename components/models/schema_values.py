"""Values of the keywords that mean the same in draft 4 of JSON Schema as in newer ones. Pure: no Pulumi resource."""

import math

from components.models.json_tree import array_at
from components.models.schema_keywords import COUNTS, LISTS, NUMBERS, TEXTS, TYPES

Fault = tuple[str, str]
"""What is allowed, and what to do."""


def value_fault(keyword: str, value: object) -> Fault | None:
    """What is wrong with the value of a keyword of HARMLESS; None if nothing is."""
    if keyword == "type":
        given = array_at(value) or [value]
        fine = all(one in TYPES for one in given if isinstance(one, str)) and all(isinstance(one, str) for one in given)
        return None if fine else (", ".join(TYPES), "use one of them, or a list of them")
    if keyword in LISTS:
        return _list_fault(keyword, value)
    if keyword in TEXTS:
        return _text_fault(keyword, value)
    if keyword in NUMBERS:
        fine = _is_number(value) and (keyword != "multipleOf" or float(str(value)) > 0)
        return None if fine else ("a number, above 0 for multipleOf", "give a number")
    if keyword in COUNTS:
        fine = _is_number(value) and float(str(value)).is_integer() and float(str(value)) >= 0
        return None if fine else ("a whole number, 0 or more", "give a number of them")
    return None if isinstance(value, bool) else ("true or false", "use one of them")


def _list_fault(keyword: str, value: object) -> Fault | None:
    if keyword == "required":
        names = array_at(value)
        fine = (names or value == []) and all(isinstance(one, str) for one in names)
        return None if fine else ("a list of property names", "put the names into the object's required")
    return None if array_at(value) else ("a list with one value or more", "name the values")


def _text_fault(keyword: str, value: object) -> Fault | None:
    if not isinstance(value, str):
        return "a text", "write it in quotes"
    if keyword == "pattern" and any(mark in value for mark in ("(?P", r"\A", r"\Z")):
        remedy = r"write (?<name>…), ^ and $ in place of (?P<name>…), \A and \Z"
        return "a regular expression of ECMA 262", remedy
    return None


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
