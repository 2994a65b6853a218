"""Problems of one list: rows by their number; fields and values by name, with their count."""

from __future__ import annotations

from collections import Counter
from typing import Final

from roadstead.engine.records import Problem, Severity
from roadstead.engine.sentences import Sentence

MAX_ROWS_SHOWN: Final = 50  # per code; a file broken throughout must not give a million problems
MAX_NAMES_SHOWN: Final = 200
# Codes of entries that could not be read at all.
UNREADABLE_CODES: Final = frozenset({"row-unreadable", "line-unreadable", "row-without-name", "number-missing"})

# Codes counted by name instead of by row: severity and sentence.
COUNTED: Final[dict[str, tuple[Severity, str]]] = {
    "field-unread": (Severity.NOTE, "We do not use %(name)s for matching. Values: %(count)s."),
    "schema-unread": (
        Severity.NOTE,
        "Records of the type %(name)s are not people, organisations, vessels or aircraft. Records left out: %(count)s.",
    ),
    "country-unknown": (Severity.WARNING, "%(quoted)s is not a country we know. Entries loaded without it: %(count)s."),
    "date-unclear": (
        Severity.WARNING,
        "%(quoted)s is not a valid date. We used the part we could read. Entries concerned: %(count)s.",
    ),
    "sex-unknown": (Severity.NOTE, "%(quoted)s is not a sex we know. Entries loaded without it: %(count)s."),
    "entry-missing": (
        Severity.WARNING,
        "Some rows of %(name)s belong to entries that are not in the list. We did not use them. Rows: %(count)s.",
    ),
    "file-missing": (
        Severity.ERROR,
        "The %(name)s file is missing. Choose all files of the list together.",
    ),
}


class Tally:
    """Collects problems while a list is read. `problems` returns those of rows first, then the counts by name."""

    def __init__(self) -> None:
        self._rows: list[Problem] = []
        self._of_code: Counter[str] = Counter()
        self._counts: Counter[tuple[str, str]] = Counter()

    def add(
        self,
        code: str,
        text: Sentence | str,
        *,
        number: int | None,
        field: str = "",
        sent: str = "",
        severity: Severity = Severity.ERROR,
    ) -> None:
        """Add a problem of one row; `number` counts the rows from 1 and is None if no single row is concerned."""
        self._of_code[code] += 1
        if self._of_code[code] <= MAX_ROWS_SHOWN:
            self._rows.append(
                Problem.of(severity=severity, code=code, text=text, number=number, field=field, sent=sent)
            )

    def count(self, code: str, name: str) -> None:
        """Count one more occurrence of a name under a code of COUNTED."""
        self._counts[code, name[:80]] += 1

    @property
    def unreadable_count(self) -> int:
        """Number of entries reported that could not be read at all."""
        return sum(number for code, number in self._of_code.items() if code in UNREADABLE_CODES)

    def count_unread(self, names: object) -> None:
        for name in names:  # type: ignore[attr-defined]
            self.count("field-unread", name)

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self._rows, *self._further_rows(), *self._counted(), *self._further_names())

    def _further_rows(self) -> list[Problem]:
        return [
            Problem.of(
                severity=self._worst_severity(code),
                code=code,
                text=Sentence(
                    "Further rows with this problem: %(count)s. The first was: %(first)s",
                    {"count": count - MAX_ROWS_SHOWN, "first": self._first(code)},
                ),
            )
            for code, count in self._of_code.items()
            if count > MAX_ROWS_SHOWN
        ]

    def _counted(self) -> list[Problem]:
        return [
            Problem.of(
                severity=COUNTED[code][0],
                code=code,
                text=Sentence(COUNTED[code][1], {"name": name, "quoted": repr(name), "count": count}),
                segment=name,
                sent=name if code != "field-unread" else "",
            )
            for (code, name), count in self._counts.most_common(MAX_NAMES_SHOWN)
        ]

    def _further_names(self) -> list[Problem]:
        """Count the names beyond NAMES_SHOWN by severity, so that nothing is dropped without its number."""
        rest = Counter(COUNTED[code][0] for (code, _), _ in self._counts.most_common()[MAX_NAMES_SHOWN:])
        return [
            Problem.of(
                severity=severity,
                code="names-further",
                text=Sentence("Further fields and values, each less frequent than these: %(count)s.", {"count": count}),
            )
            for severity, count in rest.items()
        ]

    def _worst_severity(self, code: str) -> Severity:
        return min((each.severity for each in self._rows if each.code == code), key=tuple(Severity).index)

    def _first(self, code: str) -> Sentence:
        return next(each.wording for each in self._rows if each.code == code)
