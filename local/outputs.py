"""`python -m local.outputs`: the outputs of a local stack as JSON, with addresses that answer on this machine.

No DNS knows the custom domains of a local stack, and no client trusts its certificates unasked. So `https://NAME/…` is
shown as the address at which the emulator answers for NAME without both, `http://127.0.0.1:PORT/_domain/NAME/…`. What
the stack itself says is told by `local/pulumi stack output`.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING, Any, cast

from local.emulator import process
from local.emulator.addresses import DOMAIN_PREFIX
from local.emulator.inventory import client
from local.workspace import ROOT, Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_PLAIN = {"https": "http", "wss": "ws"}


class OutputsError(Exception):
    """A stack has no such outputs; the message says what to do."""


def read_outputs(stack: str, *, show_secrets: bool = False) -> dict[str, Any]:
    """The outputs of a stack of this checkout's project, secrets masked unless they are asked for.

    Raises:
        OutputsError: the stack does not exist, or was not deployed.
    """
    command = [str(ROOT / "local" / "pulumi"), "stack", "output", "--json", "--stack", stack, "--cwd", str(ROOT)]
    command += ["--show-secrets"] if show_secrets else []
    read = subprocess.run(command, capture_output=True, text=True, check=False)
    outputs: dict[str, Any] = json.loads(read.stdout) if read.returncode == 0 else {}
    if not outputs:
        raise OutputsError(
            f"The stack {stack!r} has no outputs: deploy it with `make up`. {read.stderr.strip()}".strip()
        )
    return answering_here(outputs, Workspace.of_environment())


def answering_here(outputs: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
    """The outputs with the addresses of custom domains as this machine reaches them, while the emulator runs."""
    emulator = process.recorded(workspace.emulator)
    if emulator is None or not emulator.answers():
        return outputs
    return at_emulator(
        outputs, emulator.url, [one for region in workspace.regions() for one in _domains(emulator.url, region)]
    )


def at_emulator(outputs: dict[str, Any], url: str, domains: Sequence[str]) -> dict[str, Any]:
    """The outputs with the addresses of these domains as the emulator at `url` answers for them."""
    if not domains:
        return outputs
    address = re.compile(rf"(https|wss)://({'|'.join(map(re.escape, domains))})(?![\w.:-])")
    here = url.partition("://")[2]

    def moved(found: re.Match[str]) -> str:
        return f"{_PLAIN[found[1]]}://{here}{DOMAIN_PREFIX}{found[2]}"

    return {key: _each_text(value, lambda text: address.sub(moved, text)) for key, value in outputs.items()}


def _domains(url: str, region: str) -> list[str]:
    """The custom domains of a region but those with mutual TLS, which answer over TLS alone."""
    pages = client("apigatewayv2", url, region).get_paginator("get_domain_names").paginate()
    return [one["DomainName"] for page in pages for one in page["Items"] if "MutualTlsAuthentication" not in one]


def _each_text(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {key: _each_text(item, change) for key, item in cast("dict[str, object]", value).items()}
    if isinstance(value, list):
        return [_each_text(item, change) for item in cast("list[object]", value)]
    return value


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m local.outputs", description=__doc__)
    parser.add_argument("--stack", default="local")
    try:
        print(json.dumps(read_outputs(parser.parse_args().stack), indent=2))  # noqa: T201
    except OutputsError as error:
        sys.exit(f"error: {error}")
