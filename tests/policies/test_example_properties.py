import importlib
import inspect
import re

import pytest

from gateway_policies.examples import EXAMPLES
from gateway_policies.examples.example import Declared

DECLARED: dict[str, list[Declared]] = {}
for example in EXAMPLES.values():
    for one in (*example.bad, *example.good):
        DECLARED.setdefault(one.type, []).append(one)


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("kind", DECLARED)
def test_the_provider_knows_and_gets_the_properties(kind: str) -> None:
    module, name = kind.removeprefix("aws:").split(":")
    python = {"lambda": "lambda_"}.get(module.split("/")[0], module.split("/")[0])
    arguments = getattr(importlib.import_module(f"pulumi_aws.{python}"), f"{name}Args")
    parameters = {key: one for key, one in inspect.signature(arguments).parameters.items() if key != "__self__"}
    required = {key for key, one in parameters.items() if one.default is inspect.Parameter.empty}
    for one in DECLARED[kind]:
        given = {snake(key) for key in one.properties}
        assert given <= parameters.keys()
        assert required <= given
