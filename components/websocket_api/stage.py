"""The stage of a WebSocket API."""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.access.throttling import Throttle
from components.observability import execution_logs
from components.websocket_api.access_log import FORMAT
from components.websocket_api.args import WebSocketApiArgs


def create_stage(
    api: str,
    api_id: pulumi.Input[str],
    stage: str,
    args: WebSocketApiArgs,
    log_group_arn: pulumi.Input[str],
    *,
    parent: pulumi.Resource,
    after: Sequence[pulumi.Resource],
) -> aws.apigatewayv2.Stage:
    """The stage, which deploys each change by itself.

    Args:
        api: name of the component.
        api_id: identifier of the API.
        stage: name of the stage.
        args: the arguments of the component.
        log_group_arn: where the access log goes.
        parent: the component.
        after: routes, and what they need. AWS deploys no WebSocket API without a route, and refuses settings of a route
            that does not exist yet.
    """
    # How API Gateway names the group; AWS' guide says only how it names that of a REST API.
    group = pulumi.Output.concat("/aws/apigateway/", api_id, "/", stage)
    logs = execution_logs.before_stage(f"{api}-execution-logs", group, args, parent)
    own = {key: route["throttle"] for key, route in args["routes"].items() if "throttle" in route}
    return aws.apigatewayv2.Stage(
        f"{api}-stage",
        api_id=api_id,
        name=stage,
        auto_deploy=True,
        access_log_settings={"destination_arn": log_group_arn, "format": FORMAT},
        default_route_settings=_settings(args, args["throttle"]),
        route_settings=[{"route_key": key, **_settings(args, own[key])} for key in sorted(own)],
        stage_variables=args.get("stage_variables"),
        tags=args.get("tags"),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[*after, *logs]),
    )


def _settings(args: WebSocketApiArgs, throttle: Throttle) -> aws.apigatewayv2.StageDefaultRouteSettingsArgsDict:
    """Every setting, as those of a route inherit nothing of the default ones."""
    return {
        "data_trace_enabled": False,  # it would write the messages themselves into the log
        "detailed_metrics_enabled": args.get("detailed_metrics", False),
        "logging_level": execution_logs.level(args),
        "throttling_burst_limit": int(throttle["burst"]),
        "throttling_rate_limit": throttle["rate"],
    }
