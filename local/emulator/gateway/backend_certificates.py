"""Client certificates of API Gateway, with which a stage shows its backends who calls.

https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-client-side-ssl-authentication.html

Their keys are not kept: no backend is shown a certificate here.
"""

from __future__ import annotations

import json
import random
import string
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from local.emulator.gateway import patching, resource_tags
from local.emulator.gateway.ministack import REST, SCOPES
from local.emulator.gateway.records import as_list, as_map

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Answer

VALID = timedelta(days=365)
PATCHED = {"/description"}

certificates: Any = SCOPES.AccountRegionScopedDict()  # by their ids


def answer(method: str, parts: list[str], body: bytes, query: dict[str, Any]) -> Answer | None:
    """Answers the control plane at `/clientcertificates` and of their tags; None for other paths."""
    data = as_map(json.loads(body or b"{}"))
    match parts:
        case ["clientcertificates"] if method == "POST":
            return _generate(data)
        case ["clientcertificates"]:
            return REST.v1_paginated_response(list(certificates.values()), query)
        case ["clientcertificates", identifier]:
            return _at(method, identifier, data)
        case ["tags", *arn] if found := certificates.get("/".join(arn).partition("/clientcertificates/")[2]):
            tags = found["tags"]
            return resource_tags.answered(method, tags, data, query, REST.v1_response({"tags": tags}))
        case _:
            return None


def problem(identifier: str) -> Answer | None:
    """What is wrong with the id of a certificate that a stage is to show; None where nothing is."""
    if not identifier or identifier in certificates:
        return None
    return REST.v1_error("BadRequestException", f"Invalid client certificate identifier specified: {identifier}", 400)


def _generate(data: dict[str, Any]) -> Answer:
    identifier = "".join(random.choices(string.ascii_lowercase + string.digits, k=6))  # noqa: S311  a name, no secret
    began = datetime.now(UTC).replace(microsecond=0)
    certificates[identifier] = {
        "clientCertificateId": identifier,
        "description": data.get("description") or "",
        "pemEncodedCertificate": _certificate(began),
        "createdDate": int(began.timestamp()),
        "expirationDate": int((began + VALID).timestamp()),
        "tags": as_map(data.get("tags")),
    }
    return REST.v1_response(certificates[identifier], 201)


def _certificate(began: datetime) -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ApiGateway")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + VALID)
        .sign(key, hashes.SHA256())
    )
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def _at(method: str, identifier: str, data: dict[str, Any]) -> Answer:
    found = certificates.get(identifier)
    if found is None:
        return REST.v1_error("NotFoundException", "Invalid Client Certificate identifier specified", 404)
    if method == "DELETE":
        del certificates[identifier]
        return 202, {}, b""
    if method == "PATCH":
        operations = as_list(data.get("patchOperations"))
        wrong = next((operation["path"] for operation in operations if operation.get("path") not in PATCHED), None)
        if wrong:
            return REST.v1_error("BadRequestException", f"Invalid patch path {wrong}", 400)
        patching.apply(found, operations)
    return REST.v1_response(found)
