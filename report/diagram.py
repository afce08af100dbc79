"""The way of a request: domain, path, API, VPC link, and what answers, as a tree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from report.backends import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from report.addresses import Address
    from report.apis import Api
    from report.backends import Backend

SHOWN = 12
"""How many names one stop lists before it only counts the others."""
_PLURALS = {
    "function": "functions",
    "private service": "private services",
    "AWS service": "AWS services",
    "URL": "URLs",
}


@dataclass
class Node:
    """One stop on the way, and where it goes on from there."""

    look: str
    """What it is to the style of the page: domain, path, api, link, function, private, or other."""
    kind: str
    """What it is to a reader, in one or two words."""
    name: str
    note: str = ""
    warning: str = ""
    """What is marked in red, such as the number of open routes."""
    names: list[str] = field(default_factory=list[str])
    """The members of a group."""
    more: int = 0
    """How many members are not named."""
    children: list[Node] = field(default_factory=list["Node"])


def diagram(apis: Sequence[Api]) -> list[Node]:
    """A tree for each domain, and one for what answers at addresses of AWS, or at none that is seen here."""
    domains: dict[str, Node] = {}
    aws = Node("other", "address of AWS", "execute-api")
    nowhere = Node("other", "no address", "in this stack")
    for api in apis:
        own = [one for one in api.addresses if one.is_own]
        for address in own:
            domain = domains.setdefault(address.domain, Node("domain", "domain", address.domain, _tls(address)))
            domain.children.append(Node("path", "path", f"/{address.path}", children=[_api(api)]))
        if len(own) < len(api.addresses):
            aws.children.append(_again(api) if own else _api(api))
        if not api.addresses:
            nowhere.children.append(_api(api))
    for domain in domains.values():
        domain.children.sort(key=lambda node: node.name)
    trees = sorted(domains.values(), key=lambda node: node.name)
    return [*trees, *(one for one in (aws, nowhere) if one.children)]


def _tls(address: Address) -> str:
    return f"from {address.tls.floor} on{', mutual' if address.tls.is_mutual else ''}"


def _api(api: Api) -> Node:
    count = len(api.open_routes)
    routes = f"{len(api.routes)} route{'' if len(api.routes) == 1 else 's'}"
    return Node("api", f"{api.kind} API", api.name, routes, f"{count} open" if count else "", children=_backends(api))


def _again(api: Api) -> Node:
    return Node("api", f"{api.kind} API", api.name, "answers here, too")


def _backends(api: Api) -> list[Node]:
    """What answers: those behind a link under the link, and several of one kind as one stop."""
    routes: dict[Backend, int] = {}
    for one in api.routes:
        routes[one.route.backend] = routes.get(one.route.backend, 0) + 1
    links = list(dict.fromkeys(one.link for one in routes if one.link))
    behind = {link: {one: count for one, count in routes.items() if one.link == link} for link in links}
    direct = {one: count for one, count in routes.items() if not one.link}
    return [
        *_grouped(direct),
        *(Node("link", "VPC link", link, children=[*_grouped(found)]) for link, found in behind.items()),
    ]


def _grouped(backends: Mapping[Backend, int]) -> Iterator[Node]:
    for kind in dict.fromkeys(one.kind for one in backends):
        found = [one for one in backends if one.kind == kind]
        look = kind.partition(" ")[0] if kind in {"function", "private service"} else "other"
        if len(found) == 1 or kind not in _PLURALS:
            for one in found:
                note = f"behind {one.balancer}" if one.balancer else ""
                yield Node(look, "nothing" if one == NOTHING else kind, one.name, note)
            continue
        names = sorted(dict.fromkeys(one.name for one in found))
        yield Node(look, f"{len(names)} {_PLURALS[kind]}", "", names=names[:SHOWN], more=max(0, len(names) - SHOWN))
