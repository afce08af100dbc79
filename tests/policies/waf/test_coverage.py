from collections.abc import Callable
from typing import Any

from gateway_policies.catalogue import BY_NAME
from gateway_policies.resource_types import (
    API,
    LOAD_BALANCERS,
    REGIONAL_WEB_ACL_ASSOCIATION,
    REST_API,
    REST_DEPLOYMENT,
    REST_STAGE,
    STAGE,
    USER_POOL,
    WEB_ACL_ASSOCIATION,
)
from gateway_policies.resources import Resource, Stack
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ENDPOINT = "endpointConfiguration.types"
BALANCER_ARN = "arn:aws:elasticloadbalancing:eu-west-1:1:loadbalancer/app/x/1"


def rest(types: Any = None, name: str = "rest", id_: str = "r1") -> Resource:
    return a(REST_API, {"endpointConfiguration": None if types is None else {"types": types}}, name, id_=id_)


def stage(api: Resource, name: str = "it", stage_name: str = "v1") -> Resource:
    return a(REST_STAGE, {"stageName": stage_name}, name, {"restApi": api})


def association(target: Resource | None = None, arn: Any = UNKNOWN, kind: str = WEB_ACL_ASSOCIATION) -> Resource:
    return a(kind, {"resourceArn": arn}, "association", {"resourceArn": target} if target else {})


def by_arn(place: str) -> Resource:
    return association(arn=f"arn:aws:apigateway:eu-west-1::/restapis/{place}")


def none(noun: str) -> list[str]:
    return [f"it violation: no WebAclAssociation of the stack has the {noun}'s ARN as its resourceArn"]


def maybe(name: str, noun: str) -> str:
    return f"{name} undecided: whether 'association' is for the {noun} is not known"


REST, PRIVATE, NEW = rest(), rest("PRIVATE"), rest(id_="")
IT = stage(REST)
SECOND = stage(REST, "second", "v2")
ELSEWHERE = a(REST_STAGE, {"restApi": "r9", "stageName": "v1"})
OPEN = none("stage")
DEPLOYMENT = a(REST_DEPLOYMENT, {}, "deployment", {"restApi": REST})
HTTP_STAGE = a(STAGE, {}, "http", {"apiId": a(API, {}, "api")})
# A pool whose triggers know the address of the stage.
POOL = a(USER_POOL, {}, "pool", {"lambdaConfig": IT})
MAY_BE_PRIVATE = "it undecided: restApi names no API of the stack, and one of another stack may be PRIVATE"


def balancer(kind: str = LOAD_BALANCERS[0], **props: Any) -> Resource:
    return a(kind, props, id_=BALANCER_ARN)


def balancers(index: int) -> list[Resource]:
    one = balancer(LOAD_BALANCERS[index])
    return [one, association(one)]


BARE = none("load balancer")

CASES: Cases = {
    "rest-stage-waf": {
        "associated, whatever the endpoint, which checkov wants to be REGIONAL": ([REST, IT, association(IT)], []),
        "associated by AWS WAF Classic": ([REST, IT, association(IT, kind=REGIONAL_WEB_ACL_ASSOCIATION)], []),
        "by an ARN made of the API's id": ([REST, IT, association(REST)], []),
        "by an ARN that comes through the deployment": ([REST, DEPLOYMENT, IT, association(DEPLOYMENT)], []),
        "by the ARN alone": ([REST, IT, by_arn("r1/stages/v1")], []),
        "by the ARN of an API of another stack": ([ELSEWHERE, by_arn("r9/stages/v1")], []),
        "by the ARN of a new API": (
            [NEW, stage(NEW), association(NEW, "arn:aws:apigateway:x::/restapis/r1/stages/v1")],
            [],
        ),
        "a private API": ([PRIVATE, stage(PRIVATE)], []),
        "an HTTP API can have none": ([HTTP_STAGE], []),
        "none": ([REST, IT], OPEN),
        "none, regional": ([one := rest("REGIONAL"), stage(one)], OPEN),
        "of another stage": ([REST, IT, SECOND, association(SECOND)], OPEN),
        "by the ARN of another stage": ([REST, IT, by_arn("r1/stages/v2")], OPEN),
        "by the ARN of another API": ([REST, IT, by_arn("r2/stages/v1")], OPEN),
        "by the ARN of another stage of the API": (
            [NEW, stage(NEW), association(NEW, "arn:aws:apigateway:x::/restapis/r1/stages/v2")],
            OPEN,
        ),
        "of a user pool that knows the stage": ([REST, IT, POOL, association(POOL)], OPEN),
        "one of two stages": (
            [REST, IT, SECOND, association(REST)],
            [maybe("it", "stage"), maybe("second", "stage")],
        ),
        "an ARN from nowhere in the stack": ([REST, IT, association()], [maybe("it", "stage")]),
        "a stage of another stack's API": ([ELSEWHERE], [MAY_BE_PRIVATE]),
        "an unknown endpoint": (
            [one := rest(UNKNOWN), stage(one)],
            [f"it undecided: {ENDPOINT} of 'rest' {NOT_KNOWN}"],
        ),
        "a list of endpoints": (
            [one := rest(["EDGE"]), stage(one)],
            [f"it undecided: {ENDPOINT} of 'rest' is a list where text is expected"],
        ),
    },
    "alb-waf": {
        **{f"associated, {kind}": (balancers(index), []) for index, kind in enumerate(LOAD_BALANCERS)},
        "associated by AWS WAF Classic": (
            [one := balancer(), association(one, kind=REGIONAL_WEB_ACL_ASSOCIATION)],
            [],
        ),
        "by the ARN alone": ([balancer(), association(arn=BALANCER_ARN)], []),
        "one that only the VPC reaches": ([balancer(internal=True)], []),
        "a Network Load Balancer can have none": ([balancer(loadBalancerType="network")], []),
        "a Gateway Load Balancer can have none": ([balancer(loadBalancerType="gateway")], []),
        "none": ([balancer()], BARE),
        "none, under its older name": ([balancer(LOAD_BALANCERS[1], loadBalancerType="application")], BARE),
        "none, said not to be internal": ([balancer(internal="false")], BARE),
        "by another ARN": ([balancer(), association(arn=BALANCER_ARN + "2")], BARE),
        "an ARN from nowhere in the stack": ([balancer(), association()], [maybe("it", "load balancer")]),
        "unknown whether internal": ([balancer(internal=UNKNOWN)], [f"it undecided: internal {NOT_KNOWN}"]),
        "unknown whether it balances requests": (
            [balancer(loadBalancerType=UNKNOWN)],
            [f"it undecided: loadBalancerType {NOT_KNOWN}"],
        ),
        "no boolean": ([balancer(internal="no")], ["it undecided: internal is text where a boolean is expected"]),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected


def test_private_apis_may_need_one_too() -> None:
    rule = BY_NAME["rest-stage-waf"]
    assert rule.check_stack
    found = rule.check_stack(Stack([PRIVATE, stage(PRIVATE)]), {"private": True})
    assert [f"it violation: {one.message}" for one in found] == OPEN
