"""HttpApiRoutes: further routes of an HTTP API that another program made."""

import pulumi

from components.http_api import warnings as http_warnings
from components.http_api.further_routes_args import HttpApiRoutesArgs
from components.http_api.routes import create_routes
from components.http_api.routing_rules import routing_problems
from components.knowledge.capabilities import lacking_arguments
from components.knowledge.kinds import Kind
from components.problems import ComponentError, Problem, missing_keys, unknown_keys
from components.routing import route_keys
from components.routing.routing import Routing


class HttpApiRoutes(pulumi.ComponentResource):
    """Routes of an HTTP API that stands in another program, so that each team deploys its own.

    The stage belongs to the other program, and with it throttles, CORS and the access log; it deploys these routes by
    itself.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    routes: pulumi.Output[dict[str, str]]
    """Who may call each route: `AUTHORIZER`, `AUTHORIZER [SCOPES]` or `public: REASON`, by route key."""

    def __init__(self, name: str, args: HttpApiRoutesArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        routing = Routing.of(args, (route_keys.DEFAULT,), preflights=False)
        if problems := _problems(args, routing):
            raise ComponentError(f'Routes "{name}"', problems)
        routes = {key: str(who) for key, who in routing.accesses.items()}
        super().__init__("gateway:index:HttpApiRoutes", name, {"routes": routes}, opts)
        for warning in http_warnings.warnings(routing, args.get("quotas", {}), preflights=False):
            pulumi.log.warn(f'Routes "{name}": {warning}', self)
        create_routes(name, args["api_id"], args["execution_arn"], routing, parent=self, tags=args.get("tags"))
        self.routes = pulumi.Output.from_input(routes)
        self.register_outputs({"routes": self.routes})


def _problems(args: HttpApiRoutesArgs, routing: Routing) -> list[Problem]:
    lacking = lacking_arguments(Kind.HTTP)
    given = {key: value for key, value in args.items() if key not in lacking}
    remedy = "set it in the program that made the API, or remove it"
    return [
        *missing_keys("arguments", given, ("api_id", "execution_arn")),
        *unknown_keys("arguments", given, HttpApiRoutesArgs),
        *routing_problems([*args], args, routing),
        *(
            Problem(f'route "{key}"', "a throttle", "none: it belongs to the stage, which is not made here", remedy)
            for key, route in routing.routes.items()
            if "throttle" in route
        ),
    ]
