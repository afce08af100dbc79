"""The stages of an HTTP API as resources of AWS: they deploy by themselves, throttled and logged."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components import access_logs
from components.access.throttling import Throttle
from components.http_api.args import HttpApiArgs, HttpStage
from components.routing.routes import Route

DEFAULT_STAGE = "$default"
"""The stage that adds nothing to the URL."""


def all_stages(args: HttpApiArgs) -> dict[str, HttpStage]:
    """Every stage by its name, the API's own one first."""
    own: HttpStage = {"throttle": args["throttle"]}
    if "stage_variables" in args:
        own["variables"] = args["stage_variables"]
    return {args.get("stage", DEFAULT_STAGE): own, **args.get("stages", {})}


def create_stages(
    api: str,
    args: HttpApiArgs,
    routes: Mapping[str, Route],
    resource: aws.apigatewayv2.Api,
    log_group: aws.cloudwatch.LogGroup,
    *,
    opts: pulumi.ResourceOptions,
) -> dict[str, aws.apigatewayv2.Stage]:
    """Every stage by its name, the API's own one first.

    Args:
        api: name of the component, with which the names of the resources begin.
        args: arguments of the API.
        routes: the routes by their keys.
        resource: the API.
        log_group: where the access logs go.
        opts: options of each stage: its parent, and what must be there before.
    """
    own = args.get("stage", DEFAULT_STAGE)
    throttles = {key: route["throttle"] for key, route in routes.items() if "throttle" in route}
    return {
        name: aws.apigatewayv2.Stage(
            f"{api}-stage" if name == own else f"{api}-stage-{name}",
            api_id=resource.id,
            name=name,
            auto_deploy=True,
            access_log_settings={"destination_arn": log_group.arn, "format": access_logs.FORMAT},
            default_route_settings=_default_settings(stage.get("throttle", args["throttle"])),
            description=stage.get("description"),
            route_settings=[_route_settings(key, throttles[key]) for key in sorted(throttles)],
            stage_variables={**stage.get("variables", {})} or None,
            tags=args.get("tags"),
            opts=opts,
        )
        for name, stage in all_stages(args).items()
    }


# A number left out is 0 to AWS, and 0 refuses every request: both are always sent.
def _default_settings(throttle: Throttle) -> aws.apigatewayv2.StageDefaultRouteSettingsArgs:
    return aws.apigatewayv2.StageDefaultRouteSettingsArgs(
        throttling_rate_limit=throttle["rate"], throttling_burst_limit=int(throttle["burst"])
    )


def _route_settings(key: str, throttle: Throttle) -> aws.apigatewayv2.StageRouteSettingArgs:
    return aws.apigatewayv2.StageRouteSettingArgs(
        route_key=key, throttling_rate_limit=throttle["rate"], throttling_burst_limit=int(throttle["burst"])
    )
