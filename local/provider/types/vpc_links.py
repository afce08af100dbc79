"""Amazon API Gateway: the links that lead from APIs into a VPC, of both versions.

https://docs.aws.amazon.com/apigatewayv2/latest/api-reference/vpclinks.html
"""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any, Final

from local.provider.emulator_client import AwsError
from local.provider.resource_type import Attribute, Change, Exact, Naming, Patch, Reading, ResourceType, Tagging
from local.provider.values import as_list

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_SECONDS: Final = 120.0
_SECONDS_BETWEEN: Final = 0.5
_MOST_SUBNETS: Final = 10
_NETWORK_BALANCER: Final = re.compile(r"arn:[\w-]+:elasticloadbalancing:.*:loadbalancer/net/.+")


def _await(identifier: str, member: str, status: str) -> Callable[[Call, Request], Request]:
    """A link is made by AWS over some minutes; what uses it has to wait."""

    def settle(call: Call, answer: Request) -> Request:
        deadline = time.monotonic() + _SECONDS
        while True:
            link = call("GetVpcLink", {member: answer[identifier]})
            if link[status] == "AVAILABLE":
                return answer
            if link[status] == "FAILED" or time.monotonic() > deadline:
                said = next((link[name] for name in link if name.endswith("tatusMessage") and link[name]), "")
                raise AwsError("CreateVpcLink", "NotAvailable", f"the link's status is {link[status]} {said}".rstrip())
            time.sleep(_SECONDS_BETWEEN)

    return settle


def _check_link(inputs: Properties) -> list[Problem]:
    subnets = as_list(inputs.get("subnetIds"))
    if subnets is None or 0 < len(subnets) <= _MOST_SUBNETS:
        return []
    return [("subnetIds", f"has {len(subnets)} elements; a link stands in 1 to {_MOST_SUBNETS} subnets")]


def _check_target(inputs: Properties) -> list[Problem]:
    arn = inputs.get("targetArn")
    if not isinstance(arn, str) or _NETWORK_BALANCER.fullmatch(arn):
        return []
    reason = (
        f"is {arn!r}; this link leads to a network load balancer. To an application load balancer leads a link of "
        "version 2, aws:apigatewayv2:VpcLink"
    )
    return [("targetArn", reason)]


def _only(arns: list[Any]) -> str | None:
    return arns[0] if arns else None


VPC_LINK: Final = ResourceType(
    type="aws:apigatewayv2/vpcLink:VpcLink",
    service="apigatewayv2",
    create="CreateVpcLink",
    read=(Reading("GetVpcLink"),),
    update=(Change("UpdateVpcLink"),),
    delete="DeleteVpcLink",
    id="{VpcLinkId}",
    identity={"VpcLinkId": "id"},
    attributes={"name": Attribute(exact=Exact(minimum=1, maximum=128))},
    outputs={
        "arn": "arn:{partition}:apigateway:{region}::/vpclinks/{id}",
        "securityGroupIds": lambda facts: facts.get("securityGroupIds") or [],
    },
    naming=Naming(max_length=128),
    tags=Tagging(),
    check=_check_link,
    settle=_await("VpcLinkId", "VpcLinkId", "VpcLinkStatus"),
)

REST_LINK: Final = ResourceType(
    type="aws:apigateway/vpcLink:VpcLink",
    service="apigateway",
    create="CreateVpcLink",
    read=(Reading("GetVpcLink"),),
    update=(Change("UpdateVpcLink", patches={name: Patch(f"/{name}") for name in ("name", "description")}),),
    delete="DeleteVpcLink",
    id="{id}",
    identity={"vpcLinkId": "id"},
    attributes={
        "name": Attribute(exact=Exact(minimum=1, maximum=128)),
        "targetArn": Attribute("targetArns", send=lambda arn: [arn], receive=_only),
    },
    outputs={"arn": "arn:{partition}:apigateway:{region}::/vpclinks/{id}"},
    naming=Naming(max_length=128),
    tags=Tagging(member="tags"),
    check=_check_target,
    settle=_await("id", "vpcLinkId", "status"),
)

TYPES: Final = (VPC_LINK, REST_LINK)
