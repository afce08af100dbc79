"""Settings of a stack: what stacks/Pulumi.STACK.yaml may say, as typed values.

A key is written in camelCase in the file and in snake_case here. The description of a field is what an error says is
allowed.
"""

from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, WrapValidator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from components.access_logs import RETENTION_DAYS
from components.rest_api.settings import CACHE_SIZES
from stacks.fields import (
    CERTIFICATE_ARN,
    CERTIFICATE_NAME,
    DOMAIN_NAME,
    ISSUER,
    REGION,
    TOPIC_ARN,
    VPC,
    ZONE_ID,
    ApiKeyValue,
    Audience,
    CorsSettings,
    CustomerName,
    Email,
    IpAddress,
    IpRange,
    IpRanges,
    Port,
    Section,
    SubnetIds,
    TagKey,
    TagValue,
    TargetName,
    ThrottleSettings,
    Zones,
    at_most_one,
    each_once,
    matches,
    one_of,
)
from stacks.traffic_settings import TrafficSettings


class OrdersSettings(Section):
    """The orders API."""

    throttle: ThrottleSettings = Field(description="rate and burst of all routes")
    create_throttle: ThrottleSettings = Field(description="rate and burst of POST /orders")
    cors: CorsSettings = Field(description="the origins of web pages that may call the API")


class UsersSettings(Section):
    """The users API."""

    throttle: ThrottleSettings = Field(description="rate and burst of all routes")
    cors: CorsSettings = Field(description="the origins of web pages that may call the API")


class PlanSettings(Section):
    """A usage plan: what one customer with an API key may ask for."""

    throttle: ThrottleSettings = Field(description="rate and burst of one key")
    requests_per_day: int = Field(ge=1, description="a whole number of requests, 1 or more")
    customers: Annotated[list[CustomerName], WrapValidator(each_once)] = Field(
        default=[], description="the names of customers that get a key, each once"
    )


class PlansSettings(Section):
    """The usage plans of the payments API."""

    trial: PlanSettings = Field(description="throttle and requestsPerDay of customers who try the API")
    partner: PlanSettings = Field(description="throttle and requestsPerDay of customers with a contract")


class CacheSettings(Section):
    """The response cache of an API. AWS charges it by the hour."""

    size_gb: Annotated[float, one_of(CACHE_SIZES)] = Field(
        description=f"gigabytes, one of {', '.join(f'{size:g}' for size in CACHE_SIZES)}"
    )


class PaymentsSettings(Section):
    """The payments API."""

    throttle: ThrottleSettings = Field(description="rate and burst of all routes")
    allowed_ip_ranges: IpRanges = Field(description="the IP ranges in CIDR notation that may call it, one or more")
    plans: PlansSettings = Field(description="a map with trial and partner")
    cache: CacheSettings | None = Field(default=None, description="a map with sizeGb; without it nothing is cached")


class NotificationsSettings(Section):
    """The notifications API."""

    throttle: ThrottleSettings = Field(description="rate and burst of connections and messages")


class ServiceSettings(Section):
    """An API in front of a service that only the VPC link reaches, and where that service runs."""

    throttle: ThrottleSettings = Field(description="rate and burst of all routes")
    port: Port = Field(description="the TCP port of the service, 1 to 65535")
    targets: dict[TargetName, IpAddress] = Field(
        default={},
        description="IP addresses of the service by names of 1 to 32 lower-case letters, digits and hyphens",
    )


class ExistingNetworkSettings(Section):
    """A VPC that something else made."""

    vpc_id: Annotated[str, matches(VPC)] = Field(description="the id of a VPC, vpc-…")
    private_subnet_ids: SubnetIds = Field(description="the ids of two or more subnets, subnet-…, each in another zone")
    cidr: IpRange


class NetworkTags(Section):
    """The tags by which a VPC that something else made is looked up."""

    vpc_tags: dict[TagKey, TagValue] = Field(min_length=1, description="tags that one VPC of the Region has")
    private_subnet_tags: dict[TagKey, TagValue] = Field(
        min_length=1, description="tags that two or more of its subnets have, and only private ones"
    )


class NetworkSettings(Section):
    """The VPC of the private services: a new one over some zones, or one that is there."""

    zones: Zones | None = Field(default=None, description="two or more zones of the region, such as us-east-1a")
    existing: ExistingNetworkSettings | None = Field(
        default=None, description="a map with vpcId, privateSubnetIds and cidr"
    )
    look_up: NetworkTags | None = Field(default=None, description="a map with vpcTags and privateSubnetTags")

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        at_most_one(self, "zones", "existing", "look_up", required=True)
        return self


class DomainSettings(Section):
    """The names under which the APIs are reached, their zone and their certificate."""

    name: Annotated[str, matches(DOMAIN_NAME)] = Field(
        description="a name in lower case, such as shop.example.com: the APIs answer at api. and ws. below it"
    )
    zone_id: Annotated[str, matches(ZONE_ID)] | None = Field(
        default=None,
        description="the id of the hosted zone of the name in Route 53, Z…; without it and zone the stack makes one",
    )
    zone: Annotated[str, matches(DOMAIN_NAME)] | None = Field(
        default=None, description="the name of a hosted zone that is looked up, such as example.com"
    )
    certificate_arn: Annotated[str, matches(CERTIFICATE_ARN)] | None = Field(
        default=None,
        description="the ARN of a certificate for api. and ws. below the name; without it and certificate some are "
        "requested",
    )
    certificate: Annotated[str, matches(CERTIFICATE_NAME)] | None = Field(
        default=None, description="the name of an issued certificate that is looked up, such as *.shop.example.com"
    )

    @model_validator(mode="after")
    def _one_way_to_each(self) -> Self:
        at_most_one(self, "zone_id", "zone")
        at_most_one(self, "certificate_arn", "certificate")
        return self


class WafSettings(Section):
    """The web ACL before the REST APIs."""

    enabled: bool = Field(default=True, description="true or false")
    rate_limit: int = Field(
        default=2000, ge=10, le=2_000_000_000, description="requests of one address in 5 minutes, 10 to 2000000000"
    )


class AlarmSettings(Section):
    """Who is told when an alarm rings."""

    emails: list[Email] = Field(default=[], description="a list of mail addresses")
    topic_arn: Annotated[str, matches(TOPIC_ARN)] | None = Field(
        default=None, description="the ARN of an SNS topic that is told; without it the stack makes one"
    )

    @model_validator(mode="after")
    def _told_in_one_way(self) -> Self:
        at_most_one(self, "emails", "topic_arn")
        return self


class CognitoIdentity(Section):
    """A user pool of the stack signs the tokens."""

    provider: Literal["cognito"]


class OidcIdentity(Section):
    """An OpenID Connect provider signs the tokens."""

    provider: Literal["oidc"]
    issuer: Annotated[str, matches(ISSUER)] = Field(description="an https:// URL, as the provider's tokens spell it")
    audiences: list[Audience] = Field(min_length=1, max_length=50, description="1 to 50 audiences")


class LogSettings(Section):
    """The logs of APIs and functions."""

    retention_days: Annotated[int, one_of(RETENTION_DAYS)] = Field(
        default=30,
        description=f"days, one of {', '.join(map(str, RETENTION_DAYS))}",
    )


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
