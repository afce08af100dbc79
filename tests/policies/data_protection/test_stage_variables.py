from collections.abc import Callable
from typing import Any

import pytest

from gateway_policies.data_protection.stage_variables import STAGE_VARIABLES_NO_SECRETS
from gateway_policies.resource_types import REST_DEPLOYMENT, REST_STAGE, STAGE
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

BY_NAME = "is called like a secret and holds its value, allowed is where the secret is kept"


def rest(variables: Any) -> list[Resource]:
    return [a(REST_STAGE, {"stageName": "v1", "variables": variables})]


def http(variables: Any) -> list[Resource]:
    return [a(STAGE, {"name": "v1", "stageVariables": variables})]


def like(path: str, kind: str) -> list[str]:
    return [f"it violation: {path} looks like {kind}, allowed is where the secret is kept"]


def by_value(value: str, kind: str) -> tuple[list[Resource], list[str]]:
    return rest({"upstream": value}), like("variables.upstream", kind)


CASES: Cases = {
    "stage-variables-no-secrets": {
        "settings": (
            rest({"alias": "live", "backend": "https://orders.example.com", "tableName": "orders", "limit": "10"}),
            [],
        ),
        "none": (rest(None), []),
        "names that only speak of secrets": (
            http(
                {
                    "tokenEndpoint": "https://id.example.com/token",
                    "secretName": "shop-db",
                    "passwordPolicy": "strong",
                    "apiKeyHeader": "x-api-key",
                    "accessKeyId": "who",
                }
            ),
            [],
        ),
        "where the secret is kept": (
            rest(
                {
                    "dbSecret": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:shop-db-a1b2c3",
                    "db_password": "/shop/prod/db-password",
                    "token": "https://id.example.com/token",
                    "encryptionKey": "alias/shop",
                }
            ),
            [],
        ),
        "switches": (rest({"requireToken": "true", "csrf_token": "Off", "password": ""}), []),
        "a password": (rest({"dbPassword": "correct-horse"}), [f"it violation: variables.dbPassword {BY_NAME}"]),
        "in capitals": (
            http({"CLIENT_SECRET": "correct-horse"}),
            [f"it violation: stageVariables.CLIENT_SECRET {BY_NAME}"],
        ),
        "with a number": (rest({"api-key-2": "correct-horse"}), [f"it violation: variables.api-key-2 {BY_NAME}"]),
        "of a canary": (
            [a(REST_STAGE, {"canarySettings": {"stageVariableOverrides": {"authToken": "correct-horse"}}})],
            [f"it violation: canarySettings.stageVariableOverrides.authToken {BY_NAME}"],
        ),
        "of a deployment": (
            [a(REST_DEPLOYMENT, {"variables": {"pwd": "correct-horse"}})],
            [f"it violation: variables.pwd {BY_NAME}"],
        ),
        "an AWS access key": by_value("AKIA" + "ABCDEFGHIJKLMNOP", "an AWS access key"),
        "a token of a user": by_value("eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl", "a JSON Web Token"),
        "a private key": by_value("-----BEGIN EC " + "PRIVATE KEY-----", "a private key"),
        "a GitHub token": by_value("ghp_" + "a1" * 18, "a GitHub token"),
        "a Stripe key": by_value("sk_live_" + "a1" * 12, "a Stripe key"),
        "a URL with a password": by_value("https://shop:horse@orders.example.com/", "a URL with a password"),
        "a URL with a secret": by_value("https://orders.example.com/?v=1&sig=a1b2c3d4", "a URL with a secret"),
        "a URL with a port": (rest({"upstream": "https://orders.example.com:8443/a@b"}), []),
        "unknown": (rest({"backend": UNKNOWN}), [f"it undecided: variables.backend {NOT_KNOWN}"]),
        "an unknown one does not hide the others": (
            http({"a": UNKNOWN, "token": "correct-horse"}),
            [f"it undecided: stageVariables.a {NOT_KNOWN}", f"it violation: stageVariables.token {BY_NAME}"],
        ),
        "unknown variables": (rest(UNKNOWN), [f"it undecided: variables {NOT_KNOWN}"]),
        "an unknown canary": (
            [a(REST_STAGE, {"canarySettings": UNKNOWN})],
            [f"it undecided: canarySettings {NOT_KNOWN}"],
        ),
        "a list in place of the map": (
            http(["a=b"]),
            ["it undecided: stageVariables is a list where a map is expected"],
        ),
        "a number": (rest({"limit": 10}), ["it undecided: variables.limit is a number where text is expected"]),
    }
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


@pytest.mark.parametrize(
    ("settings", "count"),
    [({}, 1), ({"harmlessNames": ("dbPassword",)}, 0), ({"secretNames": ("Pin",)}, 0), ({"secretNames": ("Word",)}, 1)],
)
def test_names_are_settings(settings: dict[str, tuple[str, ...]], count: int) -> None:
    rule = STAGE_VARIABLES_NO_SECRETS
    stage = rest({"dbPassword": "correct-horse"})[0]
    assert len(list(rule.checks[REST_STAGE](stage, {**rule.defaults, **settings}))) == count


def test_a_finding_does_not_repeat_the_secret() -> None:
    assert "correct-horse" not in "".join(findings("stage-variables-no-secrets", rest({"dbPassword": "correct-horse"})))
