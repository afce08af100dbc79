"""The policy pack as the Pulumi engine runs it."""

from pulumi_policy import EnforcementLevel, PolicyPack

from gateway_policies.adapter import policies_of
from gateway_policies.analyzer import read_resources_once
from gateway_policies.catalogue import RULES

read_resources_once()
# Serves until the engine ends it: nothing may follow, and the port it prints must be all that stands on stdout.
PolicyPack(name="gateway", policies=policies_of(RULES), enforcement_level=EnforcementLevel.MANDATORY)
