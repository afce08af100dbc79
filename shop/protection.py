"""What a stack that is worth keeping does not lose by mistake."""

import pulumi

KEPT = frozenset(
    {
        "aws:apigateway/apiKey:ApiKey",
        "aws:apigateway/restApi:RestApi",
        "aws:apigatewayv2/api:Api",
        "aws:apigatewayv2/domainName:DomainName",
        "aws:cognito/userPool:UserPool",
        "aws:cognito/userPoolClient:UserPoolClient",
        "aws:dynamodb/table:Table",
        "aws:kms/key:Key",
        "aws:route53/zone:Zone",
    }
)
"""What callers know by an address, an id or a key, and what holds their data: none comes back as it was."""


def keep_roots() -> None:
    """Pulumi refuses to delete or replace these resources, and leaves them at AWS if they are taken out of the stack.

    Only these: a route or a deployment below them changes freely.
    """

    def keep(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
        if args.type_ not in KEPT:
            return None
        kept = pulumi.ResourceOptions(protect=True, retain_on_delete=True)
        return pulumi.ResourceTransformationResult(args.props, pulumi.ResourceOptions.merge(args.opts, kept))

    pulumi.runtime.register_stack_transformation(keep)
