"""Calls to the emulator through botocore, with dummy credentials and nothing of the user's AWS configuration."""

from __future__ import annotations

import ipaddress
import threading
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from local.emulator.credentials import DUMMY_CREDENTIAL, isolated_session

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.session import Session

    from local.provider.resource_type import Request

ACCOUNT: Final = "000000000000"
CONNECT_SECONDS: Final = 3
READ_SECONDS: Final = 60  # creating a function starts a process
NOT_SAVED_HEADER: Final = "x-emulator-not-saved"
"""The emulator's reason for not keeping what it did, in an answer without a body: see local/emulator/durability.py."""


class EmulatorUnreachableError(RuntimeError):
    """Nothing answers at the emulator's address, or the emulator cannot keep what it did.

    Attributes:
        may_have_acted: whether the request was sent, so that its effect is unknown.
    """

    def __init__(self, message: str, *, may_have_acted: bool) -> None:
        super().__init__(message)
        self.may_have_acted = may_have_acted


class AwsError(RuntimeError):
    """The emulator refused an operation."""

    def __init__(self, operation: str, code: str, message: str) -> None:
        super().__init__(f"{operation}: {code}: {message}")
        self.operation = operation
        self.code = code
        self.reason = message


def is_loopback(url: str) -> bool:
    """Whether a URL, or a bare host and port, leads to this machine only."""
    host = urlsplit(url if "//" in url else f"//{url}").hostname
    if host is None:
        return False
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class EmulatorClient:
    """One emulator: clients for its services, made when first used and shared by all threads."""

    def __init__(self, url: str, region: str) -> None:
        self.url = url.rstrip("/")
        self.region = region
        self._session: Session | None = None
        self._clients: dict[tuple[str, str], BaseClient] = {}
        self._lock = threading.Lock()

    def call(self, service: str, operation: str, request: Request, region: str | None = None) -> Request:
        """The answer of one operation such as `CreateApi`.

        Raises:
            AwsError: the emulator refused it.
            EmulatorUnreachableError: nothing answered, or what it did is not on disk.
        """
        from botocore import exceptions, xform_name  # noqa: PLC0415  # a preview needs no client

        method = getattr(self._client(service, region or self.region), xform_name(operation))
        try:
            answer: Request = method(**request)
        except exceptions.ClientError as error:
            response: Any = error.response
            if not_saved := response["ResponseMetadata"].get("HTTPHeaders", {}).get(NOT_SAVED_HEADER):
                message = (
                    f"{operation}: the emulator does not keep what it did: {not_saved}. Mend that, then run this again."
                )
                raise EmulatorUnreachableError(message, may_have_acted=True) from error
            details: Any = error.response.get("Error", {})
            raise AwsError(operation, details.get("Code", "Unknown"), details.get("Message", "")) from error
        except exceptions.ParamValidationError as error:
            raise AwsError(operation, "ParamValidationError", str(error)) from error
        except (
            exceptions.EndpointConnectionError,
            exceptions.ConnectionClosedError,
            exceptions.HTTPClientError,
        ) as error:
            kind = "no answer in time" if isinstance(error, exceptions.ReadTimeoutError) else "connection refused"
            message = f"the emulator at {self.url} does not answer ({kind}): start it with `make up`"
            may_have_acted = not isinstance(error, exceptions.EndpointConnectionError)
            raise EmulatorUnreachableError(message, may_have_acted=may_have_acted) from error
        answer.pop("ResponseMetadata", None)
        return answer

    def _client(self, service: str, region: str) -> BaseClient:
        with self._lock:
            client = self._clients.get((service, region))
            if client is None:
                client = self._clients[service, region] = self._make_client(service, region)
        return client

    def _make_client(self, service: str, region: str) -> BaseClient:
        from botocore.config import Config  # noqa: PLC0415

        if self._session is None:
            self._session = isolated_session()
        make: Any = self._session.create_client
        return make(
            service,
            region_name=region,
            endpoint_url=self.url,
            aws_access_key_id=DUMMY_CREDENTIAL,
            aws_secret_access_key=DUMMY_CREDENTIAL,
            config=Config(
                connect_timeout=CONNECT_SECONDS,
                read_timeout=READ_SECONDS,
                retries={"total_max_attempts": 1},
                max_pool_connections=64,
                proxies={},
                user_agent_extra="local-stand-in",
            ),
        )
