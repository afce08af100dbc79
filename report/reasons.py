"""Why a route is open to everyone, in the words of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gateway_policies.catalogue import BY_NAME
from gateway_policies.reading import Known

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gateway_policies.enforcement import Enforcement
    from gateway_policies.resources import Resource
    from report.preview_resources import Preview

_PUBLIC = "public: "
_WITH_KEY = ", with an API key"


class Reasons:
    """The reasons of a stack: those that its components keep in their inputs, and those of its exemptions."""

    def __init__(self, preview: Preview, enforcement: Mapping[str, Enforcement]) -> None:
        self._preview = preview
        self._exemptions = [
            exemption
            for name, enforced in enforcement.items()
            if BY_NAME[name].group == "authorization"
            for exemption in enforced.exemptions
        ]

    def of(self, resource: Resource, key: str) -> str:
        """The reason of the route `key`, which the resource makes; "" where none is given."""
        for component in self._preview.components(resource):
            said = component.at("routes", key).text()
            if isinstance(said, Known) and said.value.startswith(_PUBLIC):
                return said.value.removeprefix(_PUBLIC).removesuffix(_WITH_KEY)
        return next((one.reason for one in self._exemptions if one.matches(resource.urn)), "")
