"""All rules of the pack."""

from collections.abc import Mapping

from gateway_policies import (
    access_logs,
    authorization,
    authorizers,
    exposure,
    jwt,
    throttle_quotas,
    throttling,
    tls,
)
from gateway_policies.rule import Rule

RULES: tuple[Rule, ...] = (
    *authorization.RULES,  # route-authorization
    *authorizers.RULES,  # authorizer-attached
    *jwt.RULES,  # jwt-issuer-https, jwt-audience
    *throttling.RULES,  # stage-throttling, throttle-not-zero
    *throttle_quotas.RULES,  # throttle-effective
    *tls.RULES,  # domain-min-tls, integration-https
    *access_logs.RULES,  # access-logging
    *exposure.RULES,  # cors-credentials-wildcard
)

BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
