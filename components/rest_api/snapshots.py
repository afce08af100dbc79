"""What a deployment of a REST API holds of each kind of resource, read from the resource itself.

Left out is what a deployment does not hold, and what AWS makes up: see `redeployment`.
"""

from collections.abc import Mapping
from typing import Any

import pulumi
import pulumi_aws as aws

Snapshot = Mapping[str, pulumi.Output[object]]
"""Properties by their names."""

HELD: Mapping[type[pulumi.Resource], tuple[str, tuple[str, ...]]] = {
    aws.apigateway.Authorizer: (
        "authorizers",
        (
            "authorizer_credentials",
            "authorizer_result_ttl_in_seconds",
            "authorizer_uri",
            "identity_source",
            "identity_validation_expression",
            "name",
            "provider_arns",
            "type",
        ),
    ),
    aws.apigateway.Integration: (
        "integrations",
        (
            "cache_key_parameters",
            "connection_id",
            "connection_type",
            "content_handling",
            "credentials",
            "integration_http_method",
            "integration_target",
            "passthrough_behavior",
            "request_parameters",
            "request_templates",
            "response_transfer_mode",
            "timeout_milliseconds",
            "tls_config",
            "type",
            "uri",
        ),
    ),
    aws.apigateway.IntegrationResponse: (
        "integrationResponses",
        ("content_handling", "response_parameters", "response_templates", "selection_pattern", "status_code"),
    ),
    # The identifiers of authorizer and validator do say something: which one the method uses.
    aws.apigateway.Method: (
        "methods",
        (
            "api_key_required",
            "authorization",
            "authorization_scopes",
            "authorizer_id",
            "http_method",
            "operation_name",
            "request_models",
            "request_parameters",
            "request_validator_id",
        ),
    ),
    aws.apigateway.MethodResponse: ("methodResponses", ("response_models", "response_parameters", "status_code")),
    aws.apigateway.Model: ("models", ("content_type", "name", "schema")),
    aws.apigateway.RequestValidator: ("validators", ("validate_request_body", "validate_request_parameters")),
    aws.apigateway.Resource: ("resources", ("path_part",)),
    aws.apigateway.Response: (
        "gatewayResponses",
        ("response_parameters", "response_templates", "response_type", "status_code"),
    ),
    aws.apigateway.RestApi: (
        "api",
        (
            "api_key_source",
            "binary_media_types",
            "disable_execute_api_endpoint",
            "endpoint_configuration",
            "minimum_compression_size",
            "policy",
        ),
    ),
    aws.apigateway.RestApiPolicy: ("policy", ("policy",)),
}
"""What each kind of resource is called in the triggers, and what of it a deployment snapshots."""


def snapshot(resource: pulumi.Resource, properties: tuple[str, ...]) -> Snapshot:
    """What a deployment snapshots of a resource."""
    return {name: _property(resource, name) for name in properties}


def _property(resource: pulumi.Resource, name: str) -> pulumi.Output[object]:
    value: Any = getattr(resource, name)
    return value.apply(_endpoint) if name == "endpoint_configuration" else value


def _endpoint(given: aws.apigateway.outputs.RestApiEndpointConfiguration) -> Mapping[str, object]:
    return {"types": given.types, "vpc_endpoint_ids": [*(given.vpc_endpoint_ids or ())]}
