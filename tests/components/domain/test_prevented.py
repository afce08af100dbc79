"""What users of custom domains suffered elsewhere, and why it does not happen here."""

import pulumi
import pytest

from components.domain.args import ApiDomainArgs, ApiDomainMappingsArgs
from components.domain.domain import ApiDomain
from components.domain.further_mappings import ApiDomainMappings
from tests.components.domain.domains import (
    CERTIFICATE,
    DOMAIN,
    MAPPING,
    NAME,
    RECORD,
    TRUSTSTORE,
    ZONE,
    args,
    built,
    faults_of,
    http,
    reference,
    rest,
)
from tests.components.options import options_of
from tests.support.apis import resolved
from tests.support.recording import Cloud, new_cloud


def test_many_apis_of_two_kinds_stand_on_one_domain_at_paths_of_several_levels(cloud: Cloud) -> None:
    # Every API wanted the domain to itself, or "use API Gateway V2": aws-cdk#16397, #15904,
    # terraform-provider-aws#21986, #20585, serverless-domain-manager#425.
    built(cloud, lambda: args(mappings={"v1/orders": http(), "v1/payments": rest(), "v2/payments/eu": rest("eu")}))
    keys = sorted(one["apiMappingKey"] for one in cloud.mocks.of(MAPPING).values())
    assert keys == ["v1/orders", "v1/payments", "v2/payments/eu"]
    assert list(cloud.mocks.of(DOMAIN)) == ["api"]


def test_a_second_stack_adds_its_mappings_and_touches_nothing_else(cloud: Cloud) -> None:
    # A second stack that made the domain again cleared the mappings of the first: terraform-provider-aws#27358.
    def program() -> None:
        # As the first stack tells it.
        domain = pulumi.Output.from_input(NAME)
        ApiDomainMappings("users", ApiDomainMappingsArgs(domain=domain, mappings={"users": http("users")}))

    cloud.run(program)
    assert [one for one in cloud.mocks.custom() if "omain" in one[0] or one[0] in {RECORD, CERTIFICATE}] == []
    assert cloud.mocks.of(MAPPING) == {
        "users-mapping-users": {
            "apiId": "users-0a1b2c3",
            "apiMappingKey": "users",
            "domainName": NAME,
            "stage": "$default",
        }
    }


def test_an_api_on_the_empty_path_has_its_mapping(cloud: Cloud) -> None:
    # Without a path there was no mapping, and the domain answered 403 (sst's apigatewayv1 and websocket).
    domain = built(cloud, args(mappings={"": reference("WEBSOCKET")}))
    assert "apiMappingKey" not in cloud.mocks.of(MAPPING)["api-mapping"]
    assert resolved(cloud, lambda: domain.urls) == {"": f"wss://{NAME}"}


def test_the_certificate_is_for_the_name_and_its_proof_in_the_zone_that_was_given(cloud: Cloud) -> None:
    # Certificate and zone were guessed from lists of subdomains, and were wrong: terraform-aws-apigateway-v2#112.
    built(cloud, args(domain_name="a.b.example.com"))
    assert cloud.mocks.of(CERTIFICATE)["api-certificate"]["domainName"] == "a.b.example.com"
    records = cloud.mocks.of(RECORD)
    assert {one["zoneId"] for one in records.values()} == {ZONE}
    assert records["api-A"]["name"] == "a.b.example.com"


def test_several_domains_stand_in_one_program(cloud: Cloud) -> None:
    # A module took one domain only: terraform-aws-apigateway-v2#129.
    def program() -> None:
        ApiDomain("api", args())
        ApiDomain("beta", args(domain_name="beta.example.com"))

    cloud.run(program)
    assert {one["domainName"] for one in cloud.mocks.of(DOMAIN).values()} == {NAME, "beta.example.com"}


def test_name_certificate_and_dns_are_one_component(cloud: Cloud) -> None:
    # One property for domain, certificate and DNS was asked for: serverless-application-model#783, #1131.
    given = ApiDomainArgs(domain_name=NAME, zone_id=ZONE, mappings={"orders": reference()})
    built(cloud, given)
    assert len(cloud.mocks.of(RECORD)) == 3
    assert list(cloud.mocks.of(CERTIFICATE)) == ["api-certificate"]


def test_a_mapping_makes_room_for_its_successor_first(cloud: Cloud) -> None:
    # AWS has a path once: a mapping to a new API could not be made while the old one stood (ConflictException).
    options = options_of(cloud, lambda: ApiDomain("api", args(mappings={"orders": reference(), "": reference()})))
    mappings = {name: one for (kind, name), one in options.items() if kind == MAPPING}
    assert {name: one.delete_before_replace for name, one in mappings.items()} == {
        "api-mapping-orders": True,
        "api-mapping": True,
    }


def test_another_mapping_renames_none(cloud: Cloud) -> None:
    built(cloud, args(mappings={"orders": reference()}))
    more = new_cloud()
    built(more, args(mappings={"": reference(), "users": reference(), "orders": reference()}))
    name = "api-mapping-orders"
    assert more.mocks.of(MAPPING)[name] == cloud.mocks.of(MAPPING)[name]


@pytest.mark.parametrize("mutual_tls", [None, TRUSTSTORE])
def test_a_domain_is_not_passed_by(cloud: Cloud, mutual_tls: dict[str, str] | None) -> None:
    # Mutual TLS could be passed by on the API's own address, which every scanner overlooks.
    given = lambda: args(mappings={"orders": http(closed=False)}, mutual_tls=mutual_tls)  # noqa: E731
    assert faults_of(cloud, given) == [
        ('mapping "orders"', 'HTTP API "orders", which still answers on the address that AWS gives it')
    ]
