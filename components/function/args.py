"""The arguments of a LambdaFunction."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from components.access.grants import Grant


class LambdaFunctionArgs(TypedDict):
    """What a LambdaFunction is made of."""

    code: pulumi.Archive
    """The code, such as `python_package("functions/orders")`, whose dependencies are added for the platform.
    250 MB unzipped with its layers, which is checked, and 50 MB as the zip that is sent, which only Lambda can tell."""
    handler: str
    """Where Lambda enters: `module.function`, with the module's dots, such as `orders.create.handler`."""
    runtime: NotRequired[str]
    """A Lambda runtime. Default python3.13."""
    architecture: NotRequired[str]
    """arm64 or x86_64. Default arm64."""
    layers: NotRequired[Sequence[pulumi.Input[str]]]
    """ARNs of layer versions, 5 at most; a later one overlays an earlier one."""
    description: NotRequired[str]
    """What the function does, in one sentence; 256 characters at most."""
    memory_size: NotRequired[int]
    """MB, 128 to 10240; processor time grows with it. Default 256."""
    timeout: NotRequired[int]
    """Seconds, 1 to 900; 30 at most behind an HTTP API, which checks it. Default 10."""
    ephemeral_storage: NotRequired[int]
    """MB of /tmp, 512 to 10240. Lambda gives 512 when it is left out."""
    environment: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables. Lambda shows them to whoever may read the function: no secrets."""
    secrets: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Environment variables that Pulumi keeps encrypted in its state and hides in its output. Lambda still shows them
    to whoever may read the function (lambda:GetFunctionConfiguration). To keep a secret from these too, store it in
    Secrets Manager, grant `secret_read(secret.arn)`, and let the code fetch it."""
    kms_key_arn: NotRequired[pulumi.Input[str]]
    """Key that encrypts the environment at rest; its policy must let the account's IAM policies decide. Default: a
    key of Lambda's own."""
    grants: NotRequired[Mapping[str, Grant]]
    """What the function may do besides writing its log, each by a name: `{"orders": table_read(table.arn)}`."""
    alias: NotRequired[str]
    """Name of an alias, such as `live`. Each change then publishes a version, the alias moves to it, and an API invokes
    the alias."""
    canary: NotRequired[Mapping[str, float]]
    """With an alias: one other version and its share of the invocations, 0 to 1, such as `{"7": 0.9}` to keep nine of
    ten on version 7 while the newest is tried."""
    reserved_concurrency: NotRequired[int]
    """Invocations at once that the account keeps for this function, and no more than it gets. 0 switches the function
    off: each invocation is refused. Left out, it shares what the account has."""
    provisioned_concurrency: NotRequired[int]
    """With an alias: execution environments that are kept warm, and paid for, all the time."""
    subnet_ids: NotRequired[Sequence[pulumi.Input[str]]]
    """Private subnets to run in, 16 at most, with `security_group_ids`. The internet is then only reached by a NAT."""
    security_group_ids: NotRequired[Sequence[pulumi.Input[str]]]
    """Security groups of the function in its subnets, 5 at most."""
    tracing: NotRequired[bool]
    """Whether X-Ray traces a share of the invocations, and the role may send traces. False by default."""
    dead_letter_queue: NotRequired[pulumi.Input[str]]
    """ARN of the SQS queue that gets the events of asynchronous invocations that failed for good. An API that waits for
    the answer invokes synchronously: its failures go to the caller and never here."""
    log_level: NotRequired[str]
    """The least level of the code's own log lines that is kept: TRACE, DEBUG, INFO, WARN, ERROR or FATAL. Lambda keeps
    INFO and above when it is left out."""
    log_retention_days: NotRequired[int]
    """Days CloudWatch keeps the log; one of the values it takes. Default 30."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the function, its role and its log group."""
