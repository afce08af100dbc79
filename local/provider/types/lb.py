"""Elastic Load Balancing: application and network load balancers.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.emulator_client import AwsError
from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.settings import shown_settings
from local.provider.values import as_list

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

TAGS: Final = Tagging(tag="AddTags", untag="RemoveTags", listing="DescribeTags")
NAME: Final = Exact(
    pattern=r"(?!internal-)(?!-)[A-Za-z0-9-]{1,32}(?<!-)",
    meaning="it has 1 to 32 letters, digits and hyphens, with no hyphen at its ends, and not internal- at its start",
)
_PROTECTION: Final = "deletion_protection.enabled"
_ZONES_NEEDED: Final = 2
_OFF: Final = {"enabled": False}
_APPLICATION_ONLY: Final = (
    "clientKeepAlive", "connectionLogs", "desyncMitigationMode", "dropInvalidHeaderFields",
    "enableTlsVersionAndCipherSuiteHeaders", "enableWafFailOpen", "enableXffClientPort", "idleTimeout",
    "preserveHostHeader", "xffHeaderProcessingMode",
)  # fmt: skip
_SETTINGS: Final = Change(
    "ModifyLoadBalancerAttributes",
    settings={
        **{
            f"{log}.{field}": f"{key}.s3.{field}"
            for log, key in (
                ("accessLogs", "access_logs"), ("connectionLogs", "connection_logs"),
                ("healthCheckLogs", "health_check_logs"),
            )
            for field in ("enabled", "bucket", "prefix")
        },
        "clientKeepAlive": "client_keep_alive.seconds",
        "desyncMitigationMode": "routing.http.desync_mitigation_mode",
        "dnsRecordClientRoutingPolicy": "dns_record.client_routing_policy",
        "dropInvalidHeaderFields": "routing.http.drop_invalid_header_fields.enabled",
        "enableCrossZoneLoadBalancing": "load_balancing.cross_zone.enabled",
        "enableDeletionProtection": _PROTECTION,
        "enableHttp2": "routing.http2.enabled",
        "enableTlsVersionAndCipherSuiteHeaders": "routing.http.x_amzn_tls_version_and_cipher_suite.enabled",
        "enableWafFailOpen": "waf.fail_open.enabled",
        "enableXffClientPort": "routing.http.xff_client_port.enabled",
        "enableZonalShift": "zonal_shift.config.enabled",
        "idleTimeout": "idle_timeout.timeout_seconds",
        "preserveHostHeader": "routing.http.preserve_host_header.enabled",
        "xffHeaderProcessingMode": "routing.http.xff_header_processing.mode",
    },
)  # fmt: skip


def _check(inputs: Properties) -> list[Problem]:
    kind, subnets = inputs.get("loadBalancerType", "application"), as_list(inputs.get("subnets"))
    problems: list[Problem] = []
    if not inputs.get("subnets") and not inputs.get("subnetMappings"):
        problems.append(("subnets", "is required: the subnets that the load balancer stands in"))
    elif kind == "application" and subnets is not None and len(subnets) < _ZONES_NEEDED:
        problems.append(("subnets", f"has {len(subnets)}; an application load balancer needs two, in different zones"))
    if kind in {"network", "gateway"}:
        reason = f"is for application load balancers, not for one of type {kind}"
        problems += [(name, reason) for name in _APPLICATION_ONLY if inputs.get(name)]
    return problems


def _refuse_protected(operation: str, call: Call, request: Request, state: Properties) -> None:
    """AWS keeps a load balancer whose deletion protection is on; the emulator does not."""
    del state
    if operation != "DeleteLoadBalancer":
        return
    found: list[Any] = call("DescribeLoadBalancerAttributes", request)["Attributes"]
    if any(item["Key"] == _PROTECTION and item["Value"] == "true" for item in found):
        reason = (
            f"Load balancer '{request['LoadBalancerArn']}' cannot be deleted because deletion protection is enabled"
        )
        raise AwsError(operation, "OperationNotPermitted", reason)


def _with_groups(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """What is set with the security groups goes with all of them."""
    del state
    groups: list[Any] = inputs.get("securityGroups") or []
    return {"SecurityGroups": groups, **request} if operation == "SetSecurityGroups" else request


def _present(answer: Request) -> Request:
    settings = shown_settings(_SETTINGS, answer)
    return {**answer, **settings, "Internal": answer["Scheme"] == "internal"}


def _zones(zones: list[Any]) -> list[Any]:
    return [zone["SubnetId"] for zone in zones if zone.get("SubnetId")]


def _subnets(facts: Properties) -> list[Any]:
    """The emulator shows no subnets for those that are given with an address."""
    mapped: list[Any] = facts.get("subnetMappings") or []
    return facts.get("subnets") or [mapping["subnetId"] for mapping in mapped]


LOAD_BALANCER: Final = ResourceType(
    type="aws:lb/loadBalancer:LoadBalancer",
    service="elbv2",
    create="CreateLoadBalancer",
    read=(Reading("DescribeLoadBalancers", at="LoadBalancers"), Reading("DescribeLoadBalancerAttributes")),
    update=(Change("SetSecurityGroups"), Change("SetSubnets"), _SETTINGS),
    delete="DeleteLoadBalancer",
    id="{LoadBalancers[0][LoadBalancerArn]}",
    identity={"LoadBalancerArn": "id", "LoadBalancerArns": "id"},
    import_separator="\n",
    attributes={
        "arn": Attribute("LoadBalancerArn"),
        "name": Attribute(("Name", "LoadBalancerName"), exact=NAME),
        "namePrefix": Attribute(local=True, replaces=True, exact=Exact(maximum=6)),
        "loadBalancerType": Attribute("Type", default="application"),
        "internal": Attribute(
            ("Scheme", "Internal"), send=lambda internal: "internal" if internal else "internet-facing",
            receive=lambda scheme: scheme == "internal",
        ),
        "subnets": Attribute(("Subnets", "AvailabilityZones"), receive=_zones),
        "subnetMappings": Attribute(unechoed=True),
        "subnetMappings.privateIpv4Address": Attribute("PrivateIPv4Address"),
        "subnetMappings.ipv6Address": Attribute("IPv6Address"),
        "subnetMappings.outpostId": Attribute(refused="the local stack has no Outposts"),
        "zoneId": Attribute("CanonicalHostedZoneId"),
        "ipAddressType": Attribute(default="ipv4"),
        **dict.fromkeys(("accessLogs", "connectionLogs", "healthCheckLogs"), Attribute(default=_OFF)),
        "clientKeepAlive": Attribute(default=3600.0, exact=Exact(minimum=60, maximum=604800)),
        "desyncMitigationMode": Attribute(
            default="defensive", exact=Exact(allowed=("monitor", "defensive", "strictest"))
        ),
        "dnsRecordClientRoutingPolicy": Attribute(
            default="any_availability_zone",
            exact=Exact(
                allowed=(
                    "any_availability_zone", "availability_zone_affinity", "partial_availability_zone_affinity",
                )
            ),
        ),
        **dict.fromkeys(
            (
                "dropInvalidHeaderFields", "enableCrossZoneLoadBalancing", "enableDeletionProtection",
                "enableTlsVersionAndCipherSuiteHeaders", "enableWafFailOpen", "enableXffClientPort",
                "enableZonalShift", "preserveHostHeader",
            ),
            Attribute(default=False),
        ),
        "enableHttp2": Attribute(default=True),
        "idleTimeout": Attribute(default=60.0, exact=Exact(minimum=1, maximum=4000)),
        "xffHeaderProcessingMode": Attribute(
            default="append", exact=Exact(allowed=("append", "preserve", "remove"))
        ),
        "customerOwnedIpv4Pool": Attribute(refused="the local stack has no Outposts"),
        "ipamPools": Attribute(refused="the local stack has no IP address manager"),
        "minimumLoadBalancerCapacity": Attribute(refused="the emulator reserves no capacity"),
        "secondaryIpsAutoAssignedPerSubnet": Attribute(refused="the emulator gives load balancers no addresses"),
        **dict.fromkeys(
            ("enablePrefixForIpv6SourceNat", "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic"),
            Attribute(unechoed=True),
        ),
    },
    outputs={
        "arnSuffix": lambda facts: str(facts["id"]).partition(":loadbalancer/")[2],
        "subnets": _subnets,
        "subnetMappings": lambda facts: facts.get("subnetMappings") or [],
        "securityGroups": lambda facts: facts.get("securityGroups") or [],
        "namePrefix": lambda facts: facts.get("namePrefix") or "",
        "enablePrefixForIpv6SourceNat": lambda facts: facts.get("enablePrefixForIpv6SourceNat") or "",
        "enforceSecurityGroupInboundRulesOnPrivateLinkTraffic": lambda facts: (
            facts.get("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic") or ""
        ),
        "secondaryIpsAutoAssignedPerSubnet": lambda facts: 0.0,  # noqa: ARG005  # a program's own is refused
    },
    naming=Naming(max_length=32, prefix="namePrefix"),
    tags=TAGS,
    gone=("LoadBalancerNotFound",),
    exclusive=(("name", "namePrefix"), ("subnets", "subnetMappings")),
    check=_check,
    first=_refuse_protected,
    amend=_with_groups,
    present=_present,
)  # fmt: skip

TYPES: Final = (LOAD_BALANCER,)
