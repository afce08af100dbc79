"""WebAcl: what AWS WAF lets through to REST APIs and load balancers."""

from typing import TYPE_CHECKING, cast

import pulumi
import pulumi_aws as aws

from components.access_logs import DEFAULT_RETENTION_DAYS
from components.http_api.api import HttpApi
from components.knowledge.capabilities import FEATURES, refusal
from components.knowledge.kinds import Kind
from components.problems import ComponentError, Problem
from components.protection import rules as web_acl_rules
from components.protection.args import WebAclArgs
from components.protection.rule_groups import DEFAULT_GROUPS, RULE_GROUPS
from components.rest_api.api import RestApi
from components.websocket_api.api import WebSocketApi

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REDACTED_HEADERS = ("authorization", "cookie", "x-api-key")
"""Headers that let their holder in, and so are kept out of the log."""

_PRIORITIES = {"allowed_ip_ranges": 10, "blocked_ip_ranges": 20}
_RATE_PRIORITY = 30


class WebAcl(pulumi.ComponentResource):
    """A web ACL with rule groups of AWS, a rate for each address, lists of addresses, and a log.

    `associate` puts it in front of a REST API. An HTTP or WebSocket API can have none: AWS WAF does not know them.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    web_acl_arn: pulumi.Output[str]
    """ARN of the web ACL."""
    log_group_name: pulumi.Output[str]
    """Name of the log group: what was blocked or counted, and by which rule."""
    capacity: pulumi.Output[int]
    """Web ACL capacity units that the rules need; 1500 are in the price."""

    def __init__(self, name: str, args: WebAclArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        if problems := web_acl_rules.problems(name, args):
            raise ComponentError(f'web ACL "{name}"', problems)
        self._name_of_component = name
        self._args = args
        self._protected: list[RestApi] = []
        units = web_acl_rules.capacity(args)
        groups = [*args.get("rule_groups", DEFAULT_GROUPS)]
        super().__init__("gateway:index:WebAcl", name, {"ruleGroups": groups, "capacity": units}, opts)
        for warning in web_acl_rules.warnings(args):
            pulumi.log.warn(f'web ACL "{name}": {warning}', self)
        acl = self._create_acl()
        log_group = self._create_log(acl)
        self.web_acl_arn = acl.arn
        self.log_group_name = log_group.name
        self.capacity = pulumi.Output.from_input(units)
        self.register_outputs(
            {"webAclArn": self.web_acl_arn, "logGroupName": self.log_group_name, "capacity": self.capacity}
        )

    @property
    def rule_count(self) -> int:
        """Its rules, a rule group being one: what AWS charges for."""
        return web_acl_rules.rule_count(self._args)

    def protects(self, api: object) -> bool:
        """Whether `associate` has put it in front of this API."""
        return api in self._protected

    def associate(self, api: object) -> None:
        """Puts the web ACL in front of the own stage of a REST API, in place of any that it had.

        Raises:
            ComponentError: for another kind of API; its text says what to do instead.
        """
        if isinstance(api, RestApi):
            self._protected.append(api)
            self._associate(api.pulumi_resource_name, api.stage_arn)
            return
        if isinstance(api, HttpApi | WebSocketApi):
            kind = Kind.HTTP if isinstance(api, HttpApi) else Kind.WEBSOCKET
            found = f'{kind.title} "{api.pulumi_resource_name}"'
            problem = refusal(kind, FEATURES["waf"], "associate", found)
        else:
            remedy = "pass the RestApi; for a load balancer use associate_load_balancer"
            problem = Problem("associate", f"{api!r}", "a RestApi", remedy)
        raise ComponentError(f'web ACL "{self._name_of_component}"', [problem])

    def associate_load_balancer(self, name: str, arn: pulumi.Input[str]) -> None:
        """Puts the web ACL in front of an Application Load Balancer, in place of any that it had.

        Args:
            name: what the load balancer is called in the program.
            arn: ARN of the load balancer. AWS refuses Network Load Balancers.

        Raises:
            ComponentError: when the ARN is known and not that of an Application Load Balancer.
        """
        if isinstance(arn, str) and ":loadbalancer/app/" not in arn:
            allowed = "the ARN of an Application Load Balancer: AWS WAF knows no Network Load Balancers"
            problem = Problem(f'associate_load_balancer "{name}"', f'"{arn}"', allowed, "pass the ARN of an ALB")
            raise ComponentError(f'web ACL "{self._name_of_component}"', [problem])
        self._associate(name, arn)

    def _associate(self, name: str, arn: pulumi.Input[str]) -> None:
        aws.wafv2.WebAclAssociation(
            # Named by what it protects, which has one web ACL at a time: a renamed WebAcl changes the association
            # where it stands. Of two that were made and deleted, the deletion would take the new web ACL off, too.
            f"{name}-web-acl",
            resource_arn=arn,
            web_acl_arn=self.web_acl_arn,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _create_acl(self) -> "aws.wafv2.WebAcl":
        rules = [
            *self._address_rules("allowed_ip_ranges", {"allow": {}}),
            *self._address_rules("blocked_ip_ranges", {"block": {}}),
            self._rate_rule(),
            *self._group_rules(),
        ]
        return aws.wafv2.WebAcl(
            self._name_of_component,
            default_action={"allow": {}},
            description=self._args.get("description"),
            rules=rules,
            scope="REGIONAL",
            tags=self._args.get("tags"),
            visibility_config=cast("aws.wafv2.WebAclVisibilityConfigArgsDict", self._visibility("all")),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _address_rules(
        self, key: str, action: "aws.wafv2.WebAclRuleActionArgsDict"
    ) -> "Sequence[aws.wafv2.WebAclRuleArgsDict]":
        ranges = web_acl_rules.by_version(cast("Mapping[str, Sequence[str]]", self._args).get(key, ()))
        label = key.removesuffix("_ip_ranges")
        rules: list[aws.wafv2.WebAclRuleArgsDict] = []
        for version, addresses in ranges.items():
            name = f"{label}-{version.lower()}"
            held = aws.wafv2.IpSet(
                f"{self._name_of_component}-{name}",
                addresses=addresses,
                ip_address_version=version,
                scope="REGIONAL",
                tags=self._args.get("tags"),
                opts=pulumi.ResourceOptions(parent=self),
            )
            rules.append(
                {
                    "name": name,
                    "priority": _PRIORITIES[key] + ("IPV4", "IPV6").index(version),
                    "action": action,
                    "statement": {"ip_set_reference_statement": {"arn": held.arn}},
                    "visibility_config": self._visibility(name),
                }
            )
        return rules

    def _rate_rule(self) -> "aws.wafv2.WebAclRuleArgsDict":
        limit = int(self._args.get("rate_limit", web_acl_rules.DEFAULT_RATE))
        return {
            "name": "rate",
            "priority": _RATE_PRIORITY,
            "action": {"block": {}},
            "statement": {
                "rate_based_statement": {"aggregate_key_type": "IP", "evaluation_window_sec": 300, "limit": limit}
            },
            "visibility_config": self._visibility("rate"),
        }

    def _group_rules(self) -> "Sequence[aws.wafv2.WebAclRuleArgsDict]":
        wanted = self._args.get("rule_groups", DEFAULT_GROUPS)
        return [self._group_rule(group) for group in RULE_GROUPS if group in wanted]

    def _group_rule(self, group: str) -> "aws.wafv2.WebAclRuleArgsDict":
        managed = RULE_GROUPS[group]
        statement: aws.wafv2.WebAclRuleStatementManagedRuleGroupStatementArgsDict = {
            "name": managed.managed_name,
            "vendor_name": "AWS",
            "rule_action_overrides": [
                {"name": rule, "action_to_use": {"count": {}}}
                for rule in self._args.get("counted_rules", {}).get(group, ())
            ],
        }
        if group == "bot-control":
            config = {"aws_managed_rules_bot_control_rule_set": {"inspection_level": "COMMON"}}
            statement["managed_rule_group_configs"] = [
                cast("aws.wafv2.WebAclRuleStatementManagedRuleGroupStatementManagedRuleGroupConfigArgsDict", config)
            ]
        return {
            "name": group,
            "priority": managed.priority,
            "override_action": {"count": {}} if group in self._args.get("counted_groups", ()) else {"none": {}},
            "statement": {"managed_rule_group_statement": statement},
            "visibility_config": self._visibility(group),
        }

    def _visibility(self, rule: str) -> "aws.wafv2.WebAclRuleVisibilityConfigArgsDict":
        # Samples hold whole requests, headers with tokens among them; the log redacts those.
        return {
            "cloudwatch_metrics_enabled": True,
            "metric_name": f"{self._name_of_component}-{rule}",
            "sampled_requests_enabled": False,
        }

    def _create_log(self, acl: "aws.wafv2.WebAcl") -> aws.cloudwatch.LogGroup:
        """The log, without requests that no rule took: they are in the access logs of the APIs."""
        group = aws.cloudwatch.LogGroup(
            f"{self._name_of_component}-log",
            # AWS WAF writes to no group whose name begins otherwise.
            name_prefix=f"aws-waf-logs-{self._name_of_component}-",
            retention_in_days=self._args.get("log_retention_days", DEFAULT_RETENTION_DAYS),
            tags=self._args.get("tags"),
            # What takes another name, by an alias, keeps its logs.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["namePrefix"]),
        )
        conditions = [{"action_condition": {"action": action}} for action in ("BLOCK", "COUNT", "EXCLUDED_AS_COUNT")]
        logged = {"behavior": "KEEP", "conditions": conditions, "requirement": "MEETS_ANY"}
        aws.wafv2.WebAclLoggingConfiguration(
            f"{self._name_of_component}-logging",
            log_destination_configs=[group.arn],
            logging_filter=cast(
                "aws.wafv2.WebAclLoggingConfigurationLoggingFilterArgsDict",
                {"default_behavior": "DROP", "filters": [logged]},
            ),
            redacted_fields=[{"single_header": {"name": header}} for header in REDACTED_HEADERS],
            resource_arn=acl.arn,
            opts=pulumi.ResourceOptions(parent=self),
        )
        return group
