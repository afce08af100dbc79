"""The deployment and the stages of a REST API, throttled, logged, and cached where routes say so.

Source: https://docs.aws.amazon.com/apigateway/latest/api/API_MethodSetting.html
"""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws

from components.access.throttling import Throttle
from components.observability import execution_logs
from components.rest_api import access_log as rest_access_log
from components.rest_api import redeployment
from components.rest_api.args import RestApiArgs
from components.rest_api.place import Place
from components.rest_api.settings import RestStage, cache_size
from components.routing.routes import Route

ALL = "*/*"
"""Every method of every path, as settings spell it."""


def stage_name(args: Mapping[str, object]) -> str:
    """Name of the API's own stage."""
    return str(args.get("stage", pulumi.get_stack()))


def stage_names(args: Mapping[str, object]) -> list[str]:
    """The names of all stages, the API's own one first."""
    further = args.get("stages")
    return [stage_name(args), *(map(str, further) if isinstance(further, Mapping) else ())]  # pyright: ignore[reportUnknownArgumentType] -- names are judged elsewhere


def create_deployment(
    place: Place, args: RestApiArgs, contents: Sequence[pulumi.Resource], after: Sequence[pulumi.Resource]
) -> aws.apigateway.Deployment:
    """The deployment, which is replaced exactly when something changes that it snapshots.

    Args:
        place: what it belongs to.
        args: arguments of the API.
        contents: what it snapshots.
        after: what must be there before, beside that.
    """
    return aws.apigateway.Deployment(
        f"{place.name}-deployment",
        rest_api=place.api.id,
        triggers=redeployment.triggers(contents),
        opts=pulumi.ResourceOptions(
            parent=place.parent,
            depends_on=[*contents, *after],
            retain_on_delete=True if args.get("keep_deployments") else None,
        ),
    )


def create_stages(
    place: Place,
    args: RestApiArgs,
    routes: Mapping[str, Route],
    deployment: aws.apigateway.Deployment,
    log_group: aws.cloudwatch.LogGroup,
) -> dict[str, aws.apigateway.Stage]:
    """Every stage by its name, the API's own one first, with its settings."""
    own = stage_name(args)
    settings: dict[str, RestStage] = {own: _own_stage(args), **args.get("stages", {})}
    stages: dict[str, aws.apigateway.Stage] = {}
    for name, given in settings.items():
        suffix = "" if name == own else f"-{name}"
        stages[name] = _create_stage(
            place, args, name, given, deployment=deployment, log_group=log_group, own=name == own
        )
        _create_settings(
            place, args, routes, stages[name], throttle=given.get("throttle", args["throttle"]), suffix=suffix
        )
    return stages


def method_path(key: str) -> str:
    """A route as settings spell it: `orders/{id}/GET`, and `~1/GET` for the root, whose path is a slash alone."""
    method, _, path = key.partition(" ")
    return f"{path.removeprefix('/') or '~1'}/{method}"


def _own_stage(args: RestApiArgs) -> RestStage:
    stage: RestStage = {"throttle": args["throttle"]}
    if "stage_variables" in args:
        stage["variables"] = args["stage_variables"]
    return stage


def _create_stage(
    place: Place,
    args: RestApiArgs,
    name: str,
    given: RestStage,
    *,
    deployment: aws.apigateway.Deployment,
    log_group: aws.cloudwatch.LogGroup,
    own: bool,
) -> aws.apigateway.Stage:
    cache, canary = (args.get("cache"), args.get("canary")) if own else (None, None)
    stable = canary.get("stable_deployment") if canary else None
    suffix = "" if own else f"-{name}"
    group = pulumi.Output.concat("API-Gateway-Execution-Logs_", place.api.id, "/", name)
    logs = execution_logs.before_stage(f"{place.name}-execution-logs{suffix}", group, args, place.parent)
    return aws.apigateway.Stage(
        f"{place.name}-stage{suffix}",
        rest_api=place.api.id,
        stage_name=name,
        deployment=deployment.id if stable is None else stable,
        access_log_settings={"destination_arn": log_group.arn, "format": rest_access_log.FORMAT},
        cache_cluster_enabled=cache is not None,
        cache_cluster_size=None if cache is None else cache_size(cache),
        canary_settings=None
        if canary is None
        else aws.apigateway.StageCanarySettingsArgs(
            deployment_id=deployment.id,
            percent_traffic=canary["percent"],
            stage_variable_overrides=canary.get("stage_variables"),
            use_stage_cache=canary.get("use_cache", False),
        ),
        description=given.get("description"),
        tags=args.get("tags"),
        variables={**given.get("variables", {})} or None,
        xray_tracing_enabled=args.get("tracing", False),
        opts=pulumi.ResourceOptions(parent=place.parent, depends_on=logs),
    )


def _create_settings(
    place: Place,
    args: RestApiArgs,
    routes: Mapping[str, Route],
    stage: aws.apigateway.Stage,
    *,
    throttle: Throttle,
    suffix: str,
) -> None:
    general = aws.apigateway.MethodSettings(
        f"{place.name}-settings{suffix}",
        rest_api=place.api.id,
        stage_name=stage.stage_name,
        method_path=ALL,
        settings=_settings(args, throttle, None, cached=not suffix),
        opts=place.options_of_the_only_one(),
    )
    for key, route in routes.items():
        cache = None if suffix else route.get("cache")
        if "throttle" not in route and cache is None:
            continue
        aws.apigateway.MethodSettings(
            f"{place.name}-settings{suffix}-{key}",
            rest_api=place.api.id,
            stage_name=stage.stage_name,
            method_path=method_path(key),
            settings=_settings(
                args, route.get("throttle", throttle), None if cache is None else int(cache["ttl"]), cached=not suffix
            ),
            # AWS refuses some of several changes of one stage at a moment.
            opts=place.options_of_the_only_one(general),
        )


def _settings(
    args: RestApiArgs, throttle: Throttle, ttl: int | None, *, cached: bool
) -> aws.apigateway.MethodSettingsSettingsArgs:
    """The settings of a method, every one sent: it inherits none that it leaves out from those for all methods."""
    cache = args.get("cache") if cached else None
    return aws.apigateway.MethodSettingsSettingsArgs(
        throttling_rate_limit=throttle["rate"],
        throttling_burst_limit=int(throttle["burst"]),
        logging_level=execution_logs.level(args),
        # Data traces hold bodies and headers, tokens among them.
        data_trace_enabled=False,
        metrics_enabled=False,
        caching_enabled=ttl is not None,
        cache_ttl_in_seconds=ttl,
        cache_data_encrypted=None if cache is None else cache.get("encrypted", True),
        # Else any caller could have answers made anew with a header.
        require_authorization_for_cache_control=None if cache is None else True,
        unauthorized_cache_control_header_strategy=None if cache is None else "FAIL_WITH_403",
    )
