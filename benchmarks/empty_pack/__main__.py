"""A policy pack that asks nothing of anything: what any pack costs."""

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)


def _nothing(args: ResourceValidationArgs, report_violation: ReportViolation) -> None:
    del args, report_violation


PolicyPack(
    name="empty",
    policies=[ResourceValidationPolicy("nothing", "Reads nothing.", _nothing)],
    enforcement_level=EnforcementLevel.ADVISORY,
)
