"""Amazon CloudWatch Logs: metric filters.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.patches import text_of
from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType
from local.provider.values import object_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_MAX_DIMENSIONS: Final = 3
_NUMBER: Final = r"-?\d+(?:\.\d+)?"


def _this_filter(answer: Request, facts: Properties) -> Request | None:
    filters: list[Any] = answer["metricFilters"]
    return next((one for one in filters if one["filterName"] == facts["name"]), None)


def _check_filter(inputs: Properties) -> list[Problem]:
    transformation = object_of(inputs.get("metricTransformation"))
    dimensions = object_of(transformation.get("dimensions"))
    problems: list[Problem] = []
    if dimensions and transformation.get("defaultValue"):
        reason = "conflicts with `dimensions`: AWS takes a default value for a metric without dimensions only"
        problems.append(("metricTransformation.defaultValue", reason))
    if len(dimensions) > _MAX_DIMENSIONS:
        reason = f"has {len(dimensions)} dimensions; AWS takes {_MAX_DIMENSIONS} at most"
        problems.append(("metricTransformation.dimensions", reason))
    return problems


METRIC_FILTER: Final = ResourceType(
    type="aws:cloudwatch/logMetricFilter:LogMetricFilter",
    service="logs",
    create="PutMetricFilter",
    read=(
        Reading(
            "DescribeMetricFilters", select=_this_filter, request=lambda facts: {"filterNamePrefix": facts["name"]}
        ),
    ),
    update=(Change("PutMetricFilter"),),
    delete="DeleteMetricFilter",
    id="{name}",
    identity={"logGroupName": "logGroupName", "filterName": "name"},
    import_id=("logGroupName", "name"),
    import_separator=":",
    attributes={
        "name": Attribute("filterName"),
        "pattern": Attribute("filterPattern"),
        "applyOnTransformedLogs": Attribute(refused="the emulator transforms no logs"),
        "metricTransformation": Attribute("metricTransformations"),
        "metricTransformation.name": Attribute("metricName"),
        "metricTransformation.namespace": Attribute("metricNamespace"),
        "metricTransformation.value": Attribute("metricValue"),
        "metricTransformation.defaultValue": Attribute(
            exact=Exact(pattern=f"|{_NUMBER}", meaning="it is a number as a text"), send=float, receive=text_of
        ),
        "metricTransformation.unit": Attribute(default="None"),
    },
    naming=Naming(max_length=512),
    check=_check_filter,
)

TYPES: Final = (METRIC_FILTER,)
