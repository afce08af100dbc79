"""The body of a dashboard: one row of graphs for each API. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from collections.abc import Mapping, Sequence

from components.observability.dashboard_graphs import DashboardApi, graphs_of

COLUMNS = 24
"""Of a dashboard."""
_MOST_ACROSS = 4
"""Graphs in a row; of an API with more of them, one fewer, so that no row is almost empty."""
_GRAPH_HEIGHT = 6
_TITLE_HEIGHT = 2
_ALARMS_ACROSS = 4

Widget = dict[str, object]


def dashboard_body(title: str, apis: Sequence[DashboardApi], alarm_arns: Sequence[str] = ()) -> dict[str, object]:
    """The body as CloudWatch takes it.

    Args:
        title: what stands above all.
        apis: the APIs in the order of their rows.
        alarm_arns: alarms whose states are shown above the rows.
    """
    widgets = [_text(0, f"# {title}")]
    row = _TITLE_HEIGHT
    if alarm_arns:
        height = 1 + -(-len(alarm_arns) // _ALARMS_ACROSS)
        properties = {"title": "Alarms", "alarms": [*alarm_arns], "sortBy": "stateUpdatedTimestamp"}
        widgets.append(_widget("alarm", (0, row, COLUMNS, height), properties))
        row += height
    for api in apis:
        widgets.append(_text(row, f"## {api.title}\n{api.kind.title}, stage {api.dimensions['Stage']}"))
        row += _TITLE_HEIGHT
        graphs = graphs_of(api)
        across = _MOST_ACROSS - (len(graphs) > _MOST_ACROSS)
        width = COLUMNS // across
        for place, properties in enumerate(graphs):
            at = (place % across * width, row + place // across * _GRAPH_HEIGHT, width, _GRAPH_HEIGHT)
            widgets.append(_widget("metric", at, properties))
        row += _GRAPH_HEIGHT * -(-len(graphs) // across)
    if apis:
        widgets.append(_widget("log", (0, row, COLUMNS, _GRAPH_HEIGHT), _failures(apis)))
    return {"start": "-PT12H", "periodOverride": "inherit", "widgets": widgets}


def _failures(apis: Sequence[DashboardApi]) -> dict[str, object]:
    groups = " | ".join(f"SOURCE '{api.log_group_name}'" for api in apis)
    query = "fields @timestamp, requestId, status, path, routeKey, resourcePath, integrationError, errorMessage"
    newest = "filter status like /^5/ | sort @timestamp desc | limit 20"
    return {
        "title": "Newest failures",
        "region": apis[0].region,
        "query": f"{groups} | {query} | {newest}",
        "view": "table",
    }


def _text(row: int, markdown: str) -> Widget:
    return _widget("text", (0, row, COLUMNS, _TITLE_HEIGHT), {"markdown": markdown})


def _widget(kind: str, at: tuple[int, int, int, int], properties: Mapping[str, object]) -> Widget:
    x, y, width, height = at
    return {"type": kind, "x": x, "y": y, "width": width, "height": height, "properties": dict(properties)}
