"""Deployments: what has been changed in an API reaches its stages."""

from collections.abc import Iterator, Sequence

from gateway_policies.belonging import api_of, parts_of
from gateway_policies.reading import Absent, Known, Reading, Unknown
from gateway_policies.resource_types import API, DEPLOYMENT, REST_DEPLOYMENT, STAGE
from gateway_policies.resources import References, Resource, Stack
from gateway_policies.rule import Finding, Rule, Settings, undecided, violation


def _flaw(deployment: Resource, keys: Sequence[str]) -> Reading[str]:
    """Why nothing makes AWS deploy again; absent when something does."""
    found = [deployment.at(key).mapping() for key in keys]
    if any(isinstance(one, Known) and len(one.value) for one in found):
        return Absent()
    unread = next((one for one in found if isinstance(one, Unknown)), None)
    return unread or Known("triggers is not set or empty, allowed is one trigger or more")


def _check_rest_deployment(deployment: Resource, _settings: Settings) -> Iterator[Finding]:
    """A change of `variables` replaces the deployment, too: so the RestAPI component of Pulumi triggers its own."""
    flaw = _flaw(deployment, ("triggers", "variables"))
    if isinstance(flaw, Unknown):
        yield undecided(deployment, flaw)
    elif isinstance(flaw, Known):
        yield violation(deployment, "triggers", flaw.value)


def _check_deployments(stack: Stack, _settings: Settings) -> Iterator[Finding]:
    """Stages that deploy by themselves need no triggers."""
    for deployment in stack.of_type(DEPLOYMENT):
        flaw = _flaw(deployment, ("triggers",))
        if isinstance(flaw, Absent):
            continue
        automatic = _is_automatic(_stages_of(stack, deployment))
        if automatic == Known(value=True):
            continue
        unread = next((one for one in (flaw, automatic) if isinstance(one, Unknown)), None)
        if unread:
            yield undecided(deployment, unread)
        elif isinstance(flaw, Known):
            yield violation(deployment, "triggers", f"{flaw.value}, or autoDeploy true in the stages")


def _stages_of(stack: Stack, deployment: Resource) -> References:
    api = api_of(stack, deployment)
    if api is not None:
        return parts_of(stack, api, STAGE)
    return References(stack.with_text(STAGE, "apiId", deployment.known_text("apiId")), [])


def _is_automatic(stages: References) -> Reading[bool]:
    """Whether all stages of an API deploy by themselves; absent when none is in the stack."""
    own = [(stage, stage.at("autoDeploy").flag()) for stage in stages.certain]
    if any(flag in (Absent(), Known(value=False)) for _, flag in own):
        return Known(value=False)
    others = [(stage, stage.at("apiId").text()) for stage in stages.possible]
    for stage, found in own or others:
        if isinstance(found, Unknown):
            return Unknown(f"{found.path} of {stage.name!r}", found.reason)
    return Known(value=True) if own else Absent()


DEPLOYMENT_TRIGGERS = Rule(
    name="deployment-triggers",
    group="hygiene",
    severity="medium",
    level="advisory",
    title="Changes of an API do not reach its stage",
    why="A deployment is a snapshot: without triggers a method that has been closed since stays open in the stage.",
    fix="Set triggers to a hash of what the API is made of (routes, methods, integrations, authorizers, policy or "
    "body), or autoDeploy of a Stage of an HTTP or WebSocket API to true.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html",
    controls=("OWASP API9:2023",),
    checks={REST_DEPLOYMENT: _check_rest_deployment},
    check_stack=_check_deployments,
    stack_types=(DEPLOYMENT, API, STAGE),
)

RULES = (DEPLOYMENT_TRIGGERS,)
