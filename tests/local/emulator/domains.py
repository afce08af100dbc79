"""Custom domains in an emulator, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.local.emulator.account import NUMBER, REGION

if TYPE_CHECKING:
    from tests.local.emulator.account import Account


def domain(account: Account, **settings: Any) -> str:
    """A regional custom domain; its name."""
    name = f"api-{uuid4().hex[:8]}.example.com"
    certificate = f"arn:aws:acm:{REGION}:{NUMBER}:certificate/x"
    account.client("apigatewayv2").create_domain_name(
        DomainName=name,
        DomainNameConfigurations=[{"CertificateArn": certificate, "EndpointType": "REGIONAL"}],
        **settings,
    )
    return name
