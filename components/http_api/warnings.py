"""What is legal in an HTTP API and yet probably not meant. Pure: no Pulumi resource."""

from components.http_api.routing_rules import integration_labels
from components.knowledge import limits, quotas
from components.knowledge.limits import Quotas
from components.routing import route_keys
from components.routing.routing import Routing
from components.routing.timeouts import timeout_warnings
from components.routing.url_rules import url_variables

_MILLISECONDS = 1000
_AUTHORIZER_TIMEOUT = limits.HTTP["authorizer timeout"].value


def warnings(routing: Routing, raised: Quotas, *, preflights: bool) -> list[str]:
    """What a reader of the deployment should know, in a routing that has no problem.

    Args:
        routing: the routing.
        raised: quotas that AWS raised.
        preflights: whether browsers ask before they call, that is, whether the API has CORS settings.
    """
    authorizers = sum(given.get("kind") != "iam" for given in routing.authorizers.values())
    integrations = len({*integration_labels(routing).values()})
    return [
        *_authorizer_warnings(routing),
        *quotas.near("routes", len(routing.routes), raised.get("routes", limits.ROUTES)),
        *quotas.near("integrations", integrations, limits.INTEGRATIONS),
        *quotas.near("authorizers", authorizers, raised.get("authorizers", limits.AUTHORIZERS)),
        *(_preflight_warnings(routing) if preflights else []),
        *timeout_warnings(routing),
        *_url_warnings(routing),
        *_private_warnings(routing),
    ]


def _authorizer_warnings(routing: Routing) -> list[str]:
    used = {access.authorizer for access in routing.accesses.values()}
    found = [f'the authorizer "{name}" is used by no route' for name in routing.authorizers if name not in used]
    return found + [
        f'the function of the authorizer "{name}" has {target.timeout} s, and API Gateway waits '
        f"{_AUTHORIZER_TIMEOUT // _MILLISECONDS} s for it"
        for name, target in routing.deciders.items()
        if target.timeout is not None and target.timeout * _MILLISECONDS > _AUTHORIZER_TIMEOUT
    ]


def _preflight_warnings(routing: Routing) -> list[str]:
    # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html, on the $default route
    return [
        f'the route "{key}" takes preflight requests too, and its authorizer refuses them: they carry no token. '
        f'Add "OPTIONS {route_keys.parse(key).path or "/{proxy+}"}" with public="answers preflight requests"'
        for key, access in routing.accesses.items()
        if access.authorizer
        and route_keys.parse(key).catches_options
        and f"OPTIONS {route_keys.parse(key).path or '/{proxy+}'}" not in routing.accesses
    ]


def _url_warnings(routing: Routing) -> list[str]:
    found: list[str] = []
    for key, route in routing.routes.items():
        url = route.get("url")
        if not isinstance(url, str):
            continue
        if url.startswith("http://"):
            found.append(f'the route "{key}" sends requests on unencrypted: its url begins with http://')
        unused = sorted({*route_keys.variables_of(key)} - {*url_variables(url)})
        if unused and not route.get("request_parameters"):
            found.append(
                f'the url of the route "{key}" does not have {", ".join(f"{{{name}}}" for name in unused)}: '
                "every request goes to the same address"
            )
    return found


def _private_warnings(routing: Routing) -> list[str]:
    found: list[str] = []
    for key, route in routing.routes.items():
        path = route["private"].get("path") if "private" in route else None
        unused = sorted({*route_keys.variables_of(key)} - {*url_variables(path or "")})
        if path is not None and unused:
            found.append(
                f'the path of the private service of "{key}" does not have '
                f"{', '.join(f'{{{name}}}' for name in unused)}: every request asks for the same path"
            )
    return found
