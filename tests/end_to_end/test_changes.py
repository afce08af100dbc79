"""What a change of the program changes: a REST deployment when it snapshots it, and nothing that stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from tests.end_to_end.gallery.running import Gallery

pytestmark = pytest.mark.xdist_group("gallery")

NEW_DEPLOYMENT = {"Deployment rest-deployment": "replace", "Stage rest-stage": "update"}


def _changes(gallery: Gallery, **settings: str) -> dict[str, str]:
    """What a preview says, without the steps that a replacement consists of."""
    return {name: op for name, op in gallery.preview(**settings).items() if not op.endswith("-replaced")}


def test_nothing_changes_without_a_reason(gallery: Gallery) -> None:
    assert _changes(gallery) == {}


@pytest.mark.parametrize(
    ("settings", "changed"),
    [
        ({"ttl": "60"}, {"Authorizer rest-authorizer-token": "update"}),
        ({"greeting": "id"}, {"Integration rest-GET /greeting/{name}": "update"}),
        ({"ranges": "127.0.0.0/8,10.0.0.0/8"}, {"RestApiPolicy rest-resource-policy": "update"}),
    ],
    ids=["an authorizer's TTL", "a template", "a statement of the policy"],
)
def test_what_a_deployment_snapshots_replaces_it(
    settings: dict[str, str], changed: dict[str, str], gallery: Gallery
) -> None:
    assert _changes(gallery, **settings) == {**changed, **NEW_DEPLOYMENT}


@pytest.mark.parametrize(
    ("settings", "changed"),
    [
        ({"description": "Another one."}, {"RestApi rest": "update"}),
        (
            {"rate": "50"},
            {"MethodSettings rest-settings": "update", "MethodSettings rest-settings-GET /cached": "update"},
        ),
    ],
    ids=["a description", "a setting of the stage"],
)
def test_what_a_deployment_does_not_snapshot_leaves_it(
    settings: dict[str, str], changed: dict[str, str], gallery: Gallery
) -> None:
    assert _changes(gallery, **settings) == changed


def test_a_new_route_is_exactly_its_resources(gallery: Gallery) -> None:
    route = ["GET /more", "OPTIONS /more"]
    new = {f"{kind} rest-{key}": "create" for kind in ("Integration", "Method") for key in route}
    answers = {
        f"{kind} rest-{key}-{status}": "create"
        for kind in ("IntegrationResponse", "MethodResponse")
        for key, status in zip(route, ("200", "204"), strict=True)
    }
    # The policy names the routes that anyone may call, beside one that only signed requests may.
    policy = {"RestApiPolicy rest-resource-policy": "update"}
    assert _changes(gallery, more="1") == {
        "Resource rest-/more": "create",
        **new,
        **answers,
        **policy,
        **NEW_DEPLOYMENT,
    }


def test_a_changed_template_is_served_after_the_update(gallery: Gallery) -> None:
    url = f"{gallery.outputs()['urls']['rest']}/greeting/Ann"
    try:
        gallery.up(greeting="other")
        assert httpx.get(url, params={"other": "Bob"}, trust_env=False).json() == {"said": "Hello Bob"}
    finally:
        gallery.up()
    assert httpx.get(url, params={"other": "Bob"}, trust_env=False).json() == {"said": "Hello Ann"}


def test_another_kind_of_integration_takes_the_place_of_the_old_one(gallery: Gallery) -> None:
    url = f"{gallery.outputs()['urls']['rest']}/mock"
    try:
        gallery.up(mock_url="1")
        assert httpx.get(url, trust_env=False).json()["path"] == "/pages/mock"
    finally:
        gallery.up()
    assert httpx.get(url, trust_env=False).json() == {"mock": True}
