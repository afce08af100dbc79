"""Private custom domain names: their ids and ARNs, their tags, and the VPC endpoints that are joined to them.

https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-private-custom-domains.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/arn-format-reference.html
"""

from __future__ import annotations

import json
import random
import re
import string
from typing import TYPE_CHECKING, Any

from local.emulator.gateway import resource_tags
from local.emulator.gateway.ministack import REST, SCOPES
from local.emulator.gateway.records import as_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.gateway.exchange import Answer

CREATED = 201
ID_LENGTH = 10
DOMAIN = re.compile(r"arn:aws[\w-]*:apigateway:[\w-]+:\d{12}:/domainnames/(?P<name>[^+/]+)\+(?P<id>[a-z0-9]+)")

associations: Any = SCOPES.AccountRegionScopedDict()  # by their ARNs


def creating_domain(original: Callable[[dict[str, Any]], Answer]) -> Callable[[dict[str, Any]], Answer]:
    """CreateDomainName that keeps the policies of a private name, and gives it an id that tells it from equal names."""

    def create(data: dict[str, Any]) -> Answer:
        answer = original(data)
        record = as_map(REST.domain_names.get(data.get("domainName") or ""))
        if answer[0] != CREATED or record["endpointConfiguration"].get("types") != ["PRIVATE"]:
            return answer
        identifier = "".join(random.choices(string.ascii_lowercase + string.digits, k=ID_LENGTH))  # noqa: S311  a name, no secret
        owner = f"arn:aws:apigateway:{SCOPES.get_region()}:{SCOPES.get_account_id()}"
        record |= {name: data[name] for name in ("managementPolicy", "policy") if data.get(name)}
        record["domainNameId"] = identifier
        record["domainNameArn"] = f"{owner}:/domainnames/{record['domainName']}+{identifier}"
        return REST.v1_response(record, CREATED)

    return create


def answer(method: str, parts: list[str], body: bytes, query: dict[str, Any]) -> Answer | None:
    """Answers the control plane at `/domainnameaccessassociations` and of the tags of both; None for other paths."""
    data = as_map(json.loads(body or b"{}"))
    match parts:
        case ["domainnameaccessassociations"] if method == "POST":
            return _join(data)
        case ["domainnameaccessassociations"]:
            return REST.v1_paginated_response(list(associations.values()), query)
        case ["domainnameaccessassociations", *arn] if method == "DELETE":
            return _part("/".join(arn))
        case ["tags", *arn] if (tags := _tags("/".join(arn))) is not None:
            return resource_tags.answered(method, tags, data, query, REST.v1_response({"tags": tags}))
        case _:
            return None


def _join(data: dict[str, Any]) -> Answer:
    arn, source = str(data.get("domainNameArn") or ""), str(data.get("accessAssociationSource") or "")
    if data.get("accessAssociationSourceType") != "VPCE" or not source.startswith("vpce-"):
        return REST.v1_error("BadRequestException", "The source of an access association is a VPC endpoint", 400)
    if not _domain(arn):
        return REST.v1_error("NotFoundException", "Invalid domain name identifier specified", 404)
    owner = f"arn:aws:apigateway:{SCOPES.get_region()}:{SCOPES.get_account_id()}"
    name = arn.rpartition("/")[2]
    identifier = f"{owner}:/domainnameaccessassociations/domainname/{name}/vpcesource/{source}"
    if identifier in associations:
        return REST.v1_error("ConflictException", "The VPC endpoint is joined to this domain name already", 409)
    associations[identifier] = {
        "domainNameAccessAssociationArn": identifier,
        "domainNameArn": arn,
        "accessAssociationSourceType": "VPCE",
        "accessAssociationSource": source,
        "tags": as_map(data.get("tags")),
    }
    return REST.v1_response(associations[identifier], CREATED)


def _part(arn: str) -> Answer:
    if associations.pop(arn, None) is None:
        return REST.v1_error("NotFoundException", "Invalid domain name access association specified", 404)
    return 202, {}, b""


def _domain(arn: str) -> dict[str, Any]:
    """The private domain name of an ARN; empty where there is none."""
    named = DOMAIN.fullmatch(arn)
    record = as_map(REST.domain_names.get(named["name"])) if named else {}
    return record if record.get("domainNameArn") == arn else {}


def _tags(arn: str) -> dict[str, Any] | None:
    record = as_map(associations.get(arn)) or _domain(arn)
    return record["tags"] if record else None
