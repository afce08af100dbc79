"""Custom domains over TLS, by real connections."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

import httpx
import pytest

from local.emulator.authority import Authority
from tests.end_to_end.edge.settings import NAMES
from tests.local.emulator.sockets import WebSocket

if TYPE_CHECKING:
    from pathlib import Path

    from tests.end_to_end.edge.running import Edge

pytestmark = pytest.mark.xdist_group("edge")

BROKEN = (httpx.ReadError, httpx.ConnectError, httpx.RemoteProtocolError)


@pytest.mark.parametrize(
    ("url", "path", "asked"),
    [
        ("catalog", "/entries/1", "/entries/1"),
        ("v1/books", "/old/1", "/entries/1"),
        ("", "/", "/home"),
        ("", "/v1/bookstore", "/home"),
        ("", "/catalogue/entries/1", "/home"),
    ],
    ids=["an HTTP API", "a REST API at two levels", "the empty path", "a longer segment", "another one"],
)
def test_three_apis_answer_by_their_paths(url: str, path: str, asked: str, edge: Edge) -> None:
    answer = edge.run.ask(edge.outputs["urls"][url] + path)
    assert (answer.status_code, answer.json()["path"]) == (200, asked)


def test_the_certificate_is_verified(edge: Edge) -> None:
    with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
        edge.run.ask(edge.outputs["urls"]["catalog"], tls=ssl.create_default_context())


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_tls_1_2_and_1_3_are_accepted(version: ssl.TLSVersion, edge: Edge) -> None:
    assert edge.run.tls_version(NAMES["api"], version) == version.name.replace("_", ".")


@pytest.mark.filterwarnings("ignore:.*TLSv1_1 is deprecated:DeprecationWarning")
def test_tls_1_1_is_refused_by_the_server(edge: Edge) -> None:
    # The text is of the alert that the server sends; a client that refused by itself would say another one.
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        edge.run.tls_version(NAMES["api"], ssl.TLSVersion.TLSv1_1)  # pyright: ignore[reportDeprecated] -- what is refused


def test_a_policy_of_tls_1_3_refuses_1_2(edge: Edge) -> None:
    assert edge.run.tls_version(NAMES["strict"], ssl.TLSVersion.TLSv1_3) == "TLSv1.3"
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION"):
        edge.run.tls_version(NAMES["strict"], ssl.TLSVersion.TLSv1_2)


def test_a_routing_rule_strips_its_path_and_takes_no_other(edge: Edge) -> None:
    answer = edge.run.ask(f"https://{NAMES['strict']}/shelf/items/1")
    assert (answer.status_code, answer.json()["path"]) == (200, "/items/1")
    assert edge.run.ask(f"https://{NAMES['strict']}/items/1").status_code == 403


@pytest.mark.parametrize(("api", "path", "status"), [("catalog", "/prices", 404), ("books", "/items/1", 403)])
def test_the_default_endpoint_answers_nothing(api: str, path: str, status: int, edge: Edge) -> None:
    answer = httpx.get(edge.outputs["defaultUrls"][api] + path, trust_env=False)
    assert (answer.status_code, "x-from-backend" in answer.headers) == (status, False)


def test_a_dual_stack_domain_has_records_of_both_addresses(edge: Edge) -> None:
    made = edge.run.aws("apigatewayv2").get_domain_name(DomainName=NAMES["api"])["DomainNameConfigurations"][0]
    assert (made["IpAddressType"], made["SecurityPolicy"]) == ("dualstack", "TLS_1_2")
    zone = edge.run.aws("route53").list_resource_record_sets(HostedZoneId=edge.outputs["zoneId"])
    records = zone["ResourceRecordSets"]
    targets = {one["Type"]: one["AliasTarget"]["DNSName"] for one in records if one["Name"] == f"{NAMES['api']}."}
    assert {kind: target.rstrip(".") for kind, target in targets.items()} == dict.fromkeys(
        ("A", "AAAA"), made["ApiGatewayDomainName"]
    )


def _with_certificate(edge: Edge, authority: Authority, folder: Path) -> ssl.SSLContext:
    file = folder / "partner.pem"
    file.write_bytes(b"".join(authority.issue("partner-17", client=True)))
    context = edge.run.trusting()
    context.load_cert_chain(file)
    return context


def test_mutual_tls_lets_in_whom_the_truststore_knows(edge: Edge, tmp_path: Path) -> None:
    url = f"https://{NAMES['partners']}/prices"
    answer = edge.run.ask(url, tls=_with_certificate(edge, edge.clients, tmp_path))
    assert (answer.status_code, answer.json()["path"]) == (200, "/prices")
    foreign = _with_certificate(edge, Authority(tmp_path / "foreign"), tmp_path)
    for refused in (None, foreign):
        with pytest.raises(BROKEN):
            edge.run.ask(url, tls=refused)


def test_the_domain_has_the_version_of_its_truststore(edge: Edge) -> None:
    made = edge.run.aws("apigatewayv2").get_domain_name(DomainName=NAMES["partners"])["MutualTlsAuthentication"]
    assert made["TruststoreVersion"] == edge.outputs["truststoreVersion"]
    bucket, _, key = made["TruststoreUri"].removeprefix("s3://").partition("/")
    held = edge.run.aws("s3").get_object(Bucket=bucket, Key=key, VersionId=made["TruststoreVersion"])
    assert held["Body"].read() == edge.clients.file.read_bytes()


def test_a_websocket_api_answers_on_its_domain(edge: Edge) -> None:
    with WebSocket(f"https://{NAMES['socket']}:{edge.run.tls_port}/", tls=edge.run.trusting()) as line:
        line.say('{"action": "ask"}')
        assert line.hear().startswith("asked on ")


def test_another_stack_shares_the_domain_and_leaves_it_as_it_was(edge: Edge) -> None:
    url, own = edge.outputs["urls"][""] + "/guest/v1/room", edge.outputs["urls"]["catalog"] + "/prices"
    before = _mappings(edge)
    assert edge.run.ask(url).json()["path"] == "/home"

    up = edge.pulumi("up", "--yes", "--skip-preview", project="guest")
    assert up.returncode == 0, up.stdout + up.stderr
    assert edge.run.ask(url).json()["path"] == "/guest"
    assert edge.run.ask(own).status_code == 200
    assert len(_mappings(edge)) == len(before) + 1

    # The first stack neither misses nor takes away what the other has mapped.
    again = edge.pulumi("up", "--yes", "--skip-preview", "--refresh", "--expect-no-changes")
    assert again.returncode == 0, again.stdout + again.stderr
    assert edge.run.ask(url).json()["path"] == "/guest"

    gone = edge.pulumi("destroy", "--yes", "--skip-preview", project="guest")
    assert gone.returncode == 0, gone.stdout + gone.stderr
    assert _mappings(edge) == before
    assert edge.run.ask(url).json()["path"] == "/home"
    assert edge.run.ask(own).status_code == 200


def _mappings(edge: Edge) -> dict[str, str]:
    """The APIs of the domain by their paths."""
    held = edge.run.aws("apigatewayv2").get_api_mappings(DomainName=NAMES["api"])["Items"]
    return {one.get("ApiMappingKey", ""): one["ApiId"] for one in held}
