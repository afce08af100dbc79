"""One resource type in one emulator: how its operations are called, and what its values are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local.provider.emulator_client import ACCOUNT, AwsError, EmulatorClient
from local.provider.shapes import input_shape, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.provider.resource_type import Call, Request, ResourceType, Template
    from local.provider.values import Properties, Value

_PARTITION = "aws"
SURROUNDINGS = ("id", "region", "account", "partition", "emulator")
"""What templates may name beside properties."""


@dataclass(frozen=True)
class Remote:
    """The operations of a type."""

    row: ResourceType
    client: EmulatorClient

    def call(self, operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
        """The answer of an operation that writes; the table may amend it or leave it out."""
        region = inputs.get("region") or state.get("region") or self.client.region
        placed = {**inputs, "region": region}
        final = self.row.amend(operation, request, placed, state) if self.row.amend else request
        if final is None:
            return {}
        if self.row.first:
            others: Call = lambda other, parameters: self.call_as_is(other, parameters, region)  # noqa: E731
            self.row.first(operation, others, final, state)
        return self.call_as_is(operation, final, region)

    def call_as_is(self, operation: str, request: Request, region: str | None) -> Request:
        """The answer of an operation."""
        return self.client.call(self.row.service, operation, request, region)

    def calls_in(self, inputs: Properties) -> Call:
        """Calls operations in the region of a resource."""
        region = inputs.get("region") or self.client.region
        return lambda operation, request: self.call_as_is(operation, request, region)

    def calls_on(self, state: Properties) -> Callable[[str, Request], Request]:
        """Calls operations on the resource of a state, beside what they are told of an element of it."""
        facts = self.facts(state)
        return lambda operation, request: self.call(operation, self.identity(operation, facts) | request, state, state)

    def unless_gone(self, call: Callable[[str, Request], Request]) -> Callable[[str, Request], Request]:
        """A deletion of what is gone already has succeeded."""

        def tolerant(operation: str, request: Request) -> Request:
            try:
                return call(operation, request)
            except AwsError as error:
                if error.code in self.row.gone:
                    return {}
                raise

        return tolerant

    def facts(self, known: Properties) -> Properties:
        """What is known of a resource, with its surroundings."""
        return {
            **known,
            "region": known.get("region") or self.client.region,
            "account": ACCOUNT,
            "partition": _PARTITION,
            "emulator": self.client.url,
        }

    def identity(self, operation: str, facts: Mapping[str, Value]) -> Request:
        """The parameters that say which resource an operation is about."""
        members = input_shape(self.row.service, operation).members
        named = self.row.identity.items()
        known = [(name, facts[source]) for name, source in named if name in members and facts.get(source)]
        return {name: listed(members[name], value) for name, value in known}

    def naming_properties(self) -> list[str]:
        """The properties without which the resource cannot be named."""
        required = input_shape(self.row.service, self.row.delete).required_members
        named = [source for name, source in self.row.identity.items() if name in required]
        return named or list(self.row.import_id)

    def with_outputs(self, found: Properties, facts: Properties) -> Properties:
        """The properties found, with the outputs that follow from them."""
        result = {name: value for name, value in found.items() if value is not None}
        for name, template in self.row.outputs.items():
            value = _value({**facts, **result}, template)
            if value is not None:
                result[name] = value
        return result


def evaluate(template: Template, facts: Properties) -> Any:
    """The value of a template."""
    return template.format_map(facts) if isinstance(template, str) else template(facts)


def _value(facts: Properties, template: Template) -> Any:
    """The value of a template; None while something it names is missing, as after half a creation."""
    try:
        return evaluate(template, facts)
    except KeyError:
        return None
