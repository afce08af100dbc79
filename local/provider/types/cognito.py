"""Amazon Cognito user pools.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from local.provider.emulator_client import AwsError
from local.provider.resource_type import Attribute, Change, Exact, Naming, Reading, ResourceType, Tagging
from local.provider.values import objects_of

if TYPE_CHECKING:
    from local.provider.resource_type import Request
    from local.provider.values import Properties

_CLOUDFRONT_ZONE: Final = "Z2FDTNDATAQYW2"
"""The hosted zone of every CloudFront distribution: https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html."""


def _amend_user_pool(operation: str, request: Request, inputs: Properties, state: Properties) -> Request | None:
    if operation == "SetUserPoolMfaConfig":
        # The operation switches multi-factor authentication off when it is not told to leave it on.
        mode = inputs.get("mfaConfiguration") or state.get("mfaConfiguration")
        return {**request, "MfaConfiguration": mode} if mode else request
    if operation == "AddCustomAttributes":
        known = {schema["name"]: schema for schema in objects_of(state.get("schemas"))}
        wanted = {schema["name"]: schema for schema in objects_of(inputs.get("schemas"))}
        if any(wanted.get(name) != schema for name, schema in known.items()):
            reason = "the attributes of a user pool cannot be changed or removed, only added"
            raise AwsError(operation, "InvalidParameterException", reason)
        added = [attribute for attribute in request["CustomAttributes"] if attribute["Name"] not in known]
        return {**request, "CustomAttributes": added} if added else None
    return request


def _present_user_pool(answer: Request) -> Request:
    """Without the type of MFA that only repeats that there is none."""
    software: dict[str, Any] = answer.get("SoftwareTokenMfaConfiguration") or {}
    return {**answer, "SoftwareTokenMfaConfiguration": software if software.get("Enabled") else None}


def _this_domain(answer: Request, facts: Properties) -> Request | None:
    del facts
    description: Request = answer["DomainDescription"]
    return description if description.get("Domain") else None


USER_POOL: Final = ResourceType(
    type="aws:cognito/userPool:UserPool",
    service="cognito-idp",
    create="CreateUserPool",
    read=(Reading("DescribeUserPool", at="UserPool"), Reading("GetUserPoolMfaConfig", optional=True)),
    update=(Change("UpdateUserPool"), Change("SetUserPoolMfaConfig"), Change("AddCustomAttributes")),
    delete="DeleteUserPool",
    id=lambda facts: facts["UserPool"]["Id"],
    identity={"UserPoolId": "id"},
    attributes={
        "name": Attribute(("PoolName", "Name")),
        "passwordPolicy": Attribute("Policies.PasswordPolicy"),
        "signInPolicy": Attribute("Policies.SignInPolicy"),
        "emailConfiguration.emailSendingAccount": Attribute(default="COGNITO_DEFAULT"),
        "emailConfiguration.fromEmailAddress": Attribute("From"),
        "lambdaConfig.kmsKeyId": Attribute(arn=True),
        "userAttributeUpdateSettings.attributesRequireVerificationBeforeUpdates": Attribute(
            "AttributesRequireVerificationBeforeUpdate"
        ),
        # The answers mix the pool's own attributes with the standard ones, which every pool has.
        "schemas": Attribute(("Schema", "CustomAttributes"), unechoed=True),
        "deletionProtection": Attribute(default="INACTIVE"),
        "mfaConfiguration": Attribute(default="OFF"),
        # AWS takes these at creation only.
        "usernameConfiguration": Attribute(replaces=True),
    },
    outputs={
        "endpoint": "cognito-idp.{region}.amazonaws.com/{id}",
        "domain": lambda facts: facts.get("domain", ""),
        "customDomain": lambda facts: facts.get("customDomain", ""),
    },
    unsettled=frozenset({"lastModifiedDate"}),
    naming=Naming(max_length=128),
    tags=Tagging(member="UserPoolTags"),
    amend=_amend_user_pool,
    present=_present_user_pool,
)

USER_POOL_CLIENT: Final = ResourceType(
    type="aws:cognito/userPoolClient:UserPoolClient",
    service="cognito-idp",
    create="CreateUserPoolClient",
    read=(Reading("DescribeUserPoolClient", at="UserPoolClient"),),
    update=(Change("UpdateUserPoolClient"),),
    delete="DeleteUserPoolClient",
    id=lambda facts: facts["UserPoolClient"]["ClientId"],
    identity={"UserPoolId": "userPoolId", "ClientId": "id"},
    import_id=("userPoolId", "id"),
    attributes={
        "name": Attribute("ClientName"),
        "generateSecret": Attribute(unechoed=True),
        "refreshTokenRotation": Attribute(unechoed=True),  # the emulator drops it
    },
    outputs={"clientSecret": lambda facts: facts.get("clientSecret", "")},
    naming=Naming(max_length=128),
)

RESOURCE_SERVER: Final = ResourceType(
    type="aws:cognito/resourceServer:ResourceServer",
    service="cognito-idp",
    create="CreateResourceServer",
    read=(Reading("DescribeResourceServer", at="ResourceServer"),),
    update=(Change("UpdateResourceServer"),),
    delete="DeleteResourceServer",
    id="{userPoolId}|{identifier}",
    identity={"UserPoolId": "userPoolId", "Identifier": "identifier"},
    import_id=("userPoolId", "identifier"),
    import_separator="|",
    outputs={
        "scopeIdentifiers": lambda facts: [
            f"{facts['identifier']}/{scope['scopeName']}" for scope in objects_of(facts.get("scopes"))
        ]
    },
    unsettled=frozenset({"scopeIdentifiers"}),
    naming=Naming(max_length=256),
)

USER_POOL_DOMAIN: Final = ResourceType(
    type="aws:cognito/userPoolDomain:UserPoolDomain",
    service="cognito-idp",
    create="CreateUserPoolDomain",
    read=(Reading("DescribeUserPoolDomain", select=_this_domain),),
    update=(Change("UpdateUserPoolDomain"),),
    delete="DeleteUserPoolDomain",
    id="{domain}",
    identity={"Domain": "domain", "UserPoolId": "userPoolId"},
    import_id=("domain",),
    attributes={
        "certificateArn": Attribute("CustomDomainConfig.CertificateArn"),
        # A prefix of Amazon's domain, or a whole domain of one's own, which botocore's pattern leaves out.
        "domain": Attribute(exact=Exact(pattern=r"[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?")),
    },
    outputs={
        "cloudfrontDistributionArn": lambda facts: facts.get("cloudfrontDistribution", ""),
        "cloudfrontDistributionZoneId": lambda facts: _CLOUDFRONT_ZONE,  # noqa: ARG005  # the same for every domain
    },
)

TYPES: Final = (USER_POOL, USER_POOL_CLIENT, RESOURCE_SERVER, USER_POOL_DOMAIN)
