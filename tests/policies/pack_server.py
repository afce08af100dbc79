"""The pack as the engine runs it: a process of its own, spoken to over its gRPC service."""

import subprocess
import sys
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from gateway_policies.resources import Resource

PACK = Path(__file__).parents[2] / "policies"


class Diagnostic(NamedTuple):
    """What the engine is told: policy, level, URN and the message without the description of the policy."""

    policy: str
    level: str
    urn: str
    message: str


class PackServer:
    """One running pack."""

    def __init__(self, port: int) -> None:
        self._channel = grpc.insecure_channel(f"127.0.0.1:{port}")
        self._stub: Any = analyzer_pb2_grpc.AnalyzerStub(self._channel)  # its stubs name messages too vaguely to check

    def info(self) -> proto.AnalyzerInfo:
        """What the pack says of itself."""
        return self._stub.GetAnalyzerInfo(empty_pb2.Empty())

    def configure(self, **policies: tuple[str, Mapping[str, Any]]) -> None:
        """Set levels and settings; the names of policies are written with `_` for `-`."""
        config = {
            name.replace("_", "-"): proto.PolicyConfig(
                enforcementLevel=proto.EnforcementLevel.Value(level.upper()), properties=_struct(properties)
            )
            for name, (level, properties) in policies.items()
        }
        self._stub.Configure(proto.ConfigureAnalyzerRequest(policyConfig=config))

    def analyze(self, resource: Resource) -> list[Diagnostic]:
        """Have one resource judged by its inputs, under a provider of the resource's Region."""
        request = proto.AnalyzeRequest(
            type=resource.type, urn=resource.urn, name=resource.name, properties=_struct(resource.props)
        )
        if resource.region:
            request.provider.CopyFrom(
                proto.AnalyzerProviderResource(
                    type="pulumi:providers:aws", urn="p", name="p", properties=_struct({"region": resource.region})
                )
            )
        return _diagnostics(self._stub.Analyze(request))

    def analyze_stack(self, resources: Sequence[Resource]) -> list[Diagnostic]:
        """Have the resources of a stack judged together."""
        request = proto.AnalyzeStackRequest(
            resources=[
                proto.AnalyzerResource(
                    type=resource.type,
                    urn=resource.urn,
                    name=resource.name,
                    properties=_struct(resource.props),
                    propertyDependencies={
                        key: proto.AnalyzerPropertyDependencies(urns=urns)
                        for key, urns in resource.property_dependencies.items()
                    },
                )
                for resource in resources
            ]
        )
        return _diagnostics(self._stub.AnalyzeStack(request))

    def remediate(self, resource: Resource) -> dict[str, dict[str, Any]]:
        """Have one resource made right: its properties after each policy that changed it."""
        request = proto.AnalyzeRequest(
            type=resource.type, urn=resource.urn, name=resource.name, properties=_struct(resource.props)
        )
        return {
            one.policyName: json_format.MessageToDict(one.properties)
            for one in self._stub.Remediate(request).remediations
        }

    def close(self) -> None:
        """Hang up."""
        self._channel.close()


# As an SDK would be whose server lacks what the analyzer builds upon.
BARE = """
import runpy, sys
sys.path.insert(0, ".")
from gateway_policies import analyzer
analyzer.USED = ("what_no_server_has",)
runpy.run_path("__main__.py", run_name="__main__")
"""


@contextmanager
def running_pack(*, bare: bool = False) -> Generator[tuple[PackServer, "subprocess.Popen[bytes]"]]:
    """Start the pack as the language host does: in the pack's folder, with the engine's address and that folder."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(PACK)]
    command = [sys.executable, "-u", "-c", BARE] if bare else command
    with subprocess.Popen(command, cwd=PACK, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            server = PackServer(int(process.stdout.readline()))
            try:
                yield server, process
            finally:
                server.close()
        finally:
            process.kill()


def _struct(properties: Mapping[str, Any]) -> struct_pb2.Struct:
    struct = struct_pb2.Struct()
    struct.update(dict(properties))
    return struct


def _diagnostics(response: proto.AnalyzeResponse) -> list[Diagnostic]:
    return [
        Diagnostic(
            one.policyName,
            proto.EnforcementLevel.Name(one.enforcementLevel).lower(),
            one.urn,
            one.message.removeprefix(f"{one.description}\n"),
        )
        for one in response.diagnostics
    ]
