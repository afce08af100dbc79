"""Domains that tests build, and APIs behind them."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import pytest

from components import ComponentError, HttpApi, HttpApiArgs, RestApi, RestApiArgs, Route, Throttle, WebSocketApi
from components.domain.args import ApiDomainArgs, ApiDomainMappingsArgs
from components.domain.domain import ApiDomain
from components.domain.further_mappings import ApiDomainMappings
from components.domain.targets import ApiReference
from components.websocket_api.args import WebSocketApiArgs
from tests.support.apis import arn
from tests.support.recording import Cloud

CERTIFICATE = "aws:acm/certificate:Certificate"
ISSUED = "aws:acm/certificateValidation:CertificateValidation"
DOMAIN = "aws:apigatewayv2/domainName:DomainName"
REST_DOMAIN = "aws:apigateway/domainName:DomainName"
MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
BASE_PATH = "aws:apigateway/basePathMapping:BasePathMapping"
RULE = "aws:apigatewayv2/routingRule:RoutingRule"
ACCESS = "aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation"
RECORD = "aws:route53/record:Record"

NAME = "api.example.com"
ZONE = "Z0123456789"
GIVEN_CERTIFICATE = "arn:aws:acm:eu-west-1:123456789012:certificate/c-1"
IN_VIRGINIA = "arn:aws:acm:us-east-1:123456789012:certificate/c-1"
TRUSTSTORE = {"truststore_uri": "s3://trust/clients.pem", "truststore_version": "v1"}
ENHANCED = "SecurityPolicy_TLS13_1_3_2025_09"

_PUBLIC = Route(function=arn("f"), public="a test")
_THROTTLE = Throttle(rate=1, burst=1)


def http(name: str = "orders", *, closed: bool = True) -> HttpApi:
    """An HTTP API, by default without its own address."""
    args = HttpApiArgs(throttle=_THROTTLE, routes={"GET /": _PUBLIC}, disable_default_endpoint=closed)
    return HttpApi(name, args)


def rest(name: str = "payments", *, closed: bool = True, **changes: Any) -> RestApi:
    """A REST API, by default without its own address."""
    args = RestApiArgs(throttle=_THROTTLE, routes={"GET /": _PUBLIC}, disable_default_endpoint=closed, stage="live")
    return RestApi(name, cast("RestApiArgs", {**args, **changes}))


def websocket(name: str = "notifications", **changes: Any) -> WebSocketApi:
    """A WebSocket API."""
    routes = {"$connect": _PUBLIC, "$default": Route(function=arn("f"))}
    args = WebSocketApiArgs(throttle=_THROTTLE, routes=routes)
    return WebSocketApi(name, cast("WebSocketApiArgs", {**args, **changes}))


def reference(kind: str = "HTTP", api_id: str = "abc123", **changes: Any) -> ApiReference:
    """An API of another stack, without its own address."""
    given = {"kind": kind, "api_id": api_id, "stage": "live", "default_endpoint_disabled": True, **changes}
    return cast("ApiReference", given)


def args(**changes: Any) -> ApiDomainArgs:
    """Valid arguments but for these: one HTTP API of another stack."""
    given = {"domain_name": NAME, "zone_id": ZONE, "mappings": {"orders": reference()}, **changes}
    return cast("ApiDomainArgs", {key: value for key, value in given.items() if value is not None})


def built(cloud: Cloud, given: Callable[[], ApiDomainArgs] | ApiDomainArgs, name: str = "api") -> ApiDomain:
    """The domain, after the program that builds it has ended."""
    domains: list[ApiDomain] = []
    cloud.run(lambda: domains.append(ApiDomain(name, given() if callable(given) else given)))
    return domains[0]


def problems_of(cloud: Cloud, given: Callable[[], ApiDomainArgs] | ApiDomainArgs) -> list[tuple[str, str, str, str]]:
    """Where, found, allowed and remedy of each problem; nothing of the domain may have been registered."""
    with pytest.raises(ComponentError) as caught:
        built(cloud, given)
    assert not [one for one in cloud.mocks.registrations if "omain" in one.type or "acm" in one.type]
    return [(one.where, one.found, one.allowed, one.remedy) for one in caught.value.problems]


def faults_of(cloud: Cloud, given: Callable[[], ApiDomainArgs] | ApiDomainArgs) -> list[tuple[str, str]]:
    """Where and what of each problem."""
    return [(where, found) for where, found, _, _ in problems_of(cloud, given)]


def mapping_faults(cloud: Cloud, given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Where and what of each problem of further mappings."""
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: ApiDomainMappings("more", cast("ApiDomainMappingsArgs", given)))
    return [(one.where, one.found) for one in caught.value.problems]
