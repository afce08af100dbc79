from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import botocore.exceptions
import pytest

from local.emulator import process
from tests.local.emulator.account import REGION, Account, RestApi
from tests.local.emulator.balancers import Balancer
from tests.support.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path


def test_a_link_is_created_listed_updated_tagged_and_deleted(account: Account) -> None:
    gateway = account.client("apigatewayv2")
    made = gateway.create_vpc_link(Name="link", SubnetIds=["subnet-1"], SecurityGroupIds=["sg-1"], Tags={"a": "1"})
    identifier = made["VpcLinkId"]
    assert (made["VpcLinkStatus"], made["VpcLinkVersion"], made["SubnetIds"]) == ("AVAILABLE", "V2", ["subnet-1"])
    assert gateway.update_vpc_link(VpcLinkId=identifier, Name="renamed")["Name"] == "renamed"
    shown = gateway.get_vpc_link(VpcLinkId=identifier)
    assert (shown["Name"], shown["SecurityGroupIds"], shown["Tags"]) == ("renamed", ["sg-1"], {"a": "1"})
    assert identifier in {link["VpcLinkId"] for link in gateway.get_vpc_links()["Items"]}

    arn = f"arn:aws:apigateway:{REGION}::/vpclinks/{identifier}"
    gateway.tag_resource(ResourceArn=arn, Tags={"b": "2"})
    gateway.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert gateway.get_tags(ResourceArn=arn)["Tags"] == {"b": "2"}

    gateway.delete_vpc_link(VpcLinkId=identifier)
    with pytest.raises(botocore.exceptions.ClientError, match="NotFoundException"):
        gateway.get_vpc_link(VpcLinkId=identifier)


def test_a_link_of_a_rest_api_is_created_patched_tagged_and_deleted(account: Account) -> None:
    gateway = account.client("apigateway")
    target = Balancer(account, "network").arn
    made = gateway.create_vpc_link(name="link", targetArns=[target], tags={"a": "1"})
    identifier = made["id"]
    assert (made["status"], made["targetArns"]) == ("AVAILABLE", [target])
    patched = gateway.update_vpc_link(
        vpcLinkId=identifier, patchOperations=[{"op": "replace", "path": "/description", "value": "of the ledger"}]
    )
    assert (patched["name"], patched["description"]) == ("link", "of the ledger")
    with pytest.raises(botocore.exceptions.ClientError, match="Invalid patch path /targetArns"):
        gateway.update_vpc_link(
            vpcLinkId=identifier, patchOperations=[{"op": "replace", "path": "/targetArns", "value": "x"}]
        )
    assert identifier in {link["id"] for link in gateway.get_vpc_links()["items"]}

    arn = f"arn:aws:apigateway:{REGION}::/vpclinks/{identifier}"
    gateway.tag_resource(resourceArn=arn, tags={"b": "2"})
    gateway.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert gateway.get_tags(resourceArn=arn)["tags"] == {"b": "2"}

    gateway.delete_vpc_link(vpcLinkId=identifier)
    with pytest.raises(botocore.exceptions.ClientError, match="NotFoundException"):
        gateway.get_vpc_link(vpcLinkId=identifier)


def test_a_link_of_a_rest_api_leads_to_one_network_load_balancer(account: Account) -> None:
    gateway = account.client("apigateway")
    application = Balancer(account, "application").arn
    with pytest.raises(botocore.exceptions.ClientError, match="one Network Load Balancer"):
        gateway.create_vpc_link(name="link", targetArns=[application])
    gone = f"arn:aws:elasticloadbalancing:{REGION}:000000000000:loadbalancer/net/gone/1"
    assert gateway.create_vpc_link(name="link", targetArns=[gone])["status"] == "FAILED"


def test_a_link_in_use_cannot_be_deleted(account: Account) -> None:
    api = RestApi(account)
    link = api.gateway.create_vpc_link(name="link", targetArns=[Balancer(account, "network").arn])["id"]
    private = {"type": "HTTP_PROXY", "integrationHttpMethod": "GET", "uri": "http://ledger.internal/"}
    named = api.method("GET /", {**private, "connectionType": "VPC_LINK", "connectionId": link})
    with pytest.raises(botocore.exceptions.ClientError, match=rf"referenced in \[GET:{named['resourceId']}:{api.id}\]"):
        api.gateway.delete_vpc_link(vpcLinkId=link)


def test_an_integration_through_a_link_names_it_and_a_listener_or_a_service(account: Account) -> None:
    api = account.http_api()
    private = {"IntegrationType": "HTTP_PROXY", "IntegrationMethod": "ANY", "PayloadFormatVersion": "1.0"}
    for settings, said in (
        ({"ConnectionId": "l", "IntegrationUri": "http://10.0.0.1/"}, "valid ELB listener ARN"),
        ({"IntegrationUri": "arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/a/b/c"}, "ConnectionId is required"),
    ):
        with pytest.raises(botocore.exceptions.ClientError, match=said):
            api.integration(ConnectionType="VPC_LINK", **private, **settings)


def test_tls_settings_of_an_integration_are_kept(account: Account) -> None:
    api = account.http_api()
    made = api.integration(
        IntegrationType="HTTP_PROXY",
        IntegrationMethod="ANY",
        PayloadFormatVersion="1.0",
        ConnectionType="VPC_LINK",
        ConnectionId="link",
        IntegrationUri="arn:aws:elasticloadbalancing:eu-west-1:1:listener/app/a/b/c",
        TlsConfig={"ServerNameToVerify": "catalog.internal"},
    )
    shown = api.gateway.get_integration(ApiId=api.id, IntegrationId=made)
    assert (shown["TlsConfig"], shown["ConnectionId"]) == ({"ServerNameToVerify": "catalog.internal"}, "link")


def test_links_survive_a_killed_emulator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(process.PORT_SETTING, str(free_port()))
    emulator, _ = process.start(tmp_path)
    own = Account(emulator.url)
    link = own.client("apigatewayv2").create_vpc_link(Name="link", SubnetIds=["subnet-1"])["VpcLinkId"]
    balancer = Balancer(own, "network").arn
    rest_link = own.client("apigateway").create_vpc_link(name="link", targetArns=[balancer])["id"]
    os.kill(emulator.pid, signal.SIGKILL)
    process.start(tmp_path)
    try:
        assert own.client("apigatewayv2").get_vpc_link(VpcLinkId=link)["Name"] == "link"
        assert own.client("apigateway").get_vpc_link(vpcLinkId=rest_link)["targetArns"] == [balancer]
    finally:
        process.stop(tmp_path, forget=True)
