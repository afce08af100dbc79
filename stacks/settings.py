"""Settings of a stack: what stacks/Pulumi.STACK.yaml may say, as typed values.

A key is written in camelCase in the file and in snake_case here. The description of a field is what an error says is
allowed.
"""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    WrapValidator,
)
from pydantic.alias_generators import to_camel
from pydantic_core import InitErrorDetails, PydanticCustomError

from components.access_logs import RETENTION_DAYS

_ORIGIN = re.compile(r"https?://[^/?#\s*]+")
_ISSUER = re.compile(r"https://[^\s?#]+")
# https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
_TAG_KEY = re.compile(r"(?!aws:)[\w .:/=+@-]{1,128}", re.IGNORECASE)
_TAG_VALUE = re.compile(r"[\w .:/=+@-]{0,256}")
_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")


def _matches(pattern: re.Pattern[str]) -> AfterValidator:
    def check(text: str) -> str:
        if not pattern.fullmatch(text):
            raise PydanticCustomError("pattern", "is not of the form that is allowed")
        return text

    return AfterValidator(check)


def _one_of(values: tuple[int, ...]) -> AfterValidator:
    def check(value: int) -> int:
        if value not in values:
            raise PydanticCustomError("enum", "is none of the values that are allowed")
        return value

    return AfterValidator(check)


def _each_once(value: Any, validate: Callable[[Any], list[str]]) -> list[str]:
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


Origin = Annotated[str, _matches(_ORIGIN), Field(description="scheme://host or scheme://host:port, http or https")]
Origins = Annotated[list[Origin], Field(min_length=1, description="one origin or more, each once")]
Audience = Annotated[str, Field(min_length=1, description="an audience, as the tokens spell it")]


class _Section(BaseModel):
    model_config = ConfigDict(
        alias_generator=to_camel,
        extra="forbid",
        frozen=True,
        strict=True,
        # What is wrong is quoted by settings_error.py, which knows what is secret.
        hide_input_in_errors=True,
    )


class ThrottleSettings(_Section):
    """How many requests routes take."""

    rate: float = Field(gt=0, le=10_000, description="requests per second, more than 0 and at most 10000")
    burst: int = Field(ge=1, le=5_000, description="a whole number of requests from 1 to 5000")


class CorsSettings(_Section):
    """Which web pages may call the API."""

    origins: Annotated[Origins, WrapValidator(_each_once)]


class OrdersSettings(_Section):
    """The orders API."""

    throttle: ThrottleSettings = Field(description="rate and burst of all routes")
    create_throttle: ThrottleSettings = Field(description="rate and burst of POST /orders")
    cors: CorsSettings = Field(description="the origins of web pages that may call the API")


class CognitoIdentity(_Section):
    """A user pool of the stack signs the tokens."""

    provider: Literal["cognito"]


class OidcIdentity(_Section):
    """An OpenID Connect provider signs the tokens."""

    provider: Literal["oidc"]
    issuer: Annotated[str, _matches(_ISSUER)] = Field(description="an https:// URL, as the provider's tokens spell it")
    audiences: list[Audience] = Field(min_length=1, max_length=50, description="1 to 50 audiences")


class LogSettings(_Section):
    """The logs of APIs and functions."""

    retention_days: Annotated[int, _one_of(RETENTION_DAYS)] = Field(
        default=30,
        description=f"days, one of {', '.join(map(str, RETENTION_DAYS))}",
    )


TagKey = Annotated[str, _matches(_TAG_KEY)]
TagValue = Annotated[str, _matches(_TAG_VALUE)]


class Settings(_Section):
    """All settings of a stack."""

    region: Annotated[str, _matches(_REGION)] = Field(alias="aws:region", description="a region, such as us-east-1")
    orders: OrdersSettings = Field(description="a map with throttle, createThrottle and cors")
    identity: CognitoIdentity | OidcIdentity = Field(
        default=CognitoIdentity(provider="cognito"),
        discriminator="provider",
        description="provider: cognito, or provider: oidc with issuer and audiences",
    )
    logs: LogSettings = Field(default=LogSettings(), description="a map with retentionDays")
    tags: dict[TagKey, TagValue] = Field(
        default={},
        description="keys of 1 to 128 and values of up to 256 characters, which are letters, digits, spaces and "
        ". : / = + @ _ -; no key may begin with aws:",
    )
    deletion_protection: bool = Field(default=True, description="true or false")
