"""What the engine does with a provider, for tests: it starts the process, and speaks gRPC to it."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc, status_pb2

from local.provider.wire import decode_properties, encode_properties

if TYPE_CHECKING:
    from local.provider.values import Properties

ROOT = Path(__file__).resolve().parents[3]
REGION = "eu-west-1"


class InitFailedError(Exception):
    """The provider kept a resource that is not as asked for."""

    def __init__(self, detail: Any) -> None:
        super().__init__("; ".join(detail.reasons))
        self.identifier: str = detail.id
        self.state = decode_properties(detail.properties)


class CheckError(Exception):
    """The provider refused inputs."""

    def __init__(self, failures: dict[str, str]) -> None:
        super().__init__(str(failures))
        self.failures = failures


@dataclass
class Resource:
    """A deployed resource, as the engine's state file has it."""

    type: str
    name: str
    inputs: Properties
    id: str = ""
    state: Properties = field(default_factory=dict[str, Any])

    @property
    def urn(self) -> str:
        return f"urn:pulumi:test::project::{self.type}::{self.name}"


class Engine:
    """One provider process."""

    def __init__(self, emulator: str, settings: Properties | None = None, **environment: str) -> None:
        clean = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        self.process = subprocess.Popen(
            [sys.executable, "-P", "-m", "local.provider", "127.0.0.1:1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**clean, "PYTHONPATH": str(ROOT), "GATEWAY_EMULATOR_URL": emulator, **environment},
        )
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())
        self.channel = grpc.insecure_channel(f"127.0.0.1:{self.port}")
        self.stub: Any = provider_pb2_grpc.ResourceProviderStub(self.channel)  # pyright: ignore[reportUnknownMemberType]
        self._settings = {"region": REGION} if settings is None else settings

    def __enter__(self) -> Self:
        request = provider_pb2.ConfigureRequest(args=encode_properties(self._settings), acceptSecrets=True)
        self.stub.Configure(request, timeout=10)
        return self

    def __exit__(self, *exception: object) -> None:
        self.end()

    def end(self) -> tuple[str, str]:
        """Ends the process; gives what it has printed after its port."""
        self.channel.close()
        self.process.terminate()
        return self.process.communicate(timeout=10)

    def check(
        self, kind: str, name: str, inputs: Properties, olds: Properties | None = None, seed: bytes = b"seed"
    ) -> Properties:
        """The checked inputs.

        Raises:
            CheckError: the provider refused them.
        """
        request = provider_pb2.CheckRequest(
            urn=f"urn:pulumi:test::project::{kind}::{name}", type=kind, name=name, randomSeed=seed,
            olds=encode_properties(olds or {}), news=encode_properties(inputs),
        )  # fmt: skip
        answer = self.stub.Check(request, timeout=10)
        if answer.failures:
            reasons: dict[str, str] = {}
            for failure in answer.failures:
                known = reasons.get(failure.property)
                reasons[failure.property] = f"{known}; {failure.reason}" if known else failure.reason
            raise CheckError(reasons)
        return decode_properties(answer.inputs)

    def preview(self, kind: str, name: str, inputs: Properties) -> Properties:
        """The outputs of a resource that is yet to be created."""
        checked = self.check(kind, name, inputs)
        request = provider_pb2.CreateRequest(
            urn=f"urn:pulumi:test::project::{kind}::{name}", type=kind, name=name,
            properties=encode_properties(checked), preview=True,
        )  # fmt: skip
        return decode_properties(self.stub.Create(request, timeout=10).properties)

    def create(self, kind: str, name: str, inputs: Properties) -> Resource:
        """A new resource, checked first."""
        seed = os.urandom(16)
        resource = Resource(kind, name, self.check(kind, name, inputs, seed=seed))
        request = provider_pb2.CreateRequest(
            urn=resource.urn, type=kind, name=name, properties=encode_properties(resource.inputs)
        )
        answer = _unpacked(lambda: self.stub.Create(request, timeout=30))
        resource.id, resource.state = answer.id, decode_properties(answer.properties)
        return resource

    def diff(self, resource: Resource, inputs: Properties) -> Any:
        """The provider's answer to new inputs, checked first."""
        checked = self.check(resource.type, resource.name, inputs, resource.inputs)
        request = provider_pb2.DiffRequest(
            urn=resource.urn, type=resource.type, name=resource.name, id=resource.id,
            olds=encode_properties(resource.state), old_inputs=encode_properties(resource.inputs),
            news=encode_properties(checked),
        )  # fmt: skip
        return self.stub.Diff(request, timeout=10)

    def update(self, resource: Resource, inputs: Properties, *, preview: bool = False) -> Properties:
        """Updates the resource, checked first; gives its new state."""
        checked = self.check(resource.type, resource.name, inputs, resource.inputs)
        request = provider_pb2.UpdateRequest(
            urn=resource.urn, type=resource.type, name=resource.name, id=resource.id, preview=preview,
            olds=encode_properties(resource.state), old_inputs=encode_properties(resource.inputs),
            news=encode_properties(checked),
        )  # fmt: skip
        state = decode_properties(_unpacked(lambda: self.stub.Update(request, timeout=30)).properties)
        if not preview:
            resource.inputs, resource.state = checked, state
        return state

    def read(self, resource: Resource) -> Resource | None:
        """The resource as it is, or None when it is gone."""
        request = provider_pb2.ReadRequest(
            urn=resource.urn, type=resource.type, name=resource.name, id=resource.id,
            properties=encode_properties(resource.state), inputs=encode_properties(resource.inputs),
        )  # fmt: skip
        answer = self.stub.Read(request, timeout=10)
        if not answer.id:
            return None
        inputs, state = decode_properties(answer.inputs), decode_properties(answer.properties)
        return Resource(resource.type, resource.name, inputs, answer.id, state)

    def delete(self, resource: Resource) -> None:
        """Deletes the resource."""
        request = provider_pb2.DeleteRequest(
            urn=resource.urn, type=resource.type, name=resource.name, id=resource.id,
            properties=encode_properties(resource.state), old_inputs=encode_properties(resource.inputs),
        )  # fmt: skip
        self.stub.Delete(request, timeout=10)

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """The answer of a function."""
        request = provider_pb2.InvokeRequest(tok=token, args=encode_properties(arguments))
        return decode_properties(getattr(self.stub.Invoke(request, timeout=10), "return"))

    def cancel(self) -> None:
        self.stub.Cancel(empty_pb2.Empty(), timeout=5)


def _unpacked(call: Any) -> Any:
    try:
        return call()
    except grpc.RpcError as error:
        known: Any = error
        for key, value in known.trailing_metadata():
            if key == "grpc-status-details-bin":
                status = status_pb2.Status.FromString(value)
                detail = provider_pb2.ErrorResourceInitFailed()
                status.details[0].Unpack(detail)
                raise InitFailedError(detail) from error
        raise
