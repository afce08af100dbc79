"""Enforcement files that judge as another catalogue does: `python -m gateway_policies.profiles` writes them.

In a profile the rules that cover a control of that catalogue are mandatory, and all others are disabled. Where a rule
differs from that catalogue on purpose, a setting restores its verdict.
"""

import argparse
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway_policies.catalogue import RULES

FOLDER = Path(__file__).parents[1] / "enforcement" / "profiles"
_Settings = Mapping[str, Mapping[str, object]]


@dataclass(frozen=True)
class Profile:
    """Which controls a profile is about, by how they begin, and the settings of rules that restore its verdicts."""

    controls: tuple[str, ...]
    settings: _Settings = field(default_factory=dict[str, Mapping[str, object]])

    def document(self) -> dict[str, object]:
        """The enforcement file."""
        covered = [rule.name for rule in RULES if any(one.startswith(self.controls) for one in rule.controls)]
        entries = {
            name: {"enforcementLevel": "mandatory", **self.settings[name]} if name in self.settings else "mandatory"
            for name in covered
        }
        return {"all": "disabled", **entries}


PROFILES: Mapping[str, Profile] = {
    "security-hub": Profile(("Security Hub ", "Config ")),
    "checkov-parity": Profile(
        ("checkov ",),
        {
            "method-authorization": {"apiKeyIsAuthorization": True},
            "openapi-operation-authorization": {"documentSecurityCounts": True},
            "backend-client-certificate": {"everyStage": True},
            "lambda-permission-scoped": {"forbidEveryone": True},
        },
    ),
    "owasp-api-top-10": Profile(("OWASP ",)),
}


def text_of(profile: Profile) -> str:
    """The text of a profile's file."""
    return json.dumps(profile.document(), indent=2) + "\n"


def main() -> None:
    """Write the file of each profile."""
    FOLDER.mkdir(exist_ok=True)
    for name, profile in PROFILES.items():
        (FOLDER / f"{name}.json").write_text(text_of(profile))


if __name__ == "__main__":
    argparse.ArgumentParser(prog="python -m gateway_policies.profiles", description=__doc__).parse_args()
    main()
