"""Execution logs: what API Gateway writes of its own work for REST and WebSocket APIs. HTTP APIs have none.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html
"""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws

from components.access_logs import DEFAULT_RETENTION_DAYS
from components.observability.account import AccountReference, ApiGatewayAccount
from components.problems import Problem, choices, did_you_mean

LEVELS = ("ERROR", "INFO", "OFF")
DEFAULT_LEVEL = "ERROR"


class LogSettings(TypedDict):
    """What the arguments of an API say of its execution logs."""

    account: NotRequired[AccountReference]
    execution_logs: NotRequired[str]
    log_retention_days: NotRequired[int]
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]


def level(settings: LogSettings) -> str:
    """How much is logged: one of LEVELS."""
    return settings.get("execution_logs", DEFAULT_LEVEL)


def log_problems(given: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the level and the account in the arguments of an API."""
    found: list[Problem] = []
    wanted = given.get("execution_logs", DEFAULT_LEVEL)
    if wanted not in LEVELS:
        remedy = did_you_mean(str(wanted).upper(), LEVELS, f"leave it out for {DEFAULT_LEVEL}")
        found.append(Problem("execution_logs", f"{wanted!r}", choices(LEVELS), remedy))
    if "account" in given and not isinstance(given["account"], ApiGatewayAccount):
        remedy = "make it by ApiGatewayAccount(…), or leave it out where the account has a role"
        found.append(Problem("account", type(given["account"]).__name__, "an ApiGatewayAccount", remedy))
    return found


def before_stage(
    name: str, group: pulumi.Input[str], settings: LogSettings, parent: pulumi.Resource
) -> list[pulumi.Resource]:
    """What a stage waits for to log: the role of the account, and the group of its execution logs.

    API Gateway makes a group that is not there when it deploys the stage: one that keeps everything for ever, and that
    stays when the stage is gone. Made after that, the group would be refused as one that exists.
    https://docs.aws.amazon.com/apigateway/latest/developerguide/view-cloudwatch-log-events-in-cloudwatch-console.html

    Args:
        name: name of the group in the program.
        group: its name in AWS, which API Gateway decides.
        settings: the arguments of the API.
        parent: the component.
    """
    account: list[pulumi.Resource] = [settings["account"]] if "account" in settings else []
    if level(settings) == "OFF":
        return account
    logs = aws.cloudwatch.LogGroup(
        name,
        name=group,
        retention_in_days=settings.get("log_retention_days", DEFAULT_RETENTION_DAYS),
        tags=settings.get("tags"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    return [*account, logs]
