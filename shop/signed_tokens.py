"""Tokens that the shop signs itself, for the kinds of API that check no JSON Web Token: see functions/authorizers."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components import Grant, LambdaAuthorizer, LambdaFunction, request_authorizer
from shop.functions import shop_function
from stacks.settings import Settings


@dataclass(frozen=True)
class SignedTokens:
    """The key of the tokens, and the function that checks them."""

    key_arn: pulumi.Output[str]
    """ARN of the KMS key. Whoever may kms:GenerateMac with it issues tokens."""
    function: LambdaFunction

    def in_header(self) -> LambdaAuthorizer:
        """Tokens in the header Authorization. A token that has expired may be taken for another minute."""
        return request_authorizer(self.function, ["$request.header.Authorization"], ttl=60)

    def in_query(self) -> LambdaAuthorizer:
        """Tokens in the query parameter `token`, since a browser sets no headers when it opens a WebSocket."""
        return request_authorizer(self.function, ["$request.querystring.token"])


def signed_tokens(settings: Settings) -> SignedTokens:
    """The key and the function of the stack."""
    key = aws.kms.Key(
        "tokens",
        customer_master_key_spec="HMAC_256",
        deletion_window_in_days=30 if settings.deletion_protection else 7,
        description="Signs the tokens of the payments and notifications APIs.",
        key_usage="GENERATE_VERIFY_MAC",
        tags=settings.tags,
    )
    verify: Grant = {"actions": ["kms:VerifyMac"], "resources": [key.arn]}
    function = shop_function(settings, "authorizers", "request", {"AUTHORIZER_KEY": key.arn}, {"tokens": verify})
    return SignedTokens(key.arn, function)
