"""What an emulator holds: the resources of each service that local stacks use, by type and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3

from local.emulator.credentials import DUMMY_CREDENTIAL

if TYPE_CHECKING:
    from collections.abc import Iterable

# service, operation that lists, its key, the key of a name
LISTINGS = (
    ("apigatewayv2", "get_apis", "Items", "ApiId"),
    ("apigatewayv2", "get_domain_names", "Items", "DomainName"),
    ("cognito-idp", "list_user_pools", "UserPools", "Id"),
    ("dynamodb", "list_tables", "TableNames", ""),
    ("iam", "list_roles", "Roles", "RoleName"),
    ("lambda", "list_functions", "Functions", "FunctionName"),
    ("logs", "describe_log_groups", "logGroups", "logGroupName"),
)


def client(service: str, url: str, region: str) -> Any:
    """A boto3 client of an emulator at `url`, with its dummy credentials and no look at the user's own."""
    make: Any = boto3.session.Session().client  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  one overload a service, and the service is data here
    return make(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=DUMMY_CREDENTIAL,
        aws_secret_access_key=DUMMY_CREDENTIAL,
    )


def inventory(url: str, regions: Iterable[str]) -> list[str]:
    """Every resource of some regions as `service: name`, sorted; roles, which belong to no region, once."""
    found: set[str] = set()
    for region in regions:
        for service, operation, key, name in LISTINGS:
            parameters = {"MaxResults": 60} if service == "cognito-idp" else {}
            items = getattr(client(service, url, region), operation)(**parameters)[key]
            found |= {f"{service}: {item[name] if name else item}" for item in items}
    return sorted(found)
