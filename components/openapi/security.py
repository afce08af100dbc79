"""Who may call an operation of an OpenAPI document, as an API Gateway route says it. Pure: no Pulumi resource.

OpenAPI asks for every scope of a requirement, and for one of several requirements; API Gateway asks for one of a
route's scopes. So several scopes of a route are several requirements in a document.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from components.models.json_tree import array_at, object_at, text_at
from components.openapi.reading import Operation, resolved
from components.problems import Problem, choices, did_you_mean

PUBLIC = "x-public"
"""Why anyone may call an operation."""
API_KEY_HEADER = "x-api-key"
"""The header in which API Gateway looks for keys."""


@dataclass(frozen=True)
class Requirement:
    """What a route gets from the security of its operation."""

    authorizer: str | None = None
    scopes: tuple[str, ...] = ()
    api_key: bool = False
    public: str | None = None


def requirement(
    document: Mapping[str, object],
    operation: Operation,
    authorizers: Collection[str],
    public: Mapping[str, str],
) -> tuple[Requirement, list[Problem]]:
    """Who may call the operation, and everything wrong with how the document says it.

    Args:
        document: the document.
        operation: one of its operations.
        authorizers: names of the security schemes that the caller gives an authorizer for.
        public: why anyone may call an operation, by operationId or route key.
    """
    given = operation.body.get("security", document.get("security", ()))
    alternatives = [object_at(one) for one in array_at(given)]
    keys = {name for one in alternatives for name in one if name not in authorizers and _is_api_key(document, name)}
    problems = _scheme_problems(document, operation, {name for one in alternatives for name in one} - keys, authorizers)
    problems += _alternative_problems(operation, alternatives, keys)
    reason = text_at(operation.body, PUBLIC) or public.get(operation.name) or public.get(operation.key)
    named = sorted({name for one in alternatives for name in one} - keys)
    if named:
        if reason is not None:
            remedy = "say security: [] in the operation, or take the reason away"
            problems.append(Problem(operation.where, "a reason to be public", "a reason or security", remedy))
        scopes = [str(scope) for one in alternatives for scope in array_at(one, named[0])]
        return Requirement(named[0], tuple(dict.fromkeys(scopes)), bool(keys)), problems
    if reason is None and not problems:
        allowed = f"security with an authorizer, or {PUBLIC}: a sentence that says why anyone may call it"
        found = "an API key alone, which is no authorization" if keys else "no security"
        problems.append(
            Problem(
                operation.where, found, allowed, f"add one of the two, or name it in public={{{operation.name!r}: …}}"
            )
        )
    return Requirement(api_key=bool(keys), public=reason), problems


def _is_api_key(document: Mapping[str, object], name: str) -> bool:
    scheme = resolved(document, object_at(document, "components", "securitySchemes").get(name))
    header = (text_at(scheme, "name") or "").lower()
    return (text_at(scheme, "type"), text_at(scheme, "in"), header) == ("apiKey", "header", API_KEY_HEADER)


def _scheme_problems(
    document: Mapping[str, object], operation: Operation, names: Collection[str], authorizers: Collection[str]
) -> list[Problem]:
    defined = object_at(document, "components", "securitySchemes")
    found: list[Problem] = []
    for name in sorted(names):
        if name not in defined:
            remedy = did_you_mean(name, defined, "define it in components.securitySchemes")
            found.append(Problem(operation.where, f'security scheme "{name}"', choices(defined), remedy))
        elif name not in authorizers:
            sort = text_at(resolved(document, defined[name]), "type") or "unknown"
            allowed = "schemes that an authorizer is given for, and API keys in the header x-api-key"
            remedy = f'pass authorizers={{"{name}": jwt(issuer=…, audiences=[…])}} or another authorizer'
            found.append(Problem(operation.where, f'security scheme "{name}" ({sort})', allowed, remedy))
    if len(names) > 1:
        allowed = "one authorizer, and an API key beside it"
        found.append(Problem(operation.where, choices(names), allowed, "choose the scheme that has the authorizer"))
    return found


def _alternative_problems(
    operation: Operation, alternatives: list[Mapping[str, object]], keys: Collection[str]
) -> list[Problem]:
    found: list[Problem] = []
    if any(set(one) != set(alternatives[0]) for one in alternatives):
        allowed = "requirements that differ in their scopes alone: a route has one authorizer, asked every time"
        found.append(Problem(operation.where, "alternatives of security", allowed, "choose one of them"))
    scopes = [array_at(one, name) for one in alternatives for name in one if name not in keys]
    if any(len(one) > 1 for one in scopes):
        allowed = "one scope in each requirement: API Gateway asks for one of a route's scopes, not for all"
        remedy = "make one scope that covers them, or write a requirement for each if one of them is enough"
        found.append(Problem(operation.where, "several scopes in one requirement", allowed, remedy))
    if len(alternatives) > 1 and any(not one for one in scopes):
        allowed = "a scope in each of several requirements"
        found.append(Problem(operation.where, "a requirement without a scope", allowed, "remove the others"))
    return found
