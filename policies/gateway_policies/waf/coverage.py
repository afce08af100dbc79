"""AWS WAF stands in front of what the internet reaches and it can be put before: REST stages and load balancers."""

from collections.abc import Iterator

from gateway_policies.belonging import api_of
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import LOAD_BALANCERS, REST_API, REST_STAGE
from gateway_policies.resources import Resource, Stack
from gateway_policies.rule import Finding, Rule, Setting, Settings, switch, undecided, violation
from gateway_policies.waf.web_acl_associations import ASSOCIATIONS, protected


def _check_stages(stack: Stack, settings: Settings) -> Iterator[Finding]:
    for stage in stack.of_type(REST_STAGE):
        exempt = None if switch(settings, "private") else _is_private(stack, stage)
        if exempt is not True:
            yield from _check_association(stack, stage, "stageName", "stage", exempt or None)


def _is_private(stack: Stack, stage: Resource) -> bool | Unknown:
    """Whether only a VPC reaches a stage; an API that says nothing is EDGE."""
    api = api_of(stack, stage)
    if api is None:
        return Unknown("restApi", "names no API of the stack, and one of another stack may be PRIVATE")
    types = api.at("endpointConfiguration", "types").text()
    if isinstance(types, Unknown):
        return Unknown(f"{types.path} of {api.name!r}", types.reason)
    return types == Known("PRIVATE")


def _check_balancers(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    for balancer in stack.of_type(*LOAD_BALANCERS):
        kind = balancer.at("loadBalancerType").text()
        internal = balancer.at("internal").flag()
        if internal == Known(value=True) or (isinstance(kind, Known) and kind.value not in {"application", ""}):
            continue
        unread = next((one for one in (kind, internal) if isinstance(one, Unknown)), None)
        yield from _check_association(stack, balancer, "loadBalancerType", "load balancer", unread)


def _check_association(
    stack: Stack, resource: Resource, path: str, noun: str, unread: Unknown | None
) -> Iterator[Finding]:
    """A web ACL is associated; `unread` is what may make that needless."""
    found = protected(stack)
    if resource.urn in found.certain:
        return
    maybe = found.maybe(resource)
    if unread:
        yield undecided(resource, unread)
    elif maybe:
        yield undecided(resource, Unknown(f"whether {maybe!r} is for the {noun}", "is not known"))
    else:
        yield violation(resource, path, f"no WebAclAssociation of the stack has the {noun}'s ARN as its resourceArn")


_FIX = (
    "Make an aws.wafv2.WebAclAssociation with the {0}'s arn as resource_arn; exempt it in the enforcement file, or "
    "switch the rule off, where another stack or AWS Firewall Manager does."
)

REST_STAGE_WAF = Rule(
    name="rest-stage-waf",
    group="waf",
    severity="medium",
    level="advisory",
    title="No web ACL stands in front of a REST stage",
    why="Known attacks, and floods from one address, reach the API and are paid for by request.",
    fix=_FIX.format("Stage"),
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-aws-waf.html",
    controls=(
        "checkov CKV2_AWS_29",
        "KICS a186e82c",
        "Security Hub APIGateway.4",
        "Config api-gw-associated-with-waf",
        "cdk-nag APIG3",
        "prowler apigateway_restapi_waf_acl_attached",
        "turbot apigateway_stage_use_waf_web_acl",
        "cloudsploit apigatewayWafEnabled",
    ),
    check_stack=_check_stages,
    stack_types=(REST_STAGE, REST_API, *ASSOCIATIONS),
    settings={
        "private": Setting(default=False, description="whether the stages of PRIVATE APIs need a web ACL, too"),
    },
)

ALB_WAF = Rule(
    name="alb-waf",
    group="waf",
    severity="low",
    level="advisory",
    title="No web ACL stands in front of a load balancer that the internet reaches",
    why="A load balancer that the internet reaches takes what the web ACL of the gateway beside it would stop.",
    fix="Set internal to true where only a VPC link calls it. " + _FIX.format("LoadBalancer"),
    source="https://docs.aws.amazon.com/waf/latest/developerguide/how-aws-waf-works-resources.html",
    controls=(
        "checkov CKV2_AWS_28",
        "KICS 0afa6ab8",
        "Security Hub ELB.16",
        "cdk-nag ALBWAFEnabled",
        "prowler elbv2_waf_acl_attached",
        "turbot elb_application_lb_waf_enabled",
    ),
    check_stack=_check_balancers,
    stack_types=(*LOAD_BALANCERS, *ASSOCIATIONS),
)

RULES = (REST_STAGE_WAF, ALB_WAF)
