"""What tests make in an emulator: functions, roles and APIs."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from local.emulator.inventory import client

REGION = "eu-west-1"
NUMBER = "000000000000"
ECHO = "def handler(event, context):\n    return {'statusCode': 200, 'body': __import__('json').dumps(event)}\n"


class Account:
    """One account of an emulator, in one region."""

    def __init__(self, url: str, tls_port: int = 0, authority: Path | None = None) -> None:
        self.url = url
        self.tls_port = tls_port
        self.authority = authority or Path()

    def client(self, service: str) -> Any:
        return client(service, self.url, REGION)

    def function(self, code: str = ECHO, timeout: int = 10) -> str:
        """A Lambda function of this code; its ARN."""
        archive = io.BytesIO()
        with zipfile.ZipFile(archive, "w") as zipped:
            zipped.writestr("index.py", code)
        made = self.client("lambda").create_function(
            FunctionName=f"f-{uuid4().hex[:8]}",
            Runtime="python3.12",
            Handler="index.handler",
            Role=f"arn:aws:iam::{NUMBER}:role/any",
            Timeout=timeout,
            Code={"ZipFile": archive.getvalue()},
        )
        return str(made["FunctionArn"])

    def role(self, action: str, resource: str, service: str = "apigateway.amazonaws.com") -> str:
        """A role that a service may assume, for one action on one resource; its ARN."""
        name = f"role-{uuid4().hex[:8]}"
        trust = [{"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}]
        made = self.client("iam").create_role(
            RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": trust})
        )
        allowed = [{"Effect": "Allow", "Action": action, "Resource": resource}]
        self.client("iam").put_role_policy(
            RoleName=name,
            PolicyName="calls",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": allowed}),
        )
        return str(made["Role"]["Arn"])

    def user(self, *statements: dict[str, Any]) -> tuple[str, str]:
        """An IAM user with a policy of these statements; its access key and secret."""
        name = f"user-{uuid4().hex[:8]}"
        iam = self.client("iam")
        iam.create_user(UserName=name)
        if statements:
            document = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
            iam.put_user_policy(UserName=name, PolicyName="calls", PolicyDocument=document)
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return str(key["AccessKeyId"]), str(key["SecretAccessKey"])

    def http_api(self, **settings: Any) -> HttpApi:
        """An HTTP API with a stage `$default`."""
        api = HttpApi(
            self, self.client("apigatewayv2").create_api(Name="api", ProtocolType="HTTP", **settings)["ApiId"]
        )
        api.stage("$default")
        return api


class HttpApi:
    """An HTTP API that answers requests."""

    def __init__(self, account: Account, identifier: str) -> None:
        self.id = identifier
        self.gateway = account.client("apigatewayv2")
        self.url = f"{account.url}/_api/{identifier}"

    def stage(self, name: str, **settings: Any) -> None:
        self.gateway.create_stage(ApiId=self.id, StageName=name, AutoDeploy=True, **settings)

    def integration(self, **settings: Any) -> str:
        return str(self.gateway.create_integration(ApiId=self.id, **settings)["IntegrationId"])

    def route(self, key: str, integration: str, **settings: Any) -> str:
        made = self.gateway.create_route(ApiId=self.id, RouteKey=key, Target=f"integrations/{integration}", **settings)
        return str(made["RouteId"])

    def function_route(self, key: str, function: str, version: str = "2.0", **settings: Any) -> str:
        integration = self.integration(
            IntegrationType="AWS_PROXY", IntegrationUri=function, PayloadFormatVersion=version
        )
        return self.route(key, integration, **settings)

    def url_route(self, key: str, url: str, method: str = "ANY", **settings: Any) -> str:
        return self.route(
            key,
            self.integration(
                IntegrationType="HTTP_PROXY",
                IntegrationUri=url,
                IntegrationMethod=method,
                PayloadFormatVersion="1.0",
                **settings,
            ),
        )

    def request(self, method: str, path: str, **settings: Any) -> httpx.Response:
        return httpx.request(method, f"{self.url}{path}", trust_env=False, timeout=30, **settings)

    def get(self, path: str, **settings: Any) -> httpx.Response:
        return self.request("GET", path, **settings)

    def post(self, path: str, **settings: Any) -> httpx.Response:
        return self.request("POST", path, **settings)


class RestApi:
    """A REST API; requests go to its stage `dev`."""

    def __init__(self, account: Account, **settings: Any) -> None:
        self.account = account
        self.gateway = account.client("apigateway")
        made = self.gateway.create_rest_api(**{"name": "api", **settings})
        self.id = str(made["id"])
        self.url = f"{account.url}/_api/{self.id}/dev"
        self._resources = {"/": made["rootResourceId"]}

    def resource(self, path: str) -> str:
        """The id of the resource of a path, made with those above it."""
        if path not in self._resources:
            above, _, part = path.rpartition("/")
            made = self.gateway.create_resource(restApiId=self.id, parentId=self.resource(above or "/"), pathPart=part)
            self._resources[path] = made["id"]
        return self._resources[path]

    def method(self, key: str, integration: dict[str, Any], **settings: Any) -> dict[str, str]:
        """A method with its integration; what names it in other calls."""
        verb, _, path = key.partition(" ")
        named = {"restApiId": self.id, "resourceId": self.resource(path), "httpMethod": verb}
        self.gateway.put_method(**named, **{"authorizationType": "NONE", **settings})
        self.gateway.put_integration(**named, **integration)
        return named

    def response(self, named: dict[str, str], status: str = "200", **settings: Any) -> None:
        """An integration response, with the method response that it needs."""
        self.gateway.put_method_response(**named, statusCode=status)
        self.gateway.put_integration_response(**named, statusCode=status, **settings)

    def function_method(self, key: str, function: str, **settings: Any) -> dict[str, str]:
        return self.method(
            key, {"type": "AWS_PROXY", "integrationHttpMethod": "POST", "uri": invocation(function)}, **settings
        )

    def deploy(self) -> str:
        return str(self.gateway.create_deployment(restApiId=self.id, stageName="dev")["id"])

    def patch_stage(self, **operations: str) -> None:
        self.gateway.update_stage(
            restApiId=self.id,
            stageName="dev",
            patchOperations=[{"op": "replace", "path": path, "value": value} for path, value in operations.items()],
        )

    def request(self, method: str, path: str, **settings: Any) -> httpx.Response:
        return httpx.request(method, f"{self.url}{path}", trust_env=False, timeout=30, **settings)

    def get(self, path: str, **settings: Any) -> httpx.Response:
        return self.request("GET", path, **settings)

    def post(self, path: str, **settings: Any) -> httpx.Response:
        return self.request("POST", path, **settings)


def invocation(function: str) -> str:
    """The URI of an integration with a function."""
    return f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{function}/invocations"


class WebSocketApi:
    """A WebSocket API with a stage `dev`."""

    def __init__(self, account: Account, **settings: Any) -> None:
        self.account = account
        self.gateway = account.client("apigatewayv2")
        made = self.gateway.create_api(
            Name="api", ProtocolType="WEBSOCKET", **{"RouteSelectionExpression": "$request.body.action", **settings}
        )
        self.id = str(made["ApiId"])
        self.url = f"{account.url}/_api/{self.id}/dev"
        self.gateway.create_stage(ApiId=self.id, StageName="dev", AutoDeploy=True)

    def integration(self, **settings: Any) -> str:
        return str(self.gateway.create_integration(ApiId=self.id, **settings)["IntegrationId"])

    def route(self, key: str, integration: str, *, two_way: bool = False, **settings: Any) -> str:
        """A route; a two-way one sends back what its integration answers."""
        if two_way:
            settings["RouteResponseSelectionExpression"] = "$default"
        made = self.gateway.create_route(ApiId=self.id, RouteKey=key, Target=f"integrations/{integration}", **settings)
        if two_way:
            self.gateway.create_route_response(ApiId=self.id, RouteId=made["RouteId"], RouteResponseKey="$default")
        return str(made["RouteId"])

    def function_route(self, key: str, function: str, *, two_way: bool = False, **settings: Any) -> str:
        integration = self.integration(IntegrationType="AWS_PROXY", IntegrationUri=invocation(function))
        return self.route(key, integration, two_way=two_way, **settings)

    @property
    def management(self) -> Any:
        """A client of the API's connections."""
        return client("apigatewaymanagementapi", self.url, REGION)
