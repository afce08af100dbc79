"""The whole pack over generated OpenAPI documents: it never fails, and open operations never pass unseen."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from gateway_policies.authorization.openapi_authorization import OPENAPI_OPERATION_AUTHORIZATION
from gateway_policies.catalogue import RULES
from gateway_policies.documents.openapi_body import BODY_TYPES
from gateway_policies.evaluate import evaluate
from gateway_policies.resource_types import API, REST_API_COMPONENT
from tests.policies.cases import a

KEYS = st.sampled_from(
    [
        *("paths", "/orders", "get", "options", "x-amazon-apigateway-any-method", "security", "mine", "components"),
        *("securitySchemes", "securityDefinitions", "x-amazon-apigateway-authorizer", "x-amazon-apigateway-authtype"),
        *("x-amazon-apigateway-auth", "type", "identitySource", "authorizerResultTtlInSeconds", "routes", "data"),
        *("enableSimpleResponses", "x-amazon-apigateway-policy", "Statement", "authorizers", "handler", "path"),
    ]
)
LEAVES = st.sampled_from([None, True, 0, 301, "", "mine", "request", "jwt", "NONE", "awsSigv4", "$context.routeKey"])
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(document=st.dictionaries(KEYS, TREES, max_size=6), kind=st.sampled_from(BODY_TYPES))
@settings(deadline=None, max_examples=200)
def test_no_rule_fails(document: Any, kind: str) -> None:
    every_rule = [replace(rule, level="mandatory") for rule in RULES]
    resources = [a(kind, {"body": json.dumps(document)}), a(REST_API_COMPONENT, document, "component")]
    assert [one for one in evaluate(resources, rules=every_rule) if " failed with " in one.message] == []


@given(operation=st.dictionaries(KEYS.filter(lambda key: key not in {"security", "x-amazon-apigateway-auth"}), TREES))
@settings(deadline=None)
def test_an_operation_that_asks_nobody_is_reported_whatever_else_it_says(operation: Any) -> None:
    api = a(API, {"body": json.dumps({"paths": {"/orders": {"get": operation}}})})
    assert len(evaluate([api], rules=[OPENAPI_OPERATION_AUTHORIZATION])) == 1
