"""The settings of single APIs. See `settings.py`."""

from typing import Annotated

from pydantic import Field, WrapValidator

from components.rest_api.settings import CACHE_SIZES
from stacks.fields import (
    CorsSettings,
    CustomerName,
    IpAddress,
    IpRanges,
    Port,
    Section,
    TargetName,
    ThrottleSettings,
    each_once,
    one_of,
)


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
