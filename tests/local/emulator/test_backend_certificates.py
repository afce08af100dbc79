from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import botocore.exceptions
import pytest
from cryptography import x509

from local.emulator import process
from tests.local.emulator.account import REGION, Account, RestApi
from tests.support.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path


def test_a_certificate_is_generated_and_described_anew(account: Account) -> None:
    gateway = account.client("apigateway")
    made = gateway.generate_client_certificate(description="first", tags={"team": "shop"})
    identifier = made["clientCertificateId"]
    certificate = x509.load_pem_x509_certificate(made["pemEncodedCertificate"].encode())
    certificate.verify_directly_issued_by(certificate)
    assert certificate.not_valid_before_utc == made["createdDate"].astimezone(UTC)
    assert certificate.not_valid_after_utc == made["expirationDate"].astimezone(UTC)
    assert made["expirationDate"] - made["createdDate"] == timedelta(days=365)
    assert abs(datetime.now(UTC) - made["createdDate"]) < timedelta(minutes=1)

    changes = [{"op": "replace", "path": "/description", "value": "second"}]
    gateway.update_client_certificate(clientCertificateId=identifier, patchOperations=changes)
    shown = gateway.get_client_certificate(clientCertificateId=identifier)
    assert (shown["description"], shown["pemEncodedCertificate"]) == ("second", made["pemEncodedCertificate"])
    assert identifier in {one["clientCertificateId"] for one in gateway.get_client_certificates()["items"]}

    arn = f"arn:aws:apigateway:{REGION}::/clientcertificates/{identifier}"
    gateway.tag_resource(resourceArn=arn, tags={"owner": "web"})
    gateway.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert gateway.get_tags(resourceArn=arn)["tags"] == {"owner": "web"}

    gateway.delete_client_certificate(clientCertificateId=identifier)
    with pytest.raises(botocore.exceptions.ClientError, match="NotFoundException"):
        gateway.get_client_certificate(clientCertificateId=identifier)


def test_a_stage_takes_a_certificate_that_is_there(account: Account) -> None:
    api = RestApi(account)
    api.response(api.method("GET /x", {"type": "MOCK", "requestTemplates": {}}))
    api.deploy()
    identifier = api.gateway.generate_client_certificate()["clientCertificateId"]
    api.patch_stage(**{"/clientCertificateId": identifier})
    assert api.gateway.get_stage(restApiId=api.id, stageName="dev")["clientCertificateId"] == identifier
    with pytest.raises(botocore.exceptions.ClientError, match=r"BadRequestException.*none00"):
        api.patch_stage(**{"/clientCertificateId": "none00"})
    assert api.gateway.get_stage(restApiId=api.id, stageName="dev")["clientCertificateId"] == identifier
    api.patch_stage(**{"/clientCertificateId": ""})
    assert not api.gateway.get_stage(restApiId=api.id, stageName="dev").get("clientCertificateId")


def test_certificates_survive_a_killed_emulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(process.PORT_SETTING, str(free_port()))
    emulator, _ = process.start(tmp_path)
    try:
        made = Account(emulator.url).client("apigateway").generate_client_certificate()
        os.kill(emulator.pid, signal.SIGKILL)
        emulator, _ = process.start(tmp_path)
        gateway = Account(emulator.url).client("apigateway")
        kept = gateway.get_client_certificate(clientCertificateId=made["clientCertificateId"])
        assert kept["pemEncodedCertificate"] == made["pemEncodedCertificate"]
    finally:
        process.stop(tmp_path, forget=True)
