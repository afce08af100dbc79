"""Amazon VPC: route tables, their routes, and the subnets that they are for.

https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateRoute.html
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Any, Final

from local.provider.networks import range_problems
from local.provider.resource_type import Attribute, Change, Elements, Reading, ResourceType
from local.provider.types.ec2 import TAGS, gone, id_of
from local.provider.values import objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_DESTINATIONS: Final = {
    "cidrBlock": "DestinationCidrBlock", "ipv6CidrBlock": "DestinationIpv6CidrBlock",
    "destinationPrefixListId": "DestinationPrefixListId",
}  # fmt: skip
_TARGETS: Final = {
    "carrierGatewayId": "CarrierGatewayId", "coreNetworkArn": "CoreNetworkArn",
    "egressOnlyGatewayId": "EgressOnlyInternetGatewayId", "gatewayId": "GatewayId",
    "localGatewayId": "LocalGatewayId", "natGatewayId": "NatGatewayId", "networkInterfaceId": "NetworkInterfaceId",
    "odbNetworkArn": "OdbNetworkArn", "transitGatewayId": "TransitGatewayId", "vpcEndpointId": "VpcEndpointId",
    "vpcPeeringConnectionId": "VpcPeeringConnectionId",
}  # fmt: skip
_OWN_DESTINATIONS: Final = ("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId")
_MADE_BY_ROUTE: Final = "CreateRoute"


def _route_request(route: Properties) -> Request:
    return {member: route[name] for name, member in {**_DESTINATIONS, **_TARGETS}.items() if route.get(name)}


def _shown_routes(answer: Request) -> Request:
    """Without the local routes, which are always there, and those of gateway endpoints, which make their own."""
    routes: list[Any] = answer.get("Routes") or []
    own = [route for route in routes if _is_own(route)]
    names = {**_DESTINATIONS, **_TARGETS}
    return {
        **answer,
        "Routes": [{name: route[member] for name, member in names.items() if route.get(member)} for route in own],
    }


def _is_own(route: Request) -> bool:
    gateway = str(route.get("GatewayId", ""))
    return gateway != "local" and not gateway.startswith("vpce-")


def _amend_table(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """A route is deleted by its destination alone."""
    del inputs, state
    kept = {"RouteTableId", *_DESTINATIONS.values()}
    return {name: value for name, value in request.items() if name in kept} if operation == "DeleteRoute" else request


def _one_of_each(path: str, given: Properties, destinations: tuple[str, ...]) -> list[Problem]:
    problems: list[Problem] = []
    for meaning, names in (("a destination", destinations), ("a target", tuple(_TARGETS))):
        present = [name for name in names if given.get(name)]
        if not present:
            problems.append((f"{path}{names[0]}", f"is required: a route has {meaning}, one of {', '.join(names)}"))
        problems += [(f"{path}{name}", f"conflicts with `{present[0]}`: give one of them") for name in present[1:]]
    problems += range_problems(f"{path}{destinations[0]}", given.get(destinations[0]))
    problems += range_problems(f"{path}{destinations[1]}", given.get(destinations[1]), version=6)
    return problems


def _check_table(inputs: Properties) -> list[Problem]:
    problems: list[Problem] = []
    for index, route in enumerate(objects_of(inputs.get("routes"))):
        problems += _one_of_each(f"routes[{index}].", route, tuple(_DESTINATIONS))
    return problems


def _check_route(inputs: Properties) -> list[Problem]:
    return _one_of_each("", inputs, _OWN_DESTINATIONS)


def _destination(facts: Properties) -> str:
    return next(facts[name] for name in _OWN_DESTINATIONS if facts.get(name))


def _route_id(facts: Properties) -> str:
    return f"r-{facts['routeTableId']}{zlib.crc32(_destination(facts).encode())}"


def _this_route(answer: Request, facts: Properties) -> Request | None:
    routes: list[Any] = answer["RouteTables"][0]["Routes"] if answer["RouteTables"] else []
    destination = facts.get("destination") or _destination(facts)
    return next(
        (route for route in routes if destination in [route.get(name) for name in _DESTINATIONS.values()]), None
    )


def _check_association(inputs: Properties) -> list[Problem]:
    if inputs.get("subnetId") or inputs.get("gatewayId"):
        return []
    return [("subnetId", "is required: a route table is for a subnet, or for a gateway (`gatewayId`)")]


def _associations(answer: Request) -> list[Any]:
    return [association for table in answer["RouteTables"] for association in objects_of(table.get("Associations"))]


def _is_of(association: Request, facts: Properties) -> bool:
    names = (("SubnetId", "subnetId"), ("GatewayId", "gatewayId"))
    return any(facts.get(name) and association.get(member) == facts[name] for member, name in names)


def _this_association(answer: Request, facts: Properties) -> Request | None:
    return next((association for association in _associations(answer) if _is_of(association, facts)), None)


def _current_association(operation: str, call: Call, request: Request, state: Properties) -> None:
    """The id of an association changes with its route table, the one in the state does not."""
    if operation in {"DisassociateRouteTable", "ReplaceRouteTableAssociation"}:
        found = _this_association(call("DescribeRouteTables", {}), state)
        request["AssociationId"] = found["RouteTableAssociationId"] if found else state["id"]


ROUTE_TABLE: Final = ResourceType(
    type="aws:ec2/routeTable:RouteTable",
    service="ec2",
    create="CreateRouteTable",
    read=(Reading("DescribeRouteTables", at="RouteTables"),),
    delete="DeleteRouteTable",
    id=id_of("RouteTable", "RouteTableId"),
    identity={"RouteTableId": "id", "RouteTableIds": "id"},
    attributes={
        "routes": Attribute(
            elements=Elements(
                put="CreateRoute",
                remove="DeleteRoute",
                put_request=_route_request,
                remove_request=_route_request,
                kept=True,
            )
        ),
        "routes.coreNetworkArn": Attribute(arn=True),
        "propagatingVgws": Attribute(refused="the local stack has no virtual private gateways"),
    },
    outputs={
        "arn": "arn:{partition}:ec2:{region}:{account}:route-table/{id}",
        "ownerId": "{account}",
        "routes": lambda facts: facts.get("routes") or [],
        "propagatingVgws": lambda facts: [],  # noqa: ARG005  # what has one is refused
    },
    tags=TAGS,
    gone=gone("RouteTable"),
    check=_check_table,
    amend=_amend_table,
    present=_shown_routes,
)

ROUTE: Final = ResourceType(
    type="aws:ec2/route:Route",
    service="ec2",
    create="CreateRoute",
    read=(Reading("DescribeRouteTables", select=_this_route),),
    update=(Change("ReplaceRoute"),),
    delete="DeleteRoute",
    id=_route_id,
    identity={
        "RouteTableId": "routeTableId",
        "RouteTableIds": "routeTableId",
        **{name[0].upper() + name[1:]: name for name in _OWN_DESTINATIONS},
    },
    import_id=("routeTableId", "destination"),
    import_pattern=r"(?P<routeTableId>rtb-\w+)_(?P<destination>.+)",
    attributes={"egressOnlyGatewayId": Attribute("EgressOnlyInternetGatewayId")},
    outputs={
        "instanceId": lambda facts: facts.get("instanceId", ""),
        "instanceOwnerId": lambda facts: facts.get("instanceOwnerId", ""),
        "networkInterfaceId": lambda facts: facts.get("networkInterfaceId", ""),
        "origin": lambda facts: facts.get("origin", _MADE_BY_ROUTE),
        "state": lambda facts: facts.get("state", "active"),
    },
    gone=(*gone("RouteTable"), *gone("Route")),
    check=_check_route,
)

ROUTE_TABLE_ASSOCIATION: Final = ResourceType(
    type="aws:ec2/routeTableAssociation:RouteTableAssociation",
    service="ec2",
    create="AssociateRouteTable",
    read=(Reading("DescribeRouteTables", select=_this_association),),
    update=(Change("ReplaceRouteTableAssociation"),),
    delete="DisassociateRouteTable",
    id=lambda facts: facts.get("AssociationId") or facts["RouteTableAssociationId"],
    identity={"AssociationId": "id"},
    import_pattern=r"(?P<subnetId>subnet-\w+)/rtb-\w+|(?P<gatewayId>[a-z]+-\w+)/rtb-\w+",
    gone=("InvalidAssociationID.NotFound",),
    exclusive=(("subnetId", "gatewayId"),),
    check=_check_association,
    first=_current_association,
)

TYPES: Final = (ROUTE_TABLE, ROUTE, ROUTE_TABLE_ASSOCIATION)
