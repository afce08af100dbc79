"""The cases of all rules, gathered from the modules that have some."""

import importlib
from pathlib import Path

from tests.policies.cases import Cases

_FILES = [file for file in sorted(Path(__file__).parent.glob("test_*.py")) if "\nCASES: Cases" in file.read_text()]

CASES: Cases = {
    rule: cases
    for file in _FILES
    for rule, cases in importlib.import_module(f"tests.policies.{file.stem}").CASES.items()
}
