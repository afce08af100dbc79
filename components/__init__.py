"""Components that build Amazon API Gateway stacks, and the words to describe them with."""

from components.authorizers import JwtAuthorizer, jwt
from components.cors import Cors
from components.function import LambdaFunction, LambdaFunctionArgs
from components.grants import Grant, table_put, table_read, table_read_write
from components.http_api import HttpApi
from components.http_api_args import HttpApiArgs
from components.limits import Quotas
from components.packaging import python_package
from components.problems import ComponentError, Problem
from components.routes import Route
from components.throttling import Throttle
from components.user_pool import UserPool, UserPoolArgs

__all__ = [
    "ComponentError",
    "Cors",
    "Grant",
    "HttpApi",
    "HttpApiArgs",
    "JwtAuthorizer",
    "LambdaFunction",
    "LambdaFunctionArgs",
    "Problem",
    "Quotas",
    "Route",
    "Throttle",
    "UserPool",
    "UserPoolArgs",
    "jwt",
    "python_package",
    "table_put",
    "table_read",
    "table_read_write",
]
