"""Recording mocks of the Pulumi engine.

They keep what a program registers, and answer like AWS for the types they know.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import pulumi
from pulumi.output import Unknown
from pulumi.runtime.mocks import MockCallArgs, MockResourceArgs, Mocks

from local.provider.declared import declared_answer

ACCOUNT = "123456789012"
REGION = "eu-west-1"

_SECRET_KEY = "4dabf18193072939515e22adb298388d"  # noqa: S105 -- the mark of a secret in Pulumi's wire format, nothing secret

Outputs = Callable[[str, Mapping[str, Any]], dict[str, Any]]


def _arn(service: str, resource: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{resource}"


def _name(physical: str, inputs: Mapping[str, Any]) -> str:
    prefix = inputs.get("namePrefix")
    return str(inputs.get("name") or (f"{prefix}0001" if prefix else physical))


def _api(physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    scheme = "wss" if inputs.get("protocolType") == "WEBSOCKET" else "https"
    return {
        "apiEndpoint": f"{scheme}://{physical}.execute-api.{REGION}.amazonaws.com",
        "arn": _arn("apigateway", f"/apis/{physical}"),
        "executionArn": _arn("execute-api", physical),
        "name": _name(physical, inputs),
    }


def _stage(_physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    name, api_id = inputs["name"], _plain(inputs["apiId"])
    path = "" if name == "$default" else name
    return {"invokeUrl": f"https://{api_id}.execute-api.{REGION}.amazonaws.com/{path}", "name": name}


def _log_group(physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    name = _name(physical, inputs)
    return {"arn": _arn("logs", f"log-group:{name}"), "name": name}


def _function(physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    arn = _arn("lambda", f"function:{physical}")
    invoke_arn = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{arn}/invocations"
    version = "1" if inputs.get("publish") else "$LATEST"
    return {"arn": arn, "invokeArn": invoke_arn, "name": physical, "version": version}


def _alias(_physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    arn = _arn("lambda", f"function:{inputs['functionName']}:{inputs['name']}")
    return {"arn": arn, "invokeArn": arn, "name": inputs["name"]}


def _role(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"arn": f"arn:aws:iam::{ACCOUNT}:role/{physical}", "name": physical}


def _table(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"arn": _arn("dynamodb", f"table/{physical}"), "name": physical}


def _user_pool(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "arn": _arn("cognito-idp", f"userpool/{physical}"),
        "endpoint": f"cognito-idp.{REGION}.amazonaws.com/{physical}",
    }


def _user_pool_client(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"clientSecret": f"secret-of-{physical}"}


def _with_arn(service: str, prefix: str) -> Outputs:
    """The outputs of a type of which only the ARN and the name matter."""
    return lambda physical, _inputs: {"arn": _arn(service, f"{prefix}{physical}"), "name": physical}


def _queue(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    url = f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/{physical}"
    return {"arn": _arn("sqs", physical), "name": physical, "url": url}


def _bucket(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"arn": f"arn:aws:s3:::{physical}", "bucket": physical}


def _api_key(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": f"key-of-{physical}"}


def _key(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"arn": _arn("kms", f"key/{physical}"), "keyId": physical}


def _nothing(_physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {}


def _rest_api(physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "arn": _arn("apigateway", f"/restapis/{physical}"),
        "executionArn": _arn("execute-api", physical),
        "name": _name(physical, inputs),
        "rootResourceId": f"{physical}-root",
    }


def _rest_stage(_physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    name, api_id = inputs["stageName"], _plain(inputs["restApi"])
    return {
        "arn": _arn("apigateway", f"/restapis/{api_id}/stages/{name}"),
        "invokeUrl": f"https://{api_id}.execute-api.{REGION}.amazonaws.com/{name}",
    }


def _rest_domain(physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    name = inputs["domainName"]
    return {
        "arn": _arn("apigateway", f"/domainnames/{name}"),
        "cloudfrontDomainName": f"d-{physical}.cloudfront.net",
        "cloudfrontZoneId": "ZCLOUDFRONT",
        "domainNameId": f"{physical}-id",
        "regionalDomainName": f"d-{physical}.execute-api.{REGION}.amazonaws.com",
        "regionalZoneId": "ZREGIONAL",
    }


def _domain(physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    target = f"d-{physical}.execute-api.{REGION}.amazonaws.com"
    configuration = {**inputs["domainNameConfiguration"], "targetDomainName": target, "hostedZoneId": "ZREGIONAL"}
    return {"domainNameConfiguration": configuration}


def _certificate(physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    name, region = inputs["domainName"], inputs.get("region", REGION)
    option = {
        "domainName": name,
        "resourceRecordName": f"_proof.{name}.",
        "resourceRecordType": "CNAME",
        "resourceRecordValue": f"_{physical}.acm-validations.aws.",
    }
    return {"arn": f"arn:aws:acm:{region}:{ACCOUNT}:certificate/{physical}", "domainValidationOptions": [option]}


def _zone(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"zoneId": f"Z{physical.upper()}", "nameServers": ["ns-1.awsdns-1.com", "ns-2.awsdns-2.net"]}


def _record(_physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"fqdn": inputs["name"]}


def _metric_alarm(physical: str, _inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"arn": _arn("cloudwatch", f"alarm:{physical}"), "name": physical}


def _load_balancer(physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    sort = "net" if inputs["loadBalancerType"] == "network" else "app"
    return {
        "arn": _arn("elasticloadbalancing", f"loadbalancer/{sort}/{physical}/50dc6c495c0c9188"),
        "dnsName": f"internal-{physical}.{REGION}.elb.amazonaws.com",
        "zoneId": "ZLOADBALANCER",
    }


def _listener(_physical: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
    load_balancer = str(_plain(inputs["loadBalancerArn"]))
    return {"arn": load_balancer.replace(":loadbalancer/", ":listener/") + "/f2f7dc8efc522ab2"}


OUTPUTS: dict[str, Outputs] = {
    "aws:acm/certificate:Certificate": _certificate,
    "aws:acm/certificateValidation:CertificateValidation": _nothing,
    "aws:apigateway/account:Account": _nothing,
    "aws:apigateway/authorizer:Authorizer": _nothing,
    "aws:apigateway/basePathMapping:BasePathMapping": _nothing,
    "aws:apigateway/deployment:Deployment": _nothing,
    "aws:apigateway/domainName:DomainName": _rest_domain,
    "aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation": _nothing,
    "aws:apigateway/integration:Integration": _nothing,
    "aws:apigateway/integrationResponse:IntegrationResponse": _nothing,
    "aws:apigateway/method:Method": _nothing,
    "aws:apigateway/methodResponse:MethodResponse": _nothing,
    "aws:apigateway/methodSettings:MethodSettings": _nothing,
    "aws:apigateway/model:Model": _nothing,
    "aws:apigateway/requestValidator:RequestValidator": _nothing,
    "aws:apigateway/resource:Resource": _nothing,
    "aws:apigateway/response:Response": _nothing,
    "aws:apigateway/restApi:RestApi": _rest_api,
    "aws:apigateway/restApiPolicy:RestApiPolicy": _nothing,
    "aws:apigateway/stage:Stage": _rest_stage,
    "aws:apigateway/apiKey:ApiKey": _api_key,
    "aws:apigateway/usagePlan:UsagePlan": _nothing,
    "aws:apigateway/usagePlanKey:UsagePlanKey": _nothing,
    "aws:apigateway/vpcLink:VpcLink": _with_arn("apigateway", "/vpclinks/"),
    "aws:apigatewayv2/api:Api": _api,
    "aws:apigatewayv2/apiMapping:ApiMapping": _nothing,
    "aws:apigatewayv2/authorizer:Authorizer": _nothing,
    "aws:apigatewayv2/domainName:DomainName": _domain,
    "aws:apigatewayv2/integration:Integration": _nothing,
    "aws:apigatewayv2/integrationResponse:IntegrationResponse": _nothing,
    "aws:apigatewayv2/model:Model": _nothing,
    "aws:apigatewayv2/route:Route": _nothing,
    "aws:apigatewayv2/routeResponse:RouteResponse": _nothing,
    "aws:apigatewayv2/routingRule:RoutingRule": _nothing,
    "aws:apigatewayv2/stage:Stage": _stage,
    "aws:apigatewayv2/vpcLink:VpcLink": _with_arn("apigateway", "/vpclinks/"),
    "aws:appconfig/configurationProfile:ConfigurationProfile": _with_arn(
        "appconfig", "application/app1234/configurationprofile/"
    ),
    "aws:appconfig/environment:Environment": _with_arn("appconfig", "application/app1234/environment/"),
    "aws:cloudwatch/dashboard:Dashboard": _nothing,
    "aws:cloudwatch/eventBus:EventBus": _with_arn("events", "event-bus/"),
    "aws:cloudwatch/logGroup:LogGroup": _log_group,
    "aws:cloudwatch/logMetricFilter:LogMetricFilter": _nothing,
    "aws:cloudwatch/metricAlarm:MetricAlarm": _metric_alarm,
    "aws:cognito/resourceServer:ResourceServer": _nothing,
    "aws:cognito/userPool:UserPool": _user_pool,
    "aws:cognito/userPoolClient:UserPoolClient": _user_pool_client,
    "aws:cognito/userPoolDomain:UserPoolDomain": _nothing,
    "aws:dynamodb/table:Table": _table,
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": _nothing,
    "aws:ec2/routeTable:RouteTable": _nothing,
    "aws:ec2/routeTableAssociation:RouteTableAssociation": _nothing,
    "aws:ec2/securityGroup:SecurityGroup": _with_arn("ec2", "security-group/"),
    "aws:ec2/subnet:Subnet": _nothing,
    "aws:ec2/vpc:Vpc": _nothing,
    "aws:ec2/vpcEndpoint:VpcEndpoint": _nothing,
    "aws:iam/role:Role": _role,
    "aws:iam/rolePolicy:RolePolicy": _nothing,
    "aws:kinesis/stream:Stream": _with_arn("kinesis", "stream/"),
    "aws:kms/key:Key": _key,
    "aws:lambda/alias:Alias": _alias,
    "aws:lambda/function:Function": _function,
    "aws:lambda/permission:Permission": _nothing,
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": _nothing,
    "aws:lb/listener:Listener": _listener,
    "aws:lb/loadBalancer:LoadBalancer": _load_balancer,
    "aws:lb/targetGroup:TargetGroup": _with_arn("elasticloadbalancing", "targetgroup/"),
    "aws:lb/targetGroupAttachment:TargetGroupAttachment": _nothing,
    "aws:route53/record:Record": _record,
    "aws:route53/zone:Zone": _zone,
    "aws:s3/bucket:Bucket": _bucket,
    "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": _nothing,
    "aws:s3/bucketPolicy:BucketPolicy": _nothing,
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": _nothing,
    "aws:servicediscovery/service:Service": _with_arn("servicediscovery", "service/"),
    "aws:sfn/stateMachine:StateMachine": _with_arn("states", "stateMachine:"),
    "aws:sns/topic:Topic": _with_arn("sns", ""),
    "aws:sns/topicSubscription:TopicSubscription": _nothing,
    "aws:sqs/queue:Queue": _queue,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": _nothing,
    "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": _nothing,
    "aws:wafv2/ipSet:IpSet": _with_arn("wafv2", "regional/ipset/"),
    "aws:wafv2/webAcl:WebAcl": _with_arn("wafv2", "regional/webacl/"),
    "aws:wafv2/webAclAssociation:WebAclAssociation": _nothing,
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": _nothing,
    "gateway:index:ApiAlarms": _nothing,
    "gateway:index:ApiDashboard": _nothing,
    "gateway:index:ApiDomain": _nothing,
    "gateway:index:ApiDomainMappings": _nothing,
    "gateway:index:ApiGatewayAccount": _nothing,
    "gateway:index:HttpApi": _nothing,
    "gateway:index:HttpApiRoutes": _nothing,
    "gateway:index:LambdaFunction": _nothing,
    "gateway:index:Network": _nothing,
    "gateway:index:NlbLink": _nothing,
    "gateway:index:PrivateLoadBalancer": _nothing,
    "gateway:index:RestApi": _nothing,
    "gateway:index:UserPool": _nothing,
    "gateway:index:ValidatedCertificate": _nothing,
    "gateway:index:VpcLink": _nothing,
    "gateway:index:WebAcl": _nothing,
    "gateway:index:WebSocketApi": _nothing,
    "gateway:index:WebSocketConnections": _nothing,
}
"""What AWS adds to the inputs of each type that programs here may register."""


@dataclass(frozen=True)
class Registration:
    """A resource as the program registered it, with secrets unwrapped and their paths kept."""

    type: str
    name: str
    inputs: dict[str, Any]
    secret_paths: frozenset[str]
    custom: bool


class UnknownTypeError(AssertionError):
    """A program registered a type without known outputs: every property fed from them would silently be absent."""


@dataclass
class RecordingMocks(Mocks):
    """Keeps every registration, in order."""

    preview: bool = False
    answers: Path | None = None
    """What look-ups find, declared as for previews. Without it the program may make no call."""
    registrations: list[Registration] = field(default_factory=list[Registration])

    def new_resource(self, args: MockResourceArgs) -> tuple[str, dict[str, Any]]:
        if args.typ not in OUTPUTS:
            raise UnknownTypeError(f"{args.typ} is unknown: add its outputs to {__name__}.OUTPUTS")
        given = cast("dict[str, Any]", args.inputs)
        if any((one.type, one.name) == (args.typ, args.name) for one in self.registrations):
            raise AssertionError(f"{args.typ} {args.name} is registered twice")
        inputs, secrets = _unwrap(given, "")
        self.registrations.append(Registration(args.typ, args.name, inputs, frozenset(secrets), args.custom or False))
        if self.preview:
            return "", given
        physical = f"{args.name}-0a1b2c3"
        if args.typ == "aws:cognito/userPool:UserPool":
            physical = f"{REGION}_AbCdEfGhI"
        return physical, {**given, **OUTPUTS[args.typ](physical, inputs)}

    def call(self, args: MockCallArgs) -> tuple[dict[str, Any], list[tuple[str, str]]]:
        if self.answers is None:
            raise AssertionError(f"the program called {args.token}; components make no call")
        found = declared_answer(self.answers, args.token, cast("dict[str, Any]", args.args))
        return (found, []) if found else ({}, [("", "no answer is declared")])

    def of(self, resource_type: str) -> dict[str, dict[str, Any]]:
        """Inputs of the registrations of one type, by name."""
        return {one.name: one.inputs for one in self.registrations if one.type == resource_type}

    def custom(self) -> list[tuple[str, str]]:
        """Type and name of each resource that a provider would make, sorted."""
        return sorted((one.type, one.name) for one in self.registrations if one.custom)


@dataclass
class Cloud:
    """An engine of mocks, ready for one program."""

    mocks: RecordingMocks
    log: list[tuple[int, str]]

    def run(self, program: Callable[[], object]) -> None:
        """Runs a program to its end, registrations included."""
        pulumi.runtime.test(program)()  # pyright: ignore[reportUnknownMemberType] -- Pulumi's decorator has no types

    @property
    def warnings(self) -> list[str]:
        """Texts that the program logged as warnings."""
        return [text for level, text in self.log if level == logging.WARNING]


class _ListHandler(logging.Handler):
    def __init__(self, log: list[tuple[int, str]]) -> None:
        super().__init__()
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.append((record.levelno, record.getMessage()))


def new_cloud(
    *, preview: bool = False, project: str = "shop", stack: str = "test", answers: Path | None = None
) -> Cloud:
    """An engine of mocks; with `preview` it makes nothing, so that what AWS would tell stays unknown."""
    mocks, log = RecordingMocks(preview, answers), list[tuple[int, str]]()
    logger = logging.getLogger("pulumi-mocks")
    logger.handlers.clear()
    logger.propagate = False
    logger.addHandler(_ListHandler(log))
    pulumi.runtime.set_mocks(mocks, project=project, stack=stack, preview=preview, logger=logger)
    return Cloud(mocks, log)


def is_unknown(value: object) -> bool:
    """Whether a recorded input was not known yet."""
    return isinstance(value, Unknown)


def policy_of(text: str) -> dict[str, Any]:
    """A policy document as it was given to AWS."""
    return json.loads(text)


def _plain(value: Any) -> Any:
    return _unwrap(value, "")[0]


def _unwrap(value: Any, path: str) -> tuple[Any, set[str]]:
    if isinstance(value, dict):
        content = cast("dict[str, Any]", value)
        if _SECRET_KEY in content:
            inner, _ = _unwrap(content["value"], path)
            return inner, {path}
        pairs = {key: _unwrap(item, f"{path}.{key}".lstrip(".")) for key, item in content.items()}
        return {key: pair[0] for key, pair in pairs.items()}, {one for pair in pairs.values() for one in pair[1]}
    if isinstance(value, list):
        items = [_unwrap(item, f"{path}[{index}]") for index, item in enumerate(cast("list[Any]", value))]
        return [item[0] for item in items], {one for item in items for one in item[1]}
    return value, set()
