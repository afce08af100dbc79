from collections.abc import Mapping
from typing import Any, cast

import pulumi
import pulumi_aws as aws
import pytest

from components import (
    ComponentError,
    Grant,
    LambdaFunction,
    LambdaFunctionArgs,
    python_package,
    table_put,
    table_read,
    table_read_write,
)
from tests.support.recording import Cloud, is_unknown, policy_of

FUNCTION = "aws:lambda/function:Function"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
ROLE = "aws:iam/role:Role"
POLICY = "aws:iam/rolePolicy:RolePolicy"
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/orders"


def args(**changes: object) -> LambdaFunctionArgs:
    """Valid arguments but for these changes."""
    code = python_package("functions/orders")
    return cast("LambdaFunctionArgs", {"code": code, "handler": "orders.create.handler", **changes})


def test_a_function_is_exactly_these_resources(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args()))
    assert cloud.mocks.custom() == [
        (LOG_GROUP, "create-logs"),
        (ROLE, "create-role"),
        (POLICY, "create-policy"),
        (FUNCTION, "create"),
    ]


def test_the_function_has_its_role_its_log_group_and_the_defaults(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args()))
    function = cloud.mocks.of(FUNCTION)["create"]
    assert isinstance(function.pop("code"), pulumi.AssetArchive)
    assert function == {
        "architectures": ["arm64"],
        "handler": "orders.create.handler",
        "loggingConfig": {"logFormat": "JSON", "logGroup": "/aws/lambda/create-0001"},
        "memorySize": 256,
        "role": "arn:aws:iam::123456789012:role/create-role-0a1b2c3",
        "runtime": "python3.13",
        "timeout": 10,
    }


def test_settings_of_a_function_reach_it(cloud: Cloud) -> None:
    given = args(
        description="Takes orders.",
        environment={"ORDERS_TABLE": pulumi.Output.from_input("orders")},
        log_retention_days=7,
        memory_size=512,
        runtime="python3.12",
        tags={"application": "shop"},
        timeout=20,
    )
    cloud.run(lambda: LambdaFunction("create", given))
    function = cloud.mocks.of(FUNCTION)["create"]
    expected = {
        "description": "Takes orders.",
        "environment": {"variables": {"ORDERS_TABLE": "orders"}},
        "memorySize": 512,
        "runtime": "python3.12",
        "timeout": 20,
    }
    assert {key: function[key] for key in expected} == expected
    assert cloud.mocks.of(LOG_GROUP)["create-logs"]["retentionInDays"] == 7
    tagged = [one.type for one in cloud.mocks.registrations if one.inputs.get("tags") == {"application": "shop"}]
    assert sorted(tagged) == sorted([LOG_GROUP, ROLE, FUNCTION])


def test_only_lambda_may_take_the_role(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args()))
    trust = policy_of(cloud.mocks.of(ROLE)["create-role"]["assumeRolePolicy"])
    assert trust["Statement"] == [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ]


def test_a_function_may_write_its_own_log_and_nothing_else(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args()))
    policy = policy_of(cloud.mocks.of(POLICY)["create-policy"]["policy"])
    assert policy["Statement"] == [
        {
            "Sid": "WriteOwnLog",
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": ["arn:aws:logs:eu-west-1:123456789012:log-group:/aws/lambda/create-0001:*"],
        },
    ]


@pytest.mark.parametrize(
    ("grant", "actions"),
    [
        (table_read(TABLE), ["dynamodb:GetItem", "dynamodb:Query"]),
        (table_put(TABLE), ["dynamodb:PutItem"]),
        (
            table_read_write(TABLE),
            ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"],
        ),
    ],
)
def test_a_grant_is_a_statement_of_its_name(cloud: Cloud, grant: Grant, actions: list[str]) -> None:
    cloud.run(lambda: LambdaFunction("create", args(grants={"orders": grant})))
    _, statement = policy_of(cloud.mocks.of(POLICY)["create-policy"]["policy"])["Statement"]
    assert statement == {"Sid": "orders", "Effect": "Allow", "Action": actions, "Resource": [TABLE]}


def test_a_grant_follows_a_table_that_is_not_there_yet(preview: Cloud) -> None:
    def program() -> None:
        table = aws.dynamodb.Table("orders", attributes=[], hash_key="id")
        LambdaFunction("create", args(grants={"orders": table_read(table.arn)}))

    preview.run(program)
    assert is_unknown(preview.mocks.of(POLICY)["create-policy"]["policy"])
    assert is_unknown(preview.mocks.of(FUNCTION)["create"]["loggingConfig"]["logGroup"])


CASES: Mapping[str, tuple[dict[str, Any], tuple[str, str]]] = {
    "unknown argument": ({"memory": 512}, ("arguments", 'the key "memory"')),
    "too little memory": ({"memory_size": 127}, ("memory_size", "127")),
    "memory of text": ({"memory_size": "512"}, ("memory_size", "'512'")),
    "too long": ({"timeout": 901}, ("timeout", "901")),
    "no time": ({"timeout": 0}, ("timeout", "0")),
    "time of truth": ({"timeout": True}, ("timeout", "True")),
    "odd retention": ({"log_retention_days": 2}, ("log_retention_days", "2")),
    "retention of truth": ({"log_retention_days": True}, ("log_retention_days", "True")),
    "handler without a function": ({"handler": "create"}, ("handler", "'create'")),
    "handler of no module": (
        {"handler": "orders.crate.handler"},
        ("handler", '"orders.crate.handler", but the code has no module "orders.crate"'),
    ),
    "odd variable": ({"environment": {"ORDERS-TABLE": "x"}}, ("environment", "the variable 'ORDERS-TABLE'")),
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
}


@pytest.mark.parametrize(("changes", "expected"), CASES.values(), ids=CASES.keys())
def test_one_mistake_is_one_problem(cloud: Cloud, changes: dict[str, Any], expected: tuple[str, str]) -> None:
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: LambdaFunction("create", args(**changes)))
    assert [(one.where, one.found) for one in caught.value.problems] == [expected]
    assert cloud.mocks.registrations == []


def test_all_problems_of_a_function_are_told_at_once(cloud: Cloud) -> None:
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: LambdaFunction("create", args(timeout=0, memory_size=1, handler="orders.creat.handler")))
    assert [one.where for one in caught.value.problems] == ["memory_size", "timeout", "handler"]
    assert 'did you mean "orders.create"?' in str(caught.value)


def test_code_of_which_nothing_is_known_is_left_to_lambda(cloud: Cloud) -> None:
    code = pulumi.FileArchive("functions/orders")
    cloud.run(lambda: LambdaFunction("create", args(code=code, handler="create.handler")))
    assert cloud.mocks.of(FUNCTION)["create"]["handler"] == "create.handler"
