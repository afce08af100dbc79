"""Whether a change of the arguments changes no more than it must: replacing a subnet or a link cuts connections."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from components.network.load_balancer import PrivateLoadBalancer
from components.network.vpc_link import VpcLink
from tests.components.network.backends import balancer_args, network
from tests.support.recording import new_cloud

TARGETS = {"one": "10.0.1.10", "two": "10.0.2.10", "three": "10.0.3.10"}
GROUPS = {"tasks": "sg-0a", "jobs": "sg-0b"}
Registered = dict[tuple[str, str], dict[str, Any]]


def registered(zones: list[str], links: list[str], targets: list[str], groups: list[str]) -> Registered:
    """What a program registers that names these, in this order."""
    cloud = new_cloud()

    def program() -> None:
        stands_in = network(zones=[f"eu-west-1{letter}" for letter in zones])
        made = [VpcLink(name, {"network": stands_in}) for name in links]
        targeted = {name: TARGETS[name] for name in targets}
        grouped = {name: GROUPS[name] for name in groups}
        PrivateLoadBalancer("items", balancer_args(stands_in, *made, targets=targeted, target_security_groups=grouped))

    cloud.run(program)
    return {(one.type, one.name): one.inputs for one in cloud.mocks.registrations if one.custom}


EVERY = (["a", "b", "c"], ["first", "second"], sorted(TARGETS), sorted(GROUPS))


@settings(max_examples=25, deadline=None)
@given(st.permutations(EVERY[0]), st.permutations(EVERY[1]), st.permutations(EVERY[2]), st.permutations(EVERY[3]))
def test_the_order_of_anything_makes_no_difference(
    zones: list[str], links: list[str], targets: list[str], groups: list[str]
) -> None:
    assert registered(zones, links, targets, groups) == registered(*EVERY)


def test_a_target_a_group_or_a_link_more_changes_no_other_resource() -> None:
    whole = registered(*EVERY)
    for less in (
        registered(EVERY[0], ["first"], EVERY[2], EVERY[3]),
        registered(EVERY[0], EVERY[1], ["one", "three"], EVERY[3]),
        registered(EVERY[0], EVERY[1], EVERY[2], ["jobs"]),
    ):
        assert less.keys() < whole.keys()
        assert {key: whole[key] for key in less} == less


def test_a_zone_more_moves_no_subnet() -> None:
    less, whole = registered(["a", "c"], *EVERY[1:]), registered(*EVERY)
    changed = {key for key in less if less[key] != whole[key]}
    # What stands in every zone.
    assert changed == {
        ("aws:apigatewayv2/vpcLink:VpcLink", "first"),
        ("aws:apigatewayv2/vpcLink:VpcLink", "second"),
        ("aws:lb/loadBalancer:LoadBalancer", "items"),
    }
