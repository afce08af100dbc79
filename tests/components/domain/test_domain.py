from typing import Any

import pytest

from components.domain.args import ApiDomainArgs, ApiDomainMappingsArgs, RoutingRule
from components.domain.domain import ApiDomain
from components.domain.further_mappings import ApiDomainMappings
from components.problems import ComponentError
from tests.components.domain.domains import (
    ACCESS,
    BASE_PATH,
    CERTIFICATE,
    DOMAIN,
    ENHANCED,
    GIVEN_CERTIFICATE,
    IN_VIRGINIA,
    ISSUED,
    MAPPING,
    NAME,
    RECORD,
    REST_DOMAIN,
    RULE,
    TRUSTSTORE,
    ZONE,
    args,
    built,
    http,
    reference,
    rest,
    websocket,
)
from tests.support.apis import resolved
from tests.support.recording import Cloud, is_unknown

TARGET = "d-api-0a1b2c3.execute-api.eu-west-1.amazonaws.com"


def of_domain(cloud: Cloud) -> list[tuple[str, str]]:
    """Type and name of each resource of the domain."""
    return [one for one in cloud.mocks.custom() if one[1] == "api" or one[1].startswith("api-")]


def test_a_domain_is_exactly_these_resources(cloud: Cloud) -> None:
    built(
        cloud, lambda: args(mappings={"orders": http(), "users": http("users"), "v1/payments": rest(), "": http("x")})
    )
    assert of_domain(cloud) == [
        (CERTIFICATE, "api-certificate"),
        (ISSUED, "api-certificate-issued"),
        (MAPPING, "api-mapping"),
        (MAPPING, "api-mapping-orders"),
        (MAPPING, "api-mapping-users"),
        (MAPPING, "api-mapping-v1/payments"),
        (DOMAIN, "api"),
        (RECORD, "api-A"),
        (RECORD, "api-AAAA"),
        (RECORD, "api-certificate-validation"),
    ]


def test_each_mapping_leads_to_the_stage_of_its_api(cloud: Cloud) -> None:
    built(cloud, lambda: args(mappings={"orders": http(), "v1/payments": rest(), "": reference("REST", "zzz9")}))
    assert cloud.mocks.of(MAPPING) == {
        "api-mapping-orders": {
            "apiId": "orders-0a1b2c3",
            "apiMappingKey": "orders",
            "domainName": NAME,
            "stage": "$default",
        },
        "api-mapping-v1/payments": {
            "apiId": "payments-0a1b2c3",
            "apiMappingKey": "v1/payments",
            "domainName": NAME,
            "stage": "live",
        },
        "api-mapping": {"apiId": "zzz9", "domainName": NAME, "stage": "live"},
    }


def test_the_domain_waits_for_its_certificate_to_be_issued(cloud: Cloud) -> None:
    built(cloud, args(tags={"application": "shop"}))
    assert cloud.mocks.of(CERTIFICATE)["api-certificate"] == {
        "domainName": NAME,
        "tags": {"application": "shop"},
        "validationMethod": "DNS",
    }
    assert cloud.mocks.of(RECORD)["api-certificate-validation"] == {
        "allowOverwrite": True,
        "name": f"_proof.{NAME}.",
        "records": ["_api-certificate-0a1b2c3.acm-validations.aws."],
        "ttl": 300,
        "type": "CNAME",
        "zoneId": ZONE,
    }
    assert cloud.mocks.of(ISSUED)["api-certificate-issued"]["validationRecordFqdns"] == [f"_proof.{NAME}."]
    order = [one.type for one in cloud.mocks.registrations]
    assert order.index(ISSUED) < order.index(DOMAIN)
    assert cloud.mocks.of(DOMAIN)["api"] == {
        "domainName": NAME,
        "domainNameConfiguration": {
            "certificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/api-certificate-0a1b2c3",
            "endpointType": "REGIONAL",
            "ipAddressType": "ipv4",
            "securityPolicy": "TLS_1_2",
        },
        "routingMode": "API_MAPPING_ONLY",
        "tags": {"application": "shop"},
    }


def test_the_name_leads_to_the_domain_in_both_address_families(cloud: Cloud) -> None:
    domain = built(cloud, args(ip_address_type="dualstack"))
    alias = {"evaluateTargetHealth": False, "name": TARGET, "zoneId": "ZREGIONAL"}
    records = {name: cloud.mocks.of(RECORD)[name] for name in ("api-A", "api-AAAA")}
    assert records == {
        f"api-{kind}": {"aliases": [alias], "name": NAME, "type": kind, "zoneId": ZONE} for kind in ("A", "AAAA")
    }
    assert resolved(cloud, lambda: domain.hosted_zone_id) == "ZREGIONAL"
    assert resolved(cloud, lambda: domain.target_domain_name) == TARGET


def test_another_dns_gets_the_records_as_outputs(cloud: Cloud) -> None:
    domain = built(cloud, args(zone_id=None, dns="none"))
    assert cloud.mocks.of(RECORD) == {}
    assert "validationRecordFqdns" not in cloud.mocks.of(ISSUED)["api-certificate-issued"]
    assert resolved(cloud, lambda: domain.dns_records) == [{"name": NAME, "type": "CNAME", "value": TARGET}]
    proof = {"name": f"_proof.{NAME}.", "type": "CNAME", "value": "_api-certificate-0a1b2c3.acm-validations.aws."}
    assert resolved(cloud, lambda: domain.validation_records) == [proof]


def test_a_certificate_can_be_given(cloud: Cloud) -> None:
    domain = built(cloud, args(certificate_arn=GIVEN_CERTIFICATE))
    assert cloud.mocks.of(CERTIFICATE) == {}
    assert cloud.mocks.of(DOMAIN)["api"]["domainNameConfiguration"]["certificateArn"] == GIVEN_CERTIFICATE
    assert resolved(cloud, lambda: domain.validation_records) == []


def test_clients_are_asked_for_a_certificate_of_the_versioned_truststore(cloud: Cloud) -> None:
    ownership = "arn:aws:acm:eu-west-1:123456789012:certificate/public"
    given = {"certificate_arn": GIVEN_CERTIFICATE, "ownership_certificate_arn": ownership, "mutual_tls": TRUSTSTORE}
    built(cloud, args(**given))
    domain = cloud.mocks.of(DOMAIN)["api"]
    assert domain["mutualTlsAuthentication"] == {
        "truststoreUri": "s3://trust/clients.pem",
        "truststoreVersion": "v1",
    }
    assert domain["domainNameConfiguration"]["ownershipVerificationCertificateArn"] == ownership


def test_a_policy_above_tls_1_2_checks_strictly_which_endpoint_was_called(cloud: Cloud) -> None:
    built(cloud, args(security_policy=ENHANCED, mappings={"v1/payments": reference("REST")}))
    assert cloud.mocks.of(REST_DOMAIN)["api"] == {
        "domainName": NAME,
        "endpointAccessMode": "STRICT",
        "endpointConfiguration": {"ipAddressType": "ipv4", "types": "REGIONAL"},
        "regionalCertificateArn": "arn:aws:acm:eu-west-1:123456789012:certificate/api-certificate-0a1b2c3",
        "routingMode": "BASE_PATH_MAPPING_ONLY",
        "securityPolicy": ENHANCED,
    }
    assert list(cloud.mocks.of(MAPPING)) == ["api-mapping-v1/payments"]
    assert cloud.mocks.of(RECORD)["api-A"]["aliases"][0]["zoneId"] == "ZREGIONAL"


def test_an_edge_domain_has_its_certificate_in_us_east_1(cloud: Cloud) -> None:
    built(cloud, lambda: args(endpoint="EDGE", mappings={"payments": rest(endpoint="EDGE"), "": reference("REST")}))
    assert cloud.mocks.of(CERTIFICATE)["api-certificate"]["region"] == "us-east-1"
    assert cloud.mocks.of(ISSUED)["api-certificate-issued"]["region"] == "us-east-1"
    domain = cloud.mocks.of(REST_DOMAIN)["api"]
    assert domain["certificateArn"] == "arn:aws:acm:us-east-1:123456789012:certificate/api-certificate-0a1b2c3"
    assert "regionalCertificateArn" not in domain
    assert "region" not in domain
    alias = cloud.mocks.of(RECORD)["api-A"]["aliases"][0]
    assert (alias["name"], alias["zoneId"]) == ("d-api-0a1b2c3.cloudfront.net", "ZCLOUDFRONT")
    assert cloud.mocks.of(BASE_PATH) == {
        "api-mapping-payments": {
            "basePath": "payments",
            "domainName": NAME,
            "restApi": "payments-0a1b2c3",
            "stageName": "live",
        },
        "api-mapping": {"domainName": NAME, "restApi": "abc123", "stageName": "live"},
    }


def test_a_private_domain_lets_in_the_vpc_endpoints_that_are_named(cloud: Cloud) -> None:
    endpoints = {"shop": "vpce-1", "office": "vpce-2"}
    private = reference("REST", endpoint="PRIVATE")
    domain = built(cloud, args(endpoint="PRIVATE", vpc_endpoints=endpoints, mappings={"ledger": private}))
    made = cloud.mocks.of(REST_DOMAIN)["api"]
    assert made["endpointConfiguration"] == {"ipAddressType": "dualstack", "types": "PRIVATE"}
    assert '"aws:SourceVpce": ["vpce-1", "vpce-2"]' in made["policy"]
    assert {name: one["accessAssociationSource"] for name, one in cloud.mocks.of(ACCESS).items()} == {
        "api-access-shop": "vpce-1",
        "api-access-office": "vpce-2",
    }
    assert cloud.mocks.of(BASE_PATH)["api-mapping-ledger"]["domainNameId"] == "api-0a1b2c3-id"
    # Its name leads to an endpoint in a VPC, not to API Gateway.
    assert list(cloud.mocks.of(RECORD)) == ["api-certificate-validation"]
    assert resolved(cloud, lambda: domain.dns_records) == []


def test_rules_lead_requests_by_header_and_path(cloud: Cloud) -> None:
    rules = {
        "beta": RoutingRule(
            api=reference("REST", "beta1"),
            priority=10,
            headers={"x-version": "beta*", "x-tenant": "acme"},
            path="/payments/",
            strip_path=True,
        ),
        "rest": RoutingRule(api=reference("REST", "rest1"), priority=100, path="v1/rest"),
    }
    built(cloud, args(mappings={}, routing_rules=rules))
    assert cloud.mocks.of(DOMAIN)["api"]["routingMode"] == "ROUTING_RULE_THEN_API_MAPPING"
    assert cloud.mocks.of(RULE) == {
        "api-rule-beta": {
            "actions": [{"invokeApi": {"apiId": "beta1", "stage": "live", "stripBasePath": True}}],
            "conditions": [
                {"matchBasePaths": {"anyOfs": ["payments"]}},
                {"matchHeaders": {"anyOf": {"header": "x-version", "valueGlob": "beta*"}}},
                {"matchHeaders": {"anyOf": {"header": "x-tenant", "valueGlob": "acme"}}},
            ],
            "domainName": NAME,
            "priority": 10,
        },
        "api-rule-rest": {
            "actions": [{"invokeApi": {"apiId": "rest1", "stage": "live", "stripBasePath": False}}],
            "conditions": [{"matchBasePaths": {"anyOfs": ["v1/rest"]}}],
            "domainName": NAME,
            "priority": 100,
        },
    }


def test_urls_are_those_of_the_domain(cloud: Cloud) -> None:
    apis: list[object] = []

    def given() -> ApiDomainArgs:
        apis.append(rest())
        return args(mappings={"/orders": http(), "v1/payments": apis[0], "": reference()})

    domain = built(cloud, given)
    assert resolved(cloud, lambda: domain.urls) == {
        "orders": f"https://{NAME}/orders",
        "v1/payments": f"https://{NAME}/v1/payments",
        "": f"https://{NAME}",
    }
    assert resolved(cloud, lambda: domain.url_for(apis[0])) == f"https://{NAME}/v1/payments"


def test_a_websocket_api_is_reached_under_a_name_of_its_own(cloud: Cloud) -> None:
    domain = built(cloud, lambda: args(domain_name="ws.example.com", mappings={"": websocket()}))
    assert resolved(cloud, lambda: domain.urls) == {"": "wss://ws.example.com"}
    assert cloud.mocks.of(MAPPING)["api-mapping"]["stage"] == "live"


def test_url_for_an_api_that_is_not_mapped_is_an_error(cloud: Cloud) -> None:
    def program() -> None:
        ApiDomain("api", args()).url_for(http())

    with pytest.raises(ComponentError, match="url_for"):
        cloud.run(program)


def test_further_mappings_belong_to_a_domain_of_this_program(cloud: Cloud) -> None:
    made: list[ApiDomainMappings] = []

    def program() -> None:
        domain = ApiDomain("api", args())
        mappings = ApiDomainMappingsArgs(domain=domain, mappings={"users": http("users")})
        made.append(ApiDomainMappings("more", mappings))

    cloud.run(program)
    assert cloud.mocks.of(MAPPING)["more-mapping-users"]["apiMappingKey"] == "users"
    assert resolved(cloud, lambda: made[0].urls) == {"users": f"https://{NAME}/users"}


def test_a_domain_can_be_previewed_before_anything_exists(preview: Cloud) -> None:
    domain = built(preview, lambda: args(mappings={"orders": http(), "payments": rest()}))
    assert is_unknown(preview.mocks.of(DOMAIN)["api"]["domainNameConfiguration"]["certificateArn"])
    mapping: dict[str, Any] = preview.mocks.of(MAPPING)["api-mapping-payments"]
    assert is_unknown(mapping["apiId"])
    assert mapping["domainName"] == NAME
    assert resolved(preview, lambda: domain.urls) == {
        "orders": f"https://{NAME}/orders",
        "payments": f"https://{NAME}/payments",
    }


def test_a_given_certificate_of_an_edge_domain_is_taken(cloud: Cloud) -> None:
    built(cloud, args(endpoint="EDGE", certificate_arn=IN_VIRGINIA, mappings={"a": reference("REST")}))
    assert cloud.mocks.of(REST_DOMAIN)["api"]["certificateArn"] == IN_VIRGINIA
