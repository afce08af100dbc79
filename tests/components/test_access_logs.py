import json
import re

import pytest

from components import access_logs
from components.rest_api import access_log as rest_access_log
from components.websocket_api import access_log as websocket_access_log

FORMATS = {
    "HTTP": access_logs.FORMAT,
    "REST": rest_access_log.FORMAT,
    "WEBSOCKET": websocket_access_log.FORMAT,
}
EVERYWHERE = {
    *("requestId", "extendedRequestId", "ip", "caller", "userAgent", "requestTime", "domainName", "stage", "status"),
    *("integrationLatency", "integrationStatus", "integrationError", "authorizerError", "errorMessage", "errorType"),
}
OF_REQUESTS = {"httpMethod", "path", "protocol", "responseLength", "responseLatency"}
OWN = {
    "HTTP": OF_REQUESTS | {"routeKey"},
    "REST": OF_REQUESTS
    | {"resourcePath", "authorizerStatus", "authorizerLatency"}
    | {"apiKeyId", "wafStatus", "wafResponse", "traceId"},
    "WEBSOCKET": {"routeKey", "eventType", "connectionId", "connectedAt", "messageId"}
    | {"authorizerStatus", "authorizerLatency"},
}


@pytest.mark.parametrize("kind", FORMATS)
def test_a_line_holds_what_its_kind_knows_as_quoted_variables(kind: str) -> None:
    fields: dict[str, str] = json.loads(FORMATS[kind])
    assert fields.keys() == EVERYWHERE | OWN[kind]
    assert all(re.fullmatch(r"\$context\.[A-Za-z.]+", value) for value in fields.values())
    assert len({*fields.values()}) == len(fields)
    assert (
        len(FORMATS[kind]) <= 3072
    )  # https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html


@pytest.mark.parametrize("kind", FORMATS)
def test_nothing_of_a_key_or_token_is_written(kind: str) -> None:
    # What an authorizer gives may be anything, tokens and claims among it; these three are API Gateway's own.
    own = {"$context.authorizer.error", "$context.authorizer.status", "$context.authorizer.latency"}
    written = {*json.loads(FORMATS[kind]).values()}
    assert {one for one in written if one.startswith("$context.authorizer.")} <= own
    assert "$context.identity.apiKey" not in written
