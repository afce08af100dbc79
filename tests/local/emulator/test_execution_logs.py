from __future__ import annotations

from typing import TYPE_CHECKING

import botocore.exceptions
import pytest

from tests.local.emulator.account import Account, RestApi, WebSocketApi

if TYPE_CHECKING:
    from collections.abc import Iterator

REFUSED = r"BadRequestException.*CloudWatch Logs role ARN must be set in account settings to enable logging"


def _set_role(account: Account, arn: str) -> None:
    change = [{"op": "replace", "path": "/cloudwatchRoleArn", "value": arn}]
    account.client("apigateway").update_account(patchOperations=change)


@pytest.fixture
def account_without_role(account: Account) -> Iterator[Account]:
    """The shared account, whose role is taken away until the end of the test."""
    before = account.client("apigateway").get_account().get("cloudwatchRoleArn") or ""
    _set_role(account, "")
    yield account
    _set_role(account, before)


@pytest.mark.parametrize("path", ["/*/*/logging/loglevel", "/~1x/GET/logging/loglevel"])
@pytest.mark.parametrize("level", ["ERROR", "INFO"])
def test_a_rest_stage_logs_only_with_a_role(account_without_role: Account, path: str, level: str) -> None:
    api = RestApi(account_without_role)
    api.response(api.method("GET /x", {"type": "MOCK", "requestTemplates": {}}))
    api.deploy()
    with pytest.raises(botocore.exceptions.ClientError, match=REFUSED) as refused:
        api.patch_stage(**{path: level, "/description": "never set"})
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400  # pyright: ignore[reportTypedDictNotRequiredAccess]
    assert not api.gateway.get_stage(restApiId=api.id, stageName="dev").get("description")
    api.patch_stage(**{path: "OFF"})
    _set_role(account_without_role, account_without_role.role("logs:*", "*"))
    api.patch_stage(**{path: level})
    settings = api.gateway.get_stage(restApiId=api.id, stageName="dev")["methodSettings"]
    assert [one["loggingLevel"] for one in settings.values()] == [level]


def test_a_websocket_stage_logs_only_with_a_role(account_without_role: Account) -> None:
    api = WebSocketApi(account_without_role)
    stage = {"ApiId": api.id, "StageName": "logged"}
    everywhere = {"DefaultRouteSettings": {"LoggingLevel": "ERROR"}}
    with pytest.raises(botocore.exceptions.ClientError, match=REFUSED):
        api.gateway.create_stage(**stage, **everywhere)
    api.gateway.create_stage(**stage, DefaultRouteSettings={"LoggingLevel": "OFF"})
    for settings in (everywhere, {"RouteSettings": {"$connect": {"LoggingLevel": "INFO"}}}):
        with pytest.raises(botocore.exceptions.ClientError, match=REFUSED):
            api.gateway.update_stage(**stage, **settings)
    _set_role(account_without_role, account_without_role.role("logs:*", "*"))
    assert api.gateway.update_stage(**stage, **everywhere)["DefaultRouteSettings"]["LoggingLevel"] == "ERROR"
