"""The pack over its real service. What these do not prove: that an engine stops on what it is told."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from google.protobuf import json_format

from gateway_policies.catalogue import BY_NAME, RULES
from gateway_policies.resource_types import API, REST_DOMAIN_NAME, ROUTE, STAGE
from tests.policies.cases import UNKNOWN, a
from tests.policies.pack_server import PackServer, running_pack

HTTP = a(API, {"protocolType": "HTTP"}, "http")
OPEN = a(ROUTE, {"routeKey": "GET /orders/health"}, "orders-GET /orders/health")
DEFAULT = a(ROUTE, {"routeKey": "$default"}, "orders-$default", {"apiId": HTTP})
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
    domain = a(REST_DOMAIN_NAME, {"securityPolicy": UNKNOWN})
    assert ("domain-min-tls", "advisory") in [(one.policy, one.level) for one in pack.analyze(domain)]
    old = replace(domain, props={"securityPolicy": "TLS_1_0"})
    assert ("domain-min-tls", "mandatory") in [(one.policy, one.level) for one in pack.analyze(old)]


def test_undecided_does_not_hide_what_is_decided(pack: PackServer) -> None:
    origins = {"allowCredentials": True, "allowOrigins": [UNKNOWN, "*"]}
    found = pack.analyze(replace(HTTP, props={"protocolType": "HTTP", "corsConfiguration": origins}))
    told = [(one.policy, one.level) for one in found if one.policy == "cors-credentials-wildcard"]
    assert told == [("cors-credentials-wildcard", "advisory"), ("cors-credentials-wildcard", "mandatory")]


def test_what_shows_between_resources(pack: PackServer) -> None:
    (found,) = pack.analyze_stack([HTTP, OPEN, DEFAULT])
    assert (found.policy, found.level, found.urn) == ("route-authorization", "mandatory", DEFAULT.urn)
    assert pack.analyze(DEFAULT) == []


def test_all_that_is_undecided_in_a_stack_is_said(pack: PackServer) -> None:
    other = replace(DEFAULT, urn=f"{DEFAULT.urn}-2", property_dependencies={})
    third = replace(DEFAULT, urn=f"{DEFAULT.urn}-3", property_dependencies={})
    found = [one for one in pack.analyze_stack([HTTP, other, DEFAULT, third]) if one.policy == "route-authorization"]
    assert {(one.level, one.urn) for one in found} == {
        ("mandatory", DEFAULT.urn),
        ("advisory", other.urn),
        ("advisory", third.urn),
    }


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


def test_an_exemption_that_excuses_nothing_is_an_error(pack: PackServer) -> None:
    pack.configure(route_authorization=("mandatory", {"exemptions": [EXEMPTION]}))
    assert pack.analyze_stack([HTTP, OPEN]) == []
    (found,) = pack.analyze_stack([HTTP])
    assert (found.policy, found.level, found.urn) == ("route-authorization", "mandatory", "")
    assert "'orders-GET /orders/health' (the monitor) matches no resource of this stack" in found.message
    elsewhere = {**EXEMPTION, "resource": f"urn:pulumi:prod::shop::{ROUTE}::orders"}
    pack.configure(route_authorization=("mandatory", {"exemptions": [elsewhere]}))
    assert pack.analyze_stack([HTTP]) == []


def test_levels_of_groups(pack: PackServer) -> None:
    pack.configure(authorization=("advisory", {}))
    assert [one.level for one in pack.analyze(OPEN)] == ["advisory"]
    pack.configure(authorization=("advisory", {}), route_authorization=("disabled", {}))
    assert pack.analyze(OPEN) == []
    pack.configure(all=("disabled", {}), authorization=("mandatory", {}), route_authorization=("disabled", {}))
    assert [one.level for one in pack.analyze(OPEN)] == ["mandatory"]


def test_what_is_wrong_is_made_right_at_the_level_remediate(pack: PackServer) -> None:
    domain = a(
        REST_DOMAIN_NAME, {"domainName": "api.example.com", "certificateArn": UNKNOWN, "securityPolicy": "TLS_1_0"}
    )
    assert pack.remediate(domain) == {}
    pack.configure(domain_min_tls=("remediate", {}))
    assert pack.remediate(domain) == {"domain-min-tls": {**domain.props, "securityPolicy": "TLS_1_2"}}
    (found,) = [one for one in pack.analyze(domain) if one.policy == "domain-min-tls"]
    assert found.level == "mandatory"


def test_an_sdk_with_another_server_judges_alike() -> None:
    with running_pack(bare=True) as (server, _process):
        (found,) = server.analyze(OPEN)
        assert (found.policy, found.level, found.urn) == ("route-authorization", "mandatory", OPEN.urn)
        (between,) = [one for one in server.analyze_stack([HTTP, DEFAULT]) if one.policy == "route-authorization"]
        assert (between.level, between.urn) == ("mandatory", DEFAULT.urn)
        (unsure,) = server.analyze(replace(OPEN, props={"routeKey": UNKNOWN}))
        assert (unsure.level, "undecided: routeKey is not known" in unsure.message) == ("advisory", True)


def test_settings_and_the_region_of_the_provider(pack: PackServer) -> None:
    limits = {"throttlingRateLimit": 3000, "throttlingBurstLimit": 10}
    stage = a(STAGE, {"defaultRouteSettings": limits}, region="eu-west-1")

    def levels(region: str) -> list[str]:
        found = pack.analyze(replace(stage, region=region))
        return [one.level for one in found if one.policy == "throttle-effective"]

    assert (levels("eu-west-1"), levels("eu-south-1")) == ([], ["advisory"])
    pack.configure(throttle_effective=("mandatory", {"accountRateLimit": 3000}))
    assert levels("eu-west-1") == ["mandatory"]


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
