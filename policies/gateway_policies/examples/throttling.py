"""Examples of the rules on throttling."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import API, STAGE

_HTTP = Declared(API, "orders", {"protocolType": "HTTP"})


def _stage(**settings: object) -> Declared:
    limits = {"defaultRouteSettings": settings} if settings else {}
    return Declared(STAGE, "live", {"apiId": "${orders.id}", "autoDeploy": True, **limits})


_THROTTLED = [_HTTP, _stage(throttlingRateLimit=100, throttlingBurstLimit=200)]

EXAMPLES = {
    "stage-throttling": Example(bad=[_HTTP, _stage()], good=_THROTTLED),
    "throttle-not-zero": Example(
        bad=[_HTTP, _stage(throttlingRateLimit=100)],
        good=_THROTTLED,
    ),
    "throttle-effective": Example(
        bad=[_HTTP, _stage(throttlingRateLimit=100000, throttlingBurstLimit=200)],
        good=_THROTTLED,
    ),
}
