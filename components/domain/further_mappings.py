"""ApiDomainMappings: further APIs on a domain that another component or another stack made."""

from dataclasses import replace
from typing import Any, cast

import pulumi

from components.domain.args import ApiDomainMappingsArgs
from components.domain.domain import ApiDomain
from components.domain.judging import judge_mappings, traits_of
from components.domain.mappings import MappedDomain, create_mappings
from components.problems import ComponentError


class ApiDomainMappings(pulumi.ComponentResource):
    """Mappings of their own on a domain that exists; the domain itself and its other mappings are left alone.

    Which paths other stacks have is not known here: AWS refuses one that is taken.

    Raises:
        ComponentError: with every problem of the arguments, before anything is registered.
    """

    urls: pulumi.Output[dict[str, str]]
    """Where each API is reached, by its path, without a slash at its end."""

    def __init__(self, name: str, args: ApiDomainMappingsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        domain = cast("object", args.get("domain"))
        own = domain if isinstance(domain, ApiDomain) else None
        traits = traits_of(args) if own is None else replace(own.traits, reason=own.traits.reason or _reason(args))
        judged = judge_mappings(args, traits, None if own is None else own.taken)
        if judged.problems:
            raise ComponentError(f'domain mappings "{name}"', judged.problems)
        titles = {path: target.title for path, target in judged.mapped.items()}
        summary: dict[str, Any] = {"mappings": titles, "defaultEndpoints": traits.reason or "off"}
        super().__init__("gateway:index:ApiDomainMappings", name, summary, opts)
        if own is None:
            mapped = MappedDomain(cast("pulumi.Input[str]", domain), traits.endpoint, args.get("domain_name_id"))
        else:
            own.take(judged.mapped)
            mapped = own.mapped_domain
        self.urls = pulumi.Output.all(**create_mappings(name, mapped, judged.mapped, self))
        self.register_outputs({"urls": self.urls})


def _reason(args: ApiDomainMappingsArgs) -> str:
    return args.get("default_endpoints", "").strip()
