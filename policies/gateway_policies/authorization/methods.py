"""Every method of a REST API asks who is calling."""

from collections.abc import Iterator

from gateway_policies.documents.attached_policies import opening_of
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_API, REST_API_POLICY, REST_API_PUT, REST_METHOD
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation

AUTHORIZED = ("AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS")
_COGNITO = "COGNITO_USER_POOLS"


def asks_nobody(method: Resource) -> bool:
    """Whether a method may be called without authorization, as far as is known, and is no preflight.

    A browser sends the preflight (OPTIONS) without credentials, so it can never be authorized.
    """
    kind = method.at("authorization").text()
    is_authorized = isinstance(kind, Known) and kind.value in AUTHORIZED
    return not is_authorized and method.at("httpMethod").text() != Known("OPTIONS")


def _check_methods(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """Without authorization AWS evaluates the resource policy alone, so that one which limits callers is as good."""
    for method in stack.of_type(REST_METHOD):
        if not asks_nobody(method):
            continue
        kind, verb = method.at("authorization").text(), method.at("httpMethod").text()
        key = method.at("apiKeyRequired").flag() if switch(settings, "apiKeyIsAuthorization") else Absent()
        if key == Known(value=True):
            continue
        opening = opening_of(stack, method)
        if isinstance(opening, Absent):
            continue
        unread = next((one for one in (kind, verb, key, opening) if isinstance(one, Unknown)), None)
        if unread:
            yield undecided(method, unread)
        elif isinstance(opening, Known):
            found = kind.value if isinstance(kind, Known) else "not set"
            message = f"authorization is {found}, allowed are {', '.join(AUTHORIZED)}, and {opening.value}"
            yield violation(method, "authorization", message)


def _check_cognito(method: Resource, _settings: Settings) -> Iterator[Finding]:
    kind, verb = method.at("authorization").text(), method.at("httpMethod").text()
    if kind == Known(_COGNITO) or verb == Known("OPTIONS"):
        return
    if isinstance(kind, Unknown):
        yield undecided(method, kind)
    elif isinstance(verb, Unknown):
        yield undecided(method, verb)
    else:
        found = kind.value if isinstance(kind, Known) else "not set"
        yield violation(method, "authorization", f"authorization is {found}, allowed is {_COGNITO}")


METHOD_AUTHORIZATION = Rule(
    name="method-authorization",
    group="authorization",
    severity="high",
    level="mandatory",
    title="A method of a REST API can be called by anyone",
    why="A method without authorization serves every caller on the internet, unless the resource policy of its API "
    "names who may call; an API key is no authorization, for it only counts what its holder uses.",
    fix="Set authorization to AWS_IAM, or to CUSTOM or COGNITO_USER_POOLS with an authorizerId, or give the API a "
    "resource policy that allows chosen networks or accounts only; exempt a method that is meant to be public in the "
    "enforcement file, with a reason.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
    controls=(
        "checkov CKV_AWS_59",
        "checkov CKV2_AWS_70",
        "trivy AWS-0004",
        "KICS 15ccec05",
        "terrascan AC_AWS_0439",
        "cfn_nag W59",
        "cfn-guard API_GW_METHOD_AUTHORIZATION_TYPE_RULE",
        "cdk-nag APIG4",
        "prowler apigateway_restapi_authorizers_enabled",
        "prowler apigateway_restapi_public_with_authorizer",
        "cloudsploit apigatewayAuthorization",
        "OWASP API2:2023",
    ),
    check_stack=_check_methods,
    stack_types=(REST_METHOD, REST_API, REST_API_POLICY, REST_API_PUT),
    settings={
        "apiKeyIsAuthorization": Setting(
            default=False, description="whether a method that requires an API key needs no authorization"
        ),
    },
)

REQUIRE_COGNITO = Rule(
    name="require-cognito",
    group="authorization",
    severity="low",
    level="disabled",
    title="A method is not authorized by a Cognito user pool",
    why="Where all users are kept in user pools, a method authorized otherwise stands outside their management.",
    fix="Set authorization to COGNITO_USER_POOLS and authorizerId to an authorizer of that type.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html",
    controls=("cdk-nag CognitoUserPoolAPIGWAuthorizer", "OWASP API2:2023"),
    checks={REST_METHOD: _check_cognito},
)

RULES = (METHOD_AUTHORIZATION, REQUIRE_COGNITO)
