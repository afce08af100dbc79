"""The parts of ministack that are used here, and the one way in which a function of it is replaced.

ministack is pinned, and has no types. A part is one module of it, imported at its first use; its private names are read
without their underscore (`HTTP.match_route` is `_match_route` of `ministack.services.apigateway`).
"""

from __future__ import annotations

import inspect
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class ReplacementError(Exception):
    """A function of ministack that is to be replaced is not there, or takes other parameters."""


class Part:
    """One module of ministack."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, name: str) -> Any:
        """The module's `name`, or its private `_name`."""
        module = import_module(f"ministack.{self._name}")
        return getattr(module, name) if hasattr(module, name) else getattr(module, f"_{name}")

    def replace(self, name: str, parameters: str, make: Callable[[Any], Any]) -> None:
        """Puts `make(original)` in the place of a function.

        Args:
            name: The function, with its underscore where it has one.
            parameters: The names of the parameters that it must have, separated by blanks.
            make: Gives the new function, which may call the original one.

        Raises:
            ReplacementError: there is no such function, or its parameters are others.
        """
        module = import_module(f"ministack.{self._name}")
        original = getattr(module, name, None)
        found = "no such function" if original is None else " ".join(inspect.signature(original).parameters)
        if found != parameters:
            raise ReplacementError(
                f"ministack {version('ministack')}: {self._name}.{name} was to be replaced, which is known with the "
                f"parameters ({parameters}); found: {found}. Install the ministack of requirements.txt, or adapt "
                "local/emulator/gateway to this one."
            )
        setattr(module, name, make(original))

    def put(self, name: str, value: Any) -> None:
        """Puts `value` in the place of a module's variable.

        Raises:
            ReplacementError: there is no such variable.
        """
        module = import_module(f"ministack.{self._name}")
        if not hasattr(module, name):
            raise ReplacementError(f"ministack {version('ministack')}: {self._name} has no {name} to replace.")
        setattr(module, name, value)


HTTP = Part("services.apigateway")
REST = Part("services.apigateway_v1")
LAMBDA = Part("services.lambda_svc")
ROLES = Part("services.iam")
POLICIES = Part("core.iam_evaluator")
ACTIONS = Part("core.iam_actions")
ROUTER = Part("core.router")
SCOPES = Part("core.responses")
THREADS = Part("core.concurrency")
ARNS = Part("core.arn")
APPLICATION = Part("app")
BALANCERS = Part("services.alb")
DISCOVERY = Part("services.servicediscovery")
FIREWALLS = Part("services.waf")
CERTIFICATES = Part("services.acm")
LOGS = Part("services.cloudwatch_logs")
METRICS = Part("services.cloudwatch")
OBJECTS = Part("services.s3")
