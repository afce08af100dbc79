"""Whether the components can be used from the other languages of Pulumi.

What this does not prove: that a host starts and that a program in another language gets through to it.
"""

from pulumi.provider.experimental.analyzer import Analyzer, PropertyType

from components import HttpApi, LambdaFunction, UserPool


def test_every_component_has_a_schema() -> None:
    result = Analyzer("gateway").analyze([HttpApi, LambdaFunction, UserPool])
    components, types = result["component_definitions"], result["type_definitions"]
    assert sorted(components) == ["HttpApi", "LambdaFunction", "UserPool"]
    assert sorted(types) == ["Cors", "Grant", "JwtAuthorizer", "Quotas", "Route", "Throttle"]
    api = components["HttpApi"]
    assert [key for key, one in api.inputs.items() if not one.optional] == ["routes", "throttle"]
    assert list(api.outputs) == ["url", "apiId", "executionArn", "stageName", "logGroupName", "routes"]
    assert types["Throttle"].properties["burst"].type is PropertyType.INTEGER


def test_a_function_is_an_input_of_any_type_as_schemas_have_no_unions() -> None:
    types = Analyzer("gateway").analyze([HttpApi])["type_definitions"]
    function = types["Route"].properties["function"]
    assert (function.ref, function.plain) == ("pulumi.json#/Any", None)


def test_everything_in_the_schema_is_described() -> None:
    result = Analyzer("gateway").analyze([HttpApi, LambdaFunction, UserPool])
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
