"""`local/pulumi`: the Pulumi CLI with the local engine, provider, emulator and state, on any Pulumi AWS project."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from local.emulator import process as emulator
from local.engine.cli import Engine, EngineMissingError, find_or_build
from local.interrupted import may_exist_twice, put_in_order
from local.project import ProjectError, copy_settings, find_project, option
from local.provider.configuration import ANSWERS_FILE
from local.workspace import Workspace

# Commands of the engine that make a stack where there is none, as a first run on a new machine needs it.
STACK_COMMANDS = {"config", "destroy", "down", "dn", "import", "pre", "preview", "refresh", "up", "update"}
# Those of them that reach no emulator: a preview must run where nothing may be started.
PREVIEWS = {"pre", "preview"}
LIVE_COMMANDS = STACK_COMMANDS - PREVIEWS - {"config"}


def main(arguments: list[str]) -> int:
    """Runs the Pulumi CLI with these arguments; the exit code is the CLI's own, or 1 with a message of this program."""
    try:
        engine = find_or_build()
        workspace = Workspace.of_environment()
        workspace.prepare()
        environment = workspace.environment() | engine.environment
        asked = [] if {"-h", "--help"} & set(arguments) else arguments  # help needs no stack and no emulator
        command = next((argument for argument in asked if argument in STACK_COMMANDS), None)
        environment |= _emulator_url(workspace, start=command in LIVE_COMMANDS)
        if command:
            environment |= _prepare_stack(engine, workspace, environment, arguments)
    except (EngineMissingError, ProjectError, emulator.EmulatorError) as error:
        print(f"error: {error}", file=sys.stderr)  # noqa: T201
        return 1
    return os.execve(engine.executable, [str(engine.executable), *arguments], environment)  # noqa: S606


def _emulator_url(workspace: Workspace, *, start: bool) -> dict[str, str]:
    if start:
        running, done = emulator.start(workspace.emulator)
        if done:
            print(done, emulator.way_to_domains(running, workspace.emulator), sep="\n", file=sys.stderr)  # noqa: T201
    else:
        running = emulator.recorded(workspace.emulator)
    return {"GATEWAY_EMULATOR_URL": running.url} if running else {}


def _prepare_stack(
    engine: Engine, workspace: Workspace, environment: dict[str, str], arguments: list[str]
) -> dict[str, str]:
    """Makes the stack that the command line names, if it is new; what the engine must know to find its settings."""
    folder = Path(option(arguments, "--cwd", "-C") or ".").absolute()
    stack = option(arguments, "--stack", "-s") or os.environ.get("PULUMI_STACK")
    project = find_project(folder)
    if project is None or stack is None:
        return {}
    copy = workspace.settings_copy(project.name, stack)
    settings: dict[str, str] = {}
    if "config" not in arguments:  # which is to change the settings themselves
        copy_settings(project.settings_file(stack), copy, has_passphrase="PULUMI_CONFIG_PASSPHRASE" in os.environ)
        settings = {} if option(arguments, "--config-file") else {"PULUMI_OPTION_CONFIG_FILE": str(copy)}
    if PREVIEWS & set(arguments):
        settings[ANSWERS_FILE] = str(project.answers_file(stack))
    state = workspace.stack_state(project.name, stack)
    if not state.exists():
        # Made from beside the copy, since making a stack writes to the settings file of the project it is run in.
        copy.parent.mkdir(parents=True, exist_ok=True)
        (copy.parent / "Pulumi.yaml").write_text(f"name: {project.name}\nruntime: python\n")
        _stack_command(engine, copy.parent, environment, stack, "init", "--no-select")
        return settings

    def stack_command(command: str, given: str) -> str:
        return _stack_command(engine, copy.parent, environment, stack, command, given=given)

    live = LIVE_COMMANDS & set(arguments)
    told = put_in_order(workspace, project.name, stack, stack_command) if live else []
    for message in told + may_exist_twice(workspace, project.name, stack):
        print(f"warning: {message}", file=sys.stderr)  # noqa: T201
    return settings


def _stack_command(
    engine: Engine, folder: Path, environment: dict[str, str], stack: str, command: str, *flags: str, given: str = ""
) -> str:
    """Runs `pulumi stack <command>` for a stack of the project in a folder; what it prints."""
    done = subprocess.run(
        [engine.executable, "stack", command, *flags, "--stack", stack, "--non-interactive", "--cwd", str(folder)],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise ProjectError(f"`pulumi stack {command}` of the stack {stack!r} failed:\n{done.stderr}")
    return done.stdout
