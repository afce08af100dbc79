"""The page docs/policies.md, made of the catalogue by `python -m gateway_policies.outputs.catalogue_page`."""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml

from gateway_policies.catalogue import RULES
from gateway_policies.examples import EXAMPLES
from gateway_policies.examples.example import Declared, Example
from gateway_policies.outputs.catalogue_introduction import INTRODUCTION
from gateway_policies.rule import Rule, Setting

PAGE = Path(__file__).parents[3] / "docs" / "policies.md"


def page() -> str:
    """The text of the page; a rule that has no example yet stands there without."""
    groups = {group: [rule for rule in RULES if rule.group == group] for group in dict.fromkeys(r.group for r in RULES)}
    return "\n".join([INTRODUCTION, *_overview(groups), *(line for group in groups.items() for line in _group(*group))])


def _overview(groups: Mapping[str, Sequence[Rule]]) -> Iterator[str]:
    yield "## Groups"
    yield ""
    yield "| group | rules | mandatory | advisory | disabled |"
    yield "|---|---|---|---|---|"
    for group, rules in groups.items():
        levels = [rule.level for rule in rules]
        counts = " | ".join(str(levels.count(level)) for level in ("mandatory", "advisory", "disabled"))
        yield f"| [{group}](#{group}) | {len(rules)} | {counts} |"
    yield ""


def _group(group: str, rules: Sequence[Rule]) -> Iterator[str]:
    yield f"## {group}"
    yield ""
    yield "| rule | what is wrong | severity | level |"
    yield "|---|---|---|---|"
    for rule in rules:
        yield f"| [{rule.name}](#{rule.name}) | {_cell(_prose(rule.title))} | {rule.severity} | {rule.level} |"
    yield ""
    for rule in rules:
        yield from _rule(rule)


def _rule(rule: Rule) -> Iterator[str]:
    yield f"### {rule.name}"
    yield ""
    yield f"**{_prose(rule.title)}.** Severity {rule.severity}, by default {rule.level}."
    yield ""
    yield f"{_prose(rule.why)} ([source]({rule.source}))"
    yield ""
    yield f"Fix: {_prose(rule.fix)}"
    yield ""
    if rule.settings:
        yield from _settings(rule.settings)
    if rule.controls:
        yield f"Covers: {', '.join(rule.controls)}."
        yield ""
    if rule.name in EXAMPLES:
        yield from _example(EXAMPLES[rule.name])


def _settings(settings: Mapping[str, Setting]) -> Iterator[str]:
    yield "| setting | default | what it is |"
    yield "|---|---|---|"
    for name, setting in settings.items():
        default = _cell(json.dumps(setting.default))
        yield f"| `{name}` | `{default}` | {_cell(_prose(setting.description))} |"
    yield ""


def _example(example: Example) -> Iterator[str]:
    if example.settings:
        yield f"Where the enforcement file says `{json.dumps(dict(example.settings))}`:"
        yield ""
    for title, resources in (("Bad", example.bad), ("Good", example.good)):
        yield f"{title}:"
        yield ""
        yield "```yaml"
        yield _yaml(resources).rstrip("\n")
        yield "```"
        yield ""


class _Dumper(yaml.SafeDumper):
    """Writes what is used twice in full, and text of several lines as such."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  the name is that of the base class
        return True


def _text(_dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(resources: Sequence[Declared]) -> str:
    program = {
        one.name: {
            "type": one.type,
            **({"properties": dict(one.properties)} if one.properties else {}),
            **({"options": dict(one.options)} if one.options else {}),
        }
        for one in resources
    }
    return yaml.dump(program, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)


def _prose(text: str) -> str:
    """Plain text as Markdown: only what stands in backticks already is code."""
    pieces = text.split("`")
    pieces[::2] = [piece.replace("*", "\\*").replace("<", "&lt;") for piece in pieces[::2]]
    return "`".join(pieces)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m gateway_policies.outputs.catalogue_page", description=__doc__).parse_args()
    PAGE.write_text(page(), encoding="utf-8")
