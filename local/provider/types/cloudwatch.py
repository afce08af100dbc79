"""Amazon CloudWatch: alarms and dashboards.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.values import Unknown, as_dict, as_list, object_of, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_TAGS: Final = Tagging(listing="ListTagsForResource")
_NAME: Final = Exact(minimum=1, maximum=255)
_SHORT_PERIODS: Final = (10.0, 20.0, 30.0)
_MINUTE: Final = 60
_MISSING: Final = ("breaching", "ignore", "missing", "notBreaching")
_STATISTICS: Final = r"p(?:\d{1,2}(?:\.\d{1,10})?|100)|(?:tm|tc|ts|wm)\d{1,2}(?:\.\d+)?|(?:TM|TC|TS|WM|PR)\(.+\)|IQM"
_ACTIONS: Final = {"alarmActions": "AlarmActions", "okActions": "OKActions"}
_NO_PROMQL: Final = Attribute(refused="the emulator evaluates no PromQL")
_ONE_METRIC: Final = ("metricName", "namespace", "period", "statistic", "extendedStatistic", "dimensions", "unit")


def _send_dimensions(dimensions: Properties) -> list[Request]:
    return [{"Name": name, "Value": value} for name, value in dimensions.items()]


def _received_dimensions(dimensions: list[Any]) -> Properties:
    return {dimension["Name"]: dimension["Value"] for dimension in dimensions}


def _check_alarm(inputs: Properties) -> list[Problem]:
    problems: list[Problem] = []
    queries = inputs.get("metricQueries")
    if queries:
        reason = "conflicts with `metricQueries`: an alarm is about one metric or about queries"
        problems += [(name, reason) for name in _ONE_METRIC if inputs.get(name)]
        problems += _query_problems(objects_of(queries))
    else:
        if not inputs.get("metricName"):
            problems.append(("metricName", "is required: the metric that the alarm watches, or `metricQueries`"))
        needed = ("namespace", "period")
        problems += [(name, "is required with `metricName`") for name in needed if not inputs.get(name)]
        if not inputs.get("statistic") and not inputs.get("extendedStatistic"):
            problems.append(("statistic", "is required: a statistic as Sum, or an `extendedStatistic` as p95"))
    if inputs.get("threshold") is None and not inputs.get("thresholdMetricId"):
        problems.append(("threshold", "is required: the value that the metric is compared with"))
    problems += [("period", reason) for reason in _period_problems(inputs.get("period"))]
    needed = ("comparisonOperator", "evaluationPeriods")
    problems += [(name, "is required") for name in needed if inputs.get(name) is None]
    within, whole = inputs.get("datapointsToAlarm"), inputs.get("evaluationPeriods")
    if isinstance(within, float) and isinstance(whole, float) and within > whole:
        problems.append(("datapointsToAlarm", f"is {within:g}; it can be evaluationPeriods, {whole:g}, at most"))
    return problems


def _query_problems(queries: list[Properties]) -> list[Problem]:
    problems: list[Problem] = []
    returned = [query for query in queries if query.get("returnData") is True]
    if not any(isinstance(query.get("returnData"), Unknown) for query in queries) and len(returned) != 1:
        problems.append(("metricQueries", f"has {len(returned)} queries with returnData true; an alarm watches one"))
    for index, query in enumerate(queries):
        path, metric = f"metricQueries[{index}]", object_of(query.get("metric"))
        if bool(query.get("expression")) == bool(query.get("metric")):
            problems.append((path, "must have one of `expression` and `metric`"))
        problems += [(f"{path}.metric.period", reason) for reason in _period_problems(metric.get("period"))]
    return problems


def _period_problems(period: Any) -> list[str]:
    if not isinstance(period, float) or period in _SHORT_PERIODS or (period > 0 and period % _MINUTE == 0):
        return []
    return [f"is {period:g}; it must be 10, 20, 30 or a multiple of 60 seconds"]


def _check_dashboard(inputs: Properties) -> list[Problem]:
    body = inputs.get("dashboardBody")
    if not isinstance(body, str):
        return []
    widgets = as_list(object_of(json.loads(body)).get("widgets"))
    if widgets is None:
        return [("dashboardBody", "has no list of `widgets`")]
    problems: list[Problem] = []
    for index, widget in enumerate(widgets):
        entries = as_dict(widget)
        if entries is None or not entries.get("type") or "properties" not in entries:
            problems.append(("dashboardBody", f"has a widget ({index}) without `type` or without `properties`"))
    return problems


def _present_alarm(answer: Request) -> Request:
    """The emulator shows a statistic and a period of an alarm of queries too, which has none."""
    if answer.get("MetricName"):
        return answer
    return {name: value for name, value in answer.items() if name not in {"Statistic", "Period"}}


METRIC_ALARM: Final = ResourceType(
    type="aws:cloudwatch/metricAlarm:MetricAlarm",
    service="cloudwatch",
    create="PutMetricAlarm",
    read=(Reading("DescribeAlarms", request={"AlarmTypes": ["MetricAlarm"]}, at="MetricAlarms"),),
    update=(Change("PutMetricAlarm"),),
    delete="DeleteAlarms",
    id="{name}",
    identity={"AlarmName": "name", "AlarmNames": "name"},
    import_id=("name",),
    import_separator="\n",
    attributes={
        "name": Attribute("AlarmName", exact=_NAME),
        "arn": Attribute("AlarmArn"),
        "actionsEnabled": Attribute(default=True),
        **{name: Attribute(member, arn=True) for name, member in _ACTIONS.items()},
        "insufficientDataActions": Attribute(arn=True),
        "dimensions": Attribute(send=_send_dimensions, receive=_received_dimensions),
        "extendedStatistic": Attribute(
            exact=Exact(pattern=_STATISTICS, meaning="a statistic is written as p95, p99.9, tm90 or TM(10%:90%)")
        ),
        "evaluateLowSampleCountPercentiles": Attribute(
            "EvaluateLowSampleCountPercentile", exact=Exact(allowed=("evaluate", "ignore"))
        ),
        "treatMissingData": Attribute(default="missing", exact=Exact(allowed=_MISSING)),
        "metricQueries": Attribute("Metrics", unechoed=True),  # the emulator forgets them
        "metricQueries.metric": Attribute("MetricStat"),
        "metricQueries.metric.metricName": Attribute("Metric.MetricName"),
        "metricQueries.metric.namespace": Attribute("Metric.Namespace"),
        "metricQueries.metric.dimensions": Attribute("Metric.Dimensions", send=_send_dimensions),
        **dict.fromkeys(
            ("evaluationCriteria", "evaluationInterval", "evaluationWindow", "warmUpConfiguration"), _NO_PROMQL
        ),
    },
    outputs={
        "evaluateLowSampleCountPercentiles": lambda facts: facts.get("evaluateLowSampleCountPercentiles") or "",
    },
    naming=Naming(max_length=255),
    tags=_TAGS,
    gone=("ResourceNotFound", "ResourceNotFoundException"),
    exclusive=(("statistic", "extendedStatistic"), ("threshold", "thresholdMetricId")),
    check=_check_alarm,
    present=_present_alarm,
)

COMPOSITE_ALARM: Final = ResourceType(
    type="aws:cloudwatch/compositeAlarm:CompositeAlarm",
    service="cloudwatch",
    create="PutCompositeAlarm",
    read=(Reading("DescribeAlarms", request={"AlarmTypes": ["CompositeAlarm"]}, at="CompositeAlarms"),),
    update=(Change("PutCompositeAlarm"),),
    delete="DeleteAlarms",
    id="{alarmName}",
    identity={"AlarmName": "alarmName", "AlarmNames": "alarmName"},
    import_id=("alarmName",),
    import_separator="\n",
    attributes={
        "arn": Attribute("AlarmArn"),
        "alarmName": Attribute(exact=_NAME),
        "actionsEnabled": Attribute(default=True),
        **{name: Attribute(member, arn=True) for name, member in _ACTIONS.items()},
        "insufficientDataActions": Attribute(arn=True),
        "actionsSuppressor": Attribute(refused="the emulator suppresses no actions"),
    },
    tags=_TAGS,
    gone=("ResourceNotFound", "ResourceNotFoundException"),
)

DASHBOARD: Final = ResourceType(
    type="aws:cloudwatch/dashboard:Dashboard",
    service="cloudwatch",
    create="PutDashboard",
    read=(Reading("GetDashboard"),),
    update=(Change("PutDashboard"),),
    delete="DeleteDashboards",
    id="{dashboardName}",
    identity={"DashboardName": "dashboardName", "DashboardNames": "dashboardName"},
    import_id=("dashboardName",),
    attributes={
        "dashboardBody": Attribute(json=True),
        "dashboardName": Attribute(
            exact=Exact(
                pattern=r"[A-Za-z0-9_-]{1,255}", meaning="it has 1 to 255 letters, digits, hyphens and underscores"
            )
        ),
    },
    gone=("ResourceNotFound", "DashboardNotFoundError"),
    check=_check_dashboard,
)

TYPES: Final = (METRIC_ALARM, COMPOSITE_ALARM, DASHBOARD)
