"""The services that only a VPC link reaches: the network, the link, and a load balancer in front of each."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import (
    ExistingNetwork,
    HealthCheck,
    Network,
    NetworkArgs,
    PrivateLoadBalancer,
    PrivateLoadBalancerArgs,
    ValidatedCertificate,
    ValidatedCertificateArgs,
    VpcLink,
    VpcLinkArgs,
)
from shop.existing import existing_network
from stacks.api_settings import ServiceSettings
from stacks.settings import Settings

HEALTH_CHECK = HealthCheck(path="/health")


@dataclass(frozen=True)
class PrivateServices:
    """One link for all APIs, and the load balancers that let it in and nothing else."""

    link: VpcLink
    catalog: PrivateLoadBalancer
    ledger: PrivateLoadBalancer
    facts: dict[str, dict[str, pulumi.Output[str]]]
    """By service: the `targetGroupArn` with which its ECS service registers, and the `securityGroupId` that its tasks
    have. None of a service whose addresses the settings name."""


def private_services(settings: Settings, zone_id: pulumi.Input[str]) -> PrivateServices:
    """The way to the services, over TLS to the load balancers' own name."""
    network = Network("shop", _network_args(settings))
    link = VpcLink("shop", VpcLinkArgs(network=network, tags=settings.tags))
    # A name that leads nowhere: API Gateway sends it and wants to see a certificate for it.
    server_name = f"internal.{settings.domain.name}"
    certificate = ValidatedCertificate(
        "internal", ValidatedCertificateArgs(domain_name=server_name, zone_id=zone_id, tags=settings.tags)
    )
    facts: dict[str, dict[str, pulumi.Output[str]]] = {}

    def load_balancer(name: str, kind: str, service: ServiceSettings) -> PrivateLoadBalancer:
        args = PrivateLoadBalancerArgs(
            kind=kind,
            network=network,
            links=[link],
            certificate_arn=certificate.arn,
            server_name=server_name,
            target_port=service.port,
            health_check=HEALTH_CHECK,
            log_retention_days=settings.logs.retention_days,
            deletion_protection=settings.deletion_protection,
            tags=settings.tags,
        )
        if service.targets:
            return PrivateLoadBalancer(name, {**args, "targets": service.targets})
        tasks = aws.ec2.SecurityGroup(
            f"{name}-tasks", description=f"The tasks of the {name} service", vpc_id=network.vpc_id, tags=settings.tags
        )
        made = PrivateLoadBalancer(name, {**args, "target_security_groups": {"tasks": tasks.id}})
        facts[name] = {"targetGroupArn": made.target_group_arn, "securityGroupId": tasks.id}
        return made

    return PrivateServices(
        link,
        catalog=load_balancer("catalog", "application", settings.catalog),
        ledger=load_balancer("ledger", "network", settings.ledger),
        facts=facts,
    )


def _network_args(settings: Settings) -> NetworkArgs:
    given, tags = settings.network.existing, settings.network.look_up
    if tags:
        return NetworkArgs(existing=existing_network(tags), tags=settings.tags)
    if given is None:
        return NetworkArgs(zones=settings.network.zones or [], tags=settings.tags)
    existing = ExistingNetwork(vpc_id=given.vpc_id, private_subnet_ids=given.private_subnet_ids, cidr=given.cidr)
    return NetworkArgs(existing=existing, tags=settings.tags)
