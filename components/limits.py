"""Quotas of API Gateway HTTP APIs. Pure: no Pulumi resource.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
"""

from typing import NotRequired, TypedDict

ROUTES = 300
"""Routes per API; AWS raises it on request."""
AUTHORIZERS = 10
"""Authorizers per API; AWS raises it on request."""
INTEGRATIONS = 300
"""Integrations per API; fixed."""
AUDIENCES_PER_AUTHORIZER = 50
"""Fixed."""
SCOPES_PER_ROUTE = 10
"""Fixed."""
INTEGRATION_TIMEOUT = 30
"""Seconds until an HTTP API gives up on its backend; fixed."""

WARNING_SHARE = 0.8
"""The share of a quota from which a warning says that it comes near."""


class Quotas(TypedDict):
    """Quotas that AWS raised for the account; the defaults hold for those left out."""

    routes: NotRequired[int]
    """Routes per API. Default 300."""
    authorizers: NotRequired[int]
    """Authorizers per API. Default 10."""
