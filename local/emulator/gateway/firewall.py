"""Web ACLs in front of the stages of REST APIs.

https://docs.aws.amazon.com/waf/latest/developerguide/web-acl.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.emulator.arrival import arrival
from local.emulator.gateway.firewall_fields import Facts
from local.emulator.gateway.firewall_rules import matches
from local.emulator.gateway.ministack import FIREWALLS
from local.emulator.gateway.observation import observed
from local.emulator.gateway.records import as_list, as_map, nested

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Answer, Exchange

OK = 200


@dataclass(frozen=True)
class Block:
    """A request that is blocked; `answer` is what the rule answers by itself, None where API Gateway answers."""

    answer: Answer | None


def blocked(exchange: Exchange) -> Block | None:
    """What the web ACL of a stage has against a request; None where it lets it pass, or there is none."""
    stage = f"arn:aws:apigateway:{exchange.region}::/restapis/{exchange.api_id}/stages/{exchange.stage}"
    arn = FIREWALLS.associations.get(stage)
    web_acl = next((one for one in FIREWALLS.web_acls.values() if one["ARN"] == arn), None) if arn else None
    if web_acl is None:
        return None
    facts = Facts(
        arrival().client, exchange.method, exchange.context["path"], exchange.query, exchange.headers, exchange.body
    )
    action = _action(as_list(web_acl["Rules"]), facts, web_acl["ARN"]) or as_map(web_acl["DefaultAction"])
    allowed = "Block" not in action
    code = "WAF_ALLOW" if allowed else "WAF_BLOCK"
    observed().waf.update(status=OK, wafResponseCode=code, webaclArn=arn)
    return None if allowed else Block(_custom(nested(action, "Block", "CustomResponse"), web_acl))


def _action(rules: list[dict[str, Any]], facts: Facts, owner: str) -> dict[str, Any] | None:
    """The action that ends the evaluation of rules; None where none does."""
    for rule in sorted(rules, key=lambda rule: rule["Priority"]):
        statement, name = as_map(rule["Statement"]), f"{owner} {rule['Name']}"
        if "RuleGroupReferenceStatement" in statement:
            wanted = statement["RuleGroupReferenceStatement"]["ARN"]
            group = next((one for one in FIREWALLS.rule_groups.values() if one["ARN"] == wanted), None)
            found = _action(as_list(as_map(group).get("Rules")), facts, name)
            counted = "Count" in nested(rule, "OverrideAction")
            if found is not None and not counted:
                return found
        elif matches(statement, facts, name):
            action = as_map(rule.get("Action"))
            if "Block" in action or "Allow" in action:
                return action
    return None


def _custom(response: dict[str, Any], web_acl: dict[str, Any]) -> Answer | None:
    if not response:
        return None
    headers: dict[str, Any] = {one["Name"]: one["Value"] for one in as_list(response.get("ResponseHeaders"))}
    body = nested(web_acl, "CustomResponseBodies", str(response.get("CustomResponseBodyKey") or ""))
    kinds = {"APPLICATION_JSON": "application/json", "TEXT_HTML": "text/html", "TEXT_PLAIN": "text/plain"}
    if body:
        headers["Content-Type"] = kinds[body["ContentType"]]
    return int(response["ResponseCode"]), headers, str(body.get("Content", "")).encode()
