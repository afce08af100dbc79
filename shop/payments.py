"""The payments API: a REST API, for what only that kind has.

Usage plans with API keys, request validation, a cached route, mapping templates and a resource policy.
"""

import json
from collections.abc import Mapping
from pathlib import Path

import pulumi

from components import (
    Answer,
    ApiGatewayAccount,
    Cache,
    Grant,
    Quota,
    RequestValidation,
    RestApi,
    RestApiArgs,
    Route,
    RouteCache,
    Throttle,
    UsagePlan,
    allow_ip_ranges,
    table_read,
)
from shop.functions import shop_function
from shop.signed_tokens import SignedTokens
from shop.tables import customer_table
from stacks.api_settings import PaymentsSettings, PlanSettings
from stacks.settings import Settings

JSON = "application/json"
TEMPLATES = Path("shop/templates")


def payments_api(settings: Settings, tokens: SignedTokens, account: ApiGatewayAccount) -> RestApi:
    """The API, its functions and its table. Its paths begin below the /payments of the domain."""
    table = customer_table(settings, "payments")
    read = {"payments": table_read(table.arn)}
    create: dict[str, Grant] = {
        "payments": {"actions": ["dynamodb:GetItem", "dynamodb:PutItem"], "resources": [table.arn]}
    }

    def route(action: str, grants: dict[str, Grant]) -> Route:
        environment = {"PAYMENTS_TABLE": table.name} if grants else {}
        return Route(function=shop_function(settings, "payments", action, environment, grants), api_key=True)

    payments = settings.payments
    args = RestApiArgs(
        description="Customers pay for orders and see their own payments.",
        authorizers={"customers": tokens.in_header()},
        default_authorizer="customers",
        throttle=Throttle(rate=payments.throttle.rate, burst=payments.throttle.burst),
        models={"Payment": json.loads(Path("functions/payments/payment.schema.json").read_text())},
        routes={
            "GET /": route("list", read) | Route(validate=RequestValidation(parameters=["querystring.orderId"])),
            "POST /": route("create", create) | Route(validate=RequestValidation(body="Payment")),
            "GET /{id}": route("get", read),
            "GET /{id}/receipt": route("receipt", read) | _receipt(),
            "GET /rates": route("rates", {}) | _rates(payments),
        },
        usage_plans={
            "trial": _plan(payments.plans.trial, settings.api_keys),
            "partner": _plan(payments.plans.partner, settings.api_keys),
        },
        resource_policy=allow_ip_ranges(payments.allowed_ip_ranges),
        account=account,
        disable_default_endpoint=True,
        tracing=True,
        log_retention_days=settings.logs.retention_days,
        tags=settings.tags,
    )
    return RestApi("payments", {**args, "cache": Cache(size_gb=payments.cache.size_gb)} if payments.cache else args)


def _rates(payments: PaymentsSettings) -> Route:
    """Everyone with a key gets them, from the cache where there is one."""
    public = Route(public="the rates are no secret")
    return public | Route(cache=RouteCache(ttl=60, keys=["querystring.base"])) if payments.cache else public


def _receipt() -> Route:
    """Templates on both sides: the function knows nothing of HTTP, and is told who asks by API Gateway alone."""
    error = {JSON: (TEMPLATES / "receipt-error.vtl").read_text()}
    return Route(
        validate=RequestValidation(parameters=["querystring.locale"]),
        request_templates={JSON: (TEMPLATES / "receipt-request.vtl").read_text()},
        responses={
            "200": Answer(),
            "400": Answer(selection_pattern="BadRequest:.*", templates=error),
            "404": Answer(selection_pattern="NotFound:.*", templates=error),
            # Whatever the function did not foresee; without it AWS would answer 200.
            "500": Answer(
                selection_pattern=r"(?!BadRequest:|NotFound:)(.|\n)+",
                templates={JSON: '{"message": "the receipt could not be written"}'},
            ),
        },
    )


def _plan(plan: PlanSettings, keys: Mapping[str, str]) -> UsagePlan:
    """The plan, with the keys that its customers have already."""
    return UsagePlan(
        throttle=Throttle(rate=plan.throttle.rate, burst=plan.throttle.burst),
        quota=Quota(limit=plan.requests_per_day, period="DAY"),
        keys=plan.customers,
        key_values={name: pulumi.Output.secret(keys[name]) for name in plan.customers if name in keys},
    )
