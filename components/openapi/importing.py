"""Routes from an OpenAPI document: each operation becomes a route that policies can see. Pure: no Pulumi resource."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from components.access.authorizers import Authorizer
from components.knowledge.kinds import Kind
from components.models.json_schema import rest_model
from components.models.json_tree import Json, object_at, text_at
from components.openapi.reading import Operation, document_problems, operations, read_document, resolved
from components.openapi.security import requirement
from components.problems import ComponentError, Problem, choices, did_you_mean
from components.routing import route_keys
from components.routing.request_shaping import RequestValidation
from components.routing.routes import Route

_JSON = "application/json"
_VALIDATED = {"header": "header", "query": "querystring"}
# OpenAPI says these are described elsewhere: by the content types of body and answers, and by security.
_IGNORED_HEADERS = {"accept", "authorization", "content-type"}


class Imported(NamedTuple):
    """What a document gives an API: arguments of the same names."""

    routes: dict[str, Route]
    authorizers: dict[str, Authorizer]
    """Those that routes use."""
    models: dict[str, Json]
    """Models of bodies, in JSON Schema draft 4. None for an HTTP API."""
    warnings: list[str]
    """What the document says and the API does not check."""


def routes_from_openapi(
    document: Mapping[str, object] | str | Path,
    integrations: Mapping[str, Route],
    *,
    authorizers: Mapping[str, Authorizer] | None = None,
    public: Mapping[str, str] | None = None,
    kind: Kind = Kind.REST,
) -> Imported:
    """The routes of an OpenAPI document of version 3.0 or 3.1, and what they use.

    Args:
        document: the document, or the path of a JSON or YAML file.
        integrations: what answers, by operationId or route key: a route with its function, url, service or mock, and
            with what a document does not say, such as a throttle.
        authorizers: the authorizer of each security scheme, by its name. API keys in the header x-api-key need none.
        public: why anyone may call an operation, by operationId or route key; `x-public` in the document says it too.
        kind: the kind of API. An HTTP API validates no requests: what it would have to check is a warning.

    Raises:
        ComponentError: with every problem of the document.
    """
    content = read_document(document)
    reading = _Reading(content, integrations, authorizers or {}, public or {}, kind)
    problems = document_problems(content)
    found, faults = operations(content)
    problems += faults + _name_problems(found)
    for operation in found:
        problems += reading.add(operation)
    problems += _dangling_problems(found, {"integrations": integrations, "public": public or {}})
    if problems:
        title = text_at(content, "info", "title") or "without a title"
        raise ComponentError(f'The OpenAPI document "{title}"', problems)
    return Imported(reading.routes, reading.used, reading.models, reading.warnings)


@dataclass
class _Reading:
    """The routes that were read so far, and what they use."""

    document: Mapping[str, object]
    integrations: Mapping[str, Route]
    authorizers: Mapping[str, Authorizer]
    public: Mapping[str, str]
    kind: Kind
    routes: dict[str, Route] = field(default_factory=dict[str, Route])
    used: dict[str, Authorizer] = field(default_factory=dict[str, Authorizer])
    models: dict[str, Json] = field(default_factory=dict[str, Json])
    warnings: list[str] = field(default_factory=list[str])
    _origins: dict[str, object] = field(default_factory=dict[str, object])

    def add(self, operation: Operation) -> list[Problem]:
        """Add the route of the operation; everything wrong with it."""
        integration = self.integrations.get(operation.name, self.integrations.get(operation.key))
        route: Route = {**integration} if integration is not None else {}
        problems: list[Problem] = []
        if integration is None:
            remedy = f'pass integrations={{"{operation.name or operation.key}": Route(function=…)}}'
            problems.append(Problem(operation.where, "nothing that answers it", "what answers every operation", remedy))
        needed, faults = requirement(self.document, operation, self.authorizers, self.public)
        problems += faults + _variable_problems(operation)
        if needed.authorizer is not None:
            route["authorizer"] = needed.authorizer
            self.used |= {name: one for name, one in self.authorizers.items() if name == needed.authorizer}
        if needed.scopes:
            route["scopes"] = [*needed.scopes]
        if needed.api_key:
            route["api_key"] = True
        if needed.public is not None:
            route["public"] = needed.public
        if operation.name:
            route["operation_name"] = operation.name
        validation, more = self._validation(operation)
        if validation:
            route["validate"] = validation
        self.routes[operation.key] = route
        return problems + more

    def _validation(self, operation: Operation) -> tuple[RequestValidation, list[Problem]]:
        parameters = [*self._required_parameters(operation)]
        schema = self._body_schema(operation)
        if self.kind is Kind.HTTP:
            unchecked = [*parameters, *(["the body"] if schema is not None else [])]
            if unchecked:
                text = ", ".join(unchecked)
                self.warnings.append(f"{operation.where}: an HTTP API does not check {text}; the function has to")
            return {}, []
        found: RequestValidation = {"parameters": parameters} if parameters else {}
        if schema is None:
            return found, []
        name = _model_name(schema, operation)
        model = rest_model(name, schema, root=self.document)
        self.warnings += [warning for warning in model.warnings if warning not in self.warnings]
        if self._origins.setdefault(name, schema) != schema:
            allowed = "one schema for each name, of which models keep the letters and digits"
            return found, [Problem(operation.where, f'a second model "{name}"', allowed, "rename one of the two")]
        problems = [] if name in self.models else [*model.problems]
        self.models[name] = model.schema
        return {**found, "body": name}, problems

    def _required_parameters(self, operation: Operation) -> Iterator[str]:
        for one in operation.parameters:
            place, name = text_at(one, "in") or "", text_at(one, "name") or ""
            if one.get("required") is not True or (place == "header" and name.lower() in _IGNORED_HEADERS):
                continue
            if place in _VALIDATED:
                yield f"{_VALIDATED[place]}.{name}"
            elif place == "cookie":
                self.warnings.append(f'{operation.where}: the cookie "{name}" is not checked; the function has to')

    def _body_schema(self, operation: Operation) -> Mapping[str, object] | None:
        body = resolved(self.document, operation.body.get("requestBody"))
        media = object_at(body, "content", _JSON)
        return object_at(media, "schema") if isinstance(media.get("schema"), Mapping) else None


def _model_name(schema: Mapping[str, object], operation: Operation) -> str:
    """The name of the schema that the body refers to, or one after the operation; letters and digits."""
    reference = text_at(schema, "$ref")
    wanted = reference.rsplit("/", 1)[-1] if reference else f"{operation.name[:1].upper()}{operation.name[1:]}Body"
    return "".join(letter for letter in wanted if letter.isascii() and letter.isalnum()) or "Body"


def _variable_problems(operation: Operation) -> list[Problem]:
    """A problem for each variable of the path that is not described, and the other way round."""
    variables = set(route_keys.parse(operation.key).variables)
    described = {
        (text_at(one, "name") or "").removesuffix("+") for one in operation.parameters if one.get("in") == "path"
    }
    missing = [
        Problem(operation.where, f'no parameter "{name}"', "a parameter for each variable of the path", "describe it")
        for name in sorted(variables - described)
    ]
    return missing + [
        Problem(
            operation.where,
            f'the path parameter "{name}"',
            choices(variables),
            did_you_mean(name, variables, "remove it"),
        )
        for name in sorted(described - variables)
    ]


def _name_problems(found: list[Operation]) -> list[Problem]:
    first: dict[str, Operation] = {}
    problems: list[Problem] = []
    for operation in found:
        if not operation.name:
            allowed = "an operationId in every operation: routes and integrations are called after it"
            problems.append(Problem(operation.where, "no operationId", allowed, 'name it, such as "listOrders"'))
        elif (other := first.setdefault(operation.name, operation)) is not operation:
            where = f'the operationId "{operation.name}" of "{other.key}" too'
            problems.append(Problem(operation.where, where, "each operationId once", "rename one of the two"))
    return problems


def _dangling_problems(found: list[Operation], given: Mapping[str, Mapping[str, object]]) -> list[Problem]:
    """A problem for each name that was passed and that no operation has: a typing slip would else be ignored."""
    names = {name for operation in found for name in (operation.name, operation.key) if name}
    return [
        Problem(argument, f'"{name}"', choices(names), did_you_mean(name, names, "remove it"))
        for argument, named in given.items()
        for name in named
        if name not in names
    ]
