from __future__ import annotations

import os
import signal
from collections import Counter
from typing import TYPE_CHECKING

import botocore.exceptions
import pytest

from local.emulator import process
from tests.local.emulator.account import Account, RestApi
from tests.support.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path


def _mock(api: RestApi, key: str, said: str) -> None:
    named = api.method(key, {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'}})
    api.response(named, responseTemplates={"application/json": f'"{said}"'})


def test_a_change_is_served_after_the_next_deployment_and_not_before(account: Account) -> None:
    api = RestApi(account)
    _mock(api, "GET /", "old")
    first = api.deploy()
    _mock(api, "GET /", "new")
    _mock(api, "GET /added", "added")
    assert api.get("/").json() == "old"
    assert api.get("/added").status_code == 403

    api.deploy()
    assert (api.get("/").json(), api.get("/added").json()) == ("new", "added")

    api.patch_stage(**{"/deploymentId": first})
    assert api.get("/").json() == "old"
    assert api.get("/added").status_code == 403


def test_authorizers_and_policies_are_part_of_a_deployment(account: Account) -> None:
    api = RestApi(account)
    _mock(api, "GET /", "open")
    api.deploy()
    policy = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", '
        '"Action": "execute-api:Invoke", "Resource": "execute-api:/*"}]}'
    )
    api.gateway.update_rest_api(
        restApiId=api.id, patchOperations=[{"op": "replace", "path": "/policy", "value": policy}]
    )
    assert api.get("/").status_code == 200
    api.deploy()
    assert api.get("/").status_code == 403


def test_a_deployment_in_use_cannot_be_deleted(account: Account) -> None:
    api = RestApi(account)
    _mock(api, "GET /", "x")
    first, second = api.deploy(), api.deploy()
    with pytest.raises(botocore.exceptions.ClientError, match="Active stages pointing to this deployment"):
        api.gateway.delete_deployment(restApiId=api.id, deploymentId=second)
    api.gateway.delete_deployment(restApiId=api.id, deploymentId=first)


def test_a_canary_gets_its_share(account: Account) -> None:
    api = RestApi(account)
    _mock(api, "GET /", "old $stageVariables.x")
    first = api.deploy()
    _mock(api, "GET /", "new $stageVariables.x")
    canary = {"percentTraffic": 50.0, "stageVariableOverrides": {"x": "canary"}}
    second = api.gateway.create_deployment(restApiId=api.id, stageName="dev", canarySettings=canary)["id"]
    stage = api.gateway.get_stage(restApiId=api.id, stageName="dev")
    assert (stage["deploymentId"], stage["canarySettings"]["deploymentId"]) == (first, second)
    said = Counter(api.get("/").json() for _ in range(60))
    assert set(said) == {"old ", "new canary"}

    promote = [
        {"op": "replace", "path": "/deploymentId", "value": second},
        {"op": "remove", "path": "/canarySettings"},
    ]
    api.gateway.update_stage(restApiId=api.id, stageName="dev", patchOperations=promote)
    assert {api.get("/").json() for _ in range(10)} == {"new "}


def test_what_is_deployed_survives_a_kill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(process.PORT_SETTING, str(free_port()))
    emulator, _ = process.start(tmp_path)
    try:
        account = Account(emulator.url)
        api = RestApi(account)
        _mock(api, "GET /", "old")
        api.deploy()
        _mock(api, "GET /", "new")
        http = account.http_api()
        http.gateway.create_model(ApiId=http.id, Name="Order", ContentType="application/json", Schema="{}")
        os.kill(emulator.pid, signal.SIGKILL)
        process.start(tmp_path)
        assert api.get("/").json() == "old"
        assert [model["Name"] for model in http.gateway.get_models(ApiId=http.id)["Items"]] == ["Order"]
        api.deploy()
        assert api.get("/").json() == "new"
    finally:
        process.stop(tmp_path, forget=True)
