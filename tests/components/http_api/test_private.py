"""Routes of an HTTP API to private services."""

from typing import Any

import pytest

from components.http_api.api import HttpApi
from components.http_api.further_routes import HttpApiRoutes
from components.routing.private_services import private_service
from components.routing.routes import Route
from tests.components.network.backends import (
    ALB_LISTENER,
    CLOUD_MAP,
    EGRESS,
    LINK,
    backend,
    network_backend,
    plain_backend,
)
from tests.support.apis import INTEGRATION, PERMISSION, ROUTE, answered, args, faults_of, problems_of, warned
from tests.support.recording import Cloud, is_unknown

NAME = "items.example.com"


def integration(cloud: Cloud, key: str = "GET /items/{id}", **said: Any) -> dict[str, Any]:
    """The integration of a route to a private application load balancer."""

    def program() -> None:
        made = backend()
        HttpApi("catalog", args({key: Route(private=private_service(made.balancer, made.link, **said))}))

    cloud.run(program)
    return cloud.mocks.of(INTEGRATION)[f"catalog-integration-{key}"]


def test_a_request_goes_through_the_link_to_the_listener_whose_name_is_verified(cloud: Cloud) -> None:
    assert integration(cloud) == {
        "apiId": "catalog-0a1b2c3",
        "connectionId": "shared-0a1b2c3",
        "connectionType": "VPC_LINK",
        "integrationMethod": "GET",
        "integrationType": "HTTP_PROXY",
        "integrationUri": "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/items-0a1b2c3/"
        "50dc6c495c0c9188/f2f7dc8efc522ab2",
        "payloadFormatVersion": "1.0",
        "requestParameters": {"overwrite:path": "$request.path"},
        "timeoutMilliseconds": 30_000,
        "tlsConfig": {"serverNameToVerify": NAME},
    }
    assert list(cloud.mocks.of(ROUTE)) == ["catalog-GET /items/{id}"]
    assert cloud.mocks.of(PERMISSION) == {}


@pytest.mark.parametrize(
    ("key", "path", "expected"),
    [
        ("GET /items/{id}", "/v2/items/{id}", "/v2/items/${request.path.id}"),
        ("ANY /items/{proxy+}", "/{proxy}", "/${request.path.proxy}"),
        ("GET /shops/{shop}/items/{id}", "/items/{id}/of/{shop}", "/items/${request.path.id}/of/${request.path.shop}"),
        ("GET /items", "/", "/"),
        ("$default", None, "$request.path"),
    ],
)
def test_the_path_is_mapped_and_never_begins_with_the_stage(
    cloud: Cloud, key: str, path: str | None, expected: str
) -> None:
    assert integration(cloud, key, path=path)["requestParameters"] == {"overwrite:path": expected}


@pytest.mark.parametrize(("key", "method"), [("ANY /items", "ANY"), ("$default", "ANY"), ("POST /items", "POST")])
def test_the_service_is_asked_by_the_callers_method(cloud: Cloud, key: str, method: str) -> None:
    assert integration(cloud, key)["integrationMethod"] == method


def test_a_route_may_change_the_method_headers_answers_and_timeout(cloud: Cloud) -> None:
    def program() -> None:
        made = network_backend()
        route = Route(
            private=private_service(made.balancer, made.link),
            url_method="PUT",
            request_parameters={"append:header.tenant": "$context.authorizer.claims.tenant"},
            response_parameters={"500": {"overwrite:statuscode": "502"}},
            timeout_milliseconds=2000,
        )
        HttpApi("catalog", args({"POST /items": route}))

    cloud.run(program)
    made = cloud.mocks.of(INTEGRATION)["catalog-integration-POST /items"]
    assert (made["integrationMethod"], made["timeoutMilliseconds"]) == ("PUT", 2000)
    assert made["requestParameters"]["append:header.tenant"] == "$context.authorizer.claims.tenant"
    assert made["requestParameters"]["overwrite:path"] == "$request.path"
    assert made["responseParameters"] == [{"statusCode": "500", "mappings": {"overwrite:statuscode": "502"}}]
    assert ":listener/net/" in made["integrationUri"]


def test_a_route_may_say_the_path_by_parameter_mapping(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", server_name=NAME)
    given = answered("GET /a", private=service, request_parameters={"overwrite:path": "/b"})
    cloud.run(lambda: HttpApi("catalog", given))
    made = cloud.mocks.of(INTEGRATION)["catalog-integration-GET /a"]
    assert made["requestParameters"] == {"overwrite:path": "/b"}


def test_a_cloud_map_service_is_reached_by_its_arn(cloud: Cloud) -> None:
    service = private_service(CLOUD_MAP, "abc123", server_name=NAME)
    cloud.run(lambda: HttpApi("catalog", answered("GET /a", private=service)))
    made = cloud.mocks.of(INTEGRATION)["catalog-integration-GET /a"]
    assert (made["integrationUri"], made["connectionId"]) == (CLOUD_MAP, "abc123")


def test_a_plain_service_is_sent_no_tls(cloud: Cloud) -> None:
    def program() -> None:
        made = plain_backend()
        service = private_service(made.balancer, made.link, plain="carries public prices only")
        HttpApi("catalog", args({"GET /items": Route(private=service)}))

    cloud.run(program)
    assert "tlsConfig" not in cloud.mocks.of(INTEGRATION)["catalog-integration-GET /items"]


def test_apis_share_one_link(cloud: Cloud) -> None:
    def program() -> None:
        made = backend()
        service = private_service(made.balancer, made.link)
        HttpApi("catalog", args({"GET /items": Route(private=service)}))
        HttpApi("search", args({"GET /search": Route(private=service)}))

    cloud.run(program)
    assert list(cloud.mocks.of(LINK)) == ["shared"]
    assert {one["connectionId"] for one in cloud.mocks.of(INTEGRATION).values()} == {"shared-0a1b2c3"}
    assert len([name for name in cloud.mocks.of(EGRESS) if name.endswith("from-shared")]) == 1


def test_routes_of_an_api_of_another_program_may_be_private(cloud: Cloud) -> None:
    def program() -> None:
        made = backend()
        HttpApiRoutes(
            "items",
            {
                "api_id": "abc123",
                "execution_arn": "arn:aws:execute-api:eu-west-1:123456789012:abc123",
                "routes": {"GET /items": Route(private=private_service(made.balancer, made.link), public="prices")},
            },
        )

    cloud.run(program)
    assert cloud.mocks.of(INTEGRATION)["items-integration-GET /items"]["connectionType"] == "VPC_LINK"


def test_everything_can_be_previewed_with_nothing_known(preview: Cloud) -> None:
    made = integration(preview)
    assert is_unknown(made["connectionId"])
    assert is_unknown(made["integrationUri"])
    # Policies judge TLS at preview.
    assert made["tlsConfig"] == {"serverNameToVerify": NAME}


def test_every_problem_is_told_with_those_of_the_other_routes(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", path="/{name}")
    slow = Route(url="https://b.example.com", timeout_milliseconds=1)
    given = args({"GET /a/{id}": Route(private=service), "GET b": slow})
    assert [where for where, _ in faults_of(cloud, given)] == [
        'route "GET /a/{id}"',
        'route "GET /a/{id}", path',
        'route "GET b"',
        'route "GET b"',
    ]


def test_a_path_and_a_mapping_of_the_path_exclude_each_other(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", server_name=NAME, path="/a")
    given = answered("GET /a", private=service, request_parameters={"overwrite:path": "/b"})
    assert faults_of(cloud, given) == [
        ('route "GET /a", request_parameters', '"overwrite:path" beside the path of the private service')
    ]


def test_two_things_that_answer_are_refused(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", server_name=NAME)
    ((_, found, allowed, _),) = problems_of(cloud, answered(private=service, url="https://b.example.com"))
    assert found == "url together with private"
    assert allowed == "exactly one of function, url, private, service, mock"


def test_a_path_that_is_the_same_for_every_request_is_a_warning(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", server_name=NAME, path="/a")
    (warning,) = warned(cloud, answered("GET /items/{id}", private=service))
    assert "every request asks for the same path" in warning
