from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components import LambdaFunction
from tests.components.functions import ALIAS, FUNCTION, KEY, LAYER, POLICY, PROVISIONED, QUEUE, args
from tests.support.recording import Cloud, is_unknown, policy_of

SETTINGS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "architecture": ({"architecture": "x86_64"}, {"architectures": ["x86_64"]}),
    "layers": ({"layers": [LAYER, pulumi.Output.from_input(LAYER)]}, {"layers": [LAYER, LAYER]}),
    "storage": ({"ephemeral_storage": 1024}, {"ephemeralStorage": {"size": 1024}}),
    "log level": (
        {"log_level": "WARN"},
        {"loggingConfig": {"applicationLogLevel": "WARN", "logFormat": "JSON", "logGroup": "/aws/lambda/create-0001"}},
    ),
    "off": ({"reserved_concurrency": 0}, {"reservedConcurrentExecutions": 0}),
    "reserved": ({"reserved_concurrency": 5}, {"reservedConcurrentExecutions": 5}),
    "tracing": ({"tracing": True}, {"tracingConfig": {"mode": "Active"}}),
    "no tracing": ({"tracing": False}, {}),
    "dead letters": ({"dead_letter_queue": QUEUE}, {"deadLetterConfig": {"targetArn": QUEUE}}),
    "key": ({"kms_key_arn": KEY}, {"kmsKeyArn": KEY}),
    "network": (
        {"subnet_ids": ["subnet-1", "subnet-2"], "security_group_ids": ["sg-1"]},
        {"vpcConfig": {"subnetIds": ["subnet-1", "subnet-2"], "securityGroupIds": ["sg-1"]}},
    ),
    "alias": ({"alias": "live"}, {"publish": True}),
}

STATEMENTS: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "tracing": (
        {"tracing": True},
        [
            {
                "Sid": "SendTraces",
                "Effect": "Allow",
                "Action": ["xray:PutTelemetryRecords", "xray:PutTraceSegments"],
                "Resource": ["*"],
            }
        ],
    ),
    "dead letters": (
        {"dead_letter_queue": QUEUE},
        [{"Sid": "SendDeadLetters", "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": [QUEUE]}],
    ),
    "key": (
        {"kms_key_arn": KEY},
        [{"Sid": "DecryptEnvironment", "Effect": "Allow", "Action": ["kms:Decrypt"], "Resource": [KEY]}],
    ),
    "network": (
        {"subnet_ids": ["subnet-1"], "security_group_ids": ["sg-1"]},
        [
            {
                "Sid": "ManageNetwork",
                "Effect": "Allow",
                "Action": [
                    "ec2:AssignPrivateIpAddresses",
                    "ec2:CreateNetworkInterface",
                    "ec2:DeleteNetworkInterface",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeSubnets",
                    "ec2:UnassignPrivateIpAddresses",
                ],
                "Resource": ["*"],
            },
            {
                "Sid": "KeepNetworkFromCode",
                "Effect": "Deny",
                "Action": [
                    "ec2:AssignPrivateIpAddresses",
                    "ec2:CreateNetworkInterface",
                    "ec2:DeleteNetworkInterface",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:UnassignPrivateIpAddresses",
                ],
                "Resource": ["*"],
                "Condition": {"Null": {"lambda:SourceFunctionArn": "false"}},
            },
        ],
    ),
}


def inputs(cloud: Cloud) -> dict[str, Any]:
    return cloud.mocks.of(FUNCTION)["create"]


def test_what_is_not_given_is_not_sent(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args()))
    plain = ["architectures", "code", "handler", "loggingConfig", "memorySize", "role", "runtime", "timeout"]
    assert sorted(inputs(cloud)) == plain


@pytest.mark.parametrize(("changes", "expected"), SETTINGS.values(), ids=SETTINGS.keys())
def test_a_setting_reaches_the_function_and_changes_nothing_else(
    cloud: Cloud, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    def program() -> None:
        LambdaFunction("create", args(**changes))
        LambdaFunction("plain", args())

    cloud.run(program)
    given, plain = inputs(cloud), cloud.mocks.of(FUNCTION)["plain"]
    own = {"code", "role", "loggingConfig"}
    assert {key: given[key] for key in expected} == expected
    assert {key: given[key] for key in given if key not in own | {*expected}} == {
        key: plain[key] for key in plain if key not in own | {*expected}
    }


@pytest.mark.parametrize(("changes", "expected"), STATEMENTS.values(), ids=STATEMENTS.keys())
def test_a_setting_brings_the_permission_it_needs(
    cloud: Cloud, changes: dict[str, Any], expected: list[dict[str, Any]]
) -> None:
    cloud.run(lambda: LambdaFunction("create", args(**changes)))
    _, *statements = policy_of(cloud.mocks.of(POLICY)["create-policy"]["policy"])["Statement"]
    assert statements == expected


def test_a_secret_is_a_variable_that_is_never_shown(cloud: Cloud) -> None:
    given = args(environment={"TABLE": "orders"}, secrets={"KEY": "hunter2", "TOKEN": pulumi.Output.from_input("t")})
    cloud.run(lambda: LambdaFunction("create", given))
    assert inputs(cloud)["environment"] == {"variables": {"TABLE": "orders", "KEY": "hunter2", "TOKEN": "t"}}
    secret = {path for one in cloud.mocks.registrations if one.type == FUNCTION for path in one.secret_paths}
    # Pulumi's wire format marks whole properties where one of its values is secret.
    assert secret == {"environment"}
    assert "hunter2" not in "".join(str(one.inputs) for one in cloud.mocks.registrations if one.type != FUNCTION)


def test_without_secrets_the_environment_is_shown(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args(environment={"TABLE": "orders"})))
    assert [one.secret_paths for one in cloud.mocks.registrations if one.type == FUNCTION] == [frozenset()]


def test_an_alias_points_to_the_version_of_the_change(cloud: Cloud) -> None:
    cloud.run(lambda: LambdaFunction("create", args(alias="live")))
    assert cloud.mocks.of(ALIAS) == {
        "create-alias-live": {"functionName": "create-0a1b2c3", "functionVersion": "1", "name": "live"}
    }
    assert PROVISIONED not in {one.type for one in cloud.mocks.registrations}


def test_an_alias_may_share_with_another_version_and_be_kept_warm(cloud: Cloud) -> None:
    given = args(alias="live", canary={"7": 0.9}, provisioned_concurrency=2)
    cloud.run(lambda: LambdaFunction("create", given))
    assert cloud.mocks.of(ALIAS)["create-alias-live"]["routingConfig"] == {"additionalVersionWeights": {"7": 0.9}}
    assert cloud.mocks.of(PROVISIONED) == {
        "create-provisioned": {
            "functionName": "create-0a1b2c3",
            "provisionedConcurrentExecutions": 2,
            "qualifier": "live",
        }
    }


@pytest.mark.parametrize(("alias", "behind"), [(None, ""), ("live", ":live")])
def test_what_is_invoked_is_the_alias_where_there_is_one(cloud: Cloud, alias: str | None, behind: str) -> None:
    found: dict[str, object] = {}

    def program() -> None:
        given = args() if alias is None else args(alias=alias)
        function = LambdaFunction("create", given)
        facts = pulumi.Output.all(
            arn=function.arn,
            target=function.target_arn,
            name=function.function_name,
            qualifier=function.qualifier,
        )
        facts.apply(found.update)

    cloud.run(program)
    arn = "arn:aws:lambda:eu-west-1:123456789012:function:create-0a1b2c3"
    assert found == {"arn": arn, "target": f"{arn}{behind}", "name": "create-0a1b2c3", "qualifier": alias}


def test_everything_at_once_can_be_previewed(preview: Cloud) -> None:
    def program() -> None:
        queue = aws.dynamodb.Table("orders", attributes=[], hash_key="id")
        given = args(
            alias="live",
            dead_letter_queue=queue.arn,
            environment={"TABLE": queue.name},
            kms_key_arn=queue.arn,
            layers=[queue.arn],
            provisioned_concurrency=1,
            secrets={"KEY": queue.arn},
            security_group_ids=[queue.id],
            subnet_ids=[queue.id],
            tracing=True,
        )
        LambdaFunction("create", given)

    preview.run(program)
    assert is_unknown(preview.mocks.of(POLICY)["create-policy"]["policy"])
    assert is_unknown(preview.mocks.of(ALIAS)["create-alias-live"]["functionVersion"])
    assert inputs(preview)["publish"] is True
