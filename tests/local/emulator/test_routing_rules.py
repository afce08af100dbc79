from __future__ import annotations

from typing import TYPE_CHECKING, Any

import botocore.exceptions
import httpx
import pytest

from tests.local.emulator.account import RestApi
from tests.local.emulator.domains import domain

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


def _api(account: Account, said: str) -> RestApi:
    api = RestApi(account)
    mock = {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}}
    templates = {"application/json": f'"{said} $context.resourcePath"'}
    for key in ("GET /orders", "GET /"):
        api.response(api.method(key, mock), responseTemplates=templates)
    api.deploy()
    return api


def _rule(api: RestApi, *conditions: dict[str, Any], priority: int = 1, strip: bool = False) -> dict[str, Any]:
    action = {"InvokeApi": {"ApiId": api.id, "Stage": "dev", "StripBasePath": strip}}
    return {"Actions": [action], "Conditions": list(conditions), "Priority": priority}


def _paths(*paths: str) -> dict[str, Any]:
    return {"MatchBasePaths": {"AnyOf": list(paths)}}


def _header(name: str, pattern: str) -> dict[str, Any]:
    return {"MatchHeaders": {"AnyOf": [{"Header": name, "ValueGlob": pattern}]}}


def _said(account: Account, name: str, path: str, **headers: str) -> str | int:
    answer = httpx.get(f"{account.url}/_domain/{name}{path}", headers=headers, trust_env=False)
    return answer.json() if answer.is_success else answer.status_code


def test_rules_choose_the_api_by_path_and_header_in_the_order_of_their_priorities(account: Account) -> None:
    old, new, beta = _api(account, "old"), _api(account, "new"), _api(account, "beta")
    name = domain(account, RoutingMode="ROUTING_RULE_ONLY")
    gateway = account.client("apigatewayv2")
    gateway.create_routing_rule(DomainName=name, **_rule(old, _paths("orders"), priority=300))
    made = gateway.create_routing_rule(DomainName=name, **_rule(new, _header("x-version", "2.*"), priority=200))
    beta_rule = _rule(beta, _paths("beta", "preview/beta"), _header("x-tester", "yes"), priority=100, strip=True)
    gateway.create_routing_rule(DomainName=name, **beta_rule)

    assert _said(account, name, "/orders") == "old /orders"
    assert _said(account, name, "/orders", **{"x-version": "2.1"}) == "new /orders"
    assert _said(account, name, "/orders", **{"x-version": "1.0"}) == "old /orders"
    assert _said(account, name, "/preview/beta/orders", **{"x-tester": "yes"}) == "beta /orders"
    assert _said(account, name, "/beta", **{"x-tester": "yes"}) == "beta /"
    assert _said(account, name, "/beta") == 403
    assert _said(account, name, "/ordersx") == 403

    shown = gateway.get_routing_rule(DomainName=name, RoutingRuleId=made["RoutingRuleId"])
    assert (shown["Priority"], shown["Conditions"]) == (200, [_header("x-version", "2.*")])
    assert shown["RoutingRuleArn"].endswith(f"::/domainnames/{name}/routingrules/{made['RoutingRuleId']}")
    listed = gateway.list_routing_rules(DomainName=name)["RoutingRules"]
    assert [rule["Priority"] for rule in listed] == [100, 200, 300]
    gateway.put_routing_rule(
        DomainName=name, RoutingRuleId=made["RoutingRuleId"], **_rule(new, _header("x-version", "3"), priority=200)
    )
    assert _said(account, name, "/orders", **{"x-version": "2.1"}) == "old /orders"
    gateway.delete_routing_rule(DomainName=name, RoutingRuleId=made["RoutingRuleId"])
    with pytest.raises(botocore.exceptions.ClientError, match="NotFoundException"):
        gateway.get_routing_rule(DomainName=name, RoutingRuleId=made["RoutingRuleId"])


def test_mappings_apply_as_the_mode_says(account: Account) -> None:
    ruled, mapped = _api(account, "ruled"), _api(account, "mapped")
    gateway = account.client("apigatewayv2")
    said: dict[str, Any] = {}
    for mode in ("ROUTING_RULE_THEN_API_MAPPING", "ROUTING_RULE_ONLY", "API_MAPPING_ONLY"):
        name = domain(account, RoutingMode=mode)
        gateway.create_routing_rule(DomainName=name, **_rule(ruled, _header("x-new", "*?")))
        gateway.create_api_mapping(DomainName=name, ApiId=mapped.id, Stage="dev")
        said[mode] = [_said(account, name, "/orders", **{"x-new": "1"}), _said(account, name, "/orders")]
    assert said["ROUTING_RULE_THEN_API_MAPPING"] == ["ruled /orders", "mapped /orders"]
    assert said["API_MAPPING_ONLY"] == ["mapped /orders", "mapped /orders"]
    assert said["ROUTING_RULE_ONLY"] == ["ruled /orders", 403]


def test_what_is_no_rule_is_refused(account: Account) -> None:
    api, name, gateway = _api(account, "x"), domain(account), account.client("apigatewayv2")
    gateway.create_routing_rule(DomainName=name, **_rule(api))
    with pytest.raises(botocore.exceptions.ClientError, match="ConflictException"):
        gateway.create_routing_rule(DomainName=name, **_rule(api))
    http = account.http_api()
    other = {"InvokeApi": {"ApiId": http.id, "Stage": "$default"}}
    with pytest.raises(botocore.exceptions.ClientError, match="Invalid REST API or stage"):
        gateway.create_routing_rule(DomainName=name, Actions=[other], Conditions=[], Priority=2)
    with pytest.raises(botocore.exceptions.ClientError, match="NotFoundException"):
        gateway.list_routing_rules(DomainName="none.example.com")
