"""AWS WAF: web ACLs, sets of addresses, and what they protect.

https://docs.aws.amazon.com/waf/latest/APIReference/API_CreateWebACL.html
"""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.values import Unknown, as_list, object_of, objects_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local.provider.resource_type import Problem
    from local.provider.values import Properties, Value

_NAME: Final = Exact(
    pattern=r"[A-Za-z0-9_-]{1,128}", meaning="it has 1 to 128 letters, digits, hyphens and underscores"
)
_TAGS: Final = Tagging(listing="ListTagsForResource", identified_by="{arn}")
_GONE: Final = ("WAFNonexistentItemException",)
_IMPORT: Final = ("id", "name", "scope")
_HTTP_API: Final = re.compile(r"arn:[\w-]+:apigateway:[\w-]*::/apis/.+")
_PROTECTED: Final = re.compile(
    r"arn:[\w-]+:apigateway:[\w-]*::/restapis/[^/]+/stages/[^/]+"
    r"|arn:[\w-]+:elasticloadbalancing:.*:loadbalancer/app/.+|arn:[\w-]+:(?:appsync|cognito-idp|apprunner|ec2):.+"
)
_LOG_NAME: Final = "aws-waf-logs-"
_GLOBAL_REGION: Final = "us-east-1"
_NONE: Final = Attribute(refused="the emulator does not have it")


def _statements(statement: Value, path: str) -> Iterator[tuple[str, str, Properties]]:
    """Every statement inside a rule: its path, its kind and what it says."""
    for kind, details in object_of(statement).items():
        inner, own = object_of(details), f"{path}.{kind}"
        yield own, kind, inner
        for nested in ("statement", "scopeDownStatement"):
            yield from _statements(inner.get(nested), f"{own}.{nested}")
        for index, item in enumerate(as_list(inner.get("statements")) or []):
            yield from _statements(item, f"{own}.statements[{index}]")


def _check_acl(inputs: Properties) -> list[Problem]:
    problems = list(_one_of("defaultAction", inputs.get("defaultAction"), ("allow", "block")))
    priorities: dict[Any, int] = {}
    for index, rule in enumerate(objects_of(inputs.get("rules"))):
        path, priority = f"rules[{index}]", rule.get("priority")
        if not isinstance(priority, Unknown) and priorities.setdefault(priority, index) != index:
            reason = f"is {priority:g} as that of rules[{priorities[priority]}]; each rule has its own"
            problems.append((f"{path}.priority", reason))
        problems += _rule_problems(path, rule)
    return problems


def _rule_problems(path: str, rule: Properties) -> Iterator[Problem]:
    kinds = [kind for _, kind, _ in _statements(rule.get("statement"), "")][:1]
    group = kinds and kinds[0] in {"managedRuleGroupStatement", "ruleGroupReferenceStatement"}
    if kinds:
        wanted, other = ("overrideAction", "action") if group else ("action", "overrideAction")
        if rule.get(wanted) is None:
            yield f"{path}.{wanted}", f"is required by a rule with a {kinds[0]}"
        if rule.get(other) is not None:
            yield f"{path}.{other}", f"is not for a rule with a {kinds[0]}; give `{wanted}`"
    for own, kind, details in _statements(rule.get("statement"), f"{path}.statement"):
        forwarded = kind == "rateBasedStatement" and details.get("aggregateKeyType") == "FORWARDED_IP"
        if forwarded and not details.get("forwardedIpConfig"):
            yield f"{own}.forwardedIpConfig", "is required by aggregateKeyType FORWARDED_IP"


def _one_of(path: str, value: Value, names: tuple[str, ...]) -> Iterator[Problem]:
    given = object_of(value)
    if isinstance(value, dict) and len([name for name in names if given.get(name) is not None]) != 1:
        yield path, f"must have one of {' and '.join(f'`{name}`' for name in names)}"


def _check_set(inputs: Properties) -> list[Problem]:
    version = {"IPV4": 4, "IPV6": 6}.get(str(inputs.get("ipAddressVersion")))
    problems: list[Problem] = []
    for index, value in enumerate(as_list(inputs.get("addresses")) or []):
        if not isinstance(value, str) or version is None:
            continue
        try:
            network = ipaddress.ip_network(value)
        except ValueError:
            network = None
        if "/" not in value or network is None or network.version != version:
            example = "192.0.2.0/24" if version == 4 else "2001:db8::/32"  # noqa: PLR2004  # the version of IP
            reason = f"is {value!r}; it must be a range of IPv{version} addresses, as {example}"
            problems.append((f"addresses[{index}]", reason))
    return problems


def _check_association(inputs: Properties) -> list[Problem]:
    arn = inputs.get("resourceArn")
    if not isinstance(arn, str):
        return []
    if _HTTP_API.fullmatch(arn):
        reason = (
            "is a stage of an HTTP or WebSocket API, which WAF cannot protect: use a REST API, or put CloudFront with "
            "the web ACL in front"
        )
        return [("resourceArn", reason)]
    if not _PROTECTED.fullmatch(arn):
        allowed = "the stage of a REST API, or an application load balancer"
        return [("resourceArn", f"is {arn!r}; it must be the ARN of {allowed}")]
    return []


def _check_logging(inputs: Properties) -> list[Problem]:
    problems: list[Problem] = []
    for index, arn in enumerate(as_list(inputs.get("logDestinationConfigs")) or []):
        if isinstance(arn, str) and not re.split(r"[:/]", arn.removesuffix(":*"))[-1].startswith(_LOG_NAME):
            reason = f"is {arn!r}; the name of the log group, stream or bucket must start with {_LOG_NAME}"
            problems.append((f"logDestinationConfigs[{index}]", reason))
    return problems


def _arn_is_enough(inputs: Properties) -> Properties:
    """A log group's ARN may end with `:*`, which WAF does not take."""
    return {**inputs, "logDestinationConfigs": [arn.removesuffix(":*") for arn in inputs["logDestinationConfigs"]]}


def _logged(member: str) -> tuple[str, str]:
    """Where a setting of the logging is in a request, and in an answer."""
    return f"LoggingConfiguration.{member}", member


IP_SET: Final = ResourceType(
    type="aws:wafv2/ipSet:IpSet",
    service="wafv2",
    create="CreateIPSet",
    read=(Reading("GetIPSet", at="IPSet"),),
    update=(Change("UpdateIPSet"),),
    delete="DeleteIPSet",
    id=lambda facts: facts["Summary"]["Id"] if "Summary" in facts else facts["id"],
    identity={"Id": "id", "Name": "name", "Scope": "scope", "LockToken": "lockToken"},
    import_id=_IMPORT,
    attributes={
        "name": Attribute(exact=_NAME),
        "namePrefix": Attribute(local=True, replaces=True),
        "description": Attribute(exact=Exact(maximum=256)),
        "ipAddressVersion": Attribute(exact=Exact(allowed=("IPV4", "IPV6"))),
        "scope": Attribute(replaces=True),
    },
    outputs={"namePrefix": lambda facts: facts.get("namePrefix") or ""},
    unsettled=frozenset({"lockToken"}),
    naming=Naming(max_length=128, prefix="namePrefix"),
    tags=_TAGS,
    gone=_GONE,
    exclusive=(("name", "namePrefix"),),
    check=_check_set,
    prepare=lambda inputs: {"addresses": [], **inputs},
)

WEB_ACL: Final = ResourceType(
    type="aws:wafv2/webAcl:WebAcl",
    service="wafv2",
    create="CreateWebACL",
    read=(Reading("GetWebACL", at="WebACL"),),
    update=(Change("UpdateWebACL"),),
    delete="DeleteWebACL",
    id=lambda facts: facts["Summary"]["Id"] if "Summary" in facts else facts["id"],
    identity={"Id": "id", "Name": "name", "Scope": "scope", "LockToken": "lockToken"},
    import_id=_IMPORT,
    attributes={
        "name": Attribute(exact=_NAME),
        "namePrefix": Attribute(local=True, replaces=True),
        "description": Attribute(exact=Exact(maximum=256)),
        "scope": Attribute(replaces=True, exact=Exact(allowed=("REGIONAL", "CLOUDFRONT"))),
        "defaultAction": Attribute(choices=True),
        "rules": Attribute(choices=True),
        "customResponseBodies": Attribute(keyed_by="key"),
        "visibilityConfig.metricName": Attribute(exact=_NAME),
        "rules.visibilityConfig.metricName": Attribute(exact=_NAME),
        "ruleJson": Attribute(refused="the stand-in cannot check rules in JSON; declare them in `rules`"),
        **dict.fromkeys(("associationConfig", "dataProtectionConfig", "monetizationConfig"), _NONE),
    },
    outputs={
        "applicationIntegrationUrl": lambda facts: facts.get("applicationIntegrationUrl") or "",
        "namePrefix": lambda facts: facts.get("namePrefix") or "",
    },
    unsettled=frozenset({"capacity", "lockToken"}),
    naming=Naming(max_length=128, prefix="namePrefix"),
    tags=_TAGS,
    gone=_GONE,
    exclusive=(("name", "namePrefix"),),
    check=_check_acl,
)

ASSOCIATION: Final = ResourceType(
    type="aws:wafv2/webAclAssociation:WebAclAssociation",
    service="wafv2",
    create="AssociateWebACL",
    read=(Reading("GetWebACLForResource", at="WebACL"),),
    delete="DisassociateWebACL",
    id="{webAclArn},{resourceArn}",
    identity={"ResourceArn": "resourceArn"},
    import_id=("webAclArn", "resourceArn"),
    import_separator=",",
    attributes={"webAclArn": Attribute(("WebACLArn", "ARN"))},
    gone=_GONE,
    check=_check_association,
)

LOGGING: Final = ResourceType(
    type="aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    service="wafv2",
    create="PutLoggingConfiguration",
    read=(Reading("GetLoggingConfiguration", at="LoggingConfiguration"),),
    update=(Change("PutLoggingConfiguration"),),
    delete="DeleteLoggingConfiguration",
    id="{resourceArn}",
    identity={"ResourceArn": "resourceArn"},
    import_id=("resourceArn",),
    import_separator="\n",
    attributes={
        "logDestinationConfigs": Attribute(_logged("LogDestinationConfigs"), arn=True),
        "loggingFilter": Attribute(_logged("LoggingFilter")),
        "redactedFields": Attribute(_logged("RedactedFields"), choices=True),
        "resourceArn": Attribute(_logged("ResourceArn")),
    },
    gone=_GONE,
    check=_check_logging,
    prepare=_arn_is_enough,
)

TYPES: Final = (IP_SET, WEB_ACL, ASSOCIATION, LOGGING)
