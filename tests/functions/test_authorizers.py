"""The authorizers, and the tokens they check."""

import logging
import re
import time
from typing import Any

import pytest

from functions.authorizers import mac_key, request, simple, token
from functions.authorizers.decision import Allowance, UnauthorizedError
from functions.authorizers.mac_key import MacKey
from functions.authorizers.signed_tokens import TokenError, issue, verify
from tests.functions.kms import FakeKms

KMS = FakeKms({"key": b"k" * 32, "other": b"o" * 32})
KEY = MacKey(KMS, "key")
OTHER_KEY = MacKey(KMS, "other")
EXAMPLE = "v1.YW5u.1790000000.yrVOdGbaZb_81WrpYy5v-GumKvdyBg9yFCvmtOSzdyg"
"""The token that signed_tokens.py shows: of ann, until 1790000000, signed with KEY."""
NOW = 1_790_000_000.5
ARN = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4/prod/GET/payments/0192/receipt"
STAGE = "arn:aws:execute-api:eu-west-1:111122223333:a1b2c3d4/prod/*"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mac_key.boto3, "client", {"kms": KMS}.__getitem__)
    monkeypatch.setenv(mac_key.KEY_VARIABLE, "key")


def fresh(user: str = "ann", signed_with: MacKey = KEY) -> str:
    return issue(user, signed_with, 60)


def stale() -> str:
    return issue("ann", KEY, 60, now=time.time() - 61)


def test_the_format_of_a_token_stays_as_it_is_documented() -> None:
    assert issue("ann", KEY, 60, now=1_790_000_000 - 60) == EXAMPLE
    assert verify(EXAMPLE, KEY, now=1_789_999_999) == "ann"


@pytest.mark.parametrize("user", ["a", "ann@example.com", "Zoë", "日本", "a.b", "x" * 128])
def test_a_token_names_the_user_it_was_issued_for(user: str) -> None:
    assert verify(issue(user, KEY, 60, now=NOW), KEY, now=NOW) == user


def test_a_token_holds_for_its_lifetime_and_not_a_moment_longer() -> None:
    text = issue("ann", KEY, 60, now=NOW)
    assert verify(text, KEY, now=int(NOW) + 59.9) == "ann"
    with pytest.raises(TokenError, match="expired"):
        verify(text, KEY, now=int(NOW) + 60)


def test_a_token_of_another_key_proves_nothing() -> None:
    with pytest.raises(TokenError, match="not signed with this key"):
        verify(issue("ann", OTHER_KEY, 60, now=NOW), KEY, now=NOW)


@pytest.mark.parametrize("place", range(len(issue("ann", KEY, 60, now=NOW))))
def test_a_token_with_any_one_character_changed_proves_nothing(place: int) -> None:
    text = issue("ann", KEY, 60, now=NOW)
    changed = text[:place] + ("1" if text[place] != "1" else "2") + text[place + 1 :]
    with pytest.raises(TokenError):
        verify(changed, KEY, now=NOW)


def test_the_parts_of_two_tokens_cannot_be_mixed() -> None:
    ann, bob = (issue(user, KEY, 60, now=NOW).split(".") for user in ("ann", "bob"))
    with pytest.raises(TokenError):
        verify(".".join([*bob[:3], ann[3]]), KEY, now=NOW)
    later = issue("ann", KEY, 600, now=NOW).split(".")
    with pytest.raises(TokenError):
        verify(".".join([*ann[:2], later[2], ann[3]]), KEY, now=NOW)


@pytest.mark.parametrize(
    "text", ["", "v1", "v1...", "v1.YW5u.99.", "v2" + EXAMPLE[2:], EXAMPLE + "=", EXAMPLE + "\n", "é" * 9]
)
def test_what_is_no_token_proves_nothing(text: str) -> None:
    with pytest.raises(TokenError, match="malformed"):
        verify(text, KEY, now=NOW)


@pytest.mark.parametrize(("user", "lifetime"), [("", 60), ("x" * 129, 60), ("é" * 65, 60), ("ann", 0), ("ann", 86_401)])
def test_a_token_out_of_range_is_not_issued(user: str, lifetime: int) -> None:
    with pytest.raises(ValueError, match="allowed are 1 to"):
        issue(user, KEY, lifetime)


@pytest.mark.parametrize("scheme", ["", "Bearer ", "bearer  "])
def test_the_simple_authorizer_lets_pass_whoever_has_a_token(scheme: str) -> None:
    told = simple.handler({"identitySource": [scheme + fresh()]}, None)
    assert told == {"isAuthorized": True, "context": {"user": "ann"}}


@pytest.mark.parametrize(
    "sources", [None, [], [""], ["Bearer "], [fresh(signed_with=OTHER_KEY)], [stale()], ["no", fresh()]]
)
def test_the_simple_authorizer_refuses_everyone_else(sources: list[str] | None) -> None:
    assert simple.handler({"identitySource": sources}, None) == {"isAuthorized": False, "context": {}}


def rest(headers: dict[str, str] | None, query: dict[str, str] | None = None) -> request.Event:
    return {"methodArn": ARN, "requestContext": {"stage": "prod"}, "headers": headers, "queryStringParameters": query}


def connect(query: dict[str, str] | None, headers: dict[str, str] | None = None) -> request.Event:
    context = {"stage": "prod", "eventType": "CONNECT", "connectionId": "abc="}
    arn = f"{STAGE.removesuffix('*')}$connect"
    return {"methodArn": arn, "requestContext": context, "headers": headers, "queryStringParameters": query}


def assert_allows_the_stage(told: Allowance) -> None:
    """The answer lets its holder call every method of the stage, and nothing of another stage or API."""
    [statement] = told["policyDocument"]["Statement"]
    assert statement == {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": STAGE}
    assert (told["principalId"], told["context"]) == ("ann", {"user": "ann"})
    allowed = re.compile(re.escape(statement["Resource"]).replace(r"\*", ".*"))
    for method in ("GET/payments/0192/receipt", "POST/payments", "$connect"):
        assert allowed.fullmatch(f"{STAGE.removesuffix('*')}{method}")
    assert not allowed.fullmatch(ARN.replace("/prod/", "/production/"))
    assert not allowed.fullmatch(ARN.replace("a1b2c3d4", "b1b2c3d4"))


@pytest.mark.parametrize("name", ["Authorization", "authorization"])
def test_the_request_authorizer_allows_the_stage_of_a_rest_api(name: str) -> None:
    assert_allows_the_stage(request.handler(rest({"Accept": "*/*", name: f"Bearer {fresh()}"}), None))


def test_the_request_authorizer_allows_the_stage_of_a_websocket_api() -> None:
    assert_allows_the_stage(request.handler(connect({"token": fresh()}), None))


def test_the_token_authorizer_allows_the_stage() -> None:
    event = token.Event(type="TOKEN", authorizationToken=f"Bearer {fresh()}", methodArn=ARN)
    assert_allows_the_stage(token.handler(event, None))


@pytest.mark.parametrize(
    "event",
    [
        rest(None),
        rest({}),
        rest({"Authorization": "Bearer"}),
        rest({"Authorization": f"Basic {fresh()}"}),
        rest({"Authorization": fresh(signed_with=OTHER_KEY)}),
        rest({"Authorization": stale()}),
        rest({"Authorization": "wrong"}, {"token": fresh()}),
        connect(None),
        connect({"token": ""}),
        connect({"token": stale()}),
        connect({"token": "wrong"}, {"Authorization": fresh()}),
    ],
)
def test_the_request_authorizer_makes_401_of_everyone_else(event: request.Event) -> None:
    with pytest.raises(UnauthorizedError) as raised:
        request.handler(event, None)
    # API Gateway compares the whole text.
    assert str(raised.value) == "Unauthorized"


@pytest.mark.parametrize(
    "text",
    ["", "Bearer", "wrong", fresh(signed_with=OTHER_KEY), stale()],
    # Not the tokens themselves: workers that begin in different seconds would take them for different tests.
    ids=["empty", "no token", "wrong", "of another key", "stale"],
)
def test_the_token_authorizer_makes_401_of_everyone_else(text: str) -> None:
    with pytest.raises(UnauthorizedError) as raised:
        token.handler({"type": "TOKEN", "authorizationToken": text, "methodArn": ARN}, None)
    assert str(raised.value) == "Unauthorized"


def test_why_a_token_is_refused_is_logged_and_the_token_is_not(caplog: pytest.LogCaptureFixture) -> None:
    text = stale()
    with caplog.at_level(logging.INFO):
        told = simple.handler({"identitySource": [text]}, None)
    assert "expired" in caplog.text
    assert text not in caplog.text
    assert "expired" not in str(told)


@pytest.mark.parametrize("key_id", [None, "gone"])
def test_a_function_without_its_key_fails_instead_of_deciding(
    monkeypatch: pytest.MonkeyPatch, key_id: str | None
) -> None:
    if key_id is None:
        monkeypatch.delenv(mac_key.KEY_VARIABLE)
    else:
        monkeypatch.setenv(mac_key.KEY_VARIABLE, key_id)
    text = fresh()
    handlers: list[Any] = [
        lambda: simple.handler({"identitySource": [text]}, None),
        lambda: request.handler(rest({"Authorization": text}), None),
        lambda: token.handler({"type": "TOKEN", "authorizationToken": text, "methodArn": ARN}, None),
    ]
    for handler in handlers:
        with pytest.raises(KeyError):
            handler()


def test_a_malformed_or_expired_token_costs_no_call_of_kms() -> None:
    before = KMS.verified
    for text in ("wrong", stale()):
        with pytest.raises(TokenError):
            verify(text, KEY)
    assert KMS.verified == before
