"""Rules for the targets of a PrivateLoadBalancer and how they are checked. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping

from components.knowledge import quotas
from components.network.addresses import is_address
from components.network.label_rules import label_problems
from components.network.load_balancer_args import HealthCheck
from components.network.vpc_link import port_problems
from components.problems import Problem, choices, did_you_mean, unknown_keys

_STATUSES = re.compile(r"[2-4]\d{2}(?:[,-][2-4]\d{2})*")
_TARGET_TYPES = ("instance", "ip")
_RANGES = {"interval": (5, 300, 15), "timeout": (2, 120, 5), "healthy": (2, 10, 2), "unhealthy": (2, 10, 2)}
_LONGEST_DRAINING = 3600


def target_problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the targets, and with how the load balancer reaches them."""
    found = port_problems("", "target_port", args["target_port"]) if "target_port" in args else []
    target_type = args.get("target_type", "ip")
    if target_type not in _TARGET_TYPES:
        remedy = did_you_mean(str(target_type), _TARGET_TYPES, "use one of them")
        found.append(Problem("target_type", f"{target_type!r}", choices(_TARGET_TYPES), remedy))
    targets = args.get("targets", {})
    if not isinstance(targets, Mapping):
        return [*found, Problem("targets", f"{targets!r}", "targets by names", "write {NAME: …}")]
    by_name: Mapping[str, object] = targets  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    found += [problem for name, target in by_name.items() for problem in _one_target(name, target, str(target_type))]
    groups = args.get("target_security_groups", {})
    found += [*label_problems("targets", by_name), *label_problems("target_security_groups", groups)]
    if not groups and not (by_name and target_type == "ip"):
        allowed = "target_security_groups, or targets that are IP addresses"
        remedy = "name the security group of the targets: it is the only way out of the load balancer"
        found.append(Problem("target_security_groups", "nothing that the load balancer may reach", allowed, remedy))
    seconds = args.get("deregistration_seconds", 0)
    return found + quotas.outside(
        "deregistration_seconds", seconds, lowest=0, highest=_LONGEST_DRAINING, unit="seconds", remedy="correct it"
    )


def _one_target(name: str, target: object, target_type: str) -> list[Problem]:
    if not isinstance(target, str):
        return []
    sound = {
        "ip": (is_address(target), "an IP address"),
        "instance": (target.startswith("i-"), "the id of an instance, such as i-0a1b2c3d"),
    }
    right, allowed = sound.get(target_type, (True, ""))
    remedy = "correct it, or say target_type"
    return [] if right else [Problem(f'target "{name}"', f'"{target}"', allowed, remedy)]


def health_check_problems(given: object) -> list[Problem]:
    """Everything wrong with how targets are checked."""
    where = "health_check"
    if not isinstance(given, Mapping):
        return [Problem(where, f"{given!r}", "path, statuses, interval and so on", "write HealthCheck(…)")]
    check: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = unknown_keys(where, check, HealthCheck)
    for key, (lowest, highest, default) in _RANGES.items():
        unit = "seconds" if key in {"interval", "timeout"} else "checks"
        found += quotas.outside(
            f"{where}, {key}", check.get(key, default), lowest=lowest, highest=highest, unit=unit, remedy="correct it"
        )
    interval, timeout = (check.get(key, _RANGES[key][2]) for key in ("interval", "timeout"))
    if isinstance(interval, int | float) and isinstance(timeout, int | float) and timeout >= interval:
        found.append(Problem(where, f"timeout {timeout} with interval {interval}", "a shorter timeout", "correct one"))
    path, statuses = check.get("path", "/"), check.get("statuses", "200")
    if not isinstance(path, str) or not path.startswith("/"):
        found.append(Problem(where, f"path {path!r}", 'a path that begins with "/"', "correct it"))
    if not isinstance(statuses, str) or not _STATUSES.fullmatch(statuses):
        found.append(Problem(where, f"statuses {statuses!r}", "statuses such as 200, 200,204 or 200-299", "correct it"))
    return found
