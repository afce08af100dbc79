"""CORS: which web pages may call an API from a browser. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html and the Fetch standard.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.problems import Problem, did_you_mean, missing_keys, unknown_keys

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
DEFAULT_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
"""Not read off the routes, so that a new route changes no other resource; a method without a route answers 404."""
DEFAULT_HEADERS = ("authorization", "content-type")
"""What a JSON request with a bearer token needs."""
MAX_AGE_LIMIT = 86_400
"""Seconds; AWS takes -1 to 86400, and -1 says no more than 0: do not cache."""

_ORIGIN = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>[^/?#\s]+)(?P<rest>.*)")
_WILDCARDS = {"*", "http://*", "https://*"}


class Cors(TypedDict):
    """Which web pages may call the API. API Gateway answers their preflight requests by itself."""

    origins: Sequence[pulumi.Input[str]]
    """Origins: scheme, host and port if not the scheme's own, such as `https://shop.example.com`; `*` for any."""
    methods: NotRequired[Sequence[str]]
    """Methods a page may use, or ["*"]. All but OPTIONS by default."""
    headers: NotRequired[Sequence[str]]
    """Request headers a page may send. Default: authorization and content-type."""
    expose_headers: NotRequired[Sequence[str]]
    """Response headers a page may read, beyond the safelisted ones. None by default."""
    max_age: NotRequired[int]
    """Seconds a browser may remember the answer to a preflight, 0 to 86400. Default 0."""
    credentials: NotRequired[bool]
    """Whether a page may send cookies. False by default: a bearer token needs none."""


def configuration(cors: Cors) -> aws.apigatewayv2.ApiCorsConfigurationArgs:
    """The settings as API Gateway takes them, every one sent."""
    return aws.apigatewayv2.ApiCorsConfigurationArgs(
        allow_origins=[*cors["origins"]],
        allow_methods=[*cors.get("methods", DEFAULT_METHODS)],
        allow_headers=[*cors.get("headers", DEFAULT_HEADERS)],
        expose_headers=[*cors.get("expose_headers", ())],
        max_age=int(cors.get("max_age", 0)),
        allow_credentials=cors.get("credentials", False),
    )


def cors_problems(cors: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the CORS settings. Origins that are not known yet are left to AWS."""
    return [
        *missing_keys("cors", cors, ("origins",)),
        *unknown_keys("cors", cors, Cors),
        *_origin_problems(
            _items(cors, "origins"), given="origins" in cors, credentials=cors.get("credentials") is True
        ),
        *_method_problems(_items(cors, "methods")),
        *_max_age_problems(cors.get("max_age", 0)),
    ]


def _items(cors: Mapping[str, object], key: str) -> list[object]:
    value = cors.get(key, ())
    return [*value] if isinstance(value, Sequence) and not isinstance(value, str) else [value]  # pyright: ignore[reportUnknownVariableType] -- the items of an untyped sequence are judged one by one


def _origin_problems(origins: list[object], *, given: bool, credentials: bool) -> list[Problem]:
    if given and not origins:
        return [Problem("cors", "no origin", "one origin or more", "name the pages that call this API, or remove cors")]
    known = [origin for origin in origins if not isinstance(origin, pulumi.Output)]
    found = [problem for origin in known for problem in _one_origin(origin, credentials=credentials)]
    twice = sorted({origin for origin in known if isinstance(origin, str) and known.count(origin) > 1})
    return found + [Problem("cors", f'origin "{origin}" twice', "each origin once", "remove one") for origin in twice]


def _one_origin(origin: object, *, credentials: bool) -> list[Problem]:
    allowed = "scheme://host or scheme://host:port, such as https://shop.example.com"
    if origin in _WILDCARDS:
        if not credentials:
            return []
        remedy = "name each origin: with a wildcard every web page could act with the visitor's cookies"
        return [Problem("cors", f'origin "{origin}" with credentials', "named origins with credentials", remedy)]
    match = _ORIGIN.fullmatch(origin) if isinstance(origin, str) else None
    if match is None:
        return [Problem("cors", f"origin {origin!r}", allowed, f'write "https://{origin}" if that is the host')]
    if match["rest"]:
        bare = f"{match['scheme']}://{match['host']}"
        return [Problem("cors", f'origin "{origin}"', "an origin without a path", f'write "{bare}"')]
    return []


def _method_problems(methods: list[object]) -> list[Problem]:
    allowed = f'{", ".join(METHODS)}, or "*" for all'
    return [
        Problem("cors", f'method "{method}"', allowed, did_you_mean(str(method).upper(), METHODS, "use an allowed one"))
        for method in methods
        if method not in METHODS and method != "*"
    ]


def _max_age_problems(max_age: object) -> list[Problem]:
    # Whole numbers reach a component that another language uses as floats.
    whole = isinstance(max_age, int) or (isinstance(max_age, float) and max_age.is_integer())
    if whole and isinstance(max_age, int | float) and not isinstance(max_age, bool) and 0 <= max_age <= MAX_AGE_LIMIT:
        return []
    allowed = f"whole seconds from 0 to {MAX_AGE_LIMIT}"
    return [Problem("cors", f"max_age {max_age!r}", allowed, "use 0 for an answer that is not remembered")]
