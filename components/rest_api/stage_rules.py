"""Rules for the stages of a REST API. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping

from components.access.throttling import throttle_problems
from components.knowledge import limits, quotas
from components.observability.execution_logs import log_problems
from components.problems import Problem, missing_keys, unknown_keys
from components.rest_api.settings import Canary, RestStage
from components.rest_api.stages import stage_name

_STAGE = re.compile(r"[A-Za-z0-9_-]{1,128}")
_ALLOWED = "1 to 128 letters, digits, hyphens and underscores"
_WHOLE = 100


def stage_problems(args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the arguments about stages."""
    own, further = stage_name(args), args.get("stages", {})
    found: list[Problem] = []
    if not _STAGE.fullmatch(own):
        remedy = 'say stage="v1"' if own == "$default" or "stage" not in args else "rename the stage"
        found.append(Problem("stage", f'"{own}"', f"{_ALLOWED}; a REST API has no $default", remedy))
    found += throttle_problems("throttle", args.get("throttle"))
    found += log_problems(args)
    found += _variable_problems("stage_variables", args.get("stage_variables", {}))
    if "canary" in args:
        found += _canary_problems(args["canary"], args)
    if not isinstance(further, Mapping):
        return [*found, Problem("stages", f"{further!r}", "stages by their names", "write {NAME: {}}")]
    stages: Mapping[str, object] = further  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    found += [problem for name, one in stages.items() for problem in _further_problems(name, one, own)]
    raised = args.get("quotas", {})
    quota: object = raised.get("stages", limits.REST["stages"].value) if isinstance(raised, Mapping) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType] -- judged with the quotas
    if not isinstance(quota, int):
        return found
    return found + quotas.over("stages", len(stages) + 1, quota, "make a further API, or ask AWS for more")


def _canary_problems(given: object, args: Mapping[str, object]) -> list[Problem]:
    if not isinstance(given, Mapping):
        return [Problem("canary", f"{given!r}", "percent, stage_variables", "write Canary(percent=…)")]
    canary: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = [*missing_keys("canary", canary, ("percent",)), *unknown_keys("canary", canary, Canary)]
    share = canary.get("percent", 1)
    if not isinstance(share, int | float) or isinstance(share, bool) or not 0 < share <= _WHOLE:
        remedy = "remove canary to serve all requests in one way"
        found.append(Problem("canary", f"percent {share!r}", f"more than 0, and {_WHOLE} at most", remedy))
    if not canary.get("stage_variables") and "stable_deployment" not in canary:
        allowed = "stage_variables or stable_deployment: else both ways are the same"
        remedy = "say what is other for the share"
        found.append(Problem("canary", "nothing that differs", allowed, remedy))
    if "stable_deployment" in canary and not args.get("keep_deployments"):
        remedy = "say keep_deployments=True, and deploy once before the change"
        found.append(Problem("canary", "stable_deployment alone", "stable_deployment with keep_deployments", remedy))
    if canary.get("use_cache") and "cache" not in args:
        found.append(Problem("canary", "use_cache without cache", "use_cache with cache", "remove use_cache"))
    return found + _variable_problems("canary, stage_variables", canary.get("stage_variables", {}))


def _further_problems(name: str, stage: object, own: str) -> list[Problem]:
    where = f'stage "{name}"'
    if not isinstance(stage, Mapping):
        return [Problem(where, f"{stage!r}", "the settings of a stage", "write {} for those of the API")]
    settings: Mapping[str, object] = stage  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = unknown_keys(where, settings, RestStage)
    if name == own:
        remedy = "set throttle and stage_variables of the API instead"
        found.append(Problem(where, "the API's own stage", "a name of its own", remedy))
    elif not _STAGE.fullmatch(name):
        found.append(Problem(where, f'"{name}"', f"{_ALLOWED}; a REST API has no $default", "rename the stage"))
    if "throttle" in settings:
        found += throttle_problems(f"{where}, throttle", settings["throttle"])
    return found + _variable_problems(f"{where}, variables", settings.get("variables", {}))


def _variable_problems(where: str, given: object) -> list[Problem]:
    if not isinstance(given, Mapping):
        return [Problem(where, f"{given!r}", "variables by their names", "write {NAME: VALUE}")]
    variables: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    names = [name for name in variables if not re.fullmatch(r"[A-Za-z0-9_]+", name)]
    values = [
        (name, value)
        for name, value in variables.items()
        if isinstance(value, str) and not re.fullmatch(r"[A-Za-z0-9._~:/?#&=,-]+", value)
    ]
    allowed = "letters, digits and - . _ ~ : / ? # & = ,"
    return [
        *(Problem(where, f'the variable "{name}"', "letters, digits and _", "rename it") for name in names),
        *(Problem(where, f'the value "{value}" of "{name}"', allowed, "write another value") for name, value in values),
        *quotas.stage_variable_problems(variables),
    ]
