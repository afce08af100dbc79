"""The routing of an HTTP or REST API: its routes with who may call them and what answers them. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from components.access.authorizers import Authorizer
from components.knowledge.limits import Quotas
from components.problems import Problem
from components.routing.integrations import FunctionReference, FunctionTarget, function_target
from components.routing.private_services import PrivateService
from components.routing.route_table import route_table
from components.routing.routes import Access, Group, Route, access


class RoutingArgs(TypedDict, total=False):
    """The arguments about routes that HttpApi, HttpApiRoutes and RestApi have in common."""

    routes: Mapping[str, Route]
    groups: Mapping[str, Group]
    function: FunctionReference
    public: str
    authorizers: Mapping[str, Authorizer]
    default_authorizer: str
    default_scopes: Sequence[str]
    quotas: Quotas


@dataclass(frozen=True)
class Routing:
    """The routes of an API, taken apart."""

    routes: Mapping[str, Route]
    """Every route by its key, those of groups included."""
    authorizers: Mapping[str, Authorizer]
    """The authorizers by their names."""
    targets: Mapping[str, FunctionTarget]
    """The function behind each route that has one, by the key of the route."""
    deciders: Mapping[str, FunctionTarget]
    """The function of each authorizer that has one, by the name of the authorizer."""
    default_authorizer: str | None
    """Name of the authorizer of routes that name none."""
    default_scopes: Sequence[str]
    """Scopes of routes with the default authorizer that name none."""
    faults: Sequence[Problem]
    """What was given as a function and is none."""

    @classmethod
    def of(cls, args: RoutingArgs, catch_all: Sequence[str], *, preflights: bool = False) -> "Routing":
        """The routing that the arguments describe; they may be wrong, as nothing has checked them yet.

        Args:
            args: the arguments.
            catch_all: the keys that stand for every request of an API of this kind, for `function`.
            preflights: whether the preflight requests of browsers reach the routes. Of HTTP APIs with CORS settings
                they do; REST APIs answer them without a function.
        """
        routes = route_table(args, catch_all, preflights=preflights)
        authorizers = args.get("authorizers", {})
        faults: list[Problem] = []
        of_routes = {key: route["function"] for key, route in routes.items() if "function" in route}
        of_authorizers = {name: given["function"] for name, given in authorizers.items() if "function" in given}
        return cls(
            routes=routes,
            authorizers=authorizers,
            targets=_targets(of_routes, "route", "", faults),
            deciders=_targets(of_authorizers, "authorizer", "authorizer-", faults),
            default_authorizer=args.get("default_authorizer"),
            default_scopes=args.get("default_scopes", ()),
            faults=faults,
        )

    @cached_property
    def accesses(self) -> dict[str, Access]:
        """Who may call each route, by its key; once nothing is wrong with the routes."""
        return {
            key: access(key, route, self.default_authorizer, self.default_scopes) for key, route in self.routes.items()
        }

    @property
    def private_services(self) -> tuple[PrivateService, ...]:
        """The private service of each route that has one."""
        return tuple(route["private"] for route in self.routes.values() if "private" in route)

    @property
    def functions(self) -> dict[str, FunctionTarget]:
        """All functions by where they are used, which is how a problem names it."""
        return {
            **{f'route "{key}"': target for key, target in self.targets.items()},
            **{f'authorizer "{name}"': target for name, target in self.deciders.items()},
        }


def _targets(
    functions: Mapping[str, FunctionReference], what: str, prefix: str, faults: list[Problem]
) -> dict[str, FunctionTarget]:
    found: dict[str, FunctionTarget] = {}
    for name, function in functions.items():
        try:
            found[name] = function_target(function, f"{prefix}{name}")
        except TypeError as error:
            allowed = "a LambdaFunction, a function or alias of pulumi_aws, or the ARN of one"
            faults.append(Problem(f'{what} "{name}"', str(error), allowed, "pass the function itself"))
    return found
