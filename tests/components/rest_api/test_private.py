"""Routes of a REST API to private services."""

from collections.abc import Callable
from typing import Any

import pytest

from components.rest_api.api import RestApi
from components.routing.private_services import PrivateService, private_service
from components.routing.request_shaping import Answer, RequestValidation, RouteCache
from components.routing.routes import Route
from tests.components.network.backends import (
    ALB_LISTENER,
    CLOUD_MAP,
    NLB_LISTENER,
    Backend,
    backend,
    network_backend,
    nlb_link,
    plain_backend,
)
from tests.support.recording import Cloud, is_unknown, new_cloud
from tests.support.rest_apis import (
    DEPLOYMENT,
    INTEGRATION,
    METHOD,
    PAYMENT,
    VALIDATOR,
    args,
    one_route,
    problems_of,
)

NAME = "items.example.com"
ALB = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/items-0a1b2c3/50dc6c495c0c9188"
KEY = "GET /items/{id}"


def through(make: Callable[[Backend], PrivateService], key: str = KEY, made: Callable[[], Backend] = backend) -> Any:
    """A program with one route through a link; its REST API is called ledger."""

    def program() -> None:
        RestApi("ledger", args({key: Route(private=make(made()))}))

    return program


def shared(one: Backend) -> PrivateService:
    """The service behind the load balancer, through the link V2."""
    return private_service(one.balancer, one.link)


def old(one: Backend) -> PrivateService:
    """The service behind the load balancer, through a link V1."""
    return private_service(one.balancer, nlb_link(one.balancer))


def test_a_request_goes_through_a_link_v2_to_an_application_load_balancer(cloud: Cloud) -> None:
    cloud.run(through(shared))
    assert cloud.mocks.of(INTEGRATION)["ledger-GET /items/{id}"] == {
        "connectionId": "shared-0a1b2c3",
        "connectionType": "VPC_LINK",
        "httpMethod": "GET",
        "integrationHttpMethod": "GET",
        "integrationTarget": ALB,
        "requestParameters": {"integration.request.path.id": "method.request.path.id"},
        "resourceId": "ledger-/items/{id}-0a1b2c3",
        "restApi": "ledger-0a1b2c3",
        "type": "HTTP_PROXY",
        "uri": "https://items.example.com:443/items/{id}",
    }
    assert cloud.mocks.of(METHOD)["ledger-GET /items/{id}"]["requestParameters"] == {"method.request.path.id": True}


def test_a_request_goes_through_a_link_v2_to_a_network_load_balancer(cloud: Cloud) -> None:
    cloud.run(through(shared, made=network_backend))
    made = cloud.mocks.of(INTEGRATION)["ledger-GET /items/{id}"]
    assert made["integrationTarget"] == ALB.replace("/app/", "/net/")
    assert made["uri"].startswith("https://items.example.com:443/")


def test_a_request_goes_through_a_link_v1_to_a_network_load_balancer(cloud: Cloud) -> None:
    cloud.run(through(old, made=lambda: network_backend(private_link=True)))
    made = cloud.mocks.of(INTEGRATION)["ledger-GET /items/{id}"]
    assert (made["connectionId"], made["connectionType"]) == ("old-0a1b2c3", "VPC_LINK")
    assert "integrationTarget" not in made
    assert made["uri"] == "https://items.example.com:443/items/{id}"


@pytest.mark.parametrize(
    ("key", "path", "uri", "variables"),
    [
        ("ANY /items/{proxy+}", None, "/items/{proxy}", ["proxy"]),
        ("ANY /items/{proxy+}", "/{proxy}", "/{proxy}", ["proxy"]),
        ("GET /shops/{shop}/items/{id}", "/items/{id}", "/items/{id}", ["id"]),
        ("GET /items", None, "/items", []),
        ("GET /", None, "/", []),
    ],
)
def test_the_path_is_mapped_and_takes_only_the_variables_it_names(
    cloud: Cloud, key: str, path: str | None, uri: str, variables: list[str]
) -> None:
    cloud.run(through(lambda one: private_service(one.balancer, one.link, path=path), key))
    made = cloud.mocks.of(INTEGRATION)[f"ledger-{key}"]
    assert made["uri"] == f"https://items.example.com:443{uri}"
    expected = {f"integration.request.path.{name}": f"method.request.path.{name}" for name in variables}
    assert made.get("requestParameters", {}) == expected


def test_a_plain_service_is_called_by_the_name_of_its_load_balancer(cloud: Cloud) -> None:
    cloud.run(through(lambda one: private_service(one.balancer, one.link, plain="public prices"), made=plain_backend))
    made = cloud.mocks.of(INTEGRATION)["ledger-GET /items/{id}"]
    assert made["uri"] == "http://internal-items-0a1b2c3.eu-west-1.elb.amazonaws.com:80/items/{id}"


def test_a_private_route_is_authorized_validated_cached_and_mapped_like_any_other(cloud: Cloud) -> None:
    def program() -> None:
        one = backend()
        route = Route(
            private=shared(one),
            validate=RequestValidation(body="Payment", parameters=["header.tenant"]),
            cache=RouteCache(ttl=60, keys=["header.Authorization"]),
            request_parameters={"overwrite:header.stage": "$context.stage"},
            api_key=True,
            timeout_milliseconds=2000,
            url_method="POST",
            operation_name="getItem",
        )
        RestApi("ledger", args({KEY: route}, models={"Payment": PAYMENT}, cache={"size_gb": 0.5}, usage_plans={}))

    cloud.run(program)
    method = cloud.mocks.of(METHOD)["ledger-GET /items/{id}"]
    assert (method["authorization"], method["authorizerId"]) == ("CUSTOM", "ledger-authorizer-customers-0a1b2c3")
    assert (method["apiKeyRequired"], method["operationName"]) == (True, "getItem")
    assert {*method["requestModels"]} == {"application/json", "$default"}
    assert method["requestParameters"] == {
        "method.request.header.Authorization": False,
        "method.request.header.tenant": True,
        "method.request.path.id": True,
    }
    assert len(cloud.mocks.of(VALIDATOR)) == 1
    made = cloud.mocks.of(INTEGRATION)["ledger-GET /items/{id}"]
    assert made["requestParameters"]["integration.request.header.stage"] == "context.stage"
    assert made["cacheKeyParameters"] == ["method.request.header.Authorization"]
    assert (made["timeoutMilliseconds"], made["integrationHttpMethod"]) == (2000, "POST")


def test_an_answer_may_be_streamed(cloud: Cloud) -> None:
    def program() -> None:
        RestApi("ledger", args({KEY: Route(private=shared(backend()), stream=True)}))

    cloud.run(program)
    assert cloud.mocks.of(INTEGRATION)["ledger-GET /items/{id}"]["responseTransferMode"] == "STREAM"


def triggers(**changes: object) -> dict[str, str]:
    """The triggers of the deployment of an API with one private route."""
    cloud = new_cloud()
    plain: dict[str, object] = {"server_name": NAME, "link": "abc123", **changes}
    service = private_service(ALB_LISTENER, str(plain.pop("link")), **plain)  # pyright: ignore[reportArgumentType] -- keywords of the function
    cloud.run(lambda: RestApi("ledger", one_route(KEY, function=None) | args({KEY: Route(private=service)})))
    return cloud.mocks.of(DEPLOYMENT)["ledger-deployment"]["triggers"]


@pytest.mark.parametrize(
    "changes", [{"link": "def456"}, {"server_name": "b.example.com"}, {"path": "/v2/{id}"}, {"port": 8443}]
)
def test_a_changed_way_to_the_service_is_deployed(changes: dict[str, object]) -> None:
    assert triggers() == triggers()
    assert triggers(**changes) != triggers()


def test_everything_can_be_previewed_with_nothing_known(preview: Cloud) -> None:
    preview.run(through(shared))
    made = preview.mocks.of(INTEGRATION)["ledger-GET /items/{id}"]
    assert is_unknown(made["connectionId"])
    assert is_unknown(made["integrationTarget"])
    # Policies judge TLS at preview.
    assert made["uri"] == "https://items.example.com:443/items/{id}"


def problems(cloud: Cloud, service: PrivateService, **changes: object) -> list[tuple[str, str]]:
    """What is wrong with an API that has one private route, and where."""
    given = args({KEY: Route(private=service)})
    given["routes"] = {KEY: {**given["routes"][KEY], **changes}}  # pyright: ignore[reportTypedDictNotRequiredAccess, reportGeneralTypeIssues] -- keys that a route may have
    return [(where, found) for where, found, _, _ in problems_of(cloud, given)]


def test_a_service_of_cloud_map_is_refused(cloud: Cloud) -> None:
    service = private_service(CLOUD_MAP, "abc123", server_name=NAME)
    given = args({KEY: Route(private=service)})
    ((_, _, allowed, remedy),) = problems_of(cloud, given)
    assert allowed == "a REST API has no private integration with a Cloud Map service; an HTTP API has"
    assert "HttpApi" in remedy
    assert "load balancer" in remedy


def test_a_plain_service_without_a_host_is_refused(cloud: Cloud) -> None:
    service = private_service(NLB_LISTENER, "abc123", plain="public prices")
    assert problems(cloud, service) == [(f'route "{KEY}"', "a plain service without a host")]


def test_templates_and_answers_of_a_private_service_are_refused(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", server_name=NAME)
    found = problems(cloud, service, request_templates={"application/json": "{}"}, responses={"200": Answer()})
    assert (f'route "{KEY}"', "request_templates and responses with private") in found


def test_an_answer_of_a_private_service_is_passed_on_as_it_is(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", server_name=NAME)
    found = problems(cloud, service, response_parameters={"200": {"overwrite:header.a": "b"}})
    assert found == [(f'route "{KEY}"', "response_parameters with a proxy")]


def test_the_remedy_for_a_mapped_path_names_the_service(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", server_name=NAME)
    given = args({KEY: Route(private=service, request_parameters={"overwrite:path": "/b"})})
    ((_, _, _, remedy),) = problems_of(cloud, given)
    assert "private_service(path=…)" in remedy
