"""Enforcement files: the level, settings and exemptions of each rule, checked by hand and all problems at once.

The form is that of the engine's `--policy-pack-config`: an object from policy, group or "all" to a level, or to an
object with `enforcementLevel` and, for a policy, `exemptions` and the settings of the rule.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast, get_args

from gateway_policies.exemptions import Exemption, read_exemptions
from gateway_policies.rule import Level, Rule, Settings, SettingValue

ALL = "all"
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
    groups = dict.fromkeys(rule.group for rule in by_name.values())
    problems += [
        f"{name}: no such policy; allowed are {ALL!r}, the groups {', '.join(groups)}, and {', '.join(sorted(by_name))}"
        for name in entries
        if name not in {ALL, *groups, *by_name}
    ]
    several: dict[str, Level | None] = {
        name: _read_several(entries[name], name, problems) for name in (ALL, *groups) if name in entries
    }
    result: dict[str, Enforcement] = {}
    for name, rule in by_name.items():
        config = _as_config(entries.get(name, {}), name, problems)
        own = _read_level(config, name, problems)
        if own == "remediate" and not rule.remedies:
            problems.append(f"{name}.{_LEVEL_KEY}: found 'remediate'; the rule has no remediation")
        level = level_of(rule, own, several.get(rule.group), several.get(ALL))
        settings = {key: value for key, value in config.items() if key != _LEVEL_KEY}
        result[name] = read_rule_config(rule, settings, level, problems)
    return result


def level_of(rule: Rule, own: Level | None, of_group: Level | None, of_all: Level | None) -> Level:
    """The level of a rule by its own entry, that of its group, and that for all, in this order.

    The engine fills in a level for each rule, so that an entry which only repeats what the rule has anyway counts as
    none. The level of a group wakes no rule that is disabled by itself. A group or all of them at `remediate` leaves
    rules without a remediation mandatory.
    """
    level: Level = of_all or rule.level
    if own not in {None, level}:
        level = cast("Level", own)
    elif of_group and rule.level != "disabled":
        level = of_group
    return "mandatory" if level == "remediate" and not rule.remedies else level


def read_rule_config(rule: Rule, config: Mapping[str, object], level: Level, problems: list[str]) -> Enforcement:
    """The settings and exemptions of one rule, as the engine hands them to a policy; problems are appended."""
    settings = dict(rule.defaults)
    exemptions: tuple[Exemption, ...] = ()
    for key, value in config.items():
        path = f"{rule.name}.{key}"
        if key == "exemptions":
            exemptions = tuple(read_exemptions(value, path, problems))
        elif key in rule.settings:
            problem = rule.settings[key].problem(value)
            if problem:
                problems.append(f"{path}: {problem}")
            settings[key] = tuple(cast("list[str]", value)) if isinstance(value, list) else cast("SettingValue", value)
        else:
            allowed = ", ".join((_LEVEL_KEY, "exemptions", *rule.settings))
            problems.append(f"{path}: no such setting; allowed are {allowed}")
    return Enforcement(level, settings, exemptions)


def _read_level(config: Mapping[str, object], path: str, problems: list[str]) -> Level | None:
    value = config.get(_LEVEL_KEY)
    if _LEVEL_KEY in config and value not in _LEVELS:
        problems.append(f"{path}.{_LEVEL_KEY}: found {value!r}; allowed are {', '.join(_LEVELS)}")
        return None
    return cast("Level | None", value)


def _read_several(entry: object, name: str, problems: list[str]) -> Level | None:
    config = _as_config(entry, name, problems)
    problems += [f"{name}.{key}: only {_LEVEL_KEY} may be set here" for key in config if key != _LEVEL_KEY]
    return _read_level(config, name, problems)


def _as_config(value: object, path: str, problems: list[str]) -> Mapping[str, object]:
    return {_LEVEL_KEY: value} if isinstance(value, str) else _as_map(value, path, problems)


def _as_map(value: object, path: str, problems: list[str]) -> Mapping[str, object]:
    if isinstance(value, dict):
        return cast("dict[str, object]", value)
    problems.append(f"{path}: found {value!r}; it must be an object")
    return {}
