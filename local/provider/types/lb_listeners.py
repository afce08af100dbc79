"""Elastic Load Balancing: listeners and their rules.

https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateListener.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType
from local.provider.settings import shown_settings
from local.provider.types.lb import TAGS
from local.provider.values import Unknown, object_of, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_TLS_VERSIONS: Final = ("1-0", "1-1", "1-2", "1-2-Res", "1-2-Ext0", "1-2-Ext1", "1-2-Ext2", "1-3")
SSL_POLICIES: Final = tuple(
    f"ELBSecurityPolicy-{name}"
    for name in (
        "2016-08", "TLS-1-0-2015-04", "TLS-1-1-2017-01", "TLS-1-2-2017-01", "TLS-1-2-Ext-2018-06", "FS-2018-06",
        "FS-1-1-2019-08", "FS-1-2-2019-08", "FS-1-2-Res-2019-08", "FS-1-2-Res-2020-10",
        *(f"TLS13-{version}-2021-06" for version in _TLS_VERSIONS if version != "1-2-Ext0"),
        *(f"TLS13-{version}-FIPS-2023-04" for version in _TLS_VERSIONS),
        *(f"TLS13-{version}-PQ-2025-09" for version in _TLS_VERSIONS if version not in {"1-1", "1-2-Ext0"}),
        *(f"TLS13-{version}-FIPS-PQ-2025-09" for version in _TLS_VERSIONS if version != "1-1"),
    )
)  # fmt: skip
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html."""
_DEFAULT_POLICY: Final = "ELBSecurityPolicy-2016-08"
_ENCRYPTED: Final = ("HTTPS", "TLS")
_REQUEST: Final = "routing.http.request"
_RESPONSE: Final = "routing.http.response"
_CLIENT_CERTIFICATE: Final = "XAmznMtlsClientcert"
_NEEDED: Final = {
    "forward": ("targetGroupArn", "forward"), "redirect": ("redirect",), "fixed-response": ("fixedResponse",),
    "authenticate-cognito": ("authenticateCognito",), "authenticate-oidc": ("authenticateOidc",),
    "jwt-validation": ("jwtValidation",),
}  # fmt: skip
"""What an action of each type has beside its type; one of several is enough."""


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


_SETTINGS: Final = Change(
    "ModifyListenerAttributes",
    settings={
        **{
            f"routingHttpRequest{name}HeaderName": f"{_REQUEST}.{_snake(name)}.header_name"
            for name in (
                _CLIENT_CERTIFICATE, f"{_CLIENT_CERTIFICATE}Issuer", f"{_CLIENT_CERTIFICATE}Leaf",
                f"{_CLIENT_CERTIFICATE}SerialNumber", f"{_CLIENT_CERTIFICATE}Subject",
                f"{_CLIENT_CERTIFICATE}Validity", "XAmznTlsCipherSuite", "XAmznTlsVersion",
            )
        },
        **{
            f"routingHttpResponse{name}HeaderValue": f"{_RESPONSE}.{_snake(name)}.header_value"
            for name in (
                "AccessControlAllowCredentials", "AccessControlAllowHeaders", "AccessControlAllowMethods",
                "AccessControlAllowOrigin", "AccessControlExposeHeaders", "AccessControlMaxAge",
                "ContentSecurityPolicy", "StrictTransportSecurity", "XContentTypeOptions", "XFrameOptions",
            )
        },
        "routingHttpResponseServerEnabled": f"{_RESPONSE}.server.enabled",
        "tcpIdleTimeoutSeconds": "tcp.idle_timeout.seconds",
    },
)  # fmt: skip


def actions(name: str) -> dict[str, Attribute]:
    """How a list of actions is written; its parts are `…Config` structures."""
    parts = ("authenticateCognito", "authenticateOidc", "fixedResponse", "forward", "jwtValidation", "redirect")
    return {
        **{f"{name}.{part}": Attribute(f"{part[0].upper()}{part[1:]}Config") for part in parts},
        f"{name}.order": Attribute(computed=True),
        f"{name}.forward.targetGroups.arn": Attribute("TargetGroupArn", arn=True),
        f"{name}.forward.targetGroups.weight": Attribute(computed=True, exact=Exact(minimum=0, maximum=999)),
        f"{name}.forward.stickiness": Attribute("TargetGroupStickinessConfig"),
        f"{name}.forward.stickiness.duration": Attribute("DurationSeconds", exact=Exact(minimum=1, maximum=604800)),
        f"{name}.authenticateOidc.clientSecret": Attribute(unechoed=True),
        f"{name}.fixedResponse.statusCode": Attribute(computed=True),
        **{
            f"{name}.redirect.{field}": Attribute(default=value)
            for field, value in (
                ("host", "#{host}"),
                ("path", "/#{path}"),
                ("port", "#{port}"),
                ("protocol", "#{protocol}"),
                ("query", "#{query}"),
            )
        },
        f"{name}.redirect.statusCode": Attribute(exact=Exact(allowed=("HTTP_301", "HTTP_302"))),
    }


def shown_actions(listed: list[Any]) -> list[Any]:
    """AWS shows a forward to one group in both of its forms, and an order that the list has anyway."""
    shown: list[Any] = []
    for place, action in enumerate(listed, 1):
        known = {"ForwardConfig"} if action.get("TargetGroupArn") else set[str]()
        known |= {"Order"} if action.get("Order") == place else set()
        shown.append({name: value for name, value in action.items() if name not in known})
    return shown


def _present_listener(answer: Request) -> Request:
    return {
        **answer, **shown_settings(_SETTINGS, answer), "DefaultActions": shown_actions(answer["DefaultActions"])
    }  # fmt: skip


def action_problems(path: str, listed: Any) -> list[Problem]:
    """What the actions of a listener or a rule lack for their type."""
    problems: list[Problem] = []
    for index, action in enumerate(objects_of(listed)):
        needed = _NEEDED.get(str(action.get("type")), ())
        if needed and not any(action.get(name) for name in needed):
            choice = " or ".join(f"`{name}`" for name in needed)
            problems.append((f"{path}[{index}].{needed[0]}", f"is required by type {action['type']}: give {choice}"))
        forward = object_of(action.get("forward"))
        if action.get("targetGroupArn") and forward:
            problems.append((f"{path}[{index}].forward", "conflicts with `targetGroupArn`: give one of them"))
    return problems


def _check_listener(inputs: Properties) -> list[Problem]:
    problems = action_problems("defaultActions", inputs.get("defaultActions"))
    protocol = inputs.get("protocol")
    if isinstance(protocol, Unknown):
        return problems
    if protocol in _ENCRYPTED and not inputs.get("certificateArn"):
        problems.append(("certificateArn", f"is required by a listener with the protocol {protocol}"))
    if protocol not in _ENCRYPTED:
        reason = f"is for listeners with the protocol HTTPS or TLS, not {protocol or 'HTTP, the default'}"
        problems += [(name, reason) for name in ("certificateArn", "sslPolicy", "alpnPolicy") if inputs.get(name)]
    if inputs.get("port") is None:
        problems.append(("port", "is required: the port that the load balancer listens at"))
    return problems


def _amend_listener(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """A listener of an application load balancer speaks HTTP by default; the others have no default."""
    del state
    if operation != "CreateListener":
        return request
    protocol = {} if inputs.get("protocol") else {"Protocol": "HTTP"}
    return {**request, **protocol}


def _certificate(certificates: list[Any]) -> str | None:
    return certificates[0]["CertificateArn"] if certificates else None


LISTENER: Final = ResourceType(
    type="aws:lb/listener:Listener",
    service="elbv2",
    create="CreateListener",
    read=(Reading("DescribeListeners", at="Listeners"), Reading("DescribeListenerAttributes")),
    update=(Change("ModifyListener"), _SETTINGS),
    delete="DeleteListener",
    id="{Listeners[0][ListenerArn]}",
    identity={"ListenerArn": "id", "ListenerArns": "id"},
    import_separator="\n",
    attributes={
        **actions("defaultActions"),
        "arn": Attribute("ListenerArn"),
        "alpnPolicy": Attribute(
            unechoed=True, send=lambda policy: [policy],
            exact=Exact(allowed=("HTTP1Only", "HTTP2Only", "HTTP2Optional", "HTTP2Preferred", "None")),
        ),
        "certificateArn": Attribute(
            "Certificates", send=lambda arn: [{"CertificateArn": arn}], receive=_certificate
        ),
        "port": Attribute(exact=Exact(minimum=1, maximum=65535)),
        "sslPolicy": Attribute(exact=Exact(allowed=SSL_POLICIES)),
        "mutualAuthentication": Attribute(unechoed=True),  # the emulator asks no client for a certificate
        "mutualAuthentication.advertiseTrustStoreCaNames": Attribute("AdvertiseTrustStoreCaNames"),
        "mutualAuthentication.mode": Attribute(exact=Exact(allowed=("off", "passthrough", "verify"))),
        "tcpIdleTimeoutSeconds": Attribute(exact=Exact(minimum=60, maximum=6000)),
    },
    outputs={
        "mutualAuthentication": lambda facts: facts.get("mutualAuthentication") or {},
        "sslPolicy": lambda facts: facts.get("sslPolicy") or "",
        "routingHttpResponseServerEnabled": lambda facts: facts.get("routingHttpResponseServerEnabled", True),
        "tcpIdleTimeoutSeconds": lambda facts: facts.get("tcpIdleTimeoutSeconds") or 350.0,
        **{
            name: lambda facts, name=name: facts.get(name) or ""
            for name in _SETTINGS.settings
            if name not in {"routingHttpResponseServerEnabled", "tcpIdleTimeoutSeconds"}
        },
    },
    tags=TAGS,
    gone=("ListenerNotFound",),
    check=_check_listener,
    amend=_amend_listener,
    present=_present_listener,
)  # fmt: skip

TYPES: Final = (LISTENER,)
