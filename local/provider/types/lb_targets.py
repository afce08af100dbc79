"""Elastic Load Balancing: target groups and what is registered in them.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType
from local.provider.settings import shown_settings
from local.provider.types.lb import NAME, TAGS
from local.provider.values import Unknown, as_dict, object_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_CHECKS: Final = {
    "enabled": "HealthCheckEnabled", "healthyThreshold": "HealthyThresholdCount",
    "interval": "HealthCheckIntervalSeconds", "path": "HealthCheckPath", "port": "HealthCheckPort",
    "protocol": "HealthCheckProtocol", "timeout": "HealthCheckTimeoutSeconds",
    "unhealthyThreshold": "UnhealthyThresholdCount",
}  # fmt: skip
_CHECK_MEMBER: Final = "HealthCheckPath"
"""Stands for the whole check until `_amend` writes it as the members it is made of."""
_CHECK_DEFAULTS: Final[dict[str, Any]] = {
    "enabled": True, "healthyThreshold": 3.0, "interval": 30.0, "port": "traffic-port", "protocol": "HTTP",
    "unhealthyThreshold": 3.0,
}  # fmt: skip
"""What the provider sends for what a health check leaves open."""
_WEB: Final = ("HTTP", "HTTPS")
_COOKIES: Final = ("lb_cookie", "app_cookie")
_ON_WEB_CHECK: Final = ("path", "matcher")
_SETTINGS: Final = Change(
    "ModifyTargetGroupAttributes",
    settings={
        "connectionTermination": "deregistration_delay.connection_termination.enabled",
        "deregistrationDelay": "deregistration_delay.timeout_seconds",
        "lambdaMultiValueHeadersEnabled": "lambda.multi_value_headers.enabled",
        "loadBalancingAlgorithmType": "load_balancing.algorithm.type",
        "loadBalancingAnomalyMitigation": "load_balancing.algorithm.anomaly_mitigation",
        "loadBalancingCrossZoneEnabled": "load_balancing.cross_zone.enabled",
        "preserveClientIp": "preserve_client_ip.enabled",
        "proxyProtocolV2": "proxy_protocol_v2.enabled",
        "slowStart": "slow_start.duration_seconds",
        "stickiness.enabled": "stickiness.enabled",
        "stickiness.type": "stickiness.type",
        "stickiness.cookieDuration": "stickiness.lb_cookie.duration_seconds",
        "stickiness.cookieName": "stickiness.app_cookie.cookie_name",
        **{
            f"targetGroupHealth.{part}.minimumHealthyTargets{unit}": (
                f"target_group_health.{key}.minimum_healthy_targets.{unit.lower()}"
            )
            for part, key in (("dnsFailover", "dns_failover"), ("unhealthyStateRouting", "unhealthy_state_routing"))
            for unit in ("Count", "Percentage")
        },
    },
)


def _amend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del operation, state
    check = as_dict(request.get(_CHECK_MEMBER))
    if check is None:
        return request
    whole = {**_CHECK_DEFAULTS, **check}
    members = {member: _whole(whole[name]) for name, member in _CHECKS.items() if whole.get(name) not in {None, ""}}
    code = "GrpcCode" if inputs.get("protocolVersion") == "GRPC" else "HttpCode"
    matcher = {"Matcher": {code: whole["matcher"]}} if whole.get("matcher") else {}
    rest = {name: value for name, value in request.items() if name != _CHECK_MEMBER}
    return {**rest, **members, **matcher}


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) else value


def _present(answer: Request) -> Request:
    check = {name: answer[member] for name, member in _CHECKS.items() if answer.get(member) is not None}
    matcher = object_of(answer.get("Matcher"))
    code = matcher.get("HttpCode") or matcher.get("GrpcCode")
    whole = {**check, **({"matcher": code} if code else {})}
    return {**answer, **shown_settings(_SETTINGS, answer), _CHECK_MEMBER: whole}


def _check(inputs: Properties) -> list[Problem]:
    kind, protocol = inputs.get("targetType", "instance"), inputs.get("protocol")
    if isinstance(kind, Unknown):
        return []
    problems: list[Problem] = []
    needed = ("port", "protocol", "vpcId")
    if kind == "lambda":
        problems += [(name, "is not for target groups of type lambda") for name in needed if inputs.get(name)]
    else:
        problems += [(name, f"is required by targets of type {kind}") for name in needed if inputs.get(name) is None]
    problems += _check_problems(object_of(inputs.get("healthCheck")))
    stickiness = object_of(inputs.get("stickiness"))
    if isinstance(protocol, str) and isinstance(stickiness.get("type"), str):
        problems += _stickiness_problems(protocol, stickiness)
    return problems


def _check_problems(check: Properties) -> list[Problem]:
    problems: list[Problem] = []
    if check.get("protocol") == "TCP":
        reason = "is for health checks over HTTP and HTTPS, not TCP"
        problems += [(f"healthCheck.{name}", reason) for name in _ON_WEB_CHECK if check.get(name)]
    timeout, interval = check.get("timeout"), check.get("interval", _CHECK_DEFAULTS["interval"])
    if isinstance(timeout, float) and isinstance(interval, float) and timeout >= interval:
        problems.append(("healthCheck.timeout", f"is {timeout:g}; it must be shorter than the interval, {interval:g}"))
    return problems


def _stickiness_problems(protocol: str, stickiness: Properties) -> list[Problem]:
    kind = stickiness["type"]
    allowed = _COOKIES if protocol in _WEB else ("source_ip", "source_ip_dest_ip", "source_ip_dest_ip_proto")
    if kind not in allowed:
        return [("stickiness.type", f"is {kind!r}; with the protocol {protocol} allowed are {', '.join(allowed)}")]
    if kind == "app_cookie" and not stickiness.get("cookieName"):
        return [("stickiness.cookieName", "is required by stickiness of type app_cookie")]
    return []


def _target(values: Properties) -> Request:
    port = {"Port": int(values["port"])} if values.get("port") else {}
    zone = {"AvailabilityZone": values["availabilityZone"]} if values.get("availabilityZone") else {}
    return {"Id": values["targetId"], **port, **zone}


def _amend_target(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    return {**request, "Targets": [_target(state if operation == "DeregisterTargets" else inputs)]}


def _this_target(answer: Request, facts: Properties) -> Request | None:
    # The zone "all" of an address outside of the VPC is no part of what tells targets apart.
    wanted = {name: value for name, value in _target(facts).items() if name != "AvailabilityZone"}
    found = [item["Target"] for item in answer["TargetHealthDescriptions"]]
    return next((target for target in found if wanted.items() <= target.items()), None)


TARGET_GROUP: Final = ResourceType(
    type="aws:lb/targetGroup:TargetGroup",
    service="elbv2",
    create="CreateTargetGroup",
    read=(Reading("DescribeTargetGroups", at="TargetGroups"), Reading("DescribeTargetGroupAttributes")),
    update=(Change("ModifyTargetGroup"), _SETTINGS),
    delete="DeleteTargetGroup",
    id="{TargetGroups[0][TargetGroupArn]}",
    identity={"TargetGroupArn": "id", "TargetGroupArns": "id"},
    import_separator="\n",
    attributes={
        "arn": Attribute("TargetGroupArn"),
        "name": Attribute(("Name", "TargetGroupName"), exact=NAME),
        "namePrefix": Attribute(local=True, replaces=True, exact=Exact(maximum=6)),
        "targetType": Attribute(default="instance"),
        "protocolVersion": Attribute(computed=True, exact=Exact(allowed=("GRPC", "HTTP1", "HTTP2"))),
        "ipAddressType": Attribute(default="ipv4"),
        "healthCheck": Attribute(_CHECK_MEMBER, send=lambda check: check),
        **{f"healthCheck.{name}": Attribute(default=value) for name, value in _CHECK_DEFAULTS.items()},
        **{f"healthCheck.{name}": Attribute(computed=True) for name in ("matcher", "path", "timeout")},
        "healthCheck.healthyThreshold": Attribute(default=3.0, exact=Exact(minimum=2, maximum=10)),
        "healthCheck.unhealthyThreshold": Attribute(default=3.0, exact=Exact(minimum=2, maximum=10)),
        "healthCheck.interval": Attribute(default=30.0, exact=Exact(minimum=5, maximum=300)),
        "healthCheck.timeout": Attribute(computed=True, exact=Exact(minimum=2, maximum=120)),
        "healthCheck.protocol": Attribute(default="HTTP", exact=Exact(allowed=("HTTP", "HTTPS", "TCP"))),
        "deregistrationDelay": Attribute(default=300.0, exact=Exact(minimum=0, maximum=3600)),
        "slowStart": Attribute(default=0.0, exact=Exact(maximum=900)),
        "connectionTermination": Attribute(default=False),
        "lambdaMultiValueHeadersEnabled": Attribute(default=False),
        "proxyProtocolV2": Attribute(default=False),
        "loadBalancingAlgorithmType": Attribute(
            exact=Exact(allowed=("round_robin", "least_outstanding_requests", "weighted_random"))
        ),
        "loadBalancingCrossZoneEnabled": Attribute(
            exact=Exact(allowed=("true", "false", "use_load_balancer_configuration"))
        ),
        "stickiness": Attribute(default={"enabled": False, "type": "lb_cookie"}),
        "stickiness.enabled": Attribute(default=True),
        "stickiness.cookieDuration": Attribute(default=86400.0, exact=Exact(minimum=1, maximum=604800)),
        "targetControlPort": Attribute(refused="the emulator's targets have no control port"),
        "targetFailovers": Attribute(refused="it is for gateway load balancers, which the local stack has none of"),
        "targetHealthStates": Attribute(refused="the emulator does not drain connections"),
    },
    outputs={
        "arnSuffix": lambda facts: str(facts["id"]).rpartition(":")[2],
        "connectionTermination": lambda facts: bool(facts.get("connectionTermination")),
        "loadBalancerArns": lambda facts: facts.get("loadBalancerArns") or [],
        "loadBalancingAlgorithmType": lambda facts: facts.get("loadBalancingAlgorithmType") or "round_robin",
        "loadBalancingAnomalyMitigation": lambda facts: facts.get("loadBalancingAnomalyMitigation") or "off",
        "loadBalancingCrossZoneEnabled": lambda facts: (
            facts.get("loadBalancingCrossZoneEnabled") or "use_load_balancer_configuration"
        ),
        "namePrefix": lambda facts: facts.get("namePrefix") or "",
        "preserveClientIp": lambda facts: facts.get("preserveClientIp") or "",
        "protocolVersion": lambda facts: facts.get("protocolVersion") or "",
        "targetFailovers": lambda facts: facts.get("targetFailovers") or [],
        "targetGroupHealth": lambda facts: facts.get("targetGroupHealth") or {},
        "targetHealthStates": lambda facts: facts.get("targetHealthStates") or [],
    },
    unsettled=frozenset({"loadBalancerArns"}),
    naming=Naming(max_length=32, prefix="namePrefix"),
    tags=TAGS,
    gone=("TargetGroupNotFound",),
    exclusive=(("name", "namePrefix"),),
    check=_check,
    amend=_amend,
    present=_present,
)

ATTACHMENT: Final = ResourceType(
    type="aws:lb/targetGroupAttachment:TargetGroupAttachment",
    service="elbv2",
    create="RegisterTargets",
    read=(Reading("DescribeTargetHealth", request=lambda facts: {"Targets": [_target(facts)]}, select=_this_target),),
    delete="DeregisterTargets",
    id=lambda facts: ",".join([facts["targetGroupArn"], *(str(part) for part in _target(facts).values())]),
    identity={"TargetGroupArn": "targetGroupArn", "Targets": "targetId"},
    import_id=("targetGroupArn", "targetId", "port"),
    import_pattern=r"(?P<targetGroupArn>[^,]+),(?P<targetId>[^,]+)(?:,(?P<port>\d+))?(?:,(?P<availabilityZone>\D.*))?",
    attributes={
        "targetId": Attribute(("Targets.Id", "Id")),
        "port": Attribute(("Targets.Port", "Port")),
        "availabilityZone": Attribute("Targets.AvailabilityZone", unechoed=True),
        "quicServerId": Attribute(refused="the emulator does not speak QUIC"),
    },
    gone=("TargetGroupNotFound", "InvalidTarget"),
    amend=_amend_target,
)

TYPES: Final = (TARGET_GROUP, ATTACHMENT)
