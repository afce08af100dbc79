"""Prices of AWS in us-east-1, in US dollars, with their sources. Pure: no Pulumi resource.

Read from stored copies of AWS's pages and of its price list; no price is fetched. The free tier of new
accounts and discounts of contracts are left out. docs/limits-and-prices.md is written from these tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

API_GATEWAY = "https://aws.amazon.com/api-gateway/pricing/"
LOAD_BALANCING = "https://aws.amazon.com/elasticloadbalancing/pricing/"
PRIVATE_LINK = "https://aws.amazon.com/privatelink/pricing/"
DATA_TRANSFER = "https://aws.amazon.com/ec2/pricing/on-demand/"
CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/"
WAF = "https://aws.amazon.com/waf/pricing/"

READ = "November 2026"
"""When the prices were read."""
REGION = "us-east-1"
"""The Region of the prices."""

HOURS = Decimal(730)
"""Hours of a month, as AWS counts them."""
MILLION = Decimal(1_000_000)

HTTP_METER = 512
"""Kilobytes of an HTTP API's request that count as one; a longer one counts as several."""
WEBSOCKET_METER = 32
"""Kilobytes of a message that count as one; a longer one counts as several."""


@dataclass(frozen=True)
class Step:
    """The price of the units up to a count; None for all above the steps before."""

    up_to: Decimal | None
    price: Decimal


@dataclass(frozen=True)
class Price:
    """What one item costs."""

    item: str
    unit: str
    steps: tuple[Step, ...]
    source: str


def _flat(item: str, unit: str, price: str, source: str) -> Price:
    return Price(item, unit, (Step(None, Decimal(price)),), source)


def _stepped(item: str, unit: str, steps: Mapping[int, str], last: str, source: str) -> Price:
    bounded = (Step(Decimal(up_to), Decimal(price)) for up_to, price in steps.items())
    return Price(item, unit, (*bounded, Step(None, Decimal(last))), source)


HTTP_REQUESTS = _stepped("HTTP API requests", "million", {300: "1.00"}, "0.90", API_GATEWAY)
REST_REQUESTS = _stepped(
    "REST API requests", "million", {333: "3.50", 1_000: "2.80", 20_000: "2.38"}, "1.51", API_GATEWAY
)
MESSAGES = _stepped("WebSocket messages", "million", {1_000: "1.00"}, "0.80", API_GATEWAY)
CONNECTION_MINUTES = _flat("WebSocket connection minutes", "million", "0.25", API_GATEWAY)
CACHE: Mapping[str, Price] = {
    size: _flat(f"response cache of {size} GB", "hour", price, API_GATEWAY)
    for size, price in {
        "0.5": "0.020",
        "1.6": "0.038",
        "6.1": "0.200",
        "13.5": "0.250",
        "28.4": "0.500",
        "58.2": "1.000",
        "118": "1.900",
        "237": "3.800",
    }.items()
}
"""By size in gigabytes, as a stage names it. Two notes that quote AWS are the source between the ends."""
DATA_OUT = _stepped(
    "data out to the internet",
    "GB",
    {10 * 1024: "0.09", 50 * 1024: "0.085", 150 * 1024: "0.07"},
    "0.05",
    DATA_TRANSFER,
)
LOGS_IN = _flat("CloudWatch Logs, taken in", "GB", "0.50", CLOUDWATCH)
LOGS_KEPT = _flat("CloudWatch Logs, kept", "GB-month", "0.03", CLOUDWATCH)
WEB_ACL = _flat("web ACL", "month", "5.00", WAF)
WEB_ACL_RULE = _flat("rule of a web ACL", "month", "1.00", WAF)
WEB_ACL_REQUESTS = _flat("requests seen by a web ACL", "million", "0.60", WAF)
ALB = _flat("Application Load Balancer", "hour", "0.0225", LOAD_BALANCING)
ALB_UNITS = _flat("capacity units of an Application Load Balancer", "LCU-hour", "0.008", LOAD_BALANCING)
NLB = _flat("Network Load Balancer", "hour", "0.0225", LOAD_BALANCING)
NLB_UNITS = _flat("capacity units of a Network Load Balancer", "LCU-hour", "0.006", LOAD_BALANCING)
VPC_LINK = _flat("VPC link", "hour", "0", API_GATEWAY)
ENDPOINT = _flat("interface endpoint, in one zone", "hour", "0.01", PRIVATE_LINK)
ENDPOINT_DATA = _stepped(
    "data through interface endpoints", "GB", {1024**2: "0.01", 5 * 1024**2: "0.006"}, "0.004", PRIVATE_LINK
)

ALL: tuple[Price, ...] = (
    HTTP_REQUESTS,
    REST_REQUESTS,
    MESSAGES,
    CONNECTION_MINUTES,
    *CACHE.values(),
    DATA_OUT,
    LOGS_IN,
    LOGS_KEPT,
    WEB_ACL,
    WEB_ACL_RULE,
    WEB_ACL_REQUESTS,
    ALB,
    ALB_UNITS,
    NLB,
    NLB_UNITS,
    VPC_LINK,
    ENDPOINT,
    ENDPOINT_DATA,
)
"""Every price, in the order of the documentation."""

LEFT_OUT = (
    "Lambda, and what else answers: what functions, queues and tables cost is not the API's.",
    "Streamed responses: AWS charges by their size, and the unit is not known here, so `monthly_cost` refuses them.",
    "The free tier of new accounts, discounts, other Regions, and data between zones.",
    "Throttled calls, failed authorization, and missing or invalid API keys: AWS does not charge them.",
    "The invocations of a Lambda authorizer, which AWS does charge.",
)
"""What the model leaves out."""
