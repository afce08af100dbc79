"""Features of control: who may call, protection, operation. Rows of the capability table. Pure: no Pulumi resource."""

from components.knowledge.feature import Feature
from components.knowledge.kinds import Kind

_HTTP, _REST, _WEBSOCKET = Kind.HTTP, Kind.REST, Kind.WEBSOCKET
_ALL = (_HTTP, _REST, _WEBSOCKET)

_CHECK_IN_FUNCTION = "check the request in the function"
_ON_CONNECT = "authorize $connect: what it returns stays with the connection"

ACCESS = (
    Feature(
        "jwt-authorizer",
        "JWT authorizer",
        (_HTTP,),
        "http-api-jwt-authorizer",
        authorizer="jwt",
        instead={
            _REST: "use cognito(…) for a Cognito user pool, or a Lambda authorizer that checks the token",
            _WEBSOCKET: "use a Lambda authorizer on $connect that checks the token",
        },
    ),
    Feature(
        "cognito-authorizer",
        "Cognito authorizer",
        (_HTTP, _REST),
        "apigateway-integrate-with-cognito",
        authorizer="cognito",
        instead={_WEBSOCKET: "use a Lambda authorizer on $connect that checks the pool's token"},
        note="an HTTP API does it with a JWT authorizer",
    ),
    Feature(
        "request-authorizer",
        "Lambda authorizer",
        _ALL,
        "apigateway-use-lambda-authorizer",
        authorizer="request",
        note="on $connect only for a WebSocket API",
    ),
    Feature(
        "token-authorizer",
        "Lambda authorizer of the TOKEN type",
        (_REST,),
        "apigateway-use-lambda-authorizer",
        authorizer="token",
        instead=dict.fromkeys((_HTTP, _WEBSOCKET), "use request_authorizer(…), which gets the header too"),
    ),
    Feature("iam-authorization", "IAM authorization", _ALL, "http-api-access-control-iam", authorizer="iam"),
    Feature(
        "scopes",
        "scopes",
        (_HTTP, _REST),
        "http-api-jwt-authorizer",
        arguments=("default_scopes",),
        route_keys=("scopes",),
        instead={_WEBSOCKET: _ON_CONNECT},
    ),
    Feature(
        "default-authorizer",
        "authorizer for all routes",
        (_HTTP, _REST),
        "http-api-access-control",
        arguments=("default_authorizer",),
        instead={_WEBSOCKET: _ON_CONNECT},
    ),
    Feature(
        "api-keys",
        "API keys",
        (_REST, _WEBSOCKET),
        "api-gateway-setup-api-key-with-console",
        route_keys=("api_key",),
        instead={_HTTP: "tell callers apart by their tokens"},
    ),
    Feature(
        "api-key-source",
        "choice where an API key stands",
        (_REST,),
        "api-gateway-api-key-source",
        arguments=("api_key_source",),
        instead={_WEBSOCKET: "use api_key_selection_expression"},
    ),
    Feature(
        "api-key-selection",
        "expression that selects the API key",
        (_WEBSOCKET,),
        "apigateway-websocket-api-selection-expressions",
        arguments=("api_key_selection_expression",),
        instead={_REST: "use api_key_source"},
    ),
    Feature(
        "usage-plans",
        "usage plans with throttles and quotas for each client",
        (_REST, _WEBSOCKET),
        "api-gateway-api-usage-plans",
        arguments=("usage_plans",),
        instead={_HTTP: "throttle the routes with throttle"},
    ),
    Feature(
        "resource-policy",
        "resource policy",
        (_REST,),
        "apigateway-resource-policies",
        arguments=("resource_policy",),
        instead=dict.fromkeys((_HTTP, _WEBSOCKET), "use iam() and policies of the callers"),
    ),
    Feature(
        "cors",
        "CORS",
        (_HTTP, _REST),
        "http-api-cors",
        arguments=("cors",),
        instead={
            _WEBSOCKET: "check the Origin header in the authorizer of $connect: browsers send it, and do not ask first"
        },
    ),
)

PROTECTION = (
    Feature(
        "waf",
        "AWS WAF",
        (_REST,),
        "apigateway-control-access-aws-waf",
        arguments=("web_acl", "waf"),
        instead=dict.fromkeys(
            (_HTTP, _WEBSOCKET), "put CloudFront with a web ACL in front, and keep callers from passing it by"
        ),
    ),
    Feature(
        "mutual-tls",
        "mutual TLS",
        (_HTTP, _REST),
        "rest-api-mutual-tls",
        instead={_WEBSOCKET: "check a signed token on $connect"},
        note="on a regional custom domain",
    ),
    Feature(
        "client-certificate",
        "certificate that shows the backend who calls",
        (_REST, _WEBSOCKET),
        "getting-started-client-side-ssl-authentication",
        arguments=("client_certificate",),
        instead={_HTTP: "send a secret header by parameter mapping, or use a private integration"},
    ),
    Feature(
        "tls-policies",
        "TLS policies above TLS 1.2 of its own (clients may use 1.3)",
        (_REST,),
        "apigateway-security-policies",
    ),
    Feature(
        "throttling",
        "throttling of stage and routes",
        _ALL,
        "http-api-throttling",
        arguments=("throttle",),
        route_keys=("throttle",),
    ),
    Feature(
        "request-validation",
        "request validation",
        (_REST, _WEBSOCKET),
        "api-gateway-method-request-validation",
        route_keys=("validate",),
        instead={_HTTP: _CHECK_IN_FUNCTION},
        note="of messages only in a WebSocket API",
    ),
    Feature(
        "models",
        "models",
        (_REST, _WEBSOCKET),
        "models-mappings-models",
        arguments=("models",),
        instead={_HTTP: _CHECK_IN_FUNCTION},
    ),
    Feature(
        "gateway-responses",
        "custom gateway responses",
        (_REST,),
        "api-gateway-gatewayResponse-definition",
        arguments=("gateway_responses",),
    ),
    Feature(
        "cache",
        "response cache",
        (_REST,),
        "api-gateway-caching",
        arguments=("cache",),
        route_keys=("cache",),
        instead={_HTTP: "put CloudFront in front", _WEBSOCKET: "cache in the backend"},
    ),
)

OPERATION = (
    Feature("access-logs", "access logs", _ALL, "http-api-logging", arguments=("log_retention_days",)),
    Feature(
        "execution-logs",
        "execution logs",
        (_REST, _WEBSOCKET),
        "set-up-logging",
        arguments=("execution_logs", "account"),
        instead={_HTTP: "read the integration's error in the access log"},
    ),
    Feature(
        "firehose-logs",
        "access logs to Firehose",
        (_REST,),
        "apigateway-logging-to-kinesis",
        instead=dict.fromkeys((_HTTP, _WEBSOCKET), "subscribe Firehose to the log group"),
    ),
    Feature(
        "tracing",
        "X-Ray tracing",
        (_REST,),
        "apigateway-xray",
        arguments=("tracing",),
        instead=dict.fromkeys((_HTTP, _WEBSOCKET), "trace the function"),
    ),
    Feature("test-invoke", "test invocation without a deployment", (_REST,), "how-to-test-method"),
    Feature("openapi-import", "import of OpenAPI documents", (_HTTP, _REST), "http-api-open-api"),
    Feature("custom-domain", "custom domains", _ALL, "http-api-custom-domain-names"),
    Feature(
        "multi-level-paths",
        "mappings of several levels on a custom domain",
        (_HTTP, _REST),
        "rest-api-mappings",
        instead={_WEBSOCKET: "give it a domain of its own"},
        note="not for edge-optimized domains",
    ),
    Feature("routing-rules", "routing rules on a custom domain", (_REST,), "rest-api-routing-rules"),
    Feature("private-domain", "private custom domains", (_REST,), "apigateway-private-custom-domains"),
)
