"""Resource policies name who may call, from where."""

from collections.abc import Callable, Iterable, Iterator

from gateway_policies.authorization.authorizer_coverage import authorizers_decide
from gateway_policies.belonging import api_of
from gateway_policies.documents.attached_policies import Attached, AttachedPolicies, describe, given, read_attached
from gateway_policies.documents.policy_conditions import NETWORK_KEYS
from gateway_policies.documents.policy_openings import unlimited
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import REST_API, REST_API_POLICY, REST_API_PUT, REST_DOMAIN_NAME, REST_METHOD
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation

_PRIVATE = "PRIVATE"


def _check_domain(domain: Resource, _settings: Settings) -> Iterator[Finding]:
    for attached in read_attached(domain, domain.at("policy")):
        yield from _check_open(attached, lambda: False)


def _check_apis(stack: Stack, settings: Settings) -> Iterator[Finding]:
    suffice = switch(settings, "authorizersSuffice")

    def check(api: Resource | None, attached: Iterable[Attached]) -> Iterator[Finding]:
        for one in attached:
            yield from _check_open(one, lambda: suffice and api is not None and authorizers_decide(stack, api))

    for owner in stack.of_type(REST_API_POLICY):
        yield from check(api_of(stack, owner), read_attached(owner, owner.at("policy")))
    for api in stack.of_type(REST_API):
        found = stack.once(AttachedPolicies).of(api)
        yield from check(api, [one for one in found if one.owner.type != REST_API_POLICY])


def _check_open(attached: Attached, authorizers_decide: Callable[[], bool | Unknown]) -> Iterator[Finding]:
    """Where an authorizer decides each call, the policy has to let everyone come as far as that."""
    owner, policy = attached.owner, attached.policy
    if isinstance(policy, Unknown):
        yield undecided(owner, policy)
        return
    openings = unlimited(policy)
    asked = authorizers_decide() if openings else False
    for one in policy:
        if one.allows and one.by_exception:
            message = f"{one.path} allows by {one.by_exception}, which takes in whatever nobody thought of"
            yield violation(owner, one.path, message)
        elif one in openings and isinstance(asked, Unknown):
            yield undecided(owner, asked)
        elif one in openings and not asked:
            yield violation(owner, one.path, describe(one))


def _check_private(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for api in stack.of_type(REST_API):
        kind = given(api, "endpointConfiguration").at("types").text()
        if isinstance(kind, Absent) or (isinstance(kind, Known) and kind.value != _PRIVATE):
            continue
        flaw = _flaw(stack.once(AttachedPolicies).of(api))
        if isinstance(flaw, Absent):
            continue
        if isinstance(kind, Unknown):
            yield undecided(api, kind)
        elif isinstance(flaw, Unknown):
            yield undecided(api, flaw)
        else:
            yield violation(api, "policy", f"endpointConfiguration.types is {_PRIVATE} and {flaw.value}")


def _flaw(attached: list[Attached]) -> Reading[str]:
    """What lets callers in from any VPC, named or not; absent when nothing does."""
    if not attached:
        return Known("the API has no resource policy")
    unread: Reading[str] = Absent()
    for one in attached:
        if isinstance(one.policy, Unknown):
            unread = Unknown(f"{one.policy.path} of {one.owner.name!r}", one.policy.reason)
        elif wide := unlimited(one.policy, NETWORK_KEYS, also_named=True):
            where = f"{wide[0].path} of {one.owner.name!r}"
            return Known(f"{where} allows calls from any VPC: no aws:SourceVpce or aws:SourceVpc limits them")
    return unread


RESOURCE_POLICY_RESTRICTIVE = Rule(
    name="resource-policy-restrictive",
    group="authorization",
    severity="high",
    level="mandatory",
    title="A resource policy lets everyone call the API",
    why="A resource policy that allows everyone limits nobody: methods without authorization are open to the internet, "
    "and those with AWS_IAM to the principals of every AWS account.",
    fix="Name accounts or roles as Principal, or add a Condition on aws:SourceIp, aws:SourceVpce or "
    "aws:PrincipalOrgID, or a Deny of execute-api:Invoke for whoever does not meet one.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html",
    controls=("terrascan AC_AWS_0440", "checkov CKV2_AWS_70", "OWASP API2:2023"),
    checks={REST_DOMAIN_NAME: _check_domain},
    check_stack=_check_apis,
    stack_types=(REST_API, REST_API_POLICY, REST_API_PUT, REST_METHOD),
    settings={
        "authorizersSuffice": Setting(
            default=True,
            description="whether a policy may allow everyone where CUSTOM or COGNITO_USER_POOLS authorizes each method",
        ),
    },
)

PRIVATE_API_POLICY = Rule(
    name="private-api-policy",
    group="authorization",
    severity="high",
    level="mandatory",
    title="A private API can be called from any VPC",
    why="A private API is out of reach of the internet, but any VPC endpoint for execute-api of any account reaches "
    "it, unless its resource policy says from which calls may come.",
    fix="Add to the resource policy a Deny of execute-api:Invoke with StringNotEquals on aws:SourceVpce or "
    "aws:SourceVpc, or that key to the Condition of each Allow, and list the endpoints in vpcEndpointIds.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-api-create.html",
    controls=("OWASP API2:2023",),
    check_stack=_check_private,
    stack_types=(REST_API, REST_API_POLICY, REST_API_PUT),
)

RULES = (RESOURCE_POLICY_RESTRICTIVE, PRIVATE_API_POLICY)
