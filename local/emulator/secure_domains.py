"""Custom domains over TLS: which settings a connection gets, by the name that its client asks for.

TLS 1.2 is the floor. A domain with mutual TLS asks for a certificate that its truststore holds the authority of:
https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-mutual-tls.html
"""

from __future__ import annotations

import logging
import ssl
from typing import TYPE_CHECKING, Any

from local.emulator.domains import settings_of
from local.emulator.gateway.ministack import OBJECTS, REST, SCOPES
from local.emulator.gateway.records import nested

if TYPE_CHECKING:
    from local.emulator.authority import Authority

log = logging.getLogger(__name__)

PROTOCOLS = ["h2", "http/1.1"]
ONLY_TLS_1_3 = "TLS13_1_3"


class TruststoreError(Exception):
    """The truststore of a domain cannot be read, or holds no certificate."""


class SecureDomains:
    """Gives each connection its TLS settings."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority

    def context_of(self, name: str) -> ssl.SSLContext:
        """The settings for a name; those of a name that is no custom domain refuse it."""
        domain = settings_of(name)
        if domain is None:
            return refusing()
        context = _context()
        context.load_cert_chain(self._authority.certificate_of(name))
        context.set_alpn_protocols(PROTOCOLS)
        if ONLY_TLS_1_3 in str(domain.get("securityPolicy") or ""):
            context.minimum_version = ssl.TLSVersion.TLSv1_3
        if nested(domain, "mutualTlsAuthentication").get("truststoreUri"):
            context.verify_mode = ssl.CERT_REQUIRED
            try:
                context.load_verify_locations(cadata=_truststore(name, domain))
            except (TruststoreError, ssl.SSLError) as error:
                log.warning("%s: no client can be verified: %s", name, error)
        return context


def asked_name(hello: bytes) -> str | None:
    """The server name in the beginning of a connection: "" where it says none, None where more of it is to come."""
    names: list[str] = []

    def note(_: ssl.SSLObject, name: str | None, __: ssl.SSLContext) -> int:
        names.append(name or "")
        return ssl.ALERT_DESCRIPTION_INTERNAL_ERROR

    context = _context()
    context.sni_callback = note  # pyright: ignore[reportAttributeAccessIssue]  its type leaves out the alert
    incoming = ssl.MemoryBIO()
    incoming.write(hello)
    try:
        context.wrap_bio(incoming, ssl.MemoryBIO(), server_side=True).do_handshake()
    except ssl.SSLWantReadError:
        return None
    except ssl.SSLError:
        return names[0].lower() if names else ""
    return ""


def alert(context: ssl.SSLContext, hello: bytes) -> bytes:
    """What a client is told whose beginning the settings refuse at once; nothing for one that may go on."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    incoming.write(hello)
    try:
        context.wrap_bio(incoming, outgoing, server_side=True).do_handshake()
    except ssl.SSLWantReadError:
        return b""
    except ssl.SSLError:
        return outgoing.read()
    return b""


def refusing() -> ssl.SSLContext:
    """Settings with which a client is told that there is no such name, or that its version of TLS is too old."""
    context = _context()

    def refuse(*_: Any) -> int:
        return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME

    context.sni_callback = refuse  # pyright: ignore[reportAttributeAccessIssue]  its type leaves out the alert
    return context


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _truststore(name: str, domain: dict[str, Any]) -> str:
    """The certificates of a domain's truststore, in PEM."""
    settings = nested(domain, "mutualTlsAuthentication")
    uri: str = settings["truststoreUri"]
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    account, region, _ = REST.find_domain_scope(name)
    with SCOPES.request_scope(account, region):
        content: bytes | None = OBJECTS.get_object_data(bucket, key, settings.get("truststoreVersion") or None)
    if content is None:
        raise TruststoreError(f"there is no {uri}")
    if b"-----BEGIN CERTIFICATE-----" not in content:
        raise TruststoreError(f"{uri} holds no certificate")
    return content.decode("ascii", "replace")
