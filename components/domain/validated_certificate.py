"""ValidatedCertificate: a certificate of ACM that DNS has proved, for what is not an ApiDomain."""

from collections.abc import Mapping
from typing import NotRequired, TypedDict

import pulumi

from components.domain.certificate import request_certificate
from components.domain.rules import dns_problems, name_problems
from components.problems import ComponentError, unknown_keys


class ValidatedCertificateArgs(TypedDict):
    """What a certificate is made of."""

    domain_name: str
    """The name, such as internal.example.com, or *.internal.example.com."""
    zone_id: NotRequired[pulumi.Input[str]]
    """Hosted zone of Route 53 that gets the record by which ACM knows whose name it is."""
    dns: NotRequired[str]
    """`none` without a `zone_id`: another program or service writes `validation_records`."""
    tags: NotRequired[Mapping[str, pulumi.Input[str]]]
    """Tags of the certificate."""


class ValidatedCertificate(pulumi.ComponentResource):
    """A public certificate, such as the listeners of private load balancers need: API Gateway takes no other there.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    arn: pulumi.Output[str]
    """Its ARN, known once it is issued."""
    validation_records: pulumi.Output[list[dict[str, str]]]
    """The record that ACM looks for: `name`, `type` and `value`. Without it the deployment waits in vain."""

    def __init__(self, name: str, args: ValidatedCertificateArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        known = unknown_keys("arguments", args, ValidatedCertificateArgs)
        if problems := [*known, *name_problems(args), *dns_problems(args)]:
            raise ComponentError(f'certificate "{name}"', problems)
        super().__init__("gateway:index:ValidatedCertificate", name, {}, opts)
        requested = request_certificate(name, args["domain_name"], args.get("zone_id"), self, tags=args.get("tags"))
        self.arn = requested.arn
        self.validation_records = requested.records
        self.register_outputs({"arn": self.arn, "validationRecords": self.validation_records})
