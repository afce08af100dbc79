"""Route keys of HTTP APIs: `METHOD /path` or `$default`. Pure: no Pulumi resource.

Source of the rules: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
"""

import re
from dataclasses import dataclass

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY")
"""Methods a route key may begin with; ANY stands for every method that has no route of its own on the path."""

DEFAULT = "$default"
"""The route key that catches what no other route matches."""

_VARIABLE = re.compile(r"\{(?P<name>[A-Za-z0-9._-]+)(?P<greedy>\+?)\}")
# A literal segment is made of the `pchar` of RFC 3986, section 3.3, without percent-encoding: API Gateway matches
# decoded paths.
_LITERAL = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@-]+")


@dataclass(frozen=True)
class Fault:
    """What is wrong with the text of a route key."""

    found: str
    allowed: str
    remedy: str


class RouteKeyError(ValueError):
    """The text is no route key.

    Attributes:
        faults: every fault of the text.
    """

    def __init__(self, text: str, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__(f"{text!r}: " + "; ".join(f"{fault.found} (allowed: {fault.allowed})" for fault in faults))


@dataclass(frozen=True)
class RouteKey:
    """A route key taken apart; `str()` gives its text back."""

    method: str
    """One of METHODS, or "$default" for the catch-all route."""
    segments: tuple[str, ...]
    """The path between its slashes; () for "/" and for "$default"."""

    def __str__(self) -> str:
        return DEFAULT if self.method == DEFAULT else f"{self.method} {self.path}"

    @property
    def path(self) -> str:
        """The path with its leading slash, or "" for the catch-all route."""
        return "" if self.method == DEFAULT else "/" + "/".join(self.segments)

    @property
    def variables(self) -> tuple[str, ...]:
        """Names of the path variables, in order."""
        matches = (_VARIABLE.fullmatch(segment) for segment in self.segments)
        return tuple(match["name"] for match in matches if match)

    @property
    def shape(self) -> str:
        """The key without the names of its variables: two keys of one shape match exactly the same requests."""
        segments = (_VARIABLE.sub(r"{\g<greedy>}", segment) for segment in self.segments)
        return DEFAULT if self.method == DEFAULT else f"{self.method} /{'/'.join(segments)}"

    @property
    def catches_options(self) -> bool:
        """Whether the preflight requests of browsers (method OPTIONS) can reach this route."""
        return self.method in {"ANY", "OPTIONS", DEFAULT}


def conflict(one: RouteKey, other: RouteKey) -> bool:
    """Whether the two keys match exactly the same requests.

    API Gateway takes the route that matches best: a full match, then a greedy variable, then `$default`; a method wins
    over ANY. So `GET /a` beside `ANY /a`, or `/a/{id}` beside `/a/{rest+}`, is no conflict. Between two keys that
    differ only in the names of their variables there is no better one, and AWS does not say which it takes.
    """
    return one.shape == other.shape


def parse(text: str) -> RouteKey:
    """The route key that `text` spells.

    Raises:
        RouteKeyError: with every fault of the text.
    """
    if text == DEFAULT:
        return RouteKey(DEFAULT, ())
    method, space, path = text.partition(" ")
    if not space:
        raise RouteKeyError(text, [_not_a_pair(text)])
    faults = [*_method_faults(method), *_path_faults(path)]
    if faults:
        raise RouteKeyError(text, faults)
    return RouteKey(method, () if path == "/" else tuple(path[1:].split("/")))


def variables_of(text: str) -> tuple[str, ...]:
    """Names of the path variables of a route key; none if it is no route key."""
    try:
        return parse(text).variables
    except RouteKeyError:
        return ()


def _not_a_pair(text: str) -> Fault:
    remedy = (
        f'write "GET {text}" or another method' if text.startswith("/") else "put one space between method and path"
    )
    return Fault(f'"{text}"', '"METHOD /path" or "$default"', remedy)


def _method_faults(method: str) -> list[Fault]:
    if method in METHODS:
        return []
    remedy = f'write "{method.upper()}"' if method.upper() in METHODS else "use one of the allowed methods"
    return [Fault(f'the method "{method}"', ", ".join(METHODS), remedy)]


def _path_faults(path: str) -> list[Fault]:
    if not path.startswith("/"):
        return [Fault(f'the path "{path}"', 'a path that begins with "/"', f'write "/{path.strip().lstrip("/")}"')]
    if "?" in path or "#" in path:
        bare = re.split(r"[?#]", path)[0]
        allowed = "a path alone; API Gateway hands every query parameter to the function"
        return [Fault(f'the path "{path}"', allowed, f'write "{bare}"')]
    if path == "/":
        return []
    segments = path[1:].split("/")
    faults = [fault for segment in segments for fault in _segment_faults(segment, path)]
    faults += _greedy_faults(segments)
    return faults + _duplicate_faults(segments)


def _segment_faults(segment: str, path: str) -> list[Fault]:
    if not segment:
        tidy = "/" + "/".join(part for part in path.split("/") if part)
        return [Fault(f'an empty segment in "{path}"', "segments with text between the slashes", f'write "{tidy}"')]
    if _VARIABLE.fullmatch(segment) or _LITERAL.fullmatch(segment):
        return []
    if "{" in segment or "}" in segment:
        allowed = "a variable that fills its whole segment: {name} or {name+}, with letters, digits, . _ -"
        return [
            Fault(f'the segment "{segment}"', allowed, "give the variable a segment of its own and close its brace")
        ]
    allowed = "letters, digits and . _ ~ ! $ & ' ( ) * + , ; = : @ - (RFC 3986)"
    return [Fault(f'the segment "{segment}"', allowed, "write the path decoded, without spaces")]


def _greedy_faults(segments: list[str]) -> list[Fault]:
    early = [segment for segment in segments[:-1] if (match := _VARIABLE.fullmatch(segment)) and match["greedy"]]
    allowed = "a greedy variable as the last segment only"
    return [Fault(f'the greedy variable "{one}" before other segments', allowed, "move it to the end") for one in early]


def _duplicate_faults(segments: list[str]) -> list[Fault]:
    names = [match["name"] for segment in segments if (match := _VARIABLE.fullmatch(segment))]
    twice = sorted({name for name in names if names.count(name) > 1})
    return [Fault(f'the variable "{name}" twice', "each variable name once in a path", "rename one") for name in twice]
