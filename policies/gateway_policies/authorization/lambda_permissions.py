"""A function lets one API call it, not every API of the world."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import API, LAMBDA_PERMISSION, REST_API
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation

_GATEWAY = "apigateway.amazonaws.com"
_EVERYONE = "*"
_URL_ACTION = "lambda:InvokeFunctionUrl"
_EXAMPLE = "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3d4e5/*"


def _check_permission(permission: Resource, settings: Settings) -> Iterator[Finding]:
    """Decide by what is set; a sourceArn that is not known yet is judged by where it comes from."""
    principal = permission.at("principal").text()
    if _is_forbidden(principal, settings):
        yield violation(permission, "principal", f"principal is '*', allowed is {_GATEWAY}")
        return
    arn = permission.at("sourceArn").text()
    if not _may_be_gateway(permission) or (isinstance(arn, Unknown) and arn.is_for_now):
        return
    flaw = _flaw(permission, settings)
    if isinstance(flaw, Absent):
        return
    unread = [flaw, principal]
    if principal == Known(_EVERYONE):
        unread.append(permission.at("action").text())
    for one in unread:
        if isinstance(one, Unknown):
            yield undecided(permission, one)
            return
    if isinstance(flaw, Known):
        who = principal.value if isinstance(principal, Known) else ""
        yield violation(permission, "sourceArn", f"principal is {who!r} and sourceArn {flaw.value}")


def _is_forbidden(principal: Reading[str], settings: Settings) -> bool:
    return principal == Known(_EVERYONE) and switch(settings, "forbidEveryone")


def _may_be_gateway(permission: Resource) -> bool:
    """Whether API Gateway may be meant. A function URL is called by others, and an organization are not all."""
    principal = permission.at("principal").text()
    if principal != Known(_EVERYONE):
        return isinstance(principal, Unknown) or principal == Known(_GATEWAY)
    is_url = permission.at("action").text() == Known(_URL_ACTION)
    is_narrowed = not isinstance(permission.at("principalOrgId").text(), Absent)
    via_url = permission.at("invokedViaFunctionUrl").flag() == Known(value=True)
    return not (is_url or via_url or is_narrowed)


def _flaw(permission: Resource, settings: Settings) -> Reading[str]:
    """What lets too many APIs in, absent when nothing does."""
    arn = permission.at("sourceArn").text()
    if isinstance(arn, Unknown):
        return arn
    if isinstance(arn, Absent) or not arn.value:
        has_account = not isinstance(permission.at("sourceAccount").reading, Absent)
        whose = "of the account" if has_account else "of every account"
        return Known(f"is not set, so that every API {whose} is let in; allowed is e.g. {_EXAMPLE!r}")
    # arn:partition:service:region:account:api/stage/method/path
    service, request = _service_and_request(arn.value)
    if service != "execute-api" and "*" not in service:
        is_gateway = permission.at("principal").text() == Known(_GATEWAY)
        reason = f"is {arn.value!r}, which is no ARN of an API's requests (e.g. {_EXAMPLE!r})"
        return Unknown("sourceArn", reason) if is_gateway else Absent()
    api, *rest = request.split("/")
    if not api or "*" in api or "?" in api:
        return Known(f"is {arn.value!r}, which names no one API; allowed is e.g. {_EXAMPLE!r}")
    if switch(settings, "strict") and all(one in {"*", ""} for one in rest[1:]):
        return Known(f"is {arn.value!r}, which names neither a method nor a path")
    return Absent()


def _service_and_request(arn: str) -> tuple[str, str]:
    """The service, and what stands for the API and its requests; of what is no ARN all of it stands for either."""
    parts = arn.split(":", 5)
    return (parts[2], parts[5]) if len(parts) == 6 else (arn, arn)  # noqa: PLR2004  an ARN has six parts


def _check_sources(stack: Stack, settings: Settings) -> Iterator[Finding]:
    """What comes from an API of the stack is the ARN of that API; the requests in it only show when it is known."""
    for permission in stack.of_type(LAMBDA_PERMISSION):
        principal, arn = permission.at("principal").text(), permission.at("sourceArn").text()
        if not (isinstance(arn, Unknown) and arn.is_for_now and _may_be_gateway(permission)):
            continue
        if _is_forbidden(principal, settings):
            continue  # the check on the one resource has said so
        if switch(settings, "strict") or not stack.sources(permission, "sourceArn", API, REST_API):
            yield undecided(permission, principal if isinstance(principal, Unknown) else arn)


LAMBDA_PERMISSION_SCOPED = Rule(
    name="lambda-permission-scoped",
    group="authorization",
    severity="high",
    level="mandatory",
    title="A function can be called by way of an API of anyone",
    why="API Gateway calls for all accounts in one name: without the API's id in sourceArn anybody can put an API "
    "without authorization before the function. sourceAccount alone lets in each API of that account.",
    fix="Set sourceArn to the execution ARN of the API and what follows it, e.g. api.executionArn with '/*' appended.",
    source="https://docs.aws.amazon.com/lambda/latest/dg/services-apigateway.html",
    controls=(
        "checkov CKV_AWS_364",
        "checkov CKV_AWS_301",
        "KICS 3ef8696c",
        "mondoo lambda-source-arn",
        "prowler awslambda_function_not_publicly_accessible",
        "OWASP API2:2023",
    ),
    checks={LAMBDA_PERMISSION: _check_permission},
    check_stack=_check_sources,
    stack_types=(LAMBDA_PERMISSION, API, REST_API),
    settings={
        "strict": Setting(
            default=False, description="whether sourceArn must name a method or a path, not only the API and its stage"
        ),
        "forbidEveryone": Setting(
            default=False, description="whether the principal '*' is wrong whatever else narrows the permission"
        ),
    },
)

RULES = (LAMBDA_PERMISSION_SCOPED,)
