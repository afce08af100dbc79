from __future__ import annotations

import os
import signal
from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import botocore.exceptions
import pytest

from local.emulator import process
from tests.local.emulator.account import NUMBER, REGION, Account, RestApi
from tests.support.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

SEEN = {"SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"}


def _api(account: Account) -> RestApi:
    api = RestApi(account)
    mock = {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}}
    for key in ("GET /open", "GET /admin", "POST /open"):
        api.response(api.method(key, mock), responseTemplates={"application/json": '"ok"'})
    api.deploy()
    return api


def _stage(api: RestApi) -> str:
    return f"arn:aws:apigateway:{REGION}::/restapis/{api.id}/stages/dev"


def _rule(statement: dict[str, Any], priority: int = 1, **action: Any) -> dict[str, Any]:
    return {
        "Name": f"rule{priority}",
        "Priority": priority,
        "Statement": statement,
        "Action": action or {"Block": {}},
        "VisibilityConfig": SEEN,
    }


def _web_acl(account: Account, *rules: dict[str, Any], default: str = "Allow", **settings: Any) -> dict[str, Any]:
    made = account.client("wafv2").create_web_acl(
        Name=f"acl-{uuid4().hex[:8]}",
        Scope="REGIONAL",
        DefaultAction={default: {}},
        Rules=list(rules),
        VisibilityConfig=SEEN,
        **settings,
    )
    return dict(made["Summary"])


def _guarded(account: Account, *rules: dict[str, Any], **settings: Any) -> RestApi:
    api = _api(account)
    arn = _web_acl(account, *rules, **settings)["ARN"]
    account.client("wafv2").associate_web_acl(WebACLArn=arn, ResourceArn=_stage(api))
    return api


def _bytes(text: str, field: dict[str, Any], where: str = "STARTS_WITH", transform: str = "NONE") -> dict[str, Any]:
    return {
        "ByteMatchStatement": {
            "SearchString": text.encode(),
            "FieldToMatch": field,
            "PositionalConstraint": where,
            "TextTransformations": [{"Priority": 0, "Type": transform}],
        }
    }


def test_the_web_acl_of_a_stage_is_shown_and_let_go(account: Account) -> None:
    api, waf = _api(account), account.client("wafv2")
    summary = _web_acl(account, default="Block")
    assert api.get("/open").status_code == 200
    waf.associate_web_acl(WebACLArn=summary["ARN"], ResourceArn=_stage(api))
    assert api.gateway.get_stage(restApiId=api.id, stageName="dev")["webAclArn"] == summary["ARN"]
    answer = api.get("/open")
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    with pytest.raises(botocore.exceptions.ClientError, match="WAFAssociatedItemException"):
        waf.delete_web_acl(Name=summary["Name"], Id=summary["Id"], Scope="REGIONAL", LockToken=summary["LockToken"])
    waf.disassociate_web_acl(ResourceArn=_stage(api))
    assert "webAclArn" not in api.gateway.get_stage(restApiId=api.id, stageName="dev")
    assert api.get("/open").status_code == 200
    waf.delete_web_acl(Name=summary["Name"], Id=summary["Id"], Scope="REGIONAL", LockToken=summary["LockToken"])


def test_a_rate_is_enforced_by_address(account: Account) -> None:
    rate = {"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "IP", "EvaluationWindowSec": 60}}
    api = _guarded(account, _rule(rate))
    assert Counter(api.get("/open").status_code for _ in range(14)) == {200: 10, 403: 4}


def test_a_rate_counts_only_what_is_in_its_scope(account: Account) -> None:
    scope = _bytes("/dev/admin", {"UriPath": {}})
    rate = {"RateBasedStatement": {"Limit": 10, "AggregateKeyType": "CONSTANT", "ScopeDownStatement": scope}}
    api = _guarded(account, _rule(rate))
    assert Counter(api.get("/open").status_code for _ in range(12)) == {200: 12}
    assert Counter(api.get("/admin").status_code for _ in range(12)) == {200: 10, 403: 2}


def test_addresses_are_blocked_by_sets(account: Account) -> None:
    def ip_set(*addresses: str) -> dict[str, Any]:
        made = account.client("wafv2").create_ip_set(
            Name=f"set-{uuid4().hex[:8]}", Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=list(addresses)
        )
        return {"IPSetReferenceStatement": {"ARN": made["Summary"]["ARN"]}}

    assert _guarded(account, _rule(ip_set("127.0.0.0/8"))).get("/open").status_code == 403
    assert _guarded(account, _rule(ip_set("10.0.0.0/8"))).get("/open").status_code == 200
    only = {"NotStatement": {"Statement": ip_set("10.0.0.0/8")}}
    assert _guarded(account, _rule(only)).get("/open").status_code == 403


def test_a_changed_set_is_looked_at_anew(account: Account) -> None:
    waf = account.client("wafv2")
    made = waf.create_ip_set(
        Name=f"set-{uuid4().hex[:8]}",
        Scope="REGIONAL",
        IPAddressVersion="IPV4",
        Addresses=["10.0.0.0/8"],
        Description="first",
    )["Summary"]
    place = {"Name": made["Name"], "Id": made["Id"], "Scope": "REGIONAL"}
    api = _guarded(account, _rule({"IPSetReferenceStatement": {"ARN": made["ARN"]}}))
    assert api.get("/open").status_code == 200
    waf.update_ip_set(
        **place, LockToken=made["LockToken"], Addresses=["127.0.0.1/32", "10.0.0.0/8"], Description="second"
    )
    assert waf.get_ip_set(**place)["IPSet"]["Description"] == "second"
    assert api.get("/open").status_code == 403


def test_rules_look_at_parts_of_a_request(account: Account) -> None:
    agent = _bytes("evil", {"SingleHeader": {"Name": "user-agent"}}, "CONTAINS")
    argument = _bytes("drop table", {"AllQueryArguments": {}}, "CONTAINS", "LOWERCASE")
    either: dict[str, Any] = {"OrStatement": {"Statements": [agent, argument]}}
    large: dict[str, Any] = {
        "SizeConstraintStatement": {
            "FieldToMatch": {"Body": {}},
            "ComparisonOperator": "GT",
            "Size": 10,
            "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
        }
    }
    pattern: dict[str, Any] = {
        "RegexMatchStatement": {
            "RegexString": "^/dev/adm",
            "FieldToMatch": {"UriPath": {}},
            "TextTransformations": [{"Priority": 0, "Type": "NONE"}],
        }
    }
    api = _guarded(account, _rule(either, 1), _rule(large, 2), _rule(pattern, 3))
    assert api.get("/open?q=1").status_code == 200
    assert api.get("/open", headers={"user-agent": "an evil one"}).status_code == 403
    assert api.get("/open", params={"q": "x; DROP TABLE y"}).status_code == 403
    assert api.post("/open", content=b"x" * 11).status_code == 403
    assert api.post("/open", content=b"x").status_code == 200
    assert api.get("/admin").status_code == 403


def test_the_first_rule_that_decides_counts(account: Account) -> None:
    path = _bytes("/dev/", {"UriPath": {}})
    api = _guarded(account, _rule(path, 1, Count={}), _rule(path, 2, Allow={}), _rule(path, 3))
    assert api.get("/open").status_code == 200


def test_rules_that_are_not_known_here_match_nothing(account: Account) -> None:
    managed: dict[str, Any] = {
        "Name": "managed",
        "Priority": 1,
        "Statement": {"ManagedRuleGroupStatement": {"VendorName": "AWS", "Name": "AWSManagedRulesCommonRuleSet"}},
        "OverrideAction": {"None": {}},
        "VisibilityConfig": SEEN,
    }
    assert _guarded(account, managed).get("/open").status_code == 200


def test_a_rule_may_answer_by_itself(account: Account) -> None:
    custom = {"ResponseCode": 429, "CustomResponseBodyKey": "slow", "ResponseHeaders": [{"Name": "x-a", "Value": "1"}]}
    bodies = {"slow": {"ContentType": "APPLICATION_JSON", "Content": '{"message": "slowly"}'}}
    rule = _rule(_bytes("/dev/", {"UriPath": {}}), Block={"CustomResponse": custom})
    api = _guarded(account, rule, CustomResponseBodies=bodies)
    answer = api.get("/open")
    assert (answer.status_code, answer.json(), answer.headers["x-a"]) == (429, {"message": "slowly"}, "1")


def test_an_http_api_takes_no_web_acl(account: Account) -> None:
    http = account.http_api()
    arn = _web_acl(account)["ARN"]
    stage = f"arn:aws:apigateway:{REGION}::/apis/{http.id}/stages/$default"
    with pytest.raises(botocore.exceptions.ClientError, match=r"WAFInvalidParameterException.*field: RESOURCE_ARN"):
        account.client("wafv2").associate_web_acl(WebACLArn=arn, ResourceArn=stage)
    gone = f"arn:aws:apigateway:{REGION}::/restapis/gone/stages/dev"
    with pytest.raises(botocore.exceptions.ClientError, match="WAFNonexistentItemException"):
        account.client("wafv2").associate_web_acl(WebACLArn=arn, ResourceArn=gone)


def test_logging_is_configured_and_survives_a_killed_emulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(process.PORT_SETTING, str(free_port()))
    emulator, _ = process.start(tmp_path)
    own = Account(emulator.url)
    waf, arn = own.client("wafv2"), _web_acl(own)["ARN"]
    group = f"arn:aws:logs:{REGION}:{NUMBER}:log-group:aws-waf-logs-x"
    wrong = f"arn:aws:logs:{REGION}:{NUMBER}:log-group:other"
    try:
        with pytest.raises(botocore.exceptions.ClientError, match="LOG_DESTINATION"):
            waf.put_logging_configuration(LoggingConfiguration={"ResourceArn": arn, "LogDestinationConfigs": [wrong]})
        waf.put_logging_configuration(LoggingConfiguration={"ResourceArn": arn, "LogDestinationConfigs": [group]})
        os.kill(emulator.pid, signal.SIGKILL)
        process.start(tmp_path)
        shown = waf.get_logging_configuration(ResourceArn=arn)["LoggingConfiguration"]
        assert shown["LogDestinationConfigs"] == [group]
        listed = waf.list_logging_configurations(Scope="REGIONAL")["LoggingConfigurations"]
        assert [one["ResourceArn"] for one in listed] == [arn]
        waf.delete_logging_configuration(ResourceArn=arn)
        with pytest.raises(botocore.exceptions.ClientError, match="WAFNonexistentItemException"):
            waf.get_logging_configuration(ResourceArn=arn)
    finally:
        process.stop(tmp_path, forget=True)
