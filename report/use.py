"""One figure beside what is allowed."""

from __future__ import annotations

from dataclasses import dataclass

from components.knowledge import limits


@dataclass(frozen=True)
class Use:
    """One figure beside what AWS allows."""

    what: str
    used: float
    allowed: float
    note: str = ""
    """What AWS does about it: whether it raises the quota, or what the figure is for."""

    @property
    def share(self) -> float:
        """What is used of what is allowed; more than 1 where it is too much."""
        return self.used / self.allowed

    @property
    def state(self) -> str:
        """`over`, `near` from the share at which components warn, or `fine`."""
        return "over" if self.share > 1 else "near" if self.share >= limits.WARNING_SHARE else "fine"
