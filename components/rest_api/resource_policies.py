"""Resource policies of REST APIs: from where an API may be called, whatever its authorizers say. Pure.

How they work together with authorizers: an explicit Deny refuses a request before an authorizer is asked. What is
merely not allowed is refused only where a route has no authorizer or IAM: a Lambda or Cognito authorizer is asked all
the same.
So the presets deny in so many words whatever they do not allow.
Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies.html and
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

import ipaddress
import json
import re
from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict, cast

import pulumi

from components.knowledge import limits, quotas
from components.problems import Problem, unknown_keys

EVERYTHING = ("*",)
PRIVATE = "PRIVATE"


class PolicyStatement(TypedDict):
    """One statement of a resource policy. Presets make them; lists of them may be joined with +."""

    effect: str
    """`Allow` or `Deny`. A Deny wins over every Allow."""
    principals: NotRequired[Sequence[pulumi.Input[str]]]
    """Account numbers or ARNs. Everyone by default."""
    requests: NotRequired[Sequence[pulumi.Input[str]]]
    """What is meant: `STAGE/METHOD/PATH`, with * for anything, such as `*/GET/orders/*`. All requests by default."""
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


def document(statements: Sequence[PolicyStatement], execution_arn: pulumi.Input[str]) -> pulumi.Output[str]:
    """The policy as AWS takes it.

    Args:
        statements: the statements, each of which may be there twice when presets were joined.
        execution_arn: ARN prefix of the API's requests.
    """
    rendered = [_statement(statement, execution_arn) for statement in _distinct(statements)]
    return pulumi.Output.json_dumps({"Version": "2012-10-17", "Statement": rendered}, sort_keys=True)


def policy_problems(
    statements: object, endpoint: object, longest: int = limits.REST["resource policy"].value
) -> list[Problem]:
    """Everything wrong with a resource policy. Values that are not known yet are left to AWS."""
    where = "resource_policy"
    if isinstance(statements, str) or not isinstance(statements, Sequence) or not statements:
        remedy = "use allow_ip_ranges([…]), allow_vpc_endpoints([…]) or another preset"
        return [Problem(where, f"{statements!r}", "a list of statements", remedy)]
    listed: list[object] = [*statements]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged one by one
    found = [problem for one in listed for problem in _statement_problems(where, one, endpoint)]
    if found:
        return found
    judged: Sequence[PolicyStatement] = statements  # pyright: ignore[reportUnknownVariableType] -- judged above
    if not any(one["effect"] == "Allow" for one in judged):
        remedy = 'add {"effect": "Allow"}: what nothing allows is refused where a route has no authorizer'
        found.append(Problem(where, "no Allow", "an Allow, and a Deny for its exceptions", remedy))
    # The longest ARN prefix that there is, for what the API's own will be.
    arn = "arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:0123456789"
    rendered = [_plain(_statement(one, arn)) for one in _distinct(judged)]
    text = json.dumps({"Version": "2012-10-17", "Statement": rendered}, separators=(",", ":"))
    remedy = "join CIDR ranges to wider ones, or ask AWS for more and say so in quotas"
    return found + quotas.too_long(where, text, longest, "characters", remedy)


def _source_ip(*, in_vpc: bool) -> str:
    return "aws:VpcSourceIp" if in_vpc else "aws:SourceIp"


def _only(operator: str, key: str, values: Sequence[pulumi.Input[str]]) -> list[PolicyStatement]:
    return [{"effect": "Allow"}, {"effect": "Deny", "conditions": {operator: {key: [*values]}}}]


def _distinct(statements: Sequence[PolicyStatement]) -> list[PolicyStatement]:
    found: list[PolicyStatement] = []
    for statement in statements:
        if not ("conditions" not in statement and statement in found):
            found.append(statement)
    return found


def _statement(statement: PolicyStatement, execution_arn: pulumi.Input[str]) -> dict[str, object]:
    principals = [*statement.get("principals", ())]
    rendered: dict[str, object] = {
        "Effect": statement["effect"],
        "Principal": {"AWS": principals} if principals else "*",
        "Action": "execute-api:Invoke",
        "Resource": [
            f"{execution_arn}/{one}"
            if isinstance(execution_arn, str) and isinstance(one, str)
            else pulumi.Output.concat(execution_arn, "/", one)
            for one in statement.get("requests", EVERYTHING)
        ],
    }
    conditions = statement.get("conditions")
    if conditions:
        rendered["Condition"] = {name: {key: [*of] for key, of in by.items()} for name, by in conditions.items()}
    return rendered


def _plain(value: object) -> object:
    """The value with a guess of the same length for what is not known yet."""
    if isinstance(value, pulumi.Output):
        return "vpce-0123456789abcdef0"
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in cast("Mapping[str, object]", value).items()}
    return [_plain(item) for item in cast("list[object]", value)] if isinstance(value, list) else value


def _statement_problems(where: str, statement: object, endpoint: object) -> list[Problem]:
    if not isinstance(statement, Mapping):
        return [Problem(where, f"{statement!r}", "a statement", "use a preset, joined with + to others")]
    given: Mapping[str, object] = statement  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = unknown_keys(where, given, PolicyStatement)
    if given.get("effect") not in {"Allow", "Deny"}:
        found.append(Problem(where, f"effect {given.get('effect')!r}", "Allow, Deny", "use one of them"))
    conditions = given.get("conditions", {})
    if not isinstance(conditions, Mapping):
        return [
            *found,
            Problem(where, f"conditions {conditions!r}", "conditions by operator", "write them as IAM does"),
        ]
    for by in conditions.values():  # pyright: ignore[reportUnknownVariableType] -- judged one by one
        for key, values in by.items() if isinstance(by, Mapping) else ():  # pyright: ignore[reportUnknownVariableType] -- judged one by one
            found += _condition_problems(where, str(key), values, endpoint)  # pyright: ignore[reportUnknownArgumentType] -- judged there
    return found


_FORMS = {
    "aws:SourceVpc": (re.compile(r"vpc-[0-9a-f]+"), "the identifier of a VPC, such as vpc-0a1b2c3d"),
    "aws:SourceVpce": (re.compile(r"vpce-[0-9a-f]+"), "the identifier of a VPC endpoint, such as vpce-0a1b2c3d"),
    "aws:PrincipalAccount": (re.compile(r"\d{12}"), "the 12 digits of an account"),
}


def _condition_problems(where: str, key: str, values: object, endpoint: object) -> list[Problem]:
    listed: list[object] = [*values] if isinstance(values, Sequence) and not isinstance(values, str) else [values]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged one by one
    known = [one for one in listed if not isinstance(one, pulumi.Output)]
    found: list[Problem] = []
    if not listed:
        found.append(Problem(where, f"{key} without a value", "one value or more", "name what the condition is about"))
    if key == "aws:SourceIp" and endpoint == PRIVATE:
        allowed = "addresses within the VPC: a private API sees no others"
        found.append(Problem(where, f"{key} in a private API", allowed, "say in_vpc=True, or use allow_vpc_endpoints"))
    if key == "aws:VpcSourceIp" and endpoint != PRIVATE:
        allowed = "addresses of the internet: only a private API sees those within a VPC"
        found.append(Problem(where, f'{key} without endpoint="PRIVATE"', allowed, "leave in_vpc out"))
    if key in {"aws:SourceIp", "aws:VpcSourceIp"}:
        found += [problem for one in known for problem in _range_problems(where, one)]
    elif key in _FORMS:
        pattern, allowed = _FORMS[key]
        found += [
            Problem(where, f"{key} {one!r}", allowed, "give the whole identifier")
            for one in known
            if not isinstance(one, str) or not pattern.fullmatch(one)
        ]
    return found


def _range_problems(where: str, given: object) -> list[Problem]:
    allowed = "a CIDR range or an address, such as 192.0.2.0/24"
    try:
        network = ipaddress.ip_network(str(given), strict=True)
    except ValueError as error:
        return [Problem(where, f"the range {given!r}", allowed, f"correct it: {error}")]
    if network.prefixlen == 0:
        remedy = "name the ranges of your callers, or remove resource_policy"
        return [Problem(where, f'the range "{given}"', "ranges smaller than the whole internet", remedy)]
    return []
