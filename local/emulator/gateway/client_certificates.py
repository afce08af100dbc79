"""What an API is told of the certificate that a client of mutual TLS showed.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cryptography import x509

from local.emulator.arrival import arrival

if TYPE_CHECKING:
    from datetime import datetime


def shown_certificate() -> dict[str, Any]:
    """`{"clientCert": …}` for the request that is being served; empty where it came without a certificate."""
    pem = arrival().client_certificate
    if not pem:
        return {}
    certificate = x509.load_pem_x509_certificate(pem.encode())
    number = f"{certificate.serial_number:x}"
    number = number.zfill(len(number) + len(number) % 2)
    return {
        "clientCert": {
            "clientCertPem": pem,
            "subjectDN": certificate.subject.rfc4514_string(),
            "issuerDN": certificate.issuer.rfc4514_string(),
            "serialNumber": ":".join(number[at : at + 2] for at in range(0, len(number), 2)),
            "validity": {
                "notBefore": _time(certificate.not_valid_before_utc),
                "notAfter": _time(certificate.not_valid_after_utc),
            },
        }
    }


def _time(moment: datetime) -> str:
    return f"{moment:%b} {moment.day:2} {moment:%H:%M:%S %Y} GMT"
