"""What is refused before anything exists: by a policy, by the components, by the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.end_to_end.local_run import LocalRun, edit, orders_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OPENED = """
def _open_up(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    if args.name != "orders-GET /":
        return None
    props = {**args.props, "authorizationType": "NONE"}
    props.pop("authorizerId")
    props.pop("authorizationScopes")
    return pulumi.ResourceTransformResult(props, args.opts)


pulumi.runtime.register_resource_transform(_open_up)

settings = settings_of_stack()
"""
UNTHROTTLED = """
def _let_loose(args: pulumi.ResourceTransformArgs) -> pulumi.ResourceTransformResult | None:
    if args.name != "orders-stage":
        return None
    props = {**args.props}
    props.pop("defaultRouteSettings")
    return pulumi.ResourceTransformResult(props, args.opts)


pulumi.runtime.register_resource_transform(_let_loose)

settings = settings_of_stack()
"""
TEN_MISTAKES = """
config:
  aws:region: us-east-1
  shop:deletionProtecton: false
  shop:identity:
    provider: oidc
    issuer: http://login.example.com
    audiences: []
  shop:logs:
    retentionDays: 6
  shop:orders:
    throttle:
      rate: fast
      burst: 9000
    cors:
      origins:
        - shop.example.com
        - https://shop.example.com
        - https://shop.example.com
  shop:tags:
    aws:owner: shop
"""
# What the other APIs need, and is right.
OTHERS = """
  shop:users: {throttle: {rate: 1, burst: 1}, cors: {origins: [https://shop.example.com]}}
  shop:payments:
    throttle: {rate: 1, burst: 1}
    allowedIpRanges: [203.0.113.0/24]
    plans:
      trial: {throttle: {rate: 1, burst: 1}, requestsPerDay: 1}
      partner: {throttle: {rate: 1, burst: 1}, requestsPerDay: 1}
  shop:notifications: {throttle: {rate: 1, burst: 1}}
  shop:catalog: {throttle: {rate: 1, burst: 1}, port: 8080}
  shop:ledger: {throttle: {rate: 1, burst: 1}, port: 8080}
  shop:network: {zones: [us-east-1a, us-east-1b]}
  shop:domain: {name: shop.example.com}
"""


@pytest.fixture
def run(tmp_path: Path) -> Iterator[LocalRun]:
    run = LocalRun.of(tmp_path / "local", orders_program(tmp_path))
    yield run
    run.end()


@pytest.mark.parametrize(
    ("program", "policy", "resource", "remedy"),
    [
        (OPENED, "route-authorization", "aws:apigatewayv2:Route: orders-GET /", "authorizationType"),
        (UNTHROTTLED, "stage-throttling", "aws:apigatewayv2:Stage: orders-stage", "Set throttlingRateLimit"),
    ],
    ids=["a route without its authorizer", "a stage without its throttle"],
)
def test_a_preview_names_the_policy_the_resource_and_the_way_to_mend_it(
    program: str, policy: str, resource: str, remedy: str, run: LocalRun
) -> None:
    edit(run.project / "__main__.py", "\nsettings = settings_of_stack()\n", program)

    preview = run.preview()
    assert preview.returncode != 0
    finding = preview.stdout.partition(f"  {policy}  ({resource})")[2].partition("- [")[0]
    assert remedy in finding, preview.stdout

    # An update previews first, and stops there as well.
    up = run.up()
    assert up.returncode != 0
    assert run.held_by_emulator() == []
    assert [each["type"] for each in run.exported().get("resources", [])] == []


def test_a_public_route_without_an_exemption_is_stopped(run: LocalRun) -> None:
    edit(
        run.project / "shop" / "orders.py",
        '"GET /": {**route("list", read), "scopes": READING}',
        '"GET /": {**route("list", read), "public": "for a test"}',
    )
    preview = run.preview()
    assert preview.returncode != 0
    assert "[mandatory] [severity: high]  route-authorization  (aws:apigatewayv2:Route: orders-GET /)" in preview.stdout


def test_ten_mistakes_in_the_settings_are_one_error(run: LocalRun) -> None:
    (run.project / "stacks" / "Pulumi.local.yaml").write_text(TEN_MISTAKES + OTHERS)
    preview = run.preview()
    assert preview.returncode != 0
    assert "stacks/Pulumi.local.yaml has 10 problems; nothing was deployed." in preview.stdout
    for path in (
        "shop:deletionProtecton",
        "shop:identity.issuer",
        "shop:identity.audiences",
        "shop:logs.retentionDays",
        "shop:orders.createThrottle",
        "shop:orders.cors.origins[0]",
        "shop:orders.cors.origins[2]",
        "shop:orders.throttle.burst",
        "shop:orders.throttle.rate",
        "shop:tags.aws:owner",
    ):
        assert preview.stdout.count(f"{path}\n") == 1, path
    assert preview.stdout.count("allowed: ") == 10
    assert "Traceback" not in preview.stdout


def test_mistakes_in_the_routes_are_one_error(run: LocalRun) -> None:
    orders = run.project / "shop" / "orders.py"
    edit(orders, 'default_authorizer="customers"', 'default_authorizer="customer"')
    edit(orders, '"POST /": {', '"POST list": {')
    preview = run.preview()
    assert preview.returncode != 0
    assert 'HTTP API "orders"' in preview.stdout
    assert '"customer"' in preview.stdout
    assert 'route "POST list"' in preview.stdout
    assert "Traceback" not in preview.stdout
