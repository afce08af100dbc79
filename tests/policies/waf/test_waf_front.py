from collections.abc import Callable
from dataclasses import replace
from typing import Any

from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    CLOUDFRONT_DISTRIBUTION,
    DOMAIN_NAME,
    REGIONAL_WEB_ACL_ASSOCIATION,
    REST_STAGE,
    STAGE,
    WEB_ACL_ASSOCIATION,
)
from gateway_policies.resources import Resource
from tests.policies.cases import NOT_KNOWN, UNKNOWN, Cases, a, each_case, findings

ACL = "arn:aws:wafv2:us-east-1:1:global/webacl/x/1"
HOST = "api.example.com"


def api(disabled: Any = True) -> Resource:
    return a(API, {"protocolType": "HTTP", "disableExecuteApiEndpoint": disabled}, id_="h1")


def front(target: Resource | None, acl: Any = ACL, host: Any = UNKNOWN) -> Resource:
    one = a(CLOUDFRONT_DISTRIBUTION, {"webAclId": acl, "origins": [{"domainName": host}]}, "cdn")
    return replace(one, property_dependencies={"origins": [target.urn]} if target else {})


def association(target: Resource | None, arn: Any = UNKNOWN, kind: str = WEB_ACL_ASSOCIATION) -> Resource:
    return a(kind, {"resourceArn": arn}, "association", {"resourceArn": target} if target else {})


IT = api()
DOMAIN = a(DOMAIN_NAME, {"domainName": HOST}, "domain")
MAPPING = a(API_MAPPING, {}, "mapping", {"apiId": IT, "domainName": DOMAIN})
BY_NAME = a(API_MAPPING, {"apiId": "h1", "domainName": HOST}, "mapping")
HTTP_STAGE = a(STAGE, {}, "stage", {"apiId": IT})
REST_STAGE_V1 = a(REST_STAGE, {}, "stage")
OPEN = ["it violation: no Distribution of the stack with a webAclId has the API, or a domain name of it, as an origin"]
PASSED = ["it violation: disableExecuteApiEndpoint is not set, so that callers get past the web ACL of 'cdn'"]
NO_WAF = "but AWS WAF knows no HTTP or WebSocket API"
HTTP_ARN = "arn:aws:apigateway:eu-west-1::/apis/h1/stages/v1"
REST_ARN = "arn:aws:apigateway:eu-west-1::/restapis/r1/stages/v1"

CASES: Cases = {
    "http-api-waf-front": {
        "behind CloudFront by its domain name": ([IT, DOMAIN, MAPPING, front(DOMAIN)], []),
        "by the text of the domain name": ([IT, DOMAIN, BY_NAME, front(None, host=HOST)], []),
        "by its own endpoint": ([IT, front(IT)], []),
        "by the endpoint of its stage": ([IT, HTTP_STAGE, front(HTTP_STAGE)], []),
        "by the text of the endpoint": ([IT, front(None, host="h1.execute-api.eu-west-1.amazonaws.com")], []),
        "a web ACL yet to be made": ([IT, front(IT, UNKNOWN)], []),
        "an association of a REST stage": ([REST_STAGE_V1, association(REST_STAGE_V1)], []),
        "the ARN of a REST stage": ([association(None, REST_ARN)], []),
        "nothing in front": ([IT], OPEN),
        "CloudFront in front of something else": ([IT, DOMAIN, front(DOMAIN)], OPEN),
        "CloudFront in front of another host": ([IT, DOMAIN, BY_NAME, front(None, host="www.example.com")], OPEN),
        "CloudFront without a web ACL": (
            [IT, front(IT, None)],
            ["it violation: webAclId of 'cdn', which stands in front of the API, is not set"],
        ),
        "a way past it": ([one := api(None), front(one)], PASSED),
        "a way past it left open": (
            [one := api(disabled=False), front(one)],
            [PASSED[0].replace("not set", "false")],
        ),
        "an association of an HTTP stage": (
            [REST_STAGE_V1, association(HTTP_STAGE), HTTP_STAGE],
            [f"association violation: resourceArn is of 'stage', {NO_WAF}"],
        ),
        "the ARN of an HTTP stage": (
            [association(None, HTTP_ARN)],
            [f"association violation: resourceArn is {HTTP_ARN!r}, {NO_WAF}"],
        ),
        "the ARN of an HTTP stage, AWS WAF Classic": (
            [association(None, HTTP_ARN, REGIONAL_WEB_ACL_ASSOCIATION)],
            [f"association violation: resourceArn is {HTTP_ARN!r}, {NO_WAF}"],
        ),
        "an ARN from nowhere in the stack": (
            [association(None)],
            [f"association undecided: resourceArn {NOT_KNOWN}"],
        ),
        "an unknown origin": (
            [IT, front(None)],
            ["it undecided: whether 'cdn' stands in front of the API is not known"],
        ),
        "unknown whether there is a way past it": (
            [one := api(UNKNOWN), front(one)],
            [f"it undecided: disableExecuteApiEndpoint {NOT_KNOWN}"],
        ),
        "wrong types": (
            [IT, front(IT, [ACL]), association(None, 5)],
            [
                "association undecided: resourceArn is a number where text is expected",
                "it undecided: webAclId of 'cdn' is a list where text is expected",
            ],
        ),
    },
}


@each_case(CASES)
def test_findings(rule: str, resources: list[Resource], expected: list[str], wrap: Callable[[Any], Any]) -> None:
    assert findings(rule, resources, wrap) == expected
