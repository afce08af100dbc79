"""The style: text stands out against what it is on, in light and in dark."""

from __future__ import annotations

import re

import pytest

from local.workspace import ROOT

STYLE = (ROOT / "report" / "templates" / "style.css").read_text()
LEAST = 4.5
"""The contrast of text at level AA. Source: https://www.w3.org/TR/WCAG22/#contrast-minimum."""
BACKGROUNDS = ("page", "card", "soft", "red-soft", "amber-soft", "green-soft", "blue-soft", "violet-soft", "teal-soft")
PAIRS = (
    *(("text", one) for one in BACKGROUNDS),
    *(("muted", one) for one in BACKGROUNDS if one != "green-soft"),
    ("red", "red-soft"),
    ("red", "card"),
    ("red", "soft"),
    ("amber", "amber-soft"),
    ("amber", "card"),
    ("green", "green-soft"),
    ("blue", "page"),
    ("blue", "blue-soft"),
)


def colours(block: str) -> dict[str, str]:
    found = dict(re.findall(r"--([a-z-]+): #([0-9a-f]{3,6});", block))
    return {name: value if len(value) == 6 else "".join(2 * digit for digit in value) for name, value in found.items()}


LIGHT, DARK = (
    colours(STYLE.split(start)[1].partition("}")[0])
    for start in (":root {", "@media (prefers-color-scheme: dark) {\n  :root {")
)


def luminance(colour: str) -> float:
    """Source: https://www.w3.org/TR/WCAG22/#dfn-relative-luminance."""
    parts = [int(colour[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("scheme", [LIGHT, DARK])
@pytest.mark.parametrize(("text", "background"), PAIRS)
def test_text_can_be_read(text: str, background: str, scheme: dict[str, str]) -> None:
    light, dark = sorted((luminance(scheme[text]), luminance(scheme[background])), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= LEAST


def test_both_schemes_have_all_colours() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert len(LIGHT) >= len(BACKGROUNDS)
