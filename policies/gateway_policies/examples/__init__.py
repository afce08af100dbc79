"""One good and one bad example of each rule, by its name."""

from collections.abc import Mapping

from gateway_policies.examples import (
    authorization,
    authorizers,
    data_protection,
    exposure,
    hygiene,
    logging,
    openapi,
    private_services,
    resource_policies,
    throttling,
    tls,
    usage_plans,
    waf,
)
from gateway_policies.examples.example import Example

MODULES = (
    authorization,
    authorizers,
    data_protection,
    exposure,
    hygiene,
    logging,
    openapi,
    private_services,
    resource_policies,
    throttling,
    tls,
    usage_plans,
    waf,
)

EXAMPLES: Mapping[str, Example] = {name: one for module in MODULES for name, one in module.EXAMPLES.items()}
