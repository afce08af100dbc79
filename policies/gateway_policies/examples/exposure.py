"""Examples of the rules on who may call from where."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import API, REST_API, REST_API_POLICY, REST_INTEGRATION_RESPONSE

_ORIGIN = "https://shop.example.com"
_REST = Declared(REST_API, "payments")
_ALLOW = "method.response.header.Access-Control-Allow"
_FROM_ENDPOINT = Declared(
    REST_API_POLICY,
    "who-may-call",
    {
        "restApiId": "${payments.id}",
        "policy": """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
      "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-0a1b2c3d4e5f67890"}}
    }
  ]
}
""",
    },
)


def _cors(*origins: str, **properties: object) -> Declared:
    configuration = {"allowOrigins": list(origins), "allowMethods": ["GET"], **properties}
    return Declared(API, "orders", {"protocolType": "HTTP", "corsConfiguration": configuration})


def _response(origin: str) -> Declared:
    place = {"restApi": "${payments.id}", "resourceId": "${payments.rootResourceId}", "httpMethod": "OPTIONS"}
    parameters = {f"{_ALLOW}-Origin": f"'{origin}'", f"{_ALLOW}-Credentials": "'true'"}
    return Declared(
        REST_INTEGRATION_RESPONSE, "preflight", {**place, "statusCode": "204", "responseParameters": parameters}
    )


def _endpoint(kind: str, **configuration: object) -> Declared:
    return Declared(REST_API, "payments", {"endpointConfiguration": {"types": kind, **configuration}})


EXAMPLES = {
    "cors-credentials-wildcard": Example(
        bad=[_cors("https://*", allowCredentials=True)],
        good=[_cors(_ORIGIN, allowCredentials=True)],
    ),
    "cors-wildcard-origin": Example(bad=[_cors("*")], good=[_cors(_ORIGIN)]),
    "cors-http-origin": Example(bad=[_cors("http://shop.example.com")], good=[_cors(_ORIGIN)]),
    "rest-cors": Example(bad=[_REST, _response("*")], good=[_REST, _response(_ORIGIN)]),
    "endpoint-private": Example(
        bad=[_endpoint("REGIONAL")],
        good=[_endpoint("PRIVATE", vpcEndpointIds=["vpce-0a1b2c3d4e5f67890"]), _FROM_ENDPOINT],
    ),
    "endpoint-type-allowed": Example(bad=[_endpoint("EDGE")], good=[_endpoint("REGIONAL")]),
}
