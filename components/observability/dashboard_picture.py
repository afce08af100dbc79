"""A picture of a dashboard, from its body alone: `python -m components.observability.dashboard_picture BODY PICTURE`.

BODY is the JSON of a dashboard, PICTURE an .svg or, with Chromium at hand, a .png. What stands where, titles, legends
and the lines of alarms are the dashboard's; the curves are made up, as a body holds no data.
"""

import argparse
import json
import math
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from components.observability.dashboard_body import COLUMNS

CELL_WIDTH, CELL_HEIGHT = 60, 40
"""Pixels of a column and a row."""
_NOTE_HEIGHT = 28
_LONGEST_NAME = 44
"""Characters of an alarm's name that find room."""
_STYLE = """
text { font-family: "DejaVu Sans", Arial, sans-serif; font-size: 12px; fill: #16191f }
.h1 { font-size: 22px; font-weight: bold } .h2 { font-size: 17px; font-weight: bold }
.title { font-size: 13px; font-weight: bold } .small { font-size: 11px; fill: #545b64 }
.code { font-family: "DejaVu Sans Mono", monospace; font-size: 11px }
"""


def picture(body: Mapping[str, Any]) -> str:
    """The dashboard as SVG."""
    widgets: Sequence[Mapping[str, Any]] = body["widgets"]
    height = _NOTE_HEIGHT + CELL_HEIGHT * max(one["y"] + one["height"] for one in widgets)
    width = COLUMNS * CELL_WIDTH
    note = "Drawn from the dashboard's JSON. The curves are examples: the JSON holds no data."
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="#f2f3f3"/>',
        _label(12, height - 10, note, "small"),
        *(_widget(one) for one in widgets),
        "</svg>",
    ]
    return "\n".join(parts)


def _widget(widget: Mapping[str, Any]) -> str:
    width, height = widget["width"] * CELL_WIDTH - 8, widget["height"] * CELL_HEIGHT - 8
    draw = {"text": _text, "alarm": _alarms, "metric": _graph, "log": _log}[widget["type"]]
    frame = f'<rect width="{width}" height="{height}" rx="3" fill="#ffffff" stroke="#d5dbdb"/>'
    at = f"translate({widget['x'] * CELL_WIDTH + 4},{widget['y'] * CELL_HEIGHT + 4})"
    return f'<g transform="{at}">{frame}{draw(widget["properties"], width, height)}</g>'


def _text(properties: Mapping[str, Any], _width: int, _height: int) -> str:
    shown: list[str] = []
    for number, line in enumerate(properties["markdown"].split("\n")):
        kind = "h2" if line.startswith("## ") else "h1" if line.startswith("# ") else "small"
        shown.append(_label(12, 30 + 24 * number, line.lstrip("# "), kind))
    return "".join(shown)


def _alarms(properties: Mapping[str, Any], width: int, _height: int) -> str:
    parts = [_label(12, 24, properties["title"], "title")]
    across = (width - 24) / 4
    for number, arn in enumerate(properties["alarms"]):
        x, y = 12 + number % 4 * across, 38 + number // 4 * CELL_HEIGHT
        name = arn.split(":alarm:")[-1][:_LONGEST_NAME]
        parts.append(
            f'<rect x="{x:g}" y="{y}" width="{across - 8:g}" height="32" rx="3" fill="#f2f3f3" stroke="#879596"/>'
        )
        parts.append(_label(x + 8, y + 20, name, ""))
    return "".join(parts)


def _graph(properties: Mapping[str, Any], width: int, height: int) -> str:
    lines: Sequence[Mapping[str, Any]] = properties.get("annotations", {}).get("horizontal", [])
    options = [one[-1] for one in properties["metrics"]]
    shown = [one for one in options if one.get("visible", True)]
    legend = [*shown, *(line for line in lines)]
    bottom = height - 12 - 16 * ((len(legend) + 1) // 2)
    top, left, right = 44, 16, width - 16
    parts = [_label(12, 24, properties["title"], "title")]
    parts += [f'<path d="M{left} {top + (bottom - top) * part / 4:g}H{right}" stroke="#eaeded"/>' for part in range(5)]
    highest = max((line["value"] for line in lines), default=1)
    lowest = min((line["value"] for line in lines), default=1)
    ceiling = bottom - round((bottom - top) * 0.85 * lowest / highest)
    parts += [_curve(number, one["color"], (left, ceiling, right, bottom)) for number, one in enumerate(shown)]
    for line in lines:
        y = bottom - (bottom - top) * 0.85 * line["value"] / highest
        parts.append(f'<path d="M{left} {y:g}H{right}" stroke="{line["color"]}" stroke-dasharray="5 4"/>')
        parts.append(_label(right - 44, y - 4, f"{line['value']:g}", "small"))
    for number, one in enumerate(legend):
        x, y = 16 + number % 2 * (width // 2 - 8), bottom + 16 + 16 * (number // 2)
        parts.append(f'<rect x="{x}" y="{y - 8}" width="9" height="9" fill="{one["color"]}"/>')
        parts.append(_label(x + 14, y, one["label"], "small"))
    return "".join(parts)


def _curve(number: int, color: str, area: tuple[int, int, int, int]) -> str:
    left, top, right, bottom = area
    points: list[str] = []
    for step in range(61):
        wave = math.sin(step / 7 + number) + 0.4 * math.sin(step / 2.3 + 2 * number)
        share = 0.25 + 0.18 * number + 0.07 * wave
        points.append(f"{left + (right - left) * step / 60:.1f},{bottom - (bottom - top) * max(share, 0.01):.1f}")
    return f'<polyline points="{" ".join(points)}" fill="none" stroke="{color}" stroke-width="1.6"/>'


def _log(properties: Mapping[str, Any], _width: int, _height: int) -> str:
    lines = properties["query"].split(" | ")
    texts = [_label(12, 48 + 18 * number, line, "code") for number, line in enumerate(lines)]
    return _label(12, 24, properties["title"], "title") + "".join(texts)


def _label(x: float, y: float, text: str, kind: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{kind}">{escape(text)}</text>'


def write_picture(body: Path, target: Path) -> None:
    """Writes the picture of a dashboard's JSON.

    Raises:
        RuntimeError: for a .png, when there is no Chromium on the PATH.
    """
    svg = picture(json.loads(body.read_text()))
    if target.suffix == ".svg":
        target.write_text(svg)
        return
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise RuntimeError("a .png needs Chromium on the PATH; ask for an .svg")
    height = int(svg.split('height="', 1)[1].split('"', 1)[0])
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "page.html")
        page.write_text(f'<!doctype html><meta charset="utf-8"><style>body{{margin:0}}</style>{svg}')
        size = f"--window-size={COLUMNS * CELL_WIDTH},{height}"
        shot = f"--screenshot={target.resolve()}"
        options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder}"]
        subprocess.run([chromium, *options, size, shot, page.as_uri()], check=True, capture_output=True)  # noqa: S603 -- Chromium, on a page of our own


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m components.observability.dashboard_picture", description=__doc__)
    parser.add_argument("body", type=Path, help="the JSON of a dashboard")
    parser.add_argument("picture", type=Path, help="an .svg, or with Chromium a .png")
    chosen = parser.parse_args()
    write_picture(chosen.body, chosen.picture)
