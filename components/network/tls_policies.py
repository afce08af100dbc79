"""The TLS policies of load balancers that have TLS 1.2 as their floor. Pure: no Pulumi resource.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html and
https://docs.aws.amazon.com/elasticloadbalancing/latest/network/describe-ssl-policies.html
"""

_KINDS = ("1-2", "1-2-Res", "1-2-Ext1", "1-2-Ext2", "1-3")

TLS_POLICIES = frozenset(
    [
        *(f"ELBSecurityPolicy-TLS13-{kind}-2021-06" for kind in _KINDS),
        *(f"ELBSecurityPolicy-TLS13-{kind}-PQ-2025-09" for kind in _KINDS),
        *(f"ELBSecurityPolicy-TLS13-{kind}-FIPS-2023-04" for kind in (*_KINDS, "1-2-Ext0")),
        *(f"ELBSecurityPolicy-TLS13-{kind}-FIPS-PQ-2025-09" for kind in (*_KINDS, "1-2-Ext0")),
        "ELBSecurityPolicy-FS-1-2-2019-08",
        "ELBSecurityPolicy-FS-1-2-Res-2019-08",
        "ELBSecurityPolicy-FS-1-2-Res-2020-10",
        "ELBSecurityPolicy-TLS-1-2-2017-01",
        "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
    ]
)
"""Every policy that takes nothing below TLS 1.2."""
