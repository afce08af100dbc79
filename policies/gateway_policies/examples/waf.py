"""Examples of the rules on AWS WAF."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import (
    API,
    API_MAPPING,
    CLOUDFRONT_DISTRIBUTION,
    DOMAIN_NAME,
    LOAD_BALANCERS,
    REST_API,
    REST_STAGE,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
    WEB_ACL_LOGGING,
)

_REGIONAL = "arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
_GLOBAL = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/shop/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
_REST = Declared(REST_API, "payments")
_STAGE = Declared(REST_STAGE, "live", {"restApi": "${payments.id}", "deployment": "a1b2c3", "stageName": "live"})
_PUBLIC = Declared(LOAD_BALANCERS[0], "shop", {"loadBalancerType": "application", "internal": False})
_KNOWN_BAD_INPUTS = {"vendorName": "AWS", "name": "AWSManagedRulesKnownBadInputsRuleSet"}
_VISIBLE = {"sampledRequestsEnabled": True, "cloudwatchMetricsEnabled": True, "metricName": "shop"}
_DOMAIN = Declared(
    DOMAIN_NAME,
    "api",
    {
        "domainName": "api.example.com",
        "domainNameConfiguration": {
            "certificateArn": "arn:aws:acm:eu-west-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
            "endpointType": "REGIONAL",
            "securityPolicy": "TLS_1_2",
        },
    },
)
_ORIGIN = {"httpPort": 80, "httpsPort": 443, "originProtocolPolicy": "https-only", "originSslProtocols": ["TLSv1.2"]}
_FRONT = Declared(
    CLOUDFRONT_DISTRIBUTION,
    "front",
    {
        "enabled": True,
        "webAclId": _GLOBAL,
        "origins": [{"originId": "api", "domainName": "${api.domainName}", "customOriginConfig": _ORIGIN}],
        "defaultCacheBehavior": {
            "targetOriginId": "api",
            "viewerProtocolPolicy": "https-only",
            "allowedMethods": ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
            "cachedMethods": ["GET", "HEAD"],
            "cachePolicyId": "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        },
        "restrictions": {"geoRestriction": {"restrictionType": "none"}},
        "viewerCertificate": {"cloudfrontDefaultCertificate": True},
    },
)


def _in_front(resource: str, acl: str = _REGIONAL) -> Declared:
    return Declared(WEB_ACL_ASSOCIATION, "in-front", {"resourceArn": f"${{{resource}.arn}}", "webAclArn": acl})


def _acl(*rules: object) -> Declared:
    return Declared(
        WEB_ACL,
        "acl",
        {"scope": "REGIONAL", "defaultAction": {"allow": {}}, "visibilityConfig": _VISIBLE, "rules": list(rules)},
    )


def _http(**properties: object) -> Declared:
    return Declared(API, "orders", {"protocolType": "HTTP", **properties})


EXAMPLES = {
    "rest-stage-waf": Example(bad=[_REST, _STAGE], good=[_REST, _STAGE, _in_front("live")]),
    "alb-waf": Example(bad=[_PUBLIC], good=[_PUBLIC, _in_front("shop")]),
    "http-api-waf-front": Example(
        bad=[_http()],
        good=[
            _http(disableExecuteApiEndpoint=True),
            _DOMAIN,
            Declared(
                API_MAPPING,
                "orders-at-api",
                {"apiId": "${orders.id}", "domainName": "${api.domainName}", "stage": "$default"},
            ),
            _FRONT,
        ],
    ),
    "web-acl-effective": Example(
        bad=[_REST, _STAGE, _acl(), _in_front("live", "${acl.arn}")],
        good=[
            _REST,
            _STAGE,
            _acl(
                {
                    "name": "known-bad-inputs",
                    "priority": 0,
                    "overrideAction": {"none": {}},
                    "statement": {"managedRuleGroupStatement": _KNOWN_BAD_INPUTS},
                    "visibilityConfig": {**_VISIBLE, "metricName": "known-bad-inputs"},
                },
                {
                    "name": "rate",
                    "priority": 1,
                    "action": {"block": {}},
                    "statement": {"rateBasedStatement": {"limit": 1000, "aggregateKeyType": "IP"}},
                    "visibilityConfig": {**_VISIBLE, "metricName": "rate"},
                },
            ),
            _in_front("live", "${acl.arn}"),
            Declared(
                WEB_ACL_LOGGING,
                "log",
                {
                    "resourceArn": "${acl.arn}",
                    "logDestinationConfigs": ["arn:aws:logs:eu-west-1:111122223333:log-group:aws-waf-logs-shop"],
                },
            ),
        ],
    ),
}
