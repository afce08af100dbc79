"""AWS Certificate Manager.

https://docs.aws.amazon.com/acm/latest/APIReference/
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from local.provider.emulator_client import AwsError
from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType, Tagging
from local.provider.values import as_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_DOMAIN: Final = Exact(
    pattern=r"(?:\*\.)?(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z][A-Za-z0-9-]{0,62}",
    maximum=253,
    meaning="it is a domain name, as api.example.com or *.example.com",
)
_SECONDS_TO_ISSUE: Final = 60.0
_SECONDS_BETWEEN: Final = 0.5
_AUTHORITY: Final = Attribute(refused="the emulator has no private certificate authority")
_WRITE_ONLY: Final = Attribute(refused="the stand-in has no write-only inputs; give `privateKey`")
_OPTIONS: Final = {"certificateTransparencyLoggingPreference": "ENABLED", "export": "DISABLED"}


def _check(inputs: Properties) -> list[Problem]:
    problems: list[Problem] = []
    if not inputs.get("domainName"):
        problems.append(("domainName", "is required: the name that the certificate is for"))
    elif not inputs.get("validationMethod"):
        problems.append(("validationMethod", "is required: DNS or EMAIL, to prove that the domain is yours"))
    return problems


def _wait_until_shown(call: Call, answer: Request) -> Request:
    """AWS shows the records that validate a certificate some seconds after the request."""
    _await(call, {"CertificateArn": answer["CertificateArn"]}, _has_records, "the validation records are not shown")
    return answer


def _has_records(certificate: Request) -> bool:
    options: list[Any] = certificate.get("DomainValidationOptions") or []
    by_mail = any(option.get("ValidationMethod") == "EMAIL" for option in options)
    return bool(options) and (by_mail or all("ResourceRecord" in option for option in options))


def _is_issued(certificate: Request) -> bool:
    return certificate["Status"] == "ISSUED"


def _await_issue(operation: str, call: Call, request: Request, state: Properties) -> None:
    """The whole of a validation is waiting for the certificate."""
    if operation == "DescribeCertificate" and not state.get("id"):
        _await(call, request, _is_issued, "the certificate is not issued")


def _await(call: Call, request: Request, done: Callable[[Request], bool], problem: str) -> None:
    deadline = time.monotonic() + _SECONDS_TO_ISSUE
    while True:
        certificate: Request = call("DescribeCertificate", request)["Certificate"]
        if done(certificate):
            return
        if certificate["Status"] == "FAILED" or time.monotonic() > deadline:
            reason = f"{problem}: its status is {certificate['Status']} after {_SECONDS_TO_ISSUE:g} seconds"
            raise AwsError("DescribeCertificate", "NotIssued", reason)
        time.sleep(_SECONDS_BETWEEN)


def _present(answer: Request) -> Request:
    options: list[Any] = answer.get("DomainValidationOptions") or []
    records = [
        {
            "domainName": option["DomainName"],
            **{f"resourceRecord{name}": option["ResourceRecord"][name] for name in ("Name", "Type", "Value")},
        }
        for option in options
        if "ResourceRecord" in option
    ]
    methods = {option.get("ValidationMethod") for option in options}
    others = [name for name in as_list(answer.get("SubjectAlternativeNames")) or [] if name != answer["DomainName"]]
    return {
        **answer,
        "DomainValidationOptions": records,
        "ValidationMethod": next(iter(methods), None) or ("NONE" if answer.get("Type") == "IMPORTED" else "DNS"),
        "SubjectAlternativeNames": others,
    }


def _issued(answer: Request, facts: Properties) -> Request | None:
    del facts
    certificate: Request = answer["Certificate"]
    return {**answer, **certificate} if _is_issued(certificate) else None


CERTIFICATE: Final = ResourceType(
    type="aws:acm/certificate:Certificate",
    service="acm",
    create="RequestCertificate",
    read=(Reading("DescribeCertificate", at="Certificate"),),
    update=(Change("UpdateCertificateOptions"),),
    delete="DeleteCertificate",
    id="{CertificateArn}",
    identity={"CertificateArn": "id"},
    import_separator="\n",
    attributes={
        "arn": Attribute("CertificateArn"),
        "options": Attribute(unechoed=True, default=_OPTIONS),  # the emulator forgets these
        "keyAlgorithm": Attribute(unechoed=True, default="RSA_2048"),
        "domainName": Attribute(exact=_DOMAIN),
        "subjectAlternativeNames": Attribute(exact=_DOMAIN),
        "validationMethod": Attribute(exact=Exact(allowed=("DNS", "EMAIL"))),
        "validationOptions": Attribute("DomainValidationOptions", unechoed=True),
        **dict.fromkeys(("certificateAuthorityArn", "earlyRenewalDuration"), _AUTHORITY),
        **dict.fromkeys(
            ("certificateBody", "certificateChain", "privateKey"),
            Attribute(refused="the emulator shows other names and dates than those of an imported certificate"),
        ),
        **dict.fromkeys(("privateKeyWo", "privateKeyWoVersion"), _WRITE_ONLY),
    },
    outputs={
        "keyAlgorithm": lambda facts: facts.get("keyAlgorithm") or "RSA_2048",
        "options": lambda facts: facts.get("options") or dict(_OPTIONS),
        "pendingRenewal": lambda facts: False,  # noqa: ARG005  # nothing here lives long enough
        "renewalEligibility": lambda facts: facts.get("renewalEligibility") or "INELIGIBLE",
        "renewalSummaries": lambda facts: [],  # noqa: ARG005
        "subjectAlternativeNames": lambda facts: facts.get("subjectAlternativeNames") or [],
        "validationEmails": lambda facts: [],  # noqa: ARG005  # the emulator sends none
    },
    tags=Tagging(tag="AddTagsToCertificate", untag="RemoveTagsFromCertificate", listing="ListTagsForCertificate"),
    check=_check,
    settle=_wait_until_shown,
    present=_present,
)

VALIDATION: Final = ResourceType(
    type="aws:acm/certificateValidation:CertificateValidation",
    service="acm",
    create="DescribeCertificate",  # it has nothing of its own at AWS
    read=(Reading("DescribeCertificate", select=_issued),),
    delete="DescribeCertificate",
    id=lambda facts: str(facts["Certificate"]["IssuedAt"]) if "Certificate" in facts else facts["id"],
    identity={"CertificateArn": "certificateArn"},
    import_id=("certificateArn",),
    import_separator="\n",
    attributes={"validationRecordFqdns": Attribute(local=True, replaces=True)},
    first=_await_issue,
)

TYPES: Final = (CERTIFICATE, VALIDATION)
