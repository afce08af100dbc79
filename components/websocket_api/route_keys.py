"""Route keys of WebSocket APIs: `$connect`, `$disconnect`, `$default`, or a value that messages carry. Pure.

Source: https://docs.aws.amazon.com/apigateway/latest/developerguide/websocket-api-develop-routes.html
"""

import re

from components.problems import Problem, did_you_mean
from components.routing import route_keys

CONNECT = "$connect"
"""The route of the handshake; who may connect is decided here and nowhere else."""
DISCONNECT = "$disconnect"
"""The route that is called when the connection has ended; AWS does not promise that it is."""
DEFAULT = "$default"
"""The route of messages that no other route takes, and of those that are no JSON."""
PREDEFINED = (CONNECT, DISCONNECT, DEFAULT)

# AWS keeps what begins with a dollar sign for itself, and documents neither a set of characters nor a length. White
# space and control characters are refused because such a key is far more often a slip than meant.
_CUSTOM = re.compile(r"[^$\s\x00-\x1f\x7f][^\s\x00-\x1f\x7f]*")


def key_problems(key: str) -> list[Problem]:
    """Everything wrong with the text of a route key of a WebSocket API."""
    if key in PREDEFINED or _CUSTOM.fullmatch(key):
        return []
    where = f'route "{key}"'
    allowed = f"{', '.join(PREDEFINED)}, or a value of the message without spaces, such as send"
    if key.partition(" ")[0] in route_keys.METHODS:
        remedy = "did you mean HttpApi? A WebSocket API chooses the route by what a message holds, not by a path"
        return [Problem(where, "a method and a path", allowed, remedy)]
    if key.startswith("$"):
        remedy = did_you_mean(key, PREDEFINED, f'write "{key.lstrip("$")}": AWS keeps keys with $ for itself')
        return [Problem(where, f'the key "{key}"', allowed, remedy)]
    return [Problem(where, f"the key {key!r}", allowed, "write the value as messages carry it")]
