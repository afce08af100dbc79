import json
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from gateway_policies.catalogue import RULES
from gateway_policies.enforcement import EnforcementError, load_enforcement, read_enforcement
from gateway_policies.exemptions import Exemption

FOLDER = Path(__file__).parents[2] / "policies" / "enforcement"
GOOD = {"resource": "x", "reason": "because", "expires": "2027-06-30"}
ROUTE = "urn:pulumi:{}::shop::gateway:index:HttpApi$aws:apigatewayv2/route:Route::{}"
ENVIRONMENTS = ("local", "dev", "staging", "prod")
STRICTNESS = ("disabled", "advisory", "mandatory")
PUBLIC = ("orders-GET /health", "catalog-GET /items", "catalog-GET /items/{sku}")


def problems_of(document: Any) -> list[str]:
    problems: list[str] = []
    read_enforcement(document, RULES, problems)
    return problems


def test_defaults() -> None:
    enforcement = read_enforcement({}, RULES, [])
    assert {name: one.level for name, one in enforcement.items()} == {rule.name: rule.level for rule in RULES}
    assert enforcement["throttle-effective"].settings == {"region": "", "accountRateLimit": 0, "accountBurstLimit": 0}


def test_all_and_each() -> None:
    document = {
        "all": "advisory",
        "domain-min-tls": "mandatory",
        "jwt-audience": {"exemptions": [GOOD]},
        "throttle-effective": {"enforcementLevel": "disabled", "region": "eu-south-1", "accountRateLimit": 20000},
    }
    problems: list[str] = []
    enforcement = read_enforcement(document, RULES, problems)
    assert problems == []
    assert enforcement["domain-min-tls"].level == "mandatory"
    assert enforcement["jwt-audience"].level == "advisory"
    assert enforcement["jwt-audience"].exemptions == (Exemption("x", "because", date(2027, 6, 30)),)
    assert enforcement["throttle-effective"].level == "disabled"
    assert enforcement["throttle-effective"].settings["accountRateLimit"] == 20000
    assert enforcement["throttle-effective"].settings["accountBurstLimit"] == 0


def test_every_problem_is_told_at_once() -> None:
    document: dict[str, Any] = {
        "all": {"enforcementLevel": "on", "exemptions": []},
        "domain-min-tsl": "mandatory",
        "jwt-audience": 7,
        "access-logging": "remediate",
        "throttle-effective": {"region": 7, "accountRateLimit": True, "accountBurstLimit": -1, "rate": 5},
        "route-authorization": {
            "exemptions": [
                "x",
                {**GOOD, "expires": "30.6.2027", "reason": " "},
                {**GOOD, "expires": "2027-02-30"},
                {"resource": "x", "until": "2027-06-30"},
            ]
        },
        "integration-https": {"exemptions": {"resource": "x"}},
    }
    problems = problems_of(document)
    assert [problem.partition(":")[0] for problem in problems] == [
        "domain-min-tsl",
        "all.exemptions",
        "all.enforcementLevel",
        "route-authorization.exemptions[0]",
        "route-authorization.exemptions[1].reason",
        "route-authorization.exemptions[1].expires",
        "route-authorization.exemptions[2].expires",
        "route-authorization.exemptions[3].until",
        "route-authorization.exemptions[3].reason",
        "route-authorization.exemptions[3].expires",
        "jwt-audience",
        "throttle-effective.region",
        "throttle-effective.accountRateLimit",
        "throttle-effective.accountBurstLimit",
        "throttle-effective.rate",
        "integration-https.exemptions",
        "access-logging.enforcementLevel",
    ]
    assert "found '30.6.2027'; it must be a date such as 2027-06-30" in problems[5]
    assert problems[-1].endswith("found 'remediate'; the rule has no remediation")


@pytest.mark.parametrize("document", [[], "mandatory", None, 7])
def test_the_root_is_an_object(document: Any) -> None:
    assert problems_of(document) == [f"(root): found {document!r}; it must be an object"]


@pytest.mark.parametrize(
    ("text", "says"), [("{", "is not JSON"), (None, "cannot be read"), ('{"x": "on"}', "x: no such")]
)
def test_files_that_cannot_be_used(tmp_path: Path, text: str | None, says: str) -> None:
    file = tmp_path / "enforcement.json"
    if text is not None:
        file.write_text(text)
    with pytest.raises(EnforcementError, match=says) as caught:
        load_enforcement(file, RULES)
    assert str(file) in str(caught.value)


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_each_environment_excuses_the_public_routes_of_the_shop_alone(environment: str) -> None:
    exemptions = load_enforcement(FOLDER / f"{environment}.json", RULES)["route-authorization"].exemptions
    routes = [ROUTE.format(environment, name) for name in PUBLIC]
    assert [[one.matches(route) for route in routes] for one in exemptions] == [
        [True, False, False],
        [False, True, False],
        [False, False, True],
    ]
    others = ("orders-GET /health/x", "users-GET /health", "catalog-POST /items")
    assert not any(one.matches(ROUTE.format(environment, other)) for one in exemptions for other in others)


def test_the_environments_tighten_step_by_step() -> None:
    levels = [
        {name: STRICTNESS.index(one.level) for name, one in load_enforcement(FOLDER / f"{file}.json", RULES).items()}
        for file in ENVIRONMENTS
    ]
    for looser, stricter in pairwise(levels):
        assert all(looser[name] <= stricter[name] for name in looser)
        assert looser != stricter
    staging = {name: STRICTNESS[level] for name, level in levels[ENVIRONMENTS.index("staging")].items()}
    assert staging == {rule.name: rule.level for rule in RULES} | {"required-tags": "mandatory"}


def test_there_is_a_file_for_each_environment() -> None:
    files = {file.stem: json.loads(file.read_bytes()) for file in FOLDER.glob("*.json")}
    stacks = {file.suffixes[0].removeprefix(".") for file in (FOLDER.parents[1] / "stacks").glob("Pulumi.*.yaml")}
    assert files.keys() == stacks >= {*ENVIRONMENTS}


def test_a_group_is_between_all_and_each() -> None:
    document = {"all": "advisory", "tls": "disabled", "domain-min-tls": "mandatory", "logging": "mandatory"}
    levels = {name: one.level for name, one in read_enforcement(document, RULES, []).items()}
    for rule in RULES:
        own = {"tls": "disabled", "logging": "mandatory"} if rule.level != "disabled" else {}
        of_group = own.get(rule.group, "advisory")
        assert levels[rule.name] == ("mandatory" if rule.name == "domain-min-tls" else of_group), rule.name


def test_a_group_takes_a_level_alone() -> None:
    groups = ", ".join(dict.fromkeys(rule.group for rule in RULES))
    names = ", ".join(sorted(rule.name for rule in RULES))
    assert problems_of({"tls": {"exemptions": []}, "logging": "off", "tsl": "advisory"}) == [
        f"tsl: no such policy; allowed are 'all', the groups {groups}, and {names}",
        "tls.exemptions: only enforcementLevel may be set here",
        "logging.enforcementLevel: found 'off'; allowed are remediate, mandatory, advisory, disabled",
    ]


def test_to_remediate_all_is_to_demand_what_has_no_remedy() -> None:
    levels = {name: one.level for name, one in read_enforcement({"all": "remediate"}, RULES, []).items()}
    assert levels == {rule.name: "remediate" if rule.remedies else "mandatory" for rule in RULES}
