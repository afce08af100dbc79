"""What the APIs of a stack are expected to carry, from which its costs follow. See `settings.py`."""

from typing import Annotated

from pydantic import Field

from stacks.fields import Section

# The largest size of a message and of a request that AWS takes:
# https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html
Kilobytes = Annotated[float, Field(ge=0, le=10_240, allow_inf_nan=False)]
MessageKilobytes = Annotated[float, Field(ge=0, le=128, allow_inf_nan=False)]
# Above a million million a month nothing is a web API, and a figure is a slip.
Count = Annotated[int, Field(ge=0, le=10**12)]


class RequestTraffic(Section):
    """What an HTTP or REST API is expected to carry."""

    requests_per_month: Count = Field(description="a whole number of requests, 0 or more")
    kilobytes_in: Kilobytes = Field(description="kilobytes of one request, from 0 to 10240")
    kilobytes_out: Kilobytes = Field(description="kilobytes of the answer to one, from 0 to 10240")


class MessageTraffic(Section):
    """What a WebSocket API is expected to carry."""

    messages_per_month: Count = Field(description="a whole number of messages in both directions, 0 or more")
    kilobytes_per_message: MessageKilobytes = Field(description="kilobytes of one message, from 0 to 128")
    open_connections: Annotated[float, Field(ge=0, le=10**9, allow_inf_nan=False)] = Field(
        description="connections that are open at a moment, on average, 0 or more"
    )


_REQUESTS = "a map with requestsPerMonth, kilobytesIn and kilobytesOut"


class TrafficSettings(Section):
    """What is expected of each API by its name; nothing of those that are left out."""

    orders: RequestTraffic | None = Field(default=None, description=_REQUESTS)
    users: RequestTraffic | None = Field(default=None, description=_REQUESTS)
    payments: RequestTraffic | None = Field(default=None, description=_REQUESTS)
    catalog: RequestTraffic | None = Field(default=None, description=_REQUESTS)
    ledger: RequestTraffic | None = Field(default=None, description=_REQUESTS)
    notifications: MessageTraffic | None = Field(
        default=None, description="a map with messagesPerMonth, kilobytesPerMessage and openConnections"
    )
