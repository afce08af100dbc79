"""Rule groups that AWS writes and keeps up to date, with what they cost of a web ACL's capacity. Pure.

Sources: https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html,
…/aws-managed-rule-groups-use-case.html, …/aws-managed-rule-groups-ip-rep.html and …/aws-managed-rule-groups-bot.html
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RuleGroup:
    """A managed rule group."""

    managed_name: str
    """What AWS calls it."""
    capacity: int
    """Web ACL capacity units."""
    priority: int
    """Where it stands among the rules of every web ACL: a group more or less moves no other."""
    about: str
    """What it stops."""


RULE_GROUPS: Mapping[str, RuleGroup] = {
    "ip-reputation": RuleGroup("AWSManagedRulesAmazonIpReputationList", 25, 40, "addresses known for attacks"),
    "anonymous-ips": RuleGroup("AWSManagedRulesAnonymousIpList", 50, 50, "VPNs, proxies, Tor and hosting providers"),
    "core": RuleGroup("AWSManagedRulesCommonRuleSet", 700, 60, "common attacks, and bodies over 8 KB"),
    "known-bad-inputs": RuleGroup("AWSManagedRulesKnownBadInputsRuleSet", 200, 70, "inputs that exploit known holes"),
    "admin": RuleGroup("AWSManagedRulesAdminProtectionRuleSet", 100, 80, "paths of administration pages"),
    "sql": RuleGroup("AWSManagedRulesSQLiRuleSet", 200, 90, "SQL injection"),
    "linux": RuleGroup("AWSManagedRulesLinuxRuleSet", 200, 100, "attacks on Linux"),
    "posix": RuleGroup("AWSManagedRulesUnixRuleSet", 100, 110, "attacks on POSIX systems"),
    "windows": RuleGroup("AWSManagedRulesWindowsRuleSet", 200, 120, "attacks on Windows"),
    "php": RuleGroup("AWSManagedRulesPHPRuleSet", 100, 130, "attacks on PHP"),
    "wordpress": RuleGroup("AWSManagedRulesWordPressRuleSet", 100, 140, "attacks on WordPress"),
    # Last, as it is charged for each request that reaches it.
    "bot-control": RuleGroup("AWSManagedRulesBotControlRuleSet", 50, 150, "bots; charged for each request"),
}
"""Every group by the name that it has here."""

DEFAULT_GROUPS = ("ip-reputation", "core", "known-bad-inputs")

INCLUDED_CAPACITY = 1500
"""Units in the price of a web ACL: https://docs.aws.amazon.com/waf/latest/developerguide/aws-waf-capacity-units.html"""
RATE_CAPACITY = 2
"""Units: https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html"""
IP_SET_CAPACITY = 1
"""Units of a set of addresses: …/waf-rule-statement-type-ipset-match.html"""
