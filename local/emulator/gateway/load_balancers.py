"""Load balancers as ELB has them, where ministack's differ: their ARNs and names say of which kind they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from local.emulator.gateway import balancer_targets
from local.emulator.gateway.ministack import BALANCERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.gateway.exchange import Answer

    Parameters = dict[str, list[str]]
    Action = Callable[[Parameters], Answer]

OK = 200
# Of a load balancer's type, how its ARN and those of its listeners and rules say it.
KINDS = {"network": "net", "gateway": "gwy"}
LOAD_BALANCER = re.compile(r"<LoadBalancerArn>([^<]+)</LoadBalancerArn>")
LISTENER = re.compile(r"<ListenerArn>([^<]+)</ListenerArn>")
RULE = re.compile(r"<RuleArn>([^<]+)</RuleArn>")


def correct() -> None:
    """Puts these actions, and those of targets, in the place of ministack's."""
    actions: dict[str, Action] = BALANCERS.ACTION_MAP
    for action, function, make in (
        ("CreateLoadBalancer", "_create_lb", _creating_balancer),
        ("CreateListener", "_create_listener", _creating_listener),
        ("CreateRule", "_create_rule", _creating_rule),
        ("RegisterTargets", "_register_targets", balancer_targets.registering),
        ("DeregisterTargets", "_deregister_targets", balancer_targets.deregistering),
        ("DescribeTargetHealth", "_describe_target_health", balancer_targets.describing_health),
    ):
        BALANCERS.replace(function, "params", make)
        actions[action] = getattr(BALANCERS, function)


def _creating_balancer(original: Action) -> Action:
    def create(params: Parameters) -> Answer:
        status, headers, body = original(params)
        found = LOAD_BALANCER.search(body.decode())
        if status != OK or found is None:
            return status, headers, body
        arn = found[1]
        balancer: dict[str, Any] = BALANCERS.lbs.get(arn)
        if kind := KINDS.get(balancer["Type"]):
            right = arn.replace(":loadbalancer/app/", f":loadbalancer/{kind}/")
            balancer["LoadBalancerArn"] = right
            for store in (BALANCERS.lbs, BALANCERS.lb_attrs, BALANCERS.tags):
                store[right] = store.pop(arn)
        balancer["DNSName"] = _dns_name(balancer)
        return BALANCERS.xml(OK, "CreateLoadBalancer", f"<LoadBalancers>{BALANCERS.lb_xml(balancer)}</LoadBalancers>")

    return create


def _dns_name(balancer: dict[str, Any]) -> str:
    """`internal-<name>-<id>.<region>.elb.…`, and `<name>-<id>.elb.<region>.…` of a network load balancer."""
    name, _, domain = balancer["DNSName"].partition(".")
    region = domain.partition(".")[0]
    if balancer["Type"] in KINDS:
        return f"{name}.elb.{region}.amazonaws.com"
    internal = balancer["Scheme"] == "internal" and not name.startswith("internal-")
    return f"internal-{name}.{domain}" if internal else f"{name}.{domain}"


def _creating_listener(original: Action) -> Action:
    def create(params: Parameters) -> Answer:
        status, headers, body = original(params)
        found = LISTENER.search(body.decode())
        if status != OK or found is None:
            return status, headers, body
        arn, right = found[1], _as_its_balancer(found[1])
        if right != arn:
            for store in (BALANCERS.listeners, BALANCERS.listener_attrs, BALANCERS.tags):
                store[right] = store.pop(arn)
            BALANCERS.listeners.get(right)["ListenerArn"] = right
            for rule in [rule for rule in BALANCERS.rules.values() if rule["ListenerArn"] == arn]:
                rule["ListenerArn"] = right
                _rename_rule(rule)
        return status, headers, body.replace(arn.encode(), right.encode())

    return create


def _creating_rule(original: Action) -> Action:
    def create(params: Parameters) -> Answer:
        status, headers, body = original(params)
        found = RULE.search(body.decode())
        if status != OK or found is None:
            return status, headers, body
        right = _rename_rule(BALANCERS.rules.get(found[1]))
        return status, headers, body.replace(found[1].encode(), right.encode())

    return create


def _rename_rule(rule: dict[str, Any]) -> str:
    arn: str = rule["RuleArn"]
    right = rule["ListenerArn"].replace(":listener/", ":listener-rule/", 1) + "/" + arn.rpartition("/")[2]
    if right != arn:
        rule["RuleArn"] = right
        BALANCERS.rules[right] = BALANCERS.rules.pop(arn)
        BALANCERS.tags[right] = BALANCERS.tags.pop(arn, [])
    return right


def _as_its_balancer(listener: str) -> str:
    """The ARN of a listener with the kind that its load balancer's ARN has."""
    kind = BALANCERS.listeners.get(listener)["LoadBalancerArn"].split("/")[1]
    return listener.replace(":listener/app/", f":listener/{kind}/", 1)
