"""Nothing of a real AWS account is ever used, and what goes wrong is said in one sentence."""

from __future__ import annotations

import json
import signal
import socket
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from local.provider.configuration import configuration_problems, configured
from local.provider.emulator_client import is_loopback
from local.provider.wire import encode_properties
from tests.local.provider.engine import Engine, InitFailedError, Resource
from tests.local.provider.samples import READ_POLICY, TRUST

if TYPE_CHECKING:
    from local.provider.values import Properties

_HELD = socket.socket()  # bound, so that nobody else takes the port, and never listening
_HELD.bind(("127.0.0.1", 0))
DEAD = f"http://127.0.0.1:{_HELD.getsockname()[1]}"


def refusals(settings: Properties, **environment: str) -> dict[str, str]:
    return dict(configuration_problems(settings, environment))


@pytest.mark.parametrize(
    ("settings", "environment", "path", "words"),
    [
        ({"region": "eu-west-1", "accessKey": "AKIAIOSFODNN7EXAMPLE"}, {}, "accessKey", "could be real"),
        ({"region": "eu-west-1"}, {"AWS_SECRET_ACCESS_KEY": "wJalrXUt"}, "secretKey", "AWS_SECRET_ACCESS_KEY is set"),
        (
            {"region": "eu-west-1"},
            {"GATEWAY_EMULATOR_URL": "https://sts.amazonaws.com"},
            "endpoints",
            "this machine only",
        ),
        (
            {"region": "eu-west-1", "endpoints": [{"sts": "http://127.0.0.1:1", "lambda": "https://example.com"}]},
            {},
            "endpoints[0].lambda",
            "this machine only",
        ),
        (
            {"region": "eu-west-1", "endpoints": '[{"lambda": "http://127.0.0.1.example.com"}]'},
            {},
            "endpoints[0].lambda",
            "this machine only",
        ),
        ({}, {}, "region", "is required"),
        ({"region": "eu-west-1", "regoin": "x"}, {}, "regoin", "is not a setting"),
    ],
)
def test_a_configuration_that_could_reach_aws_is_refused(
    settings: Properties, environment: dict[str, str], path: str, words: str
) -> None:
    failures = refusals(settings, **environment)
    assert list(failures) == [path]
    assert words in failures[path]


def test_the_ordinary_settings_of_the_provider_are_accepted() -> None:
    settings: Properties = {
        "region": "eu-west-1",
        "profile": "production",
        "accessKey": "test",
        "secretKey": "test",
        "skipMetadataApiCheck": "true",
        "allowedAccountIds": '["000000000000"]',
        "assumeRoles": '[{"roleArn": "arn:aws:iam::1:role/x"}]',
        "defaultTags": '{"tags": {"team": "shop"}}',
        "endpoints": '[{"sts": "http://localhost:4566"}]',
        "version": "7.51.1",
    }
    assert refusals(settings) == {}
    assert configured(settings, {}).default_tags == {"team": "shop"}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:4566", True),
        ("localhost:4566", True),
        ("http://api.localhost", True),
        ("http://[::1]:80", True),
        ("127.9.9.9", True),
        ("http://10.0.0.1", False),
        ("http://127.0.0.1@example.com", False),
        ("http://localhost.example.com", False),
        ("", False),
    ],
)
def test_loopback_is_told_from_the_rest(url: str, expected: bool) -> None:
    assert is_loopback(url) is expected


def test_the_process_refuses_real_credentials_of_its_environment() -> None:
    engine = Engine(DEAD, AWS_ACCESS_KEY_ID="AKIAIOSFODNN7EXAMPLE")
    try:
        request = provider_pb2.CheckRequest(news=encode_properties({"region": "eu-west-1"}))
        failures = {failure.property: failure.reason for failure in engine.stub.CheckConfig(request).failures}
        assert "could be real" in failures["accessKey"]
        with pytest.raises(grpc.RpcError) as caught, engine:
            pass
        error: Any = caught.value
        assert "AWS_ACCESS_KEY_ID" in error.details()
    finally:
        engine.end()


def test_an_emulator_that_does_not_run_is_one_clear_sentence() -> None:
    with Engine(DEAD) as engine:
        with pytest.raises(grpc.RpcError) as caught:
            engine.create("aws:apigatewayv2/api:Api", "orders", {"protocolType": "HTTP"})
        error: Any = caught.value
        expected = f"the emulator at {DEAD} does not answer (connection refused): start it with `make up`"
        assert error.details() == expected
        with pytest.raises(grpc.RpcError):
            engine.read(Resource("aws:apigatewayv2/api:Api", "orders", {}, "12345678", {}))
        assert engine.preview("aws:apigatewayv2/api:Api", "orders", {"protocolType": "HTTP"})
        printed, complaints = engine.end()
    assert printed == ""
    assert "Traceback" not in complaints


def test_an_error_of_aws_names_operation_and_code(engine: Engine) -> None:
    with pytest.raises(grpc.RpcError) as caught:
        engine.create("aws:apigatewayv2/route:Route", "orders", {"apiId": "nothing1", "routeKey": "GET /"})
    error: Any = caught.value
    assert error.details().startswith("CreateRoute: NotFoundException: ")


def test_a_step_that_fails_after_the_creation_does_not_lose_the_resource(engine: Engine) -> None:
    no_resource = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject"}]})
    inputs = {"assumeRolePolicy": TRUST, "inlinePolicies": [{"name": "bad", "policy": no_resource}]}
    with pytest.raises(InitFailedError) as caught:
        engine.create("aws:iam/role:Role", "half", inputs)
    assert "PutRolePolicy: MalformedPolicyDocument" in str(caught.value)
    name = caught.value.identifier
    assert caught.value.state["name"] == name
    # The engine keeps the new inputs, and asks for an update with no difference.
    good = {**inputs, "name": name, "inlinePolicies": [{"name": "good", "policy": READ_POLICY}]}
    half = Resource("aws:iam/role:Role", "half", {**good, "name": name}, name, caught.value.state)
    engine.update(half, good)
    assert half.state["inlinePolicies"] == good["inlinePolicies"]
    assert half.state["arn"].endswith(name)
    engine.delete(half)
    assert engine.read(half) is None


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once(number: signal.Signals) -> None:
    engine = Engine(DEAD)
    engine.process.send_signal(number)
    # The engine waits five seconds for a plugin that does not end.
    assert engine.process.communicate(timeout=4) == ("", "")
    assert engine.process.returncode == 0


def test_cancel_ends_it_at_once() -> None:
    engine = Engine(DEAD)
    engine.cancel()
    assert engine.process.communicate(timeout=4) == ("", "")
