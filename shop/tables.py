"""Tables of the shop, each item under the customer or connection it belongs to."""

import pulumi_aws as aws

from stacks.settings import Settings


def customer_table(settings: Settings, name: str) -> aws.dynamodb.Table:
    """A table whose items belong to customers."""
    return aws.dynamodb.Table(
        name,
        attributes=[{"name": "customer", "type": "S"}, {"name": "id", "type": "S"}],
        billing_mode="PAY_PER_REQUEST",
        deletion_protection_enabled=settings.deletion_protection,
        hash_key="customer",
        range_key="id",
        point_in_time_recovery={"enabled": True},
        server_side_encryption={"enabled": True},
        tags=settings.tags,
    )


def connections_table(settings: Settings) -> aws.dynamodb.Table:
    """The open connections and the topics each is subscribed to. Nothing in it outlives a connection."""
    return aws.dynamodb.Table(
        "connections",
        attributes=[
            {"name": "connectionId", "type": "S"},
            {"name": "item", "type": "S"},
            {"name": "topic", "type": "S"},
        ],
        billing_mode="PAY_PER_REQUEST",
        hash_key="connectionId",
        range_key="item",
        global_secondary_indexes=[
            {
                "name": "subscribers",
                "hash_key": "topic",
                "range_key": "connectionId",
                "projection_type": "KEYS_ONLY",
            }
        ],
        server_side_encryption={"enabled": True},
        ttl={"attribute_name": "expiresAt", "enabled": True},
        tags=settings.tags,
    )
