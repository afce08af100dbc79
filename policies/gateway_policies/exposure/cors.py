"""Which websites may call an HTTP API from the browsers of their visitors.

A body may configure it, too, but the provider takes that away again after the import: only `corsConfiguration` counts.
"""

import re
from collections.abc import Callable, Iterator

from gateway_policies.exposure.cors_credentials import is_every_website, is_plain
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import API
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

_LOOPBACK = re.compile(r"http://(([^/:]+\.)?localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?/?", re.IGNORECASE)


def _check_wildcard(api: Resource, _settings: Settings) -> Iterator[Finding]:
    yield from _check_origins(api, _is_wildcard, "which is every website; allowed are named origins")


def _check_plain(api: Resource, _settings: Settings) -> Iterator[Finding]:
    flaw = "which anyone on the network can pretend to be; allowed are https:// origins, and http://localhost"
    yield from _check_origins(api, _is_plain_elsewhere, flaw)


def _check_origins(api: Resource, is_wrong: Callable[[str], bool], flaw: str) -> Iterator[Finding]:
    """With credentials both are worse, and are the matter of cors-credentials-wildcard."""
    configuration = api.at("corsConfiguration")
    if configuration.at("allowCredentials").flag() == Known(value=True):
        return
    origins = configuration.at("allowOrigins").items()
    if isinstance(origins, Unknown):
        yield undecided(api, origins)
    for item in origins.value if isinstance(origins, Known) else ():
        origin = item.text()
        if isinstance(origin, Unknown):
            yield undecided(api, origin)
        elif isinstance(origin, Known) and is_wrong(origin.value):
            yield violation(api, item.path, f"{item.path} is {origin.value!r}, {flaw}")


def _is_wildcard(origin: str) -> bool:
    """`http://*` lacks TLS before all."""
    return is_every_website(origin) and not is_plain(origin)


def _is_plain_elsewhere(origin: str) -> bool:
    """What runs on the developer's own machine is on no network."""
    return is_plain(origin) and not _LOOPBACK.fullmatch(origin.strip())


_SOURCE = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html"

CORS_WILDCARD_ORIGIN = Rule(
    name="cors-wildcard-origin",
    group="exposure",
    severity="low",
    level="advisory",
    title="Any website may call the API from the browsers of its visitors",
    why="Pages of strangers can then read the answers, with the tokens they got hold of, and from networks that only "
    "the visitor is in.",
    fix="List the https:// origins of the own websites in corsConfiguration.allowOrigins; exempt an API that is meant "
    "for all websites in the enforcement file, with a reason.",
    source=_SOURCE,
    controls=("terrascan AC_AWS_0441", "OWASP API8:2023"),
    checks={API: _check_wildcard},
)

CORS_HTTP_ORIGIN = Rule(
    name="cors-http-origin",
    group="exposure",
    severity="medium",
    level="advisory",
    title="A website without TLS may call the API from the browsers of its visitors",
    why="Whoever is on the network between can put a page of their own in the place of such a website, and call the "
    "API as it.",
    fix="Serve the website over TLS and write its origin with https:// in corsConfiguration.allowOrigins.",
    source=_SOURCE,
    controls=("OWASP API8:2023",),
    checks={API: _check_plain},
)

RULES = (CORS_WILDCARD_ORIGIN, CORS_HTTP_ORIGIN)
