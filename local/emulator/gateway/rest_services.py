"""The AWS services that a REST API calls by itself: `arn:aws:apigateway:<region>:<service>:action|path/…`.

https://docs.aws.amazon.com/apigateway/latest/api/API_Integration.html
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from local.emulator.gateway.backends import Reply, ServiceCall

if TYPE_CHECKING:
    from local.emulator.gateway.exchange import Exchange

URI = re.compile(
    r"arn:aws[\w-]*:apigateway:(?P<region>[\w-]+):(?:(?P<subdomain>[\w.-]+)\.)?(?P<service>[\w-]+):(?P<kind>path|action)/(?P<rest>.*)",
    re.DOTALL,
)
# Services that take an operation as the header X-Amz-Target, and their version of the JSON protocol.
TARGETS = {
    "cognito-idp": ("AWSCognitoIdentityProviderService", "1.1"),
    "dynamodb": ("DynamoDB_20120810", "1.0"),
    "events": ("AWSEvents", "1.1"),
    "firehose": ("Firehose_20150804", "1.1"),
    "kinesis": ("Kinesis_20131202", "1.1"),
    "kms": ("TrentService", "1.1"),
    "logs": ("Logs_20140328", "1.1"),
    "secretsmanager": ("secretsmanager", "1.1"),
    "ssm": ("AmazonSSM", "1.1"),
    "states": ("AWSStepFunctions", "1.0"),
}
# Services of the Query protocol, which answer API Gateway in JSON; their versions.
VERSIONS = {"sns": "2010-03-31", "sqs": "2012-11-05", "sts": "2011-06-15", "iam": "2010-05-08"}


def service_call(
    uri: str, exchange: Exchange, method: str, *, query: dict[str, str], headers: dict[str, str], body: bytes
) -> ServiceCall | None:
    """The call that a URI stands for, with what the integration's mappings made; None for a URI that is none."""
    named = URI.fullmatch(uri)
    if named is None:
        return None
    service, kind, rest = named["service"], named["kind"], named["rest"]
    pairs = dict(query)
    path = "/"
    if kind == "path":
        path, _, given = rest.partition("?")
        path = "/" + quote(path.lstrip("/"), safe="/%:$")
        pairs |= _pairs(given)
        if service == "s3" and named["subdomain"]:
            path = f"/{named['subdomain']}{path}"
    elif service in TARGETS:
        target, version = TARGETS[service]
        headers = {"x-amz-target": f"{target}.{rest}", **headers, "content-type": f"application/x-amz-json-{version}"}
    else:
        action, _, given = rest.partition("&")
        pairs = {"Action": action, "Version": VERSIONS.get(service, ""), **pairs}
        pairs |= _pairs(given)
    if service in TARGETS and not headers.get("content-type", "").startswith("application/x-amz-json"):
        headers = headers | {"content-type": f"application/x-amz-json-{TARGETS[service][1]}"}
    if service in VERSIONS and "x-amz-target" not in headers:
        # Of a form, an action that was named in the URI is a part like its parameters.
        form = [body.decode("utf-8", "replace")] if "x-www-form-urlencoded" in headers.get("content-type", "") else []
        form += [f"{quote(name)}={quote(value)}" for name, value in pairs.items() if value]
        headers, body, pairs = (
            headers | {"content-type": "application/x-www-form-urlencoded"},
            "&".join(form).encode(),
            {},
        )
        method = "POST"
    account = exchange.account
    return ServiceCall(service, named["region"], account, method, path, list(pairs.items()), headers, body)


def as_json(call: ServiceCall, reply: Reply) -> Reply:
    """The answer of a Query service as JSON, as API Gateway asks for it; others as they are."""
    if call.service not in VERSIONS or not reply.body.lstrip().startswith(b"<"):
        return reply
    root = ET.fromstring(reply.body)  # noqa: S314  written by this very emulator
    name, content = _name(root), _content(root)
    document = content if name == "ErrorResponse" else {name: content}
    return Reply(reply.status, {"content-type": "application/json"}, json.dumps(document).encode())


def _pairs(query: str) -> dict[str, str]:
    return {name: value for name, _, value in (part.partition("=") for part in query.split("&") if part)}


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _content(element: ET.Element) -> Any:
    children = list(element)
    if not children:
        return element.text or ""
    names = [_name(child) for child in children]
    if set(names) == {"member"}:
        return [_content(child) for child in children]
    content: dict[str, Any] = {}
    for child in children:
        name = _name(child)
        several = names.count(name) > 1
        content[name] = [*content.get(name, []), _content(child)] if several else _content(child)
    return content
