import json
from typing import Any, cast

import pytest

from components.observability.account import ApiGatewayAccount, ApiGatewayAccountArgs
from components.problems import ComponentError
from components.rest_api.settings import RestStage
from tests.components.domain.domains import rest, websocket
from tests.components.options import options_of, waited_for
from tests.support.apis import ROLE, ROLE_POLICY, resolved
from tests.support.recording import Cloud, is_unknown

ACCOUNT = "aws:apigateway/account:Account"
GIVEN = "arn:aws:iam::123456789012:role/logs"


def built(cloud: Cloud, **changes: Any) -> ApiGatewayAccount:
    """The setting, after the program that makes it has ended."""
    made: list[ApiGatewayAccount] = []
    cloud.run(lambda: made.append(ApiGatewayAccount("logs", cast("ApiGatewayAccountArgs", changes))))
    return made[0]


def test_the_account_gets_a_role_that_writes_logs(cloud: Cloud) -> None:
    account = built(cloud)
    assert cloud.mocks.custom() == [(ACCOUNT, "logs"), (ROLE, "logs-role"), (ROLE_POLICY, "logs-role")]
    role = "arn:aws:iam::123456789012:role/logs-role-0a1b2c3"
    assert cloud.mocks.of(ACCOUNT) == {"logs": {"cloudwatchRoleArn": role}}
    assert resolved(cloud, lambda: account.role_arn) == role
    trust = json.loads(cloud.mocks.of(ROLE)["logs-role"]["assumeRolePolicy"])
    assert trust["Statement"][0]["Principal"] == {"Service": "apigateway.amazonaws.com"}
    (statement,) = json.loads(cloud.mocks.of(ROLE_POLICY)["logs-role"]["policy"])["Statement"]
    assert {one.partition(":")[0] for one in statement["Action"]} == {"logs"}
    assert {"logs:CreateLogGroup", "logs:PutLogEvents"} <= {*statement["Action"]}


def test_the_setting_waits_for_the_rights_of_its_role(cloud: Cloud) -> None:
    built(cloud)
    order = [one.type for one in cloud.mocks.registrations]
    assert order.index(ROLE_POLICY) < order.index(ACCOUNT)


def test_a_role_that_exists_is_taken(cloud: Cloud) -> None:
    built(cloud, role_arn=GIVEN)
    assert cloud.mocks.custom() == [(ACCOUNT, "logs")]
    assert cloud.mocks.of(ACCOUNT)["logs"] == {"cloudwatchRoleArn": GIVEN}


def test_no_stack_takes_the_setting_away_from_the_others(cloud: Cloud) -> None:
    # Every API overwrote the account's role, and a deleted stack ended all logs: aws-cdk#10878, #7140, #22954.
    options = options_of(cloud, lambda: ApiGatewayAccount("logs", {}))
    kept = {kind: one.retain_on_delete for (kind, _), one in options.items() if kind.startswith("aws:")}
    assert kept == {ACCOUNT: True, ROLE: True, ROLE_POLICY: True}


def test_one_role_serves_all_apis_and_their_stages_wait_for_it(cloud: Cloud) -> None:
    def program() -> None:
        account = ApiGatewayAccount("logs", {})
        rest("payments", account=account, stages={"beta": RestStage()})
        rest("refunds", account=account, execution_logs="OFF")
        websocket(account=account)

    options = options_of(cloud, program)
    assert len(cloud.mocks.of(ACCOUNT)) == len(cloud.mocks.of(ROLE)) == 1
    stages = {name: one for (kind, name), one in options.items() if kind.endswith("stage:Stage")}
    assert stages.keys() == {"payments-stage", "payments-stage-beta", "refunds-stage", "notifications-stage"}
    assert [("gateway:index:ApiGatewayAccount", "logs") in waited_for(one) for one in stages.values()] == [True] * 4
    order = [(one.type, one.name) for one in cloud.mocks.registrations]
    assert all(order.index((ACCOUNT, "logs")) < place for place, one in enumerate(order) if one[1] in stages)


def test_the_group_of_execution_logs_is_there_before_api_gateway_makes_its_own(cloud: Cloud) -> None:
    def program() -> None:
        rest(stages={"beta": RestStage()})
        websocket()

    options = options_of(cloud, program)
    waited = {name: waited_for(one) for (kind, name), one in options.items() if kind.endswith("stage:Stage")}
    group = "aws:cloudwatch/logGroup:LogGroup"
    assert (group, "payments-execution-logs") in waited["payments-stage"]
    assert (group, "payments-execution-logs-beta") in waited["payments-stage-beta"]
    assert (group, "notifications-execution-logs") in waited["notifications-stage"]


def test_it_can_be_previewed_before_anything_exists(preview: Cloud) -> None:
    built(preview)
    assert is_unknown(preview.mocks.of(ACCOUNT)["logs"]["cloudwatchRoleArn"])


def test_every_problem_is_told_at_once(cloud: Cloud) -> None:
    with pytest.raises(ComponentError) as caught:
        built(cloud, role_arn="logs", role="logs")
    assert [(one.where, one.found) for one in caught.value.problems] == [
        ("arguments", 'the key "role"'),
        ("role_arn", '"logs"'),
    ]
    assert cloud.mocks.registrations == []
