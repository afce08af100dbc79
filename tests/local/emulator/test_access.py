from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.local.emulator.account import NUMBER, REGION, Account, HttpApi
from tests.local.emulator.signing import signed

if TYPE_CHECKING:
    from typing import Any


@pytest.fixture(scope="module")
def api(account: Account) -> HttpApi:
    """An API whose routes ask for IAM."""
    api = account.http_api()
    api.stage("dev")
    api.function_route("ANY /orders/{id}", account.function(), AuthorizationType="AWS_IAM")
    return api


def _invoke(resource: str, effect: str = "Allow") -> dict[str, Any]:
    arn = f"arn:aws:execute-api:{REGION}:{NUMBER}:{resource}"
    return {"Effect": effect, "Action": "execute-api:Invoke", "Resource": arn}


def test_a_policy_lets_its_user_in(account: Account, api: HttpApi) -> None:
    key = account.user(_invoke(f"{api.id}/$default/POST/orders/*"))
    answer = signed(key, "POST", f"{api.url}/orders/a%20b?x=1&y=%2F", '{"a": 1}')
    assert answer.status_code == 200
    assert answer.json()["requestContext"]["authorizer"]["iam"]["accessKey"] == key[0]
    assert signed(key, "POST", f"{api.url}/orders/1", in_query=True).status_code == 200
    assert signed(key, "GET", f"{api.url}/orders/1").status_code == 403
    assert signed(key, "POST", f"{api.url}/dev/orders/1").status_code == 403


def test_others_are_kept_out(account: Account, api: HttpApi) -> None:
    everything = _invoke("*")
    key, secret = account.user(everything)
    refused = [
        api.get("/orders/1"),
        api.get("/orders/1", headers={"authorization": "Bearer x"}),
        signed((key, "wrong"), "GET", f"{api.url}/orders/1"),
        signed(("AKIAUNKNOWN", secret), "GET", f"{api.url}/orders/1"),
        signed(account.user(), "GET", f"{api.url}/orders/1"),
        signed(account.user(everything, _invoke(f"{api.id}/*", "Deny")), "GET", f"{api.url}/orders/1"),
    ]
    assert [answer.status_code for answer in refused] == [403] * 6
    assert refused[0].json() == {"message": "Forbidden"}
    assert signed((key, secret), "GET", f"{api.url}/orders/1").status_code == 200


def test_a_signature_covers_the_body(account: Account, api: HttpApi) -> None:
    key = account.user(_invoke("*"))
    answer = signed(key, "POST", f"{api.url}/orders/1", "paid")
    sent = answer.request
    forged = api.post("/orders/1", content="free", headers=dict(sent.headers) | {"content-length": "4"})
    assert (answer.status_code, forged.status_code) == (200, 403)


def test_the_control_plane_takes_the_dummy_credentials(account: Account) -> None:
    assert account.client("sts").get_caller_identity()["Account"] == NUMBER
