"""What importing the components costs: a program that has no network should not read the modules of one."""

import subprocess
import sys

# A module of pulumi_aws is in sys.modules from the start, and reads its own modules at the first use.
HEAVY = ("pulumi_aws.ec2.vpc", "pulumi_aws.lb.listener", "pulumi_aws.wafv2.web_acl")


def test_modules_of_networks_and_firewalls_are_read_by_those_who_use_them_only() -> None:
    program = f"import components, sys; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
