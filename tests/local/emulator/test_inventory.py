from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local.emulator import process
from local.emulator.inventory import LISTINGS, inventory
from tests.local.emulator.account import REGION, Account, RestApi
from tests.local.emulator.balancers import Balancer
from tests.support.ports import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Account]:
    """The account of an emulator that holds nothing."""
    monkeypatch.setenv(process.PORT_SETTING, str(free_port()))
    emulator, _ = process.start(tmp_path)
    yield Account(emulator.url)
    process.stop(tmp_path, forget=True)


def test_nothing_is_listed_of_an_empty_account_and_everything_of_a_full_one(own: Account) -> None:
    assert inventory(own.url, [REGION]) == []
    definition = '{"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}'
    rest = own.client("apigateway")
    key = rest.create_api_key(name="k", enabled=True)["id"]
    plan = rest.create_usage_plan(name="p")["id"]
    api = RestApi(own).id
    http = own.http_api().id
    own.client("events").create_event_bus(Name="bus")
    own.client("kinesis").create_stream(StreamName="stream", ShardCount=1)
    kept = own.client("kms").create_key()["KeyMetadata"]["KeyId"]
    deleted = own.client("kms").create_key()["KeyMetadata"]["KeyId"]
    own.client("kms").schedule_key_deletion(KeyId=deleted)
    own.client("lambda").publish_layer_version(LayerName="layer", Content={"ZipFile": b"PK\x05\x06" + b"\0" * 18})
    own.client("s3").create_bucket(Bucket="bucket", CreateBucketConfiguration={"LocationConstraint": REGION})
    certificate = own.client("acm").request_certificate(DomainName="api.example.com")["CertificateArn"]
    balancer = Balancer(own, "network")
    link = own.client("apigatewayv2").create_vpc_link(Name="link", SubnetIds=["subnet-1"])["VpcLinkId"]
    rest_link = rest.create_vpc_link(name="link", targetArns=[balancer.arn])["id"]
    zone = own.client("route53").create_hosted_zone(Name="example.com", CallerReference="1")["HostedZone"]["Id"]
    web_acl = own.client("wafv2").create_web_acl(
        Name="acl", Scope="REGIONAL", DefaultAction={"Allow": {}}, VisibilityConfig={
            "SampledRequestsEnabled": True, "CloudWatchMetricsEnabled": True, "MetricName": "m"}
    )["Summary"]["ARN"]  # fmt: skip
    ip_set = own.client("wafv2").create_ip_set(
        Name="set", Scope="REGIONAL", IPAddressVersion="IPV4", Addresses=[]
    )["Summary"]["ARN"]  # fmt: skip
    client_certificate = rest.generate_client_certificate()["clientCertificateId"]
    domain = rest.create_domain_name(
        domainName="api.example.com", certificateArn=certificate, endpointConfiguration={"types": ["PRIVATE"]}
    )["domainNameArn"]
    joined = rest.create_domain_name_access_association(
        domainNameArn=domain, accessAssociationSourceType="VPCE", accessAssociationSource="vpce-1"
    )["domainNameAccessAssociationArn"]
    own.client("cloudwatch").put_metric_alarm(
        AlarmName="alarm", MetricName="5xx", Namespace="AWS/ApiGateway", Statistic="Sum", Period=60,
        EvaluationPeriods=1, Threshold=1, ComparisonOperator="GreaterThanThreshold",
    )  # fmt: skip
    own.client("cloudwatch").put_dashboard(DashboardName="dashboard", DashboardBody='{"widgets": []}')
    topic = own.client("sns").create_topic(Name="topic")["TopicArn"]
    for number in range(3):
        own.client("sqs").create_queue(QueueName=f"queue{number}")
    role = own.role("sqs:*", "*")
    own.client("stepfunctions").create_state_machine(name="machine", definition=definition, roleArn=role)

    found = set(inventory(own.url, [REGION]))

    assert found >= {
        f"acm: {certificate}",
        f"apigateway: {rest_link}",
        f"apigatewayv2: {link}",
        "cloudwatch: alarm",
        "cloudwatch: dashboard",
        f"ec2: {balancer.network}",
        f"elbv2: {balancer.arn}",
        f"elbv2: {balancer.group}",
        f"route53: {zone}",
        f"wafv2: {ip_set}",
        f"wafv2: {web_acl}",
        f"apigateway: {client_certificate}",
        f"apigateway: {joined}",
        f"apigateway: {key}",
        f"apigateway: {plan}",
        f"apigateway: {api}",
        f"apigatewayv2: {http}",
        "events: bus",
        "kinesis: stream",
        f"kms: {kept}",
        "lambda: layer",
        "s3: bucket",
        f"sns: {topic}",
        "stepfunctions: machine",
    }
    assert len([name for name in found if name.startswith("sqs: ") and "/queue" in name]) == 3
    assert f"kms: {deleted}" not in found


def test_more_than_a_page_is_listed(own: Account) -> None:
    gateway = own.client("apigateway")
    made = {f"apigateway: {gateway.create_rest_api(name='api')['id']}" for _ in range(30)}
    assert set(inventory(own.url, [REGION])) == made


def test_each_listing_is_named_once() -> None:
    assert len({(service, operation) for service, operation, _, _ in LISTINGS}) == len(LISTINGS)
