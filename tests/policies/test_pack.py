"""The pack over its real service. What these do not prove: that an engine stops on what it is told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from google.protobuf import json_format

from gateway_policies.catalogue import BY_NAME, RULES
from gateway_policies.resource_types import API, AUTHORIZER, ROUTE, STAGE
from tests.policies.cases import UNKNOWN, a
from tests.policies.pack_server import PackServer, running_pack

HTTP = a(API, {"protocolType": "HTTP"}, "http")
OPEN = a(ROUTE, {"routeKey": "GET /orders/health"}, "orders-GET /orders/health")
DEFAULT = a(ROUTE, {"routeKey": "$default"}, "orders-$default", {"apiId": HTTP})
ISSUER = {"issuer": "http://issuer", "audiences": ["web"]}
AUTHORIZERS = a(AUTHORIZER, {"authorizerType": "JWT", "jwtConfiguration": ISSUER}, "customers")
EXEMPTION = {"resource": "orders-GET /orders/health", "reason": "the monitor", "expires": "2999-12-31"}


@pytest.fixture(scope="module", name="started")
def fixture_started() -> Iterator[PackServer]:
    with running_pack() as (server, _process):
        yield server


@pytest.fixture(name="pack")
def fixture_pack(started: PackServer) -> PackServer:
    started.configure()
    return started


def test_the_pack_describes_itself(pack: PackServer) -> None:
    info = pack.info()
    assert info.name == "gateway"
    assert info.supportsConfig
    facets = Counter(policy.name for policy in info.policies)
    assert facets == {rule.name: bool(rule.checks) + bool(rule.check_stack) for rule in RULES}
    for policy in info.policies:
        rule = BY_NAME[policy.name]
        described = json_format.MessageToDict(policy)
        assert described.get("enforcementLevel", "ADVISORY") == rule.level.upper()
        assert described["severity"] == f"POLICY_SEVERITY_{rule.severity.upper()}"
        assert (policy.description, policy.remediation_steps, policy.url) == (rule.title, rule.fix, rule.source)
        assert list(policy.tags) == [rule.group]
        assert set(described["configSchema"]["properties"]) == {"exemptions", *rule.settings}


def test_both_policies_of_a_rule_are_alike_but_for_what_they_judge(pack: PackServer) -> None:
    by_name: dict[str, list[str]] = {}
    for policy in pack.info().policies:
        policy.ClearField("policy_type")
        by_name.setdefault(policy.name, []).append(str(policy))
    assert all(len(set(described)) == 1 for described in by_name.values())


def test_a_violation(pack: PackServer) -> None:
    (found,) = pack.analyze(OPEN)
    assert (found.policy, found.level, found.urn) == ("route-authorization", "mandatory", OPEN.urn)
    assert found.message.startswith("orders-GET /orders/health: authorizationType of route 'GET /orders/health' is not")
    assert found.message.endswith(BY_NAME["route-authorization"].fix)


def test_nothing_to_say(pack: PackServer) -> None:
    assert pack.analyze(replace(OPEN, props={**OPEN.props, "authorizationType": "AWS_IAM"})) == []
    assert pack.analyze(a("aws:s3/bucket:Bucket", {"acl": UNKNOWN})) == []
    assert pack.analyze_stack([]) == []


def test_undecided_is_advisory_though_the_policy_is_mandatory(pack: PackServer) -> None:
    pack.configure(route_authorization=("mandatory", {}))
    (found,) = pack.analyze(replace(OPEN, props={"routeKey": UNKNOWN}))
    assert (found.policy, found.level) == ("route-authorization", "advisory")
    assert "orders-GET /orders/health: undecided: routeKey is not known until up." in found.message


def test_it_blocks_once_the_value_is_known(pack: PackServer) -> None:
    unknown = replace(AUTHORIZERS, props={"authorizerType": "JWT", "jwtConfiguration": {**ISSUER, "issuer": UNKNOWN}})
    assert [(one.policy, one.level) for one in pack.analyze(unknown)] == [("jwt-issuer-https", "advisory")]
    assert [(one.policy, one.level) for one in pack.analyze(AUTHORIZERS)] == [("jwt-issuer-https", "mandatory")]


def test_undecided_does_not_hide_what_is_decided(pack: PackServer) -> None:
    both = {**ISSUER, "audiences": [UNKNOWN, "*"]}
    found = pack.analyze(replace(AUTHORIZERS, props={"authorizerType": "JWT", "jwtConfiguration": both}))
    assert [(one.policy, one.level) for one in found] == [
        ("jwt-issuer-https", "mandatory"),
        ("jwt-audience", "mandatory"),
        ("jwt-audience", "advisory"),
    ]


def test_what_shows_between_resources(pack: PackServer) -> None:
    (found,) = pack.analyze_stack([HTTP, OPEN, DEFAULT])
    assert (found.policy, found.level, found.urn) == ("route-authorization", "mandatory", DEFAULT.urn)
    assert pack.analyze(DEFAULT) == []


def test_all_that_is_undecided_in_a_stack_is_said(pack: PackServer) -> None:
    other = replace(DEFAULT, urn=f"{DEFAULT.urn}-2", property_dependencies={})
    third = replace(DEFAULT, urn=f"{DEFAULT.urn}-3", property_dependencies={})
    first, found = pack.analyze_stack([HTTP, other, DEFAULT, third])
    assert (first.level, first.urn) == ("mandatory", DEFAULT.urn)
    assert found.level == "advisory"
    assert "orders-$default-2: undecided" in found.message
    assert "orders-$default-3: undecided" in found.message


def test_levels_come_from_the_configuration_for_both_policies_of_a_rule(pack: PackServer) -> None:
    pack.configure(route_authorization=("advisory", {}))
    assert [one.level for one in pack.analyze(OPEN)] == ["advisory"]
    assert [one.level for one in pack.analyze_stack([HTTP, DEFAULT])] == ["advisory"]
    pack.configure(route_authorization=("disabled", {}))
    assert pack.analyze(OPEN) == []
    assert pack.analyze_stack([HTTP, DEFAULT]) == []


def test_exemptions(pack: PackServer) -> None:
    pack.configure(route_authorization=("mandatory", {"exemptions": [EXEMPTION]}))
    assert pack.analyze(OPEN) == []
    assert len(pack.analyze(replace(OPEN, urn=f"{OPEN.urn}/x"))) == 1
    pack.configure(route_authorization=("mandatory", {"exemptions": [{**EXEMPTION, "expires": "2020-01-01"}]}))
    (found,) = pack.analyze(OPEN)
    assert found.message.endswith("The exemption 'the monitor' expired on 2020-01-01.")


def test_settings_and_the_region_of_the_provider(pack: PackServer) -> None:
    limits = {"throttlingRateLimit": 3000, "throttlingBurstLimit": 10}
    logs = {"destinationArn": "arn", "format": "$context.requestId"}
    stage = a(STAGE, {"defaultRouteSettings": limits, "accessLogSettings": logs}, region="eu-west-1")
    assert pack.analyze(stage) == []
    assert [one.policy for one in pack.analyze(replace(stage, region="eu-south-1"))] == ["throttle-effective"]
    pack.configure(throttle_effective=("mandatory", {"accountRateLimit": 3000}))
    assert [(one.policy, one.level) for one in pack.analyze(stage)] == [("throttle-effective", "mandatory")]


def test_a_wrong_configuration_is_a_violation(pack: PackServer) -> None:
    wrong = {"exemption": [EXEMPTION], "exemptions": [{**EXEMPTION, "expires": "never"}]}
    pack.configure(route_authorization=("mandatory", wrong))
    found = pack.analyze(OPEN)
    assert {one.level for one in found} == {"mandatory"}
    messages = "\n".join(one.message for one in found)
    assert "route-authorization.exemption: no such setting; allowed are enforcementLevel, exemptions" in messages
    assert "route-authorization.exemptions[0].expires: found 'never'" in messages


def test_nothing_but_the_port_is_printed() -> None:
    with running_pack() as (server, process):
        assert len(server.info().policies) > 0
        assert len(server.analyze(OPEN)) == 1
        process.kill()
        output, errors = process.communicate()
    assert (output, errors) == (b"", b"")
