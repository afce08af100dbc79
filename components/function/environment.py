"""The environment of a LambdaFunction: its rules, and its secrets. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

import re
from collections.abc import Mapping
from typing import cast

import pulumi

from components.function.args import LambdaFunctionArgs
from components.problems import Problem

_MOST_BYTES = 4096
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]+")
"""https://docs.aws.amazon.com/lambda/latest/api/API_Environment.html"""

_OF_LAMBDA = {
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
}
"""Variables that Lambda sets itself and refuses to be given."""


def variables(args: LambdaFunctionArgs) -> dict[str, pulumi.Input[str]]:
    """The variables of a function, the secret ones marked as secrets, so that Pulumi encrypts and hides them."""
    secrets = {name: pulumi.Output.secret(value) for name, value in args.get("secrets", {}).items()}
    return {**args.get("environment", {}), **secrets}


def environment_problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the environment and the secrets of a function. No message holds a value."""
    environment, secrets = _mapping(args.get("environment", {})), _mapping(args.get("secrets", {}))
    return [
        *_variable_problems("environment", environment),
        *_variable_problems("secrets", secrets),
        *(
            Problem("secrets", f'the variable "{name}", which is in environment too', "one of both", "remove one")
            for name in secrets
            if name in environment
        ),
        *_size_problems([*environment.items(), *secrets.items()]),
    ]


def _mapping(value: object) -> Mapping[object, object]:
    return cast("Mapping[object, object]", value) if isinstance(value, Mapping) else {}


def _variable_problems(where: str, given: Mapping[object, object]) -> list[Problem]:
    found: list[Problem] = []
    for name, value in given.items():
        if not isinstance(name, str) or not _NAME.fullmatch(name):
            allowed = "a letter, then one or more letters, digits and underscores"
            found.append(Problem(where, f"the variable {name!r}", allowed, "rename it"))
        elif name in _OF_LAMBDA:
            found.append(Problem(where, f'the variable "{name}"', "names that Lambda does not set itself", "rename it"))
        if isinstance(value, bool | int | float) or value is None:
            kind = type(value).__name__
            found.append(Problem(where, f"{kind} as the value of {name!r}", "text", "write the value as text"))
    return found


def _size_problems(given: list[tuple[object, object]]) -> list[Problem]:
    # Values that are only known during the deployment count for nothing, so that this is never a false alarm.
    size = sum(len(text.encode()) for pair in given for text in pair if isinstance(text, str))
    if size <= _MOST_BYTES:
        return []
    allowed = f"{_MOST_BYTES} bytes of names and values together"
    return [Problem("environment", f"{size} bytes or more", allowed, "keep large settings in Parameter Store or S3")]
