"""When a REST API needs a new deployment: exactly when something changed that a deployment snapshots.

The values are read from the resources, not from the arguments of the component, so that what `opts.transforms`
changes counts too. Left out is what a deployment does not hold (descriptions, tags, settings of the stage) and what AWS
makes up and says nothing (identifiers of the API, of its resources and of what stands by its name already).
Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import cast

import pulumi
import pulumi_aws as aws

Snapshot = Mapping[str, pulumi.Output[object]]

_JSON = {"policy", "schema"}
"""Values that are JSON texts: the same document may be written in several ways."""


def triggers(resources: Iterable[pulumi.Resource]) -> dict[str, pulumi.Output[str]]:
    """A hash for each kind of resource, so that the preview says what a new deployment is for.

    Resources that a deployment does not snapshot are passed over.
    """
    contents: dict[str, dict[str, Snapshot]] = {}
    listed = [*resources]
    # After a refresh the API itself has the policy too that stands in a resource of its own.
    twice = {"policy"} if any(isinstance(one, aws.apigateway.RestApiPolicy) for one in listed) else set[str]()
    for resource in listed:
        for kind, (subject, read) in _READERS.items():
            if isinstance(resource, kind):
                left_out = twice if kind is aws.apigateway.RestApi else set[str]()
                properties = {key: value for key, value in read(resource).items() if key not in left_out}
                contents.setdefault(subject, {})[resource.pulumi_resource_name] = {
                    key: _present(value, cast("pulumi.CustomResource", resource)) for key, value in properties.items()
                }
    return {
        subject: pulumi.Output.all(
            **{name: pulumi.Output.all(**dict(one)) for name, one in sorted(named.items())}
        ).apply(contents_hash)
        for subject, named in sorted(contents.items())
    }


def contents_hash(contents: Mapping[str, Mapping[str, object]]) -> str:
    """The hash of properties by the names of their resources, whatever the order of what has no order."""
    canonical = {
        name: {key: _canonical(key, value) for key, value in properties.items() if not _unset(value)}
        for name, properties in contents.items()
    }
    text = json.dumps(canonical, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _present(value: pulumi.Output[object], of: pulumi.CustomResource) -> pulumi.Output[object]:
    """The property, known to be absent where the engine gives none.

    During a preview Pulumi takes every property that it gets no value for as unknown, also one that an unchanged
    resource does not have: every preview would say that the API is deployed anew. Of a resource that is yet to be made
    nobody can tell, and so it stays unknown.
    """

    async def known() -> bool:
        if await value.is_known():
            return True
        return await of.id.is_known() and await value.future(with_unknowns=True) is None

    return pulumi.Output(
        value.resources(), value.future(with_unknowns=True), asyncio.ensure_future(known()), value.is_secret()
    )


def _unset(value: object) -> bool:
    # What is left out comes back from AWS as nothing, as an empty value or as false. The number 0 is a value: a TTL of
    # 0 seconds is not the default of 300.
    return value is None or value is False or value in ("", [], {}, ())


def _canonical(key: str, value: object) -> object:
    if key in _JSON and isinstance(value, str):
        return cast("object", json.loads(value))
    return _ordered(value)


def _ordered(value: object) -> object:
    if isinstance(value, Mapping):
        return {str(key): _ordered(item) for key, item in cast("Mapping[object, object]", value).items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        # All lists that a deployment holds are sets: media types, scopes, keys of the cache, ARNs.
        items = [_ordered(item) for item in cast("Sequence[object]", value)]
        return sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


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


_READERS = cast(
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
