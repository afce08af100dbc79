"""Settings of the stages of a REST API. Plain typed data. Pure: no Pulumi resource."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi

from components.access.throttling import Throttle

CACHE_SIZES = (0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118, 237)
"""GB: https://docs.aws.amazon.com/apigateway/latest/api/API_CreateStage.html, on `cacheClusterSize`"""
ENDPOINTS = ("REGIONAL", "EDGE", "PRIVATE")
KEY_SOURCES = ("HEADER", "AUTHORIZER")


class Cache(TypedDict):
    """The cache of the API's own stage. It costs by the hour, used or not; each route says itself what it caches.

    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-caching.html
    """

    size_gb: float
    """Memory in GB: 0.5, 1.6, 6.1, 13.5, 28.4, 58.2, 118 or 237."""
    encrypted: NotRequired[bool]
    """Whether what is remembered is encrypted at rest. True by default."""


def cache_size(cache: Cache) -> str:
    """Its size as AWS writes it, such as "0.5"."""
    return f"{cache['size_gb']:g}"


class Canary(TypedDict):
    """A share of the requests to the API's own stage that is served in another way.

    With `stage_variables` alone both ways serve the same deployment, with other values of these variables, such as
    another alias of a function. With `stable_deployment` the share gets the newest deployment, and the rest stays with
    an older one: have `keep_deployments` on before the change, and take the older one from the output `deployment_id`.
    To promote, remove `canary`.
    Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/canary-release.html
    """

    percent: float
    """The share, more than 0 and up to 100."""
    stage_variables: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Stage variables for the share, in place of or beside those of the stage."""
    use_cache: NotRequired[bool]
    """Whether the share uses the stage's cache, and with it answers of the other way. False by default."""
    stable_deployment: NotRequired[pulumi.Input[str]]
    """Identifier of the deployment that the rest of the requests stays with."""


class RestStage(TypedDict):
    """A further stage of a RestApi: the same deployment under a name of its own, without cache, canary and plans."""

    throttle: NotRequired[Throttle]
    """Throttle of every route that has none of its own. The API's by default."""
    variables: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Stage variables. None by default, whatever the API's own stage has."""
    description: NotRequired[pulumi.Input[str]]
    """What the stage is for, in one sentence."""
