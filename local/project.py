"""Reading a Pulumi project from outside: which project and stack a command line means, and the stack's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import yaml

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

PROJECT_FILES = ("Pulumi.yaml", "Pulumi.yml", "Pulumi.json")


class ProjectError(Exception):
    """A project or settings file cannot be used; the message names the file and what to do."""


@dataclass(frozen=True)
class Project:
    """A project file: its name, and the folder of its stacks' settings."""

    name: str
    settings_folder: Path

    def settings_file(self, stack: str) -> Path:
        """The settings of a stack, as `Pulumi.<stack>.yaml`."""
        return self.settings_folder / f"Pulumi.{stack}.yaml"

    def answers_file(self, stack: str) -> Path:
        """What look-ups of a stack find when it is previewed without an account, as `answers.<stack>.yaml`."""
        return self.settings_folder / f"answers.{stack}.yaml"


def find_project(start: Path) -> Project | None:
    """The project of a folder or of the nearest one above it, as the Pulumi CLI finds it.

    Raises:
        ProjectError: the project file is no YAML mapping with a name.
    """
    for folder in (start, *start.parents):
        for file in (folder / name for name in PROJECT_FILES):
            if file.exists():
                content = read_mapping(file)
                if not isinstance(content.get("name"), str):
                    raise ProjectError(f"{file}: `name` is missing; it is the name of the project, a text.")
                return Project(content["name"], folder / str(content.get("stackConfigDir") or ""))
    return None


def read_mapping(file: Path) -> dict[str, Any]:
    """A YAML file that holds a mapping; an empty file is an empty one."""
    try:
        content: object = yaml.safe_load(file.read_text())
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProjectError(f"{file} is not YAML: {error}") from error
    if content is None:
        return {}
    if not isinstance(content, dict):
        raise ProjectError(f"{file} holds {type(content).__name__} where a mapping is expected.")
    return cast("dict[str, Any]", content)


def option(arguments: Sequence[str], *names: str) -> str | None:
    """The last value of an option in a command line, in the spellings `--name v`, `--name=v`, `-n v` and `-nv`."""
    value = None
    for position, argument in enumerate(arguments):
        for name in names:
            if argument == name and position + 1 < len(arguments):
                value = arguments[position + 1]
            elif argument.startswith(f"{name}="):
                value = argument.removeprefix(f"{name}=")
            elif len(name) == len("-n") and argument.startswith(name) and argument != name:
                value = argument.removeprefix(name)
    return value


def copy_settings(original: Path, copy: Path, *, has_passphrase: bool) -> None:
    """Copies a stack's settings for a local run, encrypted values and all if the passphrase is at hand.

    The engine writes the salt of its encryption into the file that it reads settings from. It gets a copy, so that a
    local run leaves the original as it is, and the copy keeps its salt from run to run.

    Raises:
        ProjectError: the settings hold values that only a passphrase or key which is not here can read.
    """
    content = read_mapping(original) if original.exists() else {}
    salt = read_mapping(copy).get("encryptionsalt") if copy.exists() else None
    if secrets := _encrypted(content.get("config") or {}):
        if not (has_passphrase and "encryptionsalt" in content):
            raise ProjectError(
                f"{original}: {', '.join(secrets)} cannot be decrypted here. Set PULUMI_CONFIG_PASSPHRASE to the "
                "passphrase of that stack."
            )
    else:
        for encryption in ("secretsprovider", "encryptedkey", "encryptionsalt"):
            content.pop(encryption, None)
        if salt:
            content["encryptionsalt"] = salt
    copy.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(content, sort_keys=False)
    if not copy.exists() or copy.read_text() != text:
        copy.write_text(text)


def _encrypted(value: object, path: str = "") -> list[str]:
    """The paths of all encrypted values below a value."""
    if isinstance(value, dict):
        mapping = cast("dict[str, object]", value)
        if set(mapping) == {"secure"}:
            return [path]
        return [found for key, item in mapping.items() for found in _encrypted(item, f"{path}.{key}" if path else key)]
    if isinstance(value, list):
        items = enumerate(cast("list[object]", value))
        return [found for index, item in items for found in _encrypted(item, f"{path}[{index}]")]
    return []
