"""The options with which components register resources."""

from collections.abc import Callable, Sequence
from typing import Any, cast

import pulumi
import pytest

from tests.support.recording import Cloud


def options_of(cloud: Cloud, program: Callable[[], object]) -> dict[tuple[str, str], pulumi.ResourceOptions]:
    """The options of each resource of a program, by its type and name, after the program has ended."""
    found: dict[tuple[str, str], pulumi.ResourceOptions] = {}
    original = pulumi.Resource.__init__

    def spy(self: pulumi.Resource, kind: str, name: str, *rest: Any, **named: Any) -> None:
        given = [one for one in (*rest, *named.values()) if isinstance(one, pulumi.ResourceOptions)]
        found[kind, name] = given[0] if given else pulumi.ResourceOptions()
        original(self, kind, name, *rest, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pulumi.Resource, "__init__", spy)
        cloud.run(program)
    return found


def waited_for(options: pulumi.ResourceOptions) -> list[tuple[str, str]]:
    """Type and name of each resource that `depends_on` names."""
    waited = cast("Sequence[pulumi.Resource]", options.depends_on or ())
    return [(one.pulumi_resource_type, one.pulumi_resource_name) for one in waited]
