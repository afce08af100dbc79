from __future__ import annotations

import shutil
import socket
import ssl
import stat
import subprocess
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest

from local.emulator.authority import Authority
from tests.local.emulator.account import RestApi, WebSocketApi
from tests.local.emulator.domains import domain
from tests.local.emulator.sockets import WebSocket

if TYPE_CHECKING:
    from pathlib import Path

    from tests.local.emulator.account import Account


@pytest.fixture(scope="module")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    """An authority that signs the certificates of clients."""
    return Authority(tmp_path_factory.mktemp("clients"))


def _trusting(account: Account) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=account.authority)


def _with_certificate(account: Account, authority: Authority, folder: Path, name: str = "client") -> ssl.SSLContext:
    certificate, key = authority.issue(name, client=True)
    file = folder / f"{uuid4().hex}.pem"
    file.write_bytes(certificate + key)
    context = _trusting(account)
    context.load_cert_chain(file)
    return context


def _get(
    account: Account, name: str, path: str, context: ssl.SSLContext | None = None, **headers: str
) -> httpx.Response:
    """A request over TLS to a domain, whose name no resolver knows."""
    with httpx.Client(verify=context or _trusting(account), trust_env=False, timeout=30) as client:
        url = f"https://127.0.0.1:{account.tls_port}{path}"
        return client.get(url, headers={"host": name, **headers}, extensions={"sni_hostname": name})


def _echoing(account: Account, name: str, key: str = "") -> Any:
    api = account.http_api()
    api.function_route("$default", account.function())
    api.gateway.create_api_mapping(DomainName=name, ApiId=api.id, Stage="$default", ApiMappingKey=key)
    return api


def _truststore(account: Account, content: bytes) -> str:
    s3, bucket = account.client("s3"), f"trust-{uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_object(Bucket=bucket, Key="clients.pem", Body=content)
    return f"s3://{bucket}/clients.pem"


def test_apis_of_one_domain_answer_with_a_certificate_of_its_name(account: Account) -> None:
    name = domain(account)
    _echoing(account, name, "orders")
    rest = RestApi(account)
    rest.function_method("GET /pay", account.function())
    rest.deploy()
    account.client("apigatewayv2").create_api_mapping(
        DomainName=name, ApiId=rest.id, Stage="dev", ApiMappingKey="v1/payments"
    )
    event = _get(account, name, "/orders/a%20b?q=1").json()
    assert (event["rawPath"], event["requestContext"]["domainName"]) == ("/orders/a b", name)
    assert "authentication" not in event["requestContext"]
    event = _get(account, name, "/v1/payments/pay").json()
    assert (event["path"], event["requestContext"]["domainName"]) == ("/v1/payments/pay", name)
    answer = _get(account, name, "/ordersx")
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})


def test_every_path_over_tls_is_one_of_the_domain(account: Account) -> None:
    name = domain(account)
    api = _echoing(account, name)
    for path in (f"/_api/{api.id}/x", f"/_domain/{domain(account)}/x", "/health"):
        assert _get(account, name, path).json()["rawPath"] == path


def test_a_websocket_api_answers_at_its_domain(account: Account) -> None:
    name = domain(account)
    api = WebSocketApi(account, DisableExecuteApiEndpoint=True)
    code = "def handler(event, context):\n    return {'body': event['requestContext']['domainName']}\n"
    api.function_route("$default", account.function(code), two_way=True)
    api.gateway.create_api_mapping(DomainName=name, ApiId=api.id, Stage="dev")
    with WebSocket(f"https://{name}:{account.tls_port}/", tls=_trusting(account)) as websocket:
        websocket.say("x")
        assert websocket.hear().startswith((name, api.id))


@pytest.mark.filterwarnings("ignore:.*TLSv1_1 is deprecated:DeprecationWarning")
def test_old_versions_of_tls_and_unknown_names_are_refused(account: Account) -> None:
    name = domain(account)
    _echoing(account, name)
    context = _trusting(account)
    context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_1  # pyright: ignore[reportDeprecated]  what is refused
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    with pytest.raises(ssl.SSLError, match=r"(?i)protocol.version"), _connection(account) as plain:
        context.wrap_socket(plain, server_hostname=name)
    context = _trusting(account)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with _connection(account) as plain, context.wrap_socket(plain, server_hostname=name) as secured:
        assert secured.version() == "TLSv1.2"
    for unknown in ("other.example.com", None):
        context = _trusting(account)
        context.check_hostname = False
        with pytest.raises(ssl.SSLError, match=r"(?i)unrecognized.name"), _connection(account) as plain:
            context.wrap_socket(plain, server_hostname=unknown)


def test_a_policy_of_tls_1_3_refuses_1_2(account: Account) -> None:
    name = f"api-{uuid4().hex[:8]}.example.com"
    account.client("apigateway").create_domain_name(
        domainName=name,
        regionalCertificateArn="arn:aws:acm:eu-west-1:000000000000:certificate/x",
        endpointConfiguration={"types": ["REGIONAL"]},
        securityPolicy="SecurityPolicy_TLS13_1_3_2025_09",
    )
    context = _trusting(account)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with pytest.raises(ssl.SSLError, match=r"(?i)protocol.version"), _connection(account) as plain:
        context.wrap_socket(plain, server_hostname=name)
    with _connection(account) as plain, _trusting(account).wrap_socket(plain, server_hostname=name) as secured:
        assert secured.version() == "TLSv1.3"


def _connection(account: Account) -> socket.socket:
    return socket.create_connection(("127.0.0.1", account.tls_port), timeout=10)


def test_a_host_that_is_not_the_name_of_the_connection_is_refused(account: Account) -> None:
    name, other = domain(account), domain(account)
    _echoing(account, name)
    _echoing(account, other)
    with httpx.Client(verify=_trusting(account), trust_env=False) as client:
        url = f"https://127.0.0.1:{account.tls_port}/"
        answer = client.get(url, headers={"host": other}, extensions={"sni_hostname": name})
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})


def test_mutual_tls_lets_in_whom_the_truststore_knows(account: Account, clients: Authority, tmp_path: Path) -> None:
    uri = _truststore(account, clients.file.read_bytes())
    name = domain(account, MutualTlsAuthentication={"TruststoreUri": uri})
    _echoing(account, name)
    first = account.http_api()
    first.function_route("$default", account.function(), version="1.0")
    first.gateway.create_api_mapping(DomainName=name, ApiId=first.id, Stage="$default", ApiMappingKey="first")
    rest = RestApi(account)
    rest.function_method("GET /pay", account.function())
    rest.deploy()
    first.gateway.create_api_mapping(DomainName=name, ApiId=rest.id, Stage="dev", ApiMappingKey="rest")

    known = _with_certificate(account, clients, tmp_path, "partner-17")
    context = _get(account, name, "/x", known).json()["requestContext"]
    shown = context["authentication"]["clientCert"]
    assert (shown["subjectDN"], shown["issuerDN"]) == ("CN=partner-17", "CN=Local API Gateway authority")
    assert shown["clientCertPem"].startswith("-----BEGIN CERTIFICATE-----")
    assert set(shown["validity"]) == {"notBefore", "notAfter"}
    for path in ("/first/x", "/rest/pay"):
        identity = _get(account, name, path, known).json()["requestContext"]["identity"]
        assert identity["clientCert"] == shown

    for refused in (None, _with_certificate(account, Authority(tmp_path / "others"), tmp_path)):
        with pytest.raises((httpx.ReadError, httpx.ConnectError, httpx.RemoteProtocolError)):
            _get(account, name, "/x", refused)
    assert httpx.get(f"{account.url}/_domain/{name}/x", trust_env=False).status_code == 403
    assert httpx.get(account.url, headers={"host": name}, trust_env=False).status_code == 403


def test_a_truststore_that_is_gone_lets_nobody_in(account: Account, clients: Authority, tmp_path: Path) -> None:
    name = domain(account, MutualTlsAuthentication={"TruststoreUri": "s3://no-such-bucket/clients.pem"})
    _echoing(account, name)
    with pytest.raises((httpx.ReadError, httpx.ConnectError, httpx.RemoteProtocolError)):
        _get(account, name, "/x", _with_certificate(account, clients, tmp_path))


def test_a_version_of_the_truststore_counts_until_the_domain_names_another(
    account: Account, clients: Authority, tmp_path: Path
) -> None:
    others = Authority(tmp_path / "others")
    s3, bucket = account.client("s3"), f"trust-{uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    contents = (clients.file, others.file)
    versions = [s3.put_object(Bucket=bucket, Key="t.pem", Body=file.read_bytes())["VersionId"] for file in contents]
    uri = f"s3://{bucket}/t.pem"
    name = domain(account, MutualTlsAuthentication={"TruststoreUri": uri, "TruststoreVersion": versions[0]})
    _echoing(account, name)
    assert _get(account, name, "/x", _with_certificate(account, clients, tmp_path)).status_code == 200
    account.client("apigatewayv2").update_domain_name(
        DomainName=name, MutualTlsAuthentication={"TruststoreUri": uri, "TruststoreVersion": versions[1]}
    )
    assert _get(account, name, "/x", _with_certificate(account, others, tmp_path)).status_code == 200
    with pytest.raises((httpx.ReadError, httpx.ConnectError, httpx.RemoteProtocolError)):
        _get(account, name, "/x", _with_certificate(account, clients, tmp_path))


def test_curl_reaches_a_domain_with_the_file_of_the_authority(account: Account) -> None:
    name = domain(account)
    _echoing(account, name)
    ran = subprocess.run(
        [
            str(shutil.which("curl")), "-sS", "--noproxy", "*", "--cacert", str(account.authority),
            "--connect-to", f"{name}::127.0.0.1:{account.tls_port}", f"https://{name}/orders",
        ],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert '"rawPath": "/orders"' in ran.stdout


def test_only_the_owner_may_read_the_keys(account: Account) -> None:
    name = domain(account)
    _echoing(account, name)
    _get(account, name, "/x")
    folder = account.authority.parent
    for file in (folder / "ca-key.pem", folder / f"{name}.pem"):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert b"PRIVATE" not in account.authority.read_bytes()


def test_an_authority_stays_the_same_and_its_certificates_are_kept(tmp_path: Path) -> None:
    first = Authority(tmp_path)
    certificate = first.certificate_of("api.example.com").read_bytes()
    again = Authority(tmp_path)
    assert again.file.read_bytes() == first.file.read_bytes()
    assert again.certificate_of("api.example.com").read_bytes() == certificate
    (tmp_path / "ca-key.pem").unlink()
    renewed = Authority(tmp_path)
    assert renewed.certificate_of("api.example.com").read_bytes() != certificate


def test_a_client_that_says_nothing_holds_up_no_other(account: Account) -> None:
    name = domain(account)
    _echoing(account, name)
    with _connection(account) as silent, _connection(account):
        silent.sendall(b"\x16\x03\x01")
        assert _get(account, name, "/x").status_code == 200
    with _connection(account) as plain:
        plain.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert not plain.recv(1000).startswith(b"HTTP/1.1 2")
