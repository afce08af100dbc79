"""The access log of a WebSocket API: one JSON object for each handshake, message and end of a connection. Pure.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
"""

import json

# Every value is quoted: a variable without a value becomes "-", which would be no JSON bare. Nothing of a message or a
# token is written. There is no method, path, protocol, length or response latency of a message to write.
_FIELDS = {
    "requestId": "$context.requestId",
    "extendedRequestId": "$context.extendedRequestId",
    "ip": "$context.identity.sourceIp",
    "caller": "$context.identity.caller",
    "userAgent": "$context.identity.userAgent",
    "requestTime": "$context.requestTime",
    "domainName": "$context.domainName",
    "stage": "$context.stage",
    "eventType": "$context.eventType",
    "routeKey": "$context.routeKey",
    "connectionId": "$context.connectionId",
    "connectedAt": "$context.connectedAt",
    "messageId": "$context.messageId",
    "status": "$context.status",
    "integrationLatency": "$context.integrationLatency",
    "integrationStatus": "$context.integration.status",
    "integrationError": "$context.integration.error",
    "authorizerError": "$context.authorizer.error",
    "authorizerStatus": "$context.authorizer.status",
    "authorizerLatency": "$context.authorizer.latency",
    "errorMessage": "$context.error.message",
    "errorType": "$context.error.responseType",
}

FORMAT = json.dumps(_FIELDS, separators=(",", ":"))
"""The format of the access log; latencies in milliseconds."""
