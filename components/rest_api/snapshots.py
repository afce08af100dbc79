"""What a deployment of a REST API holds of each kind of resource, read from the resource itself.

Left out is what a deployment does not hold, and what AWS makes up: see `redeployment`.
"""

from collections.abc import Callable, Mapping
from typing import cast

import pulumi
import pulumi_aws as aws

Snapshot = Mapping[str, pulumi.Output[object]]
"""Properties by their names."""


def _outputs(**values: pulumi.Output[object]) -> Snapshot:
    return values


def _api(one: aws.apigateway.RestApi) -> Snapshot:
    return _outputs(
        api_key_source=one.api_key_source,
        binary_media_types=one.binary_media_types,
        disable_execute_api_endpoint=one.disable_execute_api_endpoint,
        endpoint_configuration=one.endpoint_configuration.apply(_endpoint),
        minimum_compression_size=one.minimum_compression_size,
        policy=one.policy,
    )


def _endpoint(given: aws.apigateway.outputs.RestApiEndpointConfiguration) -> Mapping[str, object]:
    return {"types": given.types, "vpc_endpoint_ids": [*(given.vpc_endpoint_ids or ())]}


def _authorizer(one: aws.apigateway.Authorizer) -> Snapshot:
    return _outputs(
        authorizer_credentials=one.authorizer_credentials,
        authorizer_result_ttl_in_seconds=one.authorizer_result_ttl_in_seconds,
        authorizer_uri=one.authorizer_uri,
        identity_source=one.identity_source,
        identity_validation_expression=one.identity_validation_expression,
        name=one.name,
        provider_arns=one.provider_arns,
        type=one.type,
    )


def _gateway_response(one: aws.apigateway.Response) -> Snapshot:
    return _outputs(
        response_parameters=one.response_parameters,
        response_templates=one.response_templates,
        response_type=one.response_type,
        status_code=one.status_code,
    )


def _integration(one: aws.apigateway.Integration) -> Snapshot:
    return _outputs(
        cache_key_parameters=one.cache_key_parameters,
        connection_id=one.connection_id,
        connection_type=one.connection_type,
        content_handling=one.content_handling,
        credentials=one.credentials,
        integration_http_method=one.integration_http_method,
        integration_target=one.integration_target,
        passthrough_behavior=one.passthrough_behavior,
        request_parameters=one.request_parameters,
        request_templates=one.request_templates,
        response_transfer_mode=one.response_transfer_mode,
        timeout_milliseconds=one.timeout_milliseconds,
        tls_config=one.tls_config,
        type=one.type,
        uri=one.uri,
    )


def _integration_response(one: aws.apigateway.IntegrationResponse) -> Snapshot:
    return _outputs(
        content_handling=one.content_handling,
        response_parameters=one.response_parameters,
        response_templates=one.response_templates,
        selection_pattern=one.selection_pattern,
        status_code=one.status_code,
    )


def _method(one: aws.apigateway.Method) -> Snapshot:
    # The identifiers of authorizer and validator do say something: which one the method uses.
    return _outputs(
        api_key_required=one.api_key_required,
        authorization=one.authorization,
        authorization_scopes=one.authorization_scopes,
        authorizer_id=one.authorizer_id,
        http_method=one.http_method,
        operation_name=one.operation_name,
        request_models=one.request_models,
        request_parameters=one.request_parameters,
        request_validator_id=one.request_validator_id,
    )


def _method_response(one: aws.apigateway.MethodResponse) -> Snapshot:
    return _outputs(
        response_models=one.response_models,
        response_parameters=one.response_parameters,
        status_code=one.status_code,
    )


def _model(one: aws.apigateway.Model) -> Snapshot:
    return _outputs(content_type=one.content_type, name=one.name, schema=one.schema)


def _policy(one: aws.apigateway.RestApiPolicy) -> Snapshot:
    return _outputs(policy=one.policy)


def _resource(one: aws.apigateway.Resource) -> Snapshot:
    return _outputs(path_part=one.path_part)


def _validator(one: aws.apigateway.RequestValidator) -> Snapshot:
    return _outputs(
        validate_request_body=one.validate_request_body,
        validate_request_parameters=one.validate_request_parameters,
    )


READERS = cast(
    "Mapping[type[pulumi.Resource], tuple[str, Callable[[pulumi.Resource], Snapshot]]]",
    {
        aws.apigateway.Authorizer: ("authorizers", _authorizer),
        aws.apigateway.Integration: ("integrations", _integration),
        aws.apigateway.IntegrationResponse: ("integrationResponses", _integration_response),
        aws.apigateway.Method: ("methods", _method),
        aws.apigateway.MethodResponse: ("methodResponses", _method_response),
        aws.apigateway.Model: ("models", _model),
        aws.apigateway.RequestValidator: ("validators", _validator),
        aws.apigateway.Resource: ("resources", _resource),
        aws.apigateway.Response: ("gatewayResponses", _gateway_response),
        aws.apigateway.RestApi: ("api", _api),
        aws.apigateway.RestApiPolicy: ("policy", _policy),
    },
)
"""What each kind of resource is called in the triggers, and what of it a deployment snapshots."""
