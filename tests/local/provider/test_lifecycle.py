"""Every type through its whole life, against a running emulator."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from local.provider.schema import resource_schema
from local.provider.types import known_types
from local.provider.values import Properties, Secret, Unknown, as_dict, as_list, plain
from tests.local.provider.all_samples import SAMPLES
from tests.local.provider.engine import Engine, Resource
from tests.local.provider.samples import Sample, sample_id

NONE, SOME = 1, 2


def changed(inputs: Properties, change: Properties) -> Properties:
    merged = {**inputs, **change}
    return {name: value for name, value in merged.items() if value is not None}


def top(path: str) -> str:
    return re.split(r"[.\[]", path)[0]


def shows(found: Any, given: Any) -> bool:
    """Whether what is found says what was given; it may say more, and write a document otherwise."""
    found, given = plain(found), plain(given)
    entries, found_entries = as_dict(given), as_dict(found)
    if entries is not None and found_entries is not None:
        return all(shows(found_entries.get(name), value) for name, value in entries.items())
    items, found_items = as_list(given), as_list(found)
    if items is not None and found_items is not None:
        return len(items) == len(found_items) and all(any(shows(one, item) for one in found_items) for item in items)
    if isinstance(given, str) and given.startswith('{"'):
        return json.loads(found) == json.loads(given)
    return found == given


def differences(left: Properties, right: Properties) -> Properties:
    names = sorted({*left, *right})
    return {name: (left.get(name), right.get(name)) for name in names if left.get(name) != right.get(name)}


def assert_quiet(engine: Engine, resource: Resource, given: Properties) -> None:
    """A refresh finds what the state has, and the same program changes nothing."""
    found = engine.read(resource)
    assert found is not None
    assert differences(resource.inputs, found.inputs) == {}
    assert differences(resource.state, found.state) == {}
    answer = engine.diff(found, given)
    assert (answer.changes, list(answer.detailedDiff)) == (NONE, [])


@pytest.mark.parametrize("sample", SAMPLES, ids=sample_id)
def test_a_resource_lives_and_dies(engine: Engine, sample: Sample) -> None:
    given = {**sample.inputs, **sample.parents(engine)}
    resource = engine.create(sample.type, "a-sample", given)
    assert resource.id
    assert_declared_types(resource)
    assert set(known_types()[sample.type].outputs) <= set(resource.state)
    for name, value in given.items():
        assert shows(resource.state.get(name), value), name
    assert_quiet(engine, resource, given)
    assert_imports(engine, sample, resource, given)

    if sample.update:
        wanted = changed(given, sample.update)
        answer = engine.diff(resource, wanted)
        assert (answer.changes, list(answer.replaces)) == (SOME, [])
        assert {top(path) for path in answer.detailedDiff} <= set(sample.update)
        assert list(answer.diffs) == sorted({top(path) for path in answer.detailedDiff})
        engine.update(resource, wanted)
        for name in sample.update:
            if wanted.get(name) is not None:
                assert shows(resource.state.get(name), wanted[name]), name
            else:
                assert resource.state.get(name) != given.get(name), name
        assert_declared_types(resource)
        assert_quiet(engine, resource, wanted)
        given = wanted

    if sample.replace:
        answer = engine.diff(resource, changed(given, sample.replace))
        assert {top(path) for path in answer.replaces} & {*sample.replace}

    engine.delete(resource)
    assert (engine.read(resource) is None) != sample.lasting
    engine.delete(resource)


def assert_imports(engine: Engine, sample: Sample, resource: Resource, given: Properties) -> None:
    """An import by the real provider's id finds the same resource, and inputs that the program agrees with."""
    identifier = sample.import_id.format(**{**resource.state, "id": resource.id})
    found = engine.read(Resource(sample.type, resource.name, {}, identifier))
    assert found is not None
    assert found.id == resource.id
    # What AWS never shows cannot be imported either; of the rest the program differs in nothing.
    attributes = known_types()[sample.type].attributes
    hidden = {path.partition(".")[0] for path, attribute in attributes.items() if attribute.unechoed or attribute.local}
    assert set(engine.diff(found, given).diffs) <= hidden
    engine.check(sample.type, resource.name, {**found.inputs, **{name: given[name] for name in hidden & given.keys()}})


def assert_declared_types(resource: Resource) -> None:
    """Only outputs that pulumi_aws declares, each of its type, or a program ends in the SDK."""
    outputs = resource_schema(resource.type).outputs
    python = {"string": str, "document": str, "boolean": bool, "integer": float, "number": float}
    python |= {"list": list, "map": dict, "object": dict}
    for name, value in resource.state.items():
        expected = python.get(outputs[name].type.kind)
        plain = value.value if isinstance(value, Secret) else value
        if expected is not None:
            assert isinstance(plain, expected), f"{name} is {plain!r}"


def computed_inside(token: str, given: Properties) -> list[tuple[str, str]]:
    """What AWS decides inside of an object that is given without it."""
    split = [(*path.split("."),) for path, attribute in known_types()[token].attributes.items() if attribute.computed]
    nested = [(path[0], path[1]) for path in split if len(path) > 1]
    return [(name, inner) for name, inner in nested if inner not in (as_dict(given.get(name)) or {inner})]


@pytest.mark.parametrize("sample", SAMPLES, ids=sample_id)
def test_a_preview_knows_inputs_and_leaves_the_rest_open(engine: Engine, sample: Sample) -> None:
    names = ("apiId", "role", "function", "functionName", "restApi", "restApiId", "resourceId", "deployment", "keyId")
    given = {
        **sample.inputs,
        **dict.fromkeys(
            (
                *names,
                "parentId",
                "stageName",
                "usagePlanId",
                "integrationId",
                "routeId",
                "secretId",
                "targetKeyId",
                "rule",
            ),
            "known",
        ),
    }
    given |= {"userPoolId": "eu-west-1_abcdefghi", "httpMethod": "GET", "queueUrl": "http://127.0.0.1/0/orders"}
    schema = resource_schema(sample.type)
    given = {name: value for name, value in given.items() if name in schema.inputs}
    given |= sample.known
    if sample.type.startswith("aws:s3/bucketP"):
        given["bucket"] = "known"
    given = {name: (sample.inputs.get(name) or value) for name, value in given.items()}
    if "domainName" in schema.inputs:
        given.setdefault("domainName", "a.example.com")
    outputs = engine.preview(sample.type, "a-sample", given)
    for name, value in given.items():
        assert shows(outputs[name], value), name
    for name, inner in computed_inside(sample.type, given):
        assert isinstance(outputs[name][inner], Unknown), f"{name}.{inner}"
    naming = known_types()[sample.type].naming
    made = {"tagsAll", naming.property if naming else ""}
    for name, declared in schema.outputs.items():
        if name not in given and name not in made:
            assert isinstance(plain(outputs.get(name)), Unknown) == declared.always, name


def test_a_preview_of_a_change_keeps_what_aws_decided_inside_an_object(engine: Engine) -> None:
    sample = next(one for one in SAMPLES if one.type == "aws:apigatewayv2/domainName:DomainName")
    given = {**sample.inputs, "domainName": "previewed.example.com"}
    resource = engine.create(sample.type, "a-sample", given)
    target = as_dict(resource.state["domainNameConfiguration"]) or {}
    previewed = engine.update(resource, {**given, "tags": {"team": "other"}}, preview=True)
    assert (as_dict(previewed["domainNameConfiguration"]) or {})["targetDomainName"] == target["targetDomainName"]
