"""What an authorizer is by its own words, where they leave it to a default."""

from gateway_policies.reading import Absent, Known, Reading
from gateway_policies.resource_types import AUTHORIZER
from gateway_policies.resources import Resource

TTL = "authorizerResultTtlInSeconds"
DEFAULT_TTL = 300
"""For how many seconds answers are kept where an authorizer does not say."""


def kind_of(authorizer: Resource) -> Reading[str]:
    """The type of an authorizer; that of a REST API is TOKEN where it is not set."""
    if authorizer.type == AUTHORIZER:
        return authorizer.at("authorizerType").text()
    kind = authorizer.at("type").text()
    return Known("TOKEN") if isinstance(kind, Absent) else kind
