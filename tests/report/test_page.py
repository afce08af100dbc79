"""The page: self-contained, escaped, without secrets, and readable by who cannot see it."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest

from report.page import breakable, figure, money
from tests.report.bookshop import API, everything, shelf
from tests.report.recording import HTTP, document, state
from tests.report.reports import page

LOADING = ("src", "href", "data", "action", "poster", "srcset", "xlink:href", "background")


class Elements(HTMLParser):
    """All elements with their attributes, and the texts of style elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.styles = ""
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {key: value or "" for key, value in attrs}))
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] == "style":
            self.styles += data

    def tags(self, name: str) -> list[dict[str, str]]:
        return [attributes for tag, attributes in self.found if tag == name]


def test_the_page_loads_nothing_and_runs_nothing() -> None:
    elements = Elements(page())
    for tag, attributes in elements.found:
        assert tag not in {"script", "link", "iframe", "object", "embed", "img", "base", "form"}
        for key, value in attributes.items():
            assert not key.startswith("on")
            assert key not in LOADING or value.startswith("#"), (tag, key, value)
            assert "url(" not in value
    assert elements.styles
    assert "url(" not in elements.styles
    assert "@import" not in elements.styles


def test_links_within_the_page_lead_somewhere() -> None:
    elements = Elements(page())
    ids = [attributes["id"] for _, attributes in elements.found if "id" in attributes]
    assert {one["href"] for one in elements.tags("a")} == {f"#{name}" for name in ids}
    assert len(ids) == len(set(ids))


def test_names_that_are_markup_stay_text() -> None:
    evil = '<script>alert("x")</script>'
    hostile = [
        state("gateway:index:HttpApi", "shelf", {"routes": {f"GET /{evil}": f"public: {evil}"}}),
        state(
            f"{HTTP}/api:Api", f"api{evil}", {"protocolType": "HTTP", "description": evil, "target": f"https://{evil}"}
        ),
        state(f"{HTTP}/route:Route", f"r{evil}", {"routeKey": f"GET /{evil}", "authorizationType": evil}, apiId=API),
        state(f"{HTTP}/domainName:DomainName", evil, {"domainName": f'x" onload="{evil}'}),
    ]
    html = page(document(*shelf(), *hostile))
    assert "&lt;script&gt;" in html
    assert Elements(html).tags("script") == []
    assert not [one for _, attributes in Elements(html).found for one in attributes if one.startswith("on")]


def test_an_open_route_is_red_with_its_reason() -> None:
    html = page()
    row = next(part for part in html.split("<tr") if "/health" in part and part.startswith(" class"))
    assert row.startswith(' class="open"')
    assert '<strong class="bad">everyone</strong>' in row
    assert "“the monitor &lt;asks&gt;”" in row
    assert "no reason is given" in html


SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET_MARK = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 -- the public marker of secrets


@pytest.mark.parametrize(
    "secret",
    [
        {SIGNATURE: SECRET_MARK, "plaintext": '"hunter2"'},
        {SIGNATURE: SECRET_MARK, "ciphertext": "hunter2"},
        {SIGNATURE: SECRET_MARK, "value": "hunter2"},
        {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4", "secret": True, "value": "hunter2"},
        "[secret]",
    ],
)
def test_no_secret_reaches_the_page(secret: object) -> None:
    stage = {"name": secret, "stageVariables": {"password": secret}}
    hidden = [
        state(f"{HTTP}/api:Api", "hidden", {"protocolType": "HTTP", "description": secret}),
        state(f"{HTTP}/api:Api", "quick", {"protocolType": "HTTP", "target": secret}),
        state(
            f"{HTTP}/integration:Integration",
            "i",
            {"integrationType": "HTTP_PROXY", "integrationUri": secret},
            apiId=API,
        ),
        state(f"{HTTP}/stage:Stage", "hidden", stage, apiId=API),
        state("aws:lambda/function:Function", "f", {"environment": {"variables": {"password": secret}}}),
    ]
    outputs = {"password": secret, "costs": {"total": secret}}
    recorded = document(*shelf(), *hidden, outputs=outputs)
    recorded["config"]["books:password"] = secret
    html = page(recorded)
    assert "hunter2" not in html
    assert "https://health.example.com/up" in html
    assert "pass@" not in html


def test_a_secret_region_is_not_told() -> None:
    recorded = everything() | {"config": {"aws:region": {SIGNATURE: SECRET_MARK, "plaintext": '"hunter2"'}}}
    assert "hunter2" not in page(recorded)
    assert "not told" in page(recorded)


def test_tables_have_captions_and_headings() -> None:
    elements = Elements(page())
    assert len(elements.tags("caption")) == len(elements.tags("table"))
    assert all(one.get("scope") in {"col", "row"} for one in elements.tags("th"))
    (html,) = elements.tags("html")
    assert html["lang"] == "en"


def test_what_is_known_of_the_stack_stands_at_the_top() -> None:
    head = page().partition("<nav")[0]
    for told in ("books", "prod", "us-east-1", "25 November 2026", "policies: "):
        assert told in head


def test_a_stack_without_apis_has_a_page() -> None:
    html = page(document(state("aws:s3/bucket:Bucket", "b")))
    assert "There is no API in this stack." in html
    assert "policies: passed" in html


def test_the_same_preview_makes_the_same_page() -> None:
    recorded = json.loads(json.dumps(everything()))
    assert page(recorded) == page()


def test_long_addresses_break_before_points_and_slashes() -> None:
    assert breakable("https://a.b/<c>") == "https://a<wbr>.b<wbr>/&lt;c&gt;"


def test_figures_are_written_out() -> None:
    assert [figure(one) for one in (10_000_000, 0.5, 1234.5)] == ["10,000,000", "0.5", "1,234.5"]
    assert [money(one) for one in ("1008.62", "0.05", "7")] == ["1,008.62", "0.05", "7"]
