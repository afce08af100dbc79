"""What a PrivateLoadBalancer makes, and what it refuses."""

from collections.abc import Mapping

import pulumi
import pytest

from components.network.load_balancer import PrivateLoadBalancer
from components.network.load_balancer_rules import load_balancer_problems
from components.network.vpc_link import VpcLink
from tests.components.network.backends import (
    ATTACHMENT,
    BUCKET,
    BUCKET_POLICY,
    CERTIFICATE,
    EGRESS,
    GROUP,
    INGRESS,
    LISTENER,
    LOAD_BALANCER,
    TARGET_GROUP,
    backend,
    balancer_args,
    built,
    faults_of,
    network,
    network_backend,
    plain_backend,
)
from tests.support.recording import Cloud, is_unknown, policy_of


def test_an_application_load_balancer_is_internal_encrypted_and_hardened(cloud: Cloud) -> None:
    made = built(cloud, backend)
    assert cloud.mocks.of(LOAD_BALANCER)["items"] == {
        "accessLogs": {"bucket": "items-access-logs-0a1b2c3", "enabled": True},
        "desyncMitigationMode": "defensive",
        "dropInvalidHeaderFields": True,
        "enableDeletionProtection": True,
        "internal": True,
        "loadBalancerType": "application",
        "securityGroups": ["items-0a1b2c3"],
        "subnets": ["shop-private-eu-west-1a-0a1b2c3", "shop-private-eu-west-1b-0a1b2c3"],
    }
    listener = cloud.mocks.of(LISTENER)["items"]
    assert (listener["protocol"], listener["port"], listener["certificateArn"]) == ("HTTPS", 443, CERTIFICATE)
    assert listener["sslPolicy"] == "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    assert (made.balancer.kind, made.balancer.encrypted, made.balancer.port) == ("application", True, 443)


def test_targets_are_checked_and_get_requests(cloud: Cloud) -> None:
    built(cloud, backend)
    group = cloud.mocks.of(TARGET_GROUP)["items"]
    assert (group["protocol"], group["port"], group["targetType"]) == ("HTTP", 8080, "ip")
    assert group["healthCheck"] == {
        "enabled": True,
        "healthyThreshold": 2,
        "interval": 15,
        "matcher": "200",
        "path": "/",
        "port": "traffic-port",
        "protocol": "HTTP",
        "timeout": 5,
        "unhealthyThreshold": 2,
    }
    attachment = cloud.mocks.of(ATTACHMENT)["items-one"]
    assert attachment["targetId"] == "10.0.1.10"
    assert "availabilityZone" not in attachment


def test_a_target_outside_of_the_vpc_is_registered_as_such(cloud: Cloud) -> None:
    built(cloud, lambda: backend(targets={"here": "127.0.0.1"}))
    assert cloud.mocks.of(ATTACHMENT)["items-here"]["availabilityZone"] == "all"
    assert cloud.mocks.of(EGRESS)["items-to-here"]["cidrIpv4"] == "127.0.0.1/32"


def test_security_groups_let_the_link_to_the_listener_and_the_load_balancer_to_its_targets_only(cloud: Cloud) -> None:
    built(cloud, lambda: backend(target_security_groups={"tasks": "sg-0c"}, targets=None))

    def ends(rule: Mapping[str, object]) -> tuple[object, ...]:
        keys = ("securityGroupId", "referencedSecurityGroupId", "ipProtocol", "fromPort", "toPort")
        return tuple(rule[key] for key in keys)

    assert {name: ends(rule) for name, rule in cloud.mocks.of(INGRESS).items()} == {
        "items-from-shared": ("items-0a1b2c3", "shared-0a1b2c3", "tcp", 443, 443),
        "items-to-tasks": ("sg-0c", "items-0a1b2c3", "tcp", 8080, 8080),
    }
    assert {name: ends(rule) for name, rule in cloud.mocks.of(EGRESS).items()} == {
        "items-from-shared": ("shared-0a1b2c3", "items-0a1b2c3", "tcp", 443, 443),
        "items-to-tasks": ("items-0a1b2c3", "sg-0c", "tcp", 8080, 8080),
    }
    assert not any({"ingress", "egress"} & group.keys() for group in cloud.mocks.of(GROUP).values())


def test_no_rule_names_everybody(cloud: Cloud) -> None:
    built(cloud, lambda: backend(targets={"one": "10.0.1.10", "two": "10.0.2.10"}))
    rules = [*cloud.mocks.of(INGRESS).values(), *cloud.mocks.of(EGRESS).values()]
    assert {rule.get("cidrIpv4") for rule in rules} == {None, "10.0.1.10/32", "10.0.2.10/32"}


def test_a_network_load_balancer_ends_tls_and_its_group_is_asked(cloud: Cloud) -> None:
    built(cloud, network_backend)
    balancer = cloud.mocks.of(LOAD_BALANCER)["items"]
    assert balancer["loadBalancerType"] == "network"
    assert balancer["enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"] == "on"
    assert balancer["enableCrossZoneLoadBalancing"] is True
    assert "dropInvalidHeaderFields" not in balancer
    assert cloud.mocks.of(LISTENER)["items"]["protocol"] == "TLS"
    group = cloud.mocks.of(TARGET_GROUP)["items"]
    assert (group["protocol"], group["healthCheck"]["protocol"]) == ("TCP", "TCP")
    assert "path" not in group["healthCheck"]


def test_a_network_load_balancer_can_hand_tls_on(cloud: Cloud) -> None:
    def program() -> object:
        return network_backend(certificate_arn=None, passthrough=True, health_check={"path": "/health"})

    made = built(cloud, program)
    listener = cloud.mocks.of(LISTENER)["items"]
    assert (listener["protocol"], listener["port"]) == ("TCP", 443)
    assert "sslPolicy" not in listener
    assert cloud.mocks.of(TARGET_GROUP)["items"]["healthCheck"]["protocol"] == "HTTPS"
    assert made.balancer.encrypted
    # It would write no line.
    assert cloud.mocks.of(BUCKET) == {}


def test_requests_to_targets_can_be_encrypted(cloud: Cloud) -> None:
    built(cloud, lambda: backend(encrypt_to_targets=True, target_port=8443))
    group = cloud.mocks.of(TARGET_GROUP)["items"]
    assert (group["protocol"], group["port"], group["healthCheck"]["protocol"]) == ("HTTPS", 8443, "HTTPS")


def test_a_plain_listener_takes_a_sentence(cloud: Cloud) -> None:
    made = built(cloud, plain_backend)
    listener = cloud.mocks.of(LISTENER)["items"]
    assert (listener["protocol"], listener["port"]) == ("HTTP", 80)
    (component,) = (one for one in cloud.mocks.registrations if one.type == "gateway:index:PrivateLoadBalancer")
    assert component.inputs["plain"] == "carries public prices only"
    assert not made.balancer.encrypted
    assert cloud.mocks.of(INGRESS)["items-from-shared"]["fromPort"] == 80


@pytest.mark.parametrize(
    ("make", "writer"),
    [
        (backend, "logdelivery.elasticloadbalancing.amazonaws.com"),
        (network_backend, "delivery.logs.amazonaws.com"),
    ],
)
def test_only_the_log_delivery_of_the_account_writes_to_the_bucket(cloud: Cloud, make: object, writer: str) -> None:
    built(cloud, make)  # pyright: ignore[reportArgumentType] -- one of the functions above
    policy = policy_of(cloud.mocks.of(BUCKET_POLICY)["items-access-logs"]["policy"])
    allowed = [one for one in policy["Statement"] if one["Effect"] == "Allow"]
    assert {one["Principal"]["Service"] for one in allowed} == {writer}
    (write,) = (one for one in allowed if one["Action"] == "s3:PutObject")
    assert write["Resource"] == "arn:aws:s3:::items-access-logs-0a1b2c3/AWSLogs/123456789012/*"
    assert cloud.mocks.of(BUCKET)["items-access-logs"] == {"forceDestroy": False}
    (block,) = cloud.mocks.of("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").values()
    assert [block[key] for key in sorted(block) if key != "bucket"] == [True] * 4


def test_logs_go_to_a_bucket_that_is_given(cloud: Cloud) -> None:
    built(cloud, lambda: backend(access_log_bucket="logs-of-all"))
    assert cloud.mocks.of(LOAD_BALANCER)["items"]["accessLogs"] == {"bucket": "logs-of-all", "enabled": True}
    assert cloud.mocks.of(BUCKET) == {}


def test_a_stack_that_comes_and_goes_can_be_deleted_whole(cloud: Cloud) -> None:
    built(cloud, lambda: backend(deletion_protection=False))
    assert cloud.mocks.of(LOAD_BALANCER)["items"]["enableDeletionProtection"] is False
    assert cloud.mocks.of(BUCKET)["items-access-logs"] == {"forceDestroy": True}


def test_everything_can_be_previewed_with_nothing_known(preview: Cloud) -> None:
    def program() -> object:
        return backend(targets={"one": pulumi.Output.from_input("10.0.1.10")})

    built(preview, program)
    assert is_unknown(preview.mocks.of(LISTENER)["items"]["loadBalancerArn"])
    assert is_unknown(preview.mocks.of(BUCKET_POLICY)["items-access-logs"]["policy"])
    assert preview.mocks.of(EGRESS)["items-to-one"]["cidrIpv4"] == "10.0.1.10/32"


CASES: Mapping[str, tuple[dict[str, object], tuple[str, str]]] = {
    "another kind": ({"kind": "gateway"}, ("kind", "'gateway'")),
    "no TLS and no reason": (
        {"certificate_arn": None, "server_name": None},
        ("listener", "a plain HTTP or TCP listener"),
    ),
    "an empty reason": (
        {"certificate_arn": None, "server_name": None, "plain": ""},
        ("listener", "a plain HTTP or TCP listener"),
    ),
    "two ways": ({"plain": "why"}, ("listener", "certificate_arn together with plain")),
    "an application that hands TLS on": (
        {"certificate_arn": None, "passthrough": True},
        ("passthrough", "passthrough of an application load balancer"),
    ),
    "a policy with TLS 1.0": (
        {"ssl_policy": "ELBSecurityPolicy-2016-08"},
        ("ssl_policy", "'ELBSecurityPolicy-2016-08'"),
    ),
    "a policy of a plain listener": (
        {
            "certificate_arn": None,
            "server_name": None,
            "plain": "why",
            "ssl_policy": "ELBSecurityPolicy-FS-1-2-2019-08",
        },
        ("ssl_policy", "ssl_policy of a listener that ends no TLS"),
    ),
    "a certificate that is none": ({"certificate_arn": "items"}, ("certificate_arn", '"items"')),
    "a name of a plain listener": (
        {"certificate_arn": None, "plain": "why"},
        ("server_name", "server_name together with plain"),
    ),
    "a port that is none": ({"port": 0}, ("port", "0")),
    "a target port that is none": ({"target_port": 70_000}, ("target_port", "70000")),
    "no target port": ({"target_port": None}, ("arguments", 'no "target_port"')),
    "no link": ({"links": ()}, ("links", "no link")),
    "a link that is none": ({"links": ["vpclink"]}, ("links", "a str")),
    "a network that is none": ({"network": "vpc-0a"}, ("network", "a str")),
    "private link to an application": (
        {"private_link": True},
        ("private_link", "private_link of an application load balancer"),
    ),
    "targets of an unknown type": ({"target_type": "lambda"}, ("target_type", "'lambda'")),
    "a name that no description takes": ({"targets": {"größe": "10.0.1.10"}}, ("targets", "the name 'größe'")),
    "a target that is no address": ({"targets": {"one": "items.local"}}, ('target "one"', '"items.local"')),
    "a target that is no instance": (
        {"targets": {"one": "10.0.0.1"}, "target_type": "instance"},
        ('target "one"', '"10.0.0.1"'),
    ),
    "nothing to reach": (
        {"targets": None},
        ("target_security_groups", "nothing that the load balancer may reach"),
    ),
    "instances without their group": (
        {"targets": {"one": "i-0a"}, "target_type": "instance"},
        ("target_security_groups", "nothing that the load balancer may reach"),
    ),
    "a check that is too rare": ({"health_check": {"interval": 301}}, ("health_check, interval", "301")),
    "a check that outlasts its interval": (
        {"health_check": {"interval": 5, "timeout": 5}},
        ("health_check", "timeout 5 with interval 5"),
    ),
    "a check without a path": ({"health_check": {"path": "health"}}, ("health_check", "path 'health'")),
    "a check for no status": ({"health_check": {"statuses": "ok"}}, ("health_check", "statuses 'ok'")),
    "an unknown key of a check": ({"health_check": {"uri": "/"}}, ("health_check", 'the key "uri"')),
    "draining for too long": ({"deregistration_seconds": 3601}, ("deregistration_seconds", "3601")),
    "a bucket without logs": (
        {"access_logs": False, "access_log_bucket": "logs"},
        ("access_log_bucket", "a bucket with access_logs=False"),
    ),
    "retention of another bucket": (
        {"access_log_bucket": "logs", "log_retention_days": 3},
        ("log_retention_days", "log_retention_days with access_log_bucket"),
    ),
    "no retention": ({"log_retention_days": 0}, ("log_retention_days", "0")),
    "an unknown key": ({"internal": False}, ("arguments", 'the key "internal"')),
}


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_told_where_it_stands(
    cloud: Cloud, changes: dict[str, object], expected: tuple[str, str]
) -> None:
    assert expected in faults_of(cloud, lambda: backend(**changes))
    assert LOAD_BALANCER not in {one.type for one in cloud.mocks.registrations}


@pytest.mark.parametrize("name", ["a" * 25, "internal-items", "-items", "items-", "it_ems", ""])
def test_a_name_that_aws_refuses_is_a_problem(name: str) -> None:
    assert "name" in [one.where for one in load_balancer_problems(name, {})]


def test_a_link_of_another_network_is_refused(cloud: Cloud) -> None:
    def program() -> None:
        other = VpcLink("far", {"network": network("other")})
        PrivateLoadBalancer("items", balancer_args(network(), other))

    assert faults_of(cloud, program) == [('link "far"', 'a link of the network "other"')]


def test_a_link_that_is_named_twice_is_refused(cloud: Cloud) -> None:
    def program() -> None:
        link = VpcLink("shared", {"network": network()})
        PrivateLoadBalancer("items", balancer_args(link.network, link, link))

    assert faults_of(cloud, program) == [('link "shared"', "a link twice")]


def test_every_problem_is_told_at_once(cloud: Cloud) -> None:
    faults = faults_of(cloud, lambda: backend(certificate_arn=None, links=(), target_port=0, ssl_policy="TLS"))
    assert [where for where, _ in faults] == ["listener", "ssl_policy", "links", "target_port"]
