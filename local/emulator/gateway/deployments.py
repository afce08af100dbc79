"""Deployments of REST APIs: a stage serves what its deployment held when it was made, and no later change.

https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
"""

from __future__ import annotations

import copy
import json
import random
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import REST, SCOPES
from local.emulator.gateway.records import as_map, held, nested

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from local.emulator.gateway.exchange import Answer

CREATED = 201
# Of ministack's stores by API, those that a deployment takes along.
DEPLOYED = ("_rest_apis", "_resources", "_authorizers_v1", "_models", "_request_validators")

snapshots: Any = SCOPES.AccountRegionScopedDict()  # of an API's id, its deployments' ids, and what each holds by store


_Store: Any = SCOPES.AccountRegionScopedDict  # untyped


@dataclass(frozen=True)
class Served:
    """The deployment of which a request is served."""

    api_id: str
    records: dict[str, Any]


_served: ContextVar[Served | None] = ContextVar("served", default=None)


class DeployedStore(_Store):
    """A store of ministack which, while a request is served, shows of its API what the stage's deployment holds."""

    def __init__(self, name: str) -> None:
        stored: Any = super()
        stored.__init__()
        self._name = name

    def get(self, key: str, default: Any = None) -> Any:
        """The API's entry."""
        served = _served.get()
        stored: Any = super()
        return served.records[self._name] if served and served.api_id == key else stored.get(key, default)

    def get_scoped(self, account_id: str, region: str, key: str, default: Any = None) -> Any:
        """The API's entry."""
        served = _served.get()
        stored: Any = super()
        found = stored.get_scoped(account_id, region, key, default)
        return served.records[self._name] if served and served.api_id == key and found is not default else found


@contextmanager
def serving(api_id: str, deployment: str) -> Generator[None]:
    """Serves a deployment; the API as it is where there is none, as in state that an older emulator left."""
    records = held(snapshots, api_id, deployment)
    token = _served.set(Served(api_id, records) if records else None)
    try:
        yield
    finally:
        _served.reset(token)


def stage_as_served(stage: dict[str, Any]) -> dict[str, Any]:
    """A stage as one request meets it: by chance that of its canary, with its deployment and variables."""
    canary = nested(stage, "canarySettings")
    if not canary.get("deploymentId") or random.random() * 100 >= float(canary.get("percentTraffic") or 0):  # noqa: S311  chance, no secret
        return stage
    variables = {**nested(stage, "variables"), **nested(canary, "stageVariableOverrides")}
    return {**stage, "deploymentId": canary["deploymentId"], "variables": variables, "canary": True}


def creating(original: Callable[[str, dict[str, Any]], Answer]) -> Callable[[str, dict[str, Any]], Answer]:
    """CreateDeployment that keeps what the API is now, and that can make a canary of it."""

    def create(api_id: str, data: dict[str, Any]) -> Answer:
        canary, name = data.get("canarySettings"), data.get("stageName")
        stage = held(REST.stages_v1, api_id, name) if canary and name else None
        answer = original(api_id, {**data, "stageName": None} if stage else data)
        if answer[0] == CREATED:
            deployment = json.loads(answer[2])["id"]
            taken = {store: copy.deepcopy(getattr(REST, store).get(api_id)) for store in DEPLOYED}
            snapshots.setdefault(api_id, {})[deployment] = taken
            if stage:
                stage["canarySettings"] = {"percentTraffic": 0.0} | as_map(canary) | {"deploymentId": deployment}
        return answer

    return create


def deleting(original: Callable[[str, str], Answer]) -> Callable[[str, str], Answer]:
    """DeleteDeployment that refuses one which a stage serves."""

    def delete(api_id: str, deployment_id: str) -> Answer:
        stages: dict[str, Any] = REST.stages_v1.get(api_id) or {}
        if any(stage.get("deploymentId") == deployment_id for stage in stages.values()):
            return REST.v1_error(
                "BadRequestException", "Active stages pointing to this deployment must be moved or deleted", 400
            )
        held(snapshots, api_id).pop(deployment_id, None)
        return original(api_id, deployment_id)

    return delete
