"""The profiles in policies/enforcement/profiles, and what they make of the rules."""

import pytest

from gateway_policies.catalogue import BY_NAME, RULES
from gateway_policies.enforcement import load_enforcement
from gateway_policies.evaluate import evaluate
from gateway_policies.profiles import FOLDER, PROFILES, text_of
from gateway_policies.resource_types import REST_API, REST_METHOD
from tests.policies.cases import a


@pytest.mark.parametrize("name", PROFILES)
def test_the_file_is_the_one_that_is_generated(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text() == text_of(PROFILES[name]), "run python -m gateway_policies.profiles"


def test_there_are_no_other_files() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == PROFILES.keys()


@pytest.mark.parametrize("name", PROFILES)
def test_what_covers_a_control_is_mandatory_and_nothing_else_runs(name: str) -> None:
    enforcement = load_enforcement(FOLDER / f"{name}.json", RULES)
    mandatory = {rule for rule, one in enforcement.items() if one.level == "mandatory"}
    assert mandatory == {
        rule.name for rule in RULES if any(control.startswith(PROFILES[name].controls) for control in rule.controls)
    }
    assert {one.level for rule, one in enforcement.items() if rule not in mandatory} == {"disabled"}
    assert len(mandatory) > 10


def test_an_api_key_is_authorization_for_checkov_alone() -> None:
    api = a(REST_API, {"name": "x", "policy": ""}, "api")
    method = a(
        REST_METHOD, {"authorization": "NONE", "apiKeyRequired": True, "httpMethod": "GET"}, "m", {"restApi": api}
    )
    rules = [BY_NAME["method-authorization"]]
    found = {
        name: [
            one.status.value for one in evaluate([api, method], load_enforcement(FOLDER / f"{name}.json", RULES), rules)
        ]
        for name in ("checkov-parity", "owasp-api-top-10")
    }
    assert found == {"checkov-parity": [], "owasp-api-top-10": ["violation"]}
