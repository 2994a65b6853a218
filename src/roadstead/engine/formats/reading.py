"""What every reader returns: the manifest, what was wrong with the message, and what was not read."""

from __future__ import annotations

from dataclasses import dataclass

from roadstead.engine.records import Manifest, Problem, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One message, read. A bad traveller never loses the other two hundred; nothing disappears in silence."""

    manifest: Manifest
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()  # segments or columns we met and did not use, as sent

    @property
    def understood(self) -> bool:
        """Whether the message's kind was recognised at all."""
        return bool(self.manifest.message.type)

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(problem for problem in self.problems if problem.severity is Severity.ERROR)
