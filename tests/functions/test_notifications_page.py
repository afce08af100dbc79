"""What docs/notifications.html promises that can be told without a browser. That it works is to be seen in one."""

import re
from html.parser import HTMLParser
from pathlib import Path

from functions.notifications.request import MAX_MESSAGE, TOPIC

PAGE = (Path(__file__).parents[2] / "docs" / "notifications.html").read_text(encoding="utf-8")


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


ELEMENTS = Elements(PAGE).found


def test_the_page_loads_nothing_from_anywhere() -> None:
    loaded = [value for _, attributes in ELEMENTS for name, value in attributes.items() if name in ("src", "href")]
    assert loaded == ["data:,"]
    assert not re.search(r"@import|url\(|\bfetch\(|\bimport\b|XMLHttpRequest", PAGE)
    [policy] = [attributes["content"] for _, attributes in ELEMENTS if attributes.get("http-equiv")]
    assert policy is not None
    assert policy.startswith("default-src 'none';")
    assert policy.endswith("connect-src ws: wss:")


def test_what_arrives_can_never_become_markup() -> None:
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", PAGE)


def test_every_field_has_a_label() -> None:
    fields = {attributes["id"] for tag, attributes in ELEMENTS if tag in ("input", "textarea")}
    labelled = {attributes["for"] for tag, attributes in ELEMENTS if tag == "label"}
    assert fields == labelled == {"url", "token", "subscribe-topic", "send-topic", "message"}


def test_the_page_takes_what_the_functions_take() -> None:
    patterns = {attributes["pattern"] for _, attributes in ELEMENTS if "pattern" in attributes}
    # A browser compiles a pattern with the flag v, where a hyphen in a class must be escaped.
    assert patterns == {TOPIC.pattern.replace("9-]", r"9\-]")}
    [longest] = [attributes["maxlength"] for tag, attributes in ELEMENTS if tag == "textarea"]
    assert longest == str(MAX_MESSAGE)
