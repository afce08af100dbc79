from typing import Any

import pytest

from tests.stacks.test_settings import problems_of, read, valid

REQUESTS = {"requestsPerMonth": 1_000_000, "kilobytesIn": 2, "kilobytesOut": 4.5}
MESSAGES = {"messagesPerMonth": 1_000, "kilobytesPerMessage": 1, "openConnections": 2.5}


def test_traffic_is_typed_and_may_be_left_out() -> None:
    assert read(valid()).traffic.orders is None
    traffic = read({**valid(), "shop:traffic": {"orders": REQUESTS, "notifications": MESSAGES}}).traffic
    assert traffic.orders is not None
    assert (traffic.orders.requests_per_month, traffic.orders.kilobytes_out) == (1_000_000, 4.5)
    assert traffic.notifications is not None
    assert traffic.notifications.open_connections == 2.5
    assert traffic.users is None


@pytest.mark.parametrize(
    ("traffic", "path", "text"),
    [
        ({"order": REQUESTS}, ".order", "a key that is not known allowed: catalog, ledger, notifications, orders"),
        ({"orders": MESSAGES | REQUESTS}, ".orders.messagesPerMonth", "a key that is not known"),
        ({"orders": {**REQUESTS, "requestsPerMonth": -1}}, ".orders.requestsPerMonth", "-1 allowed: a whole number"),
        ({"orders": {**REQUESTS, "requestsPerMonth": 1.5}}, ".orders.requestsPerMonth", "1.5 allowed: a whole number"),
        ({"orders": {**REQUESTS, "kilobytesIn": 20_000}}, ".orders.kilobytesIn", "20000 allowed: kilobytes of one"),
        ({"notifications": {**MESSAGES, "kilobytesPerMessage": 129}}, ".notifications.kilobytesPerMessage", "129"),
        (
            {"notifications": {**MESSAGES, "openConnections": "2"}},
            ".notifications.openConnections",
            '"2" allowed: conn',
        ),
        ("much", "", '"much" allowed: a map with what each API is expected to carry'),
    ],
)
def test_a_mistake_is_told_with_its_path(traffic: Any, path: str, text: str) -> None:
    found = problems_of({**valid(), "shop:traffic": traffic})
    assert f"shop:traffic{path}" in found
    assert found[f"shop:traffic{path}"].startswith(text)


def test_what_is_missing_is_told() -> None:
    found = problems_of({**valid(), "shop:traffic": {"orders": {"requestsPerMonth": 1}}})
    assert found == {
        "shop:traffic.orders.kilobytesIn": "nothing allowed: kilobytes of one request, from 0 to 10240",
        "shop:traffic.orders.kilobytesOut": "nothing allowed: kilobytes of the answer to one, from 0 to 10240",
    }
