"""The certificate of a domain: requested from ACM and validated by DNS.

Source: https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

VALIDATION_TTL = 300
"""Seconds."""


@dataclass(frozen=True)
class RequestedCertificate:
    """A certificate that ACM issues once its record is there."""

    arn: pulumi.Output[str]
    """Its ARN, known as soon as it is issued."""
    records: pulumi.Output[list[dict[str, str]]]
    """The record that proves to ACM whose name it is: name, type and value. Known before the certificate is issued."""


def request_certificate(
    component: str,
    domain_name: str,
    zone_id: pulumi.Input[str] | None,
    parent: pulumi.Resource,
    *,
    region: str | None = None,
    tags: Mapping[str, pulumi.Input[str]] | None = None,
) -> RequestedCertificate:
    """A certificate for exactly this name.

    Args:
        component: name of the component, with which the names of the resources begin.
        domain_name: the name.
        zone_id: the hosted zone that gets the record; without one the deployment waits until it stands elsewhere.
        parent: the component.
        region: Region of the certificate, if it is not the program's.
        tags: tags of the certificate.
    """
    options = pulumi.ResourceOptions(parent=parent)
    certificate = aws.acm.Certificate(
        f"{component}-certificate",
        domain_name=domain_name,
        region=region,
        tags=tags,
        validation_method="DNS",
        opts=options,
    )
    # One name, so one record; ACM takes the same one for a name with a wildcard and without.
    option = certificate.domain_validation_options[0]
    fqdns: list[pulumi.Output[str]] | None = None
    if zone_id is not None:
        record = aws.route53.Record(
            f"{component}-certificate-validation",
            # ACM asks for the same record in each Region and stack, for as long as the certificate is to be renewed.
            allow_overwrite=True,
            name=option.resource_record_name,
            records=[option.resource_record_value],
            ttl=VALIDATION_TTL,
            type=option.resource_record_type,
            zone_id=zone_id,
            opts=options,
        )
        fqdns = [record.fqdn]
    issued = aws.acm.CertificateValidation(
        f"{component}-certificate-issued",
        certificate_arn=certificate.arn,
        region=region,
        validation_record_fqdns=fqdns,
        opts=options,
    )
    described = pulumi.Output.all(
        name=option.resource_record_name, type=option.resource_record_type, value=option.resource_record_value
    )
    return RequestedCertificate(issued.certificate_arn, described.apply(lambda one: [one]))
