"""AWS Lambda: execution environments that are kept ready.

https://docs.aws.amazon.com/lambda/latest/api/API_PutProvisionedConcurrencyConfig.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties


def _check(inputs: Properties) -> list[Problem]:
    if inputs.get("qualifier") != "$LATEST":
        return []
    return [("qualifier", "is $LATEST, which can have none: give the number of a version, or the name of an alias")]


def _unless_kept(operation: str, request: Request, inputs: Properties, state: Properties) -> Request | None:
    del inputs
    kept = operation == "DeleteProvisionedConcurrencyConfig" and state.get("skipDestroy")
    return None if kept else request


PROVISIONED: Final = ResourceType(
    type="aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
    service="lambda",
    create="PutProvisionedConcurrencyConfig",
    read=(Reading("GetProvisionedConcurrencyConfig"),),
    update=(Change("PutProvisionedConcurrencyConfig"),),
    delete="DeleteProvisionedConcurrencyConfig",
    id="{functionName},{qualifier}",
    identity={"FunctionName": "functionName", "Qualifier": "qualifier"},
    import_id=("functionName", "qualifier"),
    import_separator=",",
    attributes={
        "provisionedConcurrentExecutions": Attribute(
            ("ProvisionedConcurrentExecutions", "RequestedProvisionedConcurrentExecutions"), exact=Exact(minimum=1)
        ),
        "skipDestroy": Attribute(local=True),
    },
    gone=("ResourceNotFoundException", "ProvisionedConcurrencyConfigNotFoundException"),
    check=_check,
    amend=_unless_kept,
)

TYPES: Final = (PROVISIONED,)
