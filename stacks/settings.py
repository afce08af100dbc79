"""Settings of a stack: what stacks/Pulumi.STACK.yaml may say, as typed values.

A key is written in camelCase in the file and in snake_case here. The description of a field is what an error says is
allowed.
"""

from typing import Annotated, Self

from pydantic import Field, ValidationError, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from stacks.api_settings import NotificationsSettings, OrdersSettings, PaymentsSettings, ServiceSettings, UsersSettings
from stacks.fields import (
    REGION,
    ApiKeyValue,
    CustomerName,
    Section,
    TagKey,
    TagValue,
    matches,
)
from stacks.surroundings import (
    AlarmSettings,
    CognitoIdentity,
    DomainSettings,
    LogSettings,
    NetworkSettings,
    OidcIdentity,
    WafSettings,
)
from stacks.traffic_settings import TrafficSettings


class Settings(Section):
    """All settings of a stack."""

    region: Annotated[str, matches(REGION)] = Field(alias="aws:region", description="a region, such as us-east-1")
    orders: OrdersSettings = Field(description="a map with throttle, createThrottle and cors")
    users: UsersSettings = Field(description="a map with throttle and cors")
    payments: PaymentsSettings = Field(description="a map with throttle, allowedIpRanges and plans")
    notifications: NotificationsSettings = Field(description="a map with throttle")
    catalog: ServiceSettings = Field(description="a map with throttle, port and targets")
    ledger: ServiceSettings = Field(description="a map with throttle, port and targets")
    network: NetworkSettings = Field(description="a map with zones, existing or lookUp")
    domain: DomainSettings = Field(
        description="a map with name, and zoneId or zone, certificateArn or certificate of what is there already"
    )
    waf: WafSettings = Field(default=WafSettings(), description="a map with enabled and rateLimit")
    alarms: AlarmSettings = Field(default=AlarmSettings(), description="a map with emails or topicArn")
    api_keys: dict[CustomerName, ApiKeyValue] = Field(
        default={}, description="keys of 20 to 128 characters by the name of a customer of a plan; a secret"
    )
    identity: CognitoIdentity | OidcIdentity = Field(
        default=CognitoIdentity(provider="cognito"),
        discriminator="provider",
        description="provider: cognito, or provider: oidc with issuer and audiences",
    )
    traffic: TrafficSettings = Field(
        default=TrafficSettings(), description="a map with what each API is expected to carry, by the name of the API"
    )
    logs: LogSettings = Field(default=LogSettings(), description="a map with retentionDays")
    tags: dict[TagKey, TagValue] = Field(
        default={},
        description="keys of 1 to 128 and values of up to 256 characters, which are letters, digits, spaces and "
        ". : / = + @ _ -; no key may begin with aws:",
    )
    deletion_protection: bool = Field(default=True, description="true or false")

    @model_validator(mode="after")
    def _keys_of_customers(self) -> Self:
        """An error names the customer and never the key."""
        plans = self.payments.plans
        known = {*plans.trial.customers, *plans.partner.customers}
        unknown = PydanticCustomError("customer", "is no customer of a plan")
        problems = [
            InitErrorDetails(type=unknown, loc=("apiKeys", name), input=name)
            for name in sorted(self.api_keys.keys() - known)
        ]
        if problems:
            raise ValidationError.from_exception_data("settings", problems)
        return self
