from __future__ import annotations

from typing import TYPE_CHECKING

import botocore.exceptions
import pytest

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


def test_a_published_version_is_kept_ready_and_the_latest_code_is_not(account: Account) -> None:
    function, functions = account.function(), account.client("lambda")
    with pytest.raises(botocore.exceptions.ClientError, match=r"InvalidParameterValueException.*unpublished"):
        functions.put_provisioned_concurrency_config(
            FunctionName=function, Qualifier="$LATEST", ProvisionedConcurrentExecutions=1
        )
    place = {"FunctionName": function, "Qualifier": functions.publish_version(FunctionName=function)["Version"]}
    functions.put_provisioned_concurrency_config(**place, ProvisionedConcurrentExecutions=2)
    shown = functions.get_provisioned_concurrency_config(**place)
    assert (shown["RequestedProvisionedConcurrentExecutions"], shown["Status"]) == (2, "READY")
    functions.delete_provisioned_concurrency_config(**place)
    with pytest.raises(botocore.exceptions.ClientError, match="ProvisionedConcurrencyConfigNotFoundException"):
        functions.get_provisioned_concurrency_config(**place)
