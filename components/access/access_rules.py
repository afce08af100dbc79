"""Rules for who may call a route, for every kind of API. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence

from components.access.authorizer_rules import name_problems
from components.access.authorizers import Authorizer, sort_of
from components.knowledge import limits
from components.problems import Problem, choices, did_you_mean

SCOPED = ("cognito", "jwt")
"""Kinds of authorizers whose tokens have scopes."""


def access_problems(
    key: str,
    route: Mapping[str, object],
    authorizers: Mapping[str, Authorizer],
    default_authorizer: str | None,
) -> list[Problem]:
    """Everything wrong with who may call the route `key`."""
    where = f'route "{key}"'
    return [
        *_authorizer_problems(where, key, route, [*authorizers], default_authorizer),
        *_scope_problems(where, route, authorizers, default_authorizer),
    ]


def default_problems(
    authorizers: Mapping[str, Authorizer], default_authorizer: str | None, default_scopes: object
) -> list[Problem]:
    """Everything wrong with the defaults of an API's routes; `default_scopes` is None where there are none."""
    found = name_problems([*authorizers], default_authorizer)
    if default_scopes is None:
        return found
    found += scopes_problems("default_scopes", default_scopes)
    kind = sort_of(authorizers[str(default_authorizer)]) if default_authorizer in authorizers else None
    if default_authorizer is None:
        allowed = "default_scopes beside default_authorizer"
        found.append(Problem("default_scopes", "default_scopes without default_authorizer", allowed, "name one"))
    elif kind is not None and kind not in SCOPED:
        allowed = f"default_scopes with an authorizer of the kind {choices(SCOPED)}: others have tokens without scopes"
        remedy = "remove default_scopes, or use an authorizer that has them"
        found.append(Problem("default_scopes", f'default_scopes with the kind "{kind}"', allowed, remedy))
    return found


def _authorizer_problems(
    where: str,
    key: str,
    route: Mapping[str, object],
    authorizers: Sequence[str],
    default_authorizer: str | None,
) -> list[Problem]:
    public, named = route.get("public"), route.get("authorizer")
    if "public" in route:
        return _public_problems(where, public, [name for name in ("authorizer", "scopes") if name in route])
    if named is not None:
        if named in authorizers:
            return []
        remedy = did_you_mean(str(named), authorizers, 'define it in "authorizers"')
        return [Problem(where, f'authorizer "{named}"', choices(authorizers), remedy)]
    allowed = f'an authorizer ({choices(authorizers)}) or public="reason"'
    if key.startswith("OPTIONS "):
        remedy = 'say public="answers preflight requests, which carry no token", or remove the route and use cors'
        return [Problem(where, "no authorizer of its own, as OPTIONS takes no default one", allowed, remedy)]
    if default_authorizer is None:
        remedy = 'name an authorizer here or as default_authorizer, or say public="reason" if anyone may call it'
        return [Problem(where, "no authorizer and no reason to be public", allowed, remedy)]
    return []


def _public_problems(where: str, public: object, beside: list[str]) -> list[Problem]:
    found: list[Problem] = []
    if not isinstance(public, str) or not public.strip():
        allowed = "a sentence that says why anyone may call the route"
        found.append(Problem(where, f"public={public!r}", allowed, "give the reason, or remove public"))
    if beside:
        allowed = "either public or an authorizer"
        remedy = f"remove {' and '.join(beside)}, or remove public"
        found.append(Problem(where, f"public together with {' and '.join(beside)}", allowed, remedy))
    return found


def _scope_problems(
    where: str, route: Mapping[str, object], authorizers: Mapping[str, Authorizer], default_authorizer: str | None
) -> list[Problem]:
    found = scopes_problems(where, route["scopes"]) if "scopes" in route else []
    named = str(route.get("authorizer", default_authorizer))
    kind = sort_of(authorizers[named]) if named in authorizers else None
    if "scopes" in route and "public" not in route and kind is not None and kind not in SCOPED:
        allowed = f"scopes with an authorizer of the kind {choices(SCOPED)}: others have tokens without scopes"
        remedy = "remove scopes, or use an authorizer that has them"
        found.append(Problem(where, f'scopes with the authorizer "{named}" of the kind "{kind}"', allowed, remedy))
    return found


def scopes_problems(where: str, scopes: object) -> list[Problem]:
    """Everything wrong with a list of scopes."""
    if isinstance(scopes, str) or not isinstance(scopes, Sequence):
        return [Problem(where, f"scopes={scopes!r}", "a list of scopes", "put the scope in a list")]
    listed: list[object] = [*scopes]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- an untyped sequence is judged item by item
    found: list[Problem] = []
    if not listed:
        found.append(Problem(where, "scopes without a scope", "1 to 10 scopes", "name a scope or remove scopes"))
    if len(listed) > limits.SCOPES_PER_ROUTE:
        allowed = f"{limits.SCOPES_PER_ROUTE} at most"
        found.append(Problem(where, f"{len(listed)} scopes", allowed, "make a wider scope that covers several"))
    allowed = "a scope as the token spells it: printable, without spaces (RFC 6749, section 3.3)"
    return found + [
        Problem(where, f"scope {scope!r}", allowed, "write each scope as an item of its own")
        for scope in listed
        if not isinstance(scope, str) or not scope or " " in scope or not scope.isprintable()
    ]
