"""The settings of what stands around the APIs: network, domain, identity, protection, logs, alarms."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from components.access_logs import RETENTION_DAYS
from stacks.fields import (
    CERTIFICATE_ARN,
    CERTIFICATE_NAME,
    DOMAIN_NAME,
    ISSUER,
    TOPIC_ARN,
    VPC,
    ZONE_ID,
    Audience,
    Email,
    IpRange,
    Section,
    SubnetIds,
    TagKey,
    TagValue,
    Zones,
    at_most_one,
    matches,
    one_of,
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
