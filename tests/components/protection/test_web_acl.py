from collections.abc import Callable, Mapping
from typing import Any, cast

import pytest

from components.problems import ComponentError
from components.protection.args import WebAclArgs
from components.protection.rule_groups import RULE_GROUPS
from components.protection.web_acl import WebAcl
from tests.components.domain.domains import http, rest, websocket
from tests.components.options import options_of
from tests.support.apis import LOG_GROUP, resolved
from tests.support.recording import Cloud, is_unknown, new_cloud

ACL = "aws:wafv2/webAcl:WebAcl"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
IP_SET = "aws:wafv2/ipSet:IpSet"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
BALANCER = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/catalog/1"


def args(**changes: Any) -> WebAclArgs:
    """Arguments with only these settings."""
    return cast("WebAclArgs", changes)


def built(cloud: Cloud, given: WebAclArgs, *, then: Callable[[WebAcl], object] = lambda _: None) -> WebAcl:
    """The web ACL, after the program that builds it, and does something with it, has ended."""
    acls: list[WebAcl] = []

    def program() -> None:
        acls.append(WebAcl("shield", given))
        then(acls[0])

    cloud.run(program)
    return acls[0]


def rules_of(cloud: Cloud) -> dict[str, dict[str, Any]]:
    """The rules by their names."""
    return {one["name"]: one for one in cloud.mocks.of(ACL)["shield"]["rules"]}


def faults_of(cloud: Cloud, given: WebAclArgs, name: str = "shield") -> list[tuple[str, str]]:
    """Where and what of each problem; nothing may have been registered."""
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: WebAcl(name, given))
    assert cloud.mocks.registrations == []
    assert all(one.allowed and one.remedy for one in caught.value.problems)
    return [(one.where, one.found) for one in caught.value.problems]


def test_a_web_acl_is_exactly_these_resources(cloud: Cloud) -> None:
    given = args(allowed_ip_ranges=["192.0.2.0/24", "2001:db8::/32"], blocked_ip_ranges=["198.51.100.7/32"])
    built(cloud, given, then=lambda acl: acl.associate(rest()))
    own = [one for one in cloud.mocks.custom() if "wafv2" in one[0] or one[1].startswith("shield")]
    assert own == [
        (LOG_GROUP, "shield-log"),
        (IP_SET, "shield-allowed-ipv4"),
        (IP_SET, "shield-allowed-ipv6"),
        (IP_SET, "shield-blocked-ipv4"),
        (ACL, "shield"),
        (ASSOCIATION, "payments-web-acl"),
        (LOGGING, "shield-logging"),
    ]


def test_without_settings_there_are_the_preset_and_a_rate(cloud: Cloud) -> None:
    acl = built(cloud, args())
    assert {name: one["priority"] for name, one in rules_of(cloud).items()} == {
        "rate": 30,
        "ip-reputation": 40,
        "core": 60,
        "known-bad-inputs": 70,
    }
    assert rules_of(cloud)["rate"]["statement"] == {
        "rateBasedStatement": {"aggregateKeyType": "IP", "evaluationWindowSec": 300, "limit": 2000}
    }
    assert rules_of(cloud)["core"]["overrideAction"] == {"none": {}}
    made = cloud.mocks.of(ACL)["shield"]
    assert (made["scope"], made["defaultAction"]) == ("REGIONAL", {"allow": {}})
    assert resolved(cloud, lambda: acl.capacity) == 927
    assert cloud.warnings == []


def test_a_group_more_moves_no_other_rule(cloud: Cloud) -> None:
    built(cloud, args())
    more = new_cloud()
    built(more, args(rule_groups=["sql", "anonymous-ips", "bot-control", "known-bad-inputs", "core", "ip-reputation"]))
    before, after = rules_of(cloud), rules_of(more)
    assert {name: after[name] for name in before} == before
    assert after["bot-control"]["statement"]["managedRuleGroupStatement"]["managedRuleGroupConfigs"] == [
        {"awsManagedRulesBotControlRuleSet": {"inspectionLevel": "COMMON"}}
    ]


def test_addresses_come_before_all_other_rules(cloud: Cloud) -> None:
    built(cloud, args(allowed_ip_ranges=["192.0.2.0/24"], blocked_ip_ranges=["2001:db8::/32", "2001:db7::/32"]))
    rules = rules_of(cloud)
    assert rules["allowed-ipv4"]["action"] == {"allow": {}}
    assert rules["blocked-ipv6"]["action"] == {"block": {}}
    assert [rules[name]["priority"] for name in ("allowed-ipv4", "blocked-ipv6")] == [10, 21]
    assert cloud.mocks.of(IP_SET)["shield-blocked-ipv6"] == {
        "addresses": ["2001:db7::/32", "2001:db8::/32"],
        "ipAddressVersion": "IPV6",
        "scope": "REGIONAL",
    }


def test_rules_can_be_counted_before_they_block(cloud: Cloud) -> None:
    built(cloud, args(counted_groups=["known-bad-inputs"], counted_rules={"core": ["SizeRestrictions_BODY"]}))
    assert rules_of(cloud)["known-bad-inputs"]["overrideAction"] == {"count": {}}
    core = rules_of(cloud)["core"]
    assert core["overrideAction"] == {"none": {}}
    assert core["statement"]["managedRuleGroupStatement"]["ruleActionOverrides"] == [
        {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}
    ]


def test_the_log_holds_no_token(cloud: Cloud) -> None:
    built(cloud, args(log_retention_days=14))
    assert cloud.mocks.of(LOG_GROUP)["shield-log"] == {
        "namePrefix": "aws-waf-logs-shield-",
        "retentionInDays": 14,
    }
    logging = cloud.mocks.of(LOGGING)["shield-logging"]
    assert [one["singleHeader"]["name"] for one in logging["redactedFields"]] == [
        "authorization",
        "cookie",
        "x-api-key",
    ]
    assert logging["logDestinationConfigs"] == [
        "arn:aws:logs:eu-west-1:123456789012:log-group:aws-waf-logs-shield-0001"
    ]
    # Samples would keep whole requests, beside the log.
    visibility = [one["visibilityConfig"] for one in rules_of(cloud).values()]
    assert not any(one["sampledRequestsEnabled"] for one in visibility)


def test_it_stands_in_front_of_the_stage_of_a_rest_api(cloud: Cloud) -> None:
    built(cloud, args(), then=lambda acl: acl.associate(rest()))
    assert cloud.mocks.of(ASSOCIATION)["payments-web-acl"] == {
        "resourceArn": "arn:aws:apigateway:eu-west-1:123456789012:/restapis/payments-0a1b2c3/stages/live",
        "webAclArn": "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/shield-0a1b2c3",
    }


def test_it_stands_in_front_of_a_load_balancer(cloud: Cloud) -> None:
    built(cloud, args(), then=lambda acl: acl.associate_load_balancer("catalog", BALANCER))
    assert cloud.mocks.of(ASSOCIATION)["catalog-web-acl"]["resourceArn"] == BALANCER


def test_a_network_load_balancer_is_refused(cloud: Cloud) -> None:
    with pytest.raises(ComponentError, match="knows no Network Load Balancers"):
        built(
            cloud,
            args(),
            then=lambda acl: acl.associate_load_balancer("ledger", BALANCER.replace("/app/", "/net/")),
        )


@pytest.mark.parametrize("api", [http, websocket])
def test_another_kind_of_api_is_refused_with_what_to_do_instead(cloud: Cloud, api: Callable[[], Any]) -> None:
    # HTTP APIs have no WAF, and the way around was found late: green-boost#60.
    with pytest.raises(ComponentError) as caught:
        built(cloud, args(), then=lambda acl: acl.associate(api()))
    (problem,) = caught.value.problems
    assert "has no AWS WAF; a REST API has" in problem.allowed
    assert problem.remedy.startswith("use RestApi, or put CloudFront with a web ACL in front")
    assert cloud.mocks.of(ASSOCIATION) == {}


def test_something_else_than_an_api_is_refused(cloud: Cloud) -> None:
    with pytest.raises(ComponentError, match="associate_load_balancer"):
        built(cloud, args(), then=lambda acl: acl.associate(BALANCER))


def test_no_rename_leaves_an_api_unprotected(cloud: Cloud) -> None:
    # The renamed association was made, and the deletion of the old one took the web ACL off: pulumi-aws#4782.
    def program(name: str) -> Callable[[], None]:
        return lambda: WebAcl(name, args()).associate(rest())

    options = options_of(cloud, program("shield"))
    renamed = options_of(new_cloud(), program("guard"))
    association = (ASSOCIATION, "payments-web-acl")
    assert association in options
    assert association in renamed
    assert options[association].delete_before_replace is True


def test_more_capacity_than_the_price_has_is_told(cloud: Cloud) -> None:
    acl = built(cloud, args(rule_groups=[*RULE_GROUPS]))
    assert resolved(cloud, lambda: acl.capacity) == 2027
    assert cloud.warnings == [
        'web ACL "shield": its rules need 2027 WCU; 1500 are in the price, and each request costs more with others'
    ]


def test_a_web_acl_can_be_previewed_before_anything_exists(preview: Cloud) -> None:
    built(preview, args(allowed_ip_ranges=["192.0.2.0/24"]), then=lambda acl: acl.associate(rest()))
    assert is_unknown(preview.mocks.of(ASSOCIATION)["payments-web-acl"]["resourceArn"])
    assert is_unknown(rules_of(preview)["allowed-ipv4"]["statement"]["ipSetReferenceStatement"]["arn"])


CASES: Mapping[str, tuple[WebAclArgs, tuple[str, str]]] = {
    "unknown key": (args(rate=1), ("arguments", 'the key "rate"')),
    "unknown group": (args(rule_groups=["cores"]), ("rule_groups", '"cores"')),
    "group twice": (args(rule_groups=["core", "core"]), ("rule_groups", '"core" twice')),
    "counted group": (args(counted_groups=["sql"]), ("counted_groups", 'the group "sql"')),
    "counted rule": (args(counted_rules={"sql": ["SQLi_BODY"]}), ("counted_rules", 'the group "sql"')),
    "rate": (args(rate_limit=5), ("rate_limit", "5")),
    "no range": (
        args(blocked_ip_ranges=["192.0.2.1/24"]),
        ("blocked_ip_ranges", '"192.0.2.1/24": 192.0.2.1/24 has host bits set'),
    ),
    "everyone": (args(allowed_ip_ranges=["0.0.0.0/0"]), ("allowed_ip_ranges", '"0.0.0.0/0"')),
    "both": (
        args(allowed_ip_ranges=["192.0.2.0/24"], blocked_ip_ranges=["192.0.2.0/24"]),
        ("blocked_ip_ranges", '"192.0.2.0/24", which is allowed, too'),
    ),
    "retention": (args(log_retention_days=2), ("log_retention_days", "2")),
}


@pytest.mark.parametrize(("given", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, given: WebAclArgs, expected: tuple[str, str]) -> None:
    assert faults_of(cloud, given) == [expected]


def test_a_name_that_metrics_do_not_take_is_refused(cloud: Cloud) -> None:
    assert faults_of(cloud, args(), "my shield") == [("name", '"my shield"')]


def test_rule_groups_have_priorities_of_their_own() -> None:
    priorities = [group.priority for group in RULE_GROUPS.values()]
    assert len({*priorities}) == len(priorities)
    assert min(priorities) > 30


@pytest.mark.parametrize(
    ("given", "count"),
    [
        ({}, 4),
        ({"rule_groups": []}, 1),
        ({"rule_groups": ["core", "sql"], "allowed_ip_ranges": ["192.0.2.0/24", "2001:db8::/32"]}, 5),
        ({"blocked_ip_ranges": ["198.51.100.7/32", "198.51.100.8/32"]}, 5),
    ],
)
def test_it_knows_how_many_rules_it_has(cloud: Cloud, given: dict[str, Any], count: int) -> None:
    assert built(cloud, args(**given)).rule_count == count == len(rules_of(cloud))


def test_it_knows_what_it_protects(cloud: Cloud) -> None:
    protected: list[tuple[bool, bool]] = []

    def associate(acl: WebAcl) -> None:
        one = rest()
        before = acl.protects(one)
        acl.associate(one)
        protected.append((before, acl.protects(one)))

    built(cloud, args(), then=associate)
    assert protected == [(False, True)]
