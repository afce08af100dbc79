"""`python -m local.new_stack NAME --like STACK`: settings and enforcement of a further stack, from those of another."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml

from local.workspace import ROOT

# https://www.pulumi.com/docs/iac/concepts/stacks/, narrowed to what may also be part of a domain's name.
_NAME = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_ENCRYPTION = re.compile(r"^(encryptionsalt|encryptedkey|secretsprovider):.*\n", re.MULTILINE)


class NewStackError(Exception):
    """The stack cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class NewStack:
    """What was written, and what is left to do."""

    files: list[Path]
    unset: list[str]
    """Settings that are encrypted in the other stack, and have to be set for this one."""
    domain: str
    """The name below which its APIs answer, for the person to look at."""


def new_stack(name: str, like: str, root: Path = ROOT) -> NewStack:
    """Writes the settings of a stack like another one, but for its domain, its tag `environment`, and secrets.

    Raises:
        NewStackError: the name cannot be one, or is taken, or there is no such other stack. Nothing is written then.
    """
    stacks, enforcement = root / "stacks", root / "policies" / "enforcement"
    settings, rules = stacks / f"Pulumi.{name}.yaml", enforcement / f"{name}.json"
    problems = _problems(name, like, stacks, [settings, rules])
    if problems:
        raise NewStackError("\n".join(problems))
    text, unset = _without_secrets((stacks / f"Pulumi.{like}.yaml").read_text())
    text = re.sub(rf"^(    environment: ){re.escape(like)}$", rf"\g<1>{name}", text, flags=re.MULTILINE)
    domain = str(yaml.safe_load(text)["config"]["shop:domain"]["name"])
    own_domain = _domain(domain, name, like)
    text = text.replace(f"name: {domain}\n", f"name: {own_domain}\n")
    settings.write_text(
        f"# Made like {like}: see whether each figure, address and id below is meant for {name}.\n{text}"
    )
    shutil.copyfile(enforcement / f"{like}.json", rules)
    files = [settings, rules]
    answers = stacks / f"answers.{like}.yaml"
    if answers.exists():
        files.append(Path(shutil.copyfile(answers, stacks / f"answers.{name}.yaml")))
    return NewStack(files, unset, own_domain)


def _problems(name: str, like: str, stacks: Path, files: list[Path]) -> list[str]:
    found = [f"{file} is there already: choose another name, or remove it." for file in files if file.exists()]
    if not _NAME.fullmatch(name):
        found.append(
            f"{name!r} is no name for a stack: 1 to 63 lower-case letters, digits and hyphens are, such as qa."
        )
    known = sorted(file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in stacks.glob("Pulumi.*.yaml"))
    if like not in known:
        found.append(f"There is no stack {like!r} to be like: take one of {', '.join(known)}.")
    return found


def _domain(domain: str, name: str, like: str) -> str:
    """The other stack's name with its own label replaced, or with one before it."""
    labels = domain.split(".")
    return ".".join(name if label == like else label for label in labels) if like in labels else f"{name}.{domain}"


def _without_secrets(text: str) -> tuple[str, list[str]]:
    """The settings without those that hold an encrypted value, and the keys of these."""
    config: dict[str, object] = yaml.safe_load(text)["config"]
    secret = [key for key, value in config.items() if _is_secret(value)]
    for key in secret:
        # The key and all lines below it that are further in.
        text = re.sub(rf"^  {re.escape(key)}:.*\n(   .*\n|\n)*", "", text, flags=re.MULTILINE)
    return _ENCRYPTION.sub("", text), secret


def _is_secret(value: object) -> bool:
    if isinstance(value, dict):
        return "secure" in value or any(map(_is_secret, value.values()))  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType] -- judged item by item
    return isinstance(value, list) and any(map(_is_secret, value))  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- likewise


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m local.new_stack", description=__doc__)
    parser.add_argument("name", help="name of the new stack, such as qa")
    parser.add_argument("--like", default="dev", help="the stack whose settings it takes; default: %(default)s")
    chosen = parser.parse_args()
    try:
        made = new_stack(chosen.name, chosen.like)
    except NewStackError as error:
        sys.exit("\n".join(f"error: {line}" for line in str(error).splitlines()))
    for file in made.files:
        print(f"written: {file.relative_to(ROOT)}")  # noqa: T201
    print(f"Its APIs will answer at api.{made.domain} and ws.{made.domain}: shop:domain says so.")  # noqa: T201
    for key in made.unset:
        print(f"to be set: pulumi config set --stack {chosen.name} --secret --path {key}.…")  # noqa: T201
