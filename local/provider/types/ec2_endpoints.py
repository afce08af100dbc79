"""Amazon VPC: endpoints, through which a network reaches services of AWS, and flow logs.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateVpcEndpoint.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.resource_type import Attribute, Change, Elements, Exact, Reading, ResourceType
from local.provider.types.ec2 import TAGS, gone, id_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_ZONE_OF_ENDPOINTS: Final = "Z7HUB22UULQXV"
_INTERFACE_ONLY: Final = ("subnetIds", "securityGroupIds", "privateDnsEnabled", "dnsOptions", "subnetConfigurations")
_RESOURCES: Final = {"vpcId": "VPC", "subnetId": "Subnet", "eniId": "NetworkInterface"}
_NOT_HERE: Final = Attribute(refused="the emulator logs the traffic of VPCs, subnets and interfaces only")


def _ids(member: str) -> Attribute:
    return Attribute(
        member,
        unechoed=True,  # the emulator forgets those of an interface
        elements=Elements(
            put="ModifyVpcEndpoint",
            remove="ModifyVpcEndpoint",
            put_request=lambda item: {f"Add{member}": [item]},
            remove_request=lambda item: {f"Remove{member}": [item]},
            kept=True,
        ),
    )


def _check_endpoint(inputs: Properties) -> list[Problem]:
    kind = inputs.get("vpcEndpointType", "Gateway")
    problems: list[Problem] = []
    if not inputs.get("serviceName"):
        problems.append(("serviceName", "is required: the service, as com.amazonaws.<region>.execute-api"))
    if kind == "Gateway":
        reason = "is for interface endpoints only: add vpcEndpointType Interface"
        problems += [(name, reason) for name in _INTERFACE_ONLY if inputs.get(name)]
    elif kind == "Interface" and inputs.get("routeTableIds"):
        problems.append(("routeTableIds", "is for gateway endpoints only"))
    return problems


def _living(answer: Request, facts: Properties) -> Request | None:
    del facts
    found: list[Any] = [one for one in answer["VpcEndpoints"] if one["State"] not in {"deleted", "deleting"}]
    return found[0] if found else None


def _dns_entries(facts: Properties) -> list[Properties]:
    if facts.get("vpcEndpointType") != "Interface":
        return []
    service = str(facts["serviceName"]).rpartition(".")[2]
    name = f"{facts['id']}-{facts['id'][-8:]}.{service}.{facts['region']}.vpce.amazonaws.com"
    return [{"dnsName": name, "hostedZoneId": _ZONE_OF_ENDPOINTS}]


def _check_log(inputs: Properties) -> list[Problem]:
    if not any(inputs.get(name) for name in _RESOURCES):
        return [("vpcId", f"is required: a flow log is for one of {', '.join(_RESOURCES)}")]
    if not inputs.get("logDestination"):
        return [("logDestination", "is required: the ARN of a log group or of a bucket")]
    if not inputs.get("trafficType"):
        return [("trafficType", "is required: ACCEPT, REJECT or ALL")]
    return []


def _amend_log(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    del state
    if operation != "CreateFlowLogs":
        return request
    name = next(name for name in _RESOURCES if inputs.get(name))
    return {**request, "ResourceIds": [inputs[name]], "ResourceType": _RESOURCES[name]}


def _present_log(answer: Request) -> Request:
    owner = str(answer["ResourceId"])
    name = "vpcId" if owner.startswith("vpc-") else "subnetId" if owner.startswith("subnet-") else "eniId"
    return {**answer, name: owner}


VPC_ENDPOINT: Final = ResourceType(
    type="aws:ec2/vpcEndpoint:VpcEndpoint",
    service="ec2",
    create="CreateVpcEndpoint",
    read=(Reading("DescribeVpcEndpoints", select=_living),),
    update=(Change("ModifyVpcEndpoint", changed_only=True),),
    delete="DeleteVpcEndpoints",
    id=id_of("VpcEndpoint", "VpcEndpointId"),
    identity={"VpcEndpointId": "id", "VpcEndpointIds": "id"},
    attributes={
        "vpcEndpointType": Attribute(default="Gateway"),
        "policy": Attribute("PolicyDocument", document=True, unechoed=True),  # the emulator forgets these
        "privateDnsEnabled": Attribute(unechoed=True),
        "ipAddressType": Attribute(unechoed=True),
        "dnsOptions": Attribute(unechoed=True),
        "routeTableIds": _ids("RouteTableIds"),
        "subnetIds": _ids("SubnetIds"),
        "securityGroupIds": _ids("SecurityGroupIds"),
        "autoAccept": Attribute(refused="the emulator accepts every endpoint at once"),
        "subnetConfigurations": Attribute(refused="the emulator gives endpoints no addresses"),
        "serviceRegion": Attribute(refused="the local stack has one region"),
        "resourceConfigurationArn": Attribute(refused="the emulator has no VPC Lattice"),
        "serviceNetworkArn": Attribute(refused="the emulator has no VPC Lattice"),
    },
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc-endpoint/{id}",
        "ownerId": "{account}",
        "dnsEntries": _dns_entries,
        "dnsOptions": lambda facts: facts.get("dnsOptions") or {"dnsRecordIpType": "ipv4"},
        "ipAddressType": lambda facts: facts.get("ipAddressType") or "ipv4",
        "policy": lambda facts: facts.get("policy") or "",
        "privateDnsEnabled": lambda facts: bool(facts.get("privateDnsEnabled")),
        "prefixListId": lambda facts: facts.get("prefixListId", ""),
        "requesterManaged": lambda facts: bool(facts.get("requesterManaged")),
        "serviceRegion": "{region}",
        "state": lambda facts: facts.get("state", "available"),
        **{
            name: lambda facts, name=name: facts.get(name) or []
            for name in (
                "cidrBlocks", "networkInterfaceIds", "routeTableIds", "securityGroupIds", "subnetConfigurations",
                "subnetIds",
            )
        },
    },
    tags=TAGS,
    gone=gone("VpcEndpoint"),
    check=_check_endpoint,
)  # fmt: skip

FLOW_LOG: Final = ResourceType(
    type="aws:ec2/flowLog:FlowLog",
    service="ec2",
    create="CreateFlowLogs",
    read=(Reading("DescribeFlowLogs", at="FlowLogs"),),
    delete="DeleteFlowLogs",
    id=lambda facts: (facts.get("FlowLogIds") or [facts["id"]])[0],
    identity={"FlowLogIds": "id"},
    attributes={
        **{name: Attribute(replaces=True) for name in _RESOURCES},
        "iamRoleArn": Attribute("DeliverLogsPermissionArn", unechoed=True),  # the emulator forgets it
        "logDestination": Attribute(arn=True),
        "logDestinationType": Attribute(default="cloud-watch-logs"),
        "maxAggregationInterval": Attribute(unechoed=True, default=600.0, exact=Exact(minimum=60, maximum=600)),
        **dict.fromkeys(
            (
                "deliverCrossAccountRole", "destinationOptions", "regionalNatGatewayId", "tagFieldSpecifications",
                "transitGatewayAttachmentId", "transitGatewayId",
            ),
            _NOT_HERE,
        ),
    },
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:vpc-flow-log/{id}",
        "logFormat": lambda facts: facts.get("logFormat") or "",
    },
    tags=TAGS,
    gone=gone("FlowLog"),
    exclusive=(tuple(_RESOURCES),),
    check=_check_log,
    amend=_amend_log,
    present=_present_log,
)  # fmt: skip

TYPES: Final = (VPC_ENDPOINT, FLOW_LOG)
