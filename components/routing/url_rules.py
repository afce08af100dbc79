"""Rules for the URL of a route and its method, for every kind of API. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping, Sequence

from components.problems import Problem, choices, did_you_mean
from components.routing import route_keys


def url_problems(where: str, key: str, route: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the address of a web service. One that is not known yet is left to AWS."""
    url, method = route.get("url"), route.get("url_method")
    found: list[Problem] = []
    if method is not None and "url" not in route and "private" not in route:
        allowed = "url_method beside url or private"
        found.append(Problem(where, "url_method without url", allowed, "remove url_method"))
    elif method is not None and method not in route_keys.METHODS:
        remedy = did_you_mean(str(method).upper(), route_keys.METHODS, "use one of them")
        found.append(Problem(where, f"url_method {method!r}", ", ".join(route_keys.METHODS), remedy))
    if not isinstance(url, str):
        return found
    if not re.match(r"https?://[^\s/{}]", url) and not url.startswith(("http://${", "https://${")):
        allowed = "a URL that begins with https:// or http://"
        found.append(Problem(where, f'url "{url}"', allowed, "write the whole address of the web service"))
    return found + variable_problems(where, route_keys.variables_of(key), url, " in its url")


def variable_problems(where: str, variables: Sequence[str], text: str, place: str = "") -> list[Problem]:
    """A problem for each `{name}` in a URL or path that is none of the route's variables."""
    found: list[Problem] = []
    for name in url_variables(text):
        if name.removesuffix("+") not in variables:
            remedy = did_you_mean(name, variables, "name a variable of the route's path")
            found.append(Problem(where, f'"{{{name}}}"{place}', choices(variables), remedy))
        elif name.endswith("+"):
            remedy = f'write "{{{name[:-1]}}}": only the route key has the plus sign'
            found.append(Problem(where, f'"{{{name}}}"{place}', "{name}", remedy))
    return found


def url_variables(url: str) -> list[str]:
    """The path variables in a URL, but for stage variables: `{id}`, not `${stageVariables.host}`."""
    return re.findall(r"(?<!\$)\{([^{}]*)\}", url)
