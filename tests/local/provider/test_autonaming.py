"""Physical names of resources whose programs give none."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pulumi.runtime.proto import provider_pb2

from local.provider.values import UNKNOWN
from local.provider.wire import decode_properties, encode_properties
from tests.local.provider.engine import CheckError, Engine
from tests.local.provider.samples import ROLE_ARN, TRUST, code

API = "aws:apigatewayv2/api:Api"
ROLE = "aws:iam/role:Role"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
FUNCTION = "aws:lambda/function:Function"


def test_a_name_is_the_logical_one_with_seven_digits_that_follow_from_the_seed(engine: Engine) -> None:
    first = engine.check(API, "orders", {"protocolType": "HTTP"}, seed=b"one")["name"]
    assert re.fullmatch(r"orders-[0-9a-f]{7}", first)
    assert engine.check(API, "orders", {"protocolType": "HTTP"}, seed=b"one")["name"] == first
    assert engine.check(API, "orders", {"protocolType": "HTTP"}, seed=b"two")["name"] != first
    assert len({engine.check(API, "orders", {"protocolType": "HTTP"}, seed=b"")["name"] for _ in range(5)}) == 5


def test_a_deployed_resource_keeps_its_name(engine: Engine) -> None:
    old = engine.check(API, "orders", {"protocolType": "HTTP"}, seed=b"one")
    assert engine.check(API, "orders", {"protocolType": "HTTP"}, old, seed=b"two")["name"] == old["name"]


def test_a_given_name_is_used(engine: Engine) -> None:
    assert engine.check(API, "orders", {"protocolType": "HTTP", "name": "mine"})["name"] == "mine"


def test_an_empty_prefix_is_none(engine: Engine) -> None:
    checked = engine.check(LOG_GROUP, "group", {"namePrefix": ""})
    assert re.fullmatch(r"group-[0-9a-f]{7}", checked["name"])


def test_a_prefix_starts_the_name(engine: Engine) -> None:
    checked = engine.check(LOG_GROUP, "group", {"namePrefix": "/aws/orders-"})
    assert re.fullmatch(r"/aws/orders-[0-9a-f]{26}", checked["name"])
    assert "name" not in engine.check(LOG_GROUP, "group", {"namePrefix": UNKNOWN})


def test_a_logical_name_that_is_too_long_is_refused(engine: Engine) -> None:
    with pytest.raises(CheckError) as caught:
        engine.check(ROLE, "r" * 60, {"assumeRolePolicy": TRUST})
    assert "longer than the 64" in caught.value.failures["name"]


def test_a_logical_name_that_aws_would_not_take_is_refused(engine: Engine) -> None:
    inputs = {"role": ROLE_ARN, "runtime": "python3.12", "handler": "index.handler", "code": code()}
    with pytest.raises(CheckError) as caught:
        engine.check(FUNCTION, "orders-GET /orders/{id}", inputs)
    assert "letters, digits" in caught.value.failures["name"]


def test_a_type_without_a_physical_name_takes_any_logical_name(engine: Engine) -> None:
    checked = engine.check(
        "aws:apigatewayv2/route:Route", "orders-GET /orders/{id}", {"apiId": "a", "routeKey": "GET /"}
    )
    assert checked == {"apiId": "a", "routeKey": "GET /"}


@pytest.mark.parametrize(("name", "delete_first"), [("fixed", True), (None, False)])
def test_a_name_fixed_by_the_program_makes_the_old_resource_go_first(
    engine: Engine, name: str | None, delete_first: bool
) -> None:
    given = {"protocolType": "HTTP", **({"name": name} if name else {})}
    resource = engine.create(API, "orders", given)
    answer = engine.diff(resource, {**given, "protocolType": "WEBSOCKET"})
    assert (list(answer.replaces), answer.deleteBeforeReplace) == (["protocolType"], delete_first)


@pytest.mark.parametrize(
    ("mode", "proposed", "expected"),
    [("PROPOSE", "from-the-project", "from-the-project"), ("ENFORCE", "exact", "exact"), ("DISABLE", "", None)],
)
def test_the_project_s_own_naming_is_followed(engine: Engine, mode: str, proposed: str, expected: str | None) -> None:
    kinds: Any = provider_pb2.CheckRequest.AutonamingOptions
    options = kinds(proposed_name=proposed, mode=kinds.Mode.Value(mode))
    news = encode_properties({"protocolType": "HTTP"})
    request = provider_pb2.CheckRequest(type=API, name="orders", news=news, randomSeed=b"s", autonaming=options)
    answer = engine.stub.Check(request)
    assert decode_properties(answer.inputs).get("name") == expected
    assert [failure.property for failure in answer.failures] == ([] if expected else ["name"])
