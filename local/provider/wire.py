"""Pulumi's encoding of property values in protobuf structs.

Secrets, assets, archives, references and unknowns travel as maps or texts with well known signatures; see
`sdk/go/common/resource/properties.go` and `sdk/go/common/resource/plugin/rpc.go` of pulumi/pulumi for the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from google.protobuf import struct_pb2

from local.provider.values import UNKNOWN, Archive, Asset, Properties, Secret, Unknown, Value, as_dict, as_list

if TYPE_CHECKING:
    from collections.abc import Mapping

SIGNATURE: Final = "4dabf18193072939515e22adb298388d"
SECRET: Final = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  # the signature of secrets, not one
ASSET: Final = "c44067f5952c0a294b673a41bacd8c17"
ARCHIVE: Final = "0def7320c3a5731c473e5ecbe6d01bc7"
RESOURCE: Final = "5cf8f73096256a8f31e491e813e4eb8e"
OUTPUT: Final = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
UNKNOWNS: Final = frozenset(
    {
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",  # text
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",  # boolean
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",  # number
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",  # list
        "030794c1-ac77-496b-92df-f27374a8bd58",  # asset
        "e48ece36-62e2-4504-bad9-02848725956a",  # archive
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",  # map
    }
)
UNKNOWN_TEXT: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"


def decode_properties(struct: struct_pb2.Struct) -> Properties:
    """The properties of a struct, without those that are null."""
    decoded = {key: decode(value) for key, value in struct.fields.items()}
    return {key: value for key, value in decoded.items() if value is not None}


def decode(value: struct_pb2.Value) -> Value:  # noqa: PLR0911  # one a kind of value
    """The Python value of a protobuf value."""
    match value.WhichOneof("kind"):
        case "string_value":
            text = value.string_value
            return UNKNOWN if text in UNKNOWNS else text
        case "bool_value":
            return value.bool_value
        case "number_value":
            return value.number_value
        case "list_value":
            return [decode(item) for item in value.list_value.values]
        case "struct_value":
            fields = value.struct_value.fields
            if SIGNATURE in fields:
                return _decode_signed(fields)
            return decode_properties(value.struct_value)
        case _:
            return None


def _decode_signed(fields: Mapping[str, struct_pb2.Value]) -> Value:
    def text(key: str) -> str | None:
        return fields[key].string_value if key in fields else None

    match fields[SIGNATURE].string_value:
        case signature if signature == SECRET:
            return Secret(decode(fields["value"]))
        case signature if signature == ASSET:
            return Asset(text("text"), text("path"), text("uri"), text("hash") or "")
        case signature if signature == ARCHIVE:
            assets = decode_properties(fields["assets"].struct_value) if "assets" in fields else None
            return Archive(assets, text("path"), text("uri"), text("hash") or "")
        case signature if signature == OUTPUT:
            known = decode(fields["value"]) if "value" in fields else UNKNOWN
            return Secret(known) if "secret" in fields and fields["secret"].bool_value else known
        case signature if signature == RESOURCE:
            return text("id") or text("urn")
        case signature:
            raise ValueError(f"a property value has the unknown signature {signature}")


def encode_properties(properties: Mapping[str, Value]) -> struct_pb2.Struct:
    """A struct of the properties, without those that are null."""
    return struct_pb2.Struct(fields={key: encode(value) for key, value in properties.items() if value is not None})


def encode(value: Value) -> struct_pb2.Value:  # noqa: C901, PLR0911  # one a kind of value
    """The protobuf value of a Python value."""
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, str):
        return struct_pb2.Value(string_value=value)
    if isinstance(value, int | float):
        return struct_pb2.Value(number_value=value)
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    if isinstance(value, Unknown):
        return struct_pb2.Value(string_value=UNKNOWN_TEXT)
    if isinstance(value, Secret):
        return _signed(SECRET, {"value": encode(value.value)})
    if isinstance(value, Asset):
        return _signed(ASSET, _texts(text=value.text, path=value.path, uri=value.uri, hash=value.digest))
    if isinstance(value, Archive):
        fields = _texts(path=value.path, uri=value.uri, hash=value.digest)
        if value.assets is not None:
            fields["assets"] = struct_pb2.Value(struct_value=encode_properties(value.assets))
        return _signed(ARCHIVE, fields)
    if (items := as_list(value)) is not None:
        return struct_pb2.Value(list_value=struct_pb2.ListValue(values=[encode(item) for item in items]))
    if (entries := as_dict(value)) is not None:
        return struct_pb2.Value(struct_value=encode_properties(entries))
    raise TypeError(f"a property value cannot be a {type(value).__name__}")


def _texts(**texts: str | None) -> dict[str, struct_pb2.Value]:
    return {key: struct_pb2.Value(string_value=text) for key, text in texts.items() if text is not None}


def _signed(signature: str, fields: dict[str, struct_pb2.Value]) -> struct_pb2.Value:
    fields[SIGNATURE] = struct_pb2.Value(string_value=signature)
    return struct_pb2.Value(struct_value=struct_pb2.Struct(fields=fields))
