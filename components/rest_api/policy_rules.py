"""Rules for the resource policies of REST APIs. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
"""

import ipaddress
import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

import pulumi

from components.knowledge import limits, quotas
from components.problems import Problem, unknown_keys
from components.rest_api.resource_policies import PolicyStatement, effective, policy_text, rendered

PRIVATE = "PRIVATE"


def policy_problems(
    statements: object,
    endpoint: object,
    longest: int = limits.REST["resource policy"].value,
    open_requests: Sequence[str] | None = None,
) -> list[Problem]:
    """Everything wrong with a resource policy. Values that are not known yet are left to AWS.

    Args:
        statements: the statements.
        endpoint: the API's `endpoint`.
        longest: characters that AWS takes.
        open_requests: as for `document`.
    """
    where = "resource_policy"
    if isinstance(statements, str) or not isinstance(statements, Sequence) or not statements:
        remedy = "use allow_ip_ranges([…]), allow_vpc_endpoints([…]) or another preset"
        return [Problem(where, f"{statements!r}", "a list of statements", remedy)]
    listed: list[object] = [*statements]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged one by one
    found = [problem for one in listed for problem in _statement_problems(where, one, endpoint)]
    if found:
        return found
    judged: Sequence[PolicyStatement] = statements  # pyright: ignore[reportUnknownVariableType] -- judged above
    wanted = effective(judged, open_requests)
    if not wanted:
        allowed = "a policy that names or refuses someone: each route has iam(), for which grants say who may call"
        remedy = "use allow_ip_ranges([…]) or another preset, or say principals"
        return [Problem(where, "an Allow to everyone alone", allowed, remedy)]
    if open_requests != [] and not any(one["effect"] == "Allow" for one in judged):
        remedy = 'add {"effect": "Allow"}: what nothing allows is refused where a route has no authorizer'
        found.append(Problem(where, "no Allow", "an Allow, and a Deny for its exceptions", remedy))
    # The longest ARN prefix that there is, for what the API's own will be.
    arn = "arn:aws-us-gov:execute-api:us-gov-west-1:123456789012:0123456789"
    text = policy_text(arn, [cast("dict[str, Any]", _plain(rendered(one))) for one in wanted])
    remedy = "join CIDR ranges to wider ones, or ask AWS for more and say so in quotas"
    if open_requests:
        remedy = "give the routes with iam() an API of their own: beside them the policy names each other route"
    return found + quotas.too_long(where, text, longest, "characters", remedy)


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
