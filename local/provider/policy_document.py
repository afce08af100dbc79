"""`aws.iam.getPolicyDocument`: a policy document out of statements, in the JSON form of the real data source.

The form: two spaces of indentation, `Version`, `Id`, `Statement` in this order; lists of texts sorted backwards, a list
of one as the text itself; conditions merged by test and variable; the principal `*` of type `*` as the text "*".
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, cast

from local.provider.values import as_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from local.provider.values import Properties

_VERSIONS: Final = ("2008-10-17", "2012-10-17")
_DEFAULT_VERSION: Final = "2012-10-17"


class PolicyDocumentError(ValueError):
    """The arguments make no policy document."""


def policy_document(arguments: Properties) -> Properties:
    """The answer of the function: `json`, `minifiedJson`, and the arguments.

    Raises:
        PolicyDocumentError: duplicate statement ids, an unknown version, or a source that is not a policy document.
    """
    version = arguments.get("version") or _DEFAULT_VERSION
    if version not in _VERSIONS:
        raise PolicyDocumentError(f"version is {version!r}; allowed are {' and '.join(_VERSIONS)}")
    merged = _Merger(version)
    for source in _texts(arguments, "sourcePolicyDocuments", "sourceJson"):
        merged.add_source(source)
    own = [_statement(statement, version) for statement in as_list(arguments.get("statements")) or []]
    _refuse_duplicates(own)
    merged.override(own)
    if arguments.get("policyId"):
        merged.identifier = arguments["policyId"]
    for override in _texts(arguments, "overridePolicyDocuments", "overrideJson"):
        merged.add_override(override)
    document = merged.document()
    answer = {**arguments, "json": _indented(document), "minifiedJson": json.dumps(document, separators=(",", ":"))}
    return {**answer, "version": version, "id": _checksum(answer["json"])}


class _Merger:
    """Statements in order; one with an id takes the place of an earlier one with the same id."""

    def __init__(self, version: str) -> None:
        self.version = version
        self.identifier = ""
        self._statements: list[Properties] = []

    def add_source(self, text: str) -> None:
        """Sources may not have the same statement ids."""
        statements = self._parsed(text)
        known = {statement["Sid"] for statement in self._statements if statement.get("Sid")}
        for statement in statements:
            if statement.get("Sid") in known:
                raise PolicyDocumentError(f"duplicate Sid ({statement['Sid']}) in sourcePolicyDocuments")
        self._statements += statements

    def add_override(self, text: str) -> None:
        self.override(self._parsed(text))

    def override(self, statements: Iterable[Properties]) -> None:
        for statement in statements:
            sid = statement.get("Sid")
            place = next((i for i, known in enumerate(self._statements) if sid and known.get("Sid") == sid), None)
            if place is None:
                self._statements.append(statement)
            else:
                self._statements[place] = statement

    def _parsed(self, text: str) -> list[Properties]:
        try:
            document: Any = json.loads(text)
        except json.JSONDecodeError as error:
            raise PolicyDocumentError(f"a source or override is not JSON: {error}") from error
        if not isinstance(document, dict):
            raise PolicyDocumentError("a source or override is JSON, but not an object")
        entries = cast("Properties", document)
        self.version = entries.get("Version") or self.version
        self.identifier = entries.get("Id") or self.identifier
        statements: Any = entries.get("Statement") or []
        listed = as_list(statements)
        return [_parsed_statement(statement) for statement in ([statements] if listed is None else listed)]

    def document(self) -> Properties:
        identity = {"Id": self.identifier} if self.identifier else {}
        statements = {"Statement": self._statements} if self._statements else {}
        return {"Version": self.version, **identity, **statements}


def _texts(arguments: Properties, *names: str) -> list[str]:
    values = [arguments.get(name) for name in names]
    flat = [item for value in values for item in (as_list(value) or [value])]
    return [item for item in flat if isinstance(item, str) and item.strip()]


def _refuse_duplicates(statements: list[Properties]) -> None:
    named = [statement["Sid"] for statement in statements if statement.get("Sid")]
    duplicate = next((sid for sid in named if named.count(sid) > 1), None)
    if duplicate is not None:
        raise PolicyDocumentError(f"duplicate Sid ({duplicate}): remove it or make it unique")


def _statement(given: Properties, version: str) -> Properties:
    parts: Properties = {
        "Sid": given.get("sid"),
        "Effect": given.get("effect") or "Allow",
        "Action": _scalar_or_sorted(given.get("actions")),
        "NotAction": _scalar_or_sorted(given.get("notActions")),
        "Resource": _scalar_or_sorted(_with_variables(given.get("resources"), version)),
        "NotResource": _scalar_or_sorted(_with_variables(given.get("notResources"), version)),
        "Principal": _principals(given.get("principals"), version),
        "NotPrincipal": _principals(given.get("notPrincipals"), version),
        "Condition": _conditions(given.get("conditions"), version),
    }
    return {name: value for name, value in parts.items() if value not in (None, "", {}, [])}


_ORDER: Final = (
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
)


def _parsed_statement(statement: Properties) -> Properties:
    """A statement of another document in the form of our own."""
    parts = {name: statement[name] for name in _ORDER if statement.get(name) not in (None, "", {}, [])}
    for name in ("Action", "NotAction", "Resource", "NotResource"):
        if name in parts:
            value = parts[name]
            parts[name] = _scalar_or_sorted(value if isinstance(value, list) else [value])
    return parts


def _with_variables(texts: Any, version: str) -> list[str]:
    """`&{aws:username}` stands for `${aws:username}`, which Terraform would take for its own."""
    listed = [str(text) for text in as_list(texts) or []]
    if version == "2008-10-17" and any("&{" in text for text in listed):
        raise PolicyDocumentError("policy variables (&{…}) need the version 2012-10-17")
    return [text.replace("&{", "${") for text in listed]


def _scalar_or_sorted(texts: Any) -> Any:
    listed = [str(text) for text in as_list(texts) or []]
    unique = sorted(set(listed), reverse=True)
    return unique[0] if len(unique) == 1 else unique


def _principals(given: Any, version: str) -> Any:
    merged: dict[str, list[str]] = {}
    for principal in as_list(given) or []:
        merged.setdefault(principal["type"], []).extend(_with_variables(principal["identifiers"], version))
    if merged == {"*": ["*"]}:
        return "*"
    return {kind: _scalar_or_sorted(merged[kind]) for kind in sorted(merged)}


def _conditions(given: Any, version: str) -> Properties:
    merged: dict[str, dict[str, list[str]]] = {}
    for condition in as_list(given) or []:
        tests = merged.setdefault(condition["test"], {})
        tests.setdefault(condition["variable"], []).extend(_with_variables(condition["values"], version))
    # Values keep their order: it is that of the program.
    return {
        test: {variable: values[0] if len(values) == 1 else values for variable, values in sorted(merged[test].items())}
        for test in sorted(merged)
    }


def _indented(document: Properties) -> str:
    return json.dumps(document, indent=2)


def _checksum(text: str) -> str:
    import zlib  # noqa: PLC0415  # used by this one function only

    return str(zlib.crc32(text.encode()))
