"""Which statements of a policy let everyone call an API, and which of them a Deny takes back."""

from gateway_policies.documents.policy_conditions import KEYS, leaves_chosen, spares_chosen
from gateway_policies.documents.policy_documents import Policy, Statement, glob


def unlimited(policy: Policy, keys: frozenset[str] = KEYS, *, also_named: bool = False) -> list[Statement]:
    """The statements that allow calls of everyone, with `also_named` of anyone, with no limit by one of these keys."""
    denials = [
        one
        for one in policy
        if not one.allows and one.calls and one.for_everyone and spares_chosen(one.conditions, keys)
    ]
    return [
        one
        for one in policy
        if one.allows
        and one.calls
        and (one.for_everyone or also_named)
        and not leaves_chosen(one.conditions, keys)
        and not _is_taken_back(one, denials)
    ]


def _is_taken_back(allow: Statement, denials: list[Statement]) -> bool:
    """Whether each resource of an Allow is one of a Deny; of NotResource one cannot say which are left."""
    wanted = ("*",) if allow.resources is None else allow.resources
    return all(any(_covers(pattern, one) for deny in denials for pattern in deny.resources or ()) for one in wanted)


def _covers(pattern: str, resource: str) -> bool:
    """Whether a pattern takes in all that another one does. `execute-api:/*` is short for the API's own ARN."""
    if pattern == "*":
        return True
    (head, path), (its_head, its_path) = _split(pattern), _split(resource)
    same_api = "execute-api:" in {head, its_head} or glob(head).fullmatch(its_head)
    return bool(same_api and glob(path).fullmatch(its_path))


def _split(resource: str) -> tuple[str, str]:
    """The API and what of it: stage, method and path, of which each call has all three."""
    head, slash, path = resource.partition("/")
    if not slash:
        return head, "*" if head.endswith("*") else ""
    while path.count("/") <= 2 and path.endswith("*/*"):  # noqa: PLR2004  so that nothing stands behind the path
        path = path.removesuffix("/*")
    return head, path
