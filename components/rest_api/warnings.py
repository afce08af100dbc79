"""What is legal in a REST API and yet probably not meant. Pure: no Pulumi resource."""

from components.knowledge import limits, quotas
from components.rest_api import cors as rest_cors
from components.rest_api import paths as rest_paths
from components.rest_api.args import RestApiArgs
from components.rest_api.resource_policies import allows_everything
from components.rest_api.signed_routes import covered
from components.rest_api.validation import model_warnings
from components.routing.routing import Routing
from components.routing.timeouts import timeout_warnings


def warnings(args: RestApiArgs, routing: Routing) -> list[str]:
    """What a reader of the deployment should know, of arguments that have no problem."""
    raised = args.get("quotas", {})
    used = {access.authorizer for access in routing.accesses.values()}
    resources = len(rest_paths.tree(rest_paths.path_of(key) for key in routing.routes))
    authorizers = sum(given.get("kind") != "iam" for given in routing.authorizers.values())
    return [
        *(f'the authorizer "{name}" is used by no route' for name in routing.authorizers if name not in used),
        *quotas.near("resources", resources, raised.get("resources", limits.REST["resources"].value)),
        *quotas.near("authorizers", authorizers, raised.get("authorizers", limits.REST["authorizers"].value)),
        *_key_warnings(args, routing),
        *timeout_warnings(routing),
        *_scope_warnings(routing),
        *model_warnings(args.get("models", {})),
        *_model_use_warnings(args, routing),
        *(rest_cors.warnings(args["cors"]) if "cors" in args else []),
        *(_policy_warnings(routing) if allows_everything(args.get("resource_policy", ())) else []),
    ]


def _key_warnings(args: RestApiArgs, routing: Routing) -> list[str]:
    keyed = [key for key, access in routing.accesses.items() if access.api_key]
    if keyed and "usage_plans" not in args:
        warning = (
            f'{len(keyed)} routes want an API key, such as "{keyed[0]}", and no usage plan is here to give one: '
            "they answer 403 until a plan made elsewhere takes this stage"
        )
        return [warning]
    if not keyed and args.get("usage_plans"):
        return ["no route has api_key=True, so that the usage plans limit nobody"]
    return []


def _scope_warnings(routing: Routing) -> list[str]:
    # Without scopes API Gateway takes the identity token of a user, and with scopes the access token.
    return [
        f'the route "{key}" takes the identity tokens of every client of the pool: say scopes to take access tokens'
        for key, access in routing.accesses.items()
        if not access.scopes and access.authorizer and routing.authorizers[access.authorizer]["kind"] == "cognito"
    ]


def _model_use_warnings(args: RestApiArgs, routing: Routing) -> list[str]:
    used = {route.get("validate", {}).get("body") for route in routing.routes.values()}
    used |= {answer.get("model") for route in routing.routes.values() for answer in route.get("responses", {}).values()}
    return [f'the model "{name}" is used by no route' for name in args.get("models", {}) if name not in used]


def _policy_warnings(routing: Routing) -> list[str]:
    # In the ARNs of a policy * stands for any text, slashes included.
    return [
        f'what the resource policy allows for the route "{key}" takes in requests of "{others[0]}"'
        f"{f' and of {len(others) - 1} more' if len(others) > 1 else ''}, which want signed requests: every principal "
        "of the account may send them without a grant. Give one of the routes another path, or an API of its own"
        for key, others in covered(routing).items()
    ]
