"""Samples of the types that an API hands its requests to: queues, topics, buses, state machines, streams."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.local.provider.samples import Sample

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine

ROLE = "arn:aws:iam::000000000000:role/service"
KEY = "arn:aws:kms:eu-west-1:000000000000:key/11111111-2222-3333-4444-555555555555"
LOGS = "arn:aws:logs:eu-west-1:000000000000:log-group:orders:*"


def policy(action: str) -> str:
    statement = {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, "Resource": "*"}]})


def machine(last: str) -> str:
    states = {"First": {"Type": "Pass", "Next": last}, last: {"Type": "Succeed"}}
    return json.dumps({"StartAt": "First", "States": states})


def _queue(engine: Engine) -> Properties:
    return {"queueUrl": engine.create("aws:sqs/queue:Queue", "parent", {}).id}


def _dead_letters(engine: Engine) -> Properties:
    target = engine.create("aws:sqs/queue:Queue", "dead", {}).state["arn"]
    return {"redrivePolicy": json.dumps({"deadLetterTargetArn": target, "maxReceiveCount": 3})}


def _bus(engine: Engine) -> Properties:
    return {"eventBusName": engine.create("aws:cloudwatch/eventBus:EventBus", "parent", {}).id}


def _rule(engine: Engine) -> Properties:
    bus = _bus(engine)
    pattern = json.dumps({"source": ["orders"]})
    return {
        **bus,
        "rule": engine.create("aws:cloudwatch/eventRule:EventRule", "parent", {**bus, "eventPattern": pattern}).state[
            "name"
        ],
    }


MESSAGING_SAMPLES = [
    Sample(
        "aws:sqs/queue:Queue",
        {
            "visibilityTimeoutSeconds": 60.0,
            "messageRetentionSeconds": 3600.0,
            "delaySeconds": 5.0,
            "policy": policy("sqs:SendMessage"),
            "sqsManagedSseEnabled": True,
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "visibilityTimeoutSeconds": None,
            "messageRetentionSeconds": 7200.0,
            "policy": policy("sqs:*"),
            "tags": {"team": "web"},
        },
        replace={"name": "another"},
        parents=_dead_letters,
    ),
    Sample(
        "aws:sqs/queue:Queue",
        {
            "fifoQueue": True,
            "contentBasedDeduplication": True,
            "deduplicationScope": "messageGroup",
            "fifoThroughputLimit": "perMessageGroupId",
        },
        update={"contentBasedDeduplication": False, "fifoThroughputLimit": "perQueue", "deduplicationScope": "queue"},
        replace={"fifoQueue": False, "contentBasedDeduplication": None, "deduplicationScope": None}
        | {"fifoThroughputLimit": None},
        label="fifo",
    ),
    Sample(
        "aws:sqs/queuePolicy:QueuePolicy",
        {"policy": policy("sqs:SendMessage")},
        update={"policy": policy("sqs:*")},
        replace={"queueUrl": "http://127.0.0.1/000000000000/elsewhere"},
        parents=_queue,
    ),
    Sample(
        "aws:sns/topic:Topic",
        {
            "displayName": "Orders",
            "policy": policy("sns:Publish"),
            "sqsSuccessFeedbackRoleArn": ROLE,
            "sqsSuccessFeedbackSampleRate": 50.0,
            "tracingConfig": "Active",
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "displayName": None,
            "policy": policy("sns:*"),
            "sqsSuccessFeedbackSampleRate": 100.0,
            "tracingConfig": "PassThrough",
            "kmsMasterKeyId": "alias/orders",
            "tags": {"team": "web"},
        },
        replace={"name": "another"},
    ),
    Sample(
        "aws:sns/topic:Topic",
        {"fifoTopic": True, "contentBasedDeduplication": True},
        update={"contentBasedDeduplication": False},
        replace={"fifoTopic": False, "contentBasedDeduplication": None},
        label="fifo",
    ),
    Sample(
        "aws:cloudwatch/eventBus:EventBus",
        {"description": "first", "kmsKeyIdentifier": KEY, "tags": {"team": "shop"}},
        update={"description": "second", "tags": {"team": "web"}},
        replace={"name": "another"},
    ),
    Sample(
        "aws:cloudwatch/eventRule:EventRule",
        {
            "eventPattern": json.dumps({"source": ["orders"]}),
            "description": "first",
            "state": "DISABLED",
            "tags": {"team": "shop"},
        },
        update={
            "eventPattern": json.dumps({"source": ["orders", "users"]}),
            "description": "second",
            "state": None,
            "tags": {"team": "web"},
        },
        replace={"name": "another"},
        parents=_bus,
        import_id="{eventBusName}/{name}",
    ),
    Sample(
        "aws:cloudwatch/eventTarget:EventTarget",
        {
            "arn": "arn:aws:sqs:eu-west-1:000000000000:orders.fifo",
            "roleArn": ROLE,
            "inputTransformer": {"inputPaths": {"id": "$.detail.id"}, "inputTemplate": '"<id>"'},
            "sqsTarget": {"messageGroupId": "orders"},
            "retryPolicy": {"maximumEventAgeInSeconds": 3600.0, "maximumRetryAttempts": 3.0},
        },
        update={
            "arn": "arn:aws:sqs:eu-west-1:000000000000:users.fifo",
            "inputTransformer": None,
            "input": '{"fixed": true}',
            "retryPolicy": {"maximumEventAgeInSeconds": 3600.0, "maximumRetryAttempts": 5.0},
        },
        replace={"targetId": "another"},
        parents=_rule,
        import_id="{eventBusName}/{rule}/{targetId}",
    ),
    Sample(
        "aws:sfn/stateMachine:StateMachine",
        {
            "definition": machine("Last"),
            "roleArn": ROLE,
            "type": "EXPRESS",
            "loggingConfiguration": {"level": "ALL", "includeExecutionData": True, "logDestination": LOGS},
            "tracingConfiguration": {"enabled": True},
            "tags": {"team": "shop"},
        },
        update={
            "definition": machine("End"),
            "roleArn": f"{ROLE}2",
            "loggingConfiguration": {"level": "ERROR", "includeExecutionData": False, "logDestination": LOGS},
            "tags": {"team": "web"},
        },
        replace={"type": "STANDARD"},
    ),
    Sample(
        "aws:kinesis/stream:Stream",
        {
            "shardCount": 2.0,
            "retentionPeriod": 48.0,
            "encryptionType": "KMS",
            "kmsKeyId": KEY,
            "tags": {"team": "shop"},
        },
        update={
            "shardCount": 3.0,
            "retentionPeriod": 24.0,
            "encryptionType": None,
            "kmsKeyId": None,
            "tags": {"team": "web"},
        },
        replace={"name": "another"},
        import_id="{name}",
    ),
    Sample(
        "aws:kinesis/stream:Stream",
        {"streamModeDetails": {"streamMode": "ON_DEMAND"}},
        replace={"streamModeDetails": {"streamMode": "PROVISIONED"}, "shardCount": 1.0},
        import_id="{name}",
        label="on-demand",
    ),
]
