"""Examples of the rules on APIs that are made of an OpenAPI document."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import API, REST_API

_BACKEND = """\
      x-amazon-apigateway-integration:
        type: http_proxy
        httpMethod: GET
        uri: https://backend.example.com/orders
        payloadFormatVersion: "1.0"
"""
_OPEN = f"""\
openapi: 3.0.1
info: {{title: orders, version: "1"}}
paths:
  /orders:
    get:
      responses: {{"200": {{description: all orders}}}}
{_BACKEND}"""
_SIGNED = f"""{_OPEN}\
      x-amazon-apigateway-auth: {{type: AWS_IAM}}
"""
_BY_TOKEN = f"""{_OPEN}\
      security:
        - customers: [orders/read]
components:
  securitySchemes:
    customers:
      type: oauth2
      flows: {{}}
      x-amazon-apigateway-authorizer:
        type: jwt
        identitySource: $request.header.Authorization
        jwtConfiguration:
          issuer: https://login.example.com
          audience: [shop]
"""


def _http(body: str, **properties: object) -> Declared:
    return Declared(API, "orders", {"protocolType": "HTTP", "body": body, **properties})


def _rest(**properties: object) -> Declared:
    return Declared(REST_API, "orders", {"body": _SIGNED, "failOnWarnings": True, **properties})


EXAMPLES = {
    "openapi-operation-authorization": Example(
        bad=[_http(_OPEN, failOnWarnings=True)],
        good=[_http(_BY_TOKEN, failOnWarnings=True)],
    ),
    "openapi-fail-on-warnings": Example(bad=[_http(_BY_TOKEN)], good=[_http(_BY_TOKEN, failOnWarnings=True)]),
    "openapi-put-mode": Example(
        bad=[_rest(putRestApiMode="merge")],
        good=[_rest(putRestApiMode="overwrite")],
    ),
}
