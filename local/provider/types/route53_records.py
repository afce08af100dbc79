"""Amazon Route 53: records.

https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any, Final

from local.provider.emulator_client import AwsError
from local.provider.resource_type import Attribute, Change, Exact, Reading, ResourceType
from local.provider.types.route53 import short_id
from local.provider.values import Unknown, as_list, objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Call, Problem, Request
    from local.provider.values import Properties

_SET: Final = "ChangeBatch.Changes.ResourceRecordSet"
_TYPES: Final = (
    "A", "AAAA", "CAA", "CNAME", "DS", "HTTPS", "MX", "NAPTR", "NS", "PTR", "SOA", "SPF", "SRV", "SSHFP", "SVCB",
    "TLSA", "TXT",
)  # fmt: skip
_GONE: Final = "InvalidChangeBatch"
_LONGEST_TTL: Final = 2147483647
_POLICIES: Final = (
    "failoverRoutingPolicies", "geolocationRoutingPolicies", "geoproximityRoutingPolicy", "latencyRoutingPolicies",
    "weightedRoutingPolicies", "multivalueAnswerRoutingPolicy", "cidrRoutingPolicy",
)  # fmt: skip
_NOT_HERE: Final = Attribute(refused="the emulator answers no DNS queries, so nothing would be routed")


def _check(inputs: Properties) -> list[Problem]:
    alias, records, kind = inputs.get("aliases"), inputs.get("records"), inputs.get("type")
    problems: list[Problem] = []
    if not alias and not records:
        problems.append(("records", "is required: a record has values in `records`, or an alias in `aliases`"))
    if alias and records:
        problems.append(("records", "conflicts with `aliases`: give one of them"))
    if alias and inputs.get("ttl") is not None:
        problems.append(("ttl", "conflicts with `aliases`: an alias has the time of its target"))
    if records and inputs.get("ttl") is None:
        problems.append(("ttl", "is required with `records`: how many seconds answers may be kept"))
    if alias and kind in {"NS", "SOA"}:
        problems.append(("type", f"is {kind}, which cannot be an alias"))
    if isinstance(kind, str):
        for index, value in enumerate(as_list(records) or []):
            problems += [(f"records[{index}]", reason) for reason in _value_problems(kind, value)]
    if kind == "CNAME" and len(as_list(records) or []) > 1:
        problems.append(("records", "has more than one value; a CNAME record has one"))
    return problems


def _value_problems(kind: str, value: Any) -> list[str]:
    if isinstance(value, Unknown) or not isinstance(value, str):
        return []
    version = {"A": 4, "AAAA": 6}.get(kind)
    if version is None:
        ends = kind == "CNAME" and (not value or " " in value or "://" in value)
        return [f"is {value!r}, which is not a domain name"] if ends else []
    try:
        ok = ipaddress.ip_address(value).version == version
    except ValueError:
        ok = False
    return [] if ok else [f"is {value!r}; a record of type {kind} has IPv{version} addresses"]


def _amend(operation: str, request: Request, inputs: Properties, state: Properties) -> Request:
    """The one operation for all changes of records: what `_complete` adds is the rest."""
    del operation, state
    for change in request.get("ChangeBatch", {}).get("Changes", []):
        change["Action"] = "UPSERT" if inputs.get("allowOverwrite") else "CREATE"
    return request


def full_name(name: str, zone: str) -> str:
    """The name of a record with that of its zone, which a program may leave out, and without a dot at its end."""
    name, zone = name.rstrip(".").lower(), zone.rstrip(".").lower()
    if not name or name == zone or name.endswith(f".{zone}"):
        return name or zone
    return f"{name}.{zone}"


def _complete(operation: str, call: Call, request: Request, state: Properties) -> None:
    """Names are completed with that of the zone; what changes is overwritten, and what goes is named as a whole."""
    zone = str(call("GetHostedZone", {"Id": request["HostedZoneId"]})["HostedZone"]["Name"])
    if "ChangeBatch" not in request:  # a deletion
        found = _find(call, request["HostedZoneId"], full_name(state["name"], zone), state)
        if found is None:
            raise AwsError(operation, _GONE, f"the record {state['name']} {state['type']} is not there")
        request["ChangeBatch"] = {"Changes": [{"Action": "DELETE", "ResourceRecordSet": found}]}
        return
    for change in request["ChangeBatch"]["Changes"]:
        record: Request = change["ResourceRecordSet"]
        record["Name"] = full_name(record["Name"], zone)
        if state.get("id"):
            change["Action"] = "UPSERT"


def _find(call: Call, zone: str, name: str, facts: Properties) -> Request | None:
    start = {"HostedZoneId": zone, "StartRecordName": name, "StartRecordType": facts["type"]}
    return _this_record(call("ListResourceRecordSets", start), {**facts, "fullName": name})


def _zone_name(answer: Request, facts: Properties) -> Request:
    return {"fullName": full_name(facts["name"], answer["HostedZone"]["Name"])}


def _this_record(answer: Request, facts: Properties) -> Request | None:
    wanted = (facts["fullName"], facts["type"], facts.get("setIdentifier") or None)
    for record in answer["ResourceRecordSets"]:
        if (_plain(record["Name"]), record["Type"], record.get("SetIdentifier")) == wanted:
            return record
    return None


def _plain(name: str) -> str:
    """A name as a program writes it: Route 53 escapes the star and ends every name with a dot."""
    return name.rstrip(".").replace("\\052", "*").lower()


def _aliases(target: Request) -> list[Properties]:
    return [
        {
            "name": _plain(target["DNSName"]), "zoneId": target["HostedZoneId"],
            "evaluateTargetHealth": target["EvaluateTargetHealth"],
        }
    ]  # fmt: skip


def _target(aliases: list[Properties]) -> Request:
    (alias,) = aliases
    return {
        "DNSName": alias["name"], "HostedZoneId": alias["zoneId"],
        "EvaluateTargetHealth": bool(alias["evaluateTargetHealth"]),
    }  # fmt: skip


def _quoted(kind: str, value: str) -> str:
    return f'"{value}"' if kind in {"TXT", "SPF"} and not value.startswith('"') else value


def _record_id(facts: Properties) -> str:
    parts = (short_id(facts["zoneId"]), facts["name"], facts["type"], facts.get("setIdentifier"))
    return "_".join(part for part in parts if part)


def _prepared(inputs: Properties) -> Properties:
    """Texts are in quotes at Route 53, which a program leaves out."""
    if not inputs.get("records"):
        return inputs
    return {**inputs, "records": [_quoted(inputs["type"], value) for value in inputs["records"]]}


def _present(answer: Request) -> Request:
    if answer.get("Type") not in {"TXT", "SPF"}:
        return answer
    values = [{"Value": record["Value"].strip('"')} for record in objects_of(answer.get("ResourceRecords"))]
    return {**answer, "ResourceRecords": values}


RECORD: Final = ResourceType(
    type="aws:route53/record:Record",
    service="route53",
    create="ChangeResourceRecordSets",
    read=(Reading("GetHostedZone", select=_zone_name), Reading("ListResourceRecordSets", select=_this_record)),
    update=(Change("ChangeResourceRecordSets"),),
    delete="ChangeResourceRecordSets",
    id=_record_id,
    identity={
        "HostedZoneId": "zoneId", "Id": "zoneId", "StartRecordName": "fullName", "StartRecordType": "type",
    },
    import_id=("zoneId", "name", "type"),
    import_pattern=r"(?P<zoneId>[^_]+)_(?P<name>.+)_(?P<type>[A-Z]+)(?:_(?P<setIdentifier>.+))?",
    attributes={
        "name": Attribute(f"{_SET}.Name", unechoed=True, replaces=True),
        "type": Attribute((f"{_SET}.Type", "Type"), exact=Exact(allowed=_TYPES)),
        "zoneId": Attribute("HostedZoneId"),
        "ttl": Attribute((f"{_SET}.TTL", "TTL"), exact=Exact(minimum=0, maximum=_LONGEST_TTL)),
        "records": Attribute(
            (f"{_SET}.ResourceRecords", "ResourceRecords"),
            send=lambda values: [{"Value": value} for value in values],
            receive=lambda records: [record["Value"] for record in records],
        ),
        "aliases": Attribute((f"{_SET}.AliasTarget", "AliasTarget"), send=_target, receive=_aliases),
        "allowOverwrite": Attribute(local=True),
        "setIdentifier": Attribute(refused="it is for routing policies, which the local stand-in has none of"),
        "healthCheckId": Attribute(refused="the emulator checks no health"),
        **dict.fromkeys(_POLICIES, _NOT_HERE),
    },
    outputs={"fqdn": "{fullName}", "allowOverwrite": lambda facts: bool(facts.get("allowOverwrite"))},
    gone=("NoSuchHostedZone", _GONE),
    check=_check,
    first=_complete,
    amend=_amend,
    prepare=_prepared,
    present=_present,
)  # fmt: skip

TYPES: Final = (RECORD,)
