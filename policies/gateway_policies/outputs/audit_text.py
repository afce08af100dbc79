"""What an audit found, for people: by resource, in colours on a terminal where rich is installed."""

import shutil
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TextIO

from gateway_policies.catalogue import BY_NAME
from gateway_policies.exemptions import name_of, type_of
from gateway_policies.judgement import Judgement
from gateway_policies.outputs.audited import Audited, fails
from gateway_policies.rule import Status

Line = Sequence[tuple[str, str]]
"""Pieces of text and their styles, as rich names them."""

_SEVERITIES = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "cyan"}  # the worst first
_INDENT = "      "


def write(audited: Sequence[Audited], out: TextIO) -> None:
    """Write the report; its last line counts what was found."""
    is_terminal = out.isatty()
    width = shutil.get_terminal_size().columns if is_terminal else 0
    if is_terminal and _print_in_colours(lines(audited, width), out):
        return
    for line in lines(audited, width):
        text = "".join(text for text, _ in line)
        # A console that cannot show a letter must not hide the report.
        encoding = out.encoding or "utf-8"
        out.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def lines(audited: Sequence[Audited], width: int) -> Iterator[Line]:
    """The lines of the report; messages are broken at a width in columns, which is 0 where they are not."""
    for of_file in audited:
        yield [(_printable(str(of_file.file)), "bold underline")]
        yield []
        for urn, judgements in groupby(of_file.judgements, key=lambda one: one.resource):
            yield [(_printable(name_of(urn)), "bold"), (f"  {type_of(urn)}", "dim")] if urn else [("the stack", "bold")]
            for one in sorted(judgements, key=_rank):
                yield from _lines_of(one, width)
            yield []
    yield _count([one for of_file in audited for one in of_file.judgements])


def _lines_of(judgement: Judgement, width: int) -> Iterator[Line]:
    severity = BY_NAME[judgement.policy].severity
    yield [
        (f"  {severity:<8}", _SEVERITIES[severity]),
        (f"  {judgement.level:<9}", "bold" if fails(judgement) else ""),
        (f"  {judgement.policy}", "bold"),
    ]
    message = _printable(judgement.message.removeprefix(f"{name_of(judgement.resource)}: "))
    room = max(width - len(_INDENT), 40)
    broken = textwrap.wrap(message, room, break_long_words=False, break_on_hyphens=False) if width else [message]
    style = "dim" if judgement.status is Status.UNDECIDED else ""
    yield from ([(_INDENT + text, style)] for text in broken)


def _rank(judgement: Judgement) -> tuple[bool, int]:
    severity = BY_NAME[judgement.policy].severity
    return judgement.status is Status.UNDECIDED, list(_SEVERITIES).index(severity)


def _count(judgements: Sequence[Judgement]) -> Line:
    failing = sum(fails(one) for one in judgements)
    undecided = sum(one.status is Status.UNDECIDED for one in judgements)
    advisory = len(judgements) - failing - undecided
    text = f"violations: {failing} mandatory, {advisory} advisory; undecided: {undecided}"
    return [(text, "bold red" if failing else "bold yellow" if judgements else "bold green")]


def _printable(text: str) -> str:
    """What a file says must not steer the terminal."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def _print_in_colours(report: Iterator[Line], out: TextIO) -> bool:
    """Whether rich is there to do it."""
    try:
        from rich.console import Console  # noqa: PLC0415  only a terminal needs it, and the pack works without
        from rich.text import Text  # noqa: PLC0415
    except ImportError:
        return False
    console = Console(file=out, highlight=False)
    for line in report:
        console.print(Text.assemble(*line), soft_wrap=True)
    return True
