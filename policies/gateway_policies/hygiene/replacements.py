"""What has to be replaced is not taken away before its replacement stands."""

from collections.abc import Iterator

from gateway_policies.resource_types import API, DEPLOYMENT, REST_API, REST_DEPLOYMENT, REST_STAGE, STAGE
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, violation


def _check_replacement(resource: Resource, _settings: Settings) -> Iterator[Finding]:
    """The engine creates first unless it is told not to."""
    if resource.delete_before_replace:
        yield violation(resource, "deleteBeforeReplace", "its option deleteBeforeReplace is true, it must be left out")


NO_DELETE_BEFORE_REPLACE = Rule(
    name="no-delete-before-replace",
    group="hygiene",
    severity="low",
    level="advisory",
    title="A replacement takes the API away before it is there itself",
    why="Until the new one is created, or for good when that fails, every call is refused.",
    fix="Leave the option deleteBeforeReplace (delete_before_replace in Python) out, so that the new one is created "
    "first.",
    source="https://www.pulumi.com/docs/iac/concepts/options/deletebeforereplace/",
    controls=("checkov CKV_AWS_217", "checkov CKV_AWS_237", "OWASP API8:2023"),
    checks=dict.fromkeys((REST_API, REST_DEPLOYMENT, REST_STAGE, API, DEPLOYMENT, STAGE), _check_replacement),
)

RULES = (NO_DELETE_BEFORE_REPLACE,)
