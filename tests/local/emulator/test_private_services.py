from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from local.emulator.authority import Authority
from tests.local.emulator.account import RestApi
from tests.local.emulator.backend import Backend
from tests.local.emulator.balancers import Balancer, port_of
from tests.support.ports import free_port

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local.emulator.account import Account, HttpApi


NAME = "ledger.internal"


def _certificate(account: Account, *names: str) -> str:
    """The ARN of a certificate for these names."""
    made = account.client("acm").request_certificate(DomainName=names[0], SubjectAlternativeNames=[*names])
    return str(made["CertificateArn"])


def _private(account: Account, uri: str, key: str = "ANY /{proxy+}", **settings: Any) -> HttpApi:
    """An HTTP API whose route leads through a link."""
    api = account.http_api()
    link = api.gateway.create_vpc_link(Name="link", SubnetIds=["subnet-1"])["VpcLinkId"]
    api.url_route(key, uri, ConnectionType="VPC_LINK", ConnectionId=link, **settings)
    return api


def _rest(account: Account, **settings: Any) -> RestApi:
    api = RestApi(account)
    proxied = {"requestParameters": {"method.request.path.proxy": True}}
    integration = {
        "type": "HTTP_PROXY",
        "integrationHttpMethod": "ANY",
        "connectionType": "VPC_LINK",
        "requestParameters": {"integration.request.path.proxy": "method.request.path.proxy"},
        **settings,
    }
    api.method("ANY /ledger/{proxy+}", integration, **proxied)
    api.deploy()
    return api


@pytest.mark.parametrize("kind", ["application", "network"])
def test_a_request_of_an_http_api_reaches_a_target_of_the_load_balancer(
    account: Account, backend: Backend, kind: str
) -> None:
    balancer = Balancer(account, kind, port_of(backend.url))
    api = _private(account, balancer.listener)
    asked = api.post("/catalog/a%20b?q=1&q=x%20y", content="body", headers={"x-own": "2"}).json()
    assert (asked["method"], asked["path"], asked["body"]) == ("POST", "/catalog/a%20b?q=1&q=x%20y", "body")
    assert asked["headers"]["x-own"] == "2"
    assert asked["headers"]["host"].startswith(f"{api.id}.execute-api.")
    assert ("x-forwarded-proto" in asked["headers"]) is (kind == "application")
    answer = api.get("/status/418")
    assert (answer.status_code, answer.headers["x-from-backend"]) == (418, "yes")
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


def test_the_stage_stands_in_the_path_unless_it_is_mapped(account: Account, backend: Backend) -> None:
    listener = Balancer(account, "application", port_of(backend.url)).listener
    api = _private(account, listener)
    api.stage("dev")
    assert api.get("/dev/orders").json()["path"] == "/dev/orders"
    api = _private(account, listener, RequestParameters={"overwrite:path": "$request.path"})
    api.stage("dev")
    assert api.get("/dev/orders").json()["path"] == "/orders"


def test_rules_choose_by_path_and_host_and_answer_by_themselves(account: Account) -> None:
    with Backend() as first, Backend() as second:
        balancer = Balancer(account, "application", port_of(first.url))
        api = _private(account, balancer.listener)
        others = balancer.group_of(port_of(second.url))
        to_second = {"Type": "forward", "TargetGroupArn": others}
        balancer.rule(20, {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/users/*"]}}, to_second)
        fixed = {"StatusCode": "299", "ContentType": "text/plain", "MessageBody": "closed"}
        condition = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/users/closed"]}}
        balancer.rule(10, condition, {"Type": "fixed-response", "FixedResponseConfig": fixed})
        moved = {"StatusCode": "HTTP_302", "Path": "/new", "Port": "443", "Protocol": "HTTPS"}
        condition = {"Field": "path-pattern", "PathPatternConfig": {"Values": ["/old"]}}
        balancer.rule(30, condition, {"Type": "redirect", "RedirectConfig": moved})
        condition = {"Field": "host-header", "HostHeaderConfig": {"Values": ["other.example.com"]}}
        balancer.rule(5, condition, {"Type": "fixed-response", "FixedResponseConfig": {"StatusCode": "500"}})

        assert api.get("/orders/1").json()["headers"]["host"] == f"{api.id}.execute-api.localhost"
        assert str(port_of(second.url)) not in api.get("/orders/1").text
        assert api.get("/users/1").status_code == 200
        answer = api.get("/users/closed")
        assert (answer.status_code, answer.text, answer.headers["server"]) == (299, "closed", "awselb/2.0")
        answer = api.get("/old?q=1")
        assert (answer.status_code, answer.headers["location"]) == (
            302,
            f"https://{api.id}.execute-api.localhost:443/new?q=1",
        )
    assert api.get("/users/1").status_code == 503
    assert api.get("/users/closed").status_code == 299


def test_targets_share_requests_and_dead_ones_get_none(account: Account) -> None:
    with Backend() as first, Backend() as second:
        ports = [port_of(first.url), port_of(second.url)]
        api = _private(account, Balancer(account, "network", *ports, free_port()).listener)
        seen = Counter(api.get("/whoami").json()["port"] for _ in range(30))
        assert set(seen) == set(ports)


@pytest.mark.parametrize("kind", ["application", "network"])
def test_without_a_living_target_the_service_is_unavailable(account: Account, kind: str) -> None:
    for ports in ((free_port(),), ()):
        api = _private(account, Balancer(account, kind, *ports).listener)
        assert api.get("/orders").status_code == 503


def test_a_late_target_is_unavailable(account: Account, backend: Backend) -> None:
    api = _private(account, Balancer(account, "network", port_of(backend.url)).listener, TimeoutInMillis=300)
    answer = api.get("/slow")
    assert (answer.status_code, answer.json()) == (503, {"message": "Service Unavailable"})


def test_a_link_or_listener_that_is_gone_is_an_error(account: Account, backend: Backend) -> None:
    balancer = Balancer(account, "network", port_of(backend.url))
    api = _private(account, balancer.listener)
    balancer.client.delete_listener(ListenerArn=balancer.listener)
    answer = api.get("/orders")
    assert (answer.status_code, answer.json()) == (500, {"message": "Internal Server Error"})
    other = Balancer(account, "network", port_of(backend.url))
    api = account.http_api()
    api.url_route("ANY /{proxy+}", other.listener, ConnectionType="VPC_LINK", ConnectionId="gone")
    assert api.get("/orders").status_code == 500


def test_a_service_of_cloud_map_is_reached_at_one_of_its_instances(account: Account, backend: Backend) -> None:
    discovery = account.client("servicediscovery")
    discovery.create_http_namespace(Name="shop")
    namespace = discovery.list_namespaces()["Namespaces"][-1]["Id"]
    service = discovery.create_service(Name="catalog", NamespaceId=namespace)["Service"]
    for name, port, version in (("a", port_of(backend.url), "2"), ("b", free_port(), "1")):
        attributes = {"AWS_INSTANCE_IPV4": "127.0.0.1", "AWS_INSTANCE_PORT": str(port), "version": version}
        discovery.register_instance(ServiceId=service["Id"], InstanceId=name, Attributes=attributes)
    assert _private(account, service["Arn"]).get("/x").json()["path"] == "/x"
    assert _private(account, f"{service['Arn']}?version=2").get("/x").status_code == 200
    assert _private(account, f"{service['Arn']}?version=1").get("/x").status_code == 503


def test_a_rest_api_reaches_a_network_load_balancer_by_the_port_of_its_uri(account: Account, backend: Backend) -> None:
    balancer = Balancer(account, "network", port_of(backend.url))
    balancer.listen(8443, {"Type": "forward", "TargetGroupArn": balancer.group_of(free_port())})
    link = account.client("apigateway").create_vpc_link(name="link", targetArns=[balancer.arn])["id"]
    api = _rest(account, connectionId=link, uri="http://ledger.internal/base/{proxy}?own=1")
    asked = api.post("/ledger/a/b?q=1", content="body", headers={"x-own": "2"}).json()
    assert (asked["method"], asked["path"], asked["body"]) == ("POST", "/base/a/b?own=1&q=1", "body")
    assert (asked["headers"]["host"], asked["headers"]["x-own"]) == ("ledger.internal", "2")
    for port in (8443, 81):
        api = _rest(account, connectionId=link, uri=f"http://ledger.internal:{port}/{{proxy}}")
        answer = api.get("/ledger/x")
        assert (answer.status_code, answer.json()) == (504, {"message": "Network error communicating with endpoint"})


def test_a_stage_variable_names_the_link(account: Account, backend: Backend) -> None:
    balancer = Balancer(account, "network", port_of(backend.url))
    link = account.client("apigateway").create_vpc_link(name="link", targetArns=[balancer.arn])["id"]
    api = _rest(account, connectionId="${stageVariables.link}", uri="http://ledger.internal/{proxy}")
    assert api.get("/ledger/x").status_code == 500
    api.patch_stage(**{"/variables/link": link})
    assert api.get("/ledger/x").json()["path"] == "/x"


@pytest.mark.parametrize("kind", ["application", "network"])
def test_a_rest_api_reaches_both_kinds_through_a_link_of_the_second_version(
    account: Account, backend: Backend, kind: str
) -> None:
    balancer = Balancer(account, kind, port_of(backend.url), port=443, certificate=_certificate(account, NAME))
    link = account.client("apigatewayv2").create_vpc_link(Name="link", SubnetIds=["subnet-1"])["VpcLinkId"]
    uri = f"https://{NAME}/{{proxy}}"
    for target in (balancer.arn, balancer.listener):
        api = _rest(account, connectionId=link, integrationTarget=target, uri=uri)
        asked = api.get("/ledger/entries/1").json()
        assert (asked["path"], asked["headers"]["host"]) == ("/entries/1", "ledger.internal")
    wrong = _rest(account, connectionId=link, integrationTarget=balancer.arn, uri="https://other.internal/{proxy}")
    answer = wrong.get("/ledger/entries/1")
    assert (answer.status_code, answer.json()) == (504, {"message": "Network error communicating with endpoint"})
    answer = _rest(account, connectionId=link, uri=uri).get("/ledger/x")
    assert (answer.status_code, answer.json()) == (500, {"message": "Internal server error"})


@pytest.mark.parametrize("kind", ["application", "network"])
@pytest.mark.parametrize(
    ("tls", "status"),
    [
        ({"ServerNameToVerify": "LEDGER.internal"}, 200),
        ({"ServerNameToVerify": "one.wild.internal"}, 200),
        ({"ServerNameToVerify": "two.one.wild.internal"}, 503),
        ({"ServerNameToVerify": "other.internal"}, 503),
        (None, 503),
    ],
    ids=["its name", "a wildcard", "below a wildcard", "another name", "no encryption"],
)
def test_a_listener_with_tls_takes_encrypted_requests_for_the_names_of_its_certificate(
    account: Account, backend: Backend, kind: str, tls: dict[str, str] | None, status: int
) -> None:
    certificate = _certificate(account, NAME, "*.wild.internal")
    listener = Balancer(account, kind, port_of(backend.url), certificate=certificate).listener
    settings: dict[str, Any] = {} if tls is None else {"TlsConfig": tls}
    assert _private(account, listener, **settings).get("/x").status_code == status


def test_a_plain_listener_takes_no_encrypted_request(account: Account, backend: Backend) -> None:
    listener = Balancer(account, "application", port_of(backend.url)).listener
    assert _private(account, listener, TlsConfig={"ServerNameToVerify": NAME}).get("/x").status_code == 503


def test_the_names_of_an_imported_certificate_are_read_from_it(
    account: Account, backend: Backend, tmp_path: Path
) -> None:
    certificate, key = Authority(tmp_path).issue(NAME)
    arn = account.client("acm").import_certificate(Certificate=certificate, PrivateKey=key)["CertificateArn"]
    listener = Balancer(account, "application", port_of(backend.url), certificate=arn).listener
    for name, status in ((NAME, 200), ("other.internal", 503)):
        assert _private(account, listener, TlsConfig={"ServerNameToVerify": name}).get("/x").status_code == status
