"""Responses of REST APIs are compressed."""

from collections.abc import Iterator

from gateway_policies.documents.body_parts import body_of
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_API
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation

# At 10485760, the greatest size AWS takes, nothing would ever be compressed, for no response is larger.
_LARGEST = 10485759
_IN_BODY = "x-amazon-apigateway-minimum-compression-size"


def _check_compression(api: Resource, _settings: Settings) -> Iterator[Finding]:
    """The property is text, and outdoes what the body says."""
    value = api.at("minimumCompressionSize")
    if value.reading in (Absent(), Known("")):
        document = body_of(api)
        if isinstance(document, Unknown):
            yield undecided(api, document)
            return
        if isinstance(document, Known) and not isinstance(document.value.at(_IN_BODY).reading, Absent):
            value = document.value.at(_IN_BODY)
    size = value.number() if value.reading != Known("") else Absent()
    if isinstance(size, Unknown):
        yield undecided(api, size)
    elif isinstance(size, Absent) or not 0 <= size.value <= _LARGEST:
        found = "not set" if isinstance(size, Absent) else f"{size.value:.0f}"
        yield violation(api, value.path, f"{value.path} is {found}, allowed: 0 to {_LARGEST} bytes")


RESPONSE_COMPRESSION = Rule(
    name="response-compression",
    group="hygiene",
    severity="low",
    level="disabled",
    title="A REST API does not compress its responses",
    why="Large responses then cost time and traffic; but where a response holds both a secret and what the caller "
    "sent, compression lets the secret be guessed from its length (BREACH), so that only some want it.",
    fix="Set minimumCompressionSize to the size in bytes from which a response is compressed, such as '1024'.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gzip-compression-decompression.html",
    controls=("KICS ed35928e", "terrascan AC_AWS_0010", "cloudsploit apigatewayContentEncoding", "OWASP API8:2023"),
    checks={REST_API: _check_compression},
)

RULES = (RESPONSE_COMPRESSION,)
