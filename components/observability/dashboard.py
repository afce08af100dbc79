"""ApiDashboard: the APIs of an environment on one page of CloudWatch."""

import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict, cast

import pulumi
import pulumi_aws as aws

from components.observability.alarm_table import counts_log
from components.observability.alarms import ApiAlarms
from components.observability.dashboard_body import dashboard_body
from components.observability.dashboard_graphs import DashboardApi
from components.observability.watched import Watched, WatchedApi, watched
from components.problems import ComponentError, Problem, choices, did_you_mean, missing_keys, unknown_keys

if TYPE_CHECKING:
    AlarmsReference = ApiAlarms
else:
    # Pulumi's schema of components has no components among inputs. For other languages it is an input of any type.
    AlarmsReference = pulumi.Input[Any]

_MOST_ALARMS = 100
"""In a widget: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html"""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,255}")


class ApiDashboardArgs(TypedDict):
    """What a dashboard is made of."""

    apis: Mapping[str, WatchedApi]
    """APIs by the titles of their rows."""
    alarms: NotRequired[Mapping[str, AlarmsReference]]
    """The ApiAlarms of APIs by the same titles: their states are shown, and from when they ring. What CloudWatch has
    no metric of, requests refused with 429, is in the dashboard for APIs with alarms alone."""
    title: NotRequired[str]
    """What stands above all. The name of project and stack by default."""


class ApiDashboard(pulumi.ComponentResource):
    """A dashboard with requests, errors, latency and throttling of each API, and the newest failures from their logs.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    dashboard_name: pulumi.Output[str]
    """Name of the dashboard in CloudWatch: that of the component with that of the stack."""
    body: pulumi.Output[str]
    """What the dashboard shows, as JSON."""

    def __init__(self, name: str, args: ApiDashboardArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        # Dashboards are named by whoever makes them: two stacks of an account must not take the same name.
        in_aws = f"{name}-{pulumi.get_stack()}"
        apis = {title: watched(f'api "{title}"', api) for title, api in args.get("apis", {}).items()}
        if problems := _problems(in_aws, args, apis):
            raise ComponentError(f'dashboard "{name}"', problems)
        super().__init__("gateway:index:ApiDashboard", name, {"apis": [*apis]}, opts)
        alarms: Mapping[str, ApiAlarms] = args.get("alarms", {})
        shown = [_shown(title, cast("Watched", api), alarms.get(title)) for title, api in apis.items()]
        arns = pulumi.Output.all(*(one.alarm_arns for one in alarms.values())).apply(
            lambda known: [arn for one in known for arn in one.values()]
        )
        title = args.get("title", f"{pulumi.get_project()}, {pulumi.get_stack()}")
        self.body = pulumi.Output.all(pulumi.Output.all(*shown), arns).apply(
            lambda known: json.dumps(dashboard_body(title, known[0], known[1]))
        )
        dashboard = aws.cloudwatch.Dashboard(
            name, dashboard_body=self.body, dashboard_name=in_aws, opts=pulumi.ResourceOptions(parent=self)
        )
        self.dashboard_name = dashboard.dashboard_name
        self.register_outputs({"dashboardName": self.dashboard_name, "body": self.body})


def _shown(title: str, api: Watched, alarms: ApiAlarms | None) -> pulumi.Output[DashboardApi]:
    thresholds = {} if alarms is None else alarms.thresholds
    counted = [name for name in thresholds if counts_log(name, api.kind)]
    known = pulumi.Output.all(
        pulumi.Output.all(**api.dimensions),
        pulumi.Output.all(**{name: api.log_metric(name) for name in counted}),
        api.region,
        api.log_group_name,
    )
    return known.apply(
        lambda one: DashboardApi(
            title,
            api.kind,
            region=cast("str", one[2]),
            dimensions=cast("Mapping[str, str]", one[0]),
            log_group_name=cast("str", one[3]),
            log_metrics=cast("Mapping[str, str]", one[1]),
            thresholds=thresholds,
            cached=api.cached,
        )
    )


def _problems(in_aws: str, args: ApiDashboardArgs, apis: Mapping[str, Watched | list[Problem]]) -> list[Problem]:
    given: Mapping[str, Any] = args
    found = [*missing_keys("arguments", given, ("apis",)), *unknown_keys("arguments", given, ApiDashboardArgs)]
    if not _NAME.fullmatch(in_aws):
        allowed = "up to 255 letters, digits, hyphens and underscores, with the name of the stack"
        found.append(Problem("name", f'"{in_aws}"', allowed, "rename the component"))
    if "apis" in given and not apis:
        found.append(Problem("apis", "none", "one or more", "name the APIs of the environment"))
    for api in apis.values():
        found += api if isinstance(api, list) else []
    alarms_of: Mapping[str, object] = given.get("alarms", {})
    for title, alarms in alarms_of.items():
        where = f'alarms "{title}"'
        if not isinstance(alarms, ApiAlarms):
            found.append(Problem(where, f"{alarms!r}", "an ApiAlarms", "pass the ApiAlarms itself"))
        if title not in apis:
            remedy = did_you_mean(title, apis, "use the title of an API")
            found.append(Problem(where, f'the title "{title}"', choices(apis), remedy))
    count = sum(len(one.thresholds) for one in alarms_of.values() if isinstance(one, ApiAlarms))
    if count > _MOST_ALARMS:
        found.append(Problem("alarms", f"{count} alarms", f"{_MOST_ALARMS} at most", "make a further dashboard"))
    return found
