"""Authorizers that an OpenAPI document brings, judged as if they were resources of their own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from gateway_policies.documents.openapi_body import BODY_TYPES, document_of
from gateway_policies.documents.openapi_security import scheme_authorizers
from gateway_policies.properties import Value
from gateway_policies.reading import Known, Unknown
from gateway_policies.resource_types import REST_AUTHORIZER
from gateway_policies.resources import Resource
from gateway_policies.rule import Check, Finding, Settings, undecided


@dataclass(frozen=True, slots=True)
class Brought:
    """An authorizer of a document: where it stands, the document, and the authorizer as a resource."""

    path: str
    document: Value
    authorizer: Resource

    def place(self, finding: Finding) -> Finding:
        """A finding about the authorizer as one about the resource that brings it."""
        return replace(finding, message=f"{self.path}.{finding.message}", property=f"{self.path}.{finding.property}")


def brought_by(owner: Resource) -> Iterator[Brought | Unknown]:
    """The authorizers in the `body` of an API."""
    document = document_of(owner)
    if isinstance(document, Unknown):
        yield document
    elif isinstance(document, Known):
        for name, value in scheme_authorizers(document.value).items():
            found = value.mapping()
            if isinstance(found, Known):
                authorizer = Resource(owner.urn, REST_AUTHORIZER, name, _properties(found.value, value))
                yield Brought(f"body.{value.path}", document.value, authorizer)
            elif isinstance(found, Unknown):
                yield Unknown(f"body.{found.path}", found.reason)


def also_in_documents(check: Check) -> Mapping[str, Check]:
    """The checks that judge the authorizers of documents as another judges those that are resources."""

    def check_document(owner: Resource, settings: Settings) -> Iterator[Finding]:
        for one in brought_by(owner):
            if isinstance(one, Unknown):
                yield undecided(owner, one)
            else:
                yield from map(one.place, check(one.authorizer, settings))

    return dict.fromkeys(BODY_TYPES, check_document)


def _properties(written: Mapping[str, object], value: Value) -> Mapping[str, object]:
    """A document writes the type in small letters, and only the one of a token has a header to fall back on."""
    kind = value.at("type").text()
    known = kind.value.upper() if isinstance(kind, Known) else ""
    fallback = {} if known in {"TOKEN", "COGNITO_USER_POOLS"} else {"identitySource": ""}
    given = {key: one for key, one in written.items() if one is not None}
    return {**fallback, **given, **({"type": known} if known else {})}
