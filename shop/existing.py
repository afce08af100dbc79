"""What something else made, and the shop uses: given by its id in the settings, or looked up by what they say of it."""

from collections.abc import Callable
from typing import TypeVar

import pulumi
import pulumi_aws as aws

from components import ExistingNetwork
from stacks.surroundings import DomainSettings, NetworkTags

Found = TypeVar("Found")


def existing_zone(domain: DomainSettings) -> str | None:
    """The id of the hosted zone; None where the stack makes one.

    Raises:
        pulumi.RunError: there is no such zone.
    """
    name = domain.zone
    if name is None:
        return domain.zone_id
    return _looked_up("domain.zone", f"zone {name}", lambda: aws.route53.get_zone(name=name)).zone_id


def existing_certificate(domain: DomainSettings) -> str | None:
    """The ARN of the certificate; None where the stack requests some.

    Raises:
        pulumi.RunError: there is no such certificate that is issued.
    """
    name = domain.certificate
    if name is None:
        return domain.certificate_arn
    return _looked_up(
        "domain.certificate",
        f"certificate for {name}",
        lambda: aws.acm.get_certificate(domain=name, most_recent=True, statuses=["ISSUED"]),
    ).arn


def existing_network(tags: NetworkTags) -> ExistingNetwork:
    """The VPC and its private subnets.

    Raises:
        pulumi.RunError: there is no such VPC, or several, or it has no such subnets.
    """
    vpc = _looked_up(
        "network.lookUp.vpcTags", f"VPC tagged {tags.vpc_tags}", lambda: aws.ec2.get_vpc(tags=tags.vpc_tags)
    )
    in_it = [aws.ec2.GetSubnetsFilterArgs(name="vpc-id", values=[vpc.id])]
    subnets = _looked_up(
        "network.lookUp.privateSubnetTags",
        f"subnets tagged {tags.private_subnet_tags}",
        lambda: aws.ec2.get_subnets(filters=in_it, tags=tags.private_subnet_tags),
    )
    return ExistingNetwork(vpc_id=vpc.id, private_subnet_ids=sorted(subnets.ids), cidr=vpc.cidr_block)


def _looked_up(setting: str, what: str, look_up: Callable[[], Found]) -> Found:
    try:
        return look_up()
    except Exception as error:  # noqa: BLE001 -- the SDK raises no narrower one
        raise pulumi.RunError(f"shop:{setting}: the {what} was not found: {error}") from None
