"""What was found in one file, and whether it fails an audit."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway_policies.judgement import Judgement
from gateway_policies.rule import Status


@dataclass(frozen=True, slots=True)
class Audited:
    """The judgements of a file, which holds one stack, in the order of its resources."""

    file: Path
    judgements: Sequence[Judgement]


def fails(judgement: Judgement) -> bool:
    """Whether it is a violation that stops a deployment; one that the engine would mend is still there in a file."""
    return judgement.status is Status.VIOLATION and judgement.level in {"mandatory", "remediate"}
