"""The output `costs` of a stack: what it will cost a month, in US dollars. Texts of money have two decimals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Self, cast

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from components.knowledge.costs_reading import CostsError, read_costs
from report.preview_resources import MASK

if TYPE_CHECKING:
    from collections.abc import Mapping


Number = Annotated[str, Field(pattern=r"^\d+(\.\d+)?$")]
"""A number as text."""


class _Part(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, frozen=True, extra="ignore")


class Line(_Part):
    """One item of a bill."""

    item: str
    quantity: str
    unit: str
    unit_price: str
    cost: Number
    name: str = ""
    """Of what is shared: which one it is."""
    shared_by: list[str] = []
    """Of what is shared: the APIs that use it."""


class OtherKind(_Part):
    """What the API would cost as the other kind, or why it cannot be one."""

    kind: str
    total: Number | None = None
    why_not: list[str] = []


class ApiCosts(_Part):
    """The costs of one API for its requests, or messages, a month."""

    kind: str
    """HTTP, REST or WEBSOCKET."""
    requests: float | None = None
    messages: float | None = None
    lines: list[Line]
    total: Number
    other_kind: OtherKind | None = None


class Shared(_Part):
    """What all APIs share."""

    lines: list[Line]
    total: Number


class Prices(_Part):
    """Whose prices they are."""

    region: str
    of: str
    sources: list[str] = []


class Chart(_Part):
    """What requests cost on each kind of API, for several counts of requests."""

    requests: list[float] = Field(min_length=1)
    http: list[Number] = Field(alias="HTTP")
    rest: list[Number] = Field(alias="REST")

    @model_validator(mode="after")
    def _is_complete(self) -> Self:
        if not len(self.requests) == len(self.http) == len(self.rest):
            raise PydanticCustomError("lengths", "has not one cost of each kind for each count of requests")
        return self


class Costs(_Part):
    """All costs of a stack that are modelled."""

    prices: Prices
    apis: dict[str, ApiCosts]
    shared: Shared
    total: Number
    not_modelled: list[str] = []
    chart: Chart


@dataclass(frozen=True)
class CostsSection:
    """What the page says of costs."""

    costs: Costs | None
    chart: dict[str, Any]
    """The same as plain JSON, from which the chart is drawn; empty without costs."""
    why_none: str
    """Why there are none to show, "" where there are some."""


def costs_of(outputs: Mapping[str, object]) -> CostsSection:
    """The costs that a stack puts out."""
    if "costs" not in outputs:
        return CostsSection(None, {}, "This program puts out no costs.")
    if outputs["costs"] == MASK:
        return CostsSection(None, {}, "The output `costs` is a secret, so it is not shown.")
    try:
        found = read_costs(cast("dict[str, Any]", outputs["costs"]))
        return CostsSection(Costs.model_validate(found), found, "")
    except CostsError as error:
        return CostsSection(None, {}, f"{str(error)[0].upper()}{str(error)[1:]}.")
    except ValidationError as error:
        places = ", ".join(".".join(map(str, one["loc"])) or "costs" for one in error.errors()[:3])
        why = f"The output `costs` has another form than this report reads: look at {places}."
        return CostsSection(None, {}, why)
