"""Resource policies of REST APIs: from where an API may be called, whatever its authorizers say. Pure.

How they work together with authorizers: an explicit Deny refuses a request before an authorizer is asked. What is
merely not allowed is refused where a route has no authorizer; a Lambda or Cognito authorizer is asked all the same, and
a signed request of the API's own account needs no more than what its caller is granted.
So the presets deny in so many words whatever they do not allow.
What a policy allows to everyone, every principal of the account may call where a route wants signed requests, without a
grant. Where an API has such routes, an Allow of everything to everyone is therefore said of the other routes alone.
Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html and
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NotRequired, TypedDict

import pulumi

EVERYTHING = ("*",)


class PolicyStatement(TypedDict):
    """One statement of a resource policy. Presets make them; lists of them may be joined with +."""

    effect: str
    """`Allow` or `Deny`. A Deny wins over every Allow."""
    principals: NotRequired[Sequence[pulumi.Input[str]]]
    """Account numbers or ARNs. Everyone by default."""
    requests: NotRequired[Sequence[pulumi.Input[str]]]
    """What is meant: `STAGE/METHOD/PATH`, with * for anything, such as `*/GET/orders/*`. All requests by default; for
    an Allow to everyone, all but those of routes with `iam()`, which grants are for."""
    conditions: NotRequired[Mapping[str, Mapping[str, Sequence[pulumi.Input[str]]]]]
    """Conditions as IAM writes them: `{"IpAddress": {"aws:SourceIp": ["192.0.2.0/24"]}}`."""


def allow_ip_ranges(ranges: Sequence[pulumi.Input[str]], *, in_vpc: bool = False) -> list[PolicyStatement]:
    """Calls from these CIDR ranges only; `in_vpc` for a private API, where addresses are those within the VPC."""
    return _only("NotIpAddress", _source_ip(in_vpc=in_vpc), ranges)


def deny_ip_ranges(ranges: Sequence[pulumi.Input[str]], *, in_vpc: bool = False) -> list[PolicyStatement]:
    """No calls from these CIDR ranges; `in_vpc` for a private API, where addresses are those within the VPC."""
    return _only("IpAddress", _source_ip(in_vpc=in_vpc), ranges)


def allow_vpcs(vpc_ids: Sequence[pulumi.Input[str]]) -> list[PolicyStatement]:
    """Calls through endpoints of these VPCs only."""
    return _only("StringNotEquals", "aws:SourceVpc", vpc_ids)


def allow_vpc_endpoints(endpoint_ids: Sequence[pulumi.Input[str]]) -> list[PolicyStatement]:
    """Calls through these VPC endpoints only."""
    return _only("StringNotEquals", "aws:SourceVpce", endpoint_ids)


def allow_accounts(account_ids: Sequence[pulumi.Input[str]]) -> list[PolicyStatement]:
    """Calls signed by these AWS accounts only; the routes need `iam()`, or there is no signature to tell by."""
    denied: PolicyStatement = {
        "effect": "Deny",
        "conditions": {"StringNotEquals": {"aws:PrincipalAccount": [*account_ids]}},
    }
    return [{"effect": "Allow", "principals": [*account_ids]}, denied]


def document(
    statements: Sequence[PolicyStatement],
    execution_arn: pulumi.Input[str],
    open_requests: Sequence[str] | None = None,
) -> pulumi.Output[str]:
    """The policy as AWS takes it.

    Args:
        statements: the statements, each of which may be there twice when presets were joined.
        execution_arn: ARN prefix of the API's requests.
        open_requests: the requests that need no signature, from the stage on; None if no route wants signed ones.
    """
    parts = [rendered(statement) for statement in effective(statements, open_requests)]
    return pulumi.Output.all(execution_arn, parts).apply(lambda known: policy_text(*known))


def allows_everything(statements: Sequence[PolicyStatement]) -> bool:
    """Whether one of the statements allows everything to everyone, conditions apart."""
    return any(_is_for_all(statement) for statement in statements)


def effective(statements: Sequence[PolicyStatement], open_requests: Sequence[str] | None) -> Sequence[PolicyStatement]:
    """The statements once each, where an Allow of everything to everyone is of the requests that need no signature.

    It is left out where there are none.
    """
    found: list[PolicyStatement] = []
    for statement in statements:
        one: PolicyStatement = {**statement}
        if open_requests is not None and _is_for_all(statement):
            if not open_requests:
                continue
            one["requests"] = open_requests
        if not ("conditions" not in one and one in found):
            found.append(one)
    return found


def rendered(statement: PolicyStatement) -> dict[str, Any]:
    """The statement as AWS takes it, but for the beginning of its ARNs."""
    principals = [*statement.get("principals", ())]
    given: dict[str, Any] = {
        "Effect": statement["effect"],
        "Principal": {"AWS": principals} if principals else "*",
        "Action": "execute-api:Invoke",
        "Resource": [*statement.get("requests", EVERYTHING)],
    }
    conditions = statement.get("conditions")
    if conditions:
        given["Condition"] = {name: {key: [*of] for key, of in by.items()} for name, by in conditions.items()}
    return given


def policy_text(execution_arn: str, statements: Sequence[Mapping[str, Any]]) -> str:
    """The whole policy.

    Args:
        execution_arn: ARN prefix of the API's requests.
        statements: the statements, by `rendered`, with every value known.
    """
    whole = [{**one, "Resource": [f"{execution_arn}/{request}" for request in one["Resource"]]} for one in statements]
    return json.dumps({"Version": "2012-10-17", "Statement": whole}, sort_keys=True, separators=(",", ":"))


def _source_ip(*, in_vpc: bool) -> str:
    return "aws:VpcSourceIp" if in_vpc else "aws:SourceIp"


def _only(operator: str, key: str, values: Sequence[pulumi.Input[str]]) -> list[PolicyStatement]:
    return [{"effect": "Allow"}, {"effect": "Deny", "conditions": {operator: {key: [*values]}}}]


def _is_for_all(statement: PolicyStatement) -> bool:
    everyone = "*" in (statement.get("principals") or "*")
    return statement["effect"] == "Allow" and everyone and "*" in statement.get("requests", EVERYTHING)
