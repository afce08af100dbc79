"""Rules for routing rules: conditions, priorities and what they lead to. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-routing-rules.html
"""

import re
from collections.abc import Mapping
from typing import Any

from components.domain import paths
from components.domain.args import RoutingRule
from components.domain.targets import Target
from components.knowledge import quotas
from components.knowledge.capabilities import FEATURES, refusal
from components.knowledge.kinds import Kind
from components.problems import Problem, missing_keys, unknown_keys

MOST_HEADERS = 2
LAST_PRIORITY = 1_000_000
_HEADER = re.compile(r"[A-Za-z0-9*?!#$%&'.^_`|~-]{1,39}")
_VALUE = re.compile(r"\*?[A-Za-z0-9?!#$%&'.^_`|~-]{1,125}\*?")


def where(name: str) -> str:
    """What errors call the rule."""
    return f'routing rule "{name}"'


def rule_problems(given: Mapping[str, Mapping[str, Any]], targets: Mapping[str, Target]) -> list[Problem]:
    """Everything wrong with the rules.

    Args:
        given: the rules by their names.
        targets: their APIs by `where`, as far as these are sound.
    """
    found = [problem for name, rule in given.items() for problem in _one(name, rule)]
    for name in given:
        target = targets.get(where(name))
        if target is not None and target.kind is not Kind.REST:
            found.append(refusal(target.kind, FEATURES["routing-rules"], where(name), target.title))
    return found + _priority_problems(given)


def mixture_problems(mapped: Mapping[str, Target]) -> list[Problem]:
    """A problem if both HTTP and REST APIs are mapped to a domain that has routing rules."""
    if not {Kind.HTTP, Kind.REST} <= {target.kind for target in mapped.values()}:
        return []
    allowed = "routing rules on a domain with mappings to HTTP APIs or to REST APIs, not to both"
    remedy = "give the HTTP APIs a domain of their own, or remove routing_rules"
    return [Problem("routing_rules", "rules beside mappings to both HTTP and REST APIs", allowed, remedy)]


def _one(name: str, rule: Mapping[str, Any]) -> list[Problem]:
    at = where(name)
    found = [*missing_keys(at, rule, ("api", "priority")), *unknown_keys(at, rule, RoutingRule)]
    if "priority" in rule:
        found += quotas.outside(
            f"{at}, priority",
            rule["priority"],
            lowest=1,
            highest=LAST_PRIORITY,
            unit="numbers",
            remedy="give it a priority of its own",
        )
    headers = rule.get("headers", {})
    if not headers and "path" not in rule:
        allowed = "headers or a path: pulumi_aws makes no rule without a condition"
        remedy = "add one; for every other request map the API to the empty path"
        found.append(Problem(at, "no condition", allowed, remedy))
    found += quotas.over(f"{at}, headers", len(headers), MOST_HEADERS, "keep the two that decide")
    for header, value in headers.items():
        if not _HEADER.fullmatch(header):
            allowed = "up to 39 letters, digits and * ? - ! # $ % & ' . ^ _ ` | ~"
            found.append(Problem(at, f'the header "{header}"', allowed, "correct its name"))
        if not _VALUE.fullmatch(value):
            allowed = "beta, beta*, *beta or *beta*, with up to 127 letters, digits and ? - ! # $ % & ' . ^ _ ` | ~"
            found.append(Problem(at, f'the value "{value}" of the header "{header}"', allowed, "correct it"))
    if "path" in rule:
        syntax = paths.path_problems([rule["path"]])
        found += [Problem(f"{at}, path", one.found, one.allowed, one.remedy) for one in syntax]
    return found


def _priority_problems(given: Mapping[str, Mapping[str, Any]]) -> list[Problem]:
    first: dict[object, str] = {}
    found: list[Problem] = []
    for name, rule in given.items():
        priority = rule.get("priority")
        other = first.setdefault(priority, name)
        if other != name and priority is not None:
            allowed = "each priority once: it says which rule is tried first"
            found.append(Problem(where(name), f'the priority {priority} of "{other}"', allowed, "give it another one"))
    return found
