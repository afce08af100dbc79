from collections.abc import Mapping

import pulumi
import pytest

from components import HttpApi, HttpApiArgs
from tests.support.apis import INTEGRATION, PERMISSION, answered, built, faults_of, one_route, problems_of, warned
from tests.support.recording import Cloud

URL = "https://archive.example.com"


def test_a_web_service_gets_the_request_with_its_method_and_path_variables(cloud: Cloud) -> None:
    built(cloud, answered("GET /orders/{id}", url=f"{URL}/v2/orders/{{id}}"))
    assert cloud.mocks.of(INTEGRATION) == {
        "orders-integration-GET /orders/{id}": {
            "apiId": "orders-0a1b2c3",
            "integrationMethod": "GET",
            "integrationType": "HTTP_PROXY",
            "integrationUri": "https://archive.example.com/v2/orders/{id}",
            "payloadFormatVersion": "1.0",
            "timeoutMilliseconds": 30_000,
        }
    }
    assert cloud.mocks.of(PERMISSION) == {}
    assert cloud.warnings == []


@pytest.mark.parametrize(
    ("given", "method"),
    [
        (answered("ANY /orders", url=URL), "ANY"),
        (answered("$default", url=URL), "ANY"),
        (answered("PUT /orders", url=URL), "PUT"),
        (answered("PUT /orders", url=URL, url_method="POST"), "POST"),
    ],
)
def test_the_method_is_the_route_s_own_or_the_one_named(cloud: Cloud, given: HttpApiArgs, method: str) -> None:
    built(cloud, given)
    (integration,) = cloud.mocks.of(INTEGRATION).values()
    assert integration["integrationMethod"] == method


def test_an_address_that_is_not_known_yet_is_left_to_aws(cloud: Cloud) -> None:
    address = pulumi.Output.from_input(f"{URL}/{{nobody}}")
    cloud.run(lambda: HttpApi("orders", answered("GET /orders/{id}", url=address)))
    (integration,) = cloud.mocks.of(INTEGRATION).values()
    assert integration["integrationUri"] == f"{URL}/{{nobody}}"


ROUTE = 'route "GET /orders/{id}"'


def to(url: object, **others: object) -> HttpApiArgs:
    """Valid arguments with one route to this address."""
    return answered("GET /orders/{id}", url=url, **others)


CASES: Mapping[str, tuple[HttpApiArgs, tuple[str, str]]] = {
    "a host alone": (to("archive.example.com/{id}"), (ROUTE, 'url "archive.example.com/{id}"')),
    "another scheme": (to("ftp://archive.example.com/{id}"), (ROUTE, 'url "ftp://archive.example.com/{id}"')),
    "a variable of another name": (to(f"{URL}/{{order}}"), (ROUTE, '"{order}" in its url')),
    "a greedy variable in the address": (
        answered("ANY /archive/{proxy+}", url=f"{URL}/{{proxy+}}"),
        ('route "ANY /archive/{proxy+}"', '"{proxy+}" in its url'),
    ),
    "an odd method": (to(f"{URL}/{{id}}", url_method="get"), (ROUTE, "url_method 'get'")),
    "a method of nothing": (one_route(url_method="GET"), ('route "GET /orders"', "url_method without url")),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, given: HttpApiArgs, expected: tuple[str, str]) -> None:
    assert faults_of(cloud, given) == [expected]


def test_a_wrong_variable_is_told_with_the_right_one(cloud: Cloud) -> None:
    ((_, _, allowed, remedy),) = problems_of(cloud, to(f"{URL}/{{ids}}"))
    assert (allowed, remedy) == ("id", 'did you mean "id"?')


@pytest.mark.parametrize("url", [f"{URL}/{{id}}", "https://${stageVariables.host}/orders/{id}", "http://a:8080/{id}"])
def test_what_aws_takes_is_no_problem(cloud: Cloud, url: str) -> None:
    built(cloud, to(url))
    assert cloud.mocks.registrations


def test_a_variable_that_the_address_leaves_out_is_a_warning(cloud: Cloud) -> None:
    (warning,) = warned(cloud, answered("ANY /archive/{proxy+}", url=URL))
    assert 'the url of the route "ANY /archive/{proxy+}" does not have {proxy}' in warning


def test_an_unencrypted_address_is_a_warning(cloud: Cloud) -> None:
    (warning,) = warned(cloud, to("http://archive.example.com/{id}"))
    assert "unencrypted" in warning
