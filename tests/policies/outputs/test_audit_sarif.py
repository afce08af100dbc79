import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from gateway_policies.audit import main
from gateway_policies.catalogue import RULES
from gateway_policies.judgement import Judgement
from gateway_policies.outputs.audit_sarif import log
from gateway_policies.outputs.audited import Audited
from gateway_policies.rule import Level, Status

EXPORT = Path(__file__).parents[1] / "states" / "export.json"
URN = "urn:pulumi:dev::shop::aws:apigatewayv2/route:Route::orders-$default"


def an(properties: dict[str, Any], *optional: str) -> dict[str, Any]:
    """An object of these properties and no others, required but for those named."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def some(items: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "array", "items": items, "uniqueItems": True, **more}


TEXT = {"type": "string", "minLength": 1}
MESSAGE = an({"text": TEXT})
LEVEL = {"enum": ["none", "note", "warning", "error"]}
# Of the schema of SARIF 2.1.0 what the log uses, with what code scanning of GitHub demands of it.
DESCRIPTOR = an(
    {
        "id": {"type": "string", "maxLength": 255},
        "shortDescription": an({"text": {**TEXT, "maxLength": 1024}}),
        "fullDescription": an({"text": {**TEXT, "maxLength": 1024}}),
        "help": MESSAGE,
        "helpUri": {"type": "string", "pattern": "^https://[^ ]+$"},
        "defaultConfiguration": an({"enabled": {"type": "boolean"}, "level": LEVEL}),
        "properties": an(
            {
                "tags": some(TEXT, contains={"const": "security"}, maxItems=10),
                "security-severity": {"type": "string", "pattern": r"^(10\.0|[0-9]\.[0-9])$"},
                "controls": some(TEXT),
            }
        ),
    }
)
LOCATION = an(
    {
        "physicalLocation": an(
            {
                "artifactLocation": an({"uri": {"type": "string", "pattern": r"^[!#-;=?-\[\]_a-z~]+$"}}),
                "region": an({"startLine": {"type": "integer", "minimum": 1}}),
            }
        ),
        "logicalLocations": some(an({"name": TEXT, "fullyQualifiedName": TEXT, "kind": TEXT}), minItems=1),
    },
    "logicalLocations",
)
RESULT = an(
    {
        "ruleId": TEXT,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": some(LOCATION, minItems=1, maxItems=1),
        "partialFingerprints": an({"primaryLocationLineHash": TEXT}),
        "properties": an({"status": {"enum": ["violation", "undecided"]}, "enforcementLevel": TEXT}),
    }
)
DRIVER = an({"name": TEXT, "rules": some(DESCRIPTOR)})
RUN = an({"tool": an({"driver": DRIVER}), "results": {"type": "array", "items": RESULT}})
LOG = an(
    {
        "$schema": {"type": "string", "pattern": "^https://.*/sarif-schema-2.1.0.json$"},
        "version": {"const": "2.1.0"},
        "runs": {"type": "array", "items": RUN, "minItems": 1, "maxItems": 1},
    }
)

VALIDATOR: Any = Draft202012Validator(LOG)


def judged(resource: str = URN, level: Level = "mandatory", status: Status = Status.VIOLATION) -> Judgement:
    return Judgement("route-authorization", resource, level, status, "orders: is open. Close it.")


def run(*judgements: Judgement, file: Path = EXPORT) -> dict[str, Any]:
    """The run of a log that follows the schema."""
    found: Any = json.loads(json.dumps(log([Audited(file, judgements)])))
    VALIDATOR.validate(found)
    return found["runs"][0]


def result(*judgements: Judgement, file: Path = EXPORT) -> dict[str, Any]:
    (found,) = run(*judgements, file=file)["results"]
    return found


def test_the_schema_is_one_and_refuses_what_is_wrong() -> None:
    Draft202012Validator.check_schema(LOG)
    assert not VALIDATOR.is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_every_rule_is_described() -> None:
    rules = run()["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == [rule.name for rule in RULES]
    first, rule = rules[0], RULES[0]
    assert (first["shortDescription"]["text"], first["fullDescription"]["text"]) == (rule.title, rule.why)
    assert (first["help"]["text"], first["helpUri"]) == (rule.fix, rule.source)
    assert first["defaultConfiguration"] == {"enabled": True, "level": "error"}
    assert first["properties"]["security-severity"] == "8.0"
    assert "checkov CKV_AWS_309" in first["properties"]["controls"]
    by_id = {one["id"]: one for one in rules}
    assert by_id["jwt-route-scopes"]["defaultConfiguration"] == {"enabled": True, "level": "warning"}
    assert by_id["require-api-key"]["defaultConfiguration"]["enabled"] is False
    assert by_id["require-api-key"]["properties"]["tags"] == ["security", "authorization", "OWASP API2:2023"]


def test_a_result_names_its_rule_its_resource_and_its_place() -> None:
    found = run(judged())
    (one,) = found["results"]
    assert found["tool"]["driver"]["rules"][one["ruleIndex"]]["id"] == one["ruleId"] == "route-authorization"
    assert one["message"] == {"text": "orders: is open. Close it."}
    (location,) = one["locations"]
    (logical,) = location["logicalLocations"]
    assert (logical["name"], logical["fullyQualifiedName"]) == ("orders-$default", URN)
    line = location["physicalLocation"]["region"]["startLine"]
    assert URN in EXPORT.read_text().splitlines()[line - 1]


@pytest.mark.parametrize(
    ("level", "status", "expected"),
    [
        ("mandatory", Status.VIOLATION, "error"),
        ("remediate", Status.VIOLATION, "error"),
        ("advisory", Status.VIOLATION, "warning"),
        ("mandatory", Status.UNDECIDED, "note"),
        ("advisory", Status.UNDECIDED, "note"),
    ],
)
def test_the_level_of_a_result(level: Level, status: Status, expected: str) -> None:
    found = result(judged(level=level, status=status))
    assert found["level"] == expected
    assert found["properties"] == {"status": status.value, "enforcementLevel": level}


def test_what_is_of_no_resource_has_no_logical_location() -> None:
    (location,) = result(judged(resource=""))["locations"]
    assert "logicalLocations" not in location
    assert location["physicalLocation"]["region"] == {"startLine": 1}


def test_several_results_of_one_resource_are_told_apart() -> None:
    results = run(judged(), judged(), judged(resource=""))["results"]
    assert len({one["partialFingerprints"]["primaryLocationLineHash"] for one in results}) == 3
    assert run(judged(), judged(), judged(resource=""))["results"] == results


def test_the_file_is_named_as_a_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def uri(file: Path) -> str:
        return result(judged(), file=file)["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    folder = tmp_path / "my states"
    folder.mkdir()
    (folder / "a:ä.json").write_text("{}")
    assert uri(folder / "a:ä.json").startswith("file:///")
    monkeypatch.chdir(tmp_path)
    assert uri(Path("my states/a:ä.json")) == "my%20states/a%3A%C3%A4.json"


def test_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(EXPORT), str(EXPORT), "--format", "json"]) == 1
    as_json = json.loads(capsys.readouterr().out)
    assert main([str(EXPORT), str(EXPORT), "--format", "sarif"]) == 1
    found = json.loads(capsys.readouterr().out)
    VALIDATOR.validate(found)
    assert [one["message"]["text"] for one in found["runs"][0]["results"]] == [one["message"] for one in as_json]
