from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.local.emulator.account import NUMBER, REGION, RestApi

if TYPE_CHECKING:
    from tests.local.emulator.account import Account

FORM = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}


def _uri(service: str, rest: str) -> str:
    return f"arn:aws:apigateway:{REGION}:{service}:{rest}"


def _service(api: RestApi, uri: str, role: str, template: str, method: str = "POST", **parameters: str) -> Any:
    integration = {
        "type": "AWS",
        "integrationHttpMethod": method,
        "uri": uri,
        "credentials": role,
        "requestParameters": parameters,
        "requestTemplates": {"application/json": template} if template else {},
    }
    named = api.method("POST /{id}", integration)
    api.response(named)
    api.response(named, "400", selectionPattern="4\\d\\d")
    api.deploy()
    return api.post("/17", json={"text": "hello & more", "n": 2})


def test_a_message_is_sent_by_path_and_by_action(account: Account) -> None:
    name = f"q-{uuid4().hex[:8]}"
    url = account.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    role = account.role("sqs:SendMessage", f"arn:aws:sqs:{REGION}:{NUMBER}:{name}")
    message = "$util.urlEncode($input.path('$.text'))"

    by_path = _service(
        RestApi(account),
        _uri("sqs", f"path/{NUMBER}/{name}"),
        role,
        f"Action=SendMessage&MessageBody={message}",
        **FORM,
    )
    assert by_path.status_code == 200, by_path.text
    assert by_path.json()["SendMessageResponse"]["SendMessageResult"]["MessageId"]
    by_action = _service(
        RestApi(account), _uri("sqs", "action/SendMessage"), role, f"QueueUrl={url}&MessageBody={message}", **FORM
    )
    assert by_action.status_code == 200, by_action.text
    received = account.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [entry["Body"] for entry in received] == ["hello & more"] * 2


def test_a_role_without_the_action_is_refused_by_the_service(account: Account) -> None:
    name = f"q-{uuid4().hex[:8]}"
    account.client("sqs").create_queue(QueueName=name)
    role = account.role("sqs:ReceiveMessage", "*")
    answer = _service(
        RestApi(account), _uri("sqs", f"path/{NUMBER}/{name}"), role, "Action=SendMessage&MessageBody=x", **FORM
    )
    assert answer.status_code == 400
    assert "is not authorized to perform: sqs:SendMessage" in answer.text
    unknown = f"arn:aws:iam::{NUMBER}:role/none"
    answer = _service(
        RestApi(account), _uri("sqs", f"path/{NUMBER}/{name}"), unknown, "Action=SendMessage&MessageBody=x", **FORM
    )
    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})


def test_a_notification_is_published(account: Account) -> None:
    sns, sqs = account.client("sns"), account.client("sqs")
    name = f"q-{uuid4().hex[:8]}"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    topic = sns.create_topic(Name=f"t-{uuid4().hex[:8]}")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:{REGION}:{NUMBER}:{name}")
    template = f"Action=Publish&TopicArn={topic}&Message=$util.urlEncode($input.path('$.text'))"
    answer = _service(
        RestApi(account), _uri("sns", "action/Publish"), account.role("sns:Publish", topic), template, **FORM
    )
    assert answer.json()["PublishResponse"]["PublishResult"]["MessageId"]
    [received] = sqs.receive_message(QueueUrl=url, WaitTimeSeconds=5)["Messages"]
    assert json.loads(received["Body"])["Message"] == "hello & more"


def test_an_item_is_put_and_got(account: Account) -> None:
    table = f"t-{uuid4().hex[:8]}"
    account.client("dynamodb").create_table(
        TableName=table,
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    role = account.role("dynamodb:*", f"arn:aws:dynamodb:{REGION}:{NUMBER}:table/{table}")
    item = {"id": {"S": "$input.params('id')"}, "text": {"S": "$input.path('$.text')"}}
    template = json.dumps({"TableName": table, "Item": item})
    assert _service(RestApi(account), _uri("dynamodb", "action/PutItem"), role, template).status_code == 200
    template = json.dumps({"TableName": table, "Key": {"id": {"S": "$input.params('id')"}}})
    got = _service(RestApi(account), _uri("dynamodb", "action/GetItem"), role, template)
    assert got.json()["Item"] == {"id": {"S": "17"}, "text": {"S": "hello & more"}}


def test_an_object_is_put(account: Account) -> None:
    s3 = account.client("s3")
    bucket = f"b-{uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    role = account.role("s3:PutObject", f"arn:aws:s3:::{bucket}/*")
    parameters = {
        "integration.request.path.key": "method.request.path.id",
        "integration.request.header.Content-Type": "'text/plain'",
    }
    answer = _service(RestApi(account), _uri("s3", f"path/{bucket}/orders/{{key}}"), role, "", "PUT", **parameters)
    assert answer.status_code == 200, answer.text
    stored = s3.get_object(Bucket=bucket, Key="orders/17")
    assert json.loads(stored["Body"].read()) == {"text": "hello & more", "n": 2}
    assert stored["ContentType"] == "text/plain"


def test_events_executions_and_records(account: Account) -> None:
    detail = (
        '{"Entries": [{"Source": "shop", "DetailType": "ordered", "Detail": "$util.escapeJavaScript($input.body)"}]}'
    )
    answer = _service(
        RestApi(account), _uri("events", "action/PutEvents"), account.role("events:PutEvents", "*"), detail
    )
    assert answer.json()["FailedEntryCount"] == 0

    machine = account.client("stepfunctions").create_state_machine(
        name=f"m-{uuid4().hex[:8]}",
        definition=json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}),
        roleArn=account.role("states:*", "*", "states.amazonaws.com"),
    )["stateMachineArn"]
    template = json.dumps({"stateMachineArn": machine, "input": "$util.escapeJavaScript($input.body)"})
    role = account.role("states:StartExecution", machine)
    answer = _service(RestApi(account), _uri("states", "action/StartExecution"), role, template)
    assert answer.json()["executionArn"], answer.text

    kinesis = account.client("kinesis")
    stream = f"s-{uuid4().hex[:8]}"
    kinesis.create_stream(StreamName=stream, ShardCount=1)
    record = {"StreamName": stream, "Data": "$util.base64Encode($input.path('$.text'))", "PartitionKey": "one"}
    role = account.role("kinesis:PutRecord", f"arn:aws:kinesis:{REGION}:{NUMBER}:stream/{stream}")
    answer = _service(RestApi(account), _uri("kinesis", "action/PutRecord"), role, json.dumps(record))
    assert answer.json()["ShardId"], answer.text
