"""Examples of a rule: resources as a program in Pulumi's YAML declares them, of which it finds fault with one lot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gateway_policies.rule import SettingValue


@dataclass(frozen=True, slots=True)
class Declared:
    """A resource. `${orders.id}` within a property is the output `id` of the resource `orders` of the same example."""

    type: str
    name: str
    properties: Mapping[str, object] = field(default_factory=dict[str, object])
    options: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Example:
    """What a rule finds fault with and what it lets pass, under `settings` where its defaults judge nothing."""

    bad: Sequence[Declared]
    good: Sequence[Declared]
    settings: Mapping[str, SettingValue] = field(default_factory=dict[str, SettingValue])
