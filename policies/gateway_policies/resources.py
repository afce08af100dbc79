"""The resources of a stack as plain records, and the links between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gateway_policies.properties import Value, read
from gateway_policies.reading import Known


@dataclass(frozen=True)
class Resource:
    """One resource. `props` are its inputs where they are to be had, else its outputs, under Pulumi's property names.

    `property_dependencies` gives for each input the URNs its value comes from. `region` is that of the provider, empty
    when not known. An unmanaged resource is only read by the program: others may link to it, but it is not judged.
    """

    urn: str
    type: str
    name: str
    props: Mapping[str, object]
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    id: str = ""
    region: str = ""
    managed: bool = True

    def at(self, *keys: str) -> Value:
        """Read a property, or one within it."""
        return read(self.props).at(*keys)

    def known_text(self, key: str) -> str:
        """The text of a property, or "" when there is none to be read."""
        found = self.at(key).text()
        return found.value if isinstance(found, Known) else ""


class Stack:
    """All resources of one stack."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.resources = tuple(resources)
        self._by_urn = {resource.urn: resource for resource in self.resources}
        self._by_type: dict[str, list[Resource]] = {}
        for resource in self.resources:
            self._by_type.setdefault(resource.type, []).append(resource)

    @cached_property
    def _by_id(self) -> Mapping[str, Sequence[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources:
            found.setdefault(_id_of(resource), []).append(resource)
        return found

    def of_type(self, *types: str) -> list[Resource]:
        """The managed resources of these types."""
        return [resource for type_ in types for resource in self._by_type.get(type_, ()) if resource.managed]

    def linked(self, resource: Resource, key: str, *types: str) -> Resource | None:
        """The one resource of these types that a property refers to, or None when that cannot be told.

        What the value comes from decides first, for ids are not known before the first `up`; then equality of ids, for
        values given as text. Of several candidates only one whose id is the known value is taken.
        """
        candidates = self._sources(resource, key, types)
        if len(candidates) == 1:
            return candidates[0]
        value = resource.known_text(key)
        if not value:
            return None
        same = [one for one in candidates or self._by_id.get(value, ()) if one.type in types and value == _id_of(one)]
        return same[0] if len(same) == 1 else None

    def _sources(self, resource: Resource, key: str, types: tuple[str, ...]) -> list[Resource]:
        """The nearest resources of these types upstream of a property: an ARN may come through an intermediate one."""
        level = list(resource.property_dependencies.get(key, ()))
        seen: set[str] = set()
        while level:
            found = [self._by_urn[urn] for urn in dict.fromkeys(level) if urn in self._by_urn and urn not in seen]
            seen.update(level)
            wanted = [one for one in found if one.type in types]
            if wanted:
                return wanted
            level = [urn for one in found for urns in one.property_dependencies.values() for urn in urns]
        return []


def _id_of(resource: Resource) -> str:
    return resource.id or resource.known_text("id")
