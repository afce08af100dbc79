"""Functions of the shop: functions/DOMAIN/ACTION.py each."""

from collections.abc import Mapping

import pulumi

from components import Grant, LambdaFunction, LambdaFunctionArgs, python_package
from stacks.settings import Settings


def shop_function(
    settings: Settings,
    domain: str,
    action: str,
    environment: Mapping[str, pulumi.Input[str]] | None = None,
    grants: Mapping[str, Grant] | None = None,
) -> LambdaFunction:
    """The function `functions/DOMAIN/ACTION.py`, which may do what is granted and nothing else."""
    return LambdaFunction(
        f"{domain}-{action}",
        LambdaFunctionArgs(
            code=python_package(f"functions/{domain}"),
            handler=f"{domain}.{action}.handler",
            environment=environment or {},
            grants=grants or {},
            log_retention_days=settings.logs.retention_days,
            tags=settings.tags,
        ),
    )
