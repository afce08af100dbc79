"""What requests cost on HTTP and REST APIs against how many there are, as a picture."""

import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pygal
from pygal.style import Style

# pygal's hook for plugins of its own is of Python 2: it lacks find_spec, which whatever imports by hand asks it for.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

_ID = "cost-chart"
# Both are at home in one page, so each colour is told twice: the page may also set these properties itself.
_COLOURS = """
#cost-chart {
  --cost-chart-ink: #24292f; --cost-chart-faint: #d0d7de; --cost-chart-http: #0a63c9; --cost-chart-rest: #b3430b;
}
@media (prefers-color-scheme: dark) {
  #cost-chart {
    --cost-chart-ink: #e6edf3; --cost-chart-faint: #444c56; --cost-chart-http: #6cb6ff; --cost-chart-rest: #ff9b5e;
  }
}
"""
_RULES = """
#cost-chart .series .line { stroke-width: 2px; }
#cost-chart .axis .guide.line { stroke: var(--cost-chart-faint); stroke-dasharray: none; }
#cost-chart .axis .major.line { stroke: var(--cost-chart-faint); }
#cost-chart .text-overlay text.label { fill: var(--cost-chart-ink); font-weight: 600; }
#cost-chart .text-overlay text.label:first-of-type { text-anchor: end; transform: translate(-27px, -24px); }
#cost-chart .text-overlay text.label:last-of-type { transform: translate(-5px, 4px); }
"""
_TITLES = {"REST": "REST API", "HTTP": "HTTP API"}
_NAMES = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def cost_chart(costs: dict[str, Any]) -> str:
    """The chart of the output `costs` of a stack, as an SVG element that needs nothing beside itself.

    Both axes are logarithmic: traffic spans several powers of ten, and equal distances are equal ratios, so that the
    lines show how many times dearer one kind is, and how the steps of the prices change that. A dashed line marks where
    the requests of the stack stand on both. Colours follow the reader's choice of light or dark; a page may set the
    CSS properties --cost-chart-ink, -faint, -http and -rest of #cost-chart itself. One page takes one such chart.
    """
    given: dict[str, Any] = costs["chart"]
    chart = _canvas(given)
    for kind, title in _TITLES.items():
        values = [(requests, float(cost)) for requests, cost in zip(given["requests"], given[kind], strict=True)]
        chart.add(title, values, dots_size=2)
    if today := given.get("today"):
        title = f"this stack: {_count(today['requests'])}"
        points = [
            {"value": (today["requests"], float(today[kind])), "label": f"{_dollars(today[kind])} on {kind}"}
            for kind in _TITLES
        ]
        chart.add(title, points, dots_size=5, stroke_style={"width": 2, "dasharray": "4, 4"})
    return _self_contained(chart.render(is_unicode=True))


def _canvas(given: dict[str, Any]) -> Any:
    requests: list[int] = given["requests"]
    highest = max(float(cost) for kind in _TITLES for cost in given[kind])
    lowest = min(float(cost) for kind in _TITLES for cost in given[kind])
    dollars = {exponent: 10.0**exponent for exponent in range(-6, 12) if lowest / 10 < 10.0**exponent < highest * 10}
    chart: Any = pygal.XY(
        style=Style(
            background="transparent",
            plot_background="transparent",
            foreground="var(--cost-chart-ink)",
            foreground_strong="var(--cost-chart-ink)",
            foreground_subtle="var(--cost-chart-faint)",
            colors=("var(--cost-chart-rest)", "var(--cost-chart-http)", "var(--cost-chart-ink)"),
            font_family="system-ui, sans-serif",
            label_font_size=12,
            major_label_font_size=12,
            legend_font_size=13,
            title_font_size=15,
            value_label_font_size=13,
        ),
        logarithmic=True,
        width=820,
        height=480,
        margin_right=50,
        title="What requests cost in a month, by the kind of API",
        x_title="requests a month",
        y_title="US dollars a month",
        value_formatter=_told,
        x_value_formatter=_count,
        legend_at_bottom=True,
        # Of fewer names than columns pygal leaves no room for the legend.
        legend_at_bottom_columns=len(_TITLES) + ("today" in given),
        truncate_label=-1,
        truncate_legend=-1,
        print_labels=True,
        js=[],
        css=["file://style.css", "file://graph.css", f"inline:{_COLOURS}{_RULES}"],
    )
    chart.x_labels = [{"label": _count(one), "value": one} for one in requests if str(one).strip("0") == "1"]
    chart.y_labels = [
        {"label": f"${one:,.{0 if exponent >= 0 else max(2, -exponent)}f}", "value": one}
        for exponent, one in dollars.items()
    ]
    return chart


def _told(cost: float) -> str:
    """What a dot says to who points at it."""
    return f"${cost:,.2f}"


def _dollars(text: str) -> str:
    return f"${Decimal(text).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def _count(number: float) -> str:
    """A count as people say it: 2.5 million."""
    for size, name in _NAMES:
        if number >= size:
            return f"{number / size:,.4g} {name}"
    return f"{number:,.0f}"


def _self_contained(svg: str) -> str:
    """The element alone, the same for the same costs.

    What goes is pygal's date, an identifier by chance, and the settings that it leaves for a script of its own.
    """
    element = re.sub(r"<\?xml.*?\?>|<!--.*?-->|<script.*?</script>", "", svg, flags=re.DOTALL).strip()
    (drawn,) = set(re.findall(r"<svg [^>]*?id=\"(chart-[0-9a-f-]+)\"", element))
    named = element.replace(drawn, _ID)
    return named.replace("<svg ", '<svg role="img" aria-label="What requests cost in a month" ', 1)
