"""Examples of the rules on the resource policies of REST APIs."""

from gateway_policies.examples.example import Declared, Example
from gateway_policies.resource_types import REST_API, REST_API_POLICY, REST_METHOD

_EVERYONE = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
  ]
}
"""
_OFFICE = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
      "Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}
    }
  ]
}
"""
_ENDPOINT = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"},
    {
      "Effect": "Deny", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*",
      "Condition": {"StringNotEquals": {"aws:SourceVpce": "vpce-0a1b2c3d4e5f67890"}}
    }
  ]
}
"""
_REST = Declared(REST_API, "payments")
_PAY = Declared(
    REST_METHOD,
    "pay",
    {
        "restApi": "${payments.id}",
        "resourceId": "${payments.rootResourceId}",
        "httpMethod": "POST",
        "authorization": "AWS_IAM",
    },
)


def _policy(text: str) -> Declared:
    return Declared(REST_API_POLICY, "who-may-call", {"restApiId": "${payments.id}", "policy": text})


def _private(policy: str) -> Declared:
    endpoint = {"types": "PRIVATE", "vpcEndpointIds": ["vpce-0a1b2c3d4e5f67890"]}
    return Declared(REST_API, "payments", {"endpointConfiguration": endpoint, "policy": policy})


EXAMPLES = {
    "resource-policy-restrictive": Example(
        bad=[_REST, _PAY, _policy(_EVERYONE)],
        good=[_REST, _PAY, _policy(_OFFICE)],
    ),
    "private-api-policy": Example(bad=[_private(_EVERYONE)], good=[_private(_ENDPOINT)]),
}
