"""Grants: what a function may do, as actions on named resources. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping, Sequence
from typing import TypedDict

import pulumi

from components.problems import Problem


class Grant(TypedDict):
    """Actions that a function may take on some resources."""

    actions: Sequence[str]
    """IAM actions, such as `dynamodb:GetItem`; none of a whole service."""
    resources: Sequence[pulumi.Input[str]]
    """ARNs; never `*`."""


def table_read(table_arn: pulumi.Input[str]) -> Grant:
    """Read items of a DynamoDB table, by key or by partition; no scan of the whole table."""
    return {"actions": ["dynamodb:GetItem", "dynamodb:Query"], "resources": [table_arn]}


def table_put(table_arn: pulumi.Input[str]) -> Grant:
    """Put items into a DynamoDB table, and read nothing of it."""
    return {"actions": ["dynamodb:PutItem"], "resources": [table_arn]}


def table_read_write(table_arn: pulumi.Input[str]) -> Grant:
    """Read, put, change and delete items of a DynamoDB table."""
    return {
        "actions": [
            "dynamodb:DeleteItem",
            "dynamodb:GetItem",
            "dynamodb:PutItem",
            "dynamodb:Query",
            "dynamodb:UpdateItem",
        ],
        "resources": [table_arn],
    }


def grant_problems(grants: Mapping[str, Grant]) -> list[Problem]:
    """Every grant that names nothing, or everything."""
    return [problem for name, grant in grants.items() for problem in _problems(name, grant)]


def _problems(name: str, grant: Grant) -> list[Problem]:
    where = f'grant "{name}"'
    found: list[Problem] = []
    if not re.fullmatch(r"[A-Za-z0-9]+", name):
        found.append(Problem(where, "its name", "letters and digits, as IAM takes them in a Sid", "rename the grant"))
    if not grant["actions"] or not grant["resources"]:
        found.append(Problem(where, "no action or no resource", "one of each or more", "complete or remove the grant"))
    allowed = "named actions of a service"
    found += [
        Problem(where, f'action "{action}"', allowed, "name the actions needed")
        for action in grant["actions"]
        if action == "*" or action.endswith(":*")
    ]
    found += [
        Problem(where, 'resource "*"', "ARNs", "name the resource the function works on")
        for resource in grant["resources"]
        if resource == "*"
    ]
    return found
