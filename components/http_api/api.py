"""HttpApi: an API Gateway HTTP API whose routes are data."""

import pulumi
import pulumi_aws as aws

from components import access_logs
from components.access import cors
from components.access.grants import Grant
from components.access.invoke_grants import invoke_grant
from components.http_api import rules as http_api_rules
from components.http_api import warnings as http_warnings
from components.http_api.args import HttpApiArgs
from components.http_api.authorizers import authorization_type
from components.http_api.routes import create_routes
from components.http_api.stages import DEFAULT_STAGE, create_stages
from components.knowledge.kinds import Kind
from components.openapi.export import openapi_document
from components.problems import ComponentError, Problem, choices, did_you_mean
from components.routing import route_keys
from components.routing.private_services import PrivateService
from components.routing.routing import Routing
from components.routing.used_features import used_features


class HttpApi(pulumi.ComponentResource):
    """An HTTP API with stages that deploy by themselves, throttled, logged, and with no route open by accident.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    url: pulumi.Output[str]
    """URL of the stage, without a slash at its end."""
    stage_urls: pulumi.Output[dict[str, str]]
    """URL of each stage by its name, the further ones included."""
    api_id: pulumi.Output[str]
    """Identifier of the API in AWS."""
    execution_arn: pulumi.Output[str]
    """ARN prefix of the API's requests, for permissions: `EXECUTION_ARN/STAGE/METHOD/PATH`."""
    stage_name: pulumi.Output[str]
    """Name of the stage."""
    log_group_name: pulumi.Output[str]
    """Name of the log group with the access logs."""
    authorizer_ids: pulumi.Output[dict[str, str]]
    """Identifier in AWS of each authorizer that has one, by its name, for routes of an HttpApiRoutes."""
    routes: pulumi.Output[dict[str, str]]
    """Who may call each route: `AUTHORIZER`, `AUTHORIZER [SCOPES]` or `public: REASON`, by route key."""

    def __init__(self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        routing = Routing.of(args, (route_keys.DEFAULT,), preflights="cors" in args)
        if problems := http_api_rules.problems(name, args, routing):
            raise ComponentError(f'HTTP API "{name}"', problems)
        self._name_of_component = name
        self._args = args
        self._routing = routing
        super().__init__("gateway:index:HttpApi", name, self._summary(), opts)
        self._warn()
        api = self._create_api()
        created = create_routes(name, api.id, api.execution_arn, routing, parent=self, tags=args.get("tags"))
        log_group = self._create_log_group()
        # AWS refuses settings of a route that does not exist yet; a stage without permissions would answer 500.
        after = pulumi.ResourceOptions(parent=self, depends_on=[*created.resources])
        stages = create_stages(name, args, routing.routes, api, log_group, opts=after)
        self.stage_urls = pulumi.Output.all(
            **{key: stage.invoke_url.apply(lambda url: url.rstrip("/")) for key, stage in stages.items()}
        )
        stage = stages[self._stage_name]
        self.url = stage.invoke_url.apply(lambda url: url.rstrip("/"))
        self.api_id = api.id
        self.execution_arn = api.execution_arn
        self.stage_name = stage.name
        self.log_group_name = log_group.name
        self.authorizer_ids = pulumi.Output.all(**created.authorizer_ids)
        self.routes = pulumi.Output.from_input({key: str(who) for key, who in routing.accesses.items()})
        self.register_outputs(
            {
                "url": self.url,
                "stageUrls": self.stage_urls,
                "apiId": self.api_id,
                "executionArn": self.execution_arn,
                "stageName": self.stage_name,
                "logGroupName": self.log_group_name,
                "authorizerIds": self.authorizer_ids,
                "routes": self.routes,
            },
        )

    def url_for(self, path: str) -> pulumi.Output[str]:
        """URL of a path as its route writes it, such as "/orders/{id}".

        Raises:
            ComponentError: when no route has this path; its text names the near ones.
        """
        paths = {route_keys.parse(key).path for key in self._routing.routes}
        catch_all = route_keys.DEFAULT in self._routing.routes and path.startswith("/")
        if path not in paths - {""} and not catch_all:
            remedy = did_you_mean(path, paths, "add a route with this path, or use the path of a route")
            problem = Problem("url_for", f'the path "{path}"', choices(paths), remedy)
            raise ComponentError(f'HTTP API "{self._name_of_component}"', [problem])
        return pulumi.Output.concat(self.url, path)

    def grant_invoke(self, *keys: str) -> Grant:
        """What a caller with AWS credentials must be granted for these routes; for all with iam() if none is named.

        Raises:
            ComponentError: for a route that does not have an iam() authorizer.
        """
        signed = {
            key: who
            for key, who in self._routing.accesses.items()
            if authorization_type(self._routing.authorizers.get(who.authorizer or "")) == "AWS_IAM"
        }
        subject = f'HTTP API "{self._name_of_component}"'
        return invoke_grant(subject, self.execution_arn, self._stage_name, keys, signed)

    def openapi(self, title: str, version: str) -> dict[str, object]:
        """The API as an OpenAPI 3.1 document; `openapi_text` makes JSON of it, unknown values included.

        Args:
            title: what the API is called.
            version: the version of the API.
        """
        return openapi_document(
            title,
            version,
            self._routing.routes,
            self._routing.authorizers,
            url=self.url,
            default_authorizer=self._routing.default_authorizer,
            default_scopes=self._routing.default_scopes,
        )

    @property
    def default_endpoint_disabled(self) -> bool:
        """Whether the address that AWS gives the API answers nothing."""
        return bool(self._args.get("disable_default_endpoint"))

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

    @property
    def _stage_name(self) -> str:
        return self._args.get("stage", DEFAULT_STAGE)

    def _summary(self) -> dict[str, object]:
        """The component's inputs as the state and policies show them: above all why a route is public."""
        routes = {key: str(who) for key, who in self._routing.accesses.items()}
        return {"routes": routes, "stage": self._stage_name, "throttle": {**self._args["throttle"]}}

    def _warn(self) -> None:
        raised = self._args.get("quotas", {})
        for warning in http_warnings.warnings(self._routing, raised, preflights="cors" in self._args):
            pulumi.log.warn(f'{Kind.HTTP.title} "{self._name_of_component}": {warning}', self)

    def _create_api(self) -> aws.apigatewayv2.Api:
        settings = self._args.get("cors")
        return aws.apigatewayv2.Api(
            self._name_of_component,
            protocol_type="HTTP",
            description=self._args.get("description"),
            cors_configuration=None if settings is None else cors.configuration(settings),
            disable_execute_api_endpoint=self._args.get("disable_default_endpoint"),
            tags=self._args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_log_group(self) -> aws.cloudwatch.LogGroup:
        return access_logs.log_group(self._name_of_component, self.log_retention_days, self._args.get("tags"), self)
