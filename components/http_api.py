"""HttpApi: an API Gateway HTTP API whose routes are data."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components import access_logs, cors, http_api_rules, route_keys
from components.authorizers import DEFAULT_IDENTITY_SOURCE
from components.http_api_args import HttpApiArgs
from components.integrations import FunctionTarget, function_target
from components.problems import ComponentError, Problem, choices, did_you_mean
from components.routes import access


class HttpApi(pulumi.ComponentResource):
    """An HTTP API with one stage that deploys by itself, throttled, logged, and with no route open by accident.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    url: pulumi.Output[str]
    """URL of the stage, without a slash at its end."""
    api_id: pulumi.Output[str]
    """Identifier of the API in AWS."""
    execution_arn: pulumi.Output[str]
    """ARN prefix of the API's requests, for permissions: `EXECUTION_ARN/STAGE/METHOD/PATH`."""
    stage_name: pulumi.Output[str]
    """Name of the stage."""
    log_group_name: pulumi.Output[str]
    """Name of the log group with the access log."""
    routes: pulumi.Output[dict[str, str]]
    """Who may call each route: `AUTHORIZER`, `AUTHORIZER [SCOPES]` or `public: REASON`, by route key."""

    def __init__(self, name: str, args: HttpApiArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        targets = _targets(name, args)
        self._name_of_component = name
        self._args = args
        self._accesses = {
            key: access(key, route, args.get("default_authorizer")) for key, route in args["routes"].items()
        }
        self._stage_name = args.get("stage", "$default")
        super().__init__("gateway:index:HttpApi", name, self._summary(), opts)
        self._warn()
        api = self._create_api()
        authorizer_ids = self._create_authorizers(api)
        integrations = self._create_integrations(api, targets)
        routes = self._create_routes(api, integrations, authorizer_ids)
        permissions = self._create_permissions(api, targets)
        log_group = self._create_log_group()
        stage = self._create_stage(api, log_group, [*routes, *permissions])
        self.url = stage.invoke_url.apply(lambda url: url.rstrip("/"))
        self.api_id = api.id
        self.execution_arn = api.execution_arn
        self.stage_name = stage.name
        self.log_group_name = log_group.name
        self.routes = pulumi.Output.from_input({key: str(access) for key, access in self._accesses.items()})
        self.register_outputs(
            {
                "url": self.url,
                "apiId": self.api_id,
                "executionArn": self.execution_arn,
                "stageName": self.stage_name,
                "logGroupName": self.log_group_name,
                "routes": self.routes,
            },
        )

    def url_for(self, path: str) -> pulumi.Output[str]:
        """URL of a path as its route writes it, such as "/orders/{id}".

        Raises:
            ComponentError: when no route has this path; its text names the near ones.
        """
        paths = {route_keys.parse(key).path for key in self._accesses}
        catch_all = route_keys.DEFAULT in self._accesses and path.startswith("/")
        if path not in paths - {""} and not catch_all:
            remedy = did_you_mean(path, paths, "add a route with this path, or use the path of a route")
            problem = Problem("url_for", f'the path "{path}"', choices(paths), remedy)
            raise ComponentError(f'HTTP API "{self._name_of_component}"', [problem])
        return pulumi.Output.concat(self.url, path)

    def _summary(self) -> dict[str, object]:
        """The component's inputs as the state and policies show them: above all why a route is public."""
        routes = {key: str(access) for key, access in self._accesses.items()}
        return {"routes": routes, "stage": self._stage_name, "throttle": {**self._args["throttle"]}}

    def _warn(self) -> None:
        for warning in http_api_rules.warnings(self._args, self._accesses):
            pulumi.log.warn(f'HTTP API "{self._name_of_component}": {warning}', self)

    def _create_api(self) -> aws.apigatewayv2.Api:
        settings = self._args.get("cors")
        return aws.apigatewayv2.Api(
            self._name_of_component,
            protocol_type="HTTP",
            description=self._args.get("description"),
            cors_configuration=None if settings is None else cors.configuration(settings),
            tags=self._args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_authorizers(self, api: aws.apigatewayv2.Api) -> dict[str, pulumi.Output[str]]:
        return {
            name: aws.apigatewayv2.Authorizer(
                f"{self._name_of_component}-authorizer-{name}",
                api_id=api.id,
                authorizer_type="JWT",
                identity_sources=[authorizer.get("identity_source", DEFAULT_IDENTITY_SOURCE)],
                jwt_configuration={"audiences": [*authorizer["audiences"]], "issuer": authorizer["issuer"]},
                name=name,
                opts=pulumi.ResourceOptions(parent=self),
            ).id
            for name, authorizer in self._args.get("authorizers", {}).items()
        }

    def _create_integrations(
        self,
        api: aws.apigatewayv2.Api,
        targets: Mapping[str, FunctionTarget],
    ) -> dict[str, pulumi.Output[str]]:
        """One integration a function, by the label of the function; then the one of each route."""
        by_label = {
            target.label: aws.apigatewayv2.Integration(
                f"{self._name_of_component}-integration-{target.label}",
                api_id=api.id,
                integration_type="AWS_PROXY",
                integration_uri=target.uri,
                payload_format_version="2.0",
                opts=pulumi.ResourceOptions(parent=self),
            )
            for target in _once(targets)
        }
        return {key: by_label[target.label].id for key, target in targets.items()}

    def _create_routes(
        self,
        api: aws.apigatewayv2.Api,
        integrations: Mapping[str, pulumi.Output[str]],
        authorizer_ids: Mapping[str, pulumi.Output[str]],
    ) -> list[aws.apigatewayv2.Route]:
        return [
            aws.apigatewayv2.Route(
                f"{self._name_of_component}-{key}",
                api_id=api.id,
                route_key=key,
                target=pulumi.Output.concat("integrations/", integrations[key]),
                authorization_type="JWT" if who.authorizer else "NONE",
                authorizer_id=authorizer_ids[who.authorizer] if who.authorizer else None,
                authorization_scopes=[*who.scopes] or None,
                opts=pulumi.ResourceOptions(parent=self),
            )
            for key, who in self._accesses.items()
        ]

    def _create_permissions(
        self,
        api: aws.apigatewayv2.Api,
        targets: Mapping[str, FunctionTarget],
    ) -> list[aws.lambda_.Permission]:
        """One permission a function, not a route: a function's policy holds 20,480 bytes, some thirty statements."""
        return [
            aws.lambda_.Permission(
                f"{self._name_of_component}-permission-{target.label}",
                action="lambda:InvokeFunction",
                function=target.function,
                principal="apigateway.amazonaws.com",
                qualifier=target.qualifier,
                source_arn=pulumi.Output.concat(api.execution_arn, "/*"),
                opts=pulumi.ResourceOptions(parent=self),
            )
            for target in _once(targets)
        ]

    def _create_log_group(self) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            f"{self._name_of_component}-access-logs",
            name_prefix=access_logs.log_group_prefix(self._name_of_component),
            retention_in_days=self._args.get("log_retention_days", access_logs.DEFAULT_RETENTION_DAYS),
            tags=self._args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_stage(
        self,
        api: aws.apigatewayv2.Api,
        log_group: aws.cloudwatch.LogGroup,
        after: list[pulumi.Resource],
    ) -> aws.apigatewayv2.Stage:
        own = {key: route["throttle"] for key, route in self._args["routes"].items() if "throttle" in route}
        return aws.apigatewayv2.Stage(
            f"{self._name_of_component}-stage",
            api_id=api.id,
            name=self._stage_name,
            auto_deploy=True,
            access_log_settings={"destination_arn": log_group.arn, "format": access_logs.FORMAT},
            default_route_settings=aws.apigatewayv2.StageDefaultRouteSettingsArgs(
                throttling_rate_limit=self._args["throttle"]["rate"],
                throttling_burst_limit=int(self._args["throttle"]["burst"]),
            ),
            route_settings=[
                aws.apigatewayv2.StageRouteSettingArgs(
                    route_key=key,
                    throttling_rate_limit=own[key]["rate"],
                    throttling_burst_limit=int(own[key]["burst"]),
                )
                for key in sorted(own)
            ],
            tags=self._args.get("tags"),
            # AWS refuses settings of a route that does not exist yet; a stage without permissions would answer 500.
            opts=pulumi.ResourceOptions(parent=self, depends_on=after),
        )


def _targets(name: str, args: HttpApiArgs) -> dict[str, FunctionTarget]:
    """The function of each route, once nothing is wrong with the arguments."""
    targets: dict[str, FunctionTarget] = {}
    problems: list[Problem] = []
    for key, route in args.get("routes", {}).items():
        try:
            targets[key] = function_target(route["function"], key)
        except KeyError:
            continue  # the missing function is a problem of the route itself
        except TypeError as error:
            allowed = "a LambdaFunction, a function or alias of pulumi_aws, or the ARN of one"
            problems.append(Problem(f'route "{key}"', str(error), allowed, "pass the function itself"))
    problems = [*http_api_rules.problems(name, args, targets), *problems]
    if problems:
        raise ComponentError(f'HTTP API "{name}"', problems)
    return targets


def _once(targets: Mapping[str, FunctionTarget]) -> list[FunctionTarget]:
    return [*{target.label: target for target in targets.values()}.values()]
