"""An OpenAPI 3.1 document of an API, from its route table. Pure: no Pulumi resource.

`routes_from_openapi` reads it back. Source: https://spec.openapis.org/oas/v3.1.1.html
"""

import re
from collections.abc import Mapping, Sequence

import pulumi
from pydantic import BaseModel

from components.access.authorizers import Authorizer
from components.models.json_tree import Json, array_at, json_text, object_at, text_at
from components.openapi.reading import ANY_METHOD, DEFAULT_MARK, DEFAULT_PATH
from components.openapi.schemas import component_schema
from components.openapi.security import API_KEY_HEADER, PUBLIC
from components.routing import route_keys
from components.routing.route_keys import RouteKey
from components.routing.routes import Access, Route, access

VERSION = "3.1.1"
_AUTH_TYPE = "x-amazon-apigateway-authtype"
_PLACES = {"header": "header", "querystring": "query"}
_ANSWERS = {
    "400": ("BadRequest", "The request lacks what it must hold, or its body does not match the model."),
    "401": ("Unauthorized", "The request bears no valid token."),
    "403": ("Forbidden", "The caller may not do this."),
    "429": ("TooManyRequests", "There were more requests than the API takes."),
}


def openapi_document(
    title: str,
    version: str,
    routes: Mapping[str, Route],
    authorizers: Mapping[str, Authorizer],
    *,
    models: Mapping[str, Mapping[str, object] | type[BaseModel]] | None = None,
    url: pulumi.Input[str] | None = None,
    default_authorizer: str | None = None,
    default_scopes: Sequence[str] = (),
) -> Json:
    """The document, as data; values that are not known yet stand in it as they are.

    Args:
        title: what the API is called.
        version: the version of the API.
        routes: its route table, without problems.
        authorizers: its authorizers by name.
        models: its models by name: JSON Schemas or pydantic model classes.
        url: where it answers.
        default_authorizer: name of the authorizer of routes that name none.
        default_scopes: scopes that go with it.
    """
    key_scheme = next(name for name in ("api-key", "api-key-of-plan") if name not in authorizers)
    paths: dict[str, Json] = {}
    names: set[str] = set()
    for key, route in routes.items():
        parsed = route_keys.parse(key)
        who = access(key, route, default_authorizer, default_scopes)
        operation = _operation(parsed, route, authorizers, who, key_scheme)
        operation["operationId"] = _operation_id(parsed, route, names)
        path = DEFAULT_PATH if parsed.method == route_keys.DEFAULT else parsed.path
        method = parsed.method.lower() if parsed.method in route_keys.METHODS and parsed.method != "ANY" else ANY_METHOD
        paths.setdefault(path, {})[method] = operation
    schemes = {name: _scheme(one) for name, one in authorizers.items()}
    if any(route.get("api_key") for route in routes.values()):
        schemes[key_scheme] = {"type": "apiKey", "in": "header", "name": API_KEY_HEADER}
    document: Json = {
        "openapi": VERSION,
        "info": {"title": title, "version": version},
        "paths": paths,
        "components": {
            "schemas": {name: component_schema(name, source) for name, source in (models or {}).items()},
            "securitySchemes": schemes,
            "responses": {name: _answer(text) for name, text in _ANSWERS.values()},
        },
    }
    return document if url is None else {**document, "servers": [{"url": url}]}


def openapi_text(document: Json) -> pulumi.Input[str]:
    """The document as JSON text, the same for the same routes; an output if it holds values that are not known yet."""
    return json_text(document)


def _operation(
    key: RouteKey, route: Route, authorizers: Mapping[str, Authorizer], who: Access, key_scheme: str
) -> Json:
    parameters = [_parameter("path", name) for name in _template_names(key)]
    validate = object_at(route, "validate")
    parameters += [
        _parameter(_PLACES[place], name)
        for place, _, name in (str(one).partition(".") for one in array_at(validate, "parameters"))
    ]
    operation: Json = {"responses": _responses(route, authorizers, who), "security": _security(who, key_scheme)}
    if parameters:
        operation["parameters"] = parameters
    if (model := text_at(validate, "body")) is not None:
        schema = {"$ref": f"#/components/schemas/{model}"}
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": schema}}}
    if who.public is not None:
        operation[PUBLIC] = who.public
    if key.method == route_keys.DEFAULT:
        operation[DEFAULT_MARK] = True
    return operation


def _template_names(key: RouteKey) -> list[str]:
    """The names between the braces of the path, as they stand there: a greedy one with its plus sign."""
    return [segment[1:-1] for segment in key.segments if segment.startswith("{")]


def _parameter(place: str, name: str) -> Json:
    return {"in": place, "name": name, "required": True, "schema": {"type": "string"}}


def _security(who: Access, key_scheme: str) -> list[Json]:
    """What a caller must have. OpenAPI asks for every scope of one requirement, API Gateway for one of a route's."""
    key: Json = {key_scheme: []} if who.api_key else {}
    if who.authorizer is None:
        return [key] if key else []
    asked: list[list[str]] = [[scope] for scope in who.scopes] or [[]]
    return [{who.authorizer: scopes, **key} for scopes in asked]


def _responses(route: Route, authorizers: Mapping[str, Authorizer], who: Access) -> Json:
    status = str(object_at(route, "mock").get("status", 200))
    found: Json = {status: {"description": "The answer of what stands behind the route."}}
    kind = object_at(authorizers.get(who.authorizer or "")).get("kind")
    applies = {
        "400": "validate" in route,
        "401": kind is not None and kind != "iam",
        "403": bool(who.scopes) or who.api_key or kind in {"iam", "request", "token"},
        "429": True,
    }
    for code, given in applies.items():
        if given:
            found.setdefault(code, {"$ref": f"#/components/responses/{_ANSWERS[code][0]}"})
    return found


def _answer(description: str) -> Json:
    body = {"type": "object", "properties": {"message": {"type": "string"}}}
    return {"description": description, "content": {"application/json": {"schema": body}}}


def _operation_id(key: RouteKey, route: Route, taken: set[str]) -> str:
    """The route's own name, or one after its key; each once in the document."""
    words = re.findall(r"[A-Za-z0-9]+", "default" if key.method == route_keys.DEFAULT else str(key))
    made = words[0].lower() + "".join(word[:1].upper() + word[1:] for word in words[1:])
    wanted = route.get("operation_name") or made
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}{number}", number + 1
    taken.add(name)
    return name


def _scheme(authorizer: Authorizer) -> Json:
    """The security scheme of an authorizer. What OpenAPI has no word for is said with the extension of AWS."""
    given: Mapping[str, object] = {**authorizer}
    kind, issuer = given.get("kind"), given.get("issuer")
    if kind in {"jwt", "cognito"}:
        return {"type": "openIdConnect", "openIdConnectUrl": _configuration(issuer)}
    if kind == "iam":
        return {"type": "apiKey", "in": "header", "name": "Authorization", _AUTH_TYPE: "awsSigv4"}
    sources = [str(one) for one in array_at(given, "identity_sources")] or ["$request.header.Authorization"]
    place, _, name = sources[0].removeprefix("$request.").partition(".")
    if place not in _PLACES:
        place, name = "header", "Authorization"
    return {"type": "apiKey", "in": _PLACES[place], "name": name, _AUTH_TYPE: "custom"}


def _configuration(issuer: object) -> object:
    """The address of an issuer's configuration; an output if the issuer is not known yet."""
    if isinstance(issuer, pulumi.Output):
        return pulumi.Output.from_input(issuer).apply(_configuration)  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] -- an untyped output
    return f"{str(issuer).rstrip('/')}/.well-known/openid-configuration"
