from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import botocore.exceptions
import pytest

from tests.local.emulator.account import NUMBER, REGION

if TYPE_CHECKING:
    from tests.local.emulator.account import Account, HttpApi


def _queue(account: Account) -> tuple[str, str]:
    name = f"q-{uuid4().hex[:8]}"
    url = account.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    return url, f"arn:aws:sqs:{REGION}:{NUMBER}:{name}"


def _sending(api: HttpApi, role: str, **parameters: str) -> str:
    integration = api.integration(
        IntegrationType="AWS_PROXY",
        IntegrationSubtype="SQS-SendMessage",
        CredentialsArn=role,
        PayloadFormatVersion="1.0",
        RequestParameters=parameters,
    )
    api.route("POST /jobs/{kind}", integration)
    return integration


def test_a_post_becomes_a_message(account: Account) -> None:
    url, arn = _queue(account)
    api = account.http_api()
    attributes = {"kind": {"DataType": "String", "StringValue": "${request.path.kind}"}}
    integration = _sending(
        api,
        account.role("sqs:SendMessage", arn),
        QueueUrl=url,
        MessageBody="${request.path.kind}: ${request.body.order.id}, ${request.header.x-who} ${request.querystring.n}",
        MessageAttributes=json.dumps(attributes),
    )

    answer = api.post("/jobs/parcel?n=3", json={"order": {"id": 17}}, headers={"x-who": "Ann"})

    assert answer.status_code == 200
    assert "<MessageId>" in answer.text
    [received] = account.client("sqs").receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert received["Body"] == "parcel: 17, Ann 3"
    assert received["MessageAttributes"]["kind"]["StringValue"] == "parcel"
    stored: Any = api.gateway.get_integration(ApiId=api.id, IntegrationId=integration)
    assert stored["IntegrationSubtype"] == "SQS-SendMessage"
    assert stored["CredentialsArn"].startswith(f"arn:aws:iam::{NUMBER}:role/")


def test_a_body_passes_whole(account: Account) -> None:
    url, arn = _queue(account)
    api = account.http_api()
    _sending(api, account.role("sqs:SendMessage", arn), QueueUrl=url, MessageBody="$request.body")
    api.post("/jobs/any", content='{"a": [1, 2]}')
    [received] = account.client("sqs").receive_message(QueueUrl=url)["Messages"]
    assert received["Body"] == '{"a": [1, 2]}'


def test_a_role_may_do_what_its_policies_allow_and_no_more(account: Account) -> None:
    url, arn = _queue(account)
    other = account.http_api()
    _sending(other, account.role("sqs:SendMessage", f"{arn}-other"), QueueUrl=url, MessageBody="x")
    answer = other.post("/jobs/any")
    assert answer.status_code == 403
    assert "is not authorized to perform: sqs:SendMessage" in answer.json()["message"]

    untrusting = account.http_api()
    _sending(untrusting, account.role("sqs:*", arn, "lambda.amazonaws.com"), QueueUrl=url, MessageBody="x")
    answer = untrusting.post("/jobs/any")
    assert (answer.status_code, answer.json()) == (500, {"message": "Internal Server Error"})
    assert "Messages" not in account.client("sqs").receive_message(QueueUrl=url)


def test_an_event_reaches_its_bus(account: Account) -> None:
    url, arn = _queue(account)
    events = account.client("events")
    bus = f"bus-{uuid4().hex[:8]}"
    bus_arn = events.create_event_bus(Name=bus)["EventBusArn"]
    events.put_rule(Name="all", EventBusName=bus, EventPattern='{"source": ["shop"]}')
    events.put_targets(Rule="all", EventBusName=bus, Targets=[{"Id": "queue", "Arn": arn}])
    api = account.http_api()
    api.route(
        "POST /events",
        api.integration(
            IntegrationType="AWS_PROXY",
            IntegrationSubtype="EventBridge-PutEvents",
            CredentialsArn=account.role("events:PutEvents", bus_arn),
            PayloadFormatVersion="1.0",
            RequestParameters={
                "Detail": "$request.body.detail",
                "DetailType": "$request.body.type",
                "Source": "shop",
                "EventBusName": bus,
            },
        ),
    )
    answer = api.post("/events", json={"detail": {"order": 1}, "type": "ordered"})
    assert answer.status_code == 200
    assert answer.json()["FailedEntryCount"] == 0
    [received] = account.client("sqs").receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    assert json.loads(received["Body"])["detail"] == {"order": 1}


def test_an_execution_starts(account: Account) -> None:
    states = account.client("stepfunctions")
    machine = states.create_state_machine(
        name=f"m-{uuid4().hex[:8]}",
        definition=json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}),
        roleArn=account.role("states:*", "*", "states.amazonaws.com"),
    )["stateMachineArn"]
    api = account.http_api()
    api.route(
        "POST /runs",
        api.integration(
            IntegrationType="AWS_PROXY",
            IntegrationSubtype="StepFunctions-StartExecution",
            CredentialsArn=account.role("states:StartExecution", machine),
            PayloadFormatVersion="1.0",
            RequestParameters={"StateMachineArn": machine, "Input": "$request.body"},
        ),
    )
    answer = api.post("/runs", json={"a": 1})
    assert answer.status_code == 200
    [execution] = states.list_executions(stateMachineArn=machine)["executions"]
    assert answer.json()["executionArn"] == execution["executionArn"]


def test_a_record_reaches_its_stream(account: Account) -> None:
    kinesis = account.client("kinesis")
    stream = f"s-{uuid4().hex[:8]}"
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    arn = kinesis.describe_stream_summary(StreamName=stream)["StreamDescriptionSummary"]["StreamARN"]
    api = account.http_api()
    api.route(
        "POST /records",
        api.integration(
            IntegrationType="AWS_PROXY",
            IntegrationSubtype="Kinesis-PutRecord",
            CredentialsArn=account.role("kinesis:PutRecord", arn),
            PayloadFormatVersion="1.0",
            RequestParameters={"StreamName": stream, "Data": "$request.body.data", "PartitionKey": "one"},
        ),
    )
    answer = api.post("/records", json={"data": "aGVsbG8="})
    assert answer.status_code == 200
    shard = answer.json()["ShardId"]
    iterator = kinesis.get_shard_iterator(StreamName=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    assert kinesis.get_records(ShardIterator=iterator["ShardIterator"])["Records"][0]["Data"] == b"hello"


def test_a_configuration_is_read(account: Account) -> None:
    config = account.client("appconfig")
    application = config.create_application(Name=f"a-{uuid4().hex[:8]}")["Id"]
    environment = config.create_environment(ApplicationId=application, Name="local")["Id"]
    profile = config.create_configuration_profile(ApplicationId=application, Name="flags", LocationUri="hosted")["Id"]
    version = config.create_hosted_configuration_version(
        ApplicationId=application,
        ConfigurationProfileId=profile,
        Content=b'{"on": true}',
        ContentType="application/json",
    )["VersionNumber"]
    config.start_deployment(
        ApplicationId=application,
        EnvironmentId=environment,
        DeploymentStrategyId="AppConfig.AllAtOnce",
        ConfigurationProfileId=profile,
        ConfigurationVersion=str(version),
    )
    api = account.http_api()
    api.route(
        "GET /flags",
        api.integration(
            IntegrationType="AWS_PROXY",
            IntegrationSubtype="AppConfig-GetConfiguration",
            CredentialsArn=account.role("appconfig:GetConfiguration", "*"),
            PayloadFormatVersion="1.0",
            RequestParameters={
                "Application": application,
                "Environment": environment,
                "Configuration": profile,
                "ClientId": "$context.requestId",
            },
        ),
    )
    assert api.get("/flags").json() == {"on": True}


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"IntegrationSubtype": "SQS-Sing"}, "Invalid integration subtype"),
        ({"IntegrationSubtype": "SQS-SendMessage"}, "CredentialsArn is required"),
        (
            {"IntegrationSubtype": "SQS-SendMessage", "CredentialsArn": "arn", "RequestParameters": {"QueueUrl": "x"}},
            "MessageBody",
        ),
    ],
)
def test_a_service_integration_that_aws_refuses_is_refused(account: Account, settings: Any, said: str) -> None:
    with pytest.raises(botocore.exceptions.ClientError, match=said):
        account.http_api().integration(IntegrationType="AWS_PROXY", PayloadFormatVersion="1.0", **settings)
