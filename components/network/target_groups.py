"""The group of targets of a load balancer: who is in it, and how they are checked."""

import pulumi_aws as aws

from components.network.addresses import is_outside
from components.network.load_balancer_args import APPLICATION, PROTOCOLS, HealthCheck, PrivateLoadBalancerArgs
from components.network.security_groups import Owner


def create_target_group(load_balancer: str, args: PrivateLoadBalancerArgs, owner: Owner) -> "aws.lb.TargetGroup":
    """The group with the targets that are named; others may register with it.

    Args:
        load_balancer: name of the component, with which the names of the resources begin.
        args: its arguments, without problems.
        owner: the component.
    """
    network, target_type = args["network"], args.get("target_type", "ip")
    group = aws.lb.TargetGroup(
        load_balancer,
        vpc_id=network.vpc_id,
        port=int(args["target_port"]),
        protocol=PROTOCOLS[args["kind"], _is_encrypted(args)],
        target_type=target_type,
        deregistration_delay=int(args.get("deregistration_seconds", 30)),
        health_check=_health_check(args, args.get("health_check", {})),
        tags=args.get("tags"),
        opts=owner.options,
    )
    for name, target in args.get("targets", {}).items():
        known = target if isinstance(target, str) and target_type == "ip" else None
        outside = known is not None and network.cidr is not None and is_outside(known, network.cidr)
        aws.lb.TargetGroupAttachment(
            f"{load_balancer}-{name}",
            target_group_arn=group.arn,
            target_id=target,
            # AWS wants to be told of an address that no subnet of the VPC has.
            availability_zone="all" if outside else None,
            opts=owner.options,
        )
    return group


def _is_encrypted(args: PrivateLoadBalancerArgs) -> bool:
    """Whether the load balancer encrypts anew what it sends to the targets."""
    return args.get("encrypt_to_targets", False) and not args.get("passthrough", False)


def _health_check(args: PrivateLoadBalancerArgs, given: HealthCheck) -> "aws.lb.TargetGroupHealthCheckArgs":
    asks = args["kind"] == APPLICATION or "path" in given
    secure = _is_encrypted(args) or args.get("passthrough", False)
    return aws.lb.TargetGroupHealthCheckArgs(
        enabled=True,
        protocol=PROTOCOLS[APPLICATION, secure] if asks else "TCP",
        port="traffic-port",
        path=given.get("path", "/") if asks else None,
        matcher=given.get("statuses", "200") if asks else None,
        interval=int(given.get("interval", 15)),
        timeout=int(given.get("timeout", 5)),
        healthy_threshold=int(given.get("healthy", 2)),
        unhealthy_threshold=int(given.get("unhealthy", 2)),
    )
