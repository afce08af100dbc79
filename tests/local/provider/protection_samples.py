"""Samples of web ACLs, alarms, dashboards, subscriptions and the settings of buckets."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from local.provider.values import Asset
from tests.local.provider.domain_samples import rest_stage
from tests.local.provider.samples import READ_POLICY, WRITE_POLICY, Sample

if TYPE_CHECKING:
    from local.provider.values import Properties
    from tests.local.provider.engine import Engine

SEEN: Properties = {"cloudwatchMetricsEnabled": True, "metricName": "orders", "sampledRequestsEnabled": True}
TOPIC_ARN = "arn:aws:sns:eu-west-1:000000000000:alarms"
QUEUE_ARN = "arn:aws:sqs:eu-west-1:000000000000:alarms"
ACL_ARN = "arn:aws:wafv2:eu-west-1:000000000000:regional/webacl/a/1"
STAGE_ARN = "arn:aws:apigateway:eu-west-1::/restapis/a/stages/live"
LOG_ARN = "arn:aws:logs:eu-west-1:000000000000:log-group:aws-waf-logs-orders"
MANAGED: Properties = {
    "name": "common",
    "priority": 1.0,
    "overrideAction": {"none": {}},
    "visibilityConfig": SEEN,
    "statement": {
        "managedRuleGroupStatement": {
            "name": "AWSManagedRulesCommonRuleSet",
            "vendorName": "AWS",
            "ruleActionOverrides": [{"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}],
        }
    },
}
RATE: Properties = {
    "name": "rate",
    "priority": 2.0,
    "action": {"block": {}},
    "visibilityConfig": SEEN,
    "statement": {"rateBasedStatement": {"limit": 1000.0, "aggregateKeyType": "IP"}},
}
NOT_FROM_HERE: Properties = {
    "name": "abroad",
    "priority": 3.0,
    "action": {"count": {}},
    "visibilityConfig": SEEN,
    "statement": {
        "andStatement": {
            "statements": [
                {"notStatement": {"statement": {"geoMatchStatement": {"countryCodes": ["DE"]}}}},
                {
                    "sqliMatchStatement": {
                        "fieldToMatch": {"queryString": {}},
                        "textTransformations": [{"priority": 0.0, "type": "URL_DECODE"}],
                    }
                },
            ]
        }
    },
}
ALARM: dict[str, Any] = {
    "comparisonOperator": "GreaterThanThreshold",
    "evaluationPeriods": 3.0,
    "datapointsToAlarm": 2.0,
    "threshold": 5.0,
    "treatMissingData": "notBreaching",
    "alarmDescription": "first",
    "alarmActions": [TOPIC_ARN],
    "okActions": [TOPIC_ARN],
}


def board(title: str) -> str:
    """The body of a dashboard of one widget."""
    widget = {"type": "text", "x": 0, "y": 0, "width": 6, "height": 3, "properties": {"markdown": title}}
    return json.dumps({"widgets": [widget]})


def topic(engine: Engine) -> str:
    """The ARN of a topic."""
    return engine.create("aws:sns/topic:Topic", "parent", {}).id


def _acl(engine: Engine) -> str:
    inputs: dict[str, Any] = {"scope": "REGIONAL", "defaultAction": {"allow": {}}, "visibilityConfig": SEEN}
    arn: str = engine.create("aws:wafv2/webAcl:WebAcl", "parent", inputs).state["arn"]
    return arn


def _alarms(engine: Engine) -> Properties:
    inputs: dict[str, Any] = {
        **ALARM,
        "metricName": "5XXError",
        "namespace": "AWS/ApiGateway",
        "statistic": "Sum",
        "period": 60.0,
    }
    for name in ("first", "second"):
        engine.create("aws:cloudwatch/metricAlarm:MetricAlarm", "parent", {**inputs, "name": name})
    return {}


def _bucket(engine: Engine) -> Properties:
    return {"bucket": engine.create("aws:s3/bucket:Bucket", "parent", {}).id}


def _versioned(engine: Engine) -> Properties:
    bucket = _bucket(engine)
    engine.create(
        "aws:s3/bucketVersioning:BucketVersioning",
        "parent",
        {**bucket, "versioningConfiguration": {"status": "Enabled"}},
    )
    return bucket


def _queue(engine: Engine) -> Properties:
    queue: Any = engine.create("aws:sqs/queue:Queue", "parent", {})
    return {"topic": topic(engine), "endpoint": queue.state["arn"]}


PROTECTION_SAMPLES = [
    Sample(
        "aws:wafv2/webAcl:WebAcl",
        {
            "scope": "REGIONAL",
            "description": "first",
            "defaultAction": {"allow": {}},
            "visibilityConfig": SEEN,
            "rules": [MANAGED, RATE, NOT_FROM_HERE],
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "description": "second",
            "defaultAction": {"block": {}},
            "rules": [{**MANAGED, "overrideAction": {"count": {}}}, RATE],
            "tags": {"team": "web"},
        },
        replace={"scope": "CLOUDFRONT"},
        import_id="{id}/{name}/{scope}",
    ),
    Sample(
        "aws:wafv2/ipSet:IpSet",
        {
            "scope": "REGIONAL",
            "ipAddressVersion": "IPV4",
            "addresses": ["192.0.2.0/24"],
            "description": "first",
            "tags": {"team": "shop"},
        },
        update={"addresses": ["192.0.2.0/24", "198.51.100.7/32"], "description": "second", "tags": {"team": "web"}},
        replace={"scope": "CLOUDFRONT"},
        import_id="{id}/{name}/{scope}",
    ),
    Sample(
        "aws:wafv2/ipSet:IpSet",
        {"scope": "REGIONAL", "ipAddressVersion": "IPV6"},
        update={"addresses": ["2001:db8::/32"]},
        import_id="{id}/{name}/{scope}",
        label="empty",
    ),
    Sample(
        "aws:wafv2/webAclAssociation:WebAclAssociation",
        {},
        replace={"webAclArn": ACL_ARN},
        parents=lambda engine: {"webAclArn": _acl(engine), "resourceArn": rest_stage(engine)["arn"]},
        known={"webAclArn": ACL_ARN, "resourceArn": STAGE_ARN},
    ),
    Sample(
        "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
        {"logDestinationConfigs": [LOG_ARN], "redactedFields": [{"singleHeader": {"name": "authorization"}}]},
        update={"redactedFields": [{"singleHeader": {"name": "cookie"}}, {"queryString": {}}]},
        replace={"resourceArn": ACL_ARN},
        parents=lambda engine: {"resourceArn": _acl(engine)},
        known={"resourceArn": ACL_ARN},
    ),
    Sample(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            **ALARM,
            "metricName": "5XXError",
            "namespace": "AWS/ApiGateway",
            "statistic": "Sum",
            "period": 60.0,
            "dimensions": {"ApiName": "orders", "Stage": "live"},
            "tags": {"team": "shop", "old": "yes"},
        },
        update={
            "threshold": 10.0,
            "alarmDescription": "second",
            "dimensions": {"ApiName": "orders"},
            "okActions": None,
            "tags": {"team": "web"},
        },
        replace={"name": "another"},
    ),
    Sample(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        {
            **ALARM,
            "metricQueries": [
                {"id": "rate", "expression": "errors / requests", "label": "rate", "returnData": True},
                {
                    "id": "errors",
                    "metric": {
                        "namespace": "AWS/ApiGateway",
                        "metricName": "5XXError",
                        "period": 60.0,
                        "stat": "Sum",
                        "dimensions": {"ApiName": "orders"},
                    },
                },
            ],
        },
        update={"threshold": 1.0},
        replace={"name": "another"},
        label="of queries",
    ),
    Sample(
        "aws:cloudwatch/compositeAlarm:CompositeAlarm",
        {
            "alarmName": "any",
            "alarmRule": "ALARM(first) OR ALARM(second)",
            "alarmActions": [TOPIC_ARN],
            "alarmDescription": "first",
            "tags": {"team": "shop"},
        },
        update={"alarmRule": "ALARM(first)", "alarmDescription": "second", "tags": {"team": "web"}},
        replace={"alarmName": "all"},
        parents=_alarms,
    ),
    Sample(
        "aws:cloudwatch/dashboard:Dashboard",
        {"dashboardName": "orders", "dashboardBody": board("first")},
        update={"dashboardBody": board("second")},
        replace={"dashboardName": "users"},
    ),
    Sample(
        "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
        {"policyName": "waf", "policyDocument": READ_POLICY},
        update={"policyDocument": WRITE_POLICY},
        replace={"policyName": "other"},
    ),
    Sample(
        "aws:cloudwatch/logMetricFilter:LogMetricFilter",
        {
            "pattern": '{ $.status = "429" }',
            "metricTransformation": {
                "name": "Throttled",
                "namespace": "shop",
                "value": "1",
                "defaultValue": "0",
                "unit": "Count",
            },
        },
        update={
            "pattern": "{ $.status = 5* }",
            "metricTransformation": {
                "name": "Throttled",
                "namespace": "shop",
                "value": "$.latency",
                "dimensions": {"Path": "$.path"},
            },
        },
        replace={"name": "another"},
        parents=lambda engine: {"logGroupName": engine.create("aws:cloudwatch/logGroup:LogGroup", "parent", {}).id},
        known={"logGroupName": "known"},
        import_id="{logGroupName}:{id}",
    ),
    Sample(
        "aws:sns/topicSubscription:TopicSubscription",
        {"protocol": "sqs", "rawMessageDelivery": True, "filterPolicy": '{"kind":["order"]}'},
        update={"rawMessageDelivery": False, "filterPolicy": '{"kind":["user"]}'},
        replace={"endpoint": QUEUE_ARN},
        parents=_queue,
        known={"topic": TOPIC_ARN, "endpoint": QUEUE_ARN},
    ),
    Sample(
        "aws:sns/topicPolicy:TopicPolicy",
        {"policy": READ_POLICY},
        update={"policy": WRITE_POLICY},
        replace={"arn": TOPIC_ARN},
        parents=lambda engine: {"arn": topic(engine)},
        known={"arn": TOPIC_ARN},
        lasting=True,
    ),
    Sample(
        "aws:s3/bucketPolicy:BucketPolicy",
        {"policy": READ_POLICY},
        update={"policy": WRITE_POLICY},
        replace={"bucket": "another"},
        parents=_bucket,
    ),
    Sample(
        "aws:s3/bucketVersioning:BucketVersioning",
        {"versioningConfiguration": {"status": "Enabled"}},
        update={"versioningConfiguration": {"status": "Suspended"}},
        replace={"bucket": "another"},
        parents=_bucket,
        known={"bucket": "known"},
        lasting=True,
    ),
    Sample(
        "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        {"rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}, "bucketKeyEnabled": True}]},
        update={
            "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}, "bucketKeyEnabled": True}]
        },
        replace={"bucket": "another"},
        parents=_bucket,
        known={"bucket": "known"},
        lasting=True,
    ),
    Sample(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        {"rules": [{"id": "expire", "status": "Enabled", "filter": {"prefix": ""}, "expiration": {"days": 30.0}}]},
        update={
            "rules": [
                {
                    "id": "expire",
                    "status": "Enabled",
                    "filter": {"and": {"prefix": "logs/", "tags": {"team": "shop"}}},
                    "expiration": {"days": 60.0},
                    "noncurrentVersionExpiration": {"noncurrentDays": 7.0},
                },
                {"id": "abort", "status": "Disabled", "abortIncompleteMultipartUpload": {"daysAfterInitiation": 3.0}},
            ]
        },
        replace={"bucket": "another"},
        parents=_bucket,
        known={"bucket": "known"},
    ),
    Sample(
        "aws:s3/bucketOwnershipControls:BucketOwnershipControls",
        {"rule": {"objectOwnership": "BucketOwnerEnforced"}},
        update={"rule": {"objectOwnership": "BucketOwnerPreferred"}},
        replace={"bucket": "another"},
        parents=_bucket,
        known={"bucket": "known"},
    ),
    Sample(
        "aws:s3/bucketObjectv2:BucketObjectv2",
        {
            "key": "stores/clients.pem",
            "source": Asset(text="a certificate", digest="1"),
            "contentType": "application/x-pem-file",
            "tags": {"team": "shop"},
        },
        update={"source": Asset(text="two certificates", digest="2"), "tags": {"team": "web"}},
        replace={"key": "stores/others.pem"},
        parents=_versioned,
        known={"bucket": "known"},
        import_id="{bucket}/{key}",
    ),
    Sample(
        "aws:s3/bucketObject:BucketObject",
        {"key": "index.html", "content": "<html/>", "contentType": "text/html"},
        update={"content": "<html></html>", "contentType": "text/plain"},
        replace={"key": "other.html"},
        parents=_bucket,
        known={"bucket": "known"},
        import_id="{bucket}/{key}",
    ),
]
