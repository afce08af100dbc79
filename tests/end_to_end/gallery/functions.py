"""The code of the gallery's functions, in one module each gets whole."""

CODE = '''
import json
import os

import boto3


def _answer(status, body, **headers):
    return {"statusCode": status, "headers": {"content-type": "application/json", **headers}, "body": json.dumps(body)}


def echo(event, context):
    """What arrived, for proxy integrations of both payload formats."""
    context = event.get("requestContext", {})
    return _answer(200, {
        "function": os.environ["AWS_LAMBDA_FUNCTION_NAME"],
        "path": event.get("rawPath") or event.get("path"),
        "parameters": event.get("pathParameters") or {},
        "authorizer": context.get("authorizer") or {},
    }, **{"x-served-by": "echo"})


def counted(event, context):
    """Another answer every time, so that a remembered one shows."""
    import uuid
    return _answer(200, {"answer": str(uuid.uuid4())})


def plain(event, context):
    """No proxy: gets what a template made, and raises what a pattern waits for."""
    if event["name"] == "nobody":
        raise ValueError("NotFound: there is no nobody")
    return {"greeting": "Hello " + event["name"]}


def simple(event, context):
    """Payload 2.0 and a simple response."""
    return {"isAuthorized": event["identitySource"][0] == "open", "context": {"door": "front"}}


def policy(event, context):
    """A policy over the whole stage, for TOKEN and REQUEST authorizers."""
    token = event.get("authorizationToken") or (event.get("headers") or {}).get("x-door")
    token = token or (event.get("queryStringParameters") or {}).get("door")
    if token == "who":
        raise Exception("Unauthorized")
    stage = "/".join(event["methodArn"].split("/")[:2])
    return {
        "principalId": "visitor",
        "policyDocument": {"Version": "2012-10-17", "Statement": [{
            "Action": "execute-api:Invoke", "Effect": "Allow" if token == "open" else "Deny", "Resource": stage + "/*",
        }]},
        "context": {"door": "front"},
    }


def line(event, context):
    """Every route of the WebSocket API."""
    context = event["requestContext"]
    if context["routeKey"] == "push":
        client = boto3.client("apigatewaymanagementapi", endpoint_url=os.environ["CALLBACK_URL"])
        client.post_to_connection(ConnectionId=context["connectionId"], Data=b"pushed")
    if context["routeKey"] == "ask":
        return {"statusCode": 200, "body": "answered"}
    return {"statusCode": 200, "body": "nobody reads this"}
'''
