"""The routing of a REST API: its routes with who may call them and what answers them. Pure: no Pulumi resource."""

from typing import cast

from components import rest_paths
from components.http_routing import HttpRouting, RoutingArgs, http_routing
from components.rest_api_args import RestApiArgs
from components.route_table import Table, route_table


def rest_routing(args: RestApiArgs) -> HttpRouting:
    """The routing that the arguments describe; they may be wrong, as nothing has checked them yet.

    Preflight requests get an answer without a function, so none is routed to one.
    """
    table = route_table(cast("Table", args), rest_paths.CATCH_ALL)
    others = {key: value for key, value in args.items() if key not in {"routes", "groups", "function", "public"}}
    return http_routing(cast("RoutingArgs", {**others, "routes": table}), preflights=False)
