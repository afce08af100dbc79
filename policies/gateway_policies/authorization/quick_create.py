"""An API is not made in one go, by quick create."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_MAKES = "so that AWS makes an open route and a stage $default, which nothing here governs"


def _check(api: Resource, _settings: Settings) -> Iterator[Finding]:
    """A target that is given is one, also while its text, mostly the ARN of a new function, is not known."""
    target, route_key = api.at("target"), api.at("routeKey").text()
    found = target.text()
    if isinstance(found, Known) and found.value:
        yield violation(api, "target", f"target is {found.value!r}, {_MAKES}")
    elif isinstance(found, Unknown) and isinstance(target.reading, Unknown):
        yield violation(api, "target", f"target is set, {_MAKES}")
    elif isinstance(found, Unknown):
        yield undecided(api, found)
    elif isinstance(route_key, Unknown):
        yield undecided(api, route_key)
    elif not isinstance(route_key, Absent) and route_key.value:
        yield violation(api, "routeKey", f"routeKey is {route_key.value!r}, which only serves quick create")


NO_QUICK_CREATE = Rule(
    name="no-quick-create",
    group="authorization",
    severity="high",
    level="mandatory",
    title="An API is made by quick create, with an open route",
    why="Quick create makes a route without authorization and a stage without access logs or throttling; neither is a "
    "resource of the program, so nobody sees or corrects them.",
    fix="Leave out target, routeKey and credentialsArn, and declare an Integration, a Route with authorizationType and "
    "a Stage.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop.html",
    controls=("OWASP API2:2023",),
    checks={API: _check},
)

RULES = (NO_QUICK_CREATE,)
