from collections.abc import Mapping
from typing import Any

import pulumi
import pytest

from components import ComponentError, Grant, LambdaFunction, table_read
from components.access.grants import queue_send
from tests.components.functions import KEY, LAYER, QUEUE, TABLE, args
from tests.support.recording import Cloud

Found = tuple[str, str]

CASES: Mapping[str, tuple[dict[str, Any], Found]] = {
    "unknown argument": ({"memory": 512}, ("arguments", 'the key "memory"')),
    "other architecture": ({"architecture": "aarch64"}, ("architecture", "'aarch64'")),
    "too little memory": ({"memory_size": 127}, ("memory_size", "127")),
    "memory of text": ({"memory_size": "512"}, ("memory_size", "'512'")),
    "half a megabyte": ({"memory_size": 512.5}, ("memory_size", "512.5")),
    "too long": ({"timeout": 901}, ("timeout", "901")),
    "no time": ({"timeout": 0}, ("timeout", "0")),
    "time of truth": ({"timeout": True}, ("timeout", "True")),
    "too little storage": ({"ephemeral_storage": 511}, ("ephemeral_storage", "511")),
    "too much storage": ({"ephemeral_storage": 10_241}, ("ephemeral_storage", "10241")),
    "negative concurrency": ({"reserved_concurrency": -1}, ("reserved_concurrency", "-1")),
    "nothing provisioned": ({"alias": "live", "provisioned_concurrency": 0}, ("provisioned_concurrency", "0")),
    "provisioned without an alias": ({"provisioned_concurrency": 1}, ("provisioned_concurrency", "no alias")),
    "more provisioned than reserved": (
        {"alias": "live", "provisioned_concurrency": 2, "reserved_concurrency": 1},
        ("provisioned_concurrency", "2"),
    ),
    "odd alias": ({"alias": "live!"}, ("alias", "'live!'")),
    "alias of the latest": ({"alias": "$LATEST"}, ("alias", "'$LATEST'")),
    "alias of digits": ({"alias": "12"}, ("alias", "'12'")),
    "long alias": ({"alias": "a" * 129}, ("alias", repr("a" * 129))),
    "canary without an alias": ({"canary": {"7": 0.1}}, ("canary", "no alias")),
    "canary of two": ({"alias": "live", "canary": {"7": 0.1, "8": 0.1}}, ("canary", "{'7': 0.1, '8': 0.1}")),
    "canary of a name": ({"alias": "live", "canary": {"old": 0.1}}, ("canary", "{'old': 0.1}")),
    "canary in percent": ({"alias": "live", "canary": {"7": 10}}, ("canary", "{'7': 10}")),
    "layer without its version": ({"layers": [LAYER[:-2]]}, ("layers", f"'{LAYER[:-2]}'")),
    "layer of text": ({"layers": LAYER}, ("layers", f"'{LAYER}'")),
    "six layers": ({"layers": [LAYER] * 6}, ("layers", "6 of them")),
    "subnet alone": ({"subnet_ids": ["subnet-1"]}, ("security_group_ids", "none")),
    "security group alone": ({"security_group_ids": ["sg-1"]}, ("subnet_ids", "none")),
    "odd subnet": ({"subnet_ids": ["vpc-1"], "security_group_ids": ["sg-1"]}, ("subnet_ids", "'vpc-1'")),
    "queue by name": ({"dead_letter_queue": "failed-orders"}, ("dead_letter_queue", "'failed-orders'")),
    "key by alias": ({"kms_key_arn": "alias/shop"}, ("kms_key_arn", "'alias/shop'")),
    "odd log level": ({"log_level": "debug"}, ("log_level", "'debug'")),
    "odd retention": ({"log_retention_days": 2}, ("log_retention_days", "2")),
    "retention of truth": ({"log_retention_days": True}, ("log_retention_days", "True")),
    "long description": ({"description": "x" * 257}, ("description", "257 characters")),
    "handler without a function": ({"handler": "create"}, ("handler", "'create'")),
    "handler of no module": (
        {"handler": "orders.crate.handler"},
        ("handler", '"orders.crate.handler", but the code has no module "orders.crate"'),
    ),
    "odd variable": ({"environment": {"ORDERS-TABLE": "x"}}, ("environment", "the variable 'ORDERS-TABLE'")),
    "odd secret": ({"secrets": {"1KEY": "x"}}, ("secrets", "the variable '1KEY'")),
    "variable of Lambda": ({"environment": {"AWS_REGION": "x"}}, ("environment", 'the variable "AWS_REGION"')),
    "number as a variable": ({"environment": {"LIMIT": 5}}, ("environment", "int as the value of 'LIMIT'")),
    "variable twice": (
        {"environment": {"KEY": "a"}, "secrets": {"KEY": "b"}},
        ("secrets", 'the variable "KEY", which is in environment too'),
    ),
    "too large an environment": (
        {"environment": {"TEXT": "ä" * 2000}, "secrets": {"MORE": "x" * 100}},
        ("environment", "4108 bytes or more"),
    ),
    "grant of everything": (
        {"grants": {"all": Grant(actions=["dynamodb:GetItem"], resources=["*"])}},
        ('grant "all"', 'resource "*"'),
    ),
    "grant of a service": (
        {"grants": {"all": Grant(actions=["dynamodb:*"], resources=[TABLE])}},
        ('grant "all"', 'action "dynamodb:*"'),
    ),
    "empty grant": (
        {"grants": {"none": Grant(actions=[], resources=[TABLE])}},
        ('grant "none"', "no action or no resource"),
    ),
    "odd grant name": ({"grants": {"my-table": table_read(TABLE)}}, ('grant "my-table"', "its name")),
    "grant name of the component": (
        {"grants": {"WriteOwnLog": table_read(TABLE)}},
        ('grant "WriteOwnLog"', "its name"),
    ),
    "grant by name": ({"grants": {"orders": table_read("orders")}}, ('grant "orders"', 'resource "orders"')),
    "grant on another service": (
        {"grants": {"orders": queue_send(TABLE)}},
        ('grant "orders"', f'sqs actions on "{TABLE}"'),
    ),
    "grant with more": (
        {"grants": {"orders": {**table_read(TABLE), "conditions": {}}}},
        ('grant "orders"', 'the key "conditions"'),
    ),
}


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, changes: dict[str, Any], expected: Found) -> None:
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: LambdaFunction("create", args(**changes)))
    assert [(one.where, one.found) for one in caught.value.problems] == [expected]
    assert cloud.mocks.registrations == []


def test_all_problems_of_a_function_are_told_at_once(cloud: Cloud) -> None:
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: LambdaFunction("create", args(timeout=0, memory_size=1, handler="orders.creat.handler")))
    assert [one.where for one in caught.value.problems] == ["memory_size", "timeout", "handler"]
    assert 'did you mean "orders.create"?' in str(caught.value)


def test_no_message_holds_a_secret(cloud: Cloud) -> None:
    secrets = {"1KEY": "hunter2", "AWS_REGION": "hunter2", "LONG": "hunter2" * 600}
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: LambdaFunction("create", args(secrets=secrets)))
    assert len(caught.value.problems) == 3
    assert "hunter2" not in str(caught.value)


def test_what_is_only_known_later_is_left_to_lambda(cloud: Cloud) -> None:
    later = pulumi.Output.from_input
    given = args(
        dead_letter_queue=later("soon"),
        environment={"TEXT": later("x" * 5000)},
        grants={"orders": table_read(later("soon"))},
        kms_key_arn=later("soon"),
        layers=[later("soon")],
        security_group_ids=[later("soon")],
        subnet_ids=[later("soon")],
    )
    cloud.run(lambda: LambdaFunction("create", given))


@pytest.mark.parametrize(
    "changes",
    [
        {"architecture": "x86_64", "memory_size": 128, "timeout": 900, "ephemeral_storage": 10_240},
        {"memory_size": 10_240.0, "reserved_concurrency": 0, "layers": [LAYER] * 5},
        {"alias": "live_2-b", "canary": {"7": 1}, "provisioned_concurrency": 5, "reserved_concurrency": 5},
        {"environment": {"TEXT": "x" * 4092}, "description": "x" * 256},
        {"dead_letter_queue": QUEUE, "kms_key_arn": KEY, "log_level": "FATAL"},
    ],
)
def test_limits_themselves_are_allowed(cloud: Cloud, changes: dict[str, Any]) -> None:
    cloud.run(lambda: LambdaFunction("create", args(**changes)))
    assert len(cloud.mocks.registrations) >= 5
