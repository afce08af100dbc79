"""The targets of load balancers: ministack knows them by their addresses only, and takes all for healthy."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import BALANCERS
from local.emulator.gateway.records import as_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.gateway.exchange import Answer

    Parameters = dict[str, list[str]]
    Action = Callable[[Parameters], Answer]

OK = 200
SECONDS_TO_CONNECT = 0.2


def targets_of(group: str) -> list[tuple[str, int]]:
    """The registered targets of a target group, each with its port."""
    default = int(as_map(BALANCERS.tgs.get(group)).get("Port") or 80)
    return [(target["Id"], int(target.get("Port") or default)) for target in BALANCERS.targets.get(group, [])]


def registering(original: Action) -> Action:
    """RegisterTargets that tells targets apart by their ports."""

    def register(params: Parameters) -> Answer:
        group = BALANCERS.p(params, "TargetGroupArn")
        if group not in BALANCERS.tgs:
            return original(params)
        registered: list[dict[str, Any]] = BALANCERS.targets.setdefault(group, [])
        known = set(targets_of(group))
        registered += [{"Id": name, "Port": port} for name, port in _asked(params, group) if (name, port) not in known]
        return BALANCERS.empty("RegisterTargets")

    return register


def deregistering(original: Action) -> Action:
    """DeregisterTargets that tells them apart, too."""

    def deregister(params: Parameters) -> Answer:
        group = BALANCERS.p(params, "TargetGroupArn")
        if group not in BALANCERS.tgs:
            return original(params)
        with_port: set[tuple[str, int]] = set()
        of_any_port: set[str] = set()
        for target in BALANCERS.parse_targets_param(params):
            if "Port" in target:
                with_port.add((target["Id"], target["Port"]))
            else:
                of_any_port.add(target["Id"])
        BALANCERS.targets[group] = [
            {"Id": name, "Port": port}
            for name, port in targets_of(group)
            if name not in of_any_port and (name, port) not in with_port
        ]
        return BALANCERS.empty("DeregisterTargets")

    return deregister


def describing_health(original: Action) -> Action:
    """DescribeTargetHealth that looks whether something answers."""

    def describe(params: Parameters) -> Answer:
        group = BALANCERS.p(params, "TargetGroupArn")
        if group not in BALANCERS.tgs:
            return original(params)
        asked = set(_asked(params, group))
        kind = BALANCERS.tgs.get(group).get("TargetType", "instance")
        members = "".join(
            f"<member><Target><Id>{name}</Id><Port>{port}</Port></Target>{_health(kind, name, port)}</member>"
            for name, port in targets_of(group)
            if not asked or (name, port) in asked
        )
        return BALANCERS.xml(
            OK, "DescribeTargetHealth", f"<TargetHealthDescriptions>{members}</TargetHealthDescriptions>"
        )

    return describe


def _asked(params: Parameters, group: str) -> list[tuple[str, int]]:
    default = int(BALANCERS.tgs.get(group).get("Port") or 80)
    return [(target["Id"], target.get("Port") or default) for target in BALANCERS.parse_targets_param(params)]


def _health(kind: str, name: str, port: int) -> str:
    if kind not in ("ip", "instance") or answers(name, port):
        return "<TargetHealth><State>healthy</State></TargetHealth>"
    return (
        "<TargetHealth><State>unhealthy</State><Reason>Target.FailedHealthChecks</Reason>"
        "<Description>Health checks failed</Description></TargetHealth>"
    )


def answers(host: str, port: int) -> bool:
    """Whether something on this machine accepts connections at a target; no other machine is asked."""
    try:
        if not ip_address(host).is_loopback:
            return False
        with socket.create_connection((host, port), timeout=SECONDS_TO_CONNECT):
            return True
    except (OSError, ValueError):
        return False
