"""What is known of a private service, and the rules for it that hold in every kind of API."""

from collections.abc import Callable, Mapping
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from components.knowledge.kinds import Kind
from components.network.vpc_link import VpcLink
from components.problems import ComponentError
from components.routing.private_rules import private_problems
from components.routing.private_services import PrivateService, private_service
from tests.components.network.backends import (
    ALB_LISTENER,
    CLOUD_MAP,
    NLB_LISTENER,
    backend,
    built,
    network,
    network_backend,
    nlb_link,
    plain_backend,
)
from tests.support.recording import Cloud

KEY = "GET /items/{id}"


def facts(service: PrivateService) -> dict[str, object]:
    """What is known of a service before anything is made."""
    return {key: value for key, value in service.items() if not isinstance(value, pulumi.Output)}


def faults(service: object, kind: Kind = Kind.HTTP, key: str = KEY) -> list[str]:
    """What is found wrong."""
    return [problem.found for problem in private_problems(kind, key, {"private": service})]


def test_a_load_balancer_of_this_library_tells_everything_but_its_identifiers(cloud: Cloud) -> None:
    def program() -> PrivateService:
        made = backend(port=8443)
        return private_service(made.balancer, made.link, path="/v2/{id}")

    assert facts(built(cloud, program)) == {
        "label": "items",
        "kind": "application",
        "link_version": 2,
        "server_name": "items.example.com",
        "encrypted": True,
        "port": 8443,
        "path": "/v2/{id}",
        "network": "shop",
        "link_network": "shop",
        "admitted": True,
    }


def test_a_link_of_the_first_version_knows_its_load_balancer(cloud: Cloud) -> None:
    def program() -> PrivateService:
        made = network_backend(private_link=True)
        return private_service(made.balancer, nlb_link(made.balancer))

    service = facts(built(cloud, program))
    assert (service["link_version"], service["admitted"], service["kind"]) == (1, True, "network")


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (ALB_LISTENER, {"label": ALB_LISTENER, "kind": "application"}),
        (NLB_LISTENER, {"label": NLB_LISTENER, "kind": "network"}),
        (CLOUD_MAP, {"label": CLOUD_MAP, "kind": "cloud-map", "service_arn": CLOUD_MAP}),
    ],
)
def test_an_arn_tells_what_it_is_of(target: str, expected: dict[str, object]) -> None:
    service = facts(private_service(target, "abc123", server_name="items.example.com"))
    assert {**service, **expected} == service
    assert (service["link_id"], service["link_version"]) == ("abc123", 2)


def test_the_arn_of_a_listener_holds_that_of_its_load_balancer() -> None:
    service = private_service(NLB_LISTENER, "abc123", plain="why")
    balancer = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/net/items/50dc6c495c0c9188"
    assert service.get("load_balancer_arn") == balancer


def test_resources_of_pulumi_aws_are_taken_too(cloud: Cloud) -> None:
    def program() -> list[PrivateService]:
        balancer = aws.lb.LoadBalancer("raw", load_balancer_type="network", internal=True)
        listener = aws.lb.Listener("raw", load_balancer_arn=balancer.arn, default_actions=[{"type": "forward"}])
        link = aws.apigatewayv2.VpcLink("raw", security_group_ids=["sg-0a"], subnet_ids=["subnet-0a"])
        old = aws.apigateway.VpcLink("raw", target_arn=balancer.arn)
        service = aws.servicediscovery.Service("raw")
        return [
            private_service(listener, link, server_name="items.example.com"),
            private_service(listener.arn, old, server_name="items.example.com"),
            private_service(service, link.id, server_name="items.example.com"),
        ]

    services = built(cloud, program)
    assert [one["link_version"] for one in services] == [2, 1, 2]
    assert [{*one} & {"listener_arn", "load_balancer_arn", "service_arn"} for one in services] == [
        {"listener_arn", "load_balancer_arn"},
        {"listener_arn", "load_balancer_arn"},
        {"service_arn"},
    ]
    assert [faults(one, Kind.HTTP) for one in services] == [[], ["a VPC link V1"], []]


@pytest.mark.parametrize(
    ("target", "link", "where"),
    [
        ("arn:aws:lambda:eu-west-1:123456789012:function:items", "abc123", "target"),
        ("http://items.local", "abc123", "target"),
        (None, "abc123", "target"),
        (ALB_LISTENER, None, "link"),
        (ALB_LISTENER, "", "link"),
    ],
)
def test_what_is_no_target_or_link_is_refused_at_once(target: Any, link: Any, where: str) -> None:
    with pytest.raises(ComponentError) as caught:
        private_service(target, link)
    assert [problem.where for problem in caught.value.problems] == [where]


def given(**changes: object) -> dict[str, object]:
    """A service without problems, but for the changes; None takes a property away."""
    sound: dict[str, object] = {
        "label": "items",
        "kind": "application",
        "link_id": "abc123",
        "link_version": 2,
        "listener_arn": ALB_LISTENER,
        "load_balancer_arn": ALB_LISTENER,
        "server_name": "items.example.com",
        "encrypted": True,
        **changes,
    }
    return {key: value for key, value in sound.items() if value is not None}


@pytest.mark.parametrize("kind", [Kind.HTTP, Kind.REST])
@pytest.mark.parametrize(
    "service",
    [
        given(),
        given(kind="network"),
        given(encrypted=None),
        given(encrypted=None, server_name=None, plain="public prices"),
        given(encrypted=False, server_name=None, plain="public prices"),
        given(path="/v2/{id}"),
        given(path="/"),
        given(network="shop", link_network="shop", admitted=True),
    ],
)
def test_a_sound_service_has_no_problem(kind: Kind, service: dict[str, object]) -> None:
    assert faults(service, kind) == []


CASES: Mapping[str, tuple[object, str]] = {
    "no service": ("http://items.local", "private 'http://items.local'"),
    "no link": (given(link_id=None), 'no "link_id"'),
    "an unknown key": (given(timeout=3), 'the key "timeout"'),
    "a plain listener": (
        given(encrypted=False, server_name=None),
        'the application load balancer "items", whose listener is plain',
    ),
    "a name of a plain listener": (
        given(encrypted=False, plain="why"),
        'server_name with the application load balancer "items", whose listener is plain',
    ),
    "plain to a listener with TLS": (
        given(plain="why"),
        'plain with the application load balancer "items", whose listener takes TLS',
    ),
    "no name to verify": (given(server_name=None), 'the application load balancer "items" without a server name'),
    "nothing known and nothing said": (
        given(encrypted=None, server_name=None, kind=None),
        'the listener "items" with neither server_name nor plain',
    ),
    "nothing known and both said": (
        given(encrypted=None, plain="why", kind=None),
        'the listener "items" with both server_name and plain',
    ),
    "an empty reason": (given(encrypted=False, server_name=None, plain=" "), "plain ' '"),
    "a URL for a name": (given(server_name="https://items.example.com"), 'server_name "https://items.example.com"'),
    "a name with a port": (given(server_name="items.example.com:443"), 'server_name "items.example.com:443"'),
    "a wildcard for a name": (given(server_name="*.example.com"), 'server_name "*.example.com"'),
    "another network": (
        given(network="shop", link_network="other"),
        'the application load balancer "items" in the network "shop", with a link to "other"',
    ),
    "a link that is not let in": (
        given(admitted=False),
        'the application load balancer "items" with a link it does not admit',
    ),
    "a path without a slash": (given(path="v2"), "'v2'"),
    "a path with a query": (given(path="/v2?a=b"), "'/v2?a=b'"),
    "a variable that the route lacks": (given(path="/v2/{name}"), '"{name}"'),
    "a variable with a plus": (given(path="/v2/{id+}"), '"{id+}"'),
}


@pytest.mark.parametrize("kind", [Kind.HTTP, Kind.REST])
@pytest.mark.parametrize(("service", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_told(service: object, expected: str, kind: Kind) -> None:
    assert faults(service, kind) == [expected]


def test_a_link_of_another_load_balancer_is_told() -> None:
    service = given(kind="network", link_version=1, admitted=False)
    assert faults(service, Kind.REST) == ['the network load balancer "items" with the link of another one']


@pytest.mark.parametrize(
    ("kind", "service", "allowed"),
    [
        (Kind.HTTP, given(kind="network", link_version=1), "a VPC link V2: an HTTP API takes no other"),
        (Kind.REST, given(link_version=1), "a VPC link V2"),
        (
            Kind.REST,
            given(kind="cloud-map", service_arn=CLOUD_MAP, encrypted=None),
            "a REST API has no private integration with a Cloud Map service; an HTTP API has",
        ),
        (
            Kind.WEBSOCKET,
            given(),
            (
                "a WebSocket API has no private integration with an Application Load Balancer; "
                "an HTTP API and a REST API have"
            ),
        ),
    ],
)
def test_what_a_kind_lacks_is_refused_with_what_has_it(kind: Kind, service: dict[str, object], allowed: str) -> None:
    (problem,) = private_problems(kind, KEY, {"private": service})
    assert problem.allowed == allowed


def test_every_problem_of_a_service_is_told_at_once() -> None:
    service = given(link_version=1, admitted=False, encrypted=False, server_name=None, path="v2")
    assert len(faults(service, Kind.REST)) == 4


@pytest.mark.parametrize(
    ("make", "kinds"),
    [(backend, (Kind.HTTP, Kind.REST)), (network_backend, (Kind.HTTP, Kind.REST))],
)
def test_what_the_constructor_gives_is_sound(cloud: Cloud, make: Callable[[], Any], kinds: tuple[Kind, ...]) -> None:
    def program() -> PrivateService:
        made = make()
        return private_service(made.balancer, made.link)

    service = built(cloud, program)
    assert [faults(service, kind) for kind in kinds] == [[], []]


def test_what_the_constructor_knows_is_judged(cloud: Cloud) -> None:
    def program() -> list[PrivateService]:
        made, other = plain_backend(), network("other")
        far, near = VpcLink("far", {"network": other}), VpcLink("near", {"network": made.network})
        return [
            private_service(made.balancer, made.link),
            private_service(made.balancer, made.link, plain="carries public prices only"),
            private_service(made.balancer, far, plain="carries public prices only"),
            private_service(made.balancer, near, plain="carries public prices only"),
        ]

    name = 'the application load balancer "items"'
    assert [faults(cast("object", one)) for one in built(cloud, program)] == [
        [f"{name}, whose listener is plain"],
        [],
        [f'{name} in the network "shop", with a link to "other"'],
        [f"{name} with a link it does not admit"],
    ]
