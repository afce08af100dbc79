"""Load balancers are set up to refuse malformed requests, to keep logs, and not to be deleted by mistake."""

from collections.abc import Iterator

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import LOAD_BALANCERS
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_DESYNC = ("defensive", "strictest")
_APPLICATION = ("application",)
_WITH_LOGS = ("application", "network")
_ALL = ("application", "gateway", "network")


def _check_balancer(balancer: Resource, _settings: Settings) -> Iterator[Finding]:
    """What not every type has is asked of those only that have it."""
    yield from _check_on(balancer, balancer.at("enableDeletionProtection"), _ALL)
    yield from _check_on(balancer, balancer.at("accessLogs", "enabled"), _WITH_LOGS)
    yield from _check_on(balancer, balancer.at("dropInvalidHeaderFields"), _APPLICATION)
    yield from _check_desync(balancer)


def _check_on(balancer: Resource, value: Value, kinds: tuple[str, ...]) -> Iterator[Finding]:
    flag = value.flag()
    if flag != Known(value=True):
        found = "false" if isinstance(flag, Known) else "not set"
        yield from _report(balancer, flag, kinds, value.path, f"{value.path} is {found}, it must be true")


def _check_desync(balancer: Resource) -> Iterator[Finding]:
    """Not set it is defensive."""
    value = balancer.at("desyncMitigationMode")
    mode = value.text()
    if not isinstance(mode, Absent) and not (isinstance(mode, Known) and mode.value in _DESYNC):
        found = mode.value if isinstance(mode, Known) else ""
        message = f"{value.path} is {found}, allowed: {', '.join(_DESYNC)}"
        yield from _report(balancer, mode, _APPLICATION, value.path, message)


def _report(
    balancer: Resource, found: Reading[bool] | Reading[str], kinds: tuple[str, ...], path: str, message: str
) -> Iterator[Finding]:
    kind = balancer.at("loadBalancerType").text()
    if (kind.value if isinstance(kind, Known) else "application") not in kinds:
        return
    if isinstance(found, Unknown):
        yield undecided(balancer, found)
    elif isinstance(kind, Unknown) and kinds != _ALL:
        yield undecided(balancer, kind)
    else:
        yield violation(balancer, path, message)


LB_HYGIENE = Rule(
    name="lb-hygiene",
    group="hygiene",
    severity="low",
    level="disabled",
    title="A load balancer lacks a safeguard",
    why="Malformed headers and requests of unclear length let two servers read one request as two; without access "
    "logs no misuse can be traced, and without deletion protection one mistake cuts the API off its backends.",
    fix="Set dropInvalidHeaderFields, accessLogs.enabled (with a bucket) and enableDeletionProtection to true, and "
    "desyncMitigationMode to defensive or strictest.",
    source="https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
    controls=(
        "checkov CKV_AWS_91",
        "checkov CKV_AWS_131",
        "checkov CKV_AWS_150",
        "checkov CKV_AWS_328",
        "trivy AWS-0052",
        "KICS 6e3fd2ed",
        "cfn-guard ELB_DELETION_PROTECTION_ENABLED",
        "cfn-guard ELB_LOGGING_ENABLED",
        "cfn-guard ALB_HTTP_DROP_INVALID_HEADER_ENABLED",
        "cdk-nag ELB2",
        "cdk-nag ELBDeletionProtectionEnabled",
        "cdk-nag ALBHttpDropInvalidHeaderEnabled",
        "Security Hub ELB.4",
        "Security Hub ELB.5",
        "Security Hub ELB.6",
        "Security Hub ELB.12",
        "compliance-policies aws-alb-loadbalancer-configure-access-logging",
        "prowler elbv2_logging_enabled",
        "prowler elbv2_deletion_protection",
        "prowler elbv2_desync_mitigation_mode",
        "OWASP API8:2023",
    ),
    checks=dict.fromkeys(LOAD_BALANCERS, _check_balancer),
)

RULES = (LB_HYGIENE,)
