"""What several APIs ask together of the account they share: requests per second, and calls that build them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from components.access.throttling import Throttle
from components.knowledge import limits

RATES_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html"
"""Rates of the control plane are fixed. The figures below are those of 2023, the last ones AWS gave in full."""

CALLS_PER_SECOND = 10
"""Calls of the control plane per second, all operations together."""
CALL_BURST = 40
"""Calls of the control plane at one moment."""
SECONDS_PER_CALL: Mapping[str, float] = {
    "CreateApiKey": 0.2,
    "CreateDeployment": 5,
    "CreateDomainName": 30,
    "CreateResource": 0.2,
    "CreateVpcLink": 15,
    "DeleteRestApi": 30,
    "PutRestApi": 1,
    "UpdateAccount": 20,
    "UpdateUsagePlan": 20,
}
"""Seconds between two calls of the operations that are slower than the whole."""
LONG_DEPLOYMENT = 60
"""Seconds from which a warning says how long the first deployment takes."""


@dataclass(frozen=True)
class RestSize:
    """How much of a REST API a first deployment has to make."""

    paths: int
    """Resources, with those between a path and the root."""
    methods: int
    """Methods, OPTIONS of CORS included."""
    answers: int = 0
    """Method responses and integration responses; none for proxy integrations."""
    api_keys: int = 0


def rest_calls(size: RestSize) -> dict[str, int]:
    """The calls that make a REST API, by operation."""
    return {
        "CreateRestApi": 1,
        "CreateResource": size.paths,
        "PutMethod": size.methods,
        "PutIntegration": size.methods,
        "PutResponses": size.answers,
        "CreateApiKey": size.api_keys,
        "CreateDeployment": 1,
        "CreateStage": 1,
    }


def seconds_of_calls(calls: Mapping[str, int]) -> float:
    """The least time that AWS takes for these calls of the control plane, in seconds, by its rates alone."""
    together = max(0, sum(calls.values()) - CALL_BURST) / CALLS_PER_SECOND
    slowest = (max(0, count - 1) * SECONDS_PER_CALL.get(operation, 0) for operation, count in calls.items())
    return max(together, *slowest) if calls else 0.0


def deployment_warnings(calls: Mapping[str, int]) -> list[str]:
    """A warning if a first deployment takes long by the rates of AWS alone."""
    seconds = seconds_of_calls(calls)
    if seconds < LONG_DEPLOYMENT:
        return []
    count = f"{sum(calls.values())} calls of the control plane"
    rate = f"AWS takes {CALLS_PER_SECOND} a second, and fewer of some"
    return [f"the first deployment makes {count}: {rate}, so it lasts {seconds:.0f} s or more"]


def account_rate(region: str) -> int:
    """Requests per second that a Region takes for all APIs of an account, unless AWS raised it."""
    name = "requests per second, small Regions" if region in limits.SMALL_REGIONS else "requests per second"
    return limits.ACCOUNT[name].value


def throttle_warnings(throttles: Mapping[str, Throttle], region: str, granted: int | None = None) -> list[str]:
    """Warnings if APIs may together use up what the account has; then one API's load is another one's 429.

    Args:
        throttles: the throttle of each stage, by the API's name.
        region: the Region of all of them.
        granted: requests per second, where AWS raised the quota.
    """
    rate = account_rate(region) if granted is None else granted
    found = [
        f'the API "{name}" may take {throttle["rate"]:g} requests per second, more than the {rate} of the whole '
        f"account in {region}: its throttle never acts"
        for name, throttle in throttles.items()
        if throttle["rate"] > rate
    ]
    total = sum(throttle["rate"] for throttle in throttles.values())
    if total >= limits.WARNING_SHARE * rate and len(throttles) > 1:
        largest = sorted(throttles, key=lambda name: (-throttles[name]["rate"], name))
        names = ", ".join(f"{name} {throttles[name]['rate']:g}" for name in largest)
        share = f"{total:g} of {rate} requests per second in {region} ({total / rate:.0%})"
        found.append(f"the APIs may together take {share}: {names}. Lower a throttle or ask AWS for more")
    return found
