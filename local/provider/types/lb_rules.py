"""Elastic Load Balancing: the rules of listeners.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType
from local.provider.types.lb import TAGS
from local.provider.types.lb_listeners import action_problems, actions, shown_actions
from local.provider.values import object_of, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_LAST_PRIORITY: Final = 50000
_FIELDS: Final = {
    "hostHeader": ("host-header", "HostHeaderConfig"), "httpHeader": ("http-header", "HttpHeaderConfig"),
    "httpRequestMethod": ("http-request-method", "HttpRequestMethodConfig"),
    "pathPattern": ("path-pattern", "PathPatternConfig"), "sourceIp": ("source-ip", "SourceIpConfig"),
}  # fmt: skip
_MEMBERS: Final = {"httpHeaderName": "HttpHeaderName", "values": "Values", "regexValues": "RegexValues"}


def _condition(condition: Properties) -> Request:
    name = next(name for name in _FIELDS if condition.get(name))
    field, member = _FIELDS[name]
    given: Properties = condition[name]
    return {"Field": field, member: {_MEMBERS[key]: value for key, value in given.items() if key in _MEMBERS}}


def _shown_condition(condition: Request) -> Properties:
    name, (_, member) = next(item for item in _FIELDS.items() if item[1][0] == condition["Field"])
    details = object_of(condition.get(member)) or {"Values": condition.get("Values") or []}
    return {name: {key: details[own] for key, own in _MEMBERS.items() if details.get(own)}}


def _check(inputs: Properties) -> list[Problem]:
    problems = action_problems("actions", inputs.get("actions"))
    conditions = objects_of(inputs.get("conditions"))
    for index, condition in enumerate(conditions):
        given = [name for name in _FIELDS if condition.get(name)]
        if len(given) != 1:
            reason = f"has {len(given)} of {', '.join(_FIELDS)}; a condition is about one of them"
            problems.append((f"conditions[{index}]", reason))
    if not inputs.get("conditions"):
        problems.append(("conditions", "is empty; a rule has at least one condition"))
    return problems


def _next_priority(operation: str, call: Call, request: Request, state: Properties) -> None:
    """A rule without a priority comes after those there are."""
    del state
    if operation == "CreateRule" and "Priority" not in request:
        rules: list[Any] = call("DescribeRules", {"ListenerArn": request["ListenerArn"]})["Rules"]
        taken = [int(rule["Priority"]) for rule in rules if str(rule["Priority"]).isdecimal()]
        request["Priority"] = max(taken, default=0) + 1


def _amend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """The other operations take the rule's ARN, and this one a list of rules."""
    del inputs
    if operation != "SetRulePriorities":
        return request
    return {"RulePriorities": [{"RuleArn": state["id"], **request["RulePriorities"][0]}]}


def _present(answer: Request) -> Request:
    arn = str(answer["RuleArn"])
    listener = arn.replace(":listener-rule/", ":listener/").rpartition("/")[0]
    return {**answer, "Actions": shown_actions(answer["Actions"]), "ListenerArn": listener}


LISTENER_RULE: Final = ResourceType(
    type="aws:lb/listenerRule:ListenerRule",
    service="elbv2",
    create="CreateRule",
    read=(Reading("DescribeRules", at="Rules"),),
    update=(Change("ModifyRule"), Change("SetRulePriorities")),
    delete="DeleteRule",
    id="{Rules[0][RuleArn]}",
    identity={"RuleArn": "id", "RuleArns": "id"},
    import_separator="\n",
    attributes={
        **actions("actions"),
        "arn": Attribute("RuleArn"),
        "priority": Attribute(("Priority", "RulePriorities.Priority"), exact=Exact(minimum=1, maximum=_LAST_PRIORITY)),
        "conditions": Attribute(
            send=lambda conditions: [_condition(condition) for condition in conditions],
            receive=lambda conditions: [_shown_condition(condition) for condition in conditions],
        ),
        "conditions.sourceIp.ipAddressType": Attribute(refused="the emulator sees IPv4 callers only"),
        "conditions.queryStrings": Attribute(refused="the emulator forgets conditions on the query string"),
        "transforms": Attribute(refused="the emulator rewrites no URLs"),
    },
    tags=TAGS,
    gone=("RuleNotFound",),
    check=_check,
    first=_next_priority,
    amend=_amend,
    present=_present,
)

TYPES: Final = (LISTENER_RULE,)
