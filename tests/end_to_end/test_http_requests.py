"""An HTTP API on the local stack, by real requests."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from local.token import bearer_token
from tests.end_to_end.gallery.running import FOREIGN, ORIGIN, OTHER_ORIGIN, Gallery, client, signed

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.xdist_group("gallery")


@pytest.fixture(scope="module")
def http(gallery: Gallery) -> Iterator[httpx.Client]:
    with client(gallery.outputs()["urls"]["http"]) as made:
        yield made


def _token(gallery: Gallery, scopes: str) -> dict[str, str]:
    emulator = f"http://127.0.0.1:{gallery.run.port}"
    return {"authorization": f"Bearer {bearer_token(gallery.outputs()['identity'], scopes, emulator)}"}


def test_jwt(gallery: Gallery, http: httpx.Client) -> None:
    assert http.get("/jwt").status_code == 401
    assert http.get("/jwt", headers={"authorization": "Bearer x.y.z"}).status_code == 401
    assert http.get("/jwt", headers=_token(gallery, "gallery/read")).status_code == 403
    answer = http.get("/jwt", headers=_token(gallery, "gallery/read gallery/write"))
    assert answer.status_code == 200
    assert answer.json()["authorizer"]["jwt"]["claims"]["scope"] == "gallery/read gallery/write"


def test_cognito(gallery: Gallery, http: httpx.Client) -> None:
    assert http.get("/cognito").status_code == 401
    assert http.get("/cognito", headers=_token(gallery, "gallery/read")).status_code == 200


def test_lambda(http: httpx.Client) -> None:
    assert http.get("/request").status_code == 401
    assert http.get("/request", headers={"x-door": "shut"}).status_code == 403
    answer = http.get("/request", headers={"x-door": "open"})
    assert (answer.status_code, answer.json()["authorizer"]["lambda"]) == (200, {"door": "front"})


def test_iam(gallery: Gallery, http: httpx.Client) -> None:
    url = f"{gallery.outputs()['urls']['http']}/iam"
    key, secret = caller(gallery, "http-caller", gallery.outputs()["invoke"][0])
    stranger, strange_secret = caller(gallery, "stranger", None)
    assert http.get("/iam").status_code == 403
    assert http.get("/iam", headers=signed(url, key, "wrong" * 8)).status_code == 403
    assert http.get("/iam", headers=signed(url, stranger, strange_secret)).status_code == 403
    assert http.get("/iam", headers=signed(url, key, secret)).status_code == 200


def caller(gallery: Gallery, name: str, may_invoke: str | None) -> tuple[str, str]:
    """Credentials of a user who may call one route, or nothing."""
    iam = gallery.run.aws("iam")
    iam.create_user(UserName=name)
    if may_invoke:
        allow = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": may_invoke}
        document = json.dumps({"Version": "2012-10-17", "Statement": [allow]})
        iam.put_user_policy(UserName=name, PolicyName="call", PolicyDocument=document)
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return key["AccessKeyId"], key["SecretAccessKey"]


def test_one_function_for_each_route_for_a_group_and_for_all(gallery: Gallery, http: httpx.Client) -> None:
    functions = [
        http.get("/narrow").json()["function"],
        http.get("/group").json()["function"],
        http.get("/group/of/three").json()["function"],
        httpx.get(f"{gallery.outputs()['urls']['whole']}/any/thing", trust_env=False).json()["function"],
    ]
    assert [name.rpartition("-")[0] for name in functions] == ["echo"] * 4
    assert http.get("/group/of/three").json()["parameters"] == {"proxy": "of/three"}
    assert http.get("/ungrouped").status_code == 404


def test_a_route_of_its_own_throttle_answers_429(http: httpx.Client) -> None:
    statuses = [http.get("/narrow").status_code for _ in range(8)]
    assert 429 in statuses
    assert {http.get("/group").status_code for _ in range(8)} == {200}


def test_a_message_arrives_in_the_queue_with_no_function_between(gallery: Gallery, http: httpx.Client) -> None:
    answer = http.post("/messages", json={"text": "by the HTTP API"})
    assert answer.status_code == 200, answer.text
    assert "by the HTTP API" in messages(gallery)


def messages(gallery: Gallery) -> list[str]:
    """The bodies of the messages in the queue, which are taken out of it."""
    sqs, url = gallery.run.aws("sqs"), gallery.outputs()["queueUrl"]
    got: list[dict[str, Any]] = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2).get(
        "Messages", []
    )
    for message in got:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [message["Body"] for message in got]


def test_a_web_service_gets_its_path_and_a_mapped_header(http: httpx.Client) -> None:
    answer = http.get("/elsewhere/seven")
    assert answer.json() == {"path": "/pages/seven", "from": "gallery"}
    assert (answer.headers["x-backend"], answer.headers["x-seen"]) == ("yes", "yes")


def test_a_further_stage_serves_the_same_routes(gallery: Gallery) -> None:
    answer = httpx.get(f"{gallery.outputs()['urls']['v1']}/group", trust_env=False)
    assert (answer.status_code, answer.json()["path"]) == (200, "/v1/group")


@pytest.mark.parametrize(("path", "status"), [("/group", 200), ("/jwt", 401), ("/nowhere", 404)])
def test_answers_and_errors_carry_the_origin_of_an_allowed_page(path: str, status: int, http: httpx.Client) -> None:
    for origin, allowed in ((ORIGIN, ORIGIN), (OTHER_ORIGIN, OTHER_ORIGIN), (FOREIGN, None)):
        answer = http.get(path, headers={"origin": origin})
        assert answer.status_code == status
        assert answer.headers.get("access-control-allow-origin") == allowed


def test_a_preflight_is_answered_without_the_authorizer(http: httpx.Client) -> None:
    asked = {"origin": OTHER_ORIGIN, "access-control-request-method": "GET"}
    answer = http.options("/jwt", headers=asked)
    assert answer.status_code == 204
    assert answer.headers["access-control-allow-origin"] == OTHER_ORIGIN
    foreign = http.options("/jwt", headers={**asked, "origin": FOREIGN})
    assert "access-control-allow-origin" not in foreign.headers
