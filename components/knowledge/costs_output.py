"""The costs of a stack as an output, which people read at each `up`: a text for each item. Pure.

Money is text with two decimals, in US dollars a month. Unit prices have more where cents are too much.
`costs_reading.py` takes the texts apart again.
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from components.knowledge import prices
from components.knowledge.api_of_stack import ApiOfStack
from components.knowledge.kinds import Kind
from components.knowledge.shared_parts import SharedPart
from components.knowledge.stack_bill import BilledLine, OtherKind, other_kind, stack_bill, total

_DIGITS = Decimal("0.000001")

NOT_MODELLED = (
    *prices.LEFT_OUT,
    "Execution logs, and the logs of functions, web ACLs and load balancers: what they say depends on what happens.",
    "Compression of the logs that are kept, which AWS charges compressed: keeping them costs less than this says.",
    "Messages that only come in: all messages of a WebSocket API are counted as data out.",
    "Rule groups with a charge of their own, such as bot-control, and web ACLs of more than 1500 capacity units.",
    "What else the stack makes: domains and hosted zones, alarms and dashboards, keys, user pools, buckets.",
)
"""What is in no figure of a stack."""

Json = dict[str, Any]


def costs_output(apis: Mapping[str, ApiOfStack], shared: Sequence[SharedPart], region: str) -> Json:
    """The costs of a month.

    Args:
        apis: the APIs of the stack by their names.
        shared: what they share.
        region: the Region of the stack.
    """
    bill = stack_bill(apis, shared)
    return {
        "prices": f"{prices.REGION}, {prices.READ}",
        "apis": {name: _api(api, bill.apis[name], other_kind(name, apis)) for name, api in apis.items()},
        "shared": {
            "lines": [f"{_line(line)} ({part.name}; {_sharers(part)})" for part, line in bill.shared],
            "total": money(bill.shared_total),
        },
        "total": money(bill.total),
        "notModelled": _not_modelled(apis, region),
    }


def money(dollars: Decimal) -> str:
    """US dollars as text, to the cent."""
    return f"{dollars.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"


def _api(api: ApiOfStack, lines: Sequence[BilledLine], other: OtherKind | None) -> Json:
    carried = "messages" if api.kind is Kind.WEBSOCKET else "requests"
    found: Json = {"kind": api.kind.value, carried: int(api.expected.count), **_lines(lines)}
    if other is None:
        return found
    rest: Json = {"lacks": ", ".join(other.lacks)} if other.lacks else {"total": money(total(other.lines))}
    return {**found, "otherKind": {"kind": other.kind.value, **rest}}


def _lines(lines: Sequence[BilledLine]) -> Json:
    return {"lines": [_line(line) for line in lines], "total": money(total(lines))}


def _line(line: BilledLine) -> str:
    quantity = f"{_plain(line.quantity)} {line.price.unit}"
    return f"{line.price.item}: {quantity} at ${exact(line.unit_price)} = ${money(line.cost)}"


def _sharers(part: SharedPart) -> str:
    return f"shared by {', '.join(part.shared_by)}" if part.shared_by else "used by none yet"


def _plain(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    return f"{number.quantize(_DIGITS, ROUND_HALF_UP).normalize():f}"


def exact(dollars: Decimal) -> str:
    """US dollars as text: two decimals, and more where a cent is too much."""
    whole, _, digits = _plain(dollars).partition(".")
    return f"{whole}.{digits:0<2}"


def _not_modelled(apis: Mapping[str, ApiOfStack], region: str) -> list[str]:
    found = [*NOT_MODELLED]
    streaming = [name for name, api in apis.items() if "streaming" in api.features]
    if streaming:
        found.append(f"What streaming adds to the requests of {', '.join(streaming)}.")
    if region != prices.REGION:
        found.append(f"The prices of {region}, where the stack is: these are those of {prices.REGION}.")
    return found
