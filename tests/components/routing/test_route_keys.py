import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.routing import route_keys
from components.routing.route_keys import METHODS, RouteKey, RouteKeyError, conflict, parse

names = st.text("abcXYZ019._-", min_size=1, max_size=6)
literals = st.text("abcXYZ019._~!$&'()*+,;=:@-", min_size=1, max_size=6)


@st.composite
def keys(draw: st.DrawFn) -> RouteKey:
    if draw(st.integers(0, 9)) == 0:
        return RouteKey(route_keys.DEFAULT, ())
    variables = draw(st.lists(names, max_size=3, unique=True))
    segments = [f"{{{name}}}" for name in variables] + draw(st.lists(literals, max_size=3))
    segments = draw(st.permutations(segments))
    if variables and draw(st.booleans()):
        greedy = f"{{{variables[-1]}}}"
        segments = [*(one for one in segments if one != greedy), f"{greedy[:-1]}+}}"]
    return RouteKey(draw(st.sampled_from(METHODS)), tuple(segments))


def renamed(key: RouteKey) -> RouteKey:
    """The same key with other names for its variables."""
    segments = [segment.replace("{", "{other-") for segment in key.segments]
    return RouteKey(key.method, tuple(segments))


@given(keys())
def test_the_text_of_a_key_parses_to_the_key(key: RouteKey) -> None:
    assert parse(str(key)) == key


@given(st.text(max_size=20))
def test_any_text_is_a_key_that_spells_itself_or_an_error_with_faults(text: str) -> None:
    faults: list[route_keys.Fault] = []
    try:
        spelled = str(parse(text))
    except RouteKeyError as error:
        spelled, faults = "", error.faults
    assert (spelled == text and not faults) or (faults and all(one.found and one.remedy for one in faults))


@given(keys(), keys())
def test_conflict_is_symmetric(one: RouteKey, other: RouteKey) -> None:
    assert conflict(one, other) == conflict(other, one)


@given(keys())
def test_names_of_variables_make_no_difference_to_a_conflict(key: RouteKey) -> None:
    assert conflict(key, renamed(key))


@given(keys(), st.sampled_from(METHODS))
def test_another_method_is_no_conflict(key: RouteKey, method: str) -> None:
    other = RouteKey(method, key.segments)
    assert conflict(key, other) == (key.method == method)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GET /a/{id}", "GET /a/{id+}"),
        ("GET /a/{id}", "GET /a/b"),
        ("GET /a", "ANY /a"),
        ("GET /a/{x}/b", "GET /a/{x}/c"),
        ("$default", "ANY /{proxy+}"),
    ],
)
def test_a_more_specific_key_is_no_conflict(one: str, other: str) -> None:
    assert not conflict(parse(one), parse(other))


@pytest.mark.parametrize(
    ("text", "found", "remedy"),
    [
        ("/orders", '"/orders"', 'write "GET /orders" or another method'),
        ("orders", '"orders"', "put one space between method and path"),
        ("get /orders", 'the method "get"', 'write "GET"'),
        ("FETCH /orders", 'the method "FETCH"', "use one of the allowed methods"),
        ("GET orders", 'the path "orders"', 'write "/orders"'),
        ("GET  /orders", 'the path " /orders"', 'write "/orders"'),
        ("GET /orders/", 'an empty segment in "/orders/"', 'write "/orders"'),
        ("GET /a//b", 'an empty segment in "/a//b"', 'write "/a/b"'),
        ("GET /orders?limit=1", 'the path "/orders?limit=1"', 'write "/orders"'),
        ("GET /orders#top", 'the path "/orders#top"', 'write "/orders"'),
        ("GET /orders/{id", 'the segment "{id"', "give the variable a segment of its own and close its brace"),
        ("GET /orders/a{id}", 'the segment "a{id}"', "give the variable a segment of its own and close its brace"),
        ("GET /orders/{}", 'the segment "{}"', "give the variable a segment of its own and close its brace"),
        ("GET /two words", 'the segment "two words"', "write the path decoded, without spaces"),
        ("GET /{rest+}/tail", 'the greedy variable "{rest+}" before other segments', "move it to the end"),
        ("GET /{id}/{id}", 'the variable "id" twice', "rename one"),
        ("GET /{id}/{id+}", 'the variable "id" twice', "rename one"),
    ],
)
def test_a_fault_says_what_was_found_and_what_to_do(text: str, found: str, remedy: str) -> None:
    with pytest.raises(RouteKeyError) as caught:
        parse(text)
    assert [(fault.found, fault.remedy) for fault in caught.value.faults] == [(found, remedy)]


def test_all_faults_of_a_key_are_told_at_once() -> None:
    with pytest.raises(RouteKeyError) as caught:
        parse("FETCH /{rest+}//{rest+}")
    assert [fault.found for fault in caught.value.faults] == [
        'the method "FETCH"',
        'an empty segment in "/{rest+}//{rest+}"',
        'the greedy variable "{rest+}" before other segments',
        'the variable "rest" twice',
    ]


@pytest.mark.parametrize(("text", "variables"), [("GET /", ()), ("ANY /a/{b}/{c+}", ("b", "c")), ("$default", ())])
def test_the_variables_of_a_key(text: str, variables: tuple[str, ...]) -> None:
    assert parse(text).variables == variables


def test_what_is_no_key_has_no_variables() -> None:
    assert route_keys.variables_of("GET /a/{b}") == ("b",)
    assert route_keys.variables_of("GET /a/{b") == ()
