"""How long a line of an access log is, computed from its format. Pure: no Pulumi resource."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal

from components import access_logs
from components.knowledge.kinds import Kind
from components.rest_api import access_log as rest_access_log
from components.websocket_api import access_log as websocket_access_log

FORMATS: Mapping[Kind, str] = {
    Kind.HTTP: access_logs.FORMAT,
    Kind.REST: rest_access_log.FORMAT,
    Kind.WEBSOCKET: websocket_access_log.FORMAT,
}
"""The format of the access log of each kind of API."""

_BROWSER = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
)
TYPICAL: Mapping[str, str] = {
    "requestId": "c6af9ac6-7b61-11e6-9a41-93e8deadbeef",
    "extendedRequestId": "JKJaXmPLvHcESHA=",
    "identity.sourceIp": "203.0.113.178",
    "identity.userAgent": _BROWSER,
    "requestTime": "25/Nov/2026:17:55:53 +0000",
    "domainName": "api.shop.example.com",
    "stage": "$default",
    "httpMethod": "GET",
    "routeKey": "GET /orders/{id}",
    "resourcePath": "/orders/{id}",
    "path": "/orders/0b8d3c0e-5f0e-4a57-9d0a-2d6f6c1f7a10",
    "status": "200",
    "protocol": "HTTP/1.1",
    "responseLength": "1024",
    "responseLatency": "120",
    "integrationLatency": "110",
    "integration.latency": "110",
    "integrationStatus": "200",
    "integration.status": "200",
    "authorizer.status": "200",
    "authorizer.latency": "12",
    "identity.apiKeyId": "a1b2c3d4e5",
    "waf.status": "200",
    "wafResponseCode": "WAF_ALLOW",
    "xrayTraceId": "Root=1-5759e988-bd862e3fe1be46a994272793",
    "eventType": "MESSAGE",
    "connectionId": "L0SM9cOFvHcCIhw=",
    "connectedAt": "1795629586123",
    "messageId": "L0SM9cOFvHcCIhw=",
}
"""Values of the variables of `$context` in a request of a browser that succeeds. The others have none: a line says "-".

The forms are those of AWS's own examples on the pages that the modules of the formats name. The emulator writes such a
request in as many bytes, give or take a tenth: tests/local/emulator/test_log_lines.py.
"""

_VARIABLE = re.compile(r"\$context\.([A-Za-z.]+)")


def typical_line(kind: Kind) -> str:
    """A line that a request leaves in the access log."""
    return _VARIABLE.sub(lambda found: json.dumps(TYPICAL.get(found[1], "-"))[1:-1], FORMATS[kind])


def line_bytes(kind: Kind) -> Decimal:
    """Bytes of that line: what CloudWatch Logs takes in for a request, or for a message of a WebSocket API."""
    return Decimal(len(typical_line(kind).encode()))
