"""The routing of a REST API: its routes with who may call them and what answers them. Pure: no Pulumi resource."""

from typing import cast

from components.rest_api import paths as rest_paths
from components.rest_api.args import RestApiArgs
from components.routing.route_table import Table, route_table
from components.routing.routing import HttpRouting, RoutingArgs, http_routing


def rest_routing(args: RestApiArgs) -> HttpRouting:
    """The routing that the arguments describe; they may be wrong, as nothing has checked them yet.

    Preflight requests get an answer without a function, so none is routed to one.
    """
    table = route_table(cast("Table", args), rest_paths.CATCH_ALL)
    others = {key: value for key, value in args.items() if key not in {"routes", "groups", "function", "public"}}
    return http_routing(cast("RoutingArgs", {**others, "routes": table}), preflights=False)
