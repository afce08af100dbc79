"""RestApi: an API Gateway REST API whose routes are data."""

import pulumi
import pulumi_aws as aws

from components import access_logs
from components.access.grants import Grant
from components.access.invoke_grants import invoke_grant
from components.access.usage_plans import create_usage_plans
from components.knowledge.kinds import Kind
from components.openapi.export import openapi_document
from components.problems import ComponentError, Problem, choices, did_you_mean
from components.rest_api import cors as rest_cors
from components.rest_api import gateway_responses
from components.rest_api import paths as rest_paths
from components.rest_api import rules as rest_api_rules
from components.rest_api import warnings as rest_warnings
from components.rest_api.args import RestApiArgs
from components.rest_api.place import Place
from components.rest_api.resource_policies import document
from components.rest_api.routes import create_routes
from components.rest_api.settings import cache_size
from components.rest_api.signed_routes import open_requests, signed_routes
from components.rest_api.stages import create_deployment, create_stages, stage_name, stage_names
from components.routing import route_keys
from components.routing.private_services import PrivateService
from components.routing.routing import Routing
from components.routing.used_features import used_features


class RestApi(pulumi.ComponentResource):
    """A REST API, throttled, logged, deployed anew exactly when something changed, with no route open by accident.

    API Gateway writes the logs of REST APIs with a role of the account and Region, which must be set there once: see
    the argument `account`.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    url: pulumi.Output[str]
    """URL of the stage, without a slash at its end."""
    stage_urls: pulumi.Output[dict[str, str]]
    """URL of each stage by its name, the further ones included."""
    api_id: pulumi.Output[str]
    """Identifier of the API in AWS."""
    api_name: pulumi.Output[str]
    """Name of the API in AWS, by which CloudWatch tells its metrics from those of others."""
    root_resource_id: pulumi.Output[str]
    """Identifier of the API's root, to add resources of pulumi_aws below it."""
    execution_arn: pulumi.Output[str]
    """ARN prefix of the API's requests, for permissions: `EXECUTION_ARN/STAGE/METHOD/PATH`."""
    stage_name: pulumi.Output[str]
    """Name of the stage."""
    stage_arn: pulumi.Output[str]
    """ARN of the stage, for a web ACL."""
    deployment_id: pulumi.Output[str]
    """Identifier of the newest deployment."""
    log_group_name: pulumi.Output[str]
    """Name of the log group with the access logs."""
    routes: pulumi.Output[dict[str, str]]
    """Who may call each route: `AUTHORIZER`, `AUTHORIZER [SCOPES]` or `public: REASON`, by route key."""
    api_keys: pulumi.Output[dict[str, str]]
    """The API key of each customer by his name: a secret."""

    def __init__(self, name: str, args: RestApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        routing = Routing.of(args, rest_paths.CATCH_ALL)
        if problems := rest_api_rules.problems(name, args, routing):
            raise ComponentError(f'REST API "{name}"', problems)
        self._name_of_component = name
        self._args = args
        self._routing = routing
        super().__init__("gateway:index:RestApi", name, self._summary(), opts)
        self._warn()
        place = Place(name, self._create_api(), self, binary=bool(args.get("binary_media_types")))
        routes = create_routes(place, args, routing)
        contents = [place.api, *routes.contents, *self._create_policy(place), *self._create_responses(place)]
        deployment = create_deployment(place, args, contents, routes.permissions)
        log_group = access_logs.log_group(name, self.log_retention_days, args.get("tags"), self)
        stages = create_stages(place, args, routing.routes, deployment, log_group)
        stage = stages[stage_name(args)]
        plans, tags = args.get("usage_plans", {}), args.get("tags")
        keys = create_usage_plans(name, plans, place.api.id, stage.stage_name, self, tags=tags)
        self.url = stage.invoke_url.apply(lambda url: url.rstrip("/"))
        self.stage_urls = pulumi.Output.all(
            **{key: one.invoke_url.apply(lambda url: url.rstrip("/")) for key, one in stages.items()}
        )
        self.api_id = place.api.id
        self.api_name = place.api.name
        self.root_resource_id = place.api.root_resource_id
        self.execution_arn = place.api.execution_arn
        self.stage_name = stage.stage_name
        self.stage_arn = stage.arn
        self.deployment_id = deployment.id
        self.log_group_name = log_group.name
        self.routes = pulumi.Output.from_input({key: str(who) for key, who in routing.accesses.items()})
        self.api_keys = pulumi.Output.secret(pulumi.Output.all(**keys))
        self.register_outputs(
            {
                "url": self.url,
                "stageUrls": self.stage_urls,
                "apiId": self.api_id,
                "apiName": self.api_name,
                "rootResourceId": self.root_resource_id,
                "executionArn": self.execution_arn,
                "stageName": self.stage_name,
                "stageArn": self.stage_arn,
                "deploymentId": self.deployment_id,
                "logGroupName": self.log_group_name,
                "routes": self.routes,
                "apiKeys": self.api_keys,
            },
        )

    def url_for(self, path: str) -> pulumi.Output[str]:
        """URL of a path as its route writes it, such as "/orders/{id}".

        Raises:
            ComponentError: when no route has this path; its text names the near ones.
        """
        paths = {route_keys.parse(key).path for key in self._routing.routes}
        catch_all = "/{proxy+}" in paths and path.startswith("/")
        if path not in paths and not catch_all:
            remedy = did_you_mean(path, paths, "add a route with this path, or use the path of a route")
            problem = Problem("url_for", f'the path "{path}"', choices(paths), remedy)
            raise ComponentError(f'REST API "{self._name_of_component}"', [problem])
        return pulumi.Output.concat(self.url, path)

    def grant_invoke(self, *keys: str) -> Grant:
        """What a caller with AWS credentials must be granted for these routes; for all with iam() if none is named.

        Raises:
            ComponentError: for a route that does not have an iam() authorizer.
        """
        subject, signed = f'REST API "{self._name_of_component}"', signed_routes(self._routing)
        return invoke_grant(subject, self.execution_arn, stage_name(self._args), keys, signed)

    def openapi(self, version: str) -> pulumi.Output[str]:
        """The API as an OpenAPI 3.1 document, in JSON.

        Args:
            version: the version of the API.
        """
        args = self._args
        described = openapi_document(
            self._name_of_component,
            version,
            self._routing.routes,
            self._routing.authorizers,
            models=args.get("models"),
            url=self.url,
            default_authorizer=args.get("default_authorizer"),
            default_scopes=args.get("default_scopes", ()),
        )
        return pulumi.Output.json_dumps(described, indent=2)

    @property
    def default_endpoint_disabled(self) -> bool:
        """Whether the address that AWS gives the API answers nothing."""
        return bool(self._args.get("disable_default_endpoint"))

    @property
    def endpoint(self) -> str:
        """`REGIONAL`, `EDGE` or `PRIVATE`."""
        return self._args.get("endpoint", "REGIONAL")

    @property
    def cached(self) -> bool:
        """Whether the API's own stage has a cache."""
        return "cache" in self._args

    @property
    def cache_size(self) -> str | None:
        """Gigabytes of the cache of the API's own stage, as AWS writes them, such as "0.5"; None if it has none."""
        return cache_size(self._args["cache"]) if "cache" in self._args else None

    @property
    def features(self) -> tuple[str, ...]:
        """What it uses of what only some kinds have: ids of components/knowledge/capabilities.py."""
        return used_features(self._args, self._routing)

    @property
    def private_services(self) -> tuple[PrivateService, ...]:
        """The private service of each route that has one."""
        return self._routing.private_services

    @property
    def log_retention_days(self) -> int:
        """Days that its logs are kept."""
        return self._args.get("log_retention_days", access_logs.DEFAULT_RETENTION_DAYS)

    def _summary(self) -> dict[str, object]:
        """The component's inputs as the state and policies show them: above all why a route is public."""
        routes = {key: str(who) for key, who in self._routing.accesses.items()}
        return {"routes": routes, "stage": stage_name(self._args), "throttle": {**self._args["throttle"]}}

    def _warn(self) -> None:
        for warning in rest_warnings.warnings(self._args, self._routing):
            pulumi.log.warn(f'{Kind.REST.title} "{self._name_of_component}": {warning}', self)

    def _create_api(self) -> aws.apigateway.RestApi:
        args = self._args
        size = args.get("minimum_compression_size")
        return aws.apigateway.RestApi(
            self._name_of_component,
            api_key_source=args.get("api_key_source"),
            binary_media_types=[*args.get("binary_media_types", ())] or None,
            description=args.get("description"),
            disable_execute_api_endpoint=args.get("disable_default_endpoint"),
            endpoint_configuration={
                "types": args.get("endpoint", "REGIONAL"),
                "vpc_endpoint_ids": [*args.get("vpc_endpoint_ids", ())] or None,
            },
            minimum_compression_size=None if size is None else str(int(size)),
            tags=args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_policy(self, place: Place) -> list[aws.apigateway.RestApiPolicy]:
        """The resource policy, which names the API and so can only be made after it."""
        if "resource_policy" not in self._args:
            return []
        opened = open_requests(self._routing, stage_names(self._args), preflights="cors" in self._args)
        policy = document(self._args["resource_policy"], place.api.execution_arn, opened)
        name, opts = f"{place.name}-resource-policy", place.options_of_the_only_one()
        return [aws.apigateway.RestApiPolicy(name, rest_api_id=place.api.id, policy=policy, opts=opts)]

    def _create_responses(self, place: Place) -> list[aws.apigateway.Response]:
        wanted = rest_cors.gateway_responses(self._args.get("cors"), self._args.get("gateway_responses", {}))
        return gateway_responses.create_gateway_responses(place, wanted)
