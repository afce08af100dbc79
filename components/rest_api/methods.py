"""The resources, methods, integrations and answers of a REST API."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.rest_api import paths as rest_paths
from components.rest_api.integrations import JSON, IntegrationPlan
from components.rest_api.paths import Path
from components.rest_api.place import Place


@dataclass(frozen=True)
class MethodPlan:
    """A method of a path, with what stands behind it."""

    key: str
    integration: IntegrationPlan
    authorization: str = "NONE"
    authorizer_id: pulumi.Input[str] | None = None
    scopes: tuple[str, ...] = ()
    api_key: bool = False
    operation_name: str | None = None
    timeout_milliseconds: int | None = None
    stream: bool = False
    required: tuple[str, ...] = ()
    """Parameters without which a request gets 400, such as `method.request.header.tenant`."""
    cached: bool = False
    cache_keys: tuple[str, ...] = ()
    """Parameters that tell cached answers apart."""
    body_model: pulumi.Input[str] | None = None
    validator_id: pulumi.Input[str] | None = None
    models: Mapping[str, pulumi.Input[str]] | None = None
    """The models of answers, by the names the plan uses."""


def create_resources(place: Place, paths: Sequence[Path]) -> dict[Path, aws.apigateway.Resource]:
    """A resource for each path and those above it, without the root."""
    made: dict[Path, aws.apigateway.Resource] = {}
    for path in rest_paths.tree(paths):
        above = made[path[:-1]].id if path[:-1] else place.api.root_resource_id
        made[path] = aws.apigateway.Resource(
            f"{place.name}-{rest_paths.text(path)}",
            rest_api=place.api.id,
            parent_id=above,
            path_part=path[-1],
            opts=place.options,
        )
    return made


def create_method(place: Place, resource_id: pulumi.Input[str], plan: MethodPlan) -> list[pulumi.Resource]:
    """A method with its integration and answers: everything of it that a deployment holds."""
    method = _method(place, resource_id, plan)
    integration = _integration(place, resource_id, plan, method)
    made: list[pulumi.Resource] = [method, integration]
    for status in plan.integration.answers:
        made += _answer(place, resource_id, plan, status, integration)
    return made


def _method(place: Place, resource_id: pulumi.Input[str], plan: MethodPlan) -> aws.apigateway.Method:
    parameters = {**dict.fromkeys(plan.cache_keys, False), **plan.integration.declared}
    parameters |= dict.fromkeys(plan.required, True)
    models = {JSON: plan.body_model, "$default": plan.body_model} if plan.body_model is not None else None
    return aws.apigateway.Method(
        f"{place.name}-{plan.key}",
        rest_api=place.api.id,
        resource_id=resource_id,
        http_method=_http_method(plan.key),
        authorization=plan.authorization,
        authorizer_id=plan.authorizer_id,
        authorization_scopes=[*plan.scopes] or None,
        api_key_required=plan.api_key,
        operation_name=plan.operation_name,
        # Without the second one a body of another content type would not be looked at.
        request_models=models,
        request_parameters={key: parameters[key] for key in sorted(parameters)} or None,
        request_validator_id=plan.validator_id,
        opts=place.options_of_the_only_one(),
    )


def _integration(
    place: Place, resource_id: pulumi.Input[str], plan: MethodPlan, method: aws.apigateway.Method
) -> aws.apigateway.Integration:
    given = plan.integration
    return aws.apigateway.Integration(
        f"{place.name}-{plan.key}",
        rest_api=place.api.id,
        resource_id=resource_id,
        http_method=method.http_method,
        type=given.type,
        uri=given.uri,
        integration_http_method=given.http_method,
        cache_key_parameters=[*plan.cache_keys] or None,
        connection_id=given.connection and given.connection.link_id,
        connection_type="VPC_LINK" if given.connection else None,
        integration_target=given.connection and given.connection.target,
        content_handling="CONVERT_TO_TEXT" if place.binary and given.request_templates else None,
        credentials=given.credentials,
        passthrough_behavior=given.passthrough,
        request_parameters=given.request_parameters,
        request_templates={**given.request_templates} or None,
        response_transfer_mode="STREAM" if plan.stream else None,
        timeout_milliseconds=plan.timeout_milliseconds,
        opts=place.options_of_the_only_one(),
    )


def _answer(
    place: Place, resource_id: pulumi.Input[str], plan: MethodPlan, status: str, integration: aws.apigateway.Integration
) -> list[pulumi.Resource]:
    name, answer = f"{place.name}-{plan.key}-{status}", plan.integration.answers[status]
    headers = {f"method.response.header.{header}": value for header, value in answer.headers.items()}
    model = (plan.models or {}).get(answer.model, answer.model) if answer.model else None
    declared = aws.apigateway.MethodResponse(
        name,
        rest_api=place.api.id,
        resource_id=resource_id,
        http_method=integration.http_method,
        status_code=status,
        response_models={JSON: model} if model is not None else None,
        response_parameters=dict.fromkeys(headers, False) or None,
        opts=place.options_of_the_only_one(),
    )
    made = aws.apigateway.IntegrationResponse(
        name,
        rest_api=place.api.id,
        resource_id=resource_id,
        http_method=integration.http_method,
        status_code=declared.status_code,
        selection_pattern=answer.selection_pattern,
        response_parameters=headers or None,
        response_templates={**answer.templates} or None,
        opts=place.options_of_the_only_one(),
    )
    return [declared, made]


def _http_method(key: str) -> str:
    return key.partition(" ")[0]
