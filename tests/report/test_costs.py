"""`python -m report.costs`: the costs of a stack as tables and as JSON, and what is said where there are none."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from components.knowledge.api_of_stack import ApiOfStack
from components.knowledge.costs_output import costs_output
from components.knowledge.costs_reading import read_costs
from components.knowledge.kinds import Kind
from components.knowledge.shared_parts import vpc_link
from local import previewed_outputs as preview
from report import costs as command
from report.cost_tables import show_costs

if TYPE_CHECKING:
    from pathlib import Path


def line(item: str, quantity: str, unit: str, unit_price: str, cost: str, **more: Any) -> dict[str, Any]:
    return {"item": item, "quantity": quantity, "unit": unit, "unitPrice": unit_price, "cost": cost, **more}


COSTS: dict[str, Any] = {
    "prices": {
        "region": "us-east-1",
        "of": "November 2026",
        "sources": ["https://aws.amazon.com/api-gateway/pricing/"],
    },
    "apis": {
        "orders": {
            "kind": "HTTP",
            "requests": 1_500_000_000,
            "lines": [line("HTTP API requests", "1500", "million", "0.92", "1380.00")],
            "total": "1380.00",
            "otherKind": {
                "kind": "REST",
                "total": "4223.10",
            },
        },
        "payments": {
            "kind": "REST",
            "requests": 0,
            "lines": [line("response cache of 0.5 GB", "730", "hour", "0.02", "14.60")],
            "total": "14.60",
            "otherKind": {"kind": "HTTP", "whyNot": ["api-keys: an HTTP API has no API keys"]},
        },
        "line": {"kind": "WEBSOCKET", "messages": 10, "lines": [], "total": "0.00"},
    },
    "shared": {
        "lines": [line("web ACL", "1", "month", "5.00", "5.00", name="shop", sharedBy=["payments"])],
        "total": "5.00",
    },
    "total": "1399.60",
    "notModelled": ["Lambda, and what else answers."],
    "chart": {"requests": [1, 2], "HTTP": ["1.00", "2.00"], "REST": ["3.50", "7.00"]},
}


OUTPUT = costs_output({"orders": ApiOfStack(Kind.HTTP)}, vpc_link("shop", ["orders"]), "us-east-1")


def shown() -> list[list[str]]:
    """The words of each line that is printed."""
    console = Console(file=io.StringIO(), width=140, highlight=False)
    show_costs("prod", COSTS, console)
    assert isinstance(console.file, io.StringIO)
    return [text.split() for text in console.file.getvalue().splitlines()]


def test_each_api_is_shown_by_item_and_beside_the_other_kind() -> None:
    lines = shown()
    assert ["HTTP", "API", "requests", "1,500", "million", "$0.92", "$1,380.00"] in lines
    assert ["total", "$1,380.00"] in lines
    assert ["orders", "HTTP", "1,500,000,000", "requests", "$1,380.00", "REST", "$4,223.10"] in lines
    assert ["line", "WebSocket", "10", "messages", "$0.00", "there", "is", "none"] in lines


def test_why_an_api_cannot_be_of_the_other_kind_is_said() -> None:
    texts = [" ".join(words) for words in shown()]
    assert "payments REST 0 requests $14.60 cannot be HTTP" in texts
    first = texts.index("It cannot be HTTP:")
    assert texts[first + 1] == "api-keys: an HTTP API has no API keys"


def test_an_api_of_which_nothing_is_expected_says_so() -> None:
    texts = [" ".join(words) for words in shown()]
    assert [text for text in texts if "shop:traffic" in text] == [
        "no traffic is expected of it (shop:traffic), so this is what it costs unused"
    ]


def test_the_total_the_shared_parts_and_where_the_prices_are_from_are_shown() -> None:
    texts = [" ".join(words) for words in shown()]
    assert "total $1,399.60" in texts
    assert "web ACL, shop payments 1 month $5.00 $5.00" in texts
    assert "Prices of us-east-1, November 2026, from" in texts
    assert "https://aws.amazon.com/api-gateway/pricing/" in texts
    assert "- Lambda, and what else answers." in texts


def test_the_form_that_is_shown_is_the_one_that_a_program_puts_out() -> None:
    told = read_costs(costs_output({"orders": ApiOfStack(Kind.HTTP)}, vpc_link("shop", []), "us-east-1"))
    assert told.keys() == COSTS.keys()
    console = Console(file=io.StringIO(), width=140, highlight=False)
    show_costs("dev", told, console)
    assert isinstance(console.file, io.StringIO)
    assert "none yet" in console.file.getvalue()


def test_json_is_what_the_output_says(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    asked: list[str] = []

    def outputs(stack: str) -> dict[str, Any]:
        asked.append(stack)
        return {"costs": OUTPUT}

    monkeypatch.setattr(command, "previewed_outputs", outputs)
    command.main(["--stack", "prod", "--json"])
    assert json.loads(capsys.readouterr().out) == read_costs(OUTPUT)
    assert asked == ["prod"]


def test_a_stack_that_is_not_there_is_an_error_that_names_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        command.main(["--stack", "nowhere"])
    assert str(caught.value).startswith("error: There is no stacks/Pulumi.nowhere.yaml. Stacks are: ")
    assert "dev, local" in str(caught.value)
    assert capsys.readouterr().out == ""


def test_costs_of_another_form_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    forms: list[dict[str, Any]] = [
        {"apis": {}},
        {**OUTPUT, "shared": {"lines": ["web ACL: dear"], "total": "5.00"}},
    ]
    for output in forms:

        def outputs(_stack: str, output: dict[str, Any] = output) -> dict[str, Any]:
            return {"costs": output}

        monkeypatch.setattr(command, "previewed_outputs", outputs)
        with pytest.raises(SystemExit, match="form than this version puts out"):
            command.main(["--stack", "dev"])


def test_a_program_without_costs_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(_stack: str) -> dict[str, Any]:
        return {"url": "https://a.example"}

    monkeypatch.setattr(command, "previewed_outputs", nothing)
    with pytest.raises(SystemExit) as caught:
        command.main(["--stack", "dev"])
    assert str(caught.value) == "error: the program of the stack 'dev' puts out no `costs`."


def test_a_program_that_fails_is_told_in_its_own_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "local").mkdir()
    (tmp_path / "Pulumi.dev.yaml").touch()
    (tmp_path / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    said = {"diagnosticEvent": {"severity": "error", "message": "stacks/Pulumi.dev.yaml has 1 problem\n"}}
    script = tmp_path / "local" / "pulumi"
    script.write_text(f"#!/bin/sh\necho 'Previewing'\ncat <<'END'\n{json.dumps(said)}\nEND\nexit 255\n")
    script.chmod(0o755)
    monkeypatch.setattr(preview, "ROOT", tmp_path)
    with pytest.raises(SystemExit) as caught:
        command.main(["--stack", "dev"])
    assert str(caught.value) == "error: The stack 'dev' cannot be previewed. stacks/Pulumi.dev.yaml has 1 problem"
    script.write_text("#!/bin/sh\necho 'error: no engine' >&2\nexit 1\n")
    with pytest.raises(SystemExit) as caught:
        command.main(["--stack", "dev"])
    assert str(caught.value) == "error: The stack 'dev' cannot be previewed. error: no engine"
