"""Rules for private services, for every kind of API that has them. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping

from components.knowledge.capabilities import FEATURES, has, refusal
from components.knowledge.kinds import Kind
from components.network.load_balancer_args import APPLICATION, NETWORK
from components.problems import Problem, missing_keys, unknown_keys
from components.routing import route_keys
from components.routing.private_services import PrivateService
from components.routing.private_targets import CLOUD_MAP
from components.routing.url_rules import variable_problems

_FEATURES = {APPLICATION: "private-alb", NETWORK: "private-nlb", CLOUD_MAP: "cloud-map"}
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9-]+)+")
_V2 = 2


def private_problems(kind: Kind, key: str, route: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the private service behind the route `key`, where there is one.

    Args:
        kind: the kind of the API.
        key: the key of the route.
        route: the route, with keys that nothing has checked yet.
    """
    if "private" not in route:
        return []
    where, given = f'route "{key}"', route["private"]
    if not isinstance(given, Mapping):
        return [Problem(where, f"private {given!r}", "a private service", "use private_service(load_balancer, link)")]
    service: Mapping[str, object] = given  # pyright: ignore[reportUnknownVariableType] -- judged key by key
    found = [
        *missing_keys(f"{where}, private", service, ("label", "link_id", "link_version")),
        *unknown_keys(f"{where}, private", service, PrivateService),
    ]
    if found:
        return found
    return [
        *_target_problems(kind, where, service),
        *_way_problems(where, service),
        *_encryption_problems(where, service),
        *_path_problems(where, key, service.get("path")),
    ]


def _target_problems(kind: Kind, where: str, service: Mapping[str, object]) -> list[Problem]:
    target, version = service.get("kind"), service["link_version"]
    if isinstance(target, str) and target in _FEATURES and not has(kind, _FEATURES[target]):
        return [refusal(kind, FEATURES[_FEATURES[target]], where, _called(service))]
    found: list[Problem] = []
    if version != _V2 and kind is Kind.HTTP:
        remedy = "use a VpcLink, or RestApi"
        found.append(Problem(where, "a VPC link V1", "a VPC link V2: an HTTP API takes no other", remedy))
    elif version != _V2 and target not in {NETWORK, None}:
        remedy = "use a VpcLink"
        found.append(Problem(where, f"a VPC link V1 to {_called(service)}", "a VPC link V2", remedy))
    wanted = ("load_balancer_arn",) if kind is Kind.REST else ("listener_arn", "service_arn")
    if not any(name in service for name in wanted):
        found.append(Problem(where, _called(service), f"one with {' or '.join(wanted)}", "use private_service(…)"))
    return found


def _way_problems(where: str, service: Mapping[str, object]) -> list[Problem]:
    networks = (service.get("network"), service.get("link_network"))
    if None not in networks and networks[0] != networks[1]:
        found = f'{_called(service)} in the network "{networks[0]}", with a link to "{networks[1]}"'
        allowed = "both in one network: a link reaches nothing outside of it"
        return [Problem(where, found, allowed, f'use a VpcLink of the network "{networks[0]}"')]
    if service.get("admitted") is not False:
        return []
    if service["link_version"] != _V2:
        allowed = "the load balancer that the NlbLink was made for"
        return [Problem(where, f"{_called(service)} with the link of another one", allowed, "make an NlbLink for it")]
    allowed = "a link that it admits: its security group lets nothing else in"
    return [Problem(where, f"{_called(service)} with a link it does not admit", allowed, "add the link to its links")]


def _encryption_problems(where: str, service: Mapping[str, object]) -> list[Problem]:
    encrypted, name, plain = service.get("encrypted"), service.get("server_name"), service.get("plain")
    called = _called(service)
    found: list[Problem] = []
    if plain is not None and (not isinstance(plain, str) or not plain.strip()):
        found.append(Problem(where, f"plain {plain!r}", "a sentence that says why", 'write plain="reason"'))
    if encrypted is False and not plain:
        remedy = 'give the load balancer a certificate, or say plain="reason" if requests may pass unencrypted'
        found.append(Problem(where, f"{called}, whose listener is plain", "a listener with TLS", remedy))
    if encrypted is False and name is not None:
        remedy = "remove server_name: there is no certificate to verify"
        found.append(Problem(where, f"server_name with {called}, whose listener is plain", "plain alone", remedy))
    if encrypted is True and plain is not None:
        remedy = "remove plain: API Gateway would send plain HTTP to a listener that takes TLS only"
        found.append(Problem(where, f"plain with {called}, whose listener takes TLS", "server_name alone", remedy))
    if encrypted is True and name is None:
        allowed = "server_name: without it any certificate is taken for the service's"
        remedy = "say server_name, here or of the load balancer: a name that its certificate is for"
        found.append(Problem(where, f"{called} without a server name", allowed, remedy))
    if encrypted is None and (name is None) == (plain is None):
        both = "both server_name and plain" if plain is not None else "neither server_name nor plain"
        remedy = 'say the name to verify in its certificate, or plain="reason" if requests may pass unencrypted'
        found.append(Problem(where, f"{called} with {both}", "one of the two", remedy))
    if isinstance(name, str) and not _HOST.fullmatch(name):
        remedy = "write it without scheme, port and path"
        found.append(Problem(where, f'server_name "{name}"', "a host name such as items.example.com", remedy))
    return found


def _path_problems(where: str, key: str, path: object) -> list[Problem]:
    if path is None:
        return []
    if not isinstance(path, str) or not re.fullmatch(r"/[^\s?#]*", path):
        allowed = 'a path that begins with "/", without a query'
        return [Problem(f"{where}, path", f"{path!r}", allowed, "write it as /v2/items/{id}")]
    return variable_problems(f"{where}, path", route_keys.variables_of(key), path)


def _called(service: Mapping[str, object]) -> str:
    nouns = {APPLICATION: "application load balancer", NETWORK: "network load balancer", CLOUD_MAP: "service"}
    noun = nouns.get(str(service.get("kind")), "listener")
    label = service["label"]
    return f'the {noun} "{label}"' if label else f"a {noun}"
