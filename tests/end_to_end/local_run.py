"""Running the real engine against an emulator of the test's own."""

from __future__ import annotations

import json
import os
import shutil
import socket
import ssl
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from local import services
from local.emulator import process
from local.emulator.inventory import client, inventory
from local.emulator.process import PORT_SETTING
from local.outputs import answering_here
from local.token import bearer_token, signed_token
from local.workspace import FOLDER_SETTING, ROOT, Workspace
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REGION = "us-east-1"
# Where the private services are in the settings of the local stack.
PORTS = services.ports_of(ROOT / "stacks" / "Pulumi.local.yaml")
PROGRAM = ("__main__.py", "Pulumi.yaml", "components", "functions", "policies", "shop", "stacks")

CUSTOMER_KEY = "a-key-that-partner-customer-has-already"

ORDERS_ALONE = """
import pulumi

from shop.identity import customer_identity
from shop.orders import orders_api
from stacks.stack_config import settings_of_stack

settings = settings_of_stack()
identity = customer_identity(settings)
orders = orders_api(settings, identity)

pulumi.export("apis", {"orders": {"url": orders.url}})
pulumi.export("identity", identity.facts)
"""


@dataclass(frozen=True)
class LocalRun:
    """One local workspace, in a folder of its own, and the project that is run in it."""

    folder: Path
    project: Path
    port: int
    stack: str = "local"

    @classmethod
    def of(cls, folder: Path, project: Path, stack: str = "local") -> LocalRun:
        """A run in `folder`, on a port that is free now."""
        return cls(folder, project, free_port(), stack)

    @property
    def environment(self) -> dict[str, str]:
        """What a person would set to run in another workspace."""
        return os.environ | {
            FOLDER_SETTING: str(self.folder),
            PORT_SETTING: str(self.port),
            "PULUMI_CONFIG_PASSPHRASE": "of tests alone",
            "NO_COLOR": "1",
        }

    @property
    def workspace(self) -> Workspace:
        """Where this run keeps everything."""
        return Workspace(self.folder)

    def command(self, *arguments: str, policies: bool = True) -> list[str]:
        """The command line of `local/pulumi` for this stack, with the policies of its environment."""
        pack = self.project / "policies"
        enforcement = pack / "enforcement" / f"{self.stack}.json"
        flags = ["--policy-pack", str(pack), "--policy-pack-config", str(enforcement)]
        stack = ["--stack", self.stack, "--cwd", str(self.project), "--non-interactive"]
        return [str(ROOT / "local" / "pulumi"), *arguments, *stack, *(flags if policies else [])]

    def pulumi(
        self, *arguments: str, policies: bool = False, more: Mapping[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Runs a command to its end, whatever its exit code, with `more` in its environment."""
        return self.run(self.command(*arguments, policies=policies), more=more)

    def run(self, command: list[str], *, more: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Runs a command line to its end, whatever its exit code, with `more` in its environment."""
        environment = self.environment | {**(more or {})}
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)

    def up(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Deploys with the policies enforced."""
        return self.pulumi("up", "--yes", *arguments, policies=True)

    def preview(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Previews with the policies enforced."""
        return self.pulumi("preview", *arguments, policies=True)

    def outputs(self) -> dict[str, Any]:
        """The outputs of the stack, with addresses that answer on this machine."""
        return answering_here(json.loads(self.pulumi("stack", "output", "--json").stdout), self.workspace)

    def exported(self) -> dict[str, Any]:
        """The state of the stack, as recorded by the engine."""
        exported: dict[str, Any] = json.loads(self.pulumi("stack", "export").stdout)["deployment"]
        return exported

    def token(self, scopes: str) -> str:
        """A bearer token of the stack's user pool."""
        return bearer_token(self.outputs()["identity"], scopes, f"http://127.0.0.1:{self.port}")

    def bearer(self, scopes: str) -> dict[str, str]:
        """The header with a token of the user pool."""
        return {"authorization": f"Bearer {self.token(scopes)}"}

    def signed_token(self, user: str) -> str:
        """A token that the shop signs for a user."""
        return signed_token(self.outputs()["tokenKey"], user, f"http://127.0.0.1:{self.port}")

    def aws(self, service: str, url: str | None = None) -> Any:
        """A client of a service of the emulator, or of what answers at another URL."""
        return client(service, url or f"http://127.0.0.1:{self.port}", REGION)

    @property
    def tls_port(self) -> int:
        """Where custom domains answer over TLS."""
        running = process.recorded(self.workspace.emulator)
        assert running
        return running.tls_port

    def trusting(self) -> ssl.SSLContext:
        """The TLS settings of a client that trusts the authority of the emulator and no other."""
        return ssl.create_default_context(cafile=process.authority_file(self.workspace.emulator))

    def ask(
        self,
        url: str,
        method: str = "GET",
        *,
        tls: ssl.SSLContext | None = None,
        source: str | None = None,
        headers: Mapping[str, str] | None = None,
        body: str = "",
    ) -> httpx.Response:
        """Asks a custom domain, whose name no resolver knows; with other TLS settings, or from another address."""
        parts = urlsplit(url)
        name = parts.hostname or ""
        here = f"https://127.0.0.1:{self.tls_port}{parts.path}"
        transport = httpx.HTTPTransport(verify=tls or self.trusting(), local_address=source, trust_env=False)
        sent = {"host": name, **(headers or {})}
        with httpx.Client(transport=transport, trust_env=False, timeout=30) as asking:
            return asking.request(method, here, headers=sent, extensions={"sni_hostname": name}, content=body)

    def tls_version(self, name: str, version: ssl.TLSVersion) -> str | None:
        """The version of a connection to a domain by a client that speaks this one alone, the oldest included.

        Raises:
            ssl.SSLError: the domain refuses it.
        """
        context = self.trusting()
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
        with (
            socket.create_connection(("127.0.0.1", self.tls_port), timeout=10) as plain,
            context.wrap_socket(plain, server_hostname=name) as secured,
        ):
            return secured.version()

    def held_by_emulator(self) -> list[str]:
        """What the emulator holds, as `service: name`; nothing where it was never started."""
        running = process.recorded(self.workspace.emulator)
        return inventory(running.url, self.workspace.regions()) if running else []

    def end(self) -> None:
        """Ends the emulator and forgets its state."""
        process.stop(self.workspace.emulator, forget=True)


def copy_of_program(folder: Path) -> Path:
    """The reference program and what it imports, in a folder where a test may edit it."""
    project = folder / "project"
    project.mkdir()
    for name in PROGRAM:
        source, target = ROOT / name, project / name
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copyfile(source, target)
    (project / ".venv").symlink_to(ROOT / ".venv")
    return project


def shop_program(folder: Path, ports: Mapping[str, int]) -> Path:
    """A copy whose private services are at other ports of this machine, by their names."""
    project = copy_of_program(folder)
    settings = project / "stacks" / "Pulumi.local.yaml"
    for service, port in ports.items():
        edit(settings, f"port: {PORTS[service]}\n", f"port: {port}\n")
    return project


def orders_program(folder: Path) -> Path:
    """A copy in which the shop has the orders API alone, which is deployed in a quarter of the time."""
    project = copy_of_program(folder)
    (project / "__main__.py").write_text(ORDERS_ALONE)
    # An exemption of what the program does not have is an error.
    enforcement = project / "policies" / "enforcement" / "local.json"
    rules = json.loads(enforcement.read_text())
    public = rules["route-authorization"]["exemptions"]
    rules["route-authorization"]["exemptions"] = [one for one in public if "::orders-" in one["resource"]]
    enforcement.write_text(json.dumps(rules))
    return project


def edit(file: Path, before: str, after: str) -> None:
    """Replaces a passage that must stand in a file exactly once."""
    text = file.read_text()
    assert text.count(before) == 1, f"{file} holds {before!r} {text.count(before)} times"
    file.write_text(text.replace(before, after))
