"""Amazon API Gateway V1: the VPC endpoints through which a private domain name is called.

https://docs.aws.amazon.com/apigateway/latest/api/API_DomainNameAccessAssociation.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.places import found_in
from local.provider.resource_type import Attribute, Exact, Reading, ResourceType, Tagging

if TYPE_CHECKING:
    from local.provider.resource_type import Request
    from local.provider.values import Properties

_ARN: Final = "domainNameAccessAssociationArn"


def _this_association(answer: Request, facts: Properties) -> Request | None:
    associations: list[Any] = answer.get("items") or []
    return next((one for one in associations if one[_ARN] == facts["id"]), None)


ASSOCIATION: Final = ResourceType(
    type="aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation",
    service="apigateway",
    create="CreateDomainNameAccessAssociation",
    read=(Reading("GetDomainNameAccessAssociations", select=_this_association, request={"resourceOwner": "SELF"}),),
    delete="DeleteDomainNameAccessAssociation",
    id=lambda facts: facts.get(_ARN) or facts["id"],
    find=found_in(
        "GetDomainNameAccessAssociations",
        "items",
        _ARN,
        place=("domainNameArn", "accessAssociationSource"),
    ),
    identity={_ARN: "id"},
    import_separator="\n",  # an ARN has slashes itself
    attributes={
        "arn": Attribute(_ARN),
        "accessAssociationSourceType": Attribute(exact=Exact(allowed=("VPCE",))),
    },
    outputs={"arn": "{id}"},
    tags=Tagging(member="tags", listing="GetTags"),
)

TYPES: Final = (ASSOCIATION,)
