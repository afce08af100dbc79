"""Pushing data to connections, through the API's callback URL.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-how-to-call-websocket-api-connections.html
"""

import logging
import os
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal, Protocol, cast

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from .events import Event

URL_VARIABLE = "CALLBACK_URL"
"""Environment variable with the callback URL, in which `{apiId}` and `{stage}` stand for those of the event."""
DEFAULT_URL = "https://{apiId}.execute-api.{region}.amazonaws.com/{stage}"
"""The callback URL without that variable: never a domain of one's own, since only execute-api manages connections."""
AT_ONCE = 16
"""Pushes that are under way at the same time."""

_LOG = logging.getLogger(__name__)


class CallbackClient(Protocol):
    """What is needed of boto3's API Gateway management client."""

    def post_to_connection(self, **kwargs: Any) -> Mapping[str, Any]:
        """Send data to one connection."""
        ...


@dataclass(frozen=True)
class Outcome:
    """What became of the pushes.

    Attributes:
        delivered: how many connections took the data.
        gone: the connections that are closed.
        failed: how many connections are open, as far as is known, and got nothing; the log says why.
    """

    delivered: int
    gone: Sequence[str]
    failed: int


def push(client: CallbackClient, connections: Sequence[str], data: bytes) -> Outcome:
    """Send the same data to each connection. One that fails keeps the others from nothing."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        states = list(pool.map(partial(_push_one, client, data), connections))
    gone = [connection for connection, state in zip(connections, states, strict=True) if state == "gone"]
    return Outcome(states.count("delivered"), gone, states.count("failed"))


def _push_one(client: CallbackClient, data: bytes, connection: str) -> Literal["delivered", "gone", "failed"]:
    try:
        client.post_to_connection(ConnectionId=connection, Data=data)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") == "GoneException":
            return "gone"
        _LOG.exception("nothing was pushed to connection %s", connection)
        return "failed"
    except BotoCoreError:
        _LOG.exception("nothing was pushed to connection %s", connection)
        return "failed"
    return "delivered"


def url(event: Event) -> str:
    """The callback URL of the API and stage that an event is of."""
    context = event["requestContext"]
    pattern = os.environ.get(URL_VARIABLE) or DEFAULT_URL.replace("{region}", os.environ["AWS_REGION"])
    return pattern.replace("{apiId}", str(context["apiId"])).replace("{stage}", str(context["stage"]))


def callback(event: Event) -> CallbackClient:
    """The client of the API and stage that an event is of."""
    return _client(url(event))


@cache
def _client(endpoint: str) -> CallbackClient:
    # Short, since Lambda would wait for one dead connection at the cost of all others.
    settings = Config(connect_timeout=2, read_timeout=5, max_pool_connections=AT_ONCE, retries={"mode": "standard"})
    client = boto3.client("apigatewaymanagementapi", endpoint_url=endpoint, config=settings)  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] -- CallbackClient stands in for the stubs
    return cast("CallbackClient", client)
