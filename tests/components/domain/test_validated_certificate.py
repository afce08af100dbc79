"""A certificate for what is no domain of an API."""

from typing import Any, cast

import pytest

from components import ComponentError, ValidatedCertificate, ValidatedCertificateArgs
from tests.components.domain.domains import CERTIFICATE, ISSUED, RECORD, ZONE
from tests.support.apis import resolved
from tests.support.recording import Cloud, new_cloud

NAME = "internal.example.com"


@pytest.fixture
def cloud() -> Cloud:
    return new_cloud()


def test_a_certificate_waits_for_its_record(cloud: Cloud) -> None:
    args = ValidatedCertificateArgs(domain_name=NAME, zone_id=ZONE, tags={"team": "x"})
    arn = resolved(cloud, lambda: ValidatedCertificate("internal", args).arn)
    (certificate,) = cloud.mocks.of(CERTIFICATE).values()
    assert (certificate["domainName"], certificate["validationMethod"]) == (NAME, "DNS")
    assert certificate["tags"] == {"team": "x"}
    (record,) = cloud.mocks.of(RECORD).values()
    assert record["zoneId"] == ZONE
    (issued,) = cloud.mocks.of(ISSUED).values()
    assert issued["validationRecordFqdns"] != []
    assert arn == issued["certificateArn"]


def test_a_record_may_be_written_elsewhere(cloud: Cloud) -> None:
    args = ValidatedCertificateArgs(domain_name=NAME, dns="none")
    (record,) = resolved(cloud, lambda: ValidatedCertificate("internal", args).validation_records)
    assert cloud.mocks.of(RECORD) == {}
    assert set(record) == {"name", "type", "value"}


def test_all_problems_come_at_once(cloud: Cloud) -> None:
    args = cast("Any", {"domain_name": "Internal", "tag": {}})
    with pytest.raises(ComponentError) as caught:
        cloud.run(lambda: ValidatedCertificate("internal", args))
    assert [problem.where for problem in caught.value.problems] == ["arguments", "domain_name", "zone_id"]
    assert cloud.mocks.registrations == []
