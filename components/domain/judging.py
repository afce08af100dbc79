"""Judging the arguments of a domain as a whole: the domain, its mappings and its routing rules. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.domain import paths
from components.domain.args import ApiDomainArgs, ApiDomainMappingsArgs
from components.domain.rule_rules import mixture_problems, rule_problems
from components.domain.rule_rules import where as rule_where
from components.domain.rules import (
    ENDPOINTS,
    choice_problems,
    dns_problems,
    name_problems,
    private_problems,
    reason_problems,
)
from components.domain.target_rules import Traits, level_problems, target_problems
from components.domain.targets import Target, resolve
from components.domain.tls_rules import enhanced, tls_problems
from components.knowledge import limits, quotas
from components.problems import Problem, missing_keys, unknown_keys


@dataclass(frozen=True)
class Judged:
    """What a domain leads to, and everything wrong with it."""

    mapped: Mapping[str, Target]
    """Targets by their paths as AWS writes them."""
    ruled: Mapping[str, Target]
    """Targets of routing rules by the names of these."""
    problems: list[Problem]


def traits_of(args: Mapping[str, Any]) -> Traits:
    """What of a domain decides about the APIs behind it."""
    reason = str(args.get("default_endpoints", "")).strip()
    # An endpoint that there is not is told of once, and not in the words of every mapping.
    endpoint = args.get("endpoint")
    return Traits(
        str(endpoint) if endpoint in ENDPOINTS else ENDPOINTS[0], enhanced(args), bool(args.get("mutual_tls")), reason
    )


def judge(args: ApiDomainArgs) -> Judged:
    """Everything about the arguments of an ApiDomain, which may lack required keys: nothing has checked them yet."""
    given: Mapping[str, Any] = args
    mapped, faults = _resolved({paths.where(path): api for path, api in given.get("mappings", {}).items()})
    rules: Mapping[str, Any] = given.get("routing_rules", {})
    ruled, rule_faults = _resolved({rule_where(name): rule["api"] for name, rule in rules.items() if "api" in rule})
    traits = traits_of(given)
    found = [
        *unknown_keys("arguments", given, ApiDomainArgs),
        *name_problems(given),
        *dns_problems(given),
        *choice_problems(given),
        *tls_problems(given, traits.endpoint),
        *private_problems(given, traits.endpoint),
        *reason_problems(given),
        *mapping_problems(given.get("mappings", {}), traits.endpoint),
        *faults,
        *rule_faults,
        *target_problems({**mapped, **ruled}, traits),
        *(rule_problems(rules, ruled) + mixture_problems(mapped) if rules else []),
    ]
    if not {"mappings", "routing_rules"} & given.keys():
        remedy = "add mappings; say mappings={} if all of them come from ApiDomainMappings"
        found.append(Problem("mappings", "none", "APIs by paths", remedy))
    by_path = {
        paths.normal(path): mapped[paths.where(path)]
        for path in given.get("mappings", {})
        if paths.where(path) in mapped
    }
    return Judged(by_path, {name: ruled[rule_where(name)] for name in rules if rule_where(name) in ruled}, found)


def judge_mappings(args: ApiDomainMappingsArgs, traits: Traits, taken: Mapping[str, str] | None) -> Judged:
    """Everything about further mappings of a domain.

    Args:
        args: the arguments.
        traits: what the domain is, as far as is known here.
        taken: paths of an ApiDomain that are taken already, with what takes them; None for a domain given by its name.
    """
    given: Mapping[str, Any] = args
    mappings: Mapping[str, Any] = given.get("mappings", {})
    mapped, faults = _resolved({paths.where(path): api for path, api in mappings.items()})
    found = [
        *missing_keys("arguments", given, ("domain", "mappings")),
        *unknown_keys("arguments", given, ApiDomainMappingsArgs),
        *reason_problems(given),
        *mapping_problems(mappings, traits.endpoint, taken),
        *faults,
        *target_problems(mapped, traits),
    ]
    if taken is not None:
        found += [
            Problem(key, "given beside an ApiDomain", "what the ApiDomain says of itself", "remove it")
            for key in ("endpoint", "domain_name_id", "mutual_tls")
            if key in given
        ]
    elif "domain" in given:
        found += [*_reference_problems(given["domain"]), *choice_problems(given)]
        if traits.endpoint == "PRIVATE" and "domain_name_id" not in given:
            remedy = "give the output domain_name_id of its ApiDomain"
            found.append(Problem("domain_name_id", "none", "the identifier of the private domain", remedy))
    by_path = {paths.normal(path): mapped[paths.where(path)] for path in mappings if paths.where(path) in mapped}
    return Judged(by_path, {}, found)


def mapping_problems(
    mappings: Mapping[str, object], endpoint: str, taken: Mapping[str, str] | None = None
) -> list[Problem]:
    """Everything wrong with the paths, and with their number."""
    deep = sum(paths.levels(path) > 1 for path in mappings)
    most = limits.ACCOUNT["multi-level mappings"].value
    return [
        *paths.path_problems(mappings, taken),
        *level_problems([*mappings], endpoint),
        *quotas.over("mappings of several levels", deep, most, "use one level, or another domain"),
    ]


def _reference_problems(domain: object) -> list[Problem]:
    if isinstance(domain, pulumi.Output):
        return []
    if isinstance(domain, str):
        return name_problems({"domain_name": domain}, "domain")
    return [Problem("domain", f"{domain!r}", "an ApiDomain, or the name of a domain", "pass one of them")]


def _resolved(given: Mapping[str, object]) -> tuple[dict[str, Target], list[Problem]]:
    targets: dict[str, Target] = {}
    found: list[Problem] = []
    for where, api in given.items():
        resolved = resolve(where, api)
        if isinstance(resolved, Target):
            targets[where] = resolved
        else:
            found += resolved
    return targets, found
