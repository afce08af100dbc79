"""The resource types the pack reads. `REST_` stands for `aws:apigateway`, else a name is of `aws:apigatewayv2`."""

API = "aws:apigatewayv2/api:Api"
API_MAPPING = "aws:apigatewayv2/apiMapping:ApiMapping"
AUTHORIZER = "aws:apigatewayv2/authorizer:Authorizer"
DEPLOYMENT = "aws:apigatewayv2/deployment:Deployment"
DOMAIN_NAME = "aws:apigatewayv2/domainName:DomainName"
INTEGRATION = "aws:apigatewayv2/integration:Integration"
INTEGRATION_RESPONSE = "aws:apigatewayv2/integrationResponse:IntegrationResponse"
MODEL = "aws:apigatewayv2/model:Model"
ROUTE = "aws:apigatewayv2/route:Route"
ROUTE_RESPONSE = "aws:apigatewayv2/routeResponse:RouteResponse"
ROUTING_RULE = "aws:apigatewayv2/routingRule:RoutingRule"
STAGE = "aws:apigatewayv2/stage:Stage"
VPC_LINK = "aws:apigatewayv2/vpcLink:VpcLink"

REST_ACCOUNT = "aws:apigateway/account:Account"
REST_API = "aws:apigateway/restApi:RestApi"
REST_API_KEY = "aws:apigateway/apiKey:ApiKey"
REST_API_POLICY = "aws:apigateway/restApiPolicy:RestApiPolicy"
REST_API_PUT = "aws:apigateway/restApiPut:RestApiPut"
REST_AUTHORIZER = "aws:apigateway/authorizer:Authorizer"
REST_BASE_PATH_MAPPING = "aws:apigateway/basePathMapping:BasePathMapping"
REST_DEPLOYMENT = "aws:apigateway/deployment:Deployment"
REST_DOMAIN_NAME = "aws:apigateway/domainName:DomainName"
REST_GATEWAY_RESPONSE = "aws:apigateway/response:Response"
REST_INTEGRATION = "aws:apigateway/integration:Integration"
REST_INTEGRATION_RESPONSE = "aws:apigateway/integrationResponse:IntegrationResponse"
REST_METHOD = "aws:apigateway/method:Method"
REST_METHOD_RESPONSE = "aws:apigateway/methodResponse:MethodResponse"
REST_METHOD_SETTINGS = "aws:apigateway/methodSettings:MethodSettings"
REST_REQUEST_VALIDATOR = "aws:apigateway/requestValidator:RequestValidator"
REST_RESOURCE = "aws:apigateway/resource:Resource"
REST_STAGE = "aws:apigateway/stage:Stage"
REST_USAGE_PLAN = "aws:apigateway/usagePlan:UsagePlan"
REST_USAGE_PLAN_KEY = "aws:apigateway/usagePlanKey:UsagePlanKey"
REST_VPC_LINK = "aws:apigateway/vpcLink:VpcLink"

LAMBDA_PERMISSION = "aws:lambda/permission:Permission"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
USER_POOL = "aws:cognito/userPool:UserPool"

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
WEB_ACL_ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
WEB_ACL_LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
REGIONAL_WEB_ACL_ASSOCIATION = "aws:wafregional/webAclAssociation:WebAclAssociation"

# One resource of AWS under four module tokens.
_BALANCING = ("lb", "alb", "elasticloadbalancingv2", "applicationloadbalancing")
LOAD_BALANCERS = tuple(f"aws:{module}/loadBalancer:LoadBalancer" for module in _BALANCING)
LISTENERS = tuple(f"aws:{module}/listener:Listener" for module in _BALANCING)
TARGET_GROUPS = tuple(f"aws:{module}/targetGroup:TargetGroup" for module in _BALANCING)
