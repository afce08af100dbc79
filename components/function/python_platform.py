"""The platform on which Lambda runs a Python function, and what it means for wheels and markers. Pure.

Sources: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html and
https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
"""

import re
from dataclasses import dataclass

ARM64 = "arm64"
X86_64 = "x86_64"

_MACHINES = {ARM64: "aarch64", X86_64: "x86_64"}
"""What Linux calls each architecture of Lambda."""

_RUNTIME = re.compile(r"python3\.(\d+)")

_FIRST_ON_AMAZON_LINUX_2023 = 12
"""Python 3.12 and newer run on Amazon Linux 2023 with glibc 2.34, older ones on Amazon Linux 2 with glibc 2.26."""


@dataclass(frozen=True)
class PythonPlatform:
    """A Python runtime on an architecture of Lambda."""

    runtime: str
    """Such as python3.13."""
    architecture: str
    """arm64 or x86_64."""

    @property
    def name(self) -> str:
        """The platform in names of folders and in messages: `python3.13-arm64`."""
        return f"{self.runtime}-{self.architecture}"

    @property
    def known(self) -> bool:
        """Whether wheels can be chosen for it."""
        return self.architecture in _MACHINES and _RUNTIME.fullmatch(self.runtime) is not None

    @property
    def python_version(self) -> str:
        """Such as 3.13."""
        return self.runtime.removeprefix("python")

    @property
    def wheel_platforms(self) -> list[str]:
        """The platform tags of wheels that run there, the newest first."""
        machine = _MACHINES[self.architecture]
        minor = int(self.python_version.partition(".")[2])
        newer = ["manylinux_2_34", "manylinux_2_28"] if minor >= _FIRST_ON_AMAZON_LINUX_2023 else []
        return [f"{tag}_{machine}" for tag in (*newer, "manylinux_2_17", "manylinux2014")]

    @property
    def markers(self) -> dict[str, str]:
        """The values of environment markers there, whatever machine packages the function."""
        return {
            "implementation_name": "cpython",
            "implementation_version": f"{self.python_version}.0",
            "os_name": "posix",
            "platform_machine": _MACHINES[self.architecture],
            "platform_python_implementation": "CPython",
            "platform_release": "",
            "platform_system": "Linux",
            "platform_version": "",
            "python_full_version": f"{self.python_version}.0",
            "python_version": self.python_version,
            "sys_platform": "linux",
        }
