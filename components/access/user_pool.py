"""UserPool: a Cognito user pool that gives programs access tokens with scopes."""

from collections.abc import Mapping, Sequence
from typing import NotRequired, TypedDict

import pulumi
import pulumi_aws as aws


class UserPoolArgs(TypedDict):
    """What a UserPool is made of."""

    scopes: Mapping[str, Mapping[str, str]]
    """What a token may allow, by the API that it is for: the name of each scope, with a sentence that says what it
    allows. A token spells them `API/SCOPE`."""
    deletion_protection: NotRequired[bool]
    """Whether AWS refuses to delete the pool, and every client with it. True by default."""
    tags: NotRequired[Mapping[str, str]]
    """Tags of the pool."""


class UserPool(pulumi.ComponentResource):
    """A Cognito user pool with one confidential client, which gets access tokens by the client credentials grant.

    The client's secret is not an output: `aws cognito-idp describe-user-pool-client` gives it to whoever may read it.
    Source: RFC 6749, section 4.4, and https://docs.aws.amazon.com/cognito/latest/developerguide/token-endpoint.html
    """

    issuer: pulumi.Output[str]
    """The `iss` of the pool's tokens."""
    user_pool_id: pulumi.Output[str]
    """Identifier of the pool."""
    arn: pulumi.Output[str]
    """ARN of the pool."""
    client_id: pulumi.Output[str]
    """Identifier of the client: the `client_id` of its access tokens, which have no `aud`."""
    token_url: pulumi.Output[str]
    """Where the client gets its tokens."""

    def __init__(self, name: str, args: UserPoolArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        scopes = {api: {**scopes} for api, scopes in args["scopes"].items()}
        super().__init__("gateway:index:UserPool", name, {"scopes": scopes}, opts)
        self._name_of_component = name
        self._args = args
        pool = self._create_pool()
        servers = [self._create_resource_server(pool, api) for api in args["scopes"]]
        client = self._create_client(pool, servers)
        domain = self._create_domain(pool)
        region = pool.arn.apply(lambda arn: arn.split(":")[3])
        self.issuer = pulumi.Output.concat("https://cognito-idp.", region, ".amazonaws.com/", pool.id)
        self.user_pool_id = pool.id
        self.arn = pool.arn
        self.client_id = client.id
        self.token_url = pulumi.Output.concat(
            "https://", domain.domain, ".auth.", region, ".amazoncognito.com/oauth2/token"
        )
        self.register_outputs(
            {
                "issuer": self.issuer,
                "userPoolId": self.user_pool_id,
                "arn": self.arn,
                "clientId": self.client_id,
                "tokenUrl": self.token_url,
            },
        )

    def _create_pool(self) -> aws.cognito.UserPool:
        return aws.cognito.UserPool(
            self._name_of_component,
            # Nobody signs up by himself: the pool serves programs.
            admin_create_user_config={"allow_admin_create_user_only": True},
            deletion_protection="ACTIVE" if self._args.get("deletion_protection", True) else "INACTIVE",
            tags=self._args.get("tags"),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_resource_server(self, pool: aws.cognito.UserPool, api: str) -> aws.cognito.ResourceServer:
        return aws.cognito.ResourceServer(
            f"{self._name_of_component}-{api}",
            identifier=api,
            name=api,
            scopes=[
                aws.cognito.ResourceServerScopeArgs(scope_name=scope, scope_description=description)
                for scope, description in self._args["scopes"][api].items()
            ],
            user_pool_id=pool.id,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_client(
        self, pool: aws.cognito.UserPool, servers: Sequence[aws.cognito.ResourceServer]
    ) -> aws.cognito.UserPoolClient:
        # Named through the resource servers, so that the client waits for the scopes to exist.
        scopes = [
            pulumi.Output.concat(server.identifier, "/", scope)
            for server, scopes in zip(servers, self._args["scopes"].values(), strict=True)
            for scope in scopes
        ]
        return aws.cognito.UserPoolClient(
            f"{self._name_of_component}-client",
            allowed_oauth_flows=["client_credentials"],
            allowed_oauth_flows_user_pool_client=True,
            allowed_oauth_scopes=scopes,
            generate_secret=True,
            user_pool_id=pool.id,
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _create_domain(self, pool: aws.cognito.UserPool) -> aws.cognito.UserPoolDomain:
        # A prefix must be the only one of its kind in the region; the pool's own identifier already is.
        suffix = pool.id.apply(lambda pool_id: pool_id.split("_")[-1].lower())
        return aws.cognito.UserPoolDomain(
            f"{self._name_of_component}-domain",
            domain=pulumi.Output.concat(self._name_of_component, "-", suffix),
            user_pool_id=pool.id,
            opts=pulumi.ResourceOptions(parent=self),
        )
