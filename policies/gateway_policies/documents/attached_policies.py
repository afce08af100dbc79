"""The resource policies of REST APIs: where they stand, and whether they let everyone call."""

from dataclasses import dataclass

from gateway_policies.belonging import api_of, parts_of
from gateway_policies.documents.openapi_body import document_of
from gateway_policies.documents.policy_documents import Policy, Statement, read_policy
from gateway_policies.documents.policy_openings import unlimited
from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API_POLICY, REST_API_PUT
from gateway_policies.resources import Resource, Stack

_IN_BODY = "x-amazon-apigateway-policy"
_LATER = "is not known, and its policy may be the one of this API"


@dataclass(frozen=True, slots=True)
class Attached:
    """A policy and the resource that brings it, or what keeps it from being read."""

    owner: Resource
    policy: Policy | Unknown


class AttachedPolicies:
    """The policies of the APIs of a stack, each looked up and read once: `stack.once(AttachedPolicies)`."""

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._by_api: dict[str, list[Attached]] = {}

    def of(self, api: Resource) -> list[Attached]:
        """The policies of an API, none when it certainly has none."""
        if api.urn not in self._by_api:
            self._by_api[api.urn] = self._find(api)
        return self._by_api[api.urn]

    def of_id(self, api_id: str) -> list[Attached]:
        """The policies this stack gives to an API of another stack."""
        key = f"id {api_id}"
        if key not in self._by_api:
            owners = self._stack.with_text(REST_API_POLICY, "restApiId", api_id)
            self._by_api[key] = [one for owner in owners for one in read_attached(owner, owner.at("policy"))]
        return self._by_api[key]

    def _find(self, api: Resource) -> list[Attached]:
        """A RestApiPolicy is put in the place of the API's own policy, and that in the place of one in the body."""
        separate = parts_of(self._stack, api, REST_API_POLICY)
        if separate.certain:
            return [one for owner in separate.certain for one in read_attached(owner, owner.at("policy"))]
        own = read_attached(api, given(api, "policy"))
        own += [Attached(owner, Unknown("restApiId", _LATER)) for owner in separate.possible]
        if own:
            return own
        bodies = [api, *parts_of(self._stack, api, REST_API_PUT).certain]
        return [one for owner in bodies for one in _read_body(owner)]


def read_attached(owner: Resource, value: Value) -> list[Attached]:
    """The policy that stands in a property, if one does."""
    policy = read_policy(value)
    return (
        [] if isinstance(policy, Absent) else [Attached(owner, policy.value if isinstance(policy, Known) else policy)]
    )


def _read_body(owner: Resource) -> list[Attached]:
    body = given(owner, "body")
    document = document_of(owner) if not isinstance(body.reading, Absent) else Absent()
    if isinstance(document, Unknown):
        return [Attached(owner, document)]
    if isinstance(document, Absent):
        return []
    return read_attached(owner, Value(f"body.{_IN_BODY}", document.value.at(_IN_BODY).reading))


def given(resource: Resource, key: str) -> Value:
    """A property as the program gives it.

    Of a new resource a stack policy is shown what the provider computes as not known yet, also where the program gives
    nothing. What a program cannot know yet comes from a resource, and is listed among the dependencies.
    """
    value = resource.at(key)
    is_computed = isinstance(value.reading, Unknown) and value.reading.is_for_now
    return Value(key, Absent()) if is_computed and not resource.property_dependencies.get(key) else value


def opening_of(stack: Stack, method: Resource) -> Reading[str]:
    """What lets everyone call a method that asks nobody, as far as resource policies go; absent where one limits it."""
    api = api_of(stack, method)
    policies = stack.once(AttachedPolicies)
    attached = policies.of(api) if api else policies.of_id(method.known_text("restApi"))
    unread: Unknown | None = None
    for one in attached:
        if isinstance(one.policy, Unknown):
            unread = unread or Unknown(f"{one.policy.path} of {one.owner.name!r}", one.policy.reason)
        elif openings := unlimited(one.policy):
            return Known(f"in the resource policy of {one.owner.name!r} {describe(openings[0])}")
    if unread:
        return unread
    if attached:
        return Absent()
    if api is None:
        return Unknown("restApi", "names no API of this stack, whose resource policy could limit who calls")
    return Known(f"{api.name!r} has no resource policy")


def describe(opening: Statement) -> str:
    """A statement that opens an API, in the words of a finding."""
    found = f"{opening.path} lets everyone call"
    if opening.by_exception == "NotPrincipal":
        found += " but whom its NotPrincipal names"
    limit = f"its Condition ({opening.describe_conditions()}) limits nobody" if opening.conditions else ""
    return f"{found}: {limit or 'no Condition limits it'} and no Deny takes it back"
