"""What is legal in a WebSocket API and yet probably not meant. Pure: no Pulumi resource."""

from collections.abc import Mapping

from components.knowledge import limits, quotas
from components.routing.integrations import FunctionTarget
from components.websocket_api.args import WebSocketApiArgs
from components.websocket_api.integrations import count_integrations
from components.websocket_api.models import model_warnings
from components.websocket_api.route_keys import CONNECT, DEFAULT


def warnings(args: WebSocketApiArgs, targets: Mapping[str, FunctionTarget]) -> list[str]:
    """What is legal and yet probably not meant, in arguments that have no problem."""
    authorizers, routes, raised = args.get("authorizers", {}), args["routes"], args.get("quotas", {})
    used = routes[CONNECT].get("authorizer")
    made = sum(authorizer["kind"] != "iam" for authorizer in authorizers.values())
    return [
        *(f'the authorizer "{name}" is not used by {CONNECT}' for name in authorizers if name != used),
        *(
            [f'there is no route "{DEFAULT}": a message that no route takes is answered with an error']
            if DEFAULT not in routes
            else []
        ),
        *(
            [f"{CONNECT} wants an API key, and there are no usage_plans: only keys of plans made elsewhere will do"]
            if routes[CONNECT].get("api_key") and not args.get("usage_plans")
            else []
        ),
        *quotas.near("routes", len(routes), raised.get("routes", limits.WEBSOCKET["routes"].value)),
        *quotas.near("integrations", count_integrations(routes, targets), limits.WEBSOCKET["integrations"].value),
        *quotas.near("authorizers", made, raised.get("authorizers", limits.WEBSOCKET["authorizers"].value)),
        *model_warnings(args.get("models", {})),
    ]
