"""The catalog API: an HTTP API in front of a service behind an application load balancer, which anyone may ask."""

from components import HttpApi, HttpApiArgs, Route, Throttle, private_service
from shop.private_services import PrivateServices
from stacks.settings import Settings

PUBLIC = "what the shop sells is no secret"


def catalog_api(settings: Settings, services: PrivateServices) -> HttpApi:
    """The API; the service runs elsewhere."""
    service = private_service(services.catalog, services.link)
    throttle = settings.catalog.throttle
    return HttpApi(
        "catalog",
        HttpApiArgs(
            description="Anyone sees what the shop sells.",
            throttle=Throttle(rate=throttle.rate, burst=throttle.burst),
            routes={
                "GET /items": Route(private=service, public=PUBLIC),
                "GET /items/{sku}": Route(private=service, public=PUBLIC),
            },
            disable_default_endpoint=True,
            log_retention_days=settings.logs.retention_days,
            tags=settings.tags,
        ),
    )
