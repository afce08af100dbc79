"""Invoking a Lambda function as an integration does: within its timeout, and with its logs."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from typing import Any

from local.emulator.gateway.ministack import LAMBDA, THREADS
from local.emulator.gateway.records import as_map

# The end of an integration's URI; the second form is that of response streaming, which is answered here at once.
INVOCATION = re.compile(r"/functions/(?P<function>.+)/(?:response-streaming-)?invocations$")
STAGE_VARIABLE = re.compile(r"\$\{stageVariables\.([\w-]+)\}")


class FunctionMissingError(Exception):
    """The integration names a function that does not exist."""


class FunctionThrottledError(Exception):
    """Lambda refused the invocation: the function has no free concurrency."""


class FunctionTimeoutError(Exception):
    """The function took longer than the timeout of the integration."""


@dataclass(frozen=True)
class Outcome:
    """What a function gave back; with `failed`, what Lambda says of its failure."""

    payload: Any
    failed: bool


def failure(outcome: Outcome) -> str:
    """How an access log says that a function failed."""
    said = as_map(outcome.payload).get("errorMessage") or "Unhandled"
    return f"The Lambda function returned the following error: {said}. Check your Lambda function code and try again."


def with_stage_variables(text: str, variables: dict[str, str]) -> str:
    """A URI with `${stageVariables.name}` replaced; a variable that is not set is empty."""
    return STAGE_VARIABLE.sub(lambda found: variables.get(found[1], ""), text)


def function_of(uri: str) -> str:
    """The function that an integration's URI names: its ARN, or whatever stands there."""
    found = INVOCATION.search(uri)
    return found["function"] if found else uri


async def invoke(function: str, event: dict[str, Any], account: str, region: str, seconds: float) -> Outcome:
    """Invokes a function and waits for its answer.

    Raises:
        FunctionMissingError: there is no such function, version or alias.
        FunctionThrottledError: its concurrency is used up.
        FunctionTimeoutError: `seconds` were not enough; the function itself goes on, as on AWS.
    """
    record, configuration, _ = LAMBDA.get_func_record_for_ref_in_scope(function, account_id=account, region=region)
    if record is None or configuration is None:
        raise FunctionMissingError(function)
    prepared = LAMBDA.execution_record_for_config(record, configuration)
    running = asyncio.ensure_future(
        THREADS.run_reentrant(
            LAMBDA.execute_function_with_config_scope, prepared, event, thread_name="ministack-apigw-invoke"
        )
    )
    done, _ = await asyncio.wait({running}, timeout=seconds)
    if not done:
        raise FunctionTimeoutError(function)
    result: dict[str, Any] = running.result()
    if result.get("throttle"):
        raise FunctionThrottledError(function)
    return Outcome(_decoded(result.get("body")), bool(result.get("error")))


def _decoded(payload: Any) -> Any:
    if isinstance(payload, bytes):
        payload = payload.decode("utf-8", "replace")
    if not isinstance(payload, str):
        return payload
    try:
        return json.loads(payload)
    except ValueError:
        return payload
