"""The cases of all rules, gathered from the modules that have some."""

import importlib
from pathlib import Path

from tests.policies.cases import Cases

_FILES = [file for file in sorted(Path(__file__).parent.rglob("test_*.py")) if "\nCASES: Cases" in file.read_text()]


def _name_of(file: Path) -> str:
    return ".".join(("tests", "policies", *file.relative_to(Path(__file__).parent).with_suffix("").parts))


CASES: Cases = {rule: cases for file in _FILES for rule, cases in importlib.import_module(_name_of(file)).CASES.items()}
