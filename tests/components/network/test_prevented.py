"""Mistakes that other tools let through, and what is said of each before anything is made."""

from typing import cast

import pulumi_aws as aws
import pytest

from components.http_api.api import HttpApi
from components.network.load_balancer import PrivateLoadBalancer
from components.network.vpc_link import VpcLink
from components.problems import ComponentError
from components.rest_api.api import RestApi
from components.routing.private_services import private_service
from components.routing.routes import Route
from components.websocket_api.api import WebSocketApi
from tests.components.network.backends import (
    ALB_LISTENER,
    EGRESS,
    INGRESS,
    LINK,
    LOAD_BALANCER,
    backend,
    balancer_args,
    built,
    faults_of,
    network,
    network_backend,
    nlb_link,
    plain_backend,
    problems_of,
)
from tests.support import apis, rest_apis, websocket_apis
from tests.support.recording import Cloud

REST_INTEGRATION = "aws:apigateway/integration:Integration"


def test_a_rest_api_reaches_an_application_load_balancer_with_no_network_one_before_it(cloud: Cloud) -> None:
    # terraform-provider-aws#45230, aws-cdk#36184: a link V2 failed with "IntegrationTarget is required for VpcLinkV2".
    def program() -> None:
        made = backend()
        service = private_service(made.balancer, made.link)
        RestApi("ledger", rest_apis.args({"GET /items": Route(private=service)}))

    built(cloud, program)
    integration = cloud.mocks.of(REST_INTEGRATION)["ledger-GET /items"]
    assert ":loadbalancer/app/" in integration["integrationTarget"]
    assert len(cloud.mocks.of(LOAD_BALANCER)) == 1


def test_an_application_load_balancer_is_no_target_of_a_link_v1(cloud: Cloud) -> None:
    # terraform-provider-aws#45230: "NLB ARN is malformed", in the middle of an up.
    ((_, found, _, remedy),) = problems_of(cloud, lambda: nlb_link(backend().balancer))
    assert (found, "VpcLink" in remedy) == ("an application load balancer", True)


def test_the_name_of_the_stage_does_not_reach_the_service(cloud: Cloud) -> None:
    # openabdev/openab#1283: the service was asked for /prod/webhook and answered 404.
    def program() -> None:
        made = backend()
        routes = {"GET /items": Route(private=private_service(made.balancer, made.link))}
        HttpApi("catalog", {**apis.args(routes), "stage": "prod"})

    built(cloud, program)
    integration = cloud.mocks.of(apis.INTEGRATION)["catalog-integration-GET /items"]
    assert integration["requestParameters"] == {"overwrite:path": "$request.path"}


def test_a_plain_listener_behind_a_link_is_refused(cloud: Cloud) -> None:
    # Security Hub APIGateway.10 finds it after it is there, and not for REST APIs.
    def program(api: type[HttpApi | RestApi]) -> None:
        made = plain_backend()
        routes = {"GET /items": Route(private=private_service(made.balancer, made.link))}
        api("catalog", apis.args(routes) if api is HttpApi else rest_apis.args(routes))  # pyright: ignore[reportArgumentType] -- the arguments of its kind

    for api in (HttpApi, RestApi):
        ((where, found, allowed, remedy),) = problems_of(cloud, lambda api=api: program(api))
        assert (where, found, allowed) == (
            'route "GET /items"',
            'the application load balancer "items", whose listener is plain',
            "a listener with TLS",
        )
        assert 'plain="reason"' in remedy
        cloud.mocks.registrations.clear()


def test_tls_to_a_plain_listener_is_refused(cloud: Cloud) -> None:
    # A listener that does not match tlsConfig answers 503 to every request, and no tool looks at both.
    def program() -> None:
        made = plain_backend()
        service = private_service(made.balancer, made.link, server_name="items.example.com", plain="public prices")
        HttpApi("catalog", apis.args({"GET /items": Route(private=service)}))

    assert [found for _, found in faults_of(cloud, program)] == [
        'server_name with the application load balancer "items", whose listener is plain'
    ]


def test_tls_without_a_name_to_verify_is_refused(cloud: Cloud) -> None:
    # An empty tlsConfig encrypts to whoever answers.
    def program() -> None:
        made = backend(server_name=None)
        service = private_service(made.balancer, made.link)
        HttpApi("catalog", apis.args({"GET /items": Route(private=service)}))

    assert [found for _, found in faults_of(cloud, program)] == [
        'the application load balancer "items" without a server name'
    ]


@pytest.mark.parametrize("policy", ["ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-TLS13-1-0-2021-06", "TLS_1_2"])
def test_a_listener_that_takes_old_tls_is_refused(cloud: Cloud, policy: str) -> None:
    # The provider plans any name of a policy, and without one AWS takes ELBSecurityPolicy-2016-08, with TLS 1.0.
    assert ("ssl_policy", f"'{policy}'") in faults_of(cloud, lambda: backend(ssl_policy=policy))


def test_a_load_balancer_that_does_not_admit_the_link_is_refused(cloud: Cloud) -> None:
    # Requests hang until they time out, and nothing says why.
    def program() -> None:
        made = backend()
        other = VpcLink("other", {"network": made.network})
        service = private_service(made.balancer, other)
        HttpApi("catalog", apis.args({"GET /items": Route(private=service)}))

    ((_, found, _, remedy),) = problems_of(cloud, program)
    assert found == 'the application load balancer "items" with a link it does not admit'
    assert remedy == "add the link to its links"


def test_a_network_load_balancer_that_shuts_out_a_link_v1_is_refused(cloud: Cloud) -> None:
    # repost.aws QUdBJJOW2BRPKKfXYsY_wzfg: the group cannot name where the requests of such a link come from.
    ((_, found, _, remedy),) = problems_of(cloud, lambda: nlb_link(network_backend().balancer))
    assert found == "a load balancer that lets no link of this version in"
    assert "private_link=True" in remedy


def test_nothing_is_open_to_every_address(cloud: Cloud) -> None:
    # awsx opened its load balancers to 0.0.0.0/0 on all ports by default.
    built(cloud, lambda: backend(targets={"one": "10.0.1.10"}, private_link=None))
    rules = [*cloud.mocks.of(INGRESS).values(), *cloud.mocks.of(EGRESS).values()]
    assert all(rule["ipProtocol"] == "tcp" and rule["fromPort"] == rule["toPort"] for rule in rules)
    assert not {rule.get("cidrIpv4") for rule in rules} & {"0.0.0.0/0", "10.0.0.0/16"}


def test_one_link_serves_many_apis_and_load_balancers(cloud: Cloud) -> None:
    # A link an API meets the quota of ten links a Region.
    def program() -> None:
        stands_in = network()
        link = VpcLink("shared", {"network": stands_in})
        for name in ("items", "prices"):
            balancer = PrivateLoadBalancer(name, balancer_args(stands_in, link))
            HttpApi(name, apis.args({"GET /a": Route(private=private_service(balancer, link))}))
            RestApi(f"old-{name}", rest_apis.args({"GET /a": Route(private=private_service(balancer, link))}))

    built(cloud, program)
    assert list(cloud.mocks.of(LINK)) == ["shared"]
    assert sorted(cloud.mocks.of(EGRESS)) == [
        "items-from-shared",
        "items-to-one",
        "prices-from-shared",
        "prices-to-one",
    ]


def test_a_websocket_api_refuses_a_private_service_with_a_way_around(cloud: Cloud) -> None:
    service = private_service(ALB_LISTENER, "abc123", server_name="items.example.com")
    given = websocket_apis.args({"send": Route(private=service)})
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: WebSocketApi("notifications", given))
    (problem,) = (one for one in caught.value.problems if one.found == 'the key "private"')
    assert problem.where == 'route "send"'
    assert problem.allowed.startswith("a WebSocket API has no private integration through a VPC link V2; ")
    assert "function in its VPC" in problem.remedy


def test_a_lookup_in_aws_is_not_needed(preview: Cloud) -> None:
    # Zones that are looked up make a preview fail offline, and move subnets when AWS opens a zone.
    built(preview, network_backend)
    assert cast("object", preview.mocks.of("aws:ec2/subnet:Subnet")["shop-private-eu-west-1b"]["cidrBlock"]) == (
        "10.0.32.0/19"
    )


def test_a_listener_whose_protocol_nobody_knows_needs_a_word_about_it(cloud: Cloud) -> None:
    def program() -> None:
        listener = aws.lb.Listener("raw", load_balancer_arn="arn:aws:…", default_actions=[{"type": "forward"}])
        routes = {"GET /items": Route(private=private_service(listener, "abc123"))}
        HttpApi("catalog", apis.args(routes))

    assert [found for _, found in faults_of(cloud, program)] == [
        'the listener "raw" with neither server_name nor plain'
    ]
