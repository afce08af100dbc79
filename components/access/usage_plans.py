"""Usage plans: how much each customer may call an API, told apart by API keys. For REST and WebSocket APIs.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-api-usage-plans.html
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.access.throttling import Throttle, throttle_problems
from components.knowledge import limits, quotas
from components.problems import Problem, choices, did_you_mean, missing_keys, unknown_keys

PERIODS = ("DAY", "WEEK", "MONTH")


class Quota(TypedDict):
    """How many requests a key may make in a period. Requests beyond it get 429."""

    limit: int
    """Requests, 1 or more."""
    period: str
    """`DAY`, `WEEK` or `MONTH`."""


class UsagePlan(TypedDict):
    """What each key of the plan may do. A plan has a throttle or a quota, or both; each holds for every key by itself.

    The numbers are targets, not promises, and a key is no authorization: whoever has it may pass it on.
    """

    throttle: NotRequired[Throttle]
    """Requests of each key, over all routes."""
    quota: NotRequired[Quota]
    """Requests of each key in a period."""
    route_throttles: NotRequired[Mapping[str, Throttle]]
    """Requests of each key on one route, by route key. REST APIs only."""
    keys: NotRequired[Sequence[str]]
    """Names of the customers that get a key in this plan, each in one plan only."""
    key_values: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Keys that customers of the plan have already, by the customer's name: secrets of 20 to 128 characters. AWS makes
    a key for each of the others. A key that is changed here is a new one, and the old one ends."""
    description: NotRequired[str]
    """Whom the plan is for, in one sentence."""


def create_usage_plans(
    api: str,
    plans: Mapping[str, UsagePlan],
    api_id: pulumi.Input[str],
    stage_name: pulumi.Input[str],
    parent: pulumi.Resource,
    *,
    tags: Mapping[str, pulumi.Input[str]] | None = None,
    after: Sequence[pulumi.Resource] = (),
) -> dict[str, pulumi.Output[str]]:
    """Makes the plans and a key for each customer. Gives the value of each key, a secret, by the customer's name.

    Args:
        api: name of the component, with which the names of the resources begin.
        plans: the plans by name, without problems.
        api_id: identifier of the API.
        stage_name: name of the stage; as an output of the stage it makes the plans wait for it.
        parent: the component.
        tags: tags of the plans and keys.
        after: what must be there before the plans, beside the stage.
    """
    values: dict[str, pulumi.Output[str]] = {}
    stage = aws.apigateway.UsagePlanApiStageArgs(api_id=api_id, stage=stage_name)
    options = pulumi.ResourceOptions(parent=parent)
    for name, plan in plans.items():
        made = _create_plan(
            f"{api}-plan-{name}", plan, stage, tags, pulumi.ResourceOptions(parent=parent, depends_on=[*after])
        )
        for customer in plan.get("keys", ()):
            given = plan.get("key_values", {}).get(customer)
            key = aws.apigateway.ApiKey(
                f"{api}-key-{customer}",
                description=f"{customer} at {api}",
                tags=tags,
                value=None if given is None else pulumi.Output.secret(given),
                opts=options,
            )
            aws.apigateway.UsagePlanKey(
                f"{api}-plan-{name}-{customer}",
                key_id=key.id,
                key_type="API_KEY",
                usage_plan_id=made.id,
                # It repeats the key, which pulumi_aws takes for a secret of the ApiKey only.
                opts=pulumi.ResourceOptions(parent=parent, additional_secret_outputs=["value"]),
            )
            values[customer] = pulumi.Output.secret(key.value)
    return values


def usage_plan_problems(
    plans: Mapping[str, UsagePlan],
    route_keys: Iterable[str] = (),
    method_throttles: int = limits.REST["method throttles"].value,
) -> list[Problem]:
    """Everything wrong with the plans.

    Args:
        plans: the plans by name.
        route_keys: routes that may have a throttle of their own in a plan; none in a WebSocket API.
        method_throttles: how many such throttles AWS takes in a plan.
    """
    routes = [*route_keys]
    found = [problem for name, plan in plans.items() for problem in _plan_problems(name, plan, routes)]
    for name, plan in plans.items():
        count = len(plan.get("route_throttles", {}))
        remedy = "give fewer routes a throttle of their own, or ask AWS for more and say so in quotas"
        found += quotas.over(f'usage plan "{name}", route_throttles', count, method_throttles, remedy)
    return found + _key_problems(plans)


def _create_plan(
    name: str,
    plan: UsagePlan,
    stage: aws.apigateway.UsagePlanApiStageArgs,
    tags: Mapping[str, pulumi.Input[str]] | None,
    opts: pulumi.ResourceOptions,
) -> aws.apigateway.UsagePlan:
    throttle, quota = plan.get("throttle"), plan.get("quota")
    throttles = [
        aws.apigateway.UsagePlanApiStageThrottleArgs(
            path=_throttle_path(key), rate_limit=one["rate"], burst_limit=int(one["burst"])
        )
        for key, one in sorted(plan.get("route_throttles", {}).items())
    ]
    return aws.apigateway.UsagePlan(
        name,
        api_stages=[
            aws.apigateway.UsagePlanApiStageArgs(api_id=stage.api_id, stage=stage.stage, throttles=throttles or None)
        ],
        description=plan.get("description"),
        quota_settings=aws.apigateway.UsagePlanQuotaSettingsArgs(limit=int(quota["limit"]), period=quota["period"])
        if quota
        else None,
        throttle_settings=aws.apigateway.UsagePlanThrottleSettingsArgs(
            rate_limit=throttle["rate"], burst_limit=int(throttle["burst"])
        )
        if throttle
        else None,
        tags=tags,
        opts=opts,
    )


def _throttle_path(key: str) -> str:
    """The route as a plan spells it: `/orders/{id}/GET`."""
    method, _, path = key.partition(" ")
    return f"{path}/{method}"


def _plan_problems(name: str, plan: UsagePlan, routes: list[str]) -> list[Problem]:
    where = f'usage plan "{name}"'
    found = unknown_keys(where, plan, UsagePlan)
    if "throttle" not in plan and "quota" not in plan:
        remedy = "add throttle=Throttle(rate=…, burst=…), or a quota"
        found.append(Problem(where, "neither throttle nor quota", "one of them or both", remedy))
    if "throttle" in plan:
        found += throttle_problems(f"{where}, throttle", plan["throttle"])
    if "quota" in plan:
        found += _quota_problems(f"{where}, quota", plan["quota"])
    for customer in plan.get("key_values", {}):
        if customer not in plan.get("keys", ()):
            remedy = did_you_mean(customer, plan.get("keys", ()), "add the customer to keys")
            found.append(
                Problem(f"{where}, key_values", f'the customer "{customer}"', choices(plan.get("keys", ())), remedy)
            )
    for key, throttle in plan.get("route_throttles", {}).items():
        found += throttle_problems(f'{where}, route "{key}"', throttle)
        if key not in routes:
            remedy = did_you_mean(key, routes, "use the key of a route")
            found.append(Problem(where, f'the route "{key}"', choices(routes), remedy))
    return found


def _quota_problems(where: str, quota: Mapping[str, object]) -> list[Problem]:
    found = [*missing_keys(where, quota, ("limit", "period")), *unknown_keys(where, quota, Quota)]
    if "limit" in quota:
        # What the field of AWS' API holds, a 32-bit number.
        found += quotas.outside(
            f"{where}, limit", quota["limit"], lowest=1, highest=2**31 - 1, unit="requests", remedy="give 1 or more"
        )
    if "period" in quota and quota["period"] not in PERIODS:
        remedy = did_you_mean(str(quota["period"]).upper(), PERIODS, "use one of them")
        found.append(Problem(where, f"period {quota['period']!r}", ", ".join(PERIODS), remedy))
    return found


def _key_problems(plans: Mapping[str, UsagePlan]) -> list[Problem]:
    first: dict[str, str] = {}
    found: list[Problem] = []
    for name, plan in plans.items():
        where = f'usage plan "{name}"'
        for customer in plan.get("keys", ()):
            other = first.setdefault(customer, name)
            listed = [*plan.get("keys", ())].count(customer)
            if other != name:
                allowed = "each key in one plan of a stage: AWS could not tell which of two holds"
                remedy = "remove it from one of the plans"
                found.append(Problem(where, f'the key "{customer}" of the plan "{other}"', allowed, remedy))
            elif listed > 1:
                found.append(Problem(where, f'the key "{customer}" twice', "each key once", "remove one"))
                break
    return found
