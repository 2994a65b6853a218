"""What a check is: a function that looks at the facts and gives the values of its sentence, once for each fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from roadstead.engine.records import Aspect, Finding, Severity

Facts = TypeVar("Facts")
Values = Mapping[str, object]
NOTHING: Final[tuple[Values, ...]] = ()
ONCE: Final[tuple[Values, ...]] = ({},)  # the fault is there, and the sentence needs no value


@dataclass(frozen=True, slots=True)
class Check(Generic[Facts]):
    """One thing that is looked at. `text` is what carrier and officer read: what is wrong, and what to do (C1).

    Nothing of screening may be in it (C13).
    """

    code: str
    aspect: Aspect
    severity: Severity
    field: str
    text: str
    look: Callable[[Facts], Iterable[Values]]

    def finding(self, values: Values) -> Finding:
        """The finding with its sentence filled in."""
        text = self.text.format_map(values) if values else self.text
        return Finding(aspect=self.aspect, code=self.code, text=text, field=self.field, severity=self.severity)


def once(fault: bool) -> tuple[Values, ...]:
    """For a check that says yes or no."""
    return ONCE if fault else NOTHING
