from collections.abc import Callable
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest

from components import LambdaFunction
from components.access.grant_rules import grant_problems
from components.access.grants import (
    Grant,
    bucket_read,
    bucket_write,
    bus_put_events,
    invoke,
    key_decrypt,
    queue_consume,
    queue_send,
    secret_read,
    state_machine_start,
    table_put,
    table_read,
    table_read_write,
    topic_publish,
)
from tests.components.functions import POLICY, args
from tests.support.recording import Cloud, is_unknown

HOME = "eu-west-1:123456789012"
TABLE = f"arn:aws:dynamodb:{HOME}:table/orders"
QUEUE = f"arn:aws:sqs:{HOME}:orders"
BUCKET = "arn:aws:s3:::orders"
TOPIC = f"arn:aws:sns:{HOME}:orders"
BUS = f"arn:aws:events:{HOME}:event-bus/orders"
SECRET = f"arn:aws:secretsmanager:{HOME}:secret:orders-AbCdEf"
KEY = f"arn:aws:kms:{HOME}:key/0f1e"
FUNCTION = f"arn:aws:lambda:{HOME}:function:orders:live"
MACHINE = f"arn:aws:states:{HOME}:stateMachine:orders"

READ = ["dynamodb:GetItem", "dynamodb:Query"]
CHANGE = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]
INDEXES = [TABLE, f"{TABLE}/index/by-day", f"{TABLE}/index/by-state"]

GRANTS: dict[str, tuple[Grant, list[str], list[str]]] = {
    "table_read": (table_read(TABLE), READ, [TABLE]),
    "table_read of indexes": (table_read(TABLE, indexes=["by-day", "by-state"]), READ, INDEXES),
    "table_put": (table_put(TABLE), ["dynamodb:PutItem"], [TABLE]),
    "table_read_write": (table_read_write(TABLE), CHANGE, [TABLE]),
    "table_read_write of indexes": (table_read_write(TABLE, indexes=["by-day", "by-state"]), CHANGE, INDEXES),
    "queue_send": (queue_send(QUEUE), ["sqs:SendMessage"], [QUEUE]),
    "queue_consume": (
        queue_consume(QUEUE),
        ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
        [QUEUE],
    ),
    "bucket_read": (bucket_read(BUCKET), ["s3:GetObject"], [f"{BUCKET}/*"]),
    "bucket_read below": (bucket_read(BUCKET, prefix="bills/"), ["s3:GetObject"], [f"{BUCKET}/bills/*"]),
    "bucket_write": (bucket_write(BUCKET), ["s3:AbortMultipartUpload", "s3:PutObject"], [f"{BUCKET}/*"]),
    "bucket_write below": (
        bucket_write(BUCKET, prefix="bills/"),
        ["s3:AbortMultipartUpload", "s3:PutObject"],
        [f"{BUCKET}/bills/*"],
    ),
    "topic_publish": (topic_publish(TOPIC), ["sns:Publish"], [TOPIC]),
    "bus_put_events": (bus_put_events(BUS), ["events:PutEvents"], [BUS]),
    "secret_read": (secret_read(SECRET), ["secretsmanager:GetSecretValue"], [SECRET]),
    "key_decrypt": (key_decrypt(KEY), ["kms:Decrypt"], [KEY]),
    "invoke": (invoke(FUNCTION), ["lambda:InvokeFunction"], [FUNCTION]),
    "state_machine_start": (state_machine_start(MACHINE), ["states:StartExecution"], [MACHINE]),
}


@pytest.mark.parametrize(("grant", "actions", "resources"), GRANTS.values(), ids=GRANTS.keys())
def test_a_grant_is_exactly_these_actions_on_these_resources(
    grant: Grant, actions: list[str], resources: list[str]
) -> None:
    assert grant == {"actions": actions, "resources": resources}
    assert grant_problems({"orders": grant}, ()) == []


OF_ARNS: dict[str, Callable[[Any], Grant]] = {
    "table_read": table_read,
    "table_put": table_put,
    "table_read_write": table_read_write,
    "queue_send": queue_send,
    "queue_consume": queue_consume,
    "bucket_read": bucket_read,
    "bucket_write": bucket_write,
    "topic_publish": topic_publish,
    "bus_put_events": bus_put_events,
    "secret_read": secret_read,
    "key_decrypt": key_decrypt,
    "invoke": invoke,
    "state_machine_start": state_machine_start,
}


@pytest.mark.parametrize("grant", OF_ARNS.values(), ids=OF_ARNS.keys())
@pytest.mark.parametrize("mistaken", ["orders", "*", "arn:aws:ecs:eu-west-1:123456789012:cluster/orders"])
def test_what_is_no_arn_of_the_service_is_a_problem(grant: Callable[[Any], Grant], mistaken: str) -> None:
    assert [one.where for one in grant_problems({"orders": grant(mistaken)}, ())] == ['grant "orders"']


def test_an_index_follows_a_table_that_is_not_there_yet(cloud: Cloud) -> None:
    found: list[str] = []

    def program() -> None:
        table = aws.dynamodb.Table("orders", attributes=[], hash_key="id")
        grant = table_read(table.arn, indexes=["by-day"])
        pulumi.Output.all(*grant["resources"]).apply(found.extend)

    cloud.run(program)
    arn = f"arn:aws:dynamodb:{HOME}:table/orders-0a1b2c3"
    assert found == [arn, f"{arn}/index/by-day"]


def test_an_unknown_arn_stays_unknown(preview: Cloud) -> None:
    def program() -> None:
        table = aws.dynamodb.Table("orders", attributes=[], hash_key="id")
        LambdaFunction("create", args(grants={"orders": table_read(table.arn, indexes=["by-day"])}))

    preview.run(program)
    assert is_unknown(preview.mocks.of(POLICY)["create-policy"]["policy"])


def test_actions_of_other_services_may_have_arns_of_another_name() -> None:
    grant = Grant(actions=["kafka-cluster:Connect"], resources=[f"arn:aws:kafka:{HOME}:cluster/orders/0f1e"])
    assert grant_problems({"stream": grant}, ()) == []
