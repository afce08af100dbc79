"""A certificate authority of this machine's own, which signs the certificates of local custom domains.

Its key never leaves the emulator's folder, and only its owner may read it.
"""

from __future__ import annotations

import ipaddress
import os
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

if TYPE_CHECKING:
    from pathlib import Path

AUTHORITY_DAYS, CERTIFICATE_DAYS = 825, 90
RENEWED_BEFORE = timedelta(days=7)
FILE, KEY_FILE = "ca.pem", "ca-key.pem"
COMMON_NAME = "Local API Gateway authority"


class Authority:
    """The authority whose files are in `folder`; made anew where there is none, or where it ends soon."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder = folder
        self.file = folder / FILE
        if not self.file.exists() or not (folder / KEY_FILE).exists() or _ends_soon(self.file):
            self._make()
        key = serialization.load_pem_private_key((folder / KEY_FILE).read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{folder / KEY_FILE} holds no key of an elliptic curve.")
        self._key = key
        self._certificate = x509.load_pem_x509_certificate(self.file.read_bytes())

    def certificate_of(self, name: str) -> Path:
        """A file with the certificate of a host name or address, the authority's, and the key."""
        file = self._folder / f"{name.replace('*', '_')}.pem"
        if not file.exists() or _ends_soon(file) or not self._has_signed(file):
            certificate, key = self.issue(name)
            _write_secret(file, certificate + self.file.read_bytes() + key)
        return file

    def issue(self, name: str, *, client: bool = False) -> tuple[bytes, bytes]:
        """A new certificate and its key, both in PEM: for a server of this name, or for a client."""
        key = ec.generate_private_key(ec.SECP256R1())
        usage = ExtendedKeyUsageOID.CLIENT_AUTH if client else ExtendedKeyUsageOID.SERVER_AUTH
        certificate = (
            _builder(name, self._certificate.subject, key, CERTIFICATE_DAYS)
            .add_extension(x509.SubjectAlternativeName([_general_name(name)]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([usage]), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return certificate.public_bytes(serialization.Encoding.PEM), _pem(key)

    def _make(self) -> None:
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, COMMON_NAME)])
        usage = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        certificate = (
            _builder(COMMON_NAME, subject, key, AUTHORITY_DAYS)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(key, hashes.SHA256())
        )
        _write_secret(self._folder / KEY_FILE, _pem(key))
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def _has_signed(self, file: Path) -> bool:
        certificates = x509.load_pem_x509_certificates(file.read_bytes())
        return certificates[-1] == self._certificate


def _builder(name: str, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        # A common name holds 64 characters (RFC 5280, ub-common-name); the whole name stands in the extension.
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])]))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Clocks of other programs on this machine may be read a moment earlier.
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=days))
    )


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _ends_soon(file: Path) -> bool:
    certificate = x509.load_pem_x509_certificate(file.read_bytes())
    return certificate.not_valid_after_utc - RENEWED_BEFORE < datetime.now(UTC)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _write_secret(file: Path, content: bytes) -> None:
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as secret:
        secret.write(content)
