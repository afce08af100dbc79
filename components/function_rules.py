"""Rules for the arguments of a LambdaFunction. Pure: no Pulumi resource.

Source of the figures: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

import re
from collections.abc import Mapping

import pulumi

from components.access_logs import DEFAULT_RETENTION_DAYS, RETENTION_DAYS
from components.problems import Problem, did_you_mean, missing_keys

DEFAULT_RUNTIME = "python3.13"
DEFAULT_MEMORY_SIZE = 256
"""MB."""
DEFAULT_TIMEOUT = 10
"""Seconds."""

_ENVIRONMENT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
"""https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html"""


def problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the arguments of a LambdaFunction."""
    return [
        *missing_keys("arguments", args, ("code", "handler")),
        *_whole_number("memory_size", args.get("memory_size", DEFAULT_MEMORY_SIZE), 128, 10_240, "MB"),
        *_whole_number("timeout", args.get("timeout", DEFAULT_TIMEOUT), 1, 900, "seconds"),
        *retention_problems(args.get("log_retention_days", DEFAULT_RETENTION_DAYS)),
        *_environment_problems(args.get("environment", {})),
        *_handler_problems(args),
    ]


def retention_problems(days: object) -> list[Problem]:
    """A problem when CloudWatch Logs does not take this retention."""
    if isinstance(days, int | float) and not isinstance(days, bool) and days in RETENTION_DAYS:
        return []
    allowed = ", ".join(map(str, RETENTION_DAYS))
    return [Problem("log_retention_days", f"{days!r}", allowed, "use one of the retentions CloudWatch Logs takes")]


def _whole_number(where: str, value: object, low: int, high: int, unit: str) -> list[Problem]:
    # Whole numbers reach a component that another language uses as floats.
    whole = (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and value.is_integer()
    )
    if whole and isinstance(value, int | float) and low <= value <= high:
        return []
    allowed = f"a whole number of {unit} from {low} to {high}"
    return [Problem(where, f"{value!r}", allowed, "give a number in the range")]


def _environment_problems(environment: object) -> list[Problem]:
    names: list[object] = [*environment] if isinstance(environment, Mapping) else []  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- an untyped mapping is judged by its keys
    allowed = "a letter, then letters, digits and underscores"
    return [
        Problem("environment", f"the variable {name!r}", allowed, "rename it")
        for name in names
        if not isinstance(name, str) or not _ENVIRONMENT_NAME.fullmatch(name)
    ]


def _handler_problems(args: Mapping[str, object]) -> list[Problem]:
    handler, code = args.get("handler"), args.get("code")
    if handler is None or not str(args.get("runtime", DEFAULT_RUNTIME)).startswith("python"):
        return []
    module, dot, function = str(handler).rpartition(".")
    if not (dot and module and function):
        return [Problem("handler", f"{handler!r}", "module.function", 'write "module.function", such as "app.handler"')]
    if not isinstance(code, pulumi.AssetArchive):
        return []
    modules = [path.removesuffix(".py").replace("/", ".") for path in code.assets if path.endswith(".py")]
    # An archive may hold archives of its own; what is in them is not known here.
    files_only = all(isinstance(asset, pulumi.Asset) for asset in code.assets.values())
    if module in modules or not files_only:
        return []
    found = f'"{handler}", but the code has no module "{module}"'
    return [Problem("handler", found, ", ".join(modules), did_you_mean(module, modules, "name a module of the code"))]
