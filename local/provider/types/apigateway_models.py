"""Amazon API Gateway V1: what requests and answers look like: validators, models, gateway responses, documentation.

https://docs.aws.amazon.com/apigateway/latest/api/API_Model.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from local.provider.resource_type import Attribute, Change, Exact, Naming, Patch, Reading, ResourceType
from local.provider.values import object_of

if TYPE_CHECKING:
    from local.provider.resource_type import Problem, Request
    from local.provider.values import Properties

_RESPONSE_PARAMETER: Final = re.compile(r"gatewayresponse\.header\.[\w!#$%&'*+.^`|~-]+")
_DEFAULT_TEMPLATES: Final = {"application/json": '{"message":$context.error.messageString}'}


def _model(answer: Request, facts: Properties) -> Request:
    """The model's own id is no property, and the id of an import is its name."""
    del facts
    return {**answer, "modelId": answer["id"]}


def _customized(answer: Request, facts: Properties) -> Request | None:
    del facts
    return None if answer.get("defaultResponse") else answer


def _check_response(inputs: Properties) -> list[Problem]:
    return [
        ("responseParameters", f"has the key {key!r}; a key is written as gatewayresponse.header.<name>")
        for key in object_of(inputs.get("responseParameters"))
        if not _RESPONSE_PARAMETER.fullmatch(key)
    ]


REQUEST_VALIDATOR: Final = ResourceType(
    type="aws:apigateway/requestValidator:RequestValidator",
    service="apigateway",
    create="CreateRequestValidator",
    read=(Reading("GetRequestValidator"),),
    update=(
        Change(
            "UpdateRequestValidator",
            patches={name: Patch(f"/{name}") for name in ("name", "validateRequestBody", "validateRequestParameters")},
        ),
    ),
    delete="DeleteRequestValidator",
    id="{id}",
    identity={"restApiId": "restApi", "requestValidatorId": "id"},
    import_id=("restApi", "id"),
    attributes={"restApi": Attribute("restApiId")},
    naming=Naming(max_length=128),
)

MODEL: Final = ResourceType(
    type="aws:apigateway/model:Model",
    service="apigateway",
    create="CreateModel",
    read=(Reading("GetModel", select=_model),),
    update=(Change("UpdateModel", patches={name: Patch(f"/{name}") for name in ("description", "schema")}),),
    delete="DeleteModel",
    id=lambda facts: facts.get("modelId") or facts["id"],
    identity={"restApiId": "restApi", "modelName": "name"},
    import_id=("restApi", "name"),
    attributes={
        "restApi": Attribute("restApiId"),
        "name": Attribute(
            exact=Exact(
                pattern=r"[A-Za-z0-9]{1,128}",
                meaning="a model is called by 1 to 128 letters and digits; a made name has a hyphen, so give one",
            )
        ),
        "schema": Attribute(json=True),
    },
    naming=Naming(max_length=128),
)

RESPONSE: Final = ResourceType(
    type="aws:apigateway/response:Response",
    service="apigateway",
    create="PutGatewayResponse",
    read=(Reading("GetGatewayResponse", select=_customized),),
    update=(Change("PutGatewayResponse"),),
    delete="DeleteGatewayResponse",
    id="aggr-{restApiId}-{responseType}",
    identity={"restApiId": "restApiId", "responseType": "responseType"},
    import_id=("restApiId", "responseType"),
    attributes={
        "responseTemplates": Attribute(default=_DEFAULT_TEMPLATES),
        "statusCode": Attribute(exact=Exact(pattern=r"[1-5]\d\d", meaning="it is an HTTP status of three digits")),
    },
    check=_check_response,
)

DOCUMENTATION_PART: Final = ResourceType(
    type="aws:apigateway/documentationPart:DocumentationPart",
    service="apigateway",
    create="CreateDocumentationPart",
    read=(Reading("GetDocumentationPart"),),
    update=(Change("UpdateDocumentationPart", patches={"properties": Patch("/properties")}),),
    delete="DeleteDocumentationPart",
    id=lambda facts: f"{facts['restApiId']}/{facts.get('documentationPartId') or facts['id']}",
    identity={"restApiId": "restApiId", "documentationPartId": "documentationPartId"},
    import_id=("restApiId", "documentationPartId"),
    attributes={
        "documentationPartId": Attribute("id"),
        "properties": Attribute(json=True),
    },
)

TYPES: Final = (REQUEST_VALIDATOR, MODEL, RESPONSE, DOCUMENTATION_PART)
