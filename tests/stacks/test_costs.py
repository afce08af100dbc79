"""The output `costs` of the reference program, under mocks."""

import json
from collections import Counter
from decimal import Decimal
from typing import Any

import pulumi_aws as aws
import pytest

from components.knowledge import prices
from components.knowledge.costs_reading import read_costs
from stacks.traffic_settings import TrafficSettings
from tests.stacks.running import Run
from tests.support.recording import RecordingMocks

TEN_MILLION = {"requestsPerMonth": 10_000_000, "kilobytesIn": 1, "kilobytesOut": 1}


@pytest.fixture
def exported(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """The outputs of the program, its costs read."""
    outputs: dict[str, Any] = {}

    def export(name: str, value: Any) -> None:
        outputs[name] = read_costs(value) if name == "costs" else value

    monkeypatch.setattr("pulumi.export", export)
    return outputs


def by_item(lines: list[dict[str, Any]]) -> dict[str, str]:
    return {line["item"]: line["cost"] for line in lines}


def priced_resources(mocks: RecordingMocks) -> Counter[str]:
    """How often the program has registered what AWS charges for by the month or the hour, by the item of the bill."""
    found: Counter[str] = Counter()
    for balancer in mocks.of("aws:lb/loadBalancer:LoadBalancer").values():
        price = prices.NLB if balancer["loadBalancerType"] == "network" else prices.ALB
        found[price.item] += 1
    for acl in mocks.of("aws:wafv2/webAcl:WebAcl").values():
        found[prices.WEB_ACL.item] += 1
        found[prices.WEB_ACL_RULE.item] += len(acl["rules"])
    for kind in ("aws:apigatewayv2/vpcLink:VpcLink", "aws:apigateway/vpcLink:VpcLink"):
        found[prices.VPC_LINK.item] += len(mocks.of(kind))
    for stage in mocks.of("aws:apigateway/stage:Stage").values():
        if stage.get("cacheClusterEnabled"):
            found[prices.CACHE[stage["cacheClusterSize"]].item] += 1
    for endpoint in mocks.of("aws:ec2/vpcEndpoint:VpcEndpoint").values():
        if endpoint["vpcEndpointType"] == "Interface":
            found[prices.ENDPOINT.item] += len(endpoint["subnetIds"])
    return +found


def priced_lines(costs: dict[str, Any]) -> Counter[str]:
    """How often the output counts the same items."""
    fixed = {one.item for one in (prices.NLB, prices.ALB, prices.VPC_LINK, prices.ENDPOINT, *prices.CACHE.values())}
    monthly = {prices.WEB_ACL.item, prices.WEB_ACL_RULE.item}
    found: Counter[str] = Counter()
    for line in [*costs["shared"]["lines"], *(line for api in costs["apis"].values() for line in api["lines"])]:
        if line["item"] in fixed | monthly:
            hours = 1 if line["item"] in monthly else prices.HOURS
            found[line["item"]] += int(Decimal(line["quantity"]) / hours)
    return found


@pytest.mark.parametrize("stack", ["local", "dev", "staging", "prod"])
@pytest.mark.parametrize("preview", [False, True])
def test_every_priced_resource_is_counted_as_often_as_it_is_there(
    run: Run, exported: dict[str, Any], stack: str, preview: bool
) -> None:
    mocks = run(stack, preview=preview).mocks
    counted = priced_lines(exported["costs"])
    assert counted == priced_resources(mocks)
    assert {prices.ALB.item, prices.NLB.item, prices.VPC_LINK.item, prices.WEB_ACL.item} <= counted.keys()


def _balancer() -> None:
    aws.lb.LoadBalancer("forgotten", load_balancer_type="network")


def _web_acl() -> None:
    metrics: Any = {"cloudwatch_metrics_enabled": True, "metric_name": "x", "sampled_requests_enabled": False}
    aws.wafv2.WebAcl("forgotten", default_action={"allow": {}}, rules=[], scope="REGIONAL", visibility_config=metrics)


def _link() -> None:
    aws.apigateway.VpcLink("forgotten", target_arn="arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/net/a/b")


def _stage() -> None:
    aws.apigateway.Stage(
        "forgotten",
        rest_api="a",
        deployment="b",
        stage_name="c",
        cache_cluster_enabled=True,
        cache_cluster_size="1.6",
    )


def _endpoint() -> None:
    service = "com.amazonaws.us-east-1.execute-api"
    aws.ec2.VpcEndpoint(
        "forgotten", vpc_id="vpc-1", service_name=service, vpc_endpoint_type="Interface", subnet_ids=["subnet-1"]
    )


@pytest.mark.parametrize(
    ("forgotten", "item"),
    [
        (_balancer, prices.NLB.item),
        (_web_acl, prices.WEB_ACL.item),
        (_link, prices.VPC_LINK.item),
        (_stage, prices.CACHE["1.6"].item),
        (_endpoint, prices.ENDPOINT.item),
    ],
)
def test_what_is_added_to_the_program_alone_is_found_to_be_missing(
    run: Run, exported: dict[str, Any], forgotten: Any, item: str
) -> None:
    mocks = run("dev", before=forgotten).mocks
    assert priced_resources(mocks) - priced_lines(exported["costs"]) == Counter({item: 1})


def test_ten_million_requests_cost_what_they_are_known_for(run: Run, exported: dict[str, Any]) -> None:
    run("dev", traffic={"orders": TEN_MILLION, "ledger": TEN_MILLION})
    orders, ledger = (exported["costs"]["apis"][name] for name in ("orders", "ledger"))
    assert (orders["kind"], orders["requests"]) == ("HTTP", 10_000_000)
    assert orders["lines"][0] == {
        "item": "HTTP API requests",
        "quantity": "10",
        "unit": "million",
        "unitPrice": "1.00",
        "cost": "10.00",
    }
    assert orders["otherKind"]["kind"] == "REST"
    # And its log lines are longer.
    assert 25 <= Decimal(orders["otherKind"]["total"]) - Decimal(orders["total"]) < 26
    assert by_item(ledger["lines"])["REST API requests"] == "35.00"
    assert by_item(ledger["lines"])["requests seen by a web ACL"] == "6.00"


def test_everything_adds_up(run: Run, exported: dict[str, Any]) -> None:
    run("dev")
    costs = exported["costs"]
    parts = [*costs["apis"].values(), costs["shared"]]
    for part in parts:
        assert sum(Decimal(line["cost"]) for line in part["lines"]) == Decimal(part["total"])
    assert sum(Decimal(part["total"]) for part in parts) == Decimal(costs["total"])


def test_nothing_expected_leaves_the_fixed_parts(run: Run, exported: dict[str, Any]) -> None:
    run("dev", traffic={})
    costs = exported["costs"]
    assert {name: by_item(api["lines"]) for name, api in costs["apis"].items()} == {
        **{name: {} for name in ("orders", "users", "catalog", "ledger", "notifications")},
        "payments": {},
    }
    assert "today" not in costs["chart"]
    assert costs["total"] == "41.86"


def test_what_an_api_cannot_do_without_is_told(run: Run, exported: dict[str, Any]) -> None:
    run("dev")
    apis = exported["costs"]["apis"]
    assert {line.partition(":")[0] for line in apis["ledger"]["otherKind"]["whyNot"]} == {
        "execution-logs",
        "tracing",
        "waf",
    }
    payments = apis["payments"]["otherKind"]
    assert payments["kind"] == "HTTP"
    assert {"api-keys: an HTTP API has no API keys", "waf: an HTTP API has no AWS WAF"} < {*payments["whyNot"]}
    assert "otherKind" not in apis["notifications"]
    assert {name for name, api in apis.items() if "total" in api.get("otherKind", {})} == {"orders", "users", "catalog"}


def test_tokens_that_a_rest_api_cannot_check_keep_an_api_where_it_is(run: Run, exported: dict[str, Any]) -> None:
    identity = {"provider": "oidc", "issuer": "https://login.example.com/", "audiences": ["orders"]}
    run("dev", identity=identity)
    apis = exported["costs"]["apis"]
    assert apis["orders"]["otherKind"] == {
        "kind": "REST",
        "lacks": "jwt-authorizer",
        "whyNot": ["jwt-authorizer: a REST API has no JWT authorizer"],
    }


def test_who_shares_what_is_told(run: Run, exported: dict[str, Any]) -> None:
    run("dev")
    shared = {(line["name"], line["item"]): line["sharedBy"] for line in exported["costs"]["shared"]["lines"]}
    assert shared["shop", "web ACL"] == ["payments", "ledger"]
    assert shared["shop", "VPC link"] == ["catalog", "ledger"]
    assert shared["catalog", "Application Load Balancer"] == ["catalog"]
    assert shared["ledger", "Network Load Balancer"] == ["ledger"]


def test_it_is_known_at_preview_and_holds_plain_values(run: Run, exported: dict[str, Any]) -> None:
    run("dev", preview=True)
    previewed = exported["costs"]

    assert json.loads(json.dumps(previewed)) == previewed
    run("dev")
    assert exported["costs"] == previewed


def test_the_settings_name_every_api_and_no_other(run: Run, exported: dict[str, Any]) -> None:
    run("local")
    assert TrafficSettings.model_fields.keys() == exported["apis"].keys() == exported["costs"]["apis"].keys()
