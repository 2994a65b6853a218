"""The type of a check: a function of the facts that yields the values of its sentence, once for each fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from roadstead.engine.records import Aspect, Finding, Severity
from roadstead.engine.sentences import Sentence, Value

Facts = TypeVar("Facts")
Values = Mapping[str, Value]
NOTHING: Final[tuple[Values, ...]] = ()
ONCE: Final[tuple[Values, ...]] = ({},)  # one fault, whose sentence needs no value


@dataclass(frozen=True, slots=True)
class Check(Generic[Facts]):
    """One data quality check. `text` is shown to carrier and officer: the fault and its remedy (C1).

    It must not reveal anything about screening (C13).
    """

    code: str
    aspect: Aspect
    severity: Severity
    field: str
    text: str
    find: Callable[[Facts], Iterable[Values]]

    def finding(self, values: Values) -> Finding:
        """Return the finding with its sentence and the values of it."""
        sentence = Sentence(self.text, values)
        return Finding(
            aspect=self.aspect,
            code=self.code,
            text=str(sentence),
            sentence=sentence,
            field=self.field,
            severity=self.severity,
        )


def fault_if(fault: bool) -> tuple[Values, ...]:
    """Return the result of a check that is either faulty or not."""
    return ONCE if fault else NOTHING
