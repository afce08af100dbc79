# ruff: noqa: N802, D102  # the methods are named, and described, by the protocol
"""The gRPC service: each request of the engine turned into Python values, and each answer back.

https://pulumi-developer-docs.readthedocs.io/latest/docs/_generated/proto/provider.html
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

import grpc
from google.protobuf import any_pb2, empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from local import unconfirmed
from local.provider.assets import UnreadableAssetError
from local.provider.configuration import Configuration, configuration_problems, configured
from local.provider.emulator_client import AwsError, EmulatorUnreachableError
from local.provider.invokes import InvokeError, invoke
from local.provider.lifecycle import PartlyDoneError
from local.provider.provider import Naming, Provider, UnsupportedTypeError
from local.provider.reading import ImportIdError
from local.provider.values import Secret, has_secret, plain
from local.provider.wire import decode_properties, encode_properties

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from local.provider.resource_type import Problem

VERSION: Final = "999.0.0-local"
"""Higher than that of any pulumi_aws, which the engine warns of otherwise; its end says that it is the stand-in."""
_EXPECTED: Final = (
    AwsError, EmulatorUnreachableError, ImportIdError, InvokeError, unconfirmed.NoteError, UnreadableAssetError,
    UnsupportedTypeError,
)  # fmt: skip
"""Errors that are about the program or the emulator; any other is a defect here, and shows its traceback."""

_MODES: Final = {0: "propose", 1: "enforce", 2: "disable"}
_KINDS: Final = {
    ("add", False): provider_pb2.PropertyDiff.ADD,
    ("add", True): provider_pb2.PropertyDiff.ADD_REPLACE,
    ("delete", False): provider_pb2.PropertyDiff.DELETE,
    ("delete", True): provider_pb2.PropertyDiff.DELETE_REPLACE,
    ("update", False): provider_pb2.PropertyDiff.UPDATE,
    ("update", True): provider_pb2.PropertyDiff.UPDATE_REPLACE,
}


class ProviderService(provider_pb2_grpc.ResourceProviderServicer):
    """The service that the engine calls; `stop` ends the process."""

    def __init__(self, stop: Callable[[], None]) -> None:
        self._stop = stop
        self._provider = Provider(Configuration())

    def Handshake(self, request: Any, context: grpc.ServicerContext) -> Any:
        del request, context
        return provider_pb2.ProviderHandshakeResponse(
            accept_secrets=True, accept_resources=False, accept_outputs=False, supports_autonaming_configuration=True
        )

    def Attach(self, request: Any, context: grpc.ServicerContext) -> Any:
        """The engine says where it is; the stand-in never calls it."""
        del request, context
        return empty_pb2.Empty()

    def GetPluginInfo(self, request: Any, context: grpc.ServicerContext) -> Any:
        del request, context
        return plugin_pb2.PluginInfo(version=VERSION)

    def GetSchema(self, request: Any, context: grpc.ServicerContext) -> Any:
        del request
        context.abort(
            grpc.StatusCode.UNIMPLEMENTED,
            "the local stand-in for AWS has no schema to generate code from: use `pulumi import --generate-code=false`",
        )

    def CheckConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        del context
        problems = configuration_problems(decode_properties(request.news))
        return provider_pb2.CheckResponse(inputs=request.news, failures=_failures(list(problems)))

    def DiffConfig(self, request: Any, context: grpc.ServicerContext) -> Any:
        """A new region is a new provider; its resources say themselves whether they move."""
        del context
        old, new = decode_properties(request.olds), decode_properties(request.news)
        changed = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
        return provider_pb2.DiffResponse(changes=_changed(bool(changed)), diffs=changed)

    def Configure(self, request: Any, context: grpc.ServicerContext) -> Any:
        settings = decode_properties(request.args)
        problems = list(configuration_problems(settings))
        if problems:
            context.abort(
                grpc.StatusCode.INVALID_ARGUMENT, "; ".join(f"aws:{name} {reason}" for name, reason in problems)
            )
        self._provider = Provider(configured(settings))
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, supportsPreview=True, acceptResources=False, acceptOutputs=False,
            supports_autonaming_configuration=True,
        )  # fmt: skip

    def Check(self, request: Any, context: grpc.ServicerContext) -> Any:
        naming = Naming(request.name or _logical_name(request.urn), request.randomSeed)
        if request.HasField("autonaming"):
            options = request.autonaming
            naming = Naming(naming.logical_name, naming.seed, options.proposed_name, _MODES[options.mode])  # pyright: ignore[reportArgumentType]  # the three values are those of the mode
        del context
        old, new = decode_properties(request.olds), decode_properties(request.news)
        inputs, problems = self._provider.check(_type(request), old, new, naming)
        return provider_pb2.CheckResponse(inputs=encode_properties(inputs), failures=_failures(problems))

    def Diff(self, request: Any, context: grpc.ServicerContext) -> Any:
        def answer() -> Any:
            old_inputs, state = decode_properties(request.old_inputs), decode_properties(request.olds)
            name, new = request.name or _logical_name(request.urn), decode_properties(request.news)
            found = self._provider.diff(_type(request), name, old_inputs, state, new)
            return provider_pb2.DiffResponse(
                changes=_changed(bool(found.changes)),
                diffs=sorted({change.property for change in found.changes}),
                replaces=found.replaces,
                detailedDiff={
                    change.path: provider_pb2.PropertyDiff(kind=_KINDS[change.kind, change.replaces], inputDiff=True)
                    for change in found.changes
                },
                hasDetailedDiff=True,
                deleteBeforeReplace=bool(found.replaces) and found.delete_first,
            )

        return _answered(answer, context)

    def Create(self, request: Any, context: grpc.ServicerContext) -> Any:
        def answer() -> Any:
            inputs = decode_properties(request.properties)
            if request.preview:
                return provider_pb2.CreateResponse(
                    properties=encode_properties(self._provider.preview(_type(request), inputs, None))
                )
            name = self._provider.physical_name(_type(request), inputs)
            with _noted(request.urn, name, context) as begun_before:
                identifier, state = self._provider.create(_type(request), inputs, begun_before=begun_before)
            return provider_pb2.CreateResponse(id=identifier, properties=encode_properties(state))

        return _answered(answer, context)

    def Read(self, request: Any, context: grpc.ServicerContext) -> Any:
        def answer() -> Any:
            inputs, state = decode_properties(request.inputs), decode_properties(request.properties)
            found = self._provider.read(_type(request), request.id, inputs, state)
            if found is None:
                return provider_pb2.ReadResponse(id="")
            identifier, new_inputs, new_state = found
            return provider_pb2.ReadResponse(
                id=identifier, inputs=encode_properties(new_inputs), properties=encode_properties(new_state)
            )

        return _answered(answer, context)

    def Update(self, request: Any, context: grpc.ServicerContext) -> Any:
        def answer() -> Any:
            old_inputs, state = decode_properties(request.old_inputs), decode_properties(request.olds)
            inputs = decode_properties(request.news)
            updated = (
                self._provider.preview(_type(request), inputs, state)
                if request.preview
                else self._provider.update(_type(request), request.id, old_inputs, state, inputs)
            )
            return provider_pb2.UpdateResponse(properties=encode_properties(updated))

        return _answered(answer, context)

    def Delete(self, request: Any, context: grpc.ServicerContext) -> Any:
        def answer() -> Any:
            inputs, state = decode_properties(request.old_inputs), decode_properties(request.properties)
            self._provider.delete(_type(request), request.id, inputs, state)
            return empty_pb2.Empty()

        return _answered(answer, context)

    def Invoke(self, request: Any, context: grpc.ServicerContext) -> Any:
        def answer() -> Any:
            arguments = decode_properties(request.args)
            provider = self._provider
            result = invoke(request.tok, plain(arguments), provider.configuration, provider.client)
            returned = {name: Secret(value) if name == "json" else value for name, value in result.items()}
            encoded = encode_properties(returned if has_secret(arguments) else result)
            response = provider_pb2.InvokeResponse()
            getattr(response, "return").CopyFrom(encoded)  # a keyword of Python
            return response

        return _answered(answer, context)

    def Cancel(self, request: Any, context: grpc.ServicerContext) -> Any:
        del request, context
        self._stop()
        return empty_pb2.Empty()


@contextmanager
def _noted(urn: str, name: str, context: grpc.ServicerContext) -> Generator[bool]:
    """Keeps a note of a creation from before it begins until the engine has been told its outcome, if that is known.

    Gives whether there was one, of an earlier creation.
    """
    setting = os.environ.get(unconfirmed.FOLDER_SETTING)
    if not setting:
        yield False
        return
    folder = Path(setting)
    begun_before = unconfirmed.is_noted(folder, urn)
    unconfirmed.begin(folder, unconfirmed.Creation(urn, name))
    known = True
    try:
        yield begun_before
    except EmulatorUnreachableError as error:
        known = not error.may_have_acted
        raise
    finally:
        if known:
            context.add_callback(lambda: unconfirmed.end(folder, urn))


def _answered(answer: Callable[[], Any], context: grpc.ServicerContext) -> Any:
    try:
        return answer()
    except PartlyDoneError as error:
        _abort_with_state(context, error)
    except _EXPECTED as error:
        context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _abort_with_state(context: grpc.ServicerContext, error: PartlyDoneError) -> NoReturn:
    """Fails in the way that makes the engine keep the resource: with its id and state as details of the error."""
    detail = provider_pb2.ErrorResourceInitFailed(
        id=error.identifier, properties=encode_properties(error.state), reasons=[str(error)]
    )
    packed = any_pb2.Any()
    packed.Pack(detail)
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=str(error), details=[packed])
    context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, str(error))


def _failures(problems: list[Problem]) -> list[Any]:
    return [provider_pb2.CheckFailure(property=path, reason=reason) for path, reason in problems]


def _changed(changed: bool) -> Any:
    return provider_pb2.DiffResponse.DIFF_SOME if changed else provider_pb2.DiffResponse.DIFF_NONE


def _logical_name(urn: str) -> str:
    """The last of the four parts of a URN; it may have colons itself."""
    return urn.split("::", 3)[3]


def _type(request: Any) -> str:
    return request.type or request.urn.split("::", 3)[2].rpartition("$")[2]
