"""The functions that a program may call; those of `lookups.py` look something up, the others need no emulator."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from local.provider.declared import DeclaredAnswersError, declared_answer, how_to_declare
from local.provider.emulator_client import ACCOUNT, EmulatorUnreachableError
from local.provider.lookups import LOOKUPS, LookUpError
from local.provider.policy_document import PolicyDocumentError, policy_document
from local.provider.values import as_list

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from local.provider.configuration import Configuration
    from local.provider.emulator_client import EmulatorClient
    from local.provider.values import Properties

_ZONE_LETTERS: Final = "abc"
_USER: Final = "local"
_REGION_NAMES: Final = {
    "us-east-1": "US East (N. Virginia)", "us-east-2": "US East (Ohio)", "us-west-1": "US West (N. California)",
    "us-west-2": "US West (Oregon)", "eu-west-1": "Europe (Ireland)", "eu-west-2": "Europe (London)",
    "eu-west-3": "Europe (Paris)", "eu-central-1": "Europe (Frankfurt)", "eu-north-1": "Europe (Stockholm)",
    "eu-south-1": "Europe (Milan)", "ap-southeast-1": "Asia Pacific (Singapore)",
    "ap-southeast-2": "Asia Pacific (Sydney)", "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-south-1": "Asia Pacific (Mumbai)", "ca-central-1": "Canada (Central)", "sa-east-1": "South America (Sao Paulo)",
}  # fmt: skip


class InvokeError(ValueError):
    """A function that the stand-in does not have, or arguments it refuses."""


def invoke(token: str, arguments: Properties, configuration: Configuration, client: EmulatorClient) -> Properties:
    """The answer of a function such as `aws:index/getRegion:getRegion`.

    Raises:
        InvokeError: the stand-in does not have the function, or refuses its arguments.
    """
    if token in LOOKUPS:
        return {**arguments, **_look_up(token, arguments, configuration, client)}
    function = _FUNCTIONS.get(token)
    if function is None:
        known = ", ".join(sorted({*_FUNCTIONS, *LOOKUPS}))
        raise InvokeError(f"the local stand-in for AWS does not have the function {token} yet; it has {known}")
    return function(arguments, configuration)


def _look_up(token: str, arguments: Properties, configuration: Configuration, client: EmulatorClient) -> Properties:
    """What is declared for previews, else what the emulator has."""
    declared = configuration.answers
    name = token.rpartition(":")[2]
    try:
        answer = declared_answer(Path(declared), token, arguments) if declared else None
        if answer is not None:
            return answer
        return LOOKUPS[token](arguments, client, arguments.get("region") or configuration.region)
    except DeclaredAnswersError as error:
        raise InvokeError(f"{name}: {error}") from error
    except (LookUpError, EmulatorUnreachableError) as error:
        way = f"\n{how_to_declare(Path(declared), token, arguments)}" if declared else ""
        raise InvokeError(f"{name}: {error}{way}") from error


def _caller_identity(arguments: Properties, configuration: Configuration) -> Properties:
    del arguments, configuration
    return {"id": ACCOUNT, "accountId": ACCOUNT, "arn": f"arn:aws:iam::{ACCOUNT}:user/{_USER}", "userId": _USER}


def _region(arguments: Properties, configuration: Configuration) -> Properties:
    region = arguments.get("region") or arguments.get("name") or configuration.region
    return {
        "id": region,
        "name": region,
        "region": region,
        "endpoint": f"ec2.{region}.amazonaws.com",
        "description": _REGION_NAMES.get(region, region),
    }


def _partition(arguments: Properties, configuration: Configuration) -> Properties:
    """The partition follows from the region: https://docs.aws.amazon.com/whitepapers/latest/aws-fault-isolation-boundaries/partitions.html."""
    del arguments
    china, gov = configuration.region.startswith("cn-"), configuration.region.startswith("us-gov-")
    partition = "aws-cn" if china else "aws-us-gov" if gov else "aws"
    suffix = "amazonaws.com.cn" if china else "amazonaws.com"
    reverse = ".".join(reversed(suffix.split(".")))
    return {"id": partition, "partition": partition, "dnsSuffix": suffix, "reverseDnsPrefix": reverse}


def _availability_zones(arguments: Properties, configuration: Configuration) -> Properties:
    region = arguments.get("region") or configuration.region
    excluded = [*(as_list(arguments.get("excludeNames")) or []), *(as_list(arguments.get("excludeZoneIds")) or [])]
    zones = [
        (f"{region}{letter}", f"{_zone_prefix(region)}-az{number}") for number, letter in enumerate(_ZONE_LETTERS, 1)
    ]
    kept = [(name, zone) for name, zone in zones if name not in excluded and zone not in excluded]
    available = arguments.get("state") in (None, "available")
    return {
        **arguments,
        "id": region,
        "region": region,
        "groupNames": [region] if available else [],
        "names": [name for name, _ in kept] if available else [],
        "zoneIds": [zone for _, zone in kept] if available else [],
    }


def _zone_prefix(region: str) -> str:
    """`eu-west-1` has the zones `euw1-az1`…: https://docs.aws.amazon.com/ram/latest/userguide/working-with-az-ids.html."""
    area, *direction, number = region.split("-")
    words = {"north": "n", "south": "s", "east": "e", "west": "w", "central": "c", "northeast": "ne", "southeast": "se"}
    return area + "".join(words.get(word, word[:1]) for word in direction) + number


def _policy_document(arguments: Properties, configuration: Configuration) -> Properties:
    del configuration
    try:
        return policy_document(arguments)
    except PolicyDocumentError as error:
        raise InvokeError(f"getPolicyDocument: {error}") from error


_FUNCTIONS: Final[Mapping[str, Callable[[Properties, Configuration], Properties]]] = {
    "aws:index/getCallerIdentity:getCallerIdentity": _caller_identity,
    "aws:index/getRegion:getRegion": _region,
    "aws:index/getPartition:getPartition": _partition,
    "aws:index/getAvailabilityZones:getAvailabilityZones": _availability_zones,
    "aws:iam/getPolicyDocument:getPolicyDocument": _policy_document,
}
