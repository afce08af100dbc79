"""The configuration of the running stack, read whole and once."""

import json
from collections.abc import Collection, Mapping

import pulumi
from pydantic import ValidationError

from stacks.settings import Settings
from stacks.settings_error import settings_error

_REGION = "aws:region"


def settings_of_stack() -> Settings:
    """The settings of the stack that Pulumi runs.

    Raises:
        SettingsError: with every problem of the settings.
    """
    return read_settings(
        pulumi.runtime.get_config_env(),
        pulumi.runtime.get_config_secret_keys_env(),
        pulumi.get_project(),
        pulumi.get_stack(),
    )


def read_settings(config: Mapping[str, str], secret_keys: Collection[str], project: str, stack: str) -> Settings:
    """The settings in a stack's configuration.

    Args:
        config: values by full key; each is a text, and the JSON text of anything that is no text in the file.
        secret_keys: full keys whose values must not be shown.
        project: name of the project: the namespace of the settings. Keys of other namespaces belong to providers.
        stack: name of the stack.

    Raises:
        SettingsError: with every problem of the settings.
    """
    prefix = f"{project}:"
    given: dict[str, object] = {
        key.removeprefix(prefix): _value(text) for key, text in config.items() if key.startswith(prefix)
    }
    if _REGION in config:
        given[_REGION] = config[_REGION]
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        # `from None`: pydantic's own text repeats values, and some may be secret.
        raise settings_error(error, Settings, project, f"stacks/Pulumi.{stack}.yaml", secret_keys) from None


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text
