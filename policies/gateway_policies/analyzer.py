"""The server of the policy SDK, made to read each resource once for all rules.

The SDK turns the properties of a resource into Python values anew for every policy, and those of the whole stack for
every stack policy, so that its cost is the number of rules times the number of resources. Here they are turned once,
and a rule is only asked about the types it reads. What is undecided gets a line of its own, with its resource.

The server is no public part of the SDK. One that lacks what this builds upon serves the policies by itself: slower,
with the same verdicts, but without remediation and without levels of groups.
"""

# ruff: noqa: N802, SLF001 -- the engine names the methods, and what the server of the SDK has is private there

from collections.abc import Iterable, Mapping
from typing import Any, cast

from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi_policy import EnforcementLevel, Policy, Severity
from pulumi_policy import policy as sdk

from gateway_policies.catalogue import BY_NAME
from gateway_policies.judgement import Judgement
from gateway_policies.pack import Pack
from gateway_policies.properties import read
from gateway_policies.reading import Known
from gateway_policies.resources import Resource
from gateway_policies.rule import Level, Status

_SERVER = "_PolicyAnalyzerServicer"
USED = ("Configure", "_convert_enforcement_level", "_get_enforcement_level", "_map_enforcement_level", "_map_severity")
"""What the server of the SDK must have."""


def read_resources_once() -> bool:
    """Have the SDK serve packs with the analyzer of this module; False where it lacks what that builds upon."""
    server: Any = getattr(sdk, _SERVER, None)
    if server is None or not all(hasattr(server, name) for name in USED):
        return False
    setattr(sdk, _SERVER, type("Analyzer", (_Analyzer, server), {}))
    return True


class _Analyzer:
    """What is answered otherwise than by the SDK's server, which stands behind it."""

    def __init__(self, name: str, version: str, *others: Any) -> None:
        self._sdk: Any = super()
        self._sdk.__init__(name, version, *others)
        self._titles = {"policyPackName": name, "policyPackVersion": version}
        self._pack = Pack()

    def Configure(self, request: Any, context: Any) -> Any:
        """Takes levels and settings."""
        self._pack = Pack(
            {
                name: (_level(self, given.enforcementLevel), json_format.MessageToDict(given.properties))
                for name, given in request.policyConfig.items()
            }
        )
        return self._sdk.Configure(request, context)

    def Analyze(self, request: Any, _context: Any) -> proto.AnalyzeResponse:
        """Judges one resource."""
        if not self._pack.reads(request.type):
            return proto.AnalyzeResponse()
        return self._response(self._pack.judge_resource(_resource(request)))

    def AnalyzeStack(self, request: Any, _context: Any) -> proto.AnalyzeResponse:
        """Judges all resources of a stack together."""
        return self._response(self._pack.judge_stack(_resource(one) for one in request.resources))

    def Remediate(self, request: Any, _context: Any) -> proto.RemediateResponse:
        """Makes one resource right."""
        response = proto.RemediateResponse()
        for rule, better in self._pack.remedies(_resource(request)):
            properties = struct_pb2.Struct()
            properties.update(cast("dict[str, Any]", better))
            response.remediations.append(
                proto.Remediation(policyName=rule.name, description=rule.title, properties=properties, **self._titles)
            )
        return response

    def _get_enforcement_level(self, policy: Policy) -> EnforcementLevel:
        return EnforcementLevel(self._pack.level(policy.name))

    def _response(self, judgements: Iterable[Judgement]) -> proto.AnalyzeResponse:
        return proto.AnalyzeResponse(diagnostics=[self._diagnostic(one) for one in judgements])

    def _diagnostic(self, judgement: Judgement) -> proto.AnalyzeDiagnostic:
        rule = BY_NAME[judgement.policy]
        # What is undecided blocks nothing, and what could not be remedied has to be mended by hand.
        level = {"remediate": "mandatory"}.get(judgement.level, judgement.level)
        reported = "advisory" if judgement.status is Status.UNDECIDED else level
        server: Any = self
        return proto.AnalyzeDiagnostic(
            policyName=rule.name,
            message=f"{rule.title}\n{judgement.message}",
            urn=judgement.resource,
            description=rule.title,
            enforcementLevel=server._map_enforcement_level(EnforcementLevel(reported)),
            severity=server._map_severity(Severity(rule.severity)),
            **self._titles,
        )


def _level(server: Any, level: Any) -> Level:
    return cast("Level", server._convert_enforcement_level(level).value)


def _resource(given: Any) -> Resource:
    """A resource of the engine; only those of a stack come with what their properties depend on."""
    sources: Mapping[str, Any] = getattr(given, "propertyDependencies", {})
    links = {key: [*one.urns] for key, one in sources.items()}
    properties = json_format.MessageToDict(given.properties)
    replaced = given.options.deleteBeforeReplaceDefined and given.options.deleteBeforeReplace
    return Resource(
        given.urn, given.type, given.name, properties, links, region=_region(given), delete_before_replace=replaced
    )


def _region(given: Any) -> str:
    """The Region of the resource's provider, "" where it is not known."""
    if not given.HasField("provider"):
        return ""
    fields = given.provider.properties.fields
    region = read({"region": fields["region"].string_value if "region" in fields else None}).at("region").text()
    return region.value if isinstance(region, Known) else ""
