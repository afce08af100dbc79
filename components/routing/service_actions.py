"""Actions of AWS services that a route may call with no function between. Pure: no Pulumi resource.

Values taken from the request are expressions as an HTTP API writes them (see expressions.py): `$request.body`,
`$request.body.NAME`, `$request.header.NAME`, `$request.querystring.NAME`, `$request.path.NAME`, `$context.NAME`.
The constructors stand in message_actions.py and data_actions.py.
"""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi

from components.problems import Problem, missing_keys, unknown_keys


class ServiceAction(TypedDict):
    """One action of an AWS service, and what API Gateway's role must be allowed for it."""

    action: str
    """The action as IAM spells it, such as `sqs:SendMessage`."""
    label: str
    """What target and action are called in the names of other resources. "" for the key of the route."""
    parameters: Mapping[str, pulumi.Input[str]]
    """The parameters of the action; values or expressions over the request. `A.B.C` is the member C of the member B
    of A, where B may have dots of its own: `Key.id.S`."""
    grants: Sequence[str]
    """IAM actions that the role gets."""
    resources: Sequence[pulumi.Input[str]]
    """ARNs that the role may use them on."""
    kms_key: NotRequired[pulumi.Input[str]]
    """ARN of the customer managed key that encrypts the target, which the role may then use too."""


REQUIRED = ("action", "label", "parameters", "grants", "resources")


def action_problems(where: str, given: object) -> list[Problem]:
    """Everything wrong with what was given as the service of a route at `where`, whatever the kind of API."""
    if not isinstance(given, Mapping):
        remedy = "use a constructor such as send_message(queue)"
        return [Problem(where, f"service {given!r}", "an action of an AWS service", remedy)]
    service: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = [*missing_keys(where, service, REQUIRED), *unknown_keys(where, service, ServiceAction)]
    if found:
        return found
    wide = [action for action in _texts(service["grants"]) if action == "*" or action.endswith(":*")]
    found += [
        Problem(where, f'the action "{action}" for the role', "named actions of a service", "name the actions needed")
        for action in wide
    ]
    if not _texts(service["grants"]) or not service["resources"]:
        remedy = "name the actions, and the ARNs of the targets"
        found.append(Problem(where, "a service with no action or no resource for its role", "one or more", remedy))
    if "*" in _texts(service["resources"]):
        remedy = "name the target: with * every one of the account could be reached"
        found.append(Problem(where, 'the resource "*" for the role', "ARNs", remedy))
    return found


def target_problems(services: Mapping[str, ServiceAction]) -> list[Problem]:
    """A problem for each action whose target has the name of another one: they would share a role.

    Args:
        services: the actions by the keys of their routes. Targets that are not known yet have names of their own.
    """
    first: dict[str, tuple[str, ...]] = {}
    found: list[Problem] = []
    for key, service in services.items():
        resources = tuple(one for one in service["resources"] if isinstance(one, str))
        if service["label"] and len(resources) == len(service["resources"]):
            other = first.setdefault(service["label"], resources)
            if other != resources:
                allowed = f"targets of different names: {other[0]} has it too, and roles are called after them"
                remedy = "give one of the actions another label"
                found.append(Problem(f'route "{key}"', f'a second target "{service["label"]}"', allowed, remedy))
    return found


def _texts(given: object) -> list[str]:
    items: list[object] = [*given] if isinstance(given, Sequence) and not isinstance(given, str) else [given]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged item by item
    return [item for item in items if isinstance(item, str)]
