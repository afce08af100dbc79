"""The ids under which other catalogues know what a rule demands, as a user may write them."""

import re
from collections.abc import Iterable
from difflib import get_close_matches

from gateway_policies.rule import Rule

_NEAREST = 5

# KICS names a query by a UUID, of which the catalogue holds the first part; Trivy's ids once began with AVD-.
_UUID = re.compile(r"\b([0-9a-f]{8})(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
_AVD = re.compile(r"\bavd-(?=aws-)")


def covering(rules: Iterable[Rule], control: str) -> list[Rule]:
    """The rules that cover a control: "checkov CKV_AWS_309", or without the scanner's name; case does not count."""
    wanted = _AVD.sub("", _UUID.sub(r"\1", _plain(control)))
    return [rule for rule in rules if any(wanted in _names(one) for one in rule.controls)]


def nearest(rules: Iterable[Rule], control: str) -> list[str]:
    """The controls spelled most like one that no rule covers."""
    controls = dict.fromkeys(one for rule in rules for one in rule.controls)
    by_name: dict[str, list[str]] = {}
    for one in controls:
        for name in _names(one):
            by_name.setdefault(name, []).append(one)
    alike = get_close_matches(_plain(control), by_name, n=3 * _NEAREST, cutoff=0)
    return list(dict.fromkeys(one for name in alike for one in by_name[name]))[:_NEAREST]


def _names(control: str) -> list[str]:
    """A control with and without each of the words of its catalogue's name: "aws config x", "config x", "x"."""
    words = _plain(control).split()
    return [" ".join(words[index:]) for index in range(len(words))]


def _plain(control: str) -> str:
    return " ".join(control.lower().split())
