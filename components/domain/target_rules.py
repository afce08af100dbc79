"""What a domain may lead to, by its endpoint, its TLS and what else it leads to. Pure: no Pulumi resource.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-mappings.html,
…/websocket-api-mappings.html, …/apigateway-custom-domain-tls-version.html and …/rest-api-disable-default-endpoint.html
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.domain import paths
from components.domain.targets import Target
from components.knowledge.capabilities import FEATURES, refusal
from components.knowledge.kinds import Kind
from components.problems import Problem


@dataclass(frozen=True)
class Traits:
    """What of a domain decides about the APIs behind it."""

    endpoint: str = "REGIONAL"
    enhanced: bool = False
    """Whether its security policy begins with SecurityPolicy_."""
    mutual_tls: bool = False
    reason: str = ""
    """Why APIs behind it still answer on the addresses that AWS gives them."""


def target_problems(targets: Mapping[str, Target], traits: Traits) -> list[Problem]:
    """Everything wrong with leading a domain to these targets.

    Args:
        targets: the targets by where they were given.
        traits: what the domain is.
    """
    found = [problem for where, target in targets.items() for problem in _kind_problems(where, target, traits)]
    found += [problem for where, target in targets.items() for problem in _bypass_problems(where, target, traits)]
    return found + _company_problems(targets)


def level_problems(given: Sequence[str], endpoint: str) -> list[Problem]:
    """A problem for each path of several levels on a domain that takes one level."""
    if endpoint == "REGIONAL":
        return []
    return [
        Problem(
            paths.where(path),
            f"a path of {paths.levels(path)} levels on {_article(endpoint)} domain",
            "paths of one level; a REGIONAL domain takes more",
            'use one level, or endpoint="REGIONAL"',
        )
        for path in given
        if paths.levels(path) > 1
    ]


def _kind_problems(where: str, target: Target, traits: Traits) -> list[Problem]:
    found: list[Problem] = []
    if traits.endpoint != "REGIONAL" and target.kind is not Kind.REST:
        remedy = 'use endpoint="REGIONAL", or a RestApi'
        what = f"{target.title} on {_article(traits.endpoint)} domain"
        found.append(Problem(where, what, f"{target.kind.noun} on a REGIONAL domain only", remedy))
    if traits.enhanced and target.kind is not Kind.REST:
        what = f"{target.title} on a domain with a policy that begins with SecurityPolicy_"
        allowed = f"{target.kind.noun} on a domain with TLS_1_2, which lets clients use TLS 1.3, too"
        found.append(Problem(where, what, allowed, 'use security_policy="TLS_1_2", or a RestApi'))
    if traits.mutual_tls and target.kind is Kind.WEBSOCKET:
        found.append(refusal(target.kind, FEATURES["mutual-tls"], where, f"{target.title} behind mutual TLS"))
    if target.kind is Kind.REST and (target.endpoint == "PRIVATE") != (traits.endpoint == "PRIVATE"):
        what = f"{target.title}, with the endpoint {target.endpoint}, on {_article(traits.endpoint)} domain"
        remedy = "make API and domain both private, or neither"
        found.append(Problem(where, what, "private APIs on private domains, and others on others", remedy))
    return found


def _bypass_problems(where: str, target: Target, traits: Traits) -> list[Problem]:
    # A WebSocket API keeps its own address, by which functions reach the clients.
    if target.default_endpoint_disabled or target.kind is Kind.WEBSOCKET:
        return []
    found = f"{target.title}, which still answers on the address that AWS gives it"
    off = f"disable_default_endpoint=True in the arguments of {target.title}"
    if target.component is None:
        off = "default_endpoint_disabled=True in the reference, once its stack has disable_default_endpoint=True"
    if traits.mutual_tls:
        allowed = "APIs without that address: whoever knows it would need no certificate"
        return [Problem(where, found, allowed, f"say {off}")]
    if traits.reason:
        return []
    allowed = "APIs without that address, or a reason for it"
    return [Problem(where, found, allowed, f"say {off}, or why not in default_endpoints")]


def _company_problems(targets: Mapping[str, Target]) -> list[Problem]:
    kinds = {target.kind for target in targets.values()}
    if Kind.WEBSOCKET not in kinds or len(kinds) == 1:
        return []
    return [
        Problem(
            where,
            f"{target.title} beside an HTTP or REST API",
            "WebSocket APIs under a domain of their own, such as ws.example.com",
            "make an ApiDomain for it with another name",
        )
        for where, target in targets.items()
        if target.kind is Kind.WEBSOCKET
    ]


def _article(endpoint: str) -> str:
    return f"an {endpoint}" if endpoint == "EDGE" else f"a {endpoint}"
