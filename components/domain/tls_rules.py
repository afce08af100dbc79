"""Rules for the TLS of a domain: policies, certificates, mutual TLS. Pure: no Pulumi resource.

Sources: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html and
…/rest-api-mutual-tls.html
"""

import re
from collections.abc import Mapping
from typing import Any

from components.domain.args import MutualTls
from components.problems import Problem, did_you_mean, missing_keys, unknown_keys

DEFAULT_POLICY = "TLS_1_2"
ACCESS_MODES = ("STRICT", "BASIC")
EDGE_REGION = "us-east-1"
"""Where the certificates of CloudFront are."""
EDGE_POLICIES = (
    "SecurityPolicy_TLS13_2025_EDGE",
    "SecurityPolicy_TLS12_PFS_2025_EDGE",
    "SecurityPolicy_TLS12_2018_EDGE",
)
POLICIES = (
    "SecurityPolicy_TLS13_1_3_2025_09",
    "SecurityPolicy_TLS13_1_3_FIPS_2025_09",
    "SecurityPolicy_TLS13_1_2_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_FIPS_PFS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_Ext2_FIPS_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_PQ_2025_09",
    "SecurityPolicy_TLS13_1_2_2021_06",
)
"""Of regional and private domains: https://docs.aws.amazon.com/apigateway/latest/api/API_DomainName.html"""

_CERTIFICATE = re.compile(r"arn:[^:]+:acm:([^:]+):\d{12}:certificate/.+")
_TRUSTSTORE = re.compile(r"s3://[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/.+")


def enhanced(args: Mapping[str, Any]) -> bool:
    """Whether the policy is one of those that the newer sort of domain has."""
    return str(args.get("security_policy", DEFAULT_POLICY)).startswith("SecurityPolicy_")


def tls_problems(args: Mapping[str, Any], endpoint: str) -> list[Problem]:
    """Everything wrong with the arguments about TLS of a domain with this endpoint."""
    return [
        *_policy_problems(args, endpoint),
        *_certificate_problems("certificate_arn", args, EDGE_REGION if endpoint == "EDGE" else None),
        *_certificate_problems("ownership_certificate_arn", args, None),
        *(_mutual_problems(args, endpoint) if "mutual_tls" in args else []),
        *_ownership_problems(args),
    ]


def _policy_problems(args: Mapping[str, Any], endpoint: str) -> list[Problem]:
    policy = args.get("security_policy", DEFAULT_POLICY)
    fitting = (DEFAULT_POLICY, *(EDGE_POLICIES if endpoint == "EDGE" else POLICIES))
    found: list[Problem] = []
    if policy == "TLS_1_0":
        allowed = "TLS 1.2 or newer: browsers and standards gave up TLS 1.0 and 1.1"
        found.append(Problem("security_policy", "TLS_1_0", allowed, 'use security_policy="TLS_1_2"'))
    elif policy in {*EDGE_POLICIES, *POLICIES} - {*fitting}:
        what = f"{policy} on {'an' if endpoint == 'EDGE' else 'a'} {endpoint} domain"
        found.append(Problem("security_policy", what, ", ".join(fitting), "use one of them"))
    elif policy not in fitting:
        remedy = did_you_mean(str(policy), fitting, "use one of them")
        found.append(Problem("security_policy", f"{policy!r}", ", ".join(fitting), remedy))
    if "endpoint_access_mode" in args:
        mode = args["endpoint_access_mode"]
        if not enhanced(args):
            allowed = "an access mode with a policy that begins with SecurityPolicy_"
            remedy = "remove it, or choose such a policy"
            found.append(Problem("endpoint_access_mode", f"{mode!r} with {policy}", allowed, remedy))
        elif mode not in ACCESS_MODES:
            found.append(Problem("endpoint_access_mode", f"{mode!r}", ", ".join(ACCESS_MODES), "use STRICT"))
    return found


def _certificate_problems(key: str, args: Mapping[str, Any], region: str | None) -> list[Problem]:
    given = args.get(key)
    if not isinstance(given, str):
        return []
    match = _CERTIFICATE.fullmatch(given)
    if match is None:
        allowed = "the ARN of a certificate of ACM, arn:aws:acm:REGION:ACCOUNT:certificate/ID"
        return [Problem(key, f'"{given}"', allowed, "take it from ACM, or leave it out to have one requested")]
    if region is not None and match[1] != region:
        allowed = f"a certificate in {region}, where CloudFront looks for it"
        return [Problem(key, f"a certificate in {match[1]}", allowed, "leave it out to have one requested there")]
    return []


def _mutual_problems(args: Mapping[str, Any], endpoint: str) -> list[Problem]:
    given = args["mutual_tls"]
    if not isinstance(given, Mapping):
        remedy = "write MutualTls(truststore_uri=…, truststore_version=…)"
        return [Problem("mutual_tls", f"{given!r}", "a truststore and its version", remedy)]
    settings: Mapping[str, Any] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = [
        *missing_keys("mutual_tls", settings, ("truststore_uri", "truststore_version")),
        *unknown_keys("mutual_tls", settings, MutualTls),
    ]
    uri = settings.get("truststore_uri")
    if isinstance(uri, str) and not _TRUSTSTORE.fullmatch(uri):
        found.append(Problem("mutual_tls", f'truststore_uri "{uri}"', "s3://BUCKET/KEY", "name an object in S3"))
    if settings.get("truststore_version") == "":
        remedy = "turn on versioning in the bucket, and give the object's version"
        found.append(Problem("mutual_tls", "an empty truststore_version", "the version of the object", remedy))
    if enhanced(args):
        allowed = "mutual TLS with security_policy TLS_1_2, which lets clients use TLS 1.3, too"
        remedy = 'use security_policy="TLS_1_2", or remove mutual_tls'
        found.append(Problem("mutual_tls", f"mutual TLS with {args['security_policy']}", allowed, remedy))
    if endpoint != "REGIONAL":
        what = f"mutual TLS on {'an' if endpoint == 'EDGE' else 'a'} {endpoint} domain"
        remedy = 'use endpoint="REGIONAL", or remove mutual_tls'
        found.append(Problem("mutual_tls", what, "mutual TLS on REGIONAL domains", remedy))
    return found


def _ownership_problems(args: Mapping[str, Any]) -> list[Problem]:
    if "ownership_certificate_arn" not in args or {"mutual_tls", "certificate_arn"} <= args.keys():
        return []
    allowed = "it beside mutual_tls and the certificate_arn of an imported or private certificate"
    found = "an ownership certificate that nothing needs"
    return [Problem("ownership_certificate_arn", found, allowed, "remove it, or give the other two")]
