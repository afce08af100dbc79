"""The vocabulary of the tables in `types/`: what a resource type adds to the generic mapping.

Without any entry a property `timeoutInMillis` is the member `TimeoutInMillis` of the AWS operations, whatever the case;
an object is a structure, or the one element of a list of structures. The tables hold only what differs.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.provider.values import Properties, Value

Template: TypeAlias = "str | Callable[[Properties], Value]"
"""A value made from others: a format string over them ("{apiId}/{id}"), or a function of them.

Beside the properties there are `id`, `region`, `account`, `partition` and `emulator` (the URL of the emulator), and for
the id of a new resource the members of the answer that created it.
"""

Request: TypeAlias = dict[str, Any]
"""The parameters of one operation, or its answer, as botocore spells them."""


@dataclass(frozen=True)
class Exact:
    """Limits that AWS documents and botocore's shapes leave out, or state wider than the provider accepts."""

    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str = ""
    meaning: str = ""  # the pattern in words


@dataclass(frozen=True)
class Elements:
    """A list whose elements AWS takes and gives up one at a time, each with operations of their own."""

    put: str
    remove: str
    put_request: Callable[[Value], Request]
    """The parameters that say which element, beside those that say which resource."""
    remove_request: Callable[[Value], Request]
    kept: bool = False
    """They go with the resource, so its deletion does not take them away before."""


Call: TypeAlias = "Callable[[str, Request], Request]"
"""Calls an operation with a request."""

PatchOperation: TypeAlias = dict[str, str]
"""One change of a document in the way of REST APIs: `op`, `path` (a JSON pointer) and, for most, `value`."""


@dataclass(frozen=True)
class Patch:
    """Where a property is in the document that patch operations change."""

    path: Template
    """The JSON pointer of its member."""
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    """What follows that pointer for those fields of an object that are not called as their members."""
    adding: str = "add"
    """The operation that puts a new key into a map."""
    named: bool = False
    """The elements of the list are named in the pointer; else in the value."""
    operations: Callable[[Value, Value], list[PatchOperation]] | None = None
    """From the value there is to the one wanted, where the generic way does not do."""


@dataclass(frozen=True)
class Attribute:
    """What is special about one property, named by its path ("code", "attributes.name"); lists have no index there."""

    member: str | tuple[str, ...] = ""
    """The path of its member ("Code.ZipFile"); of several the first that the operation has."""
    refused: str = ""
    """Why the stand-in cannot hold it; a program that sets it is told so."""
    local: bool = False
    """It steers the provider and is never sent to AWS."""
    unechoed: bool = False
    """The answers never show it, so what was sent stands for it; of nested properties those of top-level objects."""
    replaces: bool | None = None
    """Whether a change replaces the resource; by default when only the create operation has its member."""
    removal: str = ""
    """The operation that takes the setting away, where the update operation cannot."""
    switch: tuple[str, str] | None = None
    """The operations that switch it on and off."""
    default: Value = None
    """What AWS uses when it is absent, where that is neither null nor empty."""
    computed: bool = False
    """AWS decides it when it is absent; known by itself for top-level properties, to be said of nested ones."""
    ordered: bool = False
    """The order of the list has a meaning."""
    choices: bool = False
    """Empty objects inside it are choices, as `block: {}`; said of a top-level property."""
    document: bool = False
    """A policy as a JSON text; two texts of one document are equal."""
    json: bool = False
    """Any other JSON text; two texts of one value are equal."""
    arn: bool | None = None
    """Whether it must look like an ARN; by default when its name ends with `Arn` or `Arns`."""
    keyed_by: str = ""
    """A list of objects that AWS holds as a map: the field that is the key."""
    send: Callable[[Value], Any] | None = None
    """From the property to the member, where the generic mapping does not do."""
    receive: Callable[[Any], Value] | None = None
    """From the member to the property."""
    exact: Exact | None = None
    elements: Elements | None = None


@dataclass(frozen=True)
class Reading:
    """One read operation: where in its answer the resource is."""

    operation: str
    at: str = ""
    select: Callable[[Request, Properties], Request | None] | None = None
    """Finds the resource in the answer; None when it is not there."""
    optional: bool = False
    """The resource exists even when this part of it does not."""
    request: Request | Callable[[Properties], Request] = field(default_factory=dict[str, Any])
    """Parameters beside those that say which resource, or a function of what is known that gives them."""


@dataclass(frozen=True)
class Change:
    """One update operation: sent when a property of its own has changed, or after a creation that lacks its member."""

    operation: str
    changed_only: bool = False
    """It is sent the changed properties only, because it refuses what does not change; else all it knows."""
    always: bool = False
    """It follows every update, whatever has changed."""
    patches: Mapping[str, Patch] = field(default_factory=dict[str, Patch])
    """For an operation that takes patch operations: the properties it can change."""
    pair: tuple[str, str] | None = None
    """For an operation that sets one of a map of attributes: its members for the name and for the value."""
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    """For an operation that takes a list of keys and texts: the key of each property, of objects that of each field."""
    single: bool = False
    """It takes one property a request."""


@dataclass(frozen=True)
class Tagging:
    """How the tags of a type are written and read."""

    member: str = "Tags"
    """The member of the create and read operations, where they have it; "" where tags are only set afterwards."""
    tag: str = "TagResource"
    untag: str = "UntagResource"
    listing: str = ""
    """The operation that reads the tags, where the read operation does not."""
    identified_by: Template = "{arn}"
    """What the operations call the resource."""
    identifier: str = ""
    """The member for that; by default the one that is required beside the tags."""
    request: Callable[[Properties], Request] = lambda facts: {}  # noqa: ARG005
    """Parameters beside those."""
    whole: tuple[str, ...] = ()
    """For operations that write all tags at once, and take all away: the path of the tags."""


@dataclass(frozen=True)
class Naming:
    """The property that names the resource physically, and how a missing name is made."""

    property: str = "name"
    max_length: int = 255
    prefix: str = ""
    """The property that, instead of the logical name, starts a made name."""
    separator: str = "-"
    start: str = ""
    """What comes before the logical name."""
    suffix: Callable[[Properties], str] = lambda inputs: ""  # noqa: ARG005
    """What a made name has to end with, which follows from the other inputs."""


Problem: TypeAlias = tuple[str, str]
"""A property path and what is wrong with it."""


@dataclass(frozen=True)
class ResourceType:
    """One row of the tables."""

    type: str
    """The type as programs have it: `aws:apigatewayv2/route:Route`."""
    service: str
    create: str
    read: tuple[Reading, ...]
    delete: str
    id: Template
    """The id in the state, from the answer of the create operation and the properties."""
    identity: Mapping[str, str]
    """The members that say which resource is meant, each with the property it comes from (`id` is the state's id)."""
    update: tuple[Change, ...] = ()
    import_id: tuple[str, ...] = ("id",)
    """The parts of an import id, as property names, separated by `import_separator`."""
    import_separator: str = "/"
    import_pattern: str = ""
    """The form of an import id whose parts may have the separator in them, with a named group for each part."""
    attributes: Mapping[str, Attribute] = field(default_factory=dict[str, Attribute])
    outputs: Mapping[str, Template] = field(default_factory=dict[str, Template])
    """The outputs that no answer shows, in the order in which they build on each other; they may name members too."""
    unsettled: frozenset[str] = frozenset()
    """The outputs that an update may change."""
    first: Callable[[str, Call, Request, Properties], None] | None = None
    """What comes before an operation that writes: operation, a way to call others, its request, and the state.

    It may add to the request what only another operation tells.
    """
    settle: Callable[[Call, Request], Request] | None = None
    """Waits for what the create operation has only begun: a way to call others and the answer, which it completes."""
    find: Callable[[Call, Request], str | None] | None = None
    """The id of what is where a create request would put one, for types whose ids AWS gives but not their places."""
    initial: Properties = field(default_factory=dict[str, Any])
    """The elements that AWS puts into a new resource by itself; they go unless the program has them too."""
    naming: Naming | None = None
    tags: Tagging | None = None
    forced_by: str = ""
    """The property that lets a deletion take elements away that the program has not put there."""
    gone: tuple[str, ...] = ("NotFoundException", "ResourceNotFoundException", "NoSuchEntity")
    """The error codes that say the resource does not exist."""
    exclusive: tuple[tuple[str, ...], ...] = ()
    """Groups of properties of which at most one may be given."""
    check: Callable[[Properties], list[Problem]] | None = None
    """What else would be refused before AWS is asked; sees known values only."""
    amend: Callable[[str, Request, Properties, Properties], Request | None] | None = None
    """Last hand on a request: operation, request, new inputs, old state; None leaves the operation out."""
    present: Callable[[Request], Request] | None = None
    """Last hand on a merged answer of the read operations, before it becomes properties."""
    prepare: Callable[[Properties], Properties] | None = None
    """The inputs as they are written: without values that say the same as their absence."""
