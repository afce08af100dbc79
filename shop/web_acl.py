"""What stands before the REST APIs."""

from components import RestApi, WebAcl, WebAclArgs
from stacks.settings import Settings


def shield(settings: Settings, *apis: RestApi) -> WebAcl | None:
    """A web ACL before the APIs, where the settings want one. An HTTP API cannot have one."""
    if not settings.waf.enabled:
        return None
    args = WebAclArgs(
        rate_limit=settings.waf.rate_limit, log_retention_days=settings.logs.retention_days, tags=settings.tags
    )
    acl = WebAcl("shop", args)
    for api in apis:
        acl.associate(api)
    return acl
