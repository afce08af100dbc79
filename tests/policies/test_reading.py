from collections.abc import Callable
from typing import Any

import pytest
from pulumi_policy.proxy import unknown_checking_proxy

from gateway_policies.properties import Value, read
from gateway_policies.reading import Absent, Known, Unknown

UNKNOWNS = [
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "030794c1-ac77-496b-92df-f27374a8bd58",
    "e48ece36-62e2-4504-bad9-02848725956a",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270"}

both_ways = pytest.mark.parametrize("wrap", [dict, unknown_checking_proxy], ids=["plain", "engine proxy"])


@pytest.mark.parametrize("unknown", UNKNOWNS)
@both_ways
def test_all_placeholders_of_the_engine_are_unknown(unknown: str, wrap: Callable[[Any], Any]) -> None:
    props = read(wrap({"one": unknown, "list": [unknown, "x"], "in": {"it": unknown}, "part": f"https://{unknown}/x"}))
    assert props.at("one").text() == Unknown("one", "is not known until up")
    assert props.at("in", "it").text() == Unknown("in.it", "is not known until up")
    assert props.at("one", "below", "it").number() == Unknown("one", "is not known until up")
    assert props.at("part").text() == Unknown("part", "is not known until up")
    items = props.at("list").items()
    assert isinstance(items, Known)
    assert [item.text() for item in items.value] == [Unknown("list[0]", "is not known until up"), Known("x")]


@both_ways
def test_known_and_absent(wrap: Callable[[Any], Any]) -> None:
    props = read(wrap({"text": "x", "null": None, "map": {"on": False}, "empty": []}))
    assert props.at("text").text() == Known("x")
    assert props.at("null").text() == Absent()
    assert props.at("missing", "below").flag() == Absent()
    assert props.at("map", "on").flag() == Known(value=False)
    assert props.at("empty").items() == Known([])


@pytest.mark.parametrize(
    ("read_as", "value", "expected"),
    [
        (Value.number, 5.5, 5.5),
        (Value.number, "12", 12.0),
        (Value.number, 0, 0.0),
        (Value.flag, "true", True),
        (Value.flag, "False", False),
    ],
)
@both_ways
def test_values_as_the_provider_takes_them(
    read_as: Callable[[Value], Any], value: Any, expected: Any, wrap: Callable[[Any], Any]
) -> None:
    assert read_as(read(wrap({"it": value})).at("it")) == Known(expected)


@pytest.mark.parametrize(
    ("read_as", "value", "expected"),
    [
        (Value.number, True, "a boolean where a number"),
        (Value.number, "many", "text where a number"),
        (Value.number, "inf", "text where a number"),
        (Value.number, 10**400, "a number where a number"),
        (Value.number, [1], "a list where a number"),
        (Value.flag, 1, "a number where a boolean"),
        (Value.flag, "yes", "text where a boolean"),
        (Value.text, {"x": 1}, "a map where text"),
        (Value.items, "text", "text where a list"),
        (Value.items, {"0": 1}, "a map where a list"),
        (Value.mapping, ["x"], "a list where a map"),
        (Value.text, {1}, "set where text"),
    ],
)
@both_ways
def test_a_wrong_type_decides_nothing(
    read_as: Callable[[Value], Any], value: Any, expected: str, wrap: Callable[[Any], Any]
) -> None:
    assert read_as(read(wrap({"it": value})).at("it")) == Unknown("it", f"is {expected} is expected")


@pytest.mark.parametrize(
    ("secret", "expected"),
    [
        ({**SECRET, "value": "x"}, Known("x")),
        ({**SECRET, "plaintext": '"x"'}, Known("x")),
        ({**SECRET, "plaintext": "null"}, Absent()),
        ({**SECRET, "plaintext": "{"}, Unknown("it", "is a secret whose plain text is not JSON")),
        ({**SECRET, "ciphertext": "v1:abc"}, Unknown("it", "is an encrypted secret")),
        ({**SECRET, "value": UNKNOWNS[2]}, Unknown("it", "is not known until up")),
        ({**SECRET, "value": {**SECRET, "plaintext": '"x"'}}, Known("x")),
        ("[secret]", Unknown("it", "is a secret, hidden in this file")),
    ],
)
@both_ways
def test_secrets(secret: Any, expected: Any, wrap: Callable[[Any], Any]) -> None:
    assert read(wrap({"it": secret})).at("it").text() == expected


def test_secrets_are_opened_along_the_way() -> None:
    props = read({"map": {**SECRET, "plaintext": '{"list": [1, 2]}'}})
    items = props.at("map", "list").items()
    assert isinstance(items, Known)
    assert [item.number() for item in items.value] == [Known(1.0), Known(2.0)]


@both_ways
def test_an_unknown_signature_is_no_crash(wrap: Callable[[Any], Any]) -> None:
    assert isinstance(read(wrap({"it": {SIGNATURE: UNKNOWNS[2]}})).at("it").mapping(), Known)


def test_other_errors_of_a_container_are_not_swallowed() -> None:
    class Broken(dict[str, Any]):
        def __getitem__(self, key: str) -> Any:
            raise OSError(key)

    with pytest.raises(OSError, match="it"):
        read(Broken(it=1)).at("it")
