import json

import pulumi

from components.openapi.export import openapi_text
from tests.support.apis import built, orders, resolved
from tests.support.recording import Cloud


def test_an_api_says_what_it_is_as_an_openapi_document(cloud: Cloud) -> None:
    api = built(cloud, orders())
    document = api.openapi("Orders", "1.2.0")
    assert document["info"] == {"title": "Orders", "version": "1.2.0"}
    text = resolved(cloud, lambda: pulumi.Output.from_input(openapi_text(document)))
    read = json.loads(text)
    assert sorted(read["paths"]) == ["/orders", "/orders/health", "/orders/{id}"]
    assert read["paths"]["/orders"]["post"]["security"] == [{"customers": ["orders/write"]}]
    assert read["paths"]["/orders/{id}"]["delete"]["security"] == [{"staff": []}]
    assert read["paths"]["/orders/health"]["get"]["security"] == []
    assert read["servers"] == [{"url": "https://orders-0a1b2c3.execute-api.eu-west-1.amazonaws.com"}]
