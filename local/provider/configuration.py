"""The provider's own configuration, and the refusal of everything that could reach a real AWS account."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from local.emulator.credentials import DUMMY_CREDENTIAL
from local.provider.emulator_client import is_loopback
from local.provider.values import Unknown, as_dict, as_list, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from local.provider.resource_type import Problem
    from local.provider.values import Properties, Value

EMULATOR_URL: Final = "GATEWAY_EMULATOR_URL"
ANSWERS_FILE: Final = "GATEWAY_DECLARED_ANSWERS"
_DEFAULT_EMULATOR: Final = "http://127.0.0.1:4566"
_KEYS: Final = {"accessKey": "AWS_ACCESS_KEY_ID", "secretKey": "AWS_SECRET_ACCESS_KEY"}
KNOWN_SETTINGS: Final = frozenset(
    {
        "accessKey", "allowedAccountIds", "assumeRoleWithWebIdentity", "assumeRoles", "customCaBundle", "defaultTags",
        "ec2MetadataServiceEndpoint", "ec2MetadataServiceEndpointMode", "endpoints", "forbiddenAccountIds", "httpProxy",
        "httpsProxy", "ignoreTags", "insecure", "maxRetries", "noProxy", "profile", "region", "retryMode",
        "s3UsEast1RegionalEndpoint", "s3UsePathStyle", "secretKey", "sharedConfigFiles", "sharedCredentialsFiles",
        "skipCredentialsValidation", "skipMetadataApiCheck", "skipRegionValidation", "skipRequestingAccountId",
        "stsRegion", "tagPolicyCompliance", "token", "tokenBucketRateLimiterCapacity", "useDualstackEndpoint",
        "useFipsEndpoint", "userAgents", "version", "pluginDownloadURL",
    }
)  # fmt: skip
"""The settings of the real provider; those that only say how AWS is reached have no effect here."""


@dataclass(frozen=True)
class Configuration:
    """What of the configuration the stand-in uses."""

    region: str = ""
    default_tags: Mapping[str, str] = field(default_factory=dict[str, str])
    emulator: str = _DEFAULT_EMULATOR
    answers: str = ""
    """The file of declared answers to look-ups, there or not. It is named for a command that previews and no more."""

    @property
    def previews_only(self) -> bool:
        """Whether nothing will be made, so that what the emulator does not have is no obstacle."""
        return bool(self.answers)


def configuration_problems(settings: Properties, environment: Mapping[str, str] = os.environ) -> Iterator[Problem]:
    """What is wrong with the settings, and with the environment they are used in."""
    for name in settings:
        if name not in KNOWN_SETTINGS:
            yield name, "is not a setting of the AWS provider"
    region = settings.get("region")
    if region is None and not _region_of(environment):
        yield "region", "is required: set it with `pulumi config set aws:region <region>`"
    elif region is not None and not isinstance(plain(region), str | Unknown):
        yield "region", "must be a text"
    yield from _unsafe_endpoints(_decoded(settings.get("endpoints")))
    url = environment.get(EMULATOR_URL, _DEFAULT_EMULATOR)
    if not is_loopback(url):
        yield "endpoints", f"{EMULATOR_URL} is {url}: the local stand-in talks to this machine only (127.0.0.1)"
    for name, variable in _KEYS.items():
        for source, key in ((f"aws:{name}", plain(settings.get(name))), (variable, environment.get(variable))):
            if isinstance(key, str) and key not in {"", DUMMY_CREDENTIAL}:
                message = (
                    f"{source} is set, and not to {DUMMY_CREDENTIAL!r}: the local stand-in refuses credentials that "
                    f"could be real; unset it, or set it to {DUMMY_CREDENTIAL!r}"
                )
                yield name, message


def _unsafe_endpoints(endpoints: Value) -> Iterator[Problem]:
    for index, entry in enumerate(as_list(endpoints) or []):
        for service, url in (as_dict(entry) or {}).items():
            if isinstance(url, str) and url and not is_loopback(url):
                path = f"endpoints[{index}].{service}"
                yield path, f"is {url}: the local stand-in talks to this machine only (127.0.0.1)"


def configured(settings: Properties, environment: Mapping[str, str] = os.environ) -> Configuration:
    """The configuration out of settings without problems."""
    default_tags: Any = as_dict(_decoded(settings.get("defaultTags"))) or {}
    region = plain(settings.get("region"))
    return Configuration(
        region=region if isinstance(region, str) else _region_of(environment),
        default_tags=dict(default_tags.get("tags") or {}),
        emulator=environment.get(EMULATOR_URL, _DEFAULT_EMULATOR),
        answers=environment.get(ANSWERS_FILE, ""),
    )


def _region_of(environment: Mapping[str, str]) -> str:
    return environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION") or ""


def _decoded(value: Value) -> Value:
    """Compound settings come as JSON texts."""
    value = plain(value)
    return json.loads(value) if isinstance(value, str) and value[:1] in {"[", "{"} else value
