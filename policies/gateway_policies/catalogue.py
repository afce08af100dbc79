"""All rules of the pack."""

from collections.abc import Mapping

from gateway_policies.authorization import (
    api_keys,
    authorizer_caching,
    authorizer_settings,
    authorizer_use,
    authorizers,
    identity_sources,
    integration_credentials,
    jwt,
    lambda_permissions,
    methods,
    openapi_authorization,
    quick_create,
    resource_policies,
    routes,
    scopes,
    websocket_connect,
)
from gateway_policies.data_protection import cache_encryption, cache_keys, caching, inline_secrets, stage_variables
from gateway_policies.exposure import cors, cors_credentials, endpoints, rest_cors, vpc_link_security_groups, vpc_links
from gateway_policies.hygiene import (
    compression,
    deployments,
    gateway_responses,
    http_api_candidates,
    load_balancers,
    openapi_imports,
    passthrough,
    replacements,
    request_validation,
    request_validators,
    tags,
    vpc_link_versions,
)
from gateway_policies.logging import (
    access_log_content,
    access_log_groups,
    access_logs,
    account_role,
    execution_log_groups,
    execution_logs,
    tracing,
)
from gateway_policies.rule import Rule
from gateway_policies.throttling import (
    account_share,
    connect_throttling,
    integration_timeouts,
    stages,
    throttle_coverage,
    throttle_quotas,
    usage_plan_keys,
    usage_plan_trust,
    usage_plans,
)
from gateway_policies.tls import (
    client_certificates,
    default_endpoints,
    domain_tls,
    floor,
    integration_tls,
    load_balancer_tls,
    mutual_tls,
    network_tls,
    tls_policies,
    vpc_link_listeners,
    vpc_link_tls,
)
from gateway_policies.waf import coverage, waf_front, web_acls

RULES: tuple[Rule, ...] = (
    *routes.RULES,  # route-authorization
    *methods.RULES,  # method-authorization, require-cognito
    *api_keys.RULES,  # api-key-is-not-auth, require-api-key
    *resource_policies.RULES,  # resource-policy-restrictive, private-api-policy
    *openapi_authorization.RULES,  # openapi-operation-authorization
    *quick_create.RULES,  # no-quick-create
    *websocket_connect.RULES,  # websocket-connect-route
    *authorizers.RULES,  # authorizer-attached
    *authorizer_use.RULES,  # authorizer-exists, authorizer-unused
    *identity_sources.RULES,  # authorizer-identity-source, authorizer-query-string
    *authorizer_settings.RULES,  # authorizer-ttl, authorizer-token-regex
    *authorizer_caching.RULES,  # authorizer-cache-per-route
    *scopes.RULES,  # jwt-route-scopes
    *jwt.RULES,  # jwt-issuer-https, jwt-audience
    *stages.RULES,  # stage-throttling, throttle-not-zero
    *throttle_quotas.RULES,  # throttle-effective
    *throttle_coverage.RULES,  # route-throttle-coverage
    *account_share.RULES,  # stage-limits-sum
    *connect_throttling.RULES,  # websocket-connect-throttle
    *usage_plans.RULES,  # usage-plan-associated, usage-plan-limits
    *usage_plan_keys.RULES,  # usage-plan-enforced
    *usage_plan_trust.RULES,  # usage-plan-single-trust
    *integration_timeouts.RULES,  # integration-timeout
    *floor.RULES,  # domain-min-tls, integration-https
    *domain_tls.RULES,  # domain-recommended-tls, domain-pqc-tls
    *tls_policies.RULES,  # tls-policy-consistent, default-endpoint-tls
    *mutual_tls.RULES,  # mtls-not-bypassable, mtls-truststore-versioned, require-mutual-tls
    *default_endpoints.RULES,  # default-endpoint-disabled
    *client_certificates.RULES,  # backend-client-certificate
    *integration_tls.RULES,  # integration-tls-verified
    *vpc_link_tls.RULES,  # vpc-link-tls, vpc-link-server-name
    *vpc_link_listeners.RULES,  # vpc-link-listener-match
    *load_balancer_tls.RULES,  # lb-listener-https, lb-listener-tls-policy
    *network_tls.RULES,  # nlb-listener-tls, lb-target-group-encrypted
    *access_logs.RULES,  # access-logging
    *access_log_content.RULES,  # access-log-format, access-log-no-secrets
    *access_log_groups.RULES,  # access-log-retention-kms
    *execution_logs.RULES,  # execution-logging, no-data-trace
    *execution_log_groups.RULES,  # execution-log-group-managed
    *account_role.RULES,  # account-cloudwatch-role
    *tracing.RULES,  # xray-tracing, detailed-metrics
    *coverage.RULES,  # rest-stage-waf, alb-waf
    *waf_front.RULES,  # http-api-waf-front
    *web_acls.RULES,  # web-acl-effective
    *cors_credentials.RULES,  # cors-credentials-wildcard
    *cors.RULES,  # cors-wildcard-origin, cors-http-origin
    *rest_cors.RULES,  # rest-cors
    *endpoints.RULES,  # endpoint-private, endpoint-type-allowed
    *vpc_links.RULES,  # vpc-link-lb-internal, vpc-link-multi-az
    *vpc_link_security_groups.RULES,  # vpc-link-sg
    *lambda_permissions.RULES,  # lambda-permission-scoped
    *integration_credentials.RULES,  # integration-credentials-passthrough
    *caching.RULES,  # cache-enabled, cache-invalidation-authorized
    *cache_encryption.RULES,  # cache-encrypted
    *cache_keys.RULES,  # cache-key-identity
    *stage_variables.RULES,  # stage-variables-no-secrets
    *inline_secrets.RULES,  # api-key-not-literal, domain-no-inline-key
    *vpc_link_versions.RULES,  # vpc-link-v1-legacy
    *request_validation.RULES,  # request-validation
    *request_validators.RULES,  # request-validator-effective
    *passthrough.RULES,  # passthrough-never
    *deployments.RULES,  # deployment-triggers
    *replacements.RULES,  # no-delete-before-replace
    *openapi_imports.RULES,  # openapi-fail-on-warnings, openapi-put-mode
    *compression.RULES,  # response-compression
    *tags.RULES,  # required-tags
    *gateway_responses.RULES,  # gateway-responses-generic
    *load_balancers.RULES,  # lb-hygiene
    *http_api_candidates.RULES,  # rest-api-could-be-http
)

BY_NAME: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
