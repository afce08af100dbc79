"""WebSocketApi: an API Gateway WebSocket API whose routes are data."""

from collections.abc import Mapping, Sequence
from typing import cast

import pulumi
import pulumi_aws as aws

from components import access_logs
from components.access.grants import Grant
from components.access.usage_plans import create_usage_plans
from components.problems import ComponentError, Problem
from components.routing.integrations import FunctionTarget, function_target, once
from components.routing.invoke_permissions import invoke_permissions
from components.routing.routes import Route, access
from components.websocket_api import connections as websocket_connections
from components.websocket_api import rules as websocket_api_rules
from components.websocket_api import warnings as websocket_warnings
from components.websocket_api.args import CONNECTIONS_KEYS, WebSocketApiArgs
from components.websocket_api.connections import DEFAULT_STAGE, WebSocketConnectionsArgs
from components.websocket_api.expressions import DEFAULT_SELECTION, identity_source
from components.websocket_api.integrations import create_integrations
from components.websocket_api.models import create_models
from components.websocket_api.responses import create_responses
from components.websocket_api.route_keys import CONNECT
from components.websocket_api.rules import AUTHORIZER
from components.websocket_api.stage import create_stage


class WebSocketApi(pulumi.ComponentResource):
    """A WebSocket API with one stage that deploys by itself, throttled, logged, and not open by accident.

    A client is judged once, when it connects; each message then goes to the route that its content names. A function
    that answers a route and also sends to clients needs a WebSocketConnections, which is made before it.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    url: pulumi.Output[str]
    """Where clients connect: `wss://…/STAGE`."""
    callback_url: pulumi.Output[str]
    """Where functions send to connected clients (`@connections`). It is never that of a custom domain."""
    api_id: pulumi.Output[str]
    """Identifier of the API in AWS."""
    execution_arn: pulumi.Output[str]
    """ARN prefix of the API's requests, for permissions: `EXECUTION_ARN/STAGE/ROUTE KEY`."""
    stage_name: pulumi.Output[str]
    """Name of the stage."""
    log_group_name: pulumi.Output[str]
    """Name of the log group with the access log."""
    routes: pulumi.Output[dict[str, str]]
    """Who may call each route: of `$connect` its authorizer or `public: REASON`, of the others `connected clients`."""
    api_keys: pulumi.Output[dict[str, str]]
    """The API keys that were made, by the names of the customers. Secret."""

    def __init__(self, name: str, args: WebSocketApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        targets = _targets(name, args)
        self._name_of_component = name
        self._args = args
        self._settings = args["connections"].settings if "connections" in args else _settings(args)
        self._stage_name = self._settings.get("stage", DEFAULT_STAGE)
        super().__init__("gateway:index:WebSocketApi", name, self._summary(), opts)
        self._warn(targets)
        api = self._api = self._create_api()
        authorizer_ids = self._create_authorizers(api, targets)
        models = create_models(name, api.id, args.get("models", {}), self)
        integrations = create_integrations(api, args["routes"], targets, args.get("tags"), self)
        routes = self._create_routes(api, integrations, authorizer_ids, models)
        responses = create_responses(api, args["routes"], integrations, routes, self)
        permissions = invoke_permissions(name, api.execution_arn, once(targets), self)
        log_group = self._create_log_group()
        after = [*routes.values(), *responses, *permissions]
        stage = create_stage(name, api.id, self._stage_name, args, log_group.arn, parent=self, after=after)
        keys = create_usage_plans(name, args.get("usage_plans", {}), api.id, stage.name, self, tags=args.get("tags"))
        self.url = pulumi.Output.concat(api.api_endpoint, "/", stage.name)
        self.callback_url = websocket_connections.callback_url(api, self._settings)
        self.api_id = api.id
        self.execution_arn = api.execution_arn
        self.stage_name = stage.name
        self.log_group_name = log_group.name
        self.routes = pulumi.Output.from_input(self._accesses())
        # The values within become known with the output around them.
        self.api_keys = cast("pulumi.Output[dict[str, str]]", pulumi.Output.secret(keys))
        self.register_outputs(
            {
                "url": self.url,
                "callbackUrl": self.callback_url,
                "apiId": self.api_id,
                "executionArn": self.execution_arn,
                "stageName": self.stage_name,
                "logGroupName": self.log_group_name,
                "routes": self.routes,
                "apiKeys": self.api_keys,
            },
        )

    def grant_manage_connections(self, methods: Sequence[str] = ("POST",)) -> Grant:
        """The right to reach connected clients: see `manage_connections` in websocket_connections.py."""
        return websocket_connections.manage_connections(self._api, self._settings, methods)

    def grant_invoke(self) -> Grant:
        """The right to connect, for callers that an `iam()` authorizer lets in."""
        return websocket_connections.connect(self._api, self._settings)

    @property
    def log_retention_days(self) -> int:
        """Days that its logs are kept."""
        return self._args.get("log_retention_days", access_logs.DEFAULT_RETENTION_DAYS)

    def _summary(self) -> dict[str, object]:
        """The component's inputs as the state and policies show them: above all why anyone may connect."""
        return {"routes": self._accesses(), "stage": self._stage_name, "throttle": {**self._args["throttle"]}}

    def _accesses(self) -> dict[str, str]:
        return {
            key: str(access(key, route, None)) if key == CONNECT else "connected clients"
            for key, route in self._args["routes"].items()
        }

    def _warn(self, targets: Mapping[str, FunctionTarget]) -> None:
        for warning in websocket_warnings.warnings(self._args, targets):
            pulumi.log.warn(f'WebSocket API "{self._name_of_component}": {warning}', self)

    def _create_api(self) -> aws.apigatewayv2.Api:
        if "connections" in self._args:
            return self._args["connections"].api
        return websocket_connections.create_api(self._name_of_component, self._settings, self)

    def _create_authorizers(
        self, api: aws.apigatewayv2.Api, targets: Mapping[str, FunctionTarget]
    ) -> dict[str, pulumi.Output[str]]:
        """The Lambda authorizers. IAM needs no resource."""
        return {
            name: aws.apigatewayv2.Authorizer(
                f"{self._name_of_component}-authorizer-{name}",
                api_id=api.id,
                authorizer_type="REQUEST",
                authorizer_uri=targets[f"{AUTHORIZER}{name}"].invoke_uri(),
                identity_sources=[identity_source(source) for source in authorizer.get("identity_sources", ())],
                name=name,
                opts=pulumi.ResourceOptions(parent=self),
            ).id
            for name, authorizer in self._args.get("authorizers", {}).items()
            if authorizer["kind"] == "request"
        }

    def _create_routes(
        self,
        api: aws.apigatewayv2.Api,
        integrations: Mapping[str, aws.apigatewayv2.Integration],
        authorizer_ids: Mapping[str, pulumi.Output[str]],
        models: Mapping[str, aws.apigatewayv2.Model],
    ) -> dict[str, aws.apigatewayv2.Route]:
        # The expression that chose the route evaluates to its key again; what chose $default finds no other model.
        selection = self._settings.get("route_selection_expression", DEFAULT_SELECTION)
        wanted = {key: route.get("validate", {}).get("body") for key, route in self._args["routes"].items()}
        # One output for each integration, however many routes share it: outputs are what large programs spend time on.
        target_of = {one: pulumi.Output.concat("integrations/", one.id) for one in set(integrations.values())}
        return {
            key: aws.apigatewayv2.Route(
                f"{self._name_of_component}-{key}",
                api_id=api.id,
                route_key=key,
                target=target_of[integrations[key]],
                api_key_required=route.get("api_key"),
                authorization_type=self._authorization_type(route),
                authorizer_id=authorizer_ids.get(route.get("authorizer", "")),
                operation_name=route.get("operation_name"),
                model_selection_expression=selection if wanted[key] else None,
                request_models={key: models[model].name} if (model := wanted[key]) else None,
                route_response_selection_expression="$default" if route.get("returns_response") else None,
                opts=pulumi.ResourceOptions(parent=self),
            )
            for key, route in self._args["routes"].items()
        }

    def _authorization_type(self, route: Route) -> str:
        if "authorizer" not in route:
            return "NONE"
        return "AWS_IAM" if self._args.get("authorizers", {})[route["authorizer"]]["kind"] == "iam" else "CUSTOM"

    def _create_log_group(self) -> aws.cloudwatch.LogGroup:
        return access_logs.log_group(self._name_of_component, self.log_retention_days, self._args.get("tags"), self)


def _settings(args: WebSocketApiArgs) -> WebSocketConnectionsArgs:
    """The settings of the API itself, among those of its routes and its stage."""
    own = (*CONNECTIONS_KEYS, "tags")
    return cast("WebSocketConnectionsArgs", {key: value for key, value in args.items() if key in own})


def _targets(name: str, args: WebSocketApiArgs) -> dict[str, FunctionTarget]:
    """The function of each route and of each authorizer, once nothing is wrong with the arguments."""
    functions = {key: route["function"] for key, route in args.get("routes", {}).items() if "function" in route}
    for authorizer_name, authorizer in args.get("authorizers", {}).items():
        if "function" in authorizer:
            functions[f"{AUTHORIZER}{authorizer_name}"] = authorizer["function"]
    targets: dict[str, FunctionTarget] = {}
    problems: list[Problem] = []
    for key, function in functions.items():
        try:
            targets[key] = function_target(function, key)
        except TypeError as error:
            where = key if key.startswith(AUTHORIZER) else f'route "{key}"'
            allowed = "a LambdaFunction, a function or alias of pulumi_aws, or the ARN of one"
            problems.append(Problem(where, str(error), allowed, "pass the function itself"))
    problems = [*websocket_api_rules.problems(name, args, targets), *problems]
    if problems:
        raise ComponentError(f'WebSocket API "{name}"', problems)
    return targets
