"""What a sample of a resource type is: how it is made, changed, and changed so much that it must be made anew."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from local.provider.values import Archive, Asset, Properties

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.local.provider.engine import Engine

HANDLER = """
def handler(event, context):
    return {"statusCode": 200, "body": "answered " + event["rawPath"]}
"""
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
        ],
    }
)
READ_POLICY = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "*"}]}
)
WRITE_POLICY = READ_POLICY.replace("GetObject", "PutObject")
ROLE_ARN = "arn:aws:iam::000000000000:role/service"
CERTIFICATE = "arn:aws:acm:eu-west-1:000000000000:certificate/11111111-2222-3333-4444-555555555555"
MANAGED_POLICY = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def code(text: str = HANDLER) -> Archive:
    """A function's code; the engine gives archives a hash, so this does."""
    return Archive(assets={"index.py": Asset(text=text, digest=str(hash(text)))}, digest=str(hash(text)))


@dataclass(frozen=True)
class Sample:
    """Inputs of one type; what it needs beside is made first and merged into them by `parents`."""

    type: str
    inputs: Properties
    update: Properties = field(default_factory=dict[str, Any])
    """Inputs that differ, to be changed in place."""
    replace: Properties = field(default_factory=dict[str, Any])
    """Inputs that differ, to be changed by replacement."""
    parents: Callable[[Engine], Properties] = lambda engine: {}  # noqa: ARG005
    known: Properties = field(default_factory=dict[str, Any])
    """What stands for the parents in a preview."""
    import_id: str = "{id}"
    label: str = ""
    lasting: bool = False
    """AWS has it from the start and for ever, so that a deletion only empties it."""


def sample_id(sample: Sample) -> str:
    """The name of a sample in the report of the tests."""
    return sample.type.rpartition(":")[2] + (f"-{sample.label}" if sample.label else "")
