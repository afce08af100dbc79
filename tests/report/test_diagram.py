"""The way of a request as a tree."""

from __future__ import annotations

from report.diagram import SHOWN, Node
from tests.report.bookshop import API, shelf
from tests.report.recording import HTTP, document, state, urn
from tests.report.reports import reported


def way(node: Node, *names: str) -> Node:
    for name in names:
        node = next(one for one in node.children if one.name == name)
    return node


def test_a_domain_leads_by_path_api_and_link_to_what_answers() -> None:
    domain = next(one for one in reported().tree if one.name == "api.books.example.com")
    link = way(domain, "/shelf", "shelf", "inside")
    assert link.kind == "VPC link"
    (service,) = link.children
    assert (service.kind, service.name, service.note) == (
        "private service",
        "stock",
        "behind application load balancer stock",
    )


def test_open_routes_are_counted_at_their_api() -> None:
    domain = next(one for one in reported().tree if one.name == "api.books.example.com")
    assert way(domain, "/shelf", "shelf").warning == "1 open"


def test_an_api_without_a_domain_stands_at_the_address_of_aws() -> None:
    aws = next(one for one in reported().tree if one.name == "execute-api")
    assert [one.name for one in aws.children] == ["desk", "news"]


def test_an_api_with_no_address_at_all_is_shown_apart() -> None:
    nowhere = next(one for one in reported().tree if one.kind == "no address")
    assert [one.name for one in nowhere.children] == ["drawn"]


def test_many_functions_are_one_stop() -> None:
    states = shelf()
    for index in range(SHOWN + 3):
        function = urn("aws:lambda/function:Function", f"f{index:02}")
        integration = urn(f"{HTTP}/integration:Integration", f"i{index}")
        states += [
            state("aws:lambda/function:Function", f"f{index:02}"),
            state(
                f"{HTTP}/integration:Integration",
                f"i{index}",
                {"integrationType": "AWS_PROXY"},
                apiId=API,
                integrationUri=function,
            ),
            state(f"{HTTP}/route:Route", f"x{index}", {"routeKey": f"GET /x{index}"}, apiId=API, target=integration),
        ]
    (domain,) = reported(document(*states)).tree
    (group,) = (one for one in way(domain, "/shelf", "shelf").children if one.look == "function")
    assert group.kind == f"{SHOWN + 4} functions"
    assert (group.names[0], len(group.names), group.more) == ("f00", SHOWN, 4)
