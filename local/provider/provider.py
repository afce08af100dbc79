"""What the provider does for each call of the engine, on plain Python values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, cast

from local.provider.autonaming import DIGITS, NamingError, made_name, prefixed_name
from local.provider.checking import conflicts, find_problems
from local.provider.difference import PropertyChange, changes
from local.provider.drift import imported_inputs, refreshed_inputs
from local.provider.emulator_client import EmulatorClient
from local.provider.lifecycle import create_resource, delete_resource, update_resource
from local.provider.normalization import normalized
from local.provider.preview import previewed
from local.provider.reading import read_resource
from local.provider.remote import Remote
from local.provider.resource_type import ResourceType
from local.provider.schema import ResourceSchema, UnknownTypeError, resource_schema
from local.provider.types import known_types
from local.provider.values import Secret, Unknown, as_dict, is_empty, plain, with_secrets_of

if TYPE_CHECKING:
    from local.provider.configuration import Configuration
    from local.provider.resource_type import Problem
    from local.provider.values import Properties


class UnsupportedTypeError(LookupError):
    """A resource type that the tables do not have."""


@dataclass(frozen=True)
class Naming:
    """What the engine says of a resource's name: the logical name, a seed, and the project's autonaming settings."""

    logical_name: str
    seed: bytes = b""
    proposed: str = ""
    mode: Literal["propose", "enforce", "disable"] = "propose"


@dataclass(frozen=True)
class Difference:
    """The changes of a resource, and whether the old one must go before the new one comes."""

    changes: list[PropertyChange]
    delete_first: bool

    @property
    def replaces(self) -> list[str]:
        """The paths that need a new resource."""
        return [change.path for change in self.changes if change.replaces]


class Provider:
    """The stand-in provider, once it is configured."""

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.client = EmulatorClient(configuration.emulator, configuration.region)

    def check(
        self, token: str, old_inputs: Properties, inputs: Properties, naming: Naming
    ) -> tuple[Properties, list[Problem]]:
        """The inputs with their physical name, default tags and documents as texts, and what is wrong with them."""
        try:
            row, schema = self._row(token)
        except UnsupportedTypeError as error:
            return inputs, [("", str(error))]
        checked = normalized(schema, inputs)
        if row.tags and self.configuration.default_tags:
            given = as_dict(plain(checked.get("tags"))) or {}
            checked["tags"] = with_secrets_of(checked.get("tags"), {**self.configuration.default_tags, **given})
        problems = conflicts(row, checked)
        try:
            _name(row, checked, old_inputs, naming)
        except NamingError as error:
            problems.append((row.naming.property if row.naming else "name", str(error)))
        holds_all = self.configuration.previews_only
        return checked, problems + find_problems(row, schema, checked, holds_all=holds_all)

    def diff(
        self, token: str, logical_name: str, old_inputs: Properties, state: Properties, inputs: Properties
    ) -> Difference:
        """What has to change between the inputs of a deployed resource and new ones."""
        row, schema = self._row(token)
        found = [change for change in changes(row, schema, old_inputs, state, inputs) if change.property != "region"]
        # Where the program leaves the region to the provider, a new one of the provider's moves the resource.
        region = plain(inputs.get("region", self.configuration.region))
        if "region" in schema.inputs and state.get("region") not in (None, region):
            found.append(PropertyChange("region", "region", "update", replaces=True))
        first = _has_fixed_name(row, inputs, logical_name) or _takes_its_own_place(row, schema, found)
        return Difference(found, first)

    def preview(self, token: str, inputs: Properties, state: Properties | None) -> Properties:
        """What is known of the outputs before the deployment."""
        row, schema = self._row(token)
        outputs = previewed(row, schema, inputs, state)
        return _with_secret_outputs(schema, outputs)

    def physical_name(self, token: str, inputs: Properties) -> str:
        """The name that a resource will have in AWS, or "" where only its creation decides that."""
        naming = self._row(token)[0].naming
        return str(plain(inputs.get(naming.property)) or "") if naming else ""

    def create(self, token: str, inputs: Properties, *, begun_before: bool = False) -> tuple[str, Properties]:
        """A new resource: id and state; `begun_before` where its creation was once interrupted."""
        row, schema = self._row(token)
        identifier, state = create_resource(Remote(row, self.client), _plain(inputs), begun_before=begun_before)
        return identifier, _with_secret_outputs(schema, with_secrets_of(inputs, state))

    def update(
        self, token: str, identifier: str, old_inputs: Properties, state: Properties, inputs: Properties
    ) -> Properties:
        """The state after an update."""
        row, schema = self._row(token)
        changed = {change.property for change in changes(row, schema, old_inputs, state, inputs)}
        # Without a difference the engine asks again for what failed half-way before.
        names = changed or {name for name, value in inputs.items() if not is_empty(value)}
        updated = update_resource(
            Remote(row, self.client),
            identifier,
            names,
            inputs=_plain(inputs),
            old_inputs=_plain(old_inputs),
            state=_plain(state),
        )
        return _with_secret_outputs(schema, with_secrets_of(inputs, updated))

    def read(
        self, token: str, identifier: str, inputs: Properties, state: Properties
    ) -> tuple[str, Properties, Properties] | None:
        """Id, inputs and state of a resource as it is; None when it is gone."""
        row, schema = self._row(token)
        found = read_resource(Remote(row, self.client), identifier, _plain(inputs), _plain(state))
        if found is None:
            return None
        actual, now = found
        if inputs:
            new_inputs = refreshed_inputs(row, schema, inputs, state, now)
            return actual, new_inputs, _with_secret_outputs(schema, with_secrets_of(state, now))
        return actual, imported_inputs(row, schema, now), _with_secret_outputs(schema, now)

    def delete(self, token: str, identifier: str, inputs: Properties, state: Properties) -> None:
        """Deletes a resource."""
        row, _ = self._row(token)
        delete_resource(Remote(row, self.client), identifier, _plain(inputs), _plain(state))

    def _row(self, token: str) -> tuple[ResourceType, ResourceSchema]:
        row = known_types().get(token)
        if row is not None:
            return row, resource_schema(token)
        try:
            schema = resource_schema(token)
        except UnknownTypeError:
            raise UnsupportedTypeError(f"the installed pulumi_aws has no resource type {token}") from None
        if self.configuration.previews_only:
            # Its inputs are judged by the types of pulumi_aws alone.
            return ResourceType(token, service="", create="", read=(), delete="", id="", identity={}), schema
        message = (
            f"the local stack cannot hold {token} yet: leave it out of stacks that use the local stand-in for AWS, "
            "or add the type to local/provider/types"
        )
        raise UnsupportedTypeError(message)


def _plain(properties: Properties) -> Properties:
    return cast("Properties", plain(properties))


def _name(row: ResourceType, inputs: Properties, old_inputs: Properties, naming: Naming) -> None:
    """Gives the resource a physical name, when its program does not."""
    own = row.naming
    if own is None or not is_empty(inputs.get(own.property)):
        return
    prefix: Any = plain(inputs.get(own.prefix)) if own.prefix else None
    kept = old_inputs.get(own.property)
    same_ending = own.suffix(old_inputs) == own.suffix(inputs)
    if not is_empty(kept) and same_ending and plain(old_inputs.get(own.prefix)) == prefix:
        inputs[own.property] = kept
    elif isinstance(prefix, str) and prefix:
        inputs[own.property] = prefixed_name(own, prefix, naming.seed, own.suffix(inputs))
    elif isinstance(prefix, Unknown):
        return  # the prefix is not known yet, nor is the name
    elif naming.mode == "disable":
        raise NamingError(f"automatic naming is switched off: give `{own.property}`")
    elif naming.proposed:
        inputs[own.property] = naming.proposed
    else:
        inputs[own.property] = made_name(own, own.start + naming.logical_name, naming.seed, own.suffix(inputs))


def _has_fixed_name(row: ResourceType, inputs: Properties, logical_name: str) -> bool:
    """Whether a replacement would get the name of its predecessor, because the program fixes it."""
    own = row.naming
    name = plain(inputs.get(own.property)) if own else None
    if own is None or not isinstance(name, str) or (own.prefix and inputs.get(own.prefix)):
        return False
    made = rf"{re.escape(own.start + logical_name + own.separator)}[0-9a-f]{{{DIGITS}}}{re.escape(own.suffix(inputs))}"
    return re.fullmatch(made, name) is None


def _takes_its_own_place(row: ResourceType, schema: ResourceSchema, found: list[PropertyChange]) -> bool:
    """Whether a replacement would be where its predecessor is, and would go with it: nothing but its place names it."""
    names = set(row.identity.values())
    moved = any(change.property in {*names, "region"} for change in found if change.replaces)
    return row.naming is None and names <= schema.inputs.keys() and not moved


def _with_secret_outputs(schema: ResourceSchema, state: Properties) -> Properties:
    for name in schema.secret_outputs:
        if name in state and not isinstance(state[name], Secret):
            state[name] = Secret(state[name])
    return state
