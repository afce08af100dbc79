"""Whether a listener takes what a request through a VPC link is sent as: encrypted or not, and for which name.

No bytes are encrypted on this machine. What is judged is what decides on AWS: the protocol of the listener, and the
names of its certificate in ACM. A TCP listener hands on what it gets, so that only its targets could tell.
https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/apis-apiid-integrations-integrationid.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography import x509

from local.emulator.gateway.backends import BackendUnreachableError
from local.emulator.gateway.ministack import CERTIFICATES
from local.emulator.gateway.records import as_list

if TYPE_CHECKING:
    from collections.abc import Mapping

ENCRYPTED, PLAIN = ("HTTPS", "TLS"), ("HTTP",)
IMPORTED = "IMPORTED"


def agree(listener: Mapping[str, Any], server_name: str | None) -> None:
    """Says nothing where the listener takes the request.

    Args:
        listener: The listener.
        server_name: The name to verify, "" for any, and None for a request that is not encrypted.

    Raises:
        BackendUnreachableError: one of the two is encrypted and the other is not, or no certificate has the name.
    """
    called, protocol = listener["ListenerArn"], listener["Protocol"]
    if server_name is None:
        if protocol in ENCRYPTED:
            raise BackendUnreachableError(f"{called} takes TLS only, and the request is plain HTTP")
        return
    if protocol in PLAIN:
        raise BackendUnreachableError(f"{called} is plain, and the request is encrypted")
    names = [name for arn in as_list(listener.get("Certificates")) for name in _names(arn)]
    if protocol in ENCRYPTED and server_name and not any(_covers(name, server_name) for name in names):
        raise BackendUnreachableError(f"{called} has a certificate for {names}, and not for {server_name!r}")


def _names(arn: str) -> list[str]:
    """The names of a certificate in ACM; none where there is no such certificate."""
    record: dict[str, Any] = CERTIFICATES.get_local_certificate(arn) or {}
    if record.get("Type") != IMPORTED:
        return [str(name) for name in as_list(record.get("SubjectAlternativeNames"))]
    certificate = x509.load_pem_x509_certificate(str(record["_pem_body"]).encode())
    extension = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return extension.value.get_values_for_type(x509.DNSName)


def _covers(name: str, asked: str) -> bool:
    """Whether a name of a certificate is for a host; a wildcard stands for one label (RFC 9525 6.3)."""
    name, asked = name.lower(), asked.lower()
    return name == asked or (name.startswith("*.") and asked.partition(".")[2] == name[2:])
