"""What the rules of a web ACL say of a request.

https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statements-list.html

Of the rules that AWS manages nothing is known here, nor of where an address lies: such statements match nothing.
"""

from __future__ import annotations

import base64
import ipaddress
import logging
import re
import time
from collections import deque
from typing import TYPE_CHECKING, Any

from local.emulator.gateway.firewall_fields import texts_of
from local.emulator.gateway.ministack import FIREWALLS
from local.emulator.gateway.records import as_list, as_map, nested

if TYPE_CHECKING:
    from collections.abc import Callable

    from local.emulator.gateway.firewall_fields import Facts

log = logging.getLogger(__name__)

DEFAULT_WINDOW = 300
PASSED_OVER = {"GeoMatchStatement", "LabelMatchStatement", "ManagedRuleGroupStatement", "AsnMatchStatement"}

_counted: dict[tuple[str, str], deque[float]] = {}
_told: set[str] = set()


def matches(statement: dict[str, Any], facts: Facts, name: str) -> bool:
    """Whether a statement matches a request.

    Args:
        statement: Of one key, its kind.
        facts: The request.
        name: Names the rule, for its count of requests.
    """
    kind, body = next(iter(statement.items()))
    content = as_map(body)
    if kind in _STATEMENTS:
        return _STATEMENTS[kind](content, facts, name)
    if kind not in _told:
        _told.add(kind)
        known = "is not known here" if kind in PASSED_OVER else "is no statement that is known here"
        log.warning("WAF: a %s of %s %s: it matches nothing", kind, name, known)
    return False


def _and(content: dict[str, Any], facts: Facts, name: str) -> bool:
    return all(matches(one, facts, name) for one in as_list(content.get("Statements")))


def _or(content: dict[str, Any], facts: Facts, name: str) -> bool:
    return any(matches(one, facts, name) for one in as_list(content.get("Statements")))


def _not(content: dict[str, Any], facts: Facts, name: str) -> bool:
    return not matches(nested(content, "Statement"), facts, name)


def _named(store: Any, content: dict[str, Any]) -> dict[str, Any]:
    """The record that a statement refers to."""
    return as_map(next((one for one in store.values() if one["ARN"] == content["ARN"]), None))


def _of_ip_set(content: dict[str, Any], facts: Facts, _: str) -> bool:
    addresses = as_list(_named(FIREWALLS.ip_sets, content).get("Addresses"))
    try:
        client = ipaddress.ip_address(_address(nested(content, "IPSetForwardedIPConfig"), facts))
    except ValueError:
        return False
    return any(client in ipaddress.ip_network(address, strict=False) for address in addresses)


def _address(forwarded: dict[str, Any], facts: Facts) -> str:
    """The client's address, or the first one in a header of forwarded addresses."""
    if not forwarded:
        return facts.client
    return facts.headers.get(str(forwarded.get("HeaderName", "")).lower(), "").split(",")[0].strip()


def _by_rate(content: dict[str, Any], facts: Facts, name: str) -> bool:
    scope = nested(content, "ScopeDownStatement")
    if scope and not matches(scope, facts, name):
        return False
    kind = content.get("AggregateKeyType")
    forwarded = nested(content, "ForwardedIPConfig") if kind == "FORWARDED_IP" else {}
    key = "" if kind == "CONSTANT" else _address(forwarded, facts)
    now = time.monotonic()
    times = _counted.setdefault((name, key), deque())
    times.append(now)
    oldest = now - float(content.get("EvaluationWindowSec") or DEFAULT_WINDOW)
    while times[0] < oldest:
        times.popleft()
    return len(times) > int(content["Limit"])


def _by_bytes(content: dict[str, Any], facts: Facts, _: str) -> bool:
    wanted = base64.b64decode(content["SearchString"]).decode("utf-8", "replace")
    where = content["PositionalConstraint"]
    for found in texts_of(content, facts):
        matched = {
            "EXACTLY": found == wanted,
            "STARTS_WITH": found.startswith(wanted),
            "ENDS_WITH": found.endswith(wanted),
            "CONTAINS": wanted in found,
            "CONTAINS_WORD": re.search(rf"(?<!\w){re.escape(wanted)}(?!\w)", found) is not None,
        }
        if matched[where]:
            return True
    return False


def _by_pattern(content: dict[str, Any], facts: Facts, _: str) -> bool:
    return any(re.search(content["RegexString"], found) for found in texts_of(content, facts))


def _by_patterns(content: dict[str, Any], facts: Facts, _: str) -> bool:
    patterns = as_list(_named(FIREWALLS.regex_pattern_sets, content).get("RegularExpressionList"))
    texts = texts_of(content, facts)
    return any(re.search(pattern["RegexString"], found) for pattern in patterns for found in texts)


def _by_size(content: dict[str, Any], facts: Facts, _: str) -> bool:
    limit, operator = int(content["Size"]), content["ComparisonOperator"]
    compare: dict[str, Callable[[int], bool]] = {
        "EQ": lambda size: size == limit,
        "NE": lambda size: size != limit,
        "LE": lambda size: size <= limit,
        "LT": lambda size: size < limit,
        "GE": lambda size: size >= limit,
        "GT": lambda size: size > limit,
    }
    return any(compare[operator](len(found.encode())) for found in texts_of(content, facts))


_STATEMENTS: dict[str, Callable[[dict[str, Any], Facts, str], bool]] = {
    "AndStatement": _and,
    "OrStatement": _or,
    "NotStatement": _not,
    "IPSetReferenceStatement": _of_ip_set,
    "RateBasedStatement": _by_rate,
    "ByteMatchStatement": _by_bytes,
    "RegexMatchStatement": _by_pattern,
    "RegexPatternSetReferenceStatement": _by_patterns,
    "SizeConstraintStatement": _by_size,
}
