import pytest

from components import UserPool, UserPoolArgs
from tests.support.recording import Cloud, is_unknown

POOL = "aws:cognito/userPool:UserPool"
CLIENT = "aws:cognito/userPoolClient:UserPoolClient"
DOMAIN = "aws:cognito/userPoolDomain:UserPoolDomain"
SERVER = "aws:cognito/resourceServer:ResourceServer"


def args() -> UserPoolArgs:
    return UserPoolArgs(
        scopes={
            "orders": {"read": "See orders.", "write": "Place orders."},
            "users": {"manage": "Change users."},
        },
        tags={"application": "shop"},
    )


def test_a_pool_is_exactly_these_resources(cloud: Cloud) -> None:
    cloud.run(lambda: UserPool("customers", args()))
    assert cloud.mocks.custom() == [
        (SERVER, "customers-orders"),
        (SERVER, "customers-users"),
        (POOL, "customers"),
        (CLIENT, "customers-client"),
        (DOMAIN, "customers-domain"),
    ]


def test_the_client_gets_tokens_by_its_secret_with_the_scopes_of_the_servers(cloud: Cloud) -> None:
    cloud.run(lambda: UserPool("customers", args()))
    assert cloud.mocks.of(CLIENT)["customers-client"] == {
        "allowedOauthFlows": ["client_credentials"],
        "allowedOauthFlowsUserPoolClient": True,
        "allowedOauthScopes": ["orders/read", "orders/write", "users/manage"],
        "generateSecret": True,
        "userPoolId": "eu-west-1_AbCdEfGhI",
    }
    assert cloud.mocks.of(SERVER)["customers-orders"]["scopes"] == [
        {"scopeName": "read", "scopeDescription": "See orders."},
        {"scopeName": "write", "scopeDescription": "Place orders."},
    ]


@pytest.mark.parametrize(("given", "expected"), [({}, "ACTIVE"), ({"deletion_protection": False}, "INACTIVE")])
def test_a_pool_is_protected_unless_said_otherwise(cloud: Cloud, given: dict[str, bool], expected: str) -> None:
    cloud.run(lambda: UserPool("customers", UserPoolArgs(**args(), **given)))
    pool = cloud.mocks.of(POOL)["customers"]
    assert pool["deletionProtection"] == expected
    assert pool["adminCreateUserConfig"] == {"allowAdminCreateUserOnly": True}
    assert pool["tags"] == {"application": "shop"}


def test_the_outputs_say_where_tokens_come_from(cloud: Cloud) -> None:
    found: list[str] = []

    def program() -> None:
        pool = UserPool("customers", args())
        for output in (pool.issuer, pool.client_id, pool.user_pool_id, pool.arn, pool.token_url):
            output.apply(found.append)

    cloud.run(program)
    assert sorted(found) == [
        "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbCdEfGhI",
        "customers-client-0a1b2c3",
        "eu-west-1_AbCdEfGhI",
        "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI",
        "https://customers-abcdefghi.auth.eu-west-1.amazoncognito.com/oauth2/token",
    ]


def test_a_pool_builds_while_nothing_of_aws_is_known(preview: Cloud) -> None:
    preview.run(lambda: UserPool("customers", args()))
    assert is_unknown(preview.mocks.of(DOMAIN)["customers-domain"]["domain"])
