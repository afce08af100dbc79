"""What an audit found, as one run of a SARIF 2.1.0 log, with what code scanning of GitHub reads of it.

The form is that of https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from gateway_policies.catalogue import RULES
from gateway_policies.exemptions import name_of
from gateway_policies.judgement import Judgement
from gateway_policies.outputs.audited import Audited
from gateway_policies.outputs.state_files import lines_of_urns
from gateway_policies.rule import Rule, Status

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"remediate": "error", "mandatory": "error", "advisory": "warning", "disabled": "warning"}
# The bounds of GitHub are 9.0 for critical, 7.0 for high and 4.0 for medium.
_SECURITY_SEVERITIES = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
_INDEX = {rule.name: index for index, rule in enumerate(RULES)}


def write(audited: Sequence[Audited], out: TextIO) -> None:
    """Write the log."""
    out.write(json.dumps(log(audited), indent=2) + "\n")


def log(audited: Sequence[Audited]) -> dict[str, object]:
    """The log as JSON; it names all rules of the pack."""
    driver = {"name": "gateway-policies", "rules": [_descriptor(rule) for rule in RULES]}
    results = [result for of_file in audited for result in _results(of_file)]
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _descriptor(rule: Rule) -> dict[str, object]:
    risks = [control for control in rule.controls if control.startswith("OWASP ")]
    return {
        "id": rule.name,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": rule.fix},
        "helpUri": rule.source,
        "defaultConfiguration": {"enabled": rule.level != "disabled", "level": _LEVELS[rule.level]},
        "properties": {
            # GitHub shows ten tags, so the controls of other catalogues stand by themselves.
            "tags": ["security", rule.group, *risks],
            "security-severity": _SECURITY_SEVERITIES[rule.severity],
            "controls": list(rule.controls),
        },
    }


def _results(audited: Audited) -> Iterator[dict[str, object]]:
    lines = lines_of_urns(audited.file)
    seen: Counter[tuple[str, str]] = Counter()
    for judgement in audited.judgements:
        about = judgement.policy, judgement.resource
        seen[about] += 1
        digest = sha256("\n".join(about).encode("utf-8", "surrogatepass")).hexdigest()[:16]
        yield {
            "ruleId": judgement.policy,
            "ruleIndex": _INDEX[judgement.policy],
            "level": "note" if judgement.status is Status.UNDECIDED else _LEVELS[judgement.level],
            "message": {"text": judgement.message},
            "locations": [_location(audited.file, judgement, lines)],
            # Left to itself, GitHub takes all results of a rule on one line for one.
            "partialFingerprints": {"primaryLocationLineHash": f"{digest}:{seen[about]}"},
            "properties": {"status": judgement.status.value, "enforcementLevel": judgement.level},
        }


def _location(file: Path, judgement: Judgement, lines: Mapping[str, int]) -> dict[str, object]:
    region = {"startLine": lines.get(judgement.resource, 1)}
    location: dict[str, object] = {"physicalLocation": {"artifactLocation": {"uri": _uri(file)}, "region": region}}
    if judgement.resource:
        name = {"name": name_of(judgement.resource), "fullyQualifiedName": judgement.resource, "kind": "resource"}
        location["logicalLocations"] = [name]
    return location


def _uri(file: Path) -> str:
    return file.as_uri() if file.is_absolute() else quote(file.as_posix())
