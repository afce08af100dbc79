"""Mapping templates: Velocity with API Gateway's `$input`, `$context`, `$stageVariables` and `$util`.

https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
"""

from __future__ import annotations

import base64
import json
import re
from importlib import import_module
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, unquote_plus

from local.emulator.gateway.java_methods import MAP_METHODS, JavaMap, java, teach
from local.emulator.gateway.json_paths import MISSING, parsed, selected
from local.emulator.gateway.records import as_map

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local.emulator.gateway.exchange import Exchange

airspeed: Any = import_module("airspeed")  # untyped

# Velocity takes hyphens in names, and airspeed does not: they are written otherwise while a template is read.
_OVERRIDE = re.compile(r"(?<=Override\.)(header|path|querystring)\.[A-Za-z0-9_-]+")
_HYPHEN = "_hyphen_"


class TemplateFailedError(Exception):
    """A template that cannot be read, or that failed on this request."""


class Variables(dict[str, Any]):
    """A map of which what is not there is empty, however deep it is asked for."""

    def __missing__(self, name: str) -> Variables:
        """Nothing, which prints as nothing, unless it is a method that is asked for."""
        if name in MAP_METHODS:
            raise KeyError(name)
        return Variables()

    def __str__(self) -> str:
        """Its entries, and nothing for none."""
        return "{" + ", ".join(f"{name}={value}" for name, value in self.items()) + "}" if self else ""


teach(airspeed, Variables)


class Input:
    """`$input`: the body and the parameters of what a template maps."""

    def __init__(self, text: str, exchange: Exchange) -> None:
        self.body = text
        self._document = parsed(text)
        self._parameters = {
            "path": JavaMap(exchange.path_parameters),
            "querystring": JavaMap({name: values[-1] for name, values in exchange.query.items()}),
            "header": JavaMap(exchange.headers),
        }

    def path(self, path: str) -> Any:
        """A value of the body, to go on with in the template; "" where there is none."""
        found = selected(path, self._document)
        return "" if found is MISSING or found is None else java(found)

    def json(self, path: str) -> str:
        """A value of the body as JSON; `""` where there is none."""
        found = selected(path, self._document)
        return '""' if found is MISSING else json.dumps(found, separators=(",", ":"), ensure_ascii=False)

    def params(self, name: str | None = None) -> Any:
        """One parameter of the path, else of the query, else of the headers; all of them by kind without a name."""
        if name is None:
            return JavaMap(self._parameters)
        path, query, headers = self._parameters.values()
        lower = {key.lower(): value for key, value in headers.items()}
        return path.get(name, query.get(name, lower.get(name.lower(), "")))


class Util:
    """`$util`."""

    def escapeJavaScript(self, text: Any) -> str:  # noqa: N802  its name in templates
        """A text for use in a JavaScript string, in which a quote is escaped even where JSON would not."""
        escaped = json.dumps(str(text))[1:-1]
        return escaped.replace("'", "\\'").replace("/", "\\/")

    def parseJson(self, text: str) -> Any:  # noqa: N802  its name in templates
        """The value of a JSON text."""
        return java(json.loads(text))

    def urlEncode(self, text: Any) -> str:  # noqa: N802  its name in templates
        """A text for use in a form."""
        return quote_plus(str(text))

    def urlDecode(self, text: str) -> str:  # noqa: N802  its name in templates
        """The text of a form's value."""
        return unquote_plus(text)

    def base64Encode(self, text: Any) -> str:  # noqa: N802  its name in templates
        """A text in base64."""
        return base64.b64encode(str(text).encode()).decode()

    def base64Decode(self, text: str) -> str:  # noqa: N802  its name in templates
        """The text of some base64."""
        return base64.b64decode(text).decode("utf-8", "replace")


def rendered(template: str, text: str, exchange: Exchange) -> tuple[str, Variables]:
    """A template's text, and `$context` as the template left it, with the overrides that it may have set.

    Args:
        template: The template.
        text: The body that it maps: of the request or of the integration's answer.
        exchange: The request.

    Raises:
        TemplateFailedError: the template cannot be read, or failed.
    """
    context = _variables(exchange.context)
    for direction in ("requestOverride", "responseOverride"):
        context[direction] = Variables(header=Variables(), path=Variables(), querystring=Variables())
    names = {
        "input": Input(text, exchange),
        "context": context,
        "stageVariables": Variables(exchange.stage_variables),
        "util": Util(),
    }
    readable = _OVERRIDE.sub(lambda name: name[0].replace("-", _HYPHEN), template)
    try:
        made = airspeed.Template(readable).merge(names)
    except airspeed.TemplateError as error:
        raise TemplateFailedError(str(error)) from error
    for direction in ("requestOverride", "responseOverride"):
        for place in as_map(context[direction]).values():
            if isinstance(place, Variables):
                place.update({name.replace(_HYPHEN, "-"): place.pop(name) for name in [*place]})
    return made, context


def _variables(value: Mapping[str, Any]) -> Variables:
    return Variables(
        {name: _variables(as_map(entry)) if isinstance(entry, dict) else java(entry) for name, entry in value.items()}
    )
