"""Which routes and methods an authorizer decides."""

from collections.abc import Mapping

from gateway_policies.belonging import API_OF, api_of
from gateway_policies.reading import Unknown
from gateway_policies.resource_types import AUTHORIZER, REST_AUTHORIZER, REST_METHOD, ROUTE
from gateway_policies.resources import References, Resource, Stack

CALLER_OF: Mapping[str, str] = {AUTHORIZER: ROUTE, REST_AUTHORIZER: REST_METHOD}


def callers_of(stack: Stack, authorizer: Resource) -> References:
    """The routes or methods of an authorizer, and those that may be its."""
    kind = CALLER_OF[authorizer.type]
    certain = stack.referring(authorizer, "authorizerId", kind).certain
    unread = stack.once(_unread_by_api)
    key = _api_key(stack, authorizer)
    apis = (key, "") if key else tuple(api for of, api in unread if of == kind)
    return References(certain, [caller for api in apis for caller in unread.get((kind, api), ())])


def _unread_by_api(stack: Stack) -> Mapping[tuple[str, str], list[Resource]]:
    """The routes and methods whose authorizer is not known, by their type and API; "" for an API that is not either."""
    found: dict[tuple[str, str], list[Resource]] = {}
    for authorizer, caller in CALLER_OF.items():
        for one in stack.of_type(caller):
            is_linked = stack.linked(one, "authorizerId", authorizer) is not None
            if not is_linked and isinstance(one.at("authorizerId").reading, Unknown):
                found.setdefault((caller, _api_key(stack, one)), []).append(one)
    return found


def _api_key(stack: Stack, part: Resource) -> str:
    api = api_of(stack, part)
    return api.urn if api else part.known_text(API_OF[part.type][0])
