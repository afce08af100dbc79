"""What a rule of a web ACL stops, read alike from its block, from JSON and from a resource that is one rule."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from gateway_policies.properties import Value
from gateway_policies.reading import Absent, Known, Reading, Unknown

RATE = "rateBasedStatement"
_KNOWN_BAD_INPUTS = "AWSManagedRulesKnownBadInputsRuleSet"
_LOG4J = "Log4JRCE"
_STOPPING = ("block", "captcha", "challenge")


@dataclass(frozen=True, slots=True)
class Protection:
    """What one rule stops: what a managed rule group of this name finds, or who calls too often (`RATE`).

    `flaw` says why it stops nothing, `unread` what must be known to tell. Without a kind the rule may be any.
    """

    kind: str
    flaw: str = ""
    unread: Unknown | None = None


@dataclass(frozen=True, slots=True)
class GroupReference:
    """A rule that takes in the rules of a group one made oneself, whose ARN stands at `path`."""

    path: str


def rules_in(owner: Value, list_key: str, json_key: str) -> Iterator[Value | Unknown]:
    """The rules in the blocks of a web ACL or rule group, or in its JSON."""
    for rules in (owner.at(list_key).items(), _parsed(owner.at(json_key))):
        if isinstance(rules, Unknown):
            yield rules
        elif isinstance(rules, Known):
            yield from rules.value


def _parsed(value: Value) -> Reading[list[Value]]:
    text = value.text()
    if not isinstance(text, Known):
        return text
    if not text.value.strip():
        return Absent()
    try:
        return Value(value.path, Known(_as_in_pulumi(cast("object", json.loads(text.value))))).items()
    except (ValueError, RecursionError):
        return Unknown(value.path, "is not JSON")


def _as_in_pulumi(tree: object) -> object:
    """A tree with its keys as Pulumi spells them: AWS writes Statement and ARN."""
    if isinstance(tree, Mapping):
        fields = cast("Mapping[str, object]", tree)
        return {_key(key): _as_in_pulumi(one) for key, one in fields.items()}
    if isinstance(tree, Sequence) and not isinstance(tree, str):
        return [_as_in_pulumi(one) for one in cast("Sequence[object]", tree)]
    return tree


def _key(key: str) -> str:
    return key.lower() if key.isupper() else key[:1].lower() + key[1:]


def lacks_action(rule: Value) -> bool:
    """Whether a rule certainly says neither what it does nor what becomes of the actions of its group."""
    return all(isinstance(rule.at(key).mapping(), Absent) for key in ("action", "overrideAction"))


def protection(rule: Value) -> Protection | GroupReference | None:
    """What a rule stops, None when it is of no kind the pack asks for."""
    statement = rule.at("statement")
    kinds = (RATE, "managedRuleGroupStatement", "ruleGroupReferenceStatement")
    rate, managed, reference = (statement.at(kind).mapping() for kind in kinds)
    for unread in (rate, managed, reference):
        if isinstance(unread, Unknown):
            return Protection("", unread=unread)
    if isinstance(rate, Known):
        return _rate(rule.at("action"))
    counted = _is_there(rule.at("overrideAction", "count"))
    if isinstance(managed, Known):
        return managed_group(statement.at(kinds[1]), counted, rule.at("overrideAction").path)
    if isinstance(reference, Known) and counted is not True:
        path = statement.at(kinds[2], "arn").path
        return Protection(RATE, unread=counted) if isinstance(counted, Unknown) else GroupReference(path)
    return None


def managed_group(group: Value, counted: bool | Unknown, override: str) -> Protection:
    """What a managed rule group stops; `counted` tells whether `override` lets all of it only be counted."""
    name = group.at("name").text()
    if not isinstance(name, Known):
        return Protection(
            "", unread=name if isinstance(name, Unknown) else Unknown(group.at("name").path, "is not set")
        )
    if counted is True:
        return Protection(name.value, f"{override} lets what {name.value} finds only be counted")
    found = counted or (_log4j(group) if name.value == _KNOWN_BAD_INPUTS else "")
    return Protection(name.value, unread=found) if isinstance(found, Unknown) else Protection(name.value, found)


def _log4j(group: Value) -> str | Unknown:
    """Why the rules against Log4Shell stop nothing: they may be switched off one by one."""
    overrides = group.at("ruleActionOverrides").items()
    if isinstance(overrides, Unknown):
        return overrides
    for override in overrides.value if isinstance(overrides, Known) else ():
        rule = override.at("name").text()
        if isinstance(rule, Known) and not rule.value.startswith(_LOG4J):
            continue
        stops = _stops(override.at("actionToUse"))
        unread = next((one for one in (rule, stops) if isinstance(one, Unknown)), None)
        if unread and stops is not True:
            return unread
        if isinstance(rule, Known) and not stops:
            return f"{override.path} lets what {rule.value} finds through"
    return ""


def _rate(action: Value) -> Protection:
    stops = _stops(action)
    if isinstance(stops, Unknown):
        return Protection(RATE, unread=stops)
    return Protection(RATE, "" if stops else f"{action.path} does not block who calls too often")


def _stops(action: Value) -> bool | Unknown:
    found = [_is_there(action.at(name)) for name in _STOPPING]
    return True if True in found else next((one for one in found if one), False)


def _is_there(value: Value) -> bool | Unknown:
    return value.reading if isinstance(value.reading, Unknown) else isinstance(value.reading, Known)
