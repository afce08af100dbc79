import pulumi
import pulumi_aws as aws

from components import LambdaFunction, table_read
from tests.components.functions import FUNCTION, LOG_GROUP, POLICY, ROLE, TABLE, args
from tests.support.recording import Cloud, is_unknown, policy_of


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


def test_a_grant_is_a_statement_of_its_name(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args(grants={"orders": table_read(TABLE)})))
    _, statement = policy_of(cloud.mocks.of(POLICY)["create-policy"]["policy"])["Statement"]
    actions = ["dynamodb:GetItem", "dynamodb:Query"]
    assert statement == {"Sid": "orders", "Effect": "Allow", "Action": actions, "Resource": [TABLE]}


def test_a_grant_follows_a_table_that_is_not_there_yet(preview: Cloud) -> None:
    def program() -> None:
        table = aws.dynamodb.Table("orders", attributes=[], hash_key="id")
        LambdaFunction("create", args(grants={"orders": table_read(table.arn)}))

    preview.run(program)
    assert is_unknown(preview.mocks.of(POLICY)["create-policy"]["policy"])
    assert is_unknown(preview.mocks.of(FUNCTION)["create"]["loggingConfig"]["logGroup"])


def test_nobody_may_invoke_a_function_unasked(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args(alias="live")))
    assert not [one for one in cloud.mocks.registrations if one.type == "aws:lambda/permission:Permission"]
