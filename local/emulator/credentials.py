"""The only credential that anything here sends or accepts: it opens an emulator and no account."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from botocore.session import Session

DUMMY_CREDENTIAL = "test"


def isolated_session() -> Session:
    """A botocore session that reads neither `~/.aws` nor a profile of the environment."""
    # Slow to import, and needed by few of those who need the credential.
    from botocore.session import Session  # noqa: PLC0415

    nothing = (None, None, None, None)
    empty_file = (None, None, os.devnull, None)
    variables: Any = {"profile": nothing, "config_file": empty_file, "credentials_file": empty_file}
    return Session(session_vars=variables)
