"""Where a reader writes down what it meets: problems and unread segments of one message, bounded in number."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from roadstead.engine.records import Problem, Severity

MOST: Final = 10_000  # problems, and unread segments, of one message
CUT: Final = 80  # characters of a sent value
CUT_UNREAD: Final = 200  # characters of an unread segment


@dataclass(slots=True)
class Notebook:
    """`reference` is the message's own (UNH 0062): every problem carries it."""

    reference: str = ""
    problems: list[Problem] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)
    more: int = 0
    more_unread: int = 0

    def note(self, code: str, text: str, number: int | None = None, **where: str) -> None:
        self._write(Severity.NOTE, code, text, number, where)

    def warning(self, code: str, text: str, number: int | None = None, **where: str) -> None:
        self._write(Severity.WARNING, code, text, number, where)

    def error(self, code: str, text: str, number: int | None = None, **where: str) -> None:
        self._write(Severity.ERROR, code, text, number, where)

    def add(self, problem: Problem) -> None:
        """What was written down elsewhere, of a part of this message."""
        if len(self.problems) < MOST:
            self.problems.append(problem)
        else:
            self.more += 1

    def take(self, other: Notebook) -> None:
        """All problems that another notebook holds, in its order."""
        for problem in other.problems:
            self.add(problem)
        self.more += other.more

    def left(self, segment: str) -> None:
        """Keep a segment that nothing here uses, as it was sent."""
        if len(self.unread) < MOST:
            self.unread.append(segment[:CUT_UNREAD])
        else:
            self.more_unread += 1

    def finish(self) -> tuple[tuple[Problem, ...], tuple[str, ...]]:
        """Problems and unread segments, each with a last line that says how many more there were."""
        if self.more:
            text = f"And {self.more:,} more problems. Mend the first ones and send the list again."
            self.problems.append(Problem(severity=Severity.WARNING, code="more-problems", text=text))
        if self.more_unread:
            self.unread.append(f"and {self.more_unread:,} more")
        return tuple(self.problems), tuple(self.unread)

    def _write(self, severity: Severity, code: str, text: str, number: int | None, where: dict[str, str]) -> None:
        if len(self.problems) >= MOST:
            self.more += 1
            return
        self.problems.append(
            Problem(
                severity=severity,
                code=code,
                text=text,
                message=self.reference,
                segment=where.get("segment", ""),
                number=number,
                field=where.get("field", ""),
                sent=where.get("sent", "")[:CUT],
            )
        )
