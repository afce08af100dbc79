"""Rules for the mapping templates and answers of REST APIs. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
"""

import re
from collections.abc import Mapping

from components.knowledge import limits, quotas
from components.problems import Problem, choices, did_you_mean, unknown_keys
from components.rest_api import mapping as rest_mapping
from components.rest_api.validation import EMPTY, ERROR
from components.routing.request_shaping import Answer

_STATUS = re.compile(r"[2-5]\d{2}")


def template_problems(where: str, route: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the mapping templates of a route's requests."""
    templates = route.get("request_templates", {})
    if not isinstance(templates, Mapping):
        return [Problem(where, f"request_templates {templates!r}", "templates by content type", "write a mapping")]
    given: Mapping[str, object] = templates  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    longest = limits.REST["mapping template"].value
    return [
        problem
        for kind, text in given.items()
        for problem in (
            *_content_type_problems(where, kind),
            *quotas.too_long(f"{where}, template of {kind}", str(text), longest, "bytes", "shape it in a function"),
        )
    ]


def _content_type_problems(where: str, kind: str) -> list[Problem]:
    if re.fullmatch(r"[a-z0-9.+*-]+/[A-Za-z0-9.+*-]+", kind) or kind == "$default":
        return []
    return [Problem(where, f'the content type "{kind}"', "a media type such as application/json", "correct it")]


def answer_problems(where: str, route: Mapping[str, object], models: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the answers of a route that is no proxy."""
    answers = route.get("responses", {})
    if not isinstance(answers, Mapping):
        return [Problem(where, f"responses {answers!r}", "answers by status", "write a mapping")]
    given: Mapping[str, object] = answers  # pyright: ignore[reportUnknownVariableType] -- judged one by one
    found = [problem for status, one in given.items() for problem in _one_answer(where, str(status), one, models)]
    defaults = [status for status, one in given.items() if isinstance(one, Mapping) and "selection_pattern" not in one]
    if "responses" in route and "mock" not in route and len(defaults) != 1:
        allowed = "exactly one answer without a selection_pattern, for all that no pattern matches"
        names = " and ".join(defaults) or "none"
        found.append(Problem(where, f"{names} without a selection_pattern", allowed, "give patterns to all but one"))
    if "mock" in route and defaults:
        remedy = "give it a selection_pattern over the status, such as 404"
        found.append(Problem(where, f"{' and '.join(defaults)} beside mock", "one default answer, mock's", remedy))
    mapped = route.get("response_parameters", {})
    if isinstance(mapped, Mapping) and "responses" in route:
        found += [
            Problem(where, f'response_parameters of "{status}"', choices(map(str, given)), "add the answer")
            for status in mapped  # pyright: ignore[reportUnknownVariableType] -- judged one by one
            if str(status) not in given  # pyright: ignore[reportUnknownArgumentType] -- judged here
        ]
    return found


def _one_answer(where: str, status: str, answer: object, models: Mapping[str, object]) -> list[Problem]:
    where = f'{where}, answer "{status}"'
    if not isinstance(answer, Mapping):
        return [Problem(where, f"{answer!r}", "an answer", "write Answer(…), or {} for the answer as it comes")]
    given: Mapping[str, object] = answer  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = unknown_keys(where, given, Answer)
    if not _STATUS.fullmatch(status):
        found.append(Problem(where, f'the status "{status}"', "an HTTP status, 200 to 599", "correct it"))
    pattern = given.get("selection_pattern")
    if pattern is not None:
        found += _pattern_problems(where, pattern)
    headers = given.get("headers", {})
    for value in headers.values() if isinstance(headers, Mapping) else ():  # pyright: ignore[reportUnknownVariableType] -- judged one by one
        if isinstance(value, str) and not value.startswith(("integration.response.", "context.", "stageVariables.")):
            found += rest_mapping.value_problems(where, value, "response")
    model = given.get("model")
    if isinstance(model, str):
        found += model_name_problem(where, model, models)
    return found


def _pattern_problems(where: str, pattern: object) -> list[Problem]:
    allowed = "a regular expression that matches the whole text"
    if not isinstance(pattern, str) or not pattern:
        return [Problem(where, f"selection_pattern {pattern!r}", allowed, "give one, or leave it out")]
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        return [Problem(where, f'selection_pattern "{pattern}"', allowed, f"correct it: {error}")]
    if compiled.fullmatch(""):
        remedy = "write .+ for any error: it would also match a success, which has no error text"
        return [Problem(where, f'selection_pattern "{pattern}"', "one that matches no empty text", remedy)]
    return []


def model_name_problem(where: str, name: str, models: Mapping[str, object]) -> list[Problem]:
    """A problem if there is no model of this name."""
    if name in models or name in {EMPTY, ERROR}:
        return []
    return [Problem(where, f'the model "{name}"', choices(models), did_you_mean(name, models, 'define it in "models"'))]
