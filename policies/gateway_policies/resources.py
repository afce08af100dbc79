"""The resources of a stack as plain records, and the links between them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar, cast

from gateway_policies.properties import Value, read
from gateway_policies.reading import Known, Unknown

T = TypeVar("T")


@dataclass(frozen=True)
class Resource:
    """One resource. `props` are its inputs where they are to be had, else its outputs, under Pulumi's property names.

    `property_dependencies` gives for each input the URNs its value comes from. `region` is that of the provider, empty
    when not known. An unmanaged resource is only read by the program: others may link to it, but it is not judged.
    `delete_before_replace` is that option of the resource, which files of stacks do not record.
    """

    urn: str
    type: str
    name: str
    props: Mapping[str, object]
    property_dependencies: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    id: str = ""
    region: str = ""
    managed: bool = True
    delete_before_replace: bool = False

    def at(self, *keys: str) -> Value:
        """Read a property, or one within it."""
        return read(self.props).at(*keys)

    def known_text(self, key: str) -> str:
        """The text of a property, or "" when there is none to be read."""
        found = self.at(key).text()
        return found.value if isinstance(found, Known) else ""


@dataclass(frozen=True, slots=True)
class References:
    """The resources that refer to another one, and those of which it cannot be told."""

    certain: list[Resource]
    possible: list[Resource]


class Stack:
    """All resources of one stack. Links are looked up in indexes, so that judging grows in proportion to the stack."""

    def __init__(self, resources: Iterable[Resource]) -> None:
        self.resources = tuple(resources)
        self._by_urn = {resource.urn: resource for resource in self.resources}
        self._by_type: dict[str, list[Resource]] = {}
        for resource in self.resources:
            self._by_type.setdefault(resource.type, []).append(resource)
        self._by_text: dict[tuple[str, str], dict[str, list[Resource]]] = {}
        self._by_link: dict[tuple[str, str, str], _Links] = {}
        self._once: dict[object, object] = {}

    def once(self, build: Callable[["Stack"], T]) -> T:
        """What a function makes of the stack, made once however often it is asked for: an index of a rule."""
        if build not in self._once:
            self._once[build] = build(self)
        return cast("T", self._once[build])

    def of_type(self, *types: str) -> list[Resource]:
        """The managed resources of these types."""
        return [resource for type_ in types for resource in self._by_type.get(type_, ()) if resource.managed]

    def with_text(self, kind: str, key: str, text: str) -> list[Resource]:
        """The resources of a type, also unmanaged ones, whose property `key` is known to be this text; `id` is theirs.

        None for an empty text.
        """
        if (kind, key) not in self._by_text:
            index: dict[str, list[Resource]] = {}
            for resource in self._by_type.get(kind, ()):
                index.setdefault(_id_of(resource) if key == "id" else resource.known_text(key), []).append(resource)
            self._by_text[kind, key] = index
        return self._by_text[kind, key].get(text, []) if text else []

    def linked(self, resource: Resource, key: str, *types: str) -> Resource | None:
        """The one resource of these types that a property refers to, or None when that cannot be told.

        What the value comes from decides first, for ids are not known before the first `up`; then equality of ids, for
        values given as text. Of several candidates only one whose id is the known value is taken.
        """
        candidates = self.sources(resource, key, *types)
        if len(candidates) == 1:
            return candidates[0]
        value = resource.known_text(key)
        if candidates:
            same = [one for one in candidates if value and value == _id_of(one)]
        else:
            same = [one for kind in types for one in self.with_text(kind, "id", value)]
        return same[0] if len(same) == 1 else None

    def sources(self, resource: Resource, key: str, *types: str) -> list[Resource]:
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

    def referring(self, target: Resource, key: str, *types: str) -> References:
        """The managed resources of these types whose property `key` refers to a resource, and those that may.

        A property whose value is known and is not the resource's id refers to another one.
        """
        certain: list[Resource] = []
        possible: list[Resource] = []
        for kind in types:
            links = self._links(kind, key, target.type)
            certain += links.to.get(target.urn, ())
            possible += links.unknown
        return References(certain, possible)

    def _links(self, kind: str, key: str, target_type: str) -> "_Links":
        if (kind, key, target_type) not in self._by_link:
            links = _Links()
            for resource in self.of_type(kind):
                linked = self.linked(resource, key, target_type)
                if linked is not None:
                    links.to.setdefault(linked.urn, []).append(resource)
                elif isinstance(resource.at(key).reading, Unknown):
                    links.unknown.append(resource)
            self._by_link[kind, key, target_type] = links
        return self._by_link[kind, key, target_type]


@dataclass(slots=True)
class _Links:
    """Resources of one type by the URN of what a property of theirs refers to, and those of which it is not known."""

    to: dict[str, list[Resource]] = field(default_factory=dict[str, list[Resource]])
    unknown: list[Resource] = field(default_factory=list[Resource])


def _id_of(resource: Resource) -> str:
    return resource.id or resource.known_text("id")
