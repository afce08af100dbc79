from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import botocore.exceptions
import pytest

from tests.local.emulator.account import NUMBER, REGION

if TYPE_CHECKING:
    from tests.local.emulator.account import Account

SOURCE = {"accessAssociationSourceType": "VPCE", "accessAssociationSource": "vpce-1a2b3c4d"}
POLICY = '{"Version":"2012-10-17","Statement":[]}'


def _domain(account: Account, kind: str = "PRIVATE") -> dict[str, Any]:
    return account.client("apigateway").create_domain_name(
        domainName=f"d{uuid4().hex[:8]}.example.com",
        certificateArn=f"arn:aws:acm:{REGION}:{NUMBER}:certificate/1",
        endpointConfiguration={"types": [kind]},
        policy=POLICY,
    )


def test_a_private_domain_has_an_id_an_arn_and_a_policy(account: Account) -> None:
    gateway, made = account.client("apigateway"), _domain(account)
    name, identifier = made["domainName"], made["domainNameId"]
    assert re.fullmatch("[a-z0-9]{10}", identifier)
    assert made["domainNameArn"] == f"arn:aws:apigateway:{REGION}:{NUMBER}:/domainnames/{name}+{identifier}"
    shown = gateway.get_domain_name(domainName=name, domainNameId=identifier)
    assert (shown["domainNameArn"], shown["policy"]) == (made["domainNameArn"], POLICY)
    gateway.tag_resource(resourceArn=made["domainNameArn"], tags={"team": "shop"})
    assert gateway.get_tags(resourceArn=made["domainNameArn"])["tags"] == {"team": "shop"}
    assert "domainNameId" not in _domain(account, "REGIONAL")


def test_an_endpoint_is_joined_to_a_private_domain_once(account: Account) -> None:
    gateway, domain = account.client("apigateway"), _domain(account)
    arn = domain["domainNameArn"]
    made = gateway.create_domain_name_access_association(domainNameArn=arn, tags={"team": "shop"}, **SOURCE)
    joined = made["domainNameAccessAssociationArn"]
    where = f"{domain['domainName']}+{domain['domainNameId']}/vpcesource/vpce-1a2b3c4d"
    assert joined == f"arn:aws:apigateway:{REGION}:{NUMBER}:/domainnameaccessassociations/domainname/{where}"
    with pytest.raises(botocore.exceptions.ClientError, match="ConflictException"):
        gateway.create_domain_name_access_association(domainNameArn=arn, **SOURCE)
    listed = gateway.get_domain_name_access_associations(resourceOwner="SELF")["items"]
    shown = next(one for one in listed if one["domainNameAccessAssociationArn"] == joined)
    assert {**SOURCE, "domainNameArn": arn, "tags": {"team": "shop"}}.items() <= shown.items()
    gateway.untag_resource(resourceArn=joined, tagKeys=["team"])
    assert gateway.get_tags(resourceArn=joined)["tags"] == {}

    gateway.delete_domain_name_access_association(domainNameAccessAssociationArn=joined)
    assert joined not in str(gateway.get_domain_name_access_associations()["items"])
    with pytest.raises(botocore.exceptions.ClientError, match="NotFoundException"):
        gateway.delete_domain_name_access_association(domainNameAccessAssociationArn=joined)


def test_what_cannot_be_joined_is_refused(account: Account) -> None:
    gateway, regional = account.client("apigateway"), _domain(account, "REGIONAL")
    arn = f"arn:aws:apigateway:{REGION}::/domainnames/{regional['domainName']}"
    with pytest.raises(botocore.exceptions.ClientError, match="NotFoundException"):
        gateway.create_domain_name_access_association(domainNameArn=arn, **SOURCE)
    source = {**SOURCE, "accessAssociationSource": "eni-1"}
    with pytest.raises(botocore.exceptions.ClientError, match="BadRequestException"):
        gateway.create_domain_name_access_association(domainNameArn=_domain(account)["domainNameArn"], **source)
