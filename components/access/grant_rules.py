"""Rules for the grants of a LambdaFunction. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping, Sequence

from components.access.grants import Grant
from components.problems import Problem, missing_keys, unknown_keys

_NAME = re.compile(r"[A-Za-z0-9]+")
_ARN = re.compile(r"arn:[^:]+:([^:]+):[^:]*:[^:]*:.+")

_ONE_SERVICE = {"dynamodb", "events", "kms", "lambda", "s3", "secretsmanager", "sns", "sqs", "states"}
"""Services whose actions and ARNs have the same prefix, so that a mix-up of two resources shows."""


def grant_problems(grants: Mapping[str, Grant], reserved: Sequence[str]) -> list[Problem]:
    """Every grant that names nothing, everything, or something its actions cannot be taken on.

    Args:
        grants: the grants, by name.
        reserved: names that no grant may have.
    """
    problems = [
        Problem(f'grant "{name}"', "its name", "one that the component does not use itself", "rename the grant")
        for name in grants
        if name in reserved
    ]
    return problems + [problem for name, grant in grants.items() for problem in _problems(name, grant)]


def _problems(name: str, grant: Grant) -> list[Problem]:
    where = f'grant "{name}"'
    odd_shape = [*unknown_keys(where, grant, Grant), *missing_keys(where, grant, ("actions", "resources"))]
    if odd_shape:
        return odd_shape
    found: list[Problem] = []
    if not _NAME.fullmatch(name):
        found.append(Problem(where, "its name", "letters and digits, as IAM takes them in a Sid", "rename the grant"))
    if not grant["actions"] or not grant["resources"]:
        found.append(Problem(where, "no action or no resource", "one of each or more", "complete or remove the grant"))
    allowed = "named actions of a service"
    found += [
        Problem(where, f'action "{action}"', allowed, "name the actions needed")
        for action in grant["actions"]
        if action == "*" or action.endswith(":*")
    ]
    services = {action.partition(":")[0] for action in grant["actions"]}
    known = [resource for resource in grant["resources"] if isinstance(resource, str)]
    return found + [problem for resource in known for problem in _resource_problems(where, resource, services)]


def _resource_problems(where: str, resource: str, services: set[str]) -> list[Problem]:
    if resource == "*":
        return [Problem(where, 'resource "*"', "ARNs", "name the resource the function works on")]
    arn = _ARN.fullmatch(resource)
    if arn is None:
        remedy = "give the resource's ARN, such as `table.arn`, not its name or URL"
        return [Problem(where, f'resource "{resource}"', "ARNs", remedy)]
    mixed = sorted(service for service in services & _ONE_SERVICE if service != arn.group(1))
    return [
        Problem(where, f'{service} actions on "{resource}"', f"an ARN of {service}", "name a resource of this service")
        for service in mixed
    ]
