"""The access log of a REST API: one JSON object a request. Pure.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
"""

import json

# Every value is quoted: a variable without a value becomes "-", which would be no JSON bare. Nothing of a token or an
# API key is written; the identifier of a key tells customers apart and opens nothing.
_FIELDS = {
    "requestId": "$context.requestId",
    "extendedRequestId": "$context.extendedRequestId",
    "ip": "$context.identity.sourceIp",
    "caller": "$context.identity.caller",
    "userAgent": "$context.identity.userAgent",
    "requestTime": "$context.requestTime",
    "domainName": "$context.domainName",
    "stage": "$context.stage",
    "httpMethod": "$context.httpMethod",
    "resourcePath": "$context.resourcePath",
    "path": "$context.path",
    "status": "$context.status",
    "protocol": "$context.protocol",
    "responseLength": "$context.responseLength",
    "responseLatency": "$context.responseLatency",
    "integrationLatency": "$context.integration.latency",
    "integrationStatus": "$context.integration.status",
    "integrationError": "$context.integration.error",
    "authorizerError": "$context.authorizer.error",
    "authorizerStatus": "$context.authorizer.status",
    "authorizerLatency": "$context.authorizer.latency",
    "errorMessage": "$context.error.message",
    "errorType": "$context.error.responseType",
    "apiKeyId": "$context.identity.apiKeyId",
    "wafStatus": "$context.waf.status",
    "wafResponse": "$context.wafResponseCode",
    "traceId": "$context.xrayTraceId",
}

FORMAT = json.dumps(_FIELDS, separators=(",", ":"))
"""The format of the access log; lengths in bytes, latencies in milliseconds."""
