import builtins
import io
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gateway_policies.judgement import Judgement
from gateway_policies.outputs.audit_text import lines, write
from gateway_policies.outputs.audited import Audited
from gateway_policies.rule import Level, Status

ROOT = Path(__file__).parents[3]
ROUTE = "urn:pulumi:dev::shop::aws:apigatewayv2/route:Route::"


def judged(
    policy: str, resource: str, said: str, level: Level = "mandatory", status: Status = Status.VIOLATION
) -> Judgement:
    """A judgement with its message as `judge` makes it."""
    name = resource.rsplit("::", maxsplit=1)[-1]
    return Judgement(policy, resource, level, status, f"{name}: {said}" if resource else said)


OPEN = judged("route-authorization", f"{ROUTE}list", "is open. Close it.")
UNREAD = judged("jwt-route-scopes", f"{ROUTE}list", "undecided: x is not known.", "advisory", Status.UNDECIDED)
WORST = judged("openapi-operation-authorization", f"{ROUTE}list", "is wide open.", "remediate")
STALE = judged("route-authorization", "", "the exemption of 'x' matches no resource.")
OTHER = judged("require-api-key", f"{ROUTE}create", "has no key.", "advisory")


class Terminal(io.StringIO):
    """A terminal as far as a program can tell."""

    def isatty(self) -> bool:
        return True


def text(*judgements: Judgement, width: int = 0) -> list[str]:
    audited = [Audited(Path("state.json"), judgements)]
    return ["".join(piece for piece, _ in line) for line in lines(audited, width)]


def test_what_is_found_is_told_by_resource_and_the_worst_first() -> None:
    assert text(STALE, UNREAD, OPEN, WORST, OTHER) == [
        "state.json",
        "",
        "the stack",
        "  high      mandatory  route-authorization",
        "      the exemption of 'x' matches no resource.",
        "",
        "list  aws:apigatewayv2/route:Route",
        "  critical  remediate  openapi-operation-authorization",
        "      is wide open.",
        "  high      mandatory  route-authorization",
        "      is open. Close it.",
        "  low       advisory   jwt-route-scopes",
        "      undecided: x is not known.",
        "",
        "create  aws:apigatewayv2/route:Route",
        "  low       advisory   require-api-key",
        "      has no key.",
        "",
        "violations: 3 mandatory, 1 advisory; undecided: 1",
    ]


def test_nothing_found() -> None:
    assert text() == ["state.json", "", "violations: 0 mandatory, 0 advisory; undecided: 0"]


def test_several_files_are_counted_together() -> None:
    out = io.StringIO()
    write([Audited(Path("a.json"), [OPEN]), Audited(Path("b.json"), [OPEN])], out)
    assert [line for line in out.getvalue().splitlines() if line.endswith(".json")] == ["a.json", "b.json"]
    assert out.getvalue().endswith("\n\nviolations: 2 mandatory, 0 advisory; undecided: 0\n")


def test_messages_are_broken_at_the_width_of_a_terminal() -> None:
    long = judged("route-authorization", f"{ROUTE}list", "is open " * 20)
    assert max(map(len, text(long, width=60))) <= 60
    assert max(map(len, text(long))) > 100


def test_a_file_does_not_steer_the_terminal() -> None:
    found = text(judged("route-authorization", f"{ROUTE}li\x1b[2Jst", "is \x1b]0;x\x07 open\nnow"))
    assert "li\\x1b[2Jst  aws:apigatewayv2/route:Route" in found
    assert "      is \\x1b]0;x\\x07 open\\nnow" in found


def test_a_console_without_the_letters_still_gets_the_report() -> None:
    content = io.BytesIO()
    out = io.TextIOWrapper(content, encoding="ascii")
    write([Audited(Path("state.json"), [judged("route-authorization", f"{ROUTE}bücher", "is open.")])], out)
    out.flush()
    assert b"b\\xfccher  aws:apigatewayv2/route:Route\n" in content.getvalue()


def test_colours_are_for_terminals_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    terminal, file = Terminal(), io.StringIO()
    for out in (terminal, file):
        write([Audited(Path("state.json"), [OPEN])], out)
    assert "\x1b[1mlist\x1b[0m" in terminal.getvalue()
    assert "\x1b" not in file.getvalue()


def test_what_looks_like_markup_is_told_as_it_is() -> None:
    terminal = Terminal()
    write(
        [Audited(Path("state.json"), [judged("route-authorization", f"{ROUTE}list", "x[0] [red]y[/] :x: z")])], terminal
    )
    assert "x[0] [red]y[/] :x: z" in terminal.getvalue()


def test_a_terminal_without_rich_gets_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    load = builtins.__import__

    def without_rich(name: str, *others: Any) -> Any:
        if name.startswith("rich"):
            raise ImportError(name)
        return load(name, *others)

    monkeypatch.setattr(builtins, "__import__", without_rich)
    terminal = Terminal()
    write([Audited(Path("state.json"), [OPEN])], terminal)
    assert "\x1b" not in terminal.getvalue()
    assert "list  aws:apigatewayv2/route:Route\n" in terminal.getvalue()


def test_the_command_on_a_terminal() -> None:
    outer, inner = pty.openpty()
    export = str(ROOT / "tests" / "policies" / "states" / "export.json")
    run = subprocess.run(
        [sys.executable, "-m", "gateway_policies.audit", export, "--format", "text"],
        env={"PYTHONPATH": str(ROOT / "policies"), "TERM": "xterm", "COLUMNS": "200"},
        stdout=inner,
        check=False,
    )
    assert run.returncode == 1
    with open(outer, "rb", buffering=0) as terminal:  # noqa: PTH123  a descriptor has no path
        assert b"orders-$default\x1b[0m" in terminal.read(4096)
