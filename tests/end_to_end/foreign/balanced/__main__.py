"""APIs before private services behind load balancers, in a network that is there: half right, half wrong."""

import json

import pulumi_aws as aws

VPC, SUBNETS = "vpc-0123456789abcdef0", ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
CERTIFICATE = "arn:aws:acm:us-east-1:111122223333:certificate/11111111-2222-3333-4444-555555555555"
FORMAT = json.dumps(
    {
        "requestId": "$context.requestId",
        "ip": "$context.identity.sourceIp",
        "method": "$context.httpMethod",
        "status": "$context.status",
        "error": "$context.error.message",
    }
)
logs = aws.cloudwatch.LogGroup("access", retention_in_days=90)

# --- The balancers ---------------------------------------------------------------------------------------------------

link_group = aws.ec2.SecurityGroup("link", vpc_id=VPC, description="The VPC link")
group = aws.ec2.SecurityGroup("balancer", vpc_id=VPC, description="The balancer")
aws.vpc.SecurityGroupIngressRule(
    "from-link",
    security_group_id=group.id,
    referenced_security_group_id=link_group.id,
    ip_protocol="tcp",
    from_port=443,
    to_port=443,
)
# Wrong: the whole internet may talk to a balancer that only the link is to reach.
aws.vpc.SecurityGroupIngressRule(
    "from-anywhere", security_group_id=group.id, cidr_ipv4="0.0.0.0/0", ip_protocol="tcp", from_port=80, to_port=80
)
alb = aws.lb.LoadBalancer(
    "alb",
    load_balancer_type="application",
    internal=True,
    subnets=SUBNETS,
    security_groups=[group.id],
    drop_invalid_header_fields=True,
    enable_deletion_protection=True,
    access_logs={"bucket": "balancer-logs", "enabled": True},
)
to_alb = aws.lb.TargetGroup("alb", port=8443, protocol="HTTPS", target_type="ip", vpc_id=VPC)
secure = aws.lb.Listener(
    "secure",
    load_balancer_arn=alb.arn,
    port=443,
    protocol="HTTPS",
    certificate_arn=CERTIFICATE,
    ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
    default_actions=[{"type": "forward", "target_group_arn": to_alb.arn}],
)
# Wrong: requests cross the network in clear.
plain = aws.lb.Listener(
    "plain",
    load_balancer_arn=alb.arn,
    port=80,
    protocol="HTTP",
    default_actions=[{"type": "forward", "target_group_arn": to_alb.arn}],
)
nlb = aws.lb.LoadBalancer(
    "nlb",
    load_balancer_type="network",
    internal=True,
    subnets=SUBNETS,
    security_groups=[group.id],
    enable_deletion_protection=True,
    access_logs={"bucket": "balancer-logs", "enabled": True},
)
to_nlb = aws.lb.TargetGroup("nlb", port=8443, protocol="TLS", target_type="ip", vpc_id=VPC)
# Wrong: a policy of 2015 takes TLS 1.0.
aws.lb.Listener(
    "nlb",
    load_balancer_arn=nlb.arn,
    port=443,
    protocol="TLS",
    certificate_arn=CERTIFICATE,
    ssl_policy="ELBSecurityPolicy-2016-08",
    default_actions=[{"type": "forward", "target_group_arn": to_nlb.arn}],
)

# --- An HTTP API through a link --------------------------------------------------------------------------------------

http = aws.apigatewayv2.Api("http", protocol_type="HTTP")
link = aws.apigatewayv2.VpcLink("http", subnet_ids=SUBNETS, security_group_ids=[link_group.id])


def private(name: str, listener: aws.lb.Listener, server_name: str | None) -> aws.apigatewayv2.Integration:
    """An integration with the service behind a listener."""
    return aws.apigatewayv2.Integration(
        name,
        api_id=http.id,
        integration_type="HTTP_PROXY",
        integration_method="ANY",
        integration_uri=listener.arn,
        connection_type="VPC_LINK",
        connection_id=link.id,
        tls_config={"server_name_to_verify": server_name} if server_name else None,
    )


targets = {
    "secure": private("secure", secure, "services.example.com"),
    # Wrong: the certificate is looked at for no name.
    "nameless": private("nameless", secure, None),
    "plain": private("plain", plain, None),
}
for name, target in targets.items():
    aws.apigatewayv2.Route(
        name,
        api_id=http.id,
        route_key=f"GET /{name}",
        authorization_type="AWS_IAM",
        target=target.id.apply("integrations/{}".format),
    )
aws.apigatewayv2.Stage(
    "http",
    api_id=http.id,
    name="$default",
    auto_deploy=True,
    access_log_settings={"destination_arn": logs.arn, "format": FORMAT.replace("httpMethod", "routeKey")},
    default_route_settings={"throttling_rate_limit": 100, "throttling_burst_limit": 200},
)

# --- REST APIs through the older link --------------------------------------------------------------------------------

rest_link = aws.apigateway.VpcLink("rest", target_arn=nlb.arn)
acl = aws.wafv2.WebAcl(
    "rest",
    scope="REGIONAL",
    default_action={"allow": {}},
    rules=[
        {
            "name": "common",
            "priority": 1,
            "override_action": {"none": {}},
            "statement": {
                "managed_rule_group_statement": {"name": "AWSManagedRulesCommonRuleSet", "vendor_name": "AWS"}
            },
            "visibility_config": {
                "cloudwatch_metrics_enabled": True,
                "metric_name": "common",
                "sampled_requests_enabled": True,
            },
        }
    ],
    visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": "rest", "sampled_requests_enabled": True},
)
ENDPOINT = "vpce-0123456789abcdef0"
ONLY_HERE = {"StringEquals": {"aws:SourceVpce": ENDPOINT}}


def allowed(**condition: object) -> str:
    """A resource policy that lets everyone call, under a condition or none."""
    statement = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **condition}]})


def rest_api(name: str, uri: str, policy: str | None, *, signed: bool) -> aws.apigateway.Stage:
    """A REST API with one method, private if it has a policy."""
    private = aws.apigateway.RestApiEndpointConfigurationArgs(types="PRIVATE", vpc_endpoint_ids=[ENDPOINT])
    regional = aws.apigateway.RestApiEndpointConfigurationArgs(types="REGIONAL")
    api = aws.apigateway.RestApi(name, endpoint_configuration=private if policy else regional, policy=policy)
    method = aws.apigateway.Method(
        name,
        rest_api=api.id,
        resource_id=api.root_resource_id,
        http_method="GET",
        authorization="AWS_IAM" if signed else "NONE",
    )
    integration = aws.apigateway.Integration(
        name,
        rest_api=api.id,
        resource_id=api.root_resource_id,
        http_method=method.http_method,
        integration_http_method="GET",
        type="HTTP_PROXY",
        uri=uri,
        connection_type="VPC_LINK",
        connection_id=rest_link.id,
    )
    deployment = aws.apigateway.Deployment(name, rest_api=api.id, triggers={"integration": integration.id})
    stage = aws.apigateway.Stage(
        name,
        rest_api=api.id,
        deployment=deployment.id,
        stage_name="live",
        access_log_settings={"destination_arn": logs.arn, "format": FORMAT},
        xray_tracing_enabled=True,
    )
    aws.apigateway.MethodSettings(
        name,
        rest_api=api.id,
        stage_name=stage.stage_name,
        method_path="*/*",
        settings={"throttling_rate_limit": 100, "throttling_burst_limit": 200, "logging_level": "ERROR"},
    )
    return stage


shielded = rest_api("shielded", "https://services.example.com/", None, signed=True)
aws.wafv2.WebAclAssociation("shielded", resource_arn=shielded.arn, web_acl_arn=acl.arn)
# Wrong: no web ACL.
rest_api("bare", "https://services.example.com/", None, signed=True)
# Only what comes through the endpoint is let in.
rest_api("inside", "https://services.example.com/", allowed(Condition=ONLY_HERE), signed=False)
# Wrong: whatever can reach any endpoint of the account may call.
rest_api("ajar", "https://services.example.com/", allowed(), signed=False)
