"""ApiDomain: a custom domain, its certificate, its DNS records, and the APIs behind it."""

from collections.abc import Mapping, Sequence
from typing import cast

import pulumi
import pulumi_aws as aws

from components.domain import paths
from components.domain.args import ApiDomainArgs, RoutingRule
from components.domain.certificate import request_certificate
from components.domain.domain_names import DomainOutputs, create_domain_name
from components.domain.judging import judge, traits_of
from components.domain.mappings import MappedDomain, create_mappings
from components.domain.targets import Target
from components.domain.tls_rules import EDGE_REGION
from components.problems import ComponentError, Problem, choices


class ApiDomain(pulumi.ComponentResource):
    """A name under which one or many APIs are reached over TLS 1.2 or newer.

    The name belongs to one stack; others add their APIs with ApiDomainMappings, and nothing of the one touches what the
    other mapped. A WebSocket API needs a domain of its own.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    urls: pulumi.Output[dict[str, str]]
    """Where each API is reached, by its path, without a slash at its end."""
    domain_name: pulumi.Output[str]
    """The name, known to other resources once AWS has it."""
    domain_name_id: pulumi.Output[str]
    """Identifier of a private domain, for ApiDomainMappings of other stacks; else empty."""
    target_domain_name: pulumi.Output[str]
    """Where the name must lead. Of a private domain empty: its name leads to an endpoint in a VPC."""
    hosted_zone_id: pulumi.Output[str]
    """Hosted zone of `target_domain_name`, for alias records. Of a private domain empty."""
    certificate_arn: pulumi.Output[str]
    """ARN of the certificate."""
    dns_records: pulumi.Output[list[dict[str, str]]]
    """What leads the name to AWS, for a DNS other than Route 53: `name`, `type` and `value` of each record."""
    validation_records: pulumi.Output[list[dict[str, str]]]
    """What proves to ACM whose name it is, likewise. A program that writes them elsewhere takes them from here: without
    them the deployment waits for the certificate in vain. Empty with a `certificate_arn`."""

    def __init__(self, name: str, args: ApiDomainArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        judged = judge(args)
        if judged.problems:
            raise ComponentError(f'domain "{name}"', judged.problems)
        self._args = args
        self._mapped = {**judged.mapped}
        self.traits = traits_of(args)
        super().__init__("gateway:index:ApiDomain", name, self._summary(judged.ruled), opts)
        self.certificate_arn, self.validation_records = self._certificate(name)
        domain = create_domain_name(name, args, self.certificate_arn, self)
        private = self.traits.endpoint == "PRIVATE"
        self.domain_name = domain.name
        self.domain_name_id = domain.id
        self.target_domain_name = domain.target
        self.hosted_zone_id = domain.zone_id
        self.dns_records = self._dns_records(private=private)
        if "zone_id" in args and not private:
            self._create_alias_records(name, args["zone_id"], domain)
        self._create_rules(name, judged.ruled)
        self._urls = create_mappings(name, self.mapped_domain, judged.mapped, self)
        self.urls = pulumi.Output.all(**self._urls)
        self.register_outputs(
            {
                "urls": self.urls,
                "domainName": self.domain_name,
                "domainNameId": self.domain_name_id,
                "targetDomainName": self.target_domain_name,
                "hostedZoneId": self.hosted_zone_id,
                "certificateArn": self.certificate_arn,
                "dnsRecords": self.dns_records,
                "validationRecords": self.validation_records,
            },
        )

    def url_for(self, api: object) -> pulumi.Output[str]:
        """Where an API of this program is reached, by the first of its paths; without a slash at its end.

        Raises:
            ComponentError: when the domain does not map the API.
        """
        for path, target in self._mapped.items():
            if target.component is not None and target.component is api and path in self._urls:
                return self._urls[path]
        mapped = choices({target.title for target in self._mapped.values()})
        problem = Problem("url_for", f"{api!r}", f"APIs that this domain maps: {mapped}", "add it to mappings")
        raise ComponentError(f'domain "{self._args["domain_name"]}"', [problem])

    @property
    def mapped_domain(self) -> MappedDomain:
        """The domain as further mappings need it."""
        private_id = self.domain_name_id if self.traits.endpoint == "PRIVATE" else None
        return MappedDomain(self.domain_name, self.traits.endpoint, private_id)

    @property
    def taken(self) -> dict[str, str]:
        """Paths that are taken, with what takes them."""
        return {path: target.title for path, target in self._mapped.items()}

    def take(self, mapped: Mapping[str, Target]) -> None:
        """Notes that further mappings take these paths."""
        self._mapped |= mapped

    def _summary(self, ruled: Mapping[str, Target]) -> dict[str, object]:
        """The component's inputs as the state and policies show them: above all why default endpoints stay."""
        return {
            "domainName": self._args["domain_name"],
            "mappings": {path: target.title for path, target in self._mapped.items()},
            "routingRules": {name: target.title for name, target in ruled.items()},
            "mutualTls": "mutual_tls" in self._args,
            "defaultEndpoints": self._args.get("default_endpoints", "off"),
        }

    def _certificate(self, name: str) -> tuple[pulumi.Output[str], pulumi.Output[list[dict[str, str]]]]:
        if "certificate_arn" in self._args:
            return pulumi.Output.from_input(self._args["certificate_arn"]), pulumi.Output.from_input([])
        requested = request_certificate(
            name,
            self._args["domain_name"],
            self._args.get("zone_id"),
            self,
            region=EDGE_REGION if self.traits.endpoint == "EDGE" else None,
            tags=self._args.get("tags"),
        )
        return requested.arn, requested.records

    def _dns_records(self, *, private: bool) -> pulumi.Output[list[dict[str, str]]]:
        if private:
            return pulumi.Output.from_input([])
        record = {"name": self._args["domain_name"], "type": "CNAME"}
        return self.target_domain_name.apply(lambda target: [{**record, "value": target}])

    def _create_alias_records(self, name: str, zone_id: pulumi.Input[str], domain: DomainOutputs) -> None:
        # The alias has IPv6 addresses exactly when the domain is dualstack: that changes without a change of DNS.
        for kind in ("A", "AAAA"):
            aws.route53.Record(
                f"{name}-{kind}",
                aliases=[{"evaluate_target_health": False, "name": domain.target, "zone_id": domain.zone_id}],
                name=self._args["domain_name"],
                type=kind,
                zone_id=zone_id,
                opts=pulumi.ResourceOptions(parent=self),
            )

    def _create_rules(self, name: str, ruled: Mapping[str, Target]) -> None:
        rules: Mapping[str, RoutingRule] = self._args.get("routing_rules", {})
        for key, target in ruled.items():
            rule = rules[key]
            aws.apigatewayv2.RoutingRule(
                f"{name}-rule-{key}",
                actions=[
                    {
                        "invoke_api": {
                            "api_id": target.api_id,
                            "stage": target.stage,
                            "strip_base_path": rule.get("strip_path", False),
                        }
                    }
                ],
                conditions=_conditions(rule),
                domain_name=self.domain_name,
                priority=int(rule["priority"]),
                opts=pulumi.ResourceOptions(parent=self),
            )


def _conditions(rule: RoutingRule) -> Sequence[aws.apigatewayv2.RoutingRuleConditionArgsDict]:
    """The conditions, which must all hold: each header is one of its own."""
    headers = [
        {"match_headers": {"any_of": {"header": header, "value_glob": value}}}
        for header, value in rule.get("headers", {}).items()
    ]
    path = [{"match_base_paths": {"any_ofs": [paths.normal(rule["path"])]}}] if "path" in rule else []
    return cast("Sequence[aws.apigatewayv2.RoutingRuleConditionArgsDict]", [*path, *headers])
