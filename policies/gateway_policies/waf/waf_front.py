"""HTTP and WebSocket APIs, which AWS WAF cannot be put before, stand behind CloudFront, which it can."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from gateway_policies.belonging import api_of
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API, API_MAPPING, CLOUDFRONT_DISTRIBUTION, DOMAIN_NAME, STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation
from gateway_policies.waf.web_acl_associations import ASSOCIATIONS, sources_of

_API_ARN = re.compile(r"arn:[^:]+:apigateway:[^:]*:[^:]*:/apis/")
_ENDPOINT = re.compile(r"([a-z0-9]+)\.execute-api\.")


def _check_association(association: Resource, _settings: Settings) -> Iterator[Finding]:
    """While the ARN is not known, what it comes from decides."""
    arn = association.at("resourceArn").text()
    if isinstance(arn, Known) and _API_ARN.match(arn.value):
        message = f"resourceArn is {arn.value!r}, but AWS WAF knows no HTTP or WebSocket API"
        yield violation(association, "resourceArn", message)
    elif isinstance(arn, Unknown) and not arn.is_for_now:
        yield undecided(association, arn)


def _check_stack(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for association in stack.of_type(*ASSOCIATIONS):
        arn = association.at("resourceArn").text()
        if isinstance(arn, Unknown) and arn.is_for_now:
            sources = sources_of(stack, association)
            if any(one.type in {API, STAGE} for one in sources):
                message = f"resourceArn is of {sources[0].name!r}, but AWS WAF knows no HTTP or WebSocket API"
                yield violation(association, "resourceArn", message)
            elif not sources:
                yield undecided(association, arn)
    fronts = _fronts(stack)
    for api in stack.of_type(API):
        yield from _check_api(api, fronts)


@dataclass(slots=True)
class _Fronts:
    """The distributions of CloudFront by the URN of the API they call, and one of which that is not known."""

    of_api: dict[str, list[Resource]] = field(default_factory=dict[str, list[Resource]])
    untold: Resource | None = None


def _check_api(api: Resource, fronts: _Fronts) -> Iterator[Finding]:
    of_api = fronts.of_api.get(api.urn, [])
    acls = [(one, one.at("webAclId").text()) for one in of_api]
    for front, acl in acls:
        # The ARN of a web ACL yet to be made is not known, but there.
        if acl not in (Absent(), Known("")) and (not isinstance(acl, Unknown) or acl.is_for_now):
            yield from _check_endpoint(api, front)
            return
    unread = next(((front, acl) for front, acl in acls if isinstance(acl, Unknown)), None)
    if unread:
        yield undecided(api, Unknown(f"{unread[1].path} of {unread[0].name!r}", unread[1].reason))
    elif fronts.untold:
        reason = f"whether {fronts.untold.name!r} stands in front of the API"
        yield undecided(api, Unknown(reason, "is not known"))
    elif of_api:
        message = f"webAclId of {of_api[0].name!r}, which stands in front of the API, is not set"
        yield violation(api, "protocolType", message)
    else:
        message = "no Distribution of the stack with a webAclId has the API, or a domain name of it, as an origin"
        yield violation(api, "protocolType", message)


def _check_endpoint(api: Resource, front: Resource) -> Iterator[Finding]:
    disabled = api.at("disableExecuteApiEndpoint").flag()
    if isinstance(disabled, Unknown):
        yield undecided(api, disabled)
    elif disabled != Known(value=True):
        is_set = "false" if isinstance(disabled, Known) else "not set"
        message = f"disableExecuteApiEndpoint is {is_set}, so that callers get past the web ACL of {front.name!r}"
        yield violation(api, "disableExecuteApiEndpoint", message)


def _fronts(stack: Stack) -> _Fronts:
    found = _Fronts()
    by_domain = _apis_by_domain(stack)
    for distribution in stack.of_type(CLOUDFRONT_DISTRIBUTION):
        origins = distribution.at("origins").items()
        names = [one.at("domainName").text() for one in origins.value] if isinstance(origins, Known) else [origins]
        targets = stack.sources(distribution, "origins", API, STAGE, DOMAIN_NAME)
        for name in names:
            targets += _named(stack, name.value) if isinstance(name, Known) else []
        apis = {
            api.urn
            for target in targets
            for api in (by_domain.get(target.urn, ()) if target.type == DOMAIN_NAME else [_api(stack, target)])
            if api
        }
        for urn in apis:
            found.of_api.setdefault(urn, []).append(distribution)
        if not targets and any(isinstance(name, Unknown) for name in names):
            found.untold = found.untold or distribution
    return found


def _api(stack: Stack, target: Resource) -> Resource | None:
    return target if target.type == API else api_of(stack, target)


def _named(stack: Stack, domain: str) -> list[Resource]:
    """The API, or the domain name of one, that a host is."""
    endpoint = _ENDPOINT.match(domain)
    return stack.with_text(API, "id", endpoint[1]) if endpoint else stack.with_text(DOMAIN_NAME, "domainName", domain)


def _apis_by_domain(stack: Stack) -> Mapping[str, list[Resource]]:
    found: dict[str, list[Resource]] = {}
    for mapping in stack.of_type(API_MAPPING):
        domain = stack.linked(mapping, "domainName", DOMAIN_NAME)
        named = stack.with_text(DOMAIN_NAME, "domainName", mapping.known_text("domainName"))
        api = api_of(stack, mapping)
        for one in [domain] if domain else named:
            if api:
                found.setdefault(one.urn, []).append(api)
    return found


HTTP_API_WAF_FRONT = Rule(
    name="http-api-waf-front",
    group="waf",
    severity="medium",
    level="disabled",
    title="No web ACL stands in front of an HTTP or WebSocket API, or callers get past it",
    why="AWS WAF knows REST APIs alone; an HTTP or WebSocket API is behind it only when CloudFront with a web ACL is "
    "its one way in.",
    fix="Put a CloudFront Distribution with web_acl_id before a domain name of the API, set disableExecuteApiEndpoint "
    "to true, and exempt APIs that may do without in the enforcement file, with a reason.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html",
    checks=dict.fromkeys(ASSOCIATIONS, _check_association),
    check_stack=_check_stack,
    stack_types=(API, STAGE, *ASSOCIATIONS, CLOUDFRONT_DISTRIBUTION, DOMAIN_NAME, API_MAPPING),
)

RULES = (HTTP_API_WAF_FRONT,)
