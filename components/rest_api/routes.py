"""The routes of a REST API as resources of AWS: methods, what stands behind them, and who may call them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from components.access.cors import Cors
from components.rest_api import cors as rest_cors
from components.rest_api import integrations as rest_integrations
from components.rest_api import paths as rest_paths
from components.rest_api.args import RestApiArgs
from components.rest_api.authorizers import authorization, create_authorizers
from components.rest_api.cache_rules import cache_keys
from components.rest_api.integrations import IntegrationPlan, integration_plan
from components.rest_api.methods import MethodPlan, create_method, create_resources
from components.rest_api.paths import Path
from components.rest_api.place import Place
from components.rest_api.private_integrations import private_plan
from components.rest_api.validation import create_models, create_validators, required_parameters, validator_name
from components.routing.integrations import once
from components.routing.invoke_permissions import invoke_permissions
from components.routing.routing import Routing
from components.routing.service_roles import service_label, service_roles


@dataclass(frozen=True)
class CreatedRoutes:
    """What the routes of an API became."""

    contents: list[pulumi.Resource]
    """Everything that a deployment snapshots."""
    permissions: list[aws.lambda_.Permission]
    """What lets the API invoke its functions."""


@dataclass(frozen=True)
class _Parts:
    """What methods refer to."""

    authorizers: Mapping[str, aws.apigateway.Authorizer]
    validators: Mapping[str, aws.apigateway.RequestValidator]
    models: Mapping[str, aws.apigateway.Model]
    roles: Mapping[str, pulumi.Output[str]]

    @property
    def all(self) -> list[pulumi.Resource]:
        return [*self.authorizers.values(), *self.validators.values(), *self.models.values()]


def create_routes(place: Place, args: RestApiArgs, routing: Routing) -> CreatedRoutes:
    """Makes everything that the routes need."""
    services = {key: route["service"] for key, route in routing.routes.items() if "service" in route}
    parts = _Parts(
        authorizers=create_authorizers(place, routing),
        validators=create_validators(place, routing.routes.values()),
        models=create_models(place, args.get("models", {})),
        roles=service_roles(place.name, services, place.parent, args.get("tags")),
    )
    cors = args.get("cors")
    plans = {key: _with_cors(_plan(place, key, routing, parts), cors) for key in routing.routes}
    if cors is not None:
        plans |= {key: MethodPlan(key, rest_cors.preflight(cors)) for key in rest_paths.preflights(routing.routes)}
    paths = {key: rest_paths.path_of(key) for key in plans}
    resources = create_resources(place, [*paths.values()])
    made: list[pulumi.Resource] = [*parts.all, *resources.values()]
    for key, plan in plans.items():
        made += create_method(place, _resource_id(place, resources, paths[key]), plan)
    targets = once({target.label: target for target in routing.functions.values()})
    return CreatedRoutes(made, invoke_permissions(place.name, place.api.execution_arn, targets, place.parent))


def _plan(place: Place, key: str, routing: Routing, parts: _Parts) -> MethodPlan:
    route, who = routing.routes[key], routing.accesses[key]
    credentials = parts.roles[service_label(key, route["service"])] if "service" in route else None
    if "private" in route:
        integration = private_plan(key, route, route["private"])
    else:
        integration = integration_plan(key, route, routing.targets.get(key), credentials, place.api.execution_arn)
    authorizer = parts.authorizers.get(who.authorizer or "")
    validator = validator_name(route)
    body = route.get("validate", {}).get("body")
    return MethodPlan(
        key,
        integration,
        authorization=authorization(routing.authorizers.get(who.authorizer or "")),
        authorizer_id=None if authorizer is None else authorizer.id,
        scopes=who.scopes,
        api_key=who.api_key,
        operation_name=route.get("operation_name"),
        timeout_milliseconds=rest_integrations.timeout(route),
        stream=route.get("stream", False),
        required=required_parameters(route),
        cached="cache" in route,
        cache_keys=cache_keys(route["cache"]) if "cache" in route else (),
        body_model=None if body is None else _model_name(parts, body),
        validator_id=None if validator is None else parts.validators[validator].id,
        models={name: model.name for name, model in parts.models.items()},
    )


def _model_name(parts: _Parts, name: str) -> pulumi.Input[str]:
    return parts.models[name].name if name in parts.models else name


def _with_cors(plan: MethodPlan, cors: Cors | None) -> MethodPlan:
    integration: IntegrationPlan = plan.integration
    if cors is None or not integration.answers:
        return plan
    answers = {status: rest_cors.with_headers(answer, cors) for status, answer in integration.answers.items()}
    shaped = replace(plan, integration=replace(integration, answers=answers))
    if plan.cached and rest_cors.names_the_asker(cors):
        # Else one page would get the answer that names another.
        return replace(shaped, cache_keys=tuple(dict.fromkeys((*plan.cache_keys, "method.request.header.Origin"))))
    return shaped


def _resource_id(place: Place, resources: Mapping[Path, aws.apigateway.Resource], path: Path) -> pulumi.Input[str]:
    return resources[path].id if path else place.api.root_resource_id
