"""Resources carry the tags that say whose they are."""

from collections.abc import Iterator

from gateway_policies.hygiene.taggable import TAGGABLE
from gateway_policies.reading import Absent, Known, Unknown
from gateway_policies.resources import Resource
from gateway_policies.rule import Finding, Rule, Setting, Settings, undecided, violation, words

_KEYS = "keys"


def _check_tags(resource: Resource, settings: Settings) -> Iterator[Finding]:
    """Tags of the provider's defaultTags are among those of a resource; a tag need not be known, only there."""
    tags = resource.at("tags")
    found = tags.mapping()
    if isinstance(found, Unknown):
        yield undecided(resource, found)
        return
    names = set(found.value) if isinstance(found, Known) else set[str]()
    present = {name for name in names if not isinstance(tags.at(name).reading, Absent)}
    required = words(settings, _KEYS)
    missing = [key for key in required if key not in present]
    if missing:
        yield violation(resource, "tags", f"tags lacks {', '.join(missing)}, required: {', '.join(required)}")
    elif not required and not any(not name.startswith("aws:") for name in present):
        yield violation(resource, "tags", "tags is not set or empty, required is one tag or more")


REQUIRED_TAGS = Rule(
    name="required-tags",
    group="hygiene",
    severity="low",
    level="disabled",
    title="A resource lacks tags that are required here",
    why="Without them nobody knows whom to ask about it, what it costs whom, and whether it may be switched off.",
    fix="Set the required keys in tags, or for all resources in defaultTags of the provider.",
    source="https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging.html",
    controls=("Config api-gw-rest-api-tagged", "OWASP API8:2023"),
    checks=dict.fromkeys(TAGGABLE, _check_tags),
    settings={
        _KEYS: Setting(
            default=(), description="the keys of tags that must be there; any tag will do when none is given"
        ),
    },
)

RULES = (REQUIRED_TAGS,)
