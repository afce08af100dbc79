"""The functions that programs call, with no emulator."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import grpc
import pytest

from local.provider.policy_document import PolicyDocumentError, policy_document
from tests.local.provider.engine import REGION, Engine

if TYPE_CHECKING:
    from local.provider.values import Properties


def document(**arguments: Any) -> Any:
    return json.loads(policy_document(arguments)["json"])


def test_who_and_where(engine: Engine) -> None:
    identity = engine.invoke("aws:index/getCallerIdentity:getCallerIdentity", {})
    assert identity["accountId"] == "000000000000"
    assert engine.invoke("aws:index/getRegion:getRegion", {})["region"] == REGION
    assert engine.invoke("aws:index/getPartition:getPartition", {})["dnsSuffix"] == "amazonaws.com"
    zones = engine.invoke("aws:index/getAvailabilityZones:getAvailabilityZones", {"excludeNames": [f"{REGION}b"]})
    assert zones["names"] == [f"{REGION}a", f"{REGION}c"]
    assert zones["zoneIds"] == ["euw1-az1", "euw1-az3"]


def test_a_function_it_does_not_have_is_named(engine: Engine) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        engine.invoke("aws:ec2/getAmi:getAmi", {})
    error: Any = caught.value
    assert "aws:ec2/getAmi:getAmi" in error.details()


def test_a_policy_document_has_the_form_of_the_real_data_source(engine: Engine) -> None:
    arguments: Properties = {
        "statements": [
            {
                "sid": "Read",
                "actions": ["s3:GetObject", "s3:ListBucket"],
                "resources": ["arn:aws:s3:::bucket/&{aws:username}/*"],
                "principals": [{"type": "Service", "identifiers": ["apigateway.amazonaws.com"]}],
                "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["000000000000"]}],
            }
        ]
    }
    answer = engine.invoke("aws:iam/getPolicyDocument:getPolicyDocument", arguments)
    assert (
        answer["json"]
        == """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Read",
      "Effect": "Allow",
      "Action": [
        "s3:ListBucket",
        "s3:GetObject"
      ],
      "Resource": "arn:aws:s3:::bucket/${aws:username}/*",
      "Principal": {
        "Service": "apigateway.amazonaws.com"
      },
      "Condition": {
        "StringEquals": {
          "aws:SourceAccount": "000000000000"
        }
      }
    }
  ]
}"""
    )
    assert json.loads(answer["minifiedJson"]) == json.loads(answer["json"])
    assert " " not in answer["minifiedJson"]


def test_lists_of_one_are_texts_and_longer_ones_are_sets() -> None:
    statement = document(statements=[{"actions": ["b:B", "a:A", "b:B"], "notResources": ["one"], "effect": "Deny"}])
    assert statement["Statement"] == [{"Effect": "Deny", "Action": ["b:B", "a:A"], "NotResource": "one"}]


def test_principals_of_one_type_are_merged_and_everyone_is_a_star() -> None:
    principals = [
        {"type": "AWS", "identifiers": ["arn:1"]},
        {"type": "Service", "identifiers": ["a.amazonaws.com"]},
        {"type": "AWS", "identifiers": ["arn:2"]},
    ]
    statement = document(statements=[{"notActions": ["a:A"], "notPrincipals": principals}])["Statement"][0]
    assert statement["NotPrincipal"] == {"AWS": ["arn:2", "arn:1"], "Service": "a.amazonaws.com"}
    assert statement["NotAction"] == "a:A"
    everyone = document(statements=[{"actions": ["a:A"], "principals": [{"type": "*", "identifiers": ["*"]}]}])
    assert everyone["Statement"][0]["Principal"] == "*"
    accounts = document(statements=[{"actions": ["a:A"], "principals": [{"type": "AWS", "identifiers": ["*"]}]}])
    assert accounts["Statement"][0]["Principal"] == {"AWS": "*"}


def test_conditions_are_merged_by_test_and_variable() -> None:
    conditions = [
        {"test": "StringLike", "variable": "aws:PrincipalArn", "values": ["b", "a"]},
        {"test": "Bool", "variable": "aws:SecureTransport", "values": ["true"]},
        {"test": "StringLike", "variable": "aws:PrincipalArn", "values": ["c"]},
    ]
    statement = document(statements=[{"actions": ["a:A"], "conditions": conditions}])["Statement"][0]
    assert statement["Condition"] == {
        "Bool": {"aws:SecureTransport": "true"},
        "StringLike": {"aws:PrincipalArn": ["b", "a", "c"]},
    }


def test_sources_come_first_and_overrides_take_the_place_of_their_ids() -> None:
    source = json.dumps(
        {"Statement": [{"Sid": "One", "Effect": "Allow", "Action": ["s:A"]}, {"Effect": "Allow", "Action": "s:N"}]}
    )
    override = json.dumps({"Version": "2012-10-17", "Statement": {"Sid": "Two", "Effect": "Deny", "Action": "o:B"}})
    merged = document(
        sourcePolicyDocuments=[source],
        overridePolicyDocuments=[override, ""],
        statements=[{"sid": "One", "actions": ["mine:A"]}, {"sid": "Two", "actions": ["mine:B"]}],
        policyId="whole",
    )
    assert list(merged) == ["Version", "Id", "Statement"]
    assert merged["Statement"] == [
        {"Sid": "One", "Effect": "Allow", "Action": "mine:A"},
        {"Effect": "Allow", "Action": "s:N"},
        {"Sid": "Two", "Effect": "Deny", "Action": "o:B"},
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"version": "2020-01-01"}, "allowed are"),
        ({"statements": [{"sid": "A", "actions": ["a:A"]}, {"sid": "A", "actions": ["b:B"]}]}, "duplicate Sid"),
        ({"sourcePolicyDocuments": ["nonsense"]}, "is not JSON"),
        ({"version": "2008-10-17", "statements": [{"actions": ["a:A"], "resources": ["&{aws:x}"]}]}, "2012-10-17"),
    ],
)
def test_arguments_that_make_no_document_are_refused(arguments: Properties, words: str) -> None:
    with pytest.raises(PolicyDocumentError, match=words):
        policy_document(arguments)
