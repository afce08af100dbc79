"""Enforcement files: the level, settings and exemptions of each rule, checked by hand and all problems at once.

The form is that of the engine's `--policy-pack-config`: an object from policy name, or "all", to a level, or to an
object with `enforcementLevel`, `exemptions` and the settings of the rule.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from gateway_policies.exemptions import Exemption, read_exemptions
from gateway_policies.rule import Level, Rule, Setting, Settings

_LEVELS = get_args(Level)
_LEVEL_KEY = "enforcementLevel"


class EnforcementError(Exception):
    """An enforcement file cannot be used; `problems` has a line for each thing wrong, with its path."""

    def __init__(self, source: str, problems: list[str]) -> None:
        super().__init__(f"{source}: " + "; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Enforcement:
    """How one rule is enforced."""

    level: Level
    settings: Settings
    exemptions: tuple[Exemption, ...] = ()


def load_enforcement(file: Path, rules: Iterable[Rule]) -> Mapping[str, Enforcement]:
    """Read an enforcement file. Raises EnforcementError when it cannot be read or anything in it is wrong."""
    try:
        document = cast("object", json.loads(file.read_bytes()))
    except OSError as error:
        raise EnforcementError(str(file), [f"cannot be read: {error.strerror}"]) from error
    except (ValueError, RecursionError) as error:
        raise EnforcementError(str(file), [f"is not JSON: {error}"]) from error
    problems: list[str] = []
    enforcement = read_enforcement(document, rules, problems)
    if problems:
        raise EnforcementError(str(file), problems)
    return enforcement


def read_enforcement(document: object, rules: Iterable[Rule], problems: list[str]) -> Mapping[str, Enforcement]:
    """How each rule is enforced according to a document; what is wrong in it is appended to `problems`."""
    entries = _as_map(document, "(root)", problems)
    by_name = {rule.name: rule for rule in rules}
    problems += [
        f"{name}: no such policy; allowed are 'all' and {', '.join(sorted(by_name))}"
        for name in entries
        if name != "all" and name not in by_name
    ]
    everywhere: Level | None = None
    if "all" in entries:
        config = _as_config(entries["all"], "all", problems)
        problems += [f"all.{key}: only enforcementLevel may be set for all" for key in config if key != _LEVEL_KEY]
        everywhere = _read_level(config, "all", problems)
    result: dict[str, Enforcement] = {}
    for name, rule in by_name.items():
        config = _as_config(entries.get(name, {}), name, problems)
        level = _read_level(config, name, problems) or everywhere or rule.level
        settings = {key: value for key, value in config.items() if key != _LEVEL_KEY}
        result[name] = read_rule_config(rule, settings, level, problems)
    return result


def read_rule_config(rule: Rule, config: Mapping[str, object], level: Level, problems: list[str]) -> Enforcement:
    """The settings and exemptions of one rule, as the engine hands them to a policy; problems are appended."""
    settings = dict(rule.defaults)
    exemptions: tuple[Exemption, ...] = ()
    for key, value in config.items():
        path = f"{rule.name}.{key}"
        if key == "exemptions":
            exemptions = tuple(read_exemptions(value, path, problems))
        elif key in rule.settings:
            _read_setting(rule.settings[key], value, path, problems)
            settings[key] = cast("float | str", value)
        else:
            allowed = ", ".join((_LEVEL_KEY, "exemptions", *rule.settings))
            problems.append(f"{path}: no such setting; allowed are {allowed}")
    return Enforcement(level, settings, exemptions)


def _read_setting(setting: Setting, value: object, path: str, problems: list[str]) -> None:
    if isinstance(setting.default, str):
        if not isinstance(value, str):
            problems.append(f"{path}: found {value!r}; it must be text")
    elif isinstance(value, bool) or not isinstance(value, int | float) or not value >= setting.minimum:
        problems.append(f"{path}: found {value!r}; it must be a number of at least {setting.minimum:g}")


def _read_level(config: Mapping[str, object], path: str, problems: list[str]) -> Level | None:
    value = config.get(_LEVEL_KEY)
    if _LEVEL_KEY in config and value not in _LEVELS:
        problems.append(f"{path}.{_LEVEL_KEY}: found {value!r}; allowed are {', '.join(_LEVELS)}")
        return None
    return cast("Level | None", value)


def _as_config(value: object, path: str, problems: list[str]) -> Mapping[str, object]:
    return {_LEVEL_KEY: value} if isinstance(value, str) else _as_map(value, path, problems)


def _as_map(value: object, path: str, problems: list[str]) -> Mapping[str, object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    problems.append(f"{path}: found {value!r}; it must be an object")
    return {}
