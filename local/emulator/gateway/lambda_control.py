"""What ministack's control plane of functions lacks: only what is published can be kept ready.

https://docs.aws.amazon.com/lambda/latest/dg/provisioned-concurrency.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import LAMBDA

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.gateway.exchange import Answer

    Putting = Callable[[str, str | None, dict[str, Any]], Answer]


def putting_provisioned_concurrency(original: Putting) -> Putting:
    """PutProvisionedConcurrencyConfig that refuses the latest code, which is no version."""

    def put(func_name: str, qualifier: str | None, data: dict[str, Any]) -> Answer:
        if qualifier in (None, "", "$LATEST"):
            return LAMBDA.error_response_json(
                "InvalidParameterValueException",
                "Provisioned Concurrency Configs cannot be applied to unpublished function versions.",
                400,
            )
        return original(func_name, qualifier, data)

    return put
