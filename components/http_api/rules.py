"""Rules for the arguments of an HttpApi. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping

from components.access.cors import cors_problems
from components.access.throttling import throttle_problems
from components.access_logs import DEFAULT_RETENTION_DAYS
from components.function.rules import retention_problems
from components.http_api.args import HttpApiArgs, HttpStage
from components.http_api.routing_rules import routing_problems, sound_quotas
from components.http_api.stages import DEFAULT_STAGE
from components.knowledge import limits, quotas
from components.knowledge.capabilities import lacking_arguments
from components.knowledge.kinds import Kind
from components.problems import Problem, unknown_keys
from components.routing.names import name_problems
from components.routing.routing import Routing

_STAGE = re.compile(r"[A-Za-z0-9_-]{1,128}")


def problems(name: str, args: HttpApiArgs, routing: Routing) -> list[Problem]:
    """Everything wrong with the arguments of the HttpApi `name`.

    Args:
        name: name of the component.
        args: its arguments; they may lack required keys, as nothing has checked them yet.
        routing: the routing made of them.
    """
    quota = sound_quotas(args.get("quotas", {})).get("stages", limits.HTTP["stages"].value)
    given: Mapping[str, object] = {key: value for key, value in args.items() if key not in lacking_arguments(Kind.HTTP)}
    return [
        *unknown_keys("arguments", given, HttpApiArgs),
        *name_problems(name),
        *_stage_problems(given, quota),
        *retention_problems(given.get("log_retention_days", DEFAULT_RETENTION_DAYS)),
        *_shared_problems(routing),
        *routing_problems([*args], args, routing),
        *(cors_problems(args["cors"]) if "cors" in args else []),
    ]


def _stage_problems(args: Mapping[str, object], quota: int) -> list[Problem]:
    stage, further = args.get("stage", DEFAULT_STAGE), args.get("stages", {})
    found: list[Problem] = []
    if stage != DEFAULT_STAGE and not (isinstance(stage, str) and _STAGE.fullmatch(stage)):
        allowed = '"$default", or 1 to 128 letters, digits, hyphens and underscores'
        found.append(Problem("stage", f"{stage!r}", allowed, 'use "$default", which adds nothing to the URL'))
    found += throttle_problems("throttle", args.get("throttle"))
    found += _variable_problems("stage_variables", args.get("stage_variables", {}))
    if not isinstance(further, Mapping):
        return [*found, Problem("stages", f"{further!r}", "stages by their names", "write {NAME: {}}")]
    stages: Mapping[str, object] = further  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    found += [problem for key, value in stages.items() for problem in _further_problems(key, value, stage)]
    return found + quotas.over("stages", len(stages) + 1, quota, "make a further API, or ask AWS for more")


def _further_problems(name: str, stage: object, own: object) -> list[Problem]:
    where = f'stage "{name}"'
    if not isinstance(stage, Mapping):
        return [Problem(where, f"{stage!r}", "the settings of a stage", "write {} for those of the API")]
    settings: Mapping[str, object] = stage  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = unknown_keys(where, settings, HttpStage)
    if name == own:
        remedy = "set throttle and stage_variables of the API instead"
        found.append(Problem(where, "the API's own stage", "a name of its own", remedy))
    elif name != DEFAULT_STAGE and not _STAGE.fullmatch(name):
        allowed = '"$default", or 1 to 128 letters, digits, hyphens and underscores'
        found.append(Problem(where, f'"{name}"', allowed, "rename the stage"))
    if "throttle" in settings:
        found += throttle_problems(f"{where}, throttle", settings["throttle"])
    return found + _variable_problems(f"{where}, variables", settings.get("variables", {}))


def _variable_problems(where: str, given: object) -> list[Problem]:
    if not isinstance(given, Mapping):
        return [Problem(where, f"{given!r}", "variables by their names", "write {NAME: VALUE}")]
    variables: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    names = [name for name in variables if not re.fullmatch(r"[A-Za-z0-9_]+", name)]
    allowed = "letters, digits and underscores"
    return [
        *(Problem(where, f'the variable "{name}"', allowed, "rename it") for name in names),
        *quotas.stage_variable_problems(variables),
    ]


def _shared_problems(routing: Routing) -> list[Problem]:
    remedy = "define it here; shared() is for the routes of an HttpApiRoutes"
    return [
        Problem(f'authorizer "{name}"', "a shared authorizer", "an authorizer of this API", remedy)
        for name, given in routing.authorizers.items()
        if given.get("kind") == "shared"
    ]
