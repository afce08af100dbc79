from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from local.emulator.gateway.response_cache import ResponseCache
from tests.local.emulator.account import NUMBER, REGION, RestApi, invocation
from tests.local.emulator.signing import signed

if TYPE_CHECKING:
    from tests.local.emulator.account import Account

NOW = "import time\ndef handler(event, context):\n    return {'statusCode': 200, 'body': str(time.time_ns())}\n"


@pytest.fixture(scope="module")
def api(account: Account) -> RestApi:
    """A cached API whose answers are the time."""
    api = RestApi(account)
    function = account.function(NOW)
    integration = {
        "type": "AWS_PROXY",
        "integrationHttpMethod": "POST",
        "uri": invocation(function),
        "cacheKeyParameters": ["method.request.querystring.q", "method.request.path.id"],
    }
    parameters = {"method.request.querystring.q": False, "method.request.path.id": True}
    api.method("GET /by/{id}", integration, requestParameters=parameters)
    api.method("POST /by/{id}", integration, requestParameters=parameters)
    api.function_method("GET /brief", function)
    api.function_method("GET /never", function)
    api.function_method("GET /signed", function, authorizationType="AWS_IAM")
    api.deploy()
    api.patch_stage(
        **{
            "/cacheClusterEnabled": "true",
            "/cacheClusterSize": "0.5",
            "/*/*/caching/enabled": "true",
            "/brief/GET/caching/enabled": "true",
            "/brief/GET/caching/ttlInSeconds": "1",
            "/never/GET/caching/enabled": "false",
        }
    )
    return api


def test_an_answer_is_kept_by_its_key_parameters(api: RestApi) -> None:
    first = api.get("/by/1?q=a").text
    assert api.get("/by/1?q=a&other=1").text == first
    assert api.get("/by/1?q=b").text != first
    assert api.get("/by/2?q=a").text != first
    assert api.post("/by/1?q=a").text != api.post("/by/1?q=a").text


def test_an_answer_is_kept_for_its_time(api: RestApi) -> None:
    first = api.get("/brief").text
    assert api.get("/brief").text == first
    time.sleep(1.1)
    assert api.get("/brief").text != first
    assert api.get("/never").text != api.get("/never").text


def test_a_cache_is_flushed(api: RestApi) -> None:
    first = api.get("/by/flushed").text
    api.gateway.flush_stage_cache(restApiId=api.id, stageName="dev")
    assert api.get("/by/flushed").text != first


def test_a_client_passes_over_the_cache_only_with_the_right_to(account: Account, api: RestApi) -> None:
    fresh = {"cache-control": "max-age=0"}
    first = api.get("/by/header").text
    ignored = api.get("/by/header", headers=fresh)
    assert (ignored.text, "Invalid cache control" in ignored.headers["warning"]) == (first, True)

    allowed = {
        "Effect": "Allow",
        "Action": ["execute-api:Invoke", "execute-api:InvalidateCache"],
        "Resource": f"arn:aws:execute-api:{REGION}:{NUMBER}:{api.id}/*",
    }
    key = account.user(allowed)
    first = signed(key, "GET", f"{api.url}/signed").text
    assert signed(key, "GET", f"{api.url}/signed").text == first
    assert signed(key, "GET", f"{api.url}/signed", headers=fresh).text != first

    api.patch_stage(**{"/*/*/caching/unauthorizedCacheControlHeaderStrategy": "FAIL_WITH_403"})
    assert api.get("/by/header", headers=fresh).status_code == 403
    api.patch_stage(**{"/*/*/caching/requireAuthorizationForCacheControl": "false"})
    assert api.get("/by/header", headers=fresh).text != first


def test_what_is_no_longer_fresh_is_dropped() -> None:
    clock = [0.0]
    cache = ResponseCache(lambda: clock[0])
    cache.put(("a", 1), (200, {}, b"1"), 10)
    assert cache.get(("a", 1)) == (200, {}, b"1")
    clock[0] = 10.0
    assert cache.get(("a", 1)) is None
    cache.put(("b", 1), (200, {}, b"2"), 10)
    cache.flush("b")
    assert cache.get(("b", 1)) is None
