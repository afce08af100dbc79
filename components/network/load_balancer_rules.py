"""Rules for the arguments of a PrivateLoadBalancer. Pure: no Pulumi resource."""

import re
from collections.abc import Mapping, Sequence

from components.knowledge import quotas
from components.network.load_balancer_args import (
    APPLICATION,
    DEFAULT_SSL_POLICY,
    KINDS,
    PrivateLoadBalancerArgs,
)
from components.network.network import Network
from components.network.target_rules import health_check_problems, target_problems
from components.network.tls_policies import TLS_POLICIES
from components.network.vpc_link import VpcLink, network_reference_problems, port_problems
from components.problems import Problem, choices, did_you_mean, missing_keys, unknown_keys

# The provider adds eight characters to the name, and AWS takes 32:
# https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateLoadBalancer.html
_NAME = re.compile(r"(?!internal-)[A-Za-z0-9](?:[A-Za-z0-9-]{0,22}[A-Za-z0-9])?")


def load_balancer_problems(name: str, args: Mapping[str, object]) -> list[Problem]:
    """Everything wrong with the arguments of the PrivateLoadBalancer `name`."""
    found = [
        *missing_keys("arguments", args, ("kind", "network", "target_port")),
        *unknown_keys("arguments", args, PrivateLoadBalancerArgs),
    ]
    if not _NAME.fullmatch(name):
        allowed = "1 to 24 letters, digits and hyphens, none of these first or last, and not internal-…"
        found.append(Problem("name", f'"{name}"', allowed, "rename the component"))
    kind = args.get("kind", APPLICATION)
    if kind not in KINDS:
        remedy = did_you_mean(str(kind).lower(), KINDS, "use one of them")
        found.append(Problem("kind", f"{kind!r}", choices(KINDS), remedy))
    return [
        *found,
        *network_reference_problems(args),
        *_listener_problems(args),
        *_link_problems(args),
        *target_problems(args),
        *health_check_problems(args.get("health_check", {})),
        *_log_problems(args),
    ]


def _listener_problems(args: Mapping[str, object]) -> list[Problem]:
    found: list[Problem] = []
    ways = [name for name in ("certificate_arn", "passthrough", "plain") if args.get(name)]
    if not ways:
        remedy = 'give certificate_arn, or say plain="reason" if requests may pass unencrypted'
        found.append(Problem("listener", "a plain HTTP or TCP listener", "one with TLS", remedy))
    elif len(ways) > 1:
        allowed = "one of certificate_arn, passthrough and plain"
        found.append(Problem("listener", " together with ".join(ways), allowed, f"remove {ways[-1]}"))
    if args.get("passthrough") and args.get("kind") == APPLICATION:
        remedy = "give certificate_arn, or use kind=network"
        found.append(Problem("passthrough", "passthrough of an application load balancer", "that of a network", remedy))
    if "ssl_policy" in args and args["ssl_policy"] not in TLS_POLICIES:
        remedy = did_you_mean(str(args["ssl_policy"]), TLS_POLICIES, f"leave it out for {DEFAULT_SSL_POLICY}")
        found.append(Problem("ssl_policy", f"{args['ssl_policy']!r}", "a policy whose floor is TLS 1.2", remedy))
    elif "ssl_policy" in args and "certificate_arn" not in args:
        allowed = "ssl_policy with certificate_arn"
        found.append(Problem("ssl_policy", "ssl_policy of a listener that ends no TLS", allowed, "remove it"))
    certificate = args.get("certificate_arn")
    if isinstance(certificate, str) and not re.fullmatch(r"arn:[a-z-]+:(acm|iam):.+", certificate):
        allowed = "the ARN of a certificate (arn:aws:acm:…)"
        found.append(Problem("certificate_arn", f'"{certificate}"', allowed, "pass certificate.arn"))
    if "server_name" in args and args.get("plain"):
        remedy = "remove it: nobody verifies the name of a plain listener"
        found.append(Problem("server_name", "server_name together with plain", "one of the two", remedy))
    return found + (port_problems("", "port", args["port"]) if "port" in args else [])


def _link_problems(args: Mapping[str, object]) -> list[Problem]:
    links, network = args.get("links", ()), args.get("network")
    if isinstance(links, str) or not isinstance(links, Sequence):
        return [Problem("links", f"a {type(links).__name__}", "a list of VpcLinks", "put it in a list")]
    given: list[object] = [*links]  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] -- judged one by one
    found = [
        Problem("links", f"a {type(link).__name__}", "VpcLinks", "pass the VpcLink itself")
        for link in given
        if not isinstance(link, VpcLink)
    ]
    names = [link.pulumi_resource_name for link in given if isinstance(link, VpcLink)]
    found += [
        Problem(f'link "{name}"', "a link twice", "each link once", "remove one")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if isinstance(network, Network):
        found += [
            Problem(
                f'link "{link.pulumi_resource_name}"',
                f'a link of the network "{link.network.pulumi_resource_name}"',
                f'a link of "{network.pulumi_resource_name}", where the load balancer stands',
                "make a VpcLink in the load balancer's network",
            )
            for link in given
            if isinstance(link, VpcLink) and link.network.identity != network.identity
        ]
    if args.get("private_link") and args.get("kind") == APPLICATION:
        remedy = "give links, with VpcLinks (V2)"
        found.append(
            Problem("private_link", "private_link of an application load balancer", "that of a network", remedy)
        )
    if not given and not args.get("private_link"):
        remedy = "give links=[link], or private_link=True for an NlbLink"
        found.append(Problem("links", "no link", "one link at least: nothing else may reach it", remedy))
    return found


def _log_problems(args: Mapping[str, object]) -> list[Problem]:
    found: list[Problem] = []
    if args.get("access_logs") is False and "access_log_bucket" in args:
        remedy = "remove one of them"
        found.append(Problem("access_log_bucket", "a bucket with access_logs=False", "one of the two", remedy))
    if "access_log_bucket" in args and "log_retention_days" in args:
        remedy = "remove it: a bucket that is given has its own rules"
        found.append(Problem("log_retention_days", "log_retention_days with access_log_bucket", "one of them", remedy))
    elif "log_retention_days" in args:
        found += quotas.outside(
            "log_retention_days", args["log_retention_days"], lowest=1, highest=36_500, unit="days", remedy="correct it"
        )
    return found
