"""The ledger API: a REST API in front of a service behind a network load balancer. Customers keep their entries."""

from components import ApiGatewayAccount, RestApi, RestApiArgs, Route, Throttle, private_service
from shop.private_services import PrivateServices
from shop.signed_tokens import SignedTokens
from stacks.settings import Settings

# The service believes this header, since nothing but the API reaches it. What a caller sends in it is overwritten.
CUSTOMER = {"overwrite:header.x-customer": "$context.authorizer.principalId"}


def ledger_api(
    settings: Settings, tokens: SignedTokens, services: PrivateServices, account: ApiGatewayAccount
) -> RestApi:
    """The API; the service runs elsewhere."""
    route = Route(private=private_service(services.ledger, services.link), request_parameters=CUSTOMER)
    throttle = settings.ledger.throttle
    return RestApi(
        "ledger",
        RestApiArgs(
            description="Customers see and make the entries of their account.",
            account=account,
            authorizers={"customers": tokens.in_header()},
            default_authorizer="customers",
            throttle=Throttle(rate=throttle.rate, burst=throttle.burst),
            routes={"GET /entries": route, "POST /entries": route, "GET /entries/{id}": route},
            disable_default_endpoint=True,
            tracing=True,
            log_retention_days=settings.logs.retention_days,
            tags=settings.tags,
        ),
    )
