from __future__ import annotations

from typing import TYPE_CHECKING

from tests.local.emulator.balancers import Balancer, port_of
from tests.support.ports import free_port

if TYPE_CHECKING:
    from tests.local.emulator.account import Account
    from tests.local.emulator.backend import Backend


def test_the_kind_of_a_load_balancer_stands_in_its_arns(account: Account) -> None:
    for kind, word in (("network", "net"), ("application", "app")):
        balancer = Balancer(account, kind)
        assert f":loadbalancer/{word}/{balancer.name}/" in balancer.arn
        assert balancer.listener.startswith(balancer.arn.replace(":loadbalancer/", ":listener/") + "/")
        shown = balancer.client.describe_load_balancers(LoadBalancerArns=[balancer.arn])["LoadBalancers"]
        assert [one["Type"] for one in shown] == [kind]
        listeners = balancer.client.describe_listeners(LoadBalancerArn=balancer.arn)["Listeners"]
        assert [one["ListenerArn"] for one in listeners] == [balancer.listener]
        rules = balancer.client.describe_rules(ListenerArn=balancer.listener)["Rules"]
        assert [rule["RuleArn"].startswith(f"{balancer.listener}/".replace("listener/", "listener-rule/", 1))
                for rule in rules] == [True]  # fmt: skip
        balancer.client.add_tags(ResourceArns=[balancer.arn, balancer.listener], Tags=[{"Key": "a", "Value": "1"}])
        tags = balancer.client.describe_tags(ResourceArns=[balancer.arn, balancer.listener])["TagDescriptions"]
        assert [one["Tags"] for one in tags] == [[{"Key": "a", "Value": "1"}]] * 2
        attributes = balancer.client.modify_load_balancer_attributes(
            LoadBalancerArn=balancer.arn, Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}]
        )["Attributes"]
        assert {"Key": "deletion_protection.enabled", "Value": "true"} in attributes
        balancer.client.delete_listener(ListenerArn=balancer.listener)
        assert balancer.client.describe_listeners(LoadBalancerArn=balancer.arn)["Listeners"] == []


def test_names_in_the_dns_are_those_of_the_kind(account: Account) -> None:
    application, network = Balancer(account, "application"), Balancer(account, "network")
    assert application.dns_name.startswith(f"internal-{application.name}-")
    assert application.dns_name.endswith(".eu-west-1.elb.amazonaws.com")
    assert network.dns_name.endswith(".elb.eu-west-1.amazonaws.com")


def test_targets_are_told_apart_by_their_ports(account: Account, backend: Backend) -> None:
    alive, dead = port_of(backend.url), free_port()
    balancer = Balancer(account, "application", alive, dead)
    balancer.client.register_targets(TargetGroupArn=balancer.group, Targets=[{"Id": "127.0.0.1", "Port": alive}])
    health = balancer.client.describe_target_health(TargetGroupArn=balancer.group)["TargetHealthDescriptions"]
    assert {one["Target"]["Port"]: one["TargetHealth"]["State"] for one in health} == {
        alive: "healthy",
        dead: "unhealthy",
    }
    assert len(health) == 2
    asked = balancer.client.describe_target_health(
        TargetGroupArn=balancer.group, Targets=[{"Id": "127.0.0.1", "Port": alive}]
    )
    assert [one["Target"]["Port"] for one in asked["TargetHealthDescriptions"]] == [alive]

    balancer.client.deregister_targets(TargetGroupArn=balancer.group, Targets=[{"Id": "127.0.0.1", "Port": dead}])
    health = balancer.client.describe_target_health(TargetGroupArn=balancer.group)["TargetHealthDescriptions"]
    assert [one["Target"]["Port"] for one in health] == [alive]
    balancer.client.deregister_targets(TargetGroupArn=balancer.group, Targets=[{"Id": "127.0.0.1"}])
    assert not balancer.client.describe_target_health(TargetGroupArn=balancer.group)["TargetHealthDescriptions"]
