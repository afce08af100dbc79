"""What a gateway opens to whom beyond its callers."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import API
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation


def _check_cors(api: Resource, _settings: Settings) -> Iterator[Finding]:
    """AWS refuses the origin `*` with credentials, but takes `https://*`, which is as wide."""
    credentials = api.at("corsConfiguration", "allowCredentials").flag()
    if isinstance(credentials, Absent) or credentials == Known(value=False):
        return
    origins = api.at("corsConfiguration", "allowOrigins").items()
    if isinstance(origins, Unknown):
        yield undecided(api, origins)
    elif isinstance(origins, Known):
        for item in origins.value:
            origin = item.text()
            if isinstance(origin, Unknown):
                yield undecided(api, origin)
            elif isinstance(origin, Known) and (flaw := _flaw(origin.value)):
                if isinstance(credentials, Unknown):
                    yield undecided(api, credentials)
                    return
                message = f"allowCredentials is true and {item.path} is {origin.value!r}, {flaw}"
                yield violation(api, item.path, message)


def _flaw(origin: str) -> str:
    """Why credentials must not be shared with an origin, "" when they may."""
    if is_every_website(origin):
        return "which is every website"
    return "which anyone on the network can pretend to be" if is_plain(origin) else ""


def is_every_website(origin: str) -> bool:
    """Whether an origin stands for all of them, or all of one scheme or port."""
    _, separator, host = origin.strip().lower().rpartition("://")
    return host == "*" or (bool(separator) and host.startswith("*:"))


def is_plain(origin: str) -> bool:
    """Whether an origin is reached without TLS."""
    return origin.strip().lower().startswith("http://")


CORS_CREDENTIALS_WILDCARD = Rule(
    name="cors-credentials-wildcard",
    group="exposure",
    severity="high",
    level="mandatory",
    title="Any website may call the API with the visitor's credentials",
    why="The browser then sends cookies and authorization with requests made by pages of strangers, and lets them read "
    "the answers.",
    fix="List the https:// origins that need credentials in corsConfiguration.allowOrigins, or set allowCredentials to "
    "false.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html",
    controls=("mondoo apigateway-cors-not-wildcard-with-credentials", "OWASP API8:2023"),
    checks={API: _check_cors},
)

RULES = (CORS_CREDENTIALS_WILDCARD,)
