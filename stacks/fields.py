"""The types of single settings, and the sections that several APIs have. See `settings.py`."""

import re
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, WrapValidator
from pydantic.alias_generators import to_camel
from pydantic_core import InitErrorDetails, PydanticCustomError

_ORIGIN = re.compile(r"https?://[^/?#\s*]+")
ISSUER = re.compile(r"https://[^\s?#]+")
# https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
_TAG_KEY = re.compile(r"(?!aws:)[\w .:/=+@-]{1,128}", re.IGNORECASE)
_TAG_VALUE = re.compile(r"[\w .:/=+@-]{0,256}")
REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
_ZONE = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9][a-z]")
VPC = re.compile(r"vpc-[0-9a-z]+")
_SUBNET = re.compile(r"subnet-[0-9a-z]+")
ZONE_ID = re.compile(r"Z[A-Z0-9]{1,31}")
_LABEL = "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
DOMAIN_NAME = re.compile(rf"({_LABEL}\.)+{_LABEL}")
CERTIFICATE_NAME = re.compile(rf"(\*\.)?({_LABEL}\.)+{_LABEL}")
CERTIFICATE_ARN = re.compile(r"arn:aws[a-z-]*:acm:[a-z0-9-]+:[0-9]{12}:certificate/[a-z0-9-]+")
TOPIC_ARN = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[\w-]+")
_TARGET_NAME = re.compile(r"[a-z0-9-]{1,32}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def matches(pattern: re.Pattern[str]) -> AfterValidator:
    """The text must match as a whole."""

    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise PydanticCustomError("pattern", "is not of the form that is allowed")
        return text

    return AfterValidator(check)


def one_of(values: tuple[float, ...]) -> AfterValidator:
    """The number must be one of these."""

    def check(value: float) -> float:
        if value not in values:
            raise PydanticCustomError("enum", "is none of the values that are allowed")
        return value

    return AfterValidator(check)


def at_most_one(section: BaseModel, *names: str, required: bool = False) -> None:
    """One of these settings may be given; exactly one where one is required.

    Raises:
        PydanticCustomError: several are given, or none although one is required.
    """
    given = [name for name in names if getattr(section, name)]
    if len(given) > 1:
        raise PydanticCustomError("one_of", "has several of them")
    if required and not given:
        raise PydanticCustomError("one_of", "has none of them")


def each_once(value: Any, validate: Callable[[Any], list[str]]) -> list[str]:
    """Finds repeated items also when others are wrong, so that one error can tell both."""
    problems: list[InitErrorDetails] = []
    items: list[str] = []
    try:
        items = validate(value)
    except ValidationError as error:
        problems = [
            InitErrorDetails(type=PydanticCustomError("item", "is not allowed"), loc=one["loc"], input=one["input"])
            for one in error.errors()
        ]
    given: list[object] = value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType] -- judged item by item
    repeated = PydanticCustomError("repeated", "stands there more than once")
    problems += [
        InitErrorDetails(type=repeated, loc=(index,), input=item)
        for index, item in enumerate(given)
        if item in given[:index]
    ]
    if problems:
        raise ValidationError.from_exception_data("list", problems)
    return items


Origin = Annotated[str, matches(_ORIGIN), Field(description="scheme://host or scheme://host:port, http or https")]
Origins = Annotated[list[Origin], Field(min_length=1, description="one origin or more, each once")]


def _ip_range(text: str) -> str:
    try:
        ip_network(text)
    except ValueError:
        raise PydanticCustomError("cidr", "is no IP range") from None
    return text


IpRange = Annotated[
    str, AfterValidator(_ip_range), Field(description="an IP range in CIDR notation, such as 203.0.113.0/24")
]
IpRanges = Annotated[list[IpRange], Field(min_length=1)]


def _ip_address(text: str) -> str:
    try:
        ip_address(text)
    except ValueError:
        raise PydanticCustomError("ip", "is no IP address") from None
    return text


TargetName = Annotated[str, matches(_TARGET_NAME)]
IpAddress = Annotated[str, AfterValidator(_ip_address), Field(description="an IP address, such as 10.0.1.10")]
Port = Annotated[int, Field(ge=1, le=65_535)]
Zone = Annotated[str, matches(_ZONE), Field(description="the name of a zone, such as us-east-1a")]
Zones = Annotated[list[Zone], Field(min_length=2)]
SubnetId = Annotated[str, matches(_SUBNET), Field(description="the id of a subnet, subnet-…")]
SubnetIds = Annotated[list[SubnetId], Field(min_length=2)]
CustomerName = Annotated[str, Field(pattern=r"^[\w-]{1,64}$", description="1 to 64 letters, digits, - and _")]
# https://docs.aws.amazon.com/apigateway/latest/api/API_ApiKey.html and the article on API key file formats.
ApiKeyValue = Annotated[str, Field(min_length=20, max_length=128, description="a key of 20 to 128 characters")]
Email = Annotated[str, matches(_EMAIL), Field(description="a mail address, such as oncall@example.com")]
Audience = Annotated[str, Field(min_length=1, description="an audience, as the tokens spell it")]


class Section(BaseModel):
    """A map of settings that takes no other key."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        strict=True,
        # What is wrong is quoted by settings_error.py, which knows what is secret.
        hide_input_in_errors=True,
    )


class ThrottleSettings(Section):
    """How many requests routes take."""

    rate: float = Field(gt=0, le=10_000, description="requests per second, more than 0 and at most 10000")
    burst: int = Field(ge=1, le=5_000, description="a whole number of requests from 1 to 5000")


class CorsSettings(Section):
    """Which web pages may call the API."""

    origins: Annotated[Origins, WrapValidator(each_once)]


TagKey = Annotated[str, matches(_TAG_KEY)]
TagValue = Annotated[str, matches(_TAG_VALUE)]
