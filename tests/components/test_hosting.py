"""Whether the components can be used from the other languages of Pulumi.

What this does not prove: that a host starts and that a program in another language gets through to it.
"""

from pulumi.provider.experimental.analyzer import Analyzer, PropertyType

import components

ALL = [
    components.ApiAlarms,
    components.ApiDashboard,
    components.ApiDomain,
    components.ApiDomainMappings,
    components.ApiGatewayAccount,
    components.HttpApi,
    components.HttpApiRoutes,
    components.LambdaFunction,
    components.Network,
    components.NlbLink,
    components.PrivateLoadBalancer,
    components.RestApi,
    components.UserPool,
    components.VpcLink,
    components.WebAcl,
    components.WebSocketApi,
    components.WebSocketConnections,
]


def test_every_component_has_a_schema() -> None:
    result = Analyzer("gateway").analyze([*ALL])
    definitions, types = result["component_definitions"], result["type_definitions"]
    assert sorted(definitions) == [one.__name__ for one in ALL]
    assert {"Cors", "Grant", "Group", "Quotas", "Route", "Throttle", "UsagePlan"} <= types.keys()
    required = {
        name: [key for key, one in component.inputs.items() if not one.optional]
        for name, component in definitions.items()
    }
    assert required["HttpApi"] == required["RestApi"] == ["throttle"]
    assert sorted(required["WebSocketApi"]) == ["routes", "throttle"]
    for api in ("HttpApi", "RestApi", "WebSocketApi"):
        assert {"url", "apiId", "executionArn", "stageName", "logGroupName", "routes"} <= definitions[
            api
        ].outputs.keys()
    assert types["Throttle"].properties["burst"].type is PropertyType.INTEGER


def test_a_function_is_an_input_of_any_type_as_schemas_have_no_unions() -> None:
    types = Analyzer("gateway").analyze([components.HttpApi])["type_definitions"]
    function = types["Route"].properties["function"]
    assert (function.ref, function.plain) == ("pulumi.json#/Any", None)


def test_everything_in_the_schema_is_described() -> None:
    result = Analyzer("gateway").analyze([*ALL])
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
