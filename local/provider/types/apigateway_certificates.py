"""Amazon API Gateway V1: client certificates, which stages show to their backends.

https://docs.aws.amazon.com/apigateway/latest/api/API_ClientCertificate.html
"""

from __future__ import annotations

from typing import Final

from local.provider.resource_type import Change, Patch, Reading, ResourceType, Tagging

CLIENT_CERTIFICATE: Final = ResourceType(
    type="aws:apigateway/clientCertificate:ClientCertificate",
    service="apigateway",
    create="GenerateClientCertificate",
    read=(Reading("GetClientCertificate"),),
    update=(Change("UpdateClientCertificate", patches={"description": Patch("/description")}),),
    delete="DeleteClientCertificate",
    id=lambda facts: facts.get("clientCertificateId") or facts["id"],
    identity={"clientCertificateId": "id"},
    outputs={"arn": "arn:{partition}:apigateway:{region}::/clientcertificates/{id}"},
    tags=Tagging(member="tags", listing="GetTags"),
)

TYPES: Final = (CLIENT_CERTIFICATE,)
