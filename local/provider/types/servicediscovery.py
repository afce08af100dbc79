"""AWS Cloud Map: namespaces, services and their instances.

https://docs.aws.amazon.com/cloud-map/latest/api/
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

from local.provider.emulator_client import AwsError
from local.provider.places import found_in
from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.values import object_of

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_TAGS: Final = Tagging(listing="ListTagsForResource")
_GONE: Final = ("NamespaceNotFound", "ServiceNotFound", "InstanceNotFound")
_SECONDS: Final = 60.0
_SECONDS_BETWEEN: Final = 0.2


def _await_namespace(call: Call, answer: Request) -> Request:
    """A namespace is made by an operation that goes on after its answer, and tells the id when it is done."""
    deadline = time.monotonic() + _SECONDS
    while True:
        operation: Request = call("GetOperation", {"OperationId": answer["OperationId"]})["Operation"]
        if operation["Status"] == "SUCCESS":
            return {**answer, "Id": operation["Targets"]["NAMESPACE"]}
        if operation["Status"] == "FAIL" or time.monotonic() > deadline:
            reason = operation.get("ErrorMessage") or f"its status is {operation['Status']} after {_SECONDS:g} seconds"
            raise AwsError("CreatePrivateDnsNamespace", operation.get("ErrorCode") or "NotCreated", reason)
        time.sleep(_SECONDS_BETWEEN)


def _amend_namespace(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del inputs, state
    if operation != "UpdatePrivateDnsNamespace":
        return request
    return {"Id": request["Id"], "Namespace": {"Description": "", **request.get("Namespace", {})}}


def _present_namespace(answer: Request) -> Request:
    settings = object_of(object_of(answer.get("Properties")).get("DnsProperties"))
    return {**answer, "hostedZone": settings.get("HostedZoneId")}


def _drop_instances(operation: str, call: Call, request: Request, state: Properties) -> None:
    """A service with instances is only deleted where its program says so."""
    if operation != "DeleteService" or not state.get("forceDestroy"):
        return
    found: list[Any] = call("ListInstances", {"ServiceId": request["Id"]}).get("Instances") or []
    for instance in found:
        call("DeregisterInstance", {"ServiceId": request["Id"], "InstanceId": instance["Id"]})


def _amend_service(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """AWS takes the namespace inside the DNS settings as well, the emulator beside them only."""
    del inputs, state
    namespace = object_of(request.get("DnsConfig")).get("NamespaceId")
    return {"NamespaceId": namespace, **request} if operation == "CreateService" and namespace else request


def _check_service(inputs: Properties) -> list[Problem]:
    if inputs.get("dnsConfig") or inputs.get("namespaceId"):
        return []
    return [("namespaceId", "is required: the namespace of the service, or the one of `dnsConfig`")]


PRIVATE_NAMESPACE: Final = ResourceType(
    type="aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    service="servicediscovery",
    create="CreatePrivateDnsNamespace",
    read=(Reading("GetNamespace", at="Namespace"),),
    update=(Change("UpdatePrivateDnsNamespace"),),
    delete="DeleteNamespace",
    id="{Id}",
    find=found_in("ListNamespaces", "Namespaces", "Id", place=("Name",)),
    identity={"Id": "id"},
    import_pattern=r"(?P<id>ns-\w+):(?P<vpc>.+)",
    attributes={
        "vpc": Attribute(unechoed=True),  # AWS does not show it either
        "description": Attribute(("Description", "Namespace.Description")),
        "name": Attribute(
            exact=Exact(
                pattern=r"[a-z0-9.-]{1,253}", meaning="a namespace is called by a domain name, as shop.internal"
            )
        ),
    },
    naming=Naming(max_length=253),
    tags=_TAGS,
    gone=_GONE,
    amend=_amend_namespace,
    settle=_await_namespace,
    present=_present_namespace,
)

SERVICE: Final = ResourceType(
    type="aws:servicediscovery/service:Service",
    service="servicediscovery",
    create="CreateService",
    read=(Reading("GetService", at="Service"),),
    update=(Change("UpdateService"),),
    delete="DeleteService",
    id=lambda facts: facts["Service"]["Id"],
    identity={"Id": "id"},
    attributes={
        "description": Attribute(("Description", "Service.Description")),
        "dnsConfig": Attribute(("DnsConfig", "Service.DnsConfig")),
        "dnsConfig.namespaceId": Attribute(computed=True),
        "dnsConfig.routingPolicy": Attribute(default="MULTIVALUE"),
        "healthCheckConfig": Attribute(("HealthCheckConfig", "Service.HealthCheckConfig")),
        "healthCheckCustomConfig": Attribute(replaces=True),
        "healthCheckCustomConfig.failureThreshold": Attribute(default=1.0),
        "forceDestroy": Attribute(local=True),
        "type": Attribute(computed=True),
        "name": Attribute(exact=Exact(minimum=1, maximum=127)),
    },
    outputs={"type": lambda facts: facts.get("type") or "DNS_HTTP"},
    naming=Naming(max_length=127),
    tags=_TAGS,
    gone=_GONE,
    check=_check_service,
    first=_drop_instances,
    amend=_amend_service,
)

INSTANCE: Final = ResourceType(
    type="aws:servicediscovery/instance:Instance",
    service="servicediscovery",
    create="RegisterInstance",
    read=(Reading("GetInstance", at="Instance"),),
    update=(Change("RegisterInstance"),),
    delete="DeregisterInstance",
    id="{instanceId}",
    identity={"ServiceId": "serviceId", "InstanceId": "instanceId"},
    import_id=("serviceId", "instanceId"),
    attributes={
        "instanceId": Attribute(
            ("InstanceId", "Id"),
            exact=Exact(pattern=r"[0-9a-zA-Z_/:.@-]{1,64}", meaning="it has 1 to 64 letters, digits and _/:.@-"),
        )
    },
    gone=_GONE,
)

TYPES: Final = (PRIVATE_NAMESPACE, SERVICE, INSTANCE)
