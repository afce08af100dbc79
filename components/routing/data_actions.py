"""Service actions on tables, buckets and configurations. Pure: no Pulumi resource.

A target is a resource of pulumi_aws or an ARN, in the region of the API. All of these are taken by REST APIs; by HTTP
APIs only `get_configuration`.
"""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws

from components.routing.service_actions import ServiceAction
from components.routing.service_targets import BODY, action_on, arn_of, changed, label_of, last


def get_configuration(
    environment: aws.appconfig.Environment | pulumi.Output[str] | str,
    profile: aws.appconfig.ConfigurationProfile | pulumi.Output[str] | str,
    client_id: pulumi.Input[str],
    known_version: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Answers with a configuration of AppConfig.

    Args:
        environment: the environment, or its ARN.
        profile: the configuration profile, or its ARN.
        client_id: what tells clients apart where a configuration is rolled out step by step.
        known_version: the version the client has; the answer is empty when it is the newest.
    """
    of_environment = arn_of(environment, "appconfig", "an environment of AppConfig")
    of_profile = arn_of(profile, "appconfig", "a configuration profile of AppConfig")
    # application/APPLICATION/environment/ENVIRONMENT and application/APPLICATION/configurationprofile/PROFILE
    parameters = {
        "Application": changed(of_environment, lambda arn: arn.split("/")[1]),
        "Environment": changed(of_environment, last),
        "Configuration": changed(of_profile, last),
        "ClientId": client_id,
        "ClientConfigurationVersion": known_version,
    }
    of_application = changed(of_environment, lambda arn: "/".join(arn.split("/")[:2]))
    resources = [of_application, of_environment, of_profile]
    return action_on("appconfig:GetConfiguration", label_of(profile, of_profile), parameters, resources)


def get_object(
    bucket: aws.s3.Bucket | pulumi.Output[str] | str,
    key: str = "$request.path.key",
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Answers with an object of a bucket. REST APIs only.

    What stands before the first expression of `key` is all that the role may read: `public/${request.path.key}`.
    """
    return _object("s3:GetObject", bucket, {"Key": key}, kms_key)


def put_object(
    bucket: aws.s3.Bucket | pulumi.Output[str] | str,
    key: str = "$request.path.key",
    body: pulumi.Input[str] = BODY,
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Writes the body as an object of a bucket. REST APIs only. For `key` see `get_object`."""
    return _object("s3:PutObject", bucket, {"Key": key, "Body": body}, kms_key)


def get_item(
    table: aws.dynamodb.Table | pulumi.Output[str] | str,
    key: Mapping[str, pulumi.Input[str]],
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Answers with one item of a DynamoDB table. REST APIs only.

    Args:
        table: the table, or its ARN.
        key: the attributes of the key; a name that ends with `.N` is a number: `{"id": "$request.path.id"}`.
        kms_key: ARN of the customer managed key of the table.
    """
    return _table("dynamodb:GetItem", table, _attributes("Key", key), kms_key)


def put_item(
    table: aws.dynamodb.Table | pulumi.Output[str] | str,
    item: Mapping[str, pulumi.Input[str]],
    condition: str | None = None,
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Puts one item into a DynamoDB table. REST APIs only. Attributes are written as in `get_item`.

    A `condition` such as `attribute_not_exists(id)` keeps a caller from overwriting what is there.
    """
    parameters = {**_attributes("Item", item), "ConditionExpression": condition}
    return _table("dynamodb:PutItem", table, parameters, kms_key)


def query(
    table: aws.dynamodb.Table | pulumi.Output[str] | str,
    condition: str,
    values: Mapping[str, pulumi.Input[str]],
    index: str | None = None,
    kms_key: pulumi.Input[str] | None = None,
) -> ServiceAction:
    """Answers with the items of one partition of a DynamoDB table or index. REST APIs only.

    Args:
        table: the table, or its ARN.
        condition: the key condition, such as `customer = :customer`.
        values: the values in it, written as attributes in `get_item`: `{":customer": "$request.path.customer"}`.
        index: name of a secondary index, in place of the table.
        kms_key: ARN of the customer managed key of the table.
    """
    parameters = {
        "KeyConditionExpression": condition,
        **_attributes("ExpressionAttributeValues", values),
        "IndexName": index,
    }
    return _table("dynamodb:Query", table, parameters, kms_key, below="" if index is None else f"/index/{index}")


def _object(
    action: str,
    bucket: aws.s3.Bucket | pulumi.Output[str] | str,
    parameters: Mapping[str, pulumi.Input[str]],
    kms_key: pulumi.Input[str] | None,
) -> ServiceAction:
    arn = arn_of(bucket, "s3", "a bucket")
    prefix = str(parameters["Key"]).split("$", maxsplit=1)[0]
    resources = [pulumi.Output.concat(arn, f"/{prefix}*")]
    named = {"Bucket": changed(arn, last), **parameters}
    return action_on(action, label_of(bucket, arn), named, resources, kms_key=kms_key)


def _table(
    action: str,
    table: aws.dynamodb.Table | pulumi.Output[str] | str,
    parameters: Mapping[str, pulumi.Input[str] | None],
    kms_key: pulumi.Input[str] | None,
    below: str = "",
) -> ServiceAction:
    arn = arn_of(table, "dynamodb", "a DynamoDB table")
    resources = [pulumi.Output.concat(arn, below)]
    named = {"TableName": changed(arn, last), **parameters}
    return action_on(action, label_of(table, arn), named, resources, kms_key=kms_key)


def _attributes(member: str, attributes: Mapping[str, pulumi.Input[str]]) -> dict[str, pulumi.Input[str]]:
    return {
        f"{member}.{name}" if name.endswith((".N", ".S", ".BOOL")) else f"{member}.{name}.S": value
        for name, value in attributes.items()
    }
