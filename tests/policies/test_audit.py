import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gateway_policies.audit import main
from gateway_policies.judgement import Judgement
from gateway_policies.outputs.audited import fails
from gateway_policies.outputs.state_files import read_state
from gateway_policies.rule import Level, Status

ROOT = Path(__file__).parents[2]
STATES = Path(__file__).parent / "states"
EXPORT = STATES / "export.json"
PREVIEW = STATES / "preview.json"
ROUTE = "urn:pulumi:dev::shop::aws:apigatewayv2/route:Route::"


THREE_RULES = {
    "all": "disabled",
    "route-authorization": "mandatory",
    "jwt-issuer-https": "mandatory",
    "throttle-effective": "advisory",
}


def three_rules(folder: Path, **entries: Any) -> Path:
    """An enforcement file that switches all rules off but three, so that new ones change no test."""
    file = folder / "enforcement.json"
    file.write_text(json.dumps({**THREE_RULES, **entries}))
    return file


def audit(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, list[tuple[str, ...]]]:
    """The exit code, and of each judgement the policy, the name of the resource, the level and the status."""
    code = main([str(argument) for argument in arguments])
    found = json.loads(capsys.readouterr().out)
    assert all(list(one) == ["policy", "resource", "level", "status", "message"] for one in found)
    return code, [(one["policy"], one["resource"].split("::")[-1], one["level"], one["status"]) for one in found]


def refused(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> str:
    """The one line with which a file is refused."""
    assert main([str(argument) for argument in arguments]) == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.count("\n") == 1
    return output.err


def written(folder: Path, document: Any) -> Path:
    file = folder / "state.json"
    file.write_text(document if isinstance(document, str) else json.dumps(document))
    return file


def test_an_export(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = audit(capsys, EXPORT, "--enforcement", three_rules(tmp_path))
    assert code == 1
    assert found == [
        ("route-authorization", "orders-$default", "mandatory", "violation"),
        ("jwt-issuer-https", "customers", "mandatory", "undecided"),
        ("throttle-effective", "orders", "advisory", "violation"),
    ]


def test_a_preview(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = audit(capsys, PREVIEW, "--enforcement", three_rules(tmp_path))
    assert code == 1
    assert found == [
        ("route-authorization", "orders-$default", "mandatory", "violation"),
        ("jwt-issuer-https", "customers", "mandatory", "undecided"),
        ("route-authorization", "orders-GET /new", "mandatory", "violation"),
    ]


def test_several_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = audit(capsys, EXPORT, PREVIEW, "--enforcement", three_rules(tmp_path))
    assert (code, len(found)) == (1, 6)


def test_only_mandatory_violations_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    enforcement = three_rules(tmp_path, **{"route-authorization": "advisory"})
    code, found = audit(capsys, EXPORT, "--enforcement", enforcement)
    assert (code, len(found)) == (0, 3)


@pytest.mark.parametrize(
    ("level", "status", "expected"),
    [
        ("mandatory", Status.VIOLATION, True),
        ("remediate", Status.VIOLATION, True),
        ("advisory", Status.VIOLATION, False),
        ("mandatory", Status.UNDECIDED, False),
        ("remediate", Status.UNDECIDED, False),
    ],
)
def test_what_fails_an_audit(level: Level, status: Status, expected: bool) -> None:
    assert fails(Judgement("route-authorization", "", level, status, "is open")) is expected


def test_the_exit_code_is_the_same_in_each_format(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = written(tmp_path, {"steps": []})
    for form in ("json", "text", "sarif"):
        assert main([str(EXPORT), "--format", form]) == 1
        assert main([str(good), "--format", form]) == 0
        assert capsys.readouterr().out
        assert "cannot be read" in refused(capsys, tmp_path / "none.json", "--format", form)


def test_an_unknown_format_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([str(EXPORT), "--format", "xml"])
    assert stopped.value.code == 2
    assert "invalid choice: 'xml'" in capsys.readouterr().err


def test_exemptions_apply(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    exemption = {"resource": "orders-$default", "reason": "a shop window", "expires": "2999-12-31"}
    exempt = {"enforcementLevel": "mandatory", "exemptions": [exemption]}
    enforcement = three_rules(tmp_path, **{"route-authorization": exempt})
    code, found = audit(capsys, EXPORT, "--enforcement", enforcement)
    assert code == 0
    assert [policy for policy, *_ in found] == ["jwt-issuer-https", "throttle-effective"]


def test_what_is_read_of_an_export() -> None:
    by_name = {resource.name: resource for resource in read_state(EXPORT)}
    assert "orders-GET /old" not in by_name
    stage = by_name["orders"]
    assert (stage.id, stage.region) == ("s1", "eu-south-2")
    assert stage.property_dependencies["apiId"] == ["urn:pulumi:dev::shop::aws:apigatewayv2/api:Api::orders"]
    only_read = by_name["orders-GET /read"]
    assert (only_read.managed, only_read.props["routeKey"]) == (False, "GET /read")


def test_what_is_read_of_a_preview() -> None:
    resources = read_state(PREVIEW)
    assert [resource.urn for resource in resources].count(ROUTE + "orders-GET /new") == 1
    assert ROUTE + "orders-GET /old" not in [resource.urn for resource in resources]
    assert {one.region for one in resources if one.type.startswith("aws:")} == {"eu-west-1"}


@pytest.mark.parametrize("op", ["delete", "delete-replaced", "discard", "discard-replaced", "remove-pending-replace"])
def test_what_a_preview_removes_does_not_count(op: str, tmp_path: Path) -> None:
    document = json.loads(PREVIEW.read_bytes())
    steps = [{**step, "op": op} for step in document["steps"] if "newState" in step]
    assert read_state(written(tmp_path, {"steps": steps})) == []


def test_a_region_of_the_configuration_is_the_default_providers_alone(tmp_path: Path) -> None:
    document = json.loads(PREVIEW.read_bytes())
    for step in document["steps"]:
        step["newState"] = {**step.get("newState", step.get("oldState")), "provider": "urn:p::s::t::mine::x"}
    assert {resource.region for resource in read_state(written(tmp_path, document))} == {""}


def test_files_in_the_encoding_of_windows_shells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "preview.json"
    file.write_text(PREVIEW.read_text(), encoding="utf-16")
    assert audit(capsys, file)[0] == 1


@pytest.mark.parametrize(
    "document",
    [
        {"version": 3, "deployment": {"manifest": {}}},
        {"changeSummary": {"same": 3}},
        {"steps": [], "diagnostics": [{"message": "careful", "severity": "warning"}]},
    ],
)
def test_nothing_to_judge(document: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit(capsys, written(tmp_path, document)) == (0, [])


def test_a_preview_that_only_policies_stopped_is_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(PREVIEW.read_bytes())
    document["diagnostics"] = [{"message": "error: preview failed\n", "severity": "error"}]
    file = written(tmp_path, document)
    assert len(audit(capsys, file, "--enforcement", three_rules(tmp_path))[1]) == 3


REFUSED: list[tuple[Any, str]] = [
    ("", "is not JSON"),
    ("{", "is not JSON"),
    ("[" * 100_000, "is not JSON"),
    ([], "neither a stack export (an object with 'deployment') nor a preview (one with 'steps')"),
    ({}, "neither a stack export"),
    ({"checkpoint": {}}, "neither a stack export"),
    ({"deployment": []}, "'deployment' is list where an object is expected"),
    ({"deployment": {"resources": {}}}, "'resources' is not a list of objects"),
    ({"deployment": {"resources": ["x"]}}, "'resources' is not a list of objects"),
    ({"deployment": {"resources": [{"urn": "u"}]}}, "a resource has 'type' None where text is expected"),
    ({"steps": [{"op": "create", "newState": 7}]}, "'newState' is int where an object is expected"),
    (
        {"steps": [{"op": "create", "newState": {"urn": "u", "type": "t", "inputs": []}}]},
        "'inputs' is list where an object is expected",
    ),
    (
        {"diagnostics": [{"message": "error: no such thing\nmore", "severity": "error"}]},
        "is a preview that failed, so its resources may be incomplete: error: no such thing",
    ),
]


@pytest.mark.parametrize(("document", "says"), REFUSED)
def test_files_that_are_refused(document: Any, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, document)
    line = refused(capsys, file)
    assert line.startswith(f"audit: {file}: ")
    assert says in line


def test_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "cannot be read: No such file" in refused(capsys, EXPORT, tmp_path / "none.json")


def test_a_wrong_enforcement_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = written(tmp_path, {"jwt": "advisory"})
    assert "jwt: no such policy" in refused(capsys, EXPORT, "--enforcement", file)


def test_the_command_needs_nothing_of_pulumi(tmp_path: Path) -> None:
    script = (
        "import sys; from gateway_policies.audit import main; main(sys.argv[1:]); sys.exit('pulumi' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script, str(PREVIEW), "--enforcement", str(three_rules(tmp_path))],
        env={"PYTHONPATH": str(ROOT / "policies")},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert len(json.loads(run.stdout)) == 3


def test_the_command_gives_its_exit_code() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "gateway_policies.audit", str(EXPORT)],
        env={"PYTHONPATH": str(ROOT / "policies")},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 1
