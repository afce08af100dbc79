"""`python -m local.emulator start | status | stop | forget`: the emulator of this checkout's local stacks.

`stop` keeps its state for the next start; `forget` stops it and removes the state, naming what it still held.
"""

from __future__ import annotations

import argparse
import shutil
import sys

from rich.console import Console

from local.emulator import process
from local.emulator.inventory import inventory
from local.workspace import Workspace


def main(action: str) -> int:
    """Carries out one action; the exit code is 1 for `status` of an emulator that does not answer."""
    console = Console(highlight=False, soft_wrap=True)
    workspace = Workspace.of_environment()
    folder = workspace.emulator
    running = process.recorded(folder)
    if action == "start":
        emulator, done = process.start(folder)
        console.print(done or f"The emulator answers at {emulator.url}.")
        console.print(process.way_to_domains(emulator, folder))
    elif action == "status":
        if running is None or not running.answers():
            console.print("No emulator is running.")
            return 1
        console.print(
            f"The emulator answers at {running.url} (process {running.pid}, log in {folder / 'emulator.log'})."
        )
        console.print(process.way_to_domains(running, folder))
    else:
        left = (
            inventory(running.url, workspace.regions()) if action == "forget" and running and running.answers() else []
        )
        process.stop(folder, forget=action == "forget")
        if action == "forget":
            shutil.rmtree(workspace.unconfirmed, ignore_errors=True)
        console.print("The emulator is stopped.")
        if left:
            console.print(
                f"It still held {len(left)} of no stack, kept on purpose or left by an interrupted run; gone with it:"
            )
            console.print("\n".join(f"  {name}" for name in left))
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m local.emulator", description=__doc__)
    parser.add_argument("action", choices=["start", "status", "stop", "forget"])
    chosen = parser.parse_args()
    try:
        sys.exit(main(chosen.action))
    except process.EmulatorError as error:
        sys.exit(f"error: {error}")
