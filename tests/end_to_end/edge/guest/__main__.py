"""An API of a team of its own, on the domain that the edge made."""

import os
import sys
from pathlib import Path

import pulumi

sys.path.insert(0, str(Path(__file__).parents[4]))

from components import ApiDomainMappings, ApiDomainMappingsArgs, HttpApi, HttpApiArgs, Route, Throttle

edge = pulumi.StackReference("organization/edge/local")
guest = HttpApi(
    "guest",
    HttpApiArgs(
        disable_default_endpoint=True,
        throttle=Throttle(rate=1000, burst=2000),
        routes={"$default": Route(url=f"{os.environ['EDGE_BACKEND']}/guest", public="anyone may visit the guest")},
    ),
)
mapped = ApiDomainMappings(
    "guest", ApiDomainMappingsArgs(domain=edge.get_output("domainName"), mappings={"guest/v1": guest})
)
pulumi.export("url", mapped.urls.apply(lambda urls: urls["guest/v1"]))
