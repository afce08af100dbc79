"""What is asked of an API or a custom domain reaches the API, whatever its path.

ministack looks for paths of its own first (`/health`, `/_ministack/…`, `/oauth2/…`, `/v2/…`), and at any host.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from local.emulator.gateway.ministack import APPLICATION, REST

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from local.emulator.gateway.exchange import Answer

BEFORE_BODY = "method path headers query_params request_id"
AFTER_BODY = "method path headers body query_params request_id"
DATA_PLANE = f"{AFTER_BODY} raw_path raw_query_string client_ip"


def install() -> None:
    """Puts the requests of APIs first."""
    APPLICATION.replace("_handle_pre_body_request", BEFORE_BODY, _passing_over)
    APPLICATION.replace("_handle_post_body_shortcuts", AFTER_BODY, _passing_over)
    APPLICATION.replace("_handle_special_data_plane_request", DATA_PLANE, _answering)


def _is_for_api(headers: dict[str, str], path: str) -> bool:
    host = headers.get("host", "")
    return APPLICATION.parse_execute_api_url(host, path) is not None or _is_domain(host)


def _is_domain(host: str) -> bool:
    return REST.find_domain_scope(host.partition(":")[0].lower()) is not None


def _passing_over(original: Callable[..., Awaitable[Answer | None]]) -> Callable[..., Awaitable[Answer | None]]:
    async def pass_over(method: str, path: str, headers: dict[str, str], *rest: Any) -> Answer | None:
        return None if _is_for_api(headers, path) else await original(method, path, headers, *rest)

    return pass_over


def _answering(original: Callable[..., Awaitable[Answer | None]]) -> Callable[..., Awaitable[Answer | None]]:
    async def answer(  # noqa: PLR0917  the parameters of what it replaces
        method: str,
        path: str,
        headers: dict[str, str],
        body: bytes,
        query_params: dict[str, list[str]],
        request_id: str,
        raw_path: str | None = None,
        raw_query_string: str = "",
        client_ip: str = "127.0.0.1",
    ) -> Answer | None:
        request = (method, path, headers, body, query_params)
        if not _is_for_api(headers, path):
            return await original(*request, request_id, raw_path, raw_query_string, client_ip)
        answered: Answer | None = await APPLICATION.handle_execute_api_request(
            headers.get("host", ""), path, method, headers, body, query_params, raw_path, raw_query_string
        )
        if answered is None:  # a domain on which nothing is mapped to the path
            answered = (403, {"Content-Type": "application/json"}, b'{"message":"Forbidden"}')
        return APPLICATION.with_data_plane_headers(answered, request_id, wildcard_cors=False)

    return answer
