"""Routes: what an API answers and whom. Plain typed data; each API makes the resources. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

import pulumi

from components.access.throttling import Throttle
from components.routing.integrations import FunctionReference, MockAnswer
from components.routing.private_services import PrivateService
from components.routing.request_shaping import Answer, RequestValidation, RouteCache
from components.routing.service_actions import ServiceAction


class Route(TypedDict):
    """One route. It takes the API's default authorizer unless it names another one or says why it is public.

    Exactly one of `function`, `url`, `private`, `service` and `mock` says what answers. What a kind of API lacks is
    refused.
    """

    function: NotRequired[FunctionReference]
    """A LambdaFunction, a function or alias of pulumi_aws, or the ARN of one."""
    url: NotRequired[pulumi.Input[str]]
    """The URL of a web service. `{name}` in it is the path variable of the route with that name."""
    private: NotRequired[PrivateService]
    """A service inside a VPC, such as `private_service(load_balancer, link)`."""
    service: NotRequired[ServiceAction]
    """An action of an AWS service, such as `send_message(queue)`."""
    mock: NotRequired[MockAnswer]
    """A fixed answer, with nothing behind it."""
    authorizer: NotRequired[str]
    """Name of the authorizer, in place of the default one."""
    scopes: NotRequired[Sequence[str]]
    """Scopes of which the token must have one, or a request gets 403. 10 at most."""
    public: NotRequired[str]
    """Why anyone may call the route. Without this sentence a route needs an authorizer."""
    api_key: NotRequired[bool]
    """Whether a caller must send the API key of a usage plan. A key counts and limits; it is no authorization."""
    throttle: NotRequired[Throttle]
    """Its own throttle, in place of the API's."""
    timeout_milliseconds: NotRequired[int]
    """Milliseconds until API Gateway gives up on what answers. What the kind of API allows at most by default."""
    url_method: NotRequired[str]
    """The method of the request to `url` or `private`. The caller's own by default."""
    request_parameters: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Changes to the request: `{"overwrite:header.tenant": "$context.authorizer.tenant"}`; also append: and remove:,
    `querystring.NAME` and `path`."""
    response_parameters: NotRequired[Mapping[str, Mapping[str, pulumi.Input[str]]]]
    """Changes to the answer by its status: `{"200": {"append:header.x-served-by": "orders"}}`."""
    validate: NotRequired[RequestValidation]
    """What a request must hold, or it gets 400 before anything is called."""
    cache: NotRequired[RouteCache]
    """How long answers are remembered, and what tells them apart."""
    request_templates: NotRequired[Mapping[str, str]]
    """Mapping templates (VTL) by content type: what is handed on in place of the request."""
    responses: NotRequired[Mapping[str, Answer]]
    """The answers by status where what answers is not a proxy: with `request_templates`, `service` or `mock`."""
    stream: NotRequired[bool]
    """Whether the answer is sent while it is made, so that it may last 15 minutes and pass 10 MB."""
    returns_response: NotRequired[bool]
    """Whether what the function returns goes back to the sender of the message."""
    operation_name: NotRequired[str]
    """What the operation is called in an OpenAPI document, such as "listOrders"."""


class Group(TypedDict):
    """Everything under a path: one function, and one set of defaults for its routes."""

    function: NotRequired[FunctionReference]
    """What answers every route of the group that names nothing of its own."""
    methods: NotRequired[Sequence[str]]
    """Methods of the group's path and of all below it, where `routes` are not given. ["ANY"] by default."""
    routes: NotRequired[Mapping[str, Route]]
    """Routes by keys below the group's path, such as "GET /{id}"; "GET /" is the path itself."""
    authorizer: NotRequired[str]
    """Name of the authorizer of the group's routes."""
    scopes: NotRequired[Sequence[str]]
    """Scopes of the group's routes."""
    public: NotRequired[str]
    """Why anyone may call the routes of the group."""
    api_key: NotRequired[bool]
    """Whether the group's routes want an API key."""
    throttle: NotRequired[Throttle]
    """The throttle of each of the group's routes."""


@dataclass(frozen=True)
class Access:
    """Who may call a route: an authorizer or, without one, anyone."""

    authorizer: str | None
    scopes: tuple[str, ...] = ()
    public: str | None = None
    api_key: bool = False

    def __str__(self) -> str:
        key = ", with an API key" if self.api_key else ""
        if self.authorizer is None:
            return f"public: {self.public}{key}"
        return f"{self.authorizer} [{' '.join(self.scopes)}]{key}" if self.scopes else f"{self.authorizer}{key}"


def access(key: str, route: Route, default_authorizer: str | None, default_scopes: Sequence[str] = ()) -> Access:
    """Who may call the route `key`.

    The default authorizer leaves OPTIONS routes alone: a browser sends a preflight without credentials, so it would
    refuse every one of them. What such a route wants is said by the route itself. The default scopes go with the
    default authorizer.
    """
    api_key = route.get("api_key", False)
    if "public" in route:
        return Access(None, public=route["public"], api_key=api_key)
    default = None if key.startswith("OPTIONS ") else default_authorizer
    scopes = route.get("scopes", default_scopes if default and "authorizer" not in route else ())
    return Access(route.get("authorizer", default), tuple(scopes), api_key=api_key)
