"""Request shaping of REST APIs: validation, caching and answers made by templates. Pure: no Pulumi resource."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi


class RequestValidation(TypedDict):
    """What a request must hold; else API Gateway answers 400 and calls nothing.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
    """

    body: NotRequired[str]
    """Name of the model that a JSON body must match."""
    parameters: NotRequired[Sequence[str]]
    """Parameters that must be there: `header.NAME` and `querystring.NAME`."""


class RouteCache(TypedDict):
    """How long API Gateway remembers the answers of a GET route.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """

    ttl: int
    """Seconds, 0 to 3600. An answer may be that old."""
    keys: NotRequired[Sequence[str]]
    """What tells answers apart beside the path: `header.NAME`, `querystring.NAME`, `path.NAME`. Whatever makes one
    caller's answer differ from another's belongs here, or one gets what is meant for the other."""
    shared: NotRequired[str]
    """Why all callers may get the same answers though the route has an authorizer. Without this sentence such a route
    needs what its authorizer identifies callers by among the keys."""


class Answer(TypedDict):
    """One answer of a route whose integration is not a proxy."""

    selection_pattern: NotRequired[str]
    """A regular expression over the error text of a function, or over the status of a web service. Without it the
    answer is the one for everything that no pattern matches, so that errors need patterns: "NotFound:.*", and
    "(?!NotFound:)(.|\\n)+" for all others. Of two that match AWS does not say which it takes."""
    templates: NotRequired[Mapping[str, str]]
    """Mapping templates (VTL) by content type. Without them the body is passed on."""
    headers: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Headers: a text, or an expression such as `integration.response.header.etag`."""
    model: NotRequired[str]
    """Name of the model of the body, for documentation."""
