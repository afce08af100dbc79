"""When a REST API needs a new deployment: exactly when something changed that a deployment snapshots.

The values are read from the resources, not from the arguments of the component, so that what `opts.transforms`
changes counts too. Left out is what a deployment does not hold (descriptions, tags, settings of the stage) and what AWS
makes up and says nothing (identifiers of the API, of its resources and of what stands by its name already).

The hashes do not carry the resources they are made of as dependencies; the deployment says itself that it depends on
them. When one of these is deleted before it is replaced, the engine deletes first whatever a replaced property depends
on it by, and AWS refuses to delete a deployment that a stage points to.
Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast

import pulumi
import pulumi_aws as aws

from components.rest_api.snapshots import HELD, Snapshot, snapshot

_T = TypeVar("_T")

_JSON = {"policy", "schema"}
"""Values that are JSON texts: the same document may be written in several ways."""


def triggers(resources: Iterable[pulumi.Resource]) -> dict[str, pulumi.Output[str]]:
    """A hash for each kind of resource, so that the preview says what a new deployment is for.

    Resources that a deployment does not snapshot are passed over.
    """
    contents: dict[str, dict[str, _Content]] = {}
    listed = [*resources]
    # After a refresh the API itself has the policy too that stands in a resource of its own.
    twice = {"policy"} if any(isinstance(one, aws.apigateway.RestApiPolicy) for one in listed) else set[str]()
    for resource in listed:
        for kind, (subject, names) in HELD.items():
            if isinstance(resource, kind):
                left_out = twice if kind is aws.apigateway.RestApi else set[str]()
                properties = snapshot(resource, tuple(name for name in names if name not in left_out))
                content = _Content(cast("pulumi.CustomResource", resource), properties)
                contents.setdefault(subject, {})[resource.pulumi_resource_name] = content
    return {
        subject: pulumi.Output.from_input(_read(named)).apply(_Reading.output)
        for subject, named in sorted(contents.items())
    }


def contents_hash(contents: Mapping[str, Mapping[str, object]]) -> str:
    """The hash of properties by the names of their resources, whatever the order of what has no order."""
    canonical = {
        name: {key: _canonical(key, value) for key, value in properties.items() if not _unset(value)}
        for name, properties in contents.items()
    }
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class _Content:
    """A resource, and what of it a deployment snapshots."""

    resource: pulumi.CustomResource
    properties: Snapshot


@dataclass(frozen=True)
class _Reading:
    """What the properties of some resources came to."""

    text: str
    """The hash; empty while a property is not known."""
    secret: bool

    def output(self) -> pulumi.Output[str]:
        """The hash, which is secret if one of the properties is."""
        return pulumi.Output(set(), _at_once(self.text), _at_once(bool(self.text)), _at_once(self.secret))


async def _read(contents: Mapping[str, _Content]) -> _Reading:
    """Waits for the properties one by one: an output of outputs for each resource costs more than the resources do."""
    found: dict[str, dict[str, object]] = {}
    known, secret = True, False
    for name, content in contents.items():
        values = found[name] = {}
        for key, output in content.properties.items():
            values[key] = value = await output.future(with_unknowns=True)
            secret = secret or await output.is_secret()
            # During a preview Pulumi takes every property that it gets no value for as unknown, also one that an
            # unchanged resource does not have: every preview would say that the API is deployed anew. Of a resource
            # that is yet to be made nobody can tell, and so it stays unknown.
            known = known and (await output.is_known() or (value is None and await content.resource.id.is_known()))
    return _Reading(contents_hash(found) if known else "", secret)


async def _at_once(value: _T) -> _T:
    return value


def _unset(value: object) -> bool:
    # What is left out comes back from AWS as nothing, as an empty value or as false. The number 0 is a value: a TTL of
    # 0 seconds is not the default of 300.
    return value is None or value is False or value in ("", [], {}, ())


def _canonical(key: str, value: object) -> object:
    if key in _JSON and isinstance(value, str):
        return cast("object", json.loads(value))
    return _ordered(value)


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _ordered(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        # All lists that a deployment holds are sets: media types, scopes, keys of the cache, ARNs.
        items = [_ordered(item) for item in cast("Sequence[object]", value)]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value
