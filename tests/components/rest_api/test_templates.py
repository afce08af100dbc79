"""The mapping templates of a REST API, evaluated by a Velocity engine over requests that try to break out of them.

What this does not prove: that API Gateway's own engine agrees with this one.
"""

import base64
import json
from typing import Any
from urllib.parse import parse_qs

import pulumi
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components import Cors, Route
from components.rest_api import templates as rest_templates
from components.rest_api.service_actions import ACTIONS, service_call
from components.routing.data_actions import get_configuration, get_item, put_item, put_object
from components.routing.integrations import MockAnswer
from components.routing.message_actions import publish, put_events, put_record, send_message, start_execution
from components.routing.service_actions import ServiceAction
from local.emulator.gateway.exchange import Exchange
from local.emulator.gateway.velocity import rendered
from tests.support.recording import Cloud, new_cloud
from tests.support.rest_apis import INTEGRATION, INTEGRATION_RESPONSE, ORIGINS, QUEUE, args, built

HOSTILE = "a\"b\\c'd\n& =é+%<$input.body>#end\t\u2028"
EXECUTION_ARN = "arn:aws:execute-api:eu-west-1:123456789012:api"
EVERYWHERE = ("$request.body.member", "$request.header.x", "$request.querystring.x", "$request.path.x")


def evaluated(template: pulumi.Input[str], value: Any, *, elsewhere: str = "") -> tuple[str, Any]:
    """The template's text for a request with the value in every place, and the context it leaves."""
    assert isinstance(template, str)
    exchange = Exchange(
        api_id="a",
        account="1",
        region="eu-west-1",
        stage="v1",
        method="POST",
        path="/",
        headers={"x": value, "origin": elsewhere} if isinstance(value, str) else {},
        query={"x": [value]} if isinstance(value, str) else {},
        raw_query="",
        body=json.dumps({"member": value}).encode(),
        path_parameters={"x": value} if isinstance(value, str) else {},
        stage_variables={},
        context={"stage": "v1"},
    )
    # API Gateway's Velocity takes hyphens in names; not every version of this engine does.
    return rendered(template.replace("header.Access-Control-Allow-Origin", "header.allowed"), exchange.text, exchange)


@pytest.mark.parametrize("expression", EVERYWHERE)
@settings(max_examples=20, deadline=None)
@given(value=st.one_of(st.just(HOSTILE), st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)))
def test_what_a_caller_sends_stays_a_value_in_json_and_in_forms(expression: str, value: str) -> None:
    object_text = rest_templates.json_object({"a": rest_templates.json_text(expression), "b": '"c"'})
    assert json.loads(evaluated(object_text, value)[0]) == {"a": value, "b": "c"}
    form, _ = evaluated(rest_templates.form({"A": expression, "B": "c"}), value)
    assert parse_qs(form, keep_blank_values=True) == {"A": [value], "B": ["c"]}


@pytest.mark.parametrize(
    ("value", "text"), [({"a": [1, "it's"]}, '{"a":[1,"it\'s"]}'), (5, "5"), (True, "true"), (None, "null"), ("", "")]
)
def test_a_member_that_is_no_text_becomes_its_json(value: object, text: str) -> None:
    assert json.loads(evaluated(rest_templates.json_text("$request.body.member"), value)[0]) == text
    form, _ = evaluated(rest_templates.form({"A": "$request.body.member"}), value)
    assert parse_qs(form, keep_blank_values=True) == {"A": [text]}


@pytest.mark.parametrize("expression", ["$request.body.missing", "$request.header.no", "$request.path.no"])
def test_what_is_missing_is_an_empty_text(expression: str) -> None:
    assert evaluated(rest_templates.json_text(expression), "x")[0] == '""'
    assert evaluated(rest_templates.form({"A": expression, "B": "c"}), "x")[0] == "A=&B=c"


def test_the_whole_body_is_the_text_that_was_sent() -> None:
    body = json.dumps({"member": HOSTILE})
    assert json.loads(evaluated(rest_templates.json_text("$request.body"), HOSTILE)[0]) == body
    encoded = json.loads(evaluated(rest_templates.json_base64("$request.body"), HOSTILE)[0])
    assert base64.b64decode(encoded).decode() == body


def test_texts_and_expressions_may_be_joined() -> None:
    text = 'orders/"${request.path.x}"/${context.stage}'
    assert json.loads(evaluated(rest_templates.json_text(text), "7")[0]) == 'orders/"7"/v1'


@pytest.mark.parametrize(("value", "truth"), [(True, "true"), (False, "false"), ("true", "true"), ("x", "false")])
def test_a_truth_value_is_one(value: object, truth: str) -> None:
    assert evaluated(rest_templates.json_truth("$request.body.member"), value)[0] == truth
    assert rest_templates.json_truth("true") == "true"


def body_of(action: ServiceAction, value: object = HOSTILE) -> Any:
    """What is sent to the service, taken apart."""
    template = service_call(action, EXECUTION_ARN).template
    assert template is not None
    text, _ = evaluated(template, value)
    return parse_qs(text) if text.startswith("Action=") else json.loads(text)


WHOLE = json.dumps({"member": HOSTILE})


def test_a_message_is_sent() -> None:
    action = send_message(QUEUE, group_id="$request.header.x")
    assert body_of(action) == {"Action": ["SendMessage"], "MessageBody": [WHOLE], "MessageGroupId": [HOSTILE]}


def test_a_message_is_published() -> None:
    topic = "arn:aws:sns:eu-west-1:123456789012:news"
    assert body_of(publish(topic)) == {"Action": ["Publish"], "TopicArn": [topic], "Message": [WHOLE]}


def test_an_event_is_put() -> None:
    bus = "arn:aws:events:eu-west-1:123456789012:event-bus/shop"
    entry = {"EventBusName": bus, "DetailType": "paid", "Source": "shop", "Detail": WHOLE}
    assert body_of(put_events(bus, "paid", "shop")) == {"Entries": [entry]}


def test_an_execution_is_started() -> None:
    machine = "arn:aws:states:eu-west-1:123456789012:stateMachine:pay"
    assert body_of(start_execution(machine, name="$request.path.x")) == {
        "stateMachineArn": machine,
        "input": WHOLE,
        "name": HOSTILE,
    }


def test_a_record_is_put() -> None:
    stream = "arn:aws:kinesis:eu-west-1:123456789012:stream/clicks"
    sent = body_of(put_record(stream, "$request.querystring.x"))
    assert (sent["StreamName"], sent["PartitionKey"]) == ("clicks", HOSTILE)
    assert base64.b64decode(sent["Data"]).decode() == WHOLE


TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/payments"


def test_an_item_is_put_and_got() -> None:
    item = {"id": "$request.path.x", "amount.N": "5", "a.b": "$request.body.member", "paid.BOOL": "true"}
    sent = body_of(put_item(TABLE, item, condition="attribute_not_exists(id)"))
    assert sent == {
        "TableName": "payments",
        "ConditionExpression": "attribute_not_exists(id)",
        "Item": {"id": {"S": HOSTILE}, "amount": {"N": "5"}, "a.b": {"S": HOSTILE}, "paid": {"BOOL": True}},
    }
    assert body_of(get_item(TABLE, {"id": "$request.path.x"})) == {
        "TableName": "payments",
        "Key": {"id": {"S": HOSTILE}},
    }


def test_a_target_that_is_known_later_makes_the_same_template(cloud: Cloud) -> None:
    later = send_message(pulumi.Output.from_input(QUEUE))
    built(cloud, args({"POST /a": Route(service=later), "POST /b": Route(service=send_message(QUEUE))}))
    made = cloud.mocks.of(INTEGRATION)
    kept = ("uri", "requestTemplates", "requestParameters")
    of_a, of_b = ({key: made[f"payments-POST /{name}"][key] for key in kept} for name in "ab")
    assert of_a == of_b


def test_an_object_is_put_as_it_comes() -> None:
    call = service_call(put_object("arn:aws:s3:::pictures", "u/${request.path.x}"), EXECUTION_ARN)
    assert (call.method, call.template) == ("PUT", None)
    assert call.parameters == {
        "integration.request.path.part1": "method.request.path.x",
        "integration.request.header.Content-Type": "method.request.header.Content-Type",
    }


def test_a_configuration_is_got() -> None:
    environment = "arn:aws:appconfig:eu-west-1:123456789012:application/a1/environment/e1"
    profile = "arn:aws:appconfig:eu-west-1:123456789012:application/a1/configurationprofile/p1"
    call = service_call(get_configuration(environment, profile, "$request.header.x"), EXECUTION_ARN)
    assert (call.method, call.parameters) == (
        "GET",
        {"integration.request.querystring.client_id": "method.request.header.x"},
    )


def test_the_actions_are_those_with_constructors() -> None:
    assert len(ACTIONS) == len({*ACTIONS}) == 12


def origin_said(origin: str, *, origins: tuple[str, ...] = ORIGINS) -> str:
    """The origin that the answer to a preflight of this page names."""
    cloud = new_cloud()
    given_args = args({"GET /a": Route(mock=MockAnswer(), public="for all")}, cors=Cors(origins=origins))
    built(cloud, given_args)
    answer = cloud.mocks.of(INTEGRATION_RESPONSE)["payments-OPTIONS /a-204"]
    default = answer["responseParameters"]["method.response.header.Access-Control-Allow-Origin"].strip("'")
    text, context = evaluated(answer["responseTemplates"]["application/json"], "x", elsewhere=origin)
    assert text == ""
    return str(context["responseOverride"]["header"].get("allowed", default))


@pytest.mark.parametrize(
    ("origin", "said"),
    [
        ("https://shop.example.com", "https://shop.example.com"),
        ("https://admin.example.com", "https://admin.example.com"),
        ("https://evil.example.com", "https://shop.example.com"),
        ("https://admin.example.com.evil.example", "https://shop.example.com"),
        ("", "https://shop.example.com"),
        ('" || "a" == "a', "https://shop.example.com"),
    ],
)
def test_a_preflight_names_the_asker_only_if_he_is_allowed(origin: str, said: str) -> None:
    assert origin_said(origin) == said


def test_a_scheme_may_be_allowed_as_a_whole() -> None:
    origins = ("http://localhost:3000", "https://*")
    assert origin_said("https://any.example", origins=origins) == "https://any.example"
    assert origin_said("http://any.example", origins=origins) == "http://localhost:3000"


def test_an_answer_of_a_template_names_the_asker_too(cloud: Cloud) -> None:
    mock = MockAnswer(body='{"ok": true}')
    built(cloud, args({"GET /a": Route(mock=mock, public="for all")}, cors=Cors(origins=ORIGINS)))
    template = cloud.mocks.of(INTEGRATION_RESPONSE)["payments-GET /a-200"]["responseTemplates"]["application/json"]
    text, context = evaluated(template, "x", elsewhere=ORIGINS[1])
    assert json.loads(text) == {"ok": True}
    assert context["responseOverride"]["header"]["allowed"] == ORIGINS[1]
