"""A feature that some kinds of API have: the row of the capability table. Pure: no Pulumi resource."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from components.knowledge.kinds import Kind

_GUIDE = "https://docs.aws.amazon.com/apigateway/latest/developerguide"


@dataclass(frozen=True)
class Feature:
    """One thing that some kinds of API have."""

    id: str
    """Its name in requirements."""
    title: str
    """What it is, so that "an HTTP API has no <title>" is a sentence."""
    kinds: tuple[Kind, ...]
    """The kinds that have it."""
    page: str
    """The page of the developer guide that describes it."""
    arguments: tuple[str, ...] = ()
    """Arguments of an API that ask for it."""
    route_keys: tuple[str, ...] = ()
    """Keys of a route that ask for it."""
    authorizer: str = ""
    """The sort of authorizer that asks for it."""
    instead: Mapping[Kind, str] = field(default_factory=dict[Kind, str])
    """The nearest way of a kind that lacks it."""
    note: str = ""
    """What a plain yes leaves out."""

    @property
    def source(self) -> str:
        """The address of the page."""
        return f"{_GUIDE}/{self.page}.html"
