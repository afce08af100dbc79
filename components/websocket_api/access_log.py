"""The access log of a WebSocket API: one JSON object for each handshake, message and end of a connection. Pure.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-logging.html
"""

import json

# Every value is quoted: a variable without a value becomes "-", which would be no JSON bare. Nothing of a message or a
# token is written.
_FIELDS = {
    "requestId": "$context.requestId",
    "extendedRequestId": "$context.extendedRequestId",
    "ip": "$context.identity.sourceIp",
    "requestTime": "$context.requestTime",
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
    "errorMessage": "$context.error.message",
    "errorType": "$context.error.responseType",
}

FORMAT = json.dumps(_FIELDS, separators=(",", ":"))
"""The format of the access log; latencies in milliseconds."""
