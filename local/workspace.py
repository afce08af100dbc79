"""The folder in which local stacks live, and the environment that keeps them apart from real ones.

Everything a local run leaves behind is under `.local/` of this checkout (or under GATEWAY_LOCAL_FOLDER): a PULUMI_HOME
of its own, whose only provider is the stand-in; the state of the stacks; copies of their settings; the emulator. The
user's own `~/.pulumi`, stacks, AWS profiles and credentials are neither read nor written.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local import unconfirmed
from local.emulator.credentials import DUMMY_CREDENTIAL
from local.project import read_mapping

ROOT = Path(__file__).parent.parent
FOLDER_SETTING = "GATEWAY_LOCAL_FOLDER"
# The engine takes the newest plugin that is not older than the version a program asks for, so one high number
# stands in for every version of the real provider.
STAND_IN_VERSION = "999.0.0"

# Runs the stand-in of this checkout with the interpreter of this checkout, whatever the program's own is.
PLUGIN = """#!/bin/sh
exec "{python}" -P -c 'import sys; sys.path.insert(0, "{root}"); from local.provider.__main__ import main; main()' "$@"
"""


@dataclass(frozen=True)
class Workspace:
    """The places below one folder."""

    folder: Path

    @classmethod
    def of_environment(cls) -> Workspace:
        """The workspace that GATEWAY_LOCAL_FOLDER names, else `.local/` of this checkout."""
        return cls(Path(os.environ.get(FOLDER_SETTING) or ROOT / ".local").absolute())

    @property
    def home(self) -> Path:
        """PULUMI_HOME of local runs."""
        return self.folder / "pulumi-home"

    @property
    def state(self) -> Path:
        """The file backend."""
        return self.folder / "state"

    @property
    def emulator(self) -> Path:
        """The emulator's process record, log and state."""
        return self.folder / "emulator"

    @property
    def unconfirmed(self) -> Path:
        """Notes of creations that were interrupted."""
        return self.folder / "unconfirmed"

    def stack_state(self, project: str, stack: str) -> Path:
        """The file in which the backend keeps a stack; absent until the stack is made."""
        return self.state / ".pulumi" / "stacks" / project / f"{stack}.json"

    def settings_copy(self, project: str, stack: str) -> Path:
        """The copy of a stack's settings file that the engine reads and, for encryption's sake, also writes."""
        return self.folder / "settings" / project / f"Pulumi.{stack}.yaml"

    def regions(self) -> set[str]:
        """The AWS regions of all stacks that were ever run here."""
        files = self.folder.glob("settings/*/Pulumi.*.yaml")
        copies: list[dict[str, Any]] = [read_mapping(file).get("config") or {} for file in files]
        return {str(config["aws:region"]) for config in copies if "aws:region" in config}

    def prepare(self) -> None:
        """Makes the folders and installs the stand-in for the AWS provider plugin."""
        self.state.mkdir(parents=True, exist_ok=True)
        plugin = self.home / "plugins" / f"resource-aws-v{STAND_IN_VERSION}" / "pulumi-resource-aws"
        script = PLUGIN.format(python=sys.executable, root=ROOT)
        if not plugin.exists() or plugin.read_text() != script:
            plugin.parent.mkdir(parents=True, exist_ok=True)
            unfinished = plugin.with_suffix(f".{os.getpid()}")
            unfinished.write_text(script)
            unfinished.chmod(0o755)
            unfinished.replace(plugin)

    def environment(self) -> dict[str, str]:
        """The environment of a local run: nothing in it leads to a real account, backend or provider."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("AWS_") and name not in ("PULUMI_ACCESS_TOKEN", "PULUMI_BACKEND_URL")
        }
        defaults = {"PULUMI_CONFIG_PASSPHRASE": "local"} if "PULUMI_CONFIG_PASSPHRASE_FILE" not in kept else {}
        return (
            defaults
            | kept
            | {
                "PULUMI_HOME": str(self.home),
                # The backend would else write a file of metadata beside each state, in place: a killed engine may leave
                # it empty, and then nothing can read the state.
                "PULUMI_BACKEND_URL": f"{self.state.as_uri()}?metadata=skip",
                unconfirmed.FOLDER_SETTING: str(self.unconfirmed),
                "PULUMI_SKIP_UPDATE_CHECK": "true",
                # Removing a local stack must not take the settings file of the project with it, as it otherwise would.
                "PULUMI_OPTION_PRESERVE_CONFIG": "true",
                # A plugin on PATH, or a download, could only be the real provider.
                "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
                "PULUMI_ENABLE_LEGACY_PLUGIN_SEARCH": "true",
                "AWS_ACCESS_KEY_ID": DUMMY_CREDENTIAL,
                "AWS_SECRET_ACCESS_KEY": DUMMY_CREDENTIAL,
                "AWS_EC2_METADATA_DISABLED": "true",
            }
        )
