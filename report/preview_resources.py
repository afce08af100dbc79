"""What a preview holds, as the policy pack reads resources: each with its inputs and where these come from.

Nothing secret gets further than this module.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from gateway_policies.outputs.state_files import StateFileError, read_state
from gateway_policies.resources import Resource, Stack
from report.preview import STACK_TYPE, PreviewError

if TYPE_CHECKING:
    from collections.abc import Iterator

MASK = "[secret]"
"""What stands in place of a secret, as in the engine's own previews."""

# Source: pulumi/pulumi, sdk/go/common/resource/sig.
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 -- the public marker of secrets


@dataclass(frozen=True)
class Preview:
    """The resources of one stack."""

    project: str
    stack: str
    region: str
    """The Region of the stack, or "" where none is told."""
    resources: Stack
    by_urn: Mapping[str, Resource]
    parents: Mapping[str, str]
    """The URN of each resource's parent by its own."""
    outputs: Mapping[str, object]
    """The outputs of the stack, secrets masked; none where the preview does not tell them."""

    def components(self, resource: Resource) -> Iterator[Resource]:
        """The components a resource is in, the nearest first."""
        urn = self.parents.get(resource.urn, "")
        while urn in self.by_urn:
            yield self.by_urn[urn]
            urn = self.parents.get(urn, "")


def read_file(file: Path) -> dict[str, Any]:
    """A recorded preview or a stack export.

    Raises:
        PreviewError: it is no JSON object.
    """
    try:
        document: object = json.loads(file.read_bytes())
    except OSError as error:
        raise PreviewError(f"{file} cannot be read: {error.strerror}. Name a file that is there.") from error
    except (ValueError, RecursionError) as error:
        raise PreviewError(f"{file} is not JSON: {error}. Write it with `pulumi preview --json`.") from error
    if not isinstance(document, dict):
        raise PreviewError(f"{file} holds no JSON object. Write it with `pulumi preview --json`.")
    return cast("dict[str, Any]", document)


def read_preview(document: Mapping[str, Any]) -> Preview:
    """The resources of a preview.

    Raises:
        PreviewError: it is no preview, or one that failed.
    """
    masked = cast("dict[str, Any]", without_secrets(document))
    # The pack reads files, so that what it judges is what a file can hold.
    with tempfile.TemporaryDirectory(prefix="report-") as folder:
        file = Path(folder) / "preview.json"
        file.write_text(json.dumps(masked))
        try:
            resources = read_state(file)
        except StateFileError as error:
            raise PreviewError(f"The file {str(error).removeprefix(f'{file}: ')}.".replace("..", ".")) from error
    states = _states(masked)
    outputs: list[dict[str, object]] = [
        state.get("outputs") or {} for state in states if state.get("type") == STACK_TYPE
    ]
    if not resources:
        raise PreviewError("The preview has no resources. Make it with `pulumi preview --json --show-sames`.")
    of_stack, project, *_ = resources[0].urn.split("::")
    return Preview(
        project=project,
        stack=of_stack.rpartition(":")[2],
        region=_region(masked, resources),
        resources=Stack(resources),
        by_urn={one.urn: one for one in resources},
        parents={state["urn"]: state["parent"] for state in states if state.get("parent")},
        outputs=outputs[0] if outputs else {},
    )


def without_secrets(value: object) -> object:
    """The value with each secret, encrypted or in plain text, masked."""
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, object]", value)
        signature = fields.get(_SIGNATURE)
        if signature == _SECRET or (signature == _OUTPUT and fields.get("secret")):
            return MASK
        return {key: without_secrets(item) for key, item in fields.items()}
    if isinstance(value, list):
        return [without_secrets(item) for item in cast("list[object]", value)]
    return value


def _states(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    if "deployment" in document:
        return [*document["deployment"].get("resources", ())]
    return [state for step in document.get("steps") or () if isinstance(state := step.get("newState"), dict)]


def _region(document: Mapping[str, Any], resources: list[Resource]) -> str:
    """The Region of the settings, else the one that most resources have."""
    config: dict[str, object] = document.get("config") or {}
    set_to = config.get("aws:region")
    if isinstance(set_to, str) and set_to != MASK:
        return set_to
    regions = [one.region for one in resources if one.region and one.region != MASK]
    return max(dict.fromkeys(regions), key=regions.count, default="")
