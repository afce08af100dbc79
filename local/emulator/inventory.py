"""What an emulator holds: the resources of each service that local stacks use, by type and name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3

from local.emulator.credentials import DUMMY_CREDENTIAL, isolated_session

if TYPE_CHECKING:
    from collections.abc import Iterable

# service, operation that lists, its key, the key of a name ("" where an item is its own name)
LISTINGS = (
    ("acm", "list_certificates", "CertificateSummaryList", "CertificateArn"),
    ("apigateway", "get_api_keys", "items", "id"),
    ("apigateway", "get_client_certificates", "items", "clientCertificateId"),
    ("apigateway", "get_domain_name_access_associations", "items", "domainNameAccessAssociationArn"),
    ("apigateway", "get_rest_apis", "items", "id"),
    ("apigateway", "get_usage_plans", "items", "id"),
    ("apigateway", "get_vpc_links", "items", "id"),
    ("apigatewayv2", "get_apis", "Items", "ApiId"),
    ("apigatewayv2", "get_domain_names", "Items", "DomainName"),
    ("apigatewayv2", "get_vpc_links", "Items", "VpcLinkId"),
    ("cloudwatch", "describe_alarms", "MetricAlarms", "AlarmName"),
    ("cloudwatch", "list_dashboards", "DashboardEntries", "DashboardName"),
    ("cognito-idp", "list_user_pools", "UserPools", "Id"),
    ("dynamodb", "list_tables", "TableNames", ""),
    ("ec2", "describe_vpcs", "Vpcs", "VpcId"),
    ("elbv2", "describe_load_balancers", "LoadBalancers", "LoadBalancerArn"),
    ("elbv2", "describe_target_groups", "TargetGroups", "TargetGroupArn"),
    ("events", "list_event_buses", "EventBuses", "Name"),
    ("iam", "list_roles", "Roles", "RoleName"),
    ("kinesis", "list_streams", "StreamNames", ""),
    ("kms", "list_keys", "Keys", "KeyId"),
    ("lambda", "list_functions", "Functions", "FunctionName"),
    ("lambda", "list_layers", "Layers", "LayerName"),
    ("logs", "describe_log_groups", "logGroups", "logGroupName"),
    ("route53", "list_hosted_zones", "HostedZones", "Id"),
    ("s3", "list_buckets", "Buckets", "Name"),
    ("sns", "list_topics", "Topics", "TopicArn"),
    ("sqs", "list_queues", "QueueUrls", ""),
    ("servicediscovery", "list_services", "Services", "Arn"),
    ("stepfunctions", "list_state_machines", "stateMachines", "name"),
    ("wafv2", "list_ip_sets", "IPSets", "ARN"),
    ("wafv2", "list_web_acls", "WebACLs", "ARN"),
)
# What every account has of itself.
GIVEN = {"events: default"}
DELETED = {"PendingDeletion", "PendingReplicaDeletion"}


def client(service: str, url: str, region: str) -> Any:
    """A boto3 client of an emulator at `url`, with its dummy credentials and no look at the user's own."""
    make: Any = boto3.session.Session(botocore_session=isolated_session()).client  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]  one overload a service, and the service is data here
    return make(
        service,
        endpoint_url=url,
        region_name=region,
        aws_access_key_id=DUMMY_CREDENTIAL,
        aws_secret_access_key=DUMMY_CREDENTIAL,
    )


def inventory(url: str, regions: Iterable[str]) -> list[str]:
    """Every resource of some regions as `service: name`, sorted; roles, buckets and zones, which have none, once."""
    found: set[str] = set()
    for region in regions:
        for service, operation, key, name in LISTINGS:
            items = _listed(client(service, url, region), operation, key)
            found |= {f"{service}: {item[name] if name else item}" for item in items}
    return sorted(found - GIVEN)


def _listed(service: Any, operation: str, key: str) -> list[Any]:
    if operation in ("list_ip_sets", "list_web_acls"):
        return getattr(service, operation)(Scope="REGIONAL")[key]
    if operation == "describe_vpcs":
        return [network for network in service.describe_vpcs()[key] if not network["IsDefault"]]
    if not service.can_paginate(operation):
        return getattr(service, operation)().get(key, [])
    sizes = {"PageSize": 60} if operation == "list_user_pools" else {}
    items: list[Any] = (
        service.get_paginator(operation).paginate(PaginationConfig=sizes).build_full_result().get(key, [])
    )
    if operation == "list_keys":
        # A key is only ever scheduled for deletion, and is listed until then.
        return [
            item
            for item in items
            if service.describe_key(KeyId=item["KeyId"])["KeyMetadata"]["KeyState"] not in DELETED
        ]
    return items
