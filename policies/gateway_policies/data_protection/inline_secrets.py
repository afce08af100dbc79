"""Secrets a program hands to API Gateway although AWS can keep or make them itself."""

from collections.abc import Iterator

from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resource_types import REST_API_KEY, REST_DOMAIN_NAME
from gateway_policies.resources import Resource
from gateway_policies.rule import Check, Finding, Rule, Settings, undecided, violation


def _unset(key: str, consequence: str) -> Check:
    """The check that a property is not set. Whether its value is a Pulumi secret does not show when policies run."""

    def check(resource: Resource, _settings: Settings) -> Iterator[Finding]:
        value = resource.at(key)
        text = value.text()
        if isinstance(text, Absent) or text == Known(""):
            return
        # An encrypted or hidden secret cannot be read, but is certainly there.
        is_there = isinstance(value.reading, Unknown) and not value.reading.is_for_now
        if isinstance(text, Unknown) and not is_there:
            yield undecided(resource, text)
        else:
            yield violation(resource, key, f"{key} is set, {consequence}")

    return check


API_KEY_NOT_LITERAL = Rule(
    name="api-key-not-literal",
    group="data-protection",
    severity="medium",
    level="advisory",
    title="The value of an API key is chosen by the program",
    why="A key written by people can be guessed or found in the source, and stays in the state of the stack.",
    fix="Leave value out, so that API Gateway makes a random key, and export the resource's value as a secret.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-setup-api-keys.html",
    controls=("OWASP API2:2023", "OWASP API8:2023"),
    checks={REST_API_KEY: _unset("value", "it must be left to API Gateway to make")},
)

DOMAIN_NO_INLINE_KEY = Rule(
    name="domain-no-inline-key",
    group="data-protection",
    severity="medium",
    level="advisory",
    title="The private key of a custom domain passes through the program",
    why="The key then lies in the state of the stack and where the program reads it from, and nobody renews its "
    "certificate.",
    fix="Leave certificatePrivateKey, certificateBody and certificateChain out and set certificateArn, or for a "
    "regional domain regionalCertificateArn, to a certificate of AWS Certificate Manager.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains-prerequisites.html",
    controls=("OWASP API8:2023",),
    checks={REST_DOMAIN_NAME: _unset("certificatePrivateKey", "a certificate must be named by its ARN instead")},
)

RULES = (API_KEY_NOT_LITERAL, DOMAIN_NO_INLINE_KEY)
