from __future__ import annotations

import json
from typing import Any

import pytest

from tests.local.emulator.account import NUMBER, REGION, Account, RestApi, invocation
from tests.local.emulator.signing import signed


def _policy(*statements: dict[str, Any]) -> str:
    common = {"Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**common, **statement} for statement in statements]})


ALLOW = {"Effect": "Allow"}
ONLY_INSIDE = {"Effect": "Deny", "Condition": {"NotIpAddress": {"aws:SourceIp": ["10.0.0.0/8"]}}}
ONLY_LOOPBACK = {"Effect": "Deny", "Condition": {"NotIpAddress": {"aws:SourceIp": ["127.0.0.0/8"]}}}
ONLY_A_VPC = {"Effect": "Deny", "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}}


def _api(account: Account, policy: str, **method: Any) -> RestApi:
    api = RestApi(account, policy=policy)
    api.function_method("GET /{id}", account.function(), **method)
    api.deploy()
    return api


@pytest.mark.parametrize(
    ("statements", "status"),
    [
        ([ALLOW], 200),
        ([ALLOW, ONLY_LOOPBACK], 200),
        ([ALLOW, ONLY_INSIDE], 403),
        ([ALLOW, ONLY_A_VPC], 403),
        ([{"Effect": "Allow", "Resource": "execute-api:/other/*"}], 403),
        ([{"Effect": "Allow", "Resource": "execute-api:/dev/GET/*"}], 200),
        ([{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{NUMBER}:role/x"}}], 403),
    ],
)
def test_an_anonymous_caller_needs_the_policy(account: Account, statements: list[dict[str, Any]], status: int) -> None:
    answer = _api(account, _policy(*statements)).get("/1")
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["Message"].startswith("User: anonymous is not authorized to perform: execute-api:Invoke")


def test_an_authorizer_does_not_replace_the_policy(account: Account) -> None:
    api = RestApi(account, policy=_policy(ALLOW, ONLY_INSIDE))
    code = (
        "def handler(event, context):\n    return {'principalId': 'x', 'policyDocument': {'Statement': "
        "[{'Effect': 'Allow', 'Action': 'execute-api:Invoke', 'Resource': '*'}]}}\n"
    )
    authorizer = api.gateway.create_authorizer(
        restApiId=api.id,
        name="allows",
        type="TOKEN",
        authorizerUri=invocation(account.function(code)),
        identitySource="method.request.header.Authorization",
    )["id"]
    api.function_method("GET /", account.function(), authorizationType="CUSTOM", authorizerId=authorizer)
    api.deploy()
    assert api.get("/", headers={"authorization": "x"}).status_code == 403


def test_a_signer_needs_one_of_both_policies_and_no_denial(account: Account) -> None:
    everything = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": f"arn:aws:execute-api:{REGION}:*:*"}
    allowed, nobody = account.user(everything), account.user()
    signer = {"authorizationType": "AWS_IAM"}
    open_api = _api(account, _policy(ALLOW), **signer)
    closed = _api(account, _policy(ALLOW, ONLY_INSIDE), **signer)
    assert signed(allowed, "GET", f"{open_api.url}/1").status_code == 200
    assert signed(nobody, "GET", f"{open_api.url}/1").status_code == 200
    assert signed(allowed, "GET", f"{closed.url}/1").status_code == 403

    bare = RestApi(account)
    bare.function_method("GET /{id}", account.function(), **signer)
    bare.deploy()
    answer = signed(allowed, "GET", f"{bare.url}/1")
    assert answer.status_code == 200
    assert answer.json()["requestContext"]["identity"]["accessKey"] == allowed[0]
    unsigned = bare.get("/1")
    assert (unsigned.status_code, unsigned.json()) == (403, {"message": "Missing Authentication Token"})
    wrong = signed((allowed[0], "wrong"), "GET", f"{bare.url}/1")
    assert (wrong.status_code, wrong.headers["x-amzn-errortype"]) == (403, "InvalidSignatureException")
    denied = signed(nobody, "GET", f"{bare.url}/1")
    assert denied.status_code == 403
    assert f"is not authorized to perform: execute-api:Invoke on resource: arn:aws:execute-api:{REGION}" in denied.text
