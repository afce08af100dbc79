"""Rules for the endpoint of a REST API and what it takes and gives. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-endpoint-types.html
"""

import re
from collections.abc import Mapping, Sequence

from components.knowledge import quotas
from components.problems import Problem, did_you_mean
from components.rest_api.settings import ENDPOINTS, KEY_SOURCES

MOST_COMPRESSED = 10 * 1024 * 1024
"""Bytes: https://docs.aws.amazon.com/apigateway/latest/api/API_RestApi.html, on `minimumCompressionSize`"""
_MEDIA_TYPE = re.compile(r"[A-Za-z0-9.+*-]+/[A-Za-z0-9.+*-]+")


def endpoint_problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the arguments about the endpoint."""
    return [
        *one_of("endpoint", args.get("endpoint", ENDPOINTS[0]), ENDPOINTS),
        *one_of("api_key_source", args.get("api_key_source", KEY_SOURCES[0]), KEY_SOURCES),
        *_private_problems(args),
        *_media_type_problems(args.get("binary_media_types", ())),
        *_compression_problems(args),
    ]


def one_of(where: str, found: object, allowed: Sequence[str]) -> list[Problem]:
    """A problem if what was found is none of what is allowed."""
    if found in allowed:
        return []
    return [Problem(where, f"{found!r}", ", ".join(allowed), did_you_mean(str(found).upper(), allowed, "use one"))]


def _private_problems(args: Mapping[str, object]) -> list[Problem]:
    if args.get("endpoint") != "PRIVATE":
        if "vpc_endpoint_ids" not in args:
            return []
        remedy = 'say endpoint="PRIVATE", or remove vpc_endpoint_ids'
        return [Problem("vpc_endpoint_ids", "VPC endpoints of a public API", "those of a private one", remedy)]
    if "resource_policy" in args:
        return []
    allowed = "a private API with resource_policy: AWS deploys none without"
    remedy = "say resource_policy=allow_vpc_endpoints([…]) or allow_vpcs([…])"
    return [Problem("resource_policy", "a private API without one", allowed, remedy)]


def _media_type_problems(given: object) -> list[Problem]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        return [Problem("binary_media_types", f"{given!r}", "a list of media types", "put it in a list")]
    listed: list[object] = [*given]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged one by one
    return [
        Problem("binary_media_types", f"{one!r}", "media types such as image/png, or */*", "correct it")
        for one in listed
        if not isinstance(one, str) or not _MEDIA_TYPE.fullmatch(one)
    ]


def _compression_problems(args: Mapping[str, object]) -> list[Problem]:
    if "minimum_compression_size" not in args:
        return []
    where, remedy = "minimum_compression_size", "leave it out for no compression"
    return quotas.outside(where, args[where], lowest=0, highest=MOST_COMPRESSED, unit="bytes", remedy=remedy)
