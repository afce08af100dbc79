"""Whether the components can be used from the other languages of Pulumi."""

from pulumi.provider.experimental.analyzer import Analyzer

from components.http_api.api import HttpApi
from components.network.load_balancer import PrivateLoadBalancer
from components.network.network import Network
from components.network.nlb_link import NlbLink
from components.network.vpc_link import VpcLink

ALL = [Network, NlbLink, PrivateLoadBalancer, VpcLink]


def test_every_component_has_a_schema() -> None:
    components = Analyzer("gateway").analyze([*ALL])["component_definitions"]
    outputs = {name: {*component.outputs} for name, component in components.items()}
    assert outputs == {
        "Network": {"vpcId", "privateSubnetIds"},
        "NlbLink": {"vpcLinkId", "arn"},
        "PrivateLoadBalancer": {
            "accessLogBucket",
            "arn",
            "dnsName",
            "listenerArn",
            "securityGroupId",
            "targetGroupArn",
            "zoneId",
        },
        "VpcLink": {"vpcLinkId", "arn", "securityGroupId"},
    }


def test_a_route_to_a_private_service_is_in_the_schema_of_an_api() -> None:
    types = Analyzer("gateway").analyze([HttpApi])["type_definitions"]
    assert types["Route"].properties["private"].ref == "#/types/gateway:index:PrivateService"
    assert {"linkId", "listenerArn", "serverName", "plain", "path"} <= types["PrivateService"].properties.keys()


def test_everything_in_the_schema_is_described() -> None:
    result = Analyzer("gateway").analyze([*ALL, HttpApi])
    definitions = [*result["component_definitions"].values()]
    described = {
        f"{one.name}.{key}": prop for one in definitions for key, prop in {**one.inputs, **one.outputs}.items()
    }
    described |= {
        f"{name}.{key}": prop
        for name, one in result["type_definitions"].items()
        for key, prop in one.properties.items()
    }
    assert [name for name, prop in described.items() if not prop.description] == []
