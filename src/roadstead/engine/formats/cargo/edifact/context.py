"""Context shared by all parts of the reader: dialect, notebook, and tally of repeated problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from roadstead.engine.formats.cargo.edifact.codes import PLACES
from roadstead.engine.formats.passengers.paxlst.groups import NumberedSegment
from roadstead.engine.formats.reading import Notebook
from roadstead.engine.records import Mode, Party, Sent
from roadstead.engine.sentences import Sentence, Value, as_sentence
from roadstead.engine.syntax.edifact import as_text

# ── Differences of national and trade guides from the directory, as data.


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One guide. `places`: 3227 to the field of a consignment. `default_mode`: mode of transport if the message gives
    none.
    """

    name: str = ""
    places: Mapping[str, str] = field(default_factory=lambda: PLACES)
    default_mode: Mode = Mode.SEA
    names_a_voyage: bool = True
    numbers_containers: bool = True  # by ISO 6346; a truck's trailer has its owner's number


STANDARD: Final = Dialect()
DIALECTS: Final[Mapping[str, Dialect]] = {
    "LOT10": Dialect(name="LOT10"),
    # Spanish customs, summary declaration by air: origin, destination and intermediate airport.
    "148111": Dialect(
        name="AEAT",
        places={**PLACES, "5": "load", "8": "discharge", "11": "transhipment", "20": ""},
        default_mode=Mode.AIR,
        names_a_voyage=False,
    ),
    "ACE": Dialect(name="ACE", default_mode=Mode.ROAD, numbers_containers=False),
    "AAA336C": Dialect(name="ICS"),
}


def dialect(*marks: str) -> Dialect:
    """Return the dialect of the first known mark: association code, recipient, application reference."""
    return next((DIALECTS[mark] for mark in marks if mark in DIALECTS), STANDARD)


MAX_SENT_CHARS: Final = 80  # characters kept of a sent value
LIST_FIELDS: Final = frozenset({"parties", "goods", "marks", "seals", "values", "notes", "onward", "references",
                          "containers",
                          "bills", "dangerous", "more_hs", "handling", "sent"})  # fmt: skip


class Draft(dict[str, Any]):
    """Fields of a record under construction: lists grow, of other fields the first value is kept."""

    def put(self, name: str, value: object) -> bool:
        """Keep the value if the field is empty; return False if the field has another value."""
        if value in ("", None):
            return True
        return bool(self.setdefault(name, value) == value)

    def add(self, name: str, *values: object) -> bool:
        if values:
            self.setdefault(name, []).extend(values)
        return True

    def keep_sent(self, name: str, value: str, number: int) -> None:
        self.add("sent", Sent(field=name, value=value[:MAX_SENT_CHARS], segment=number))

    def fields(self) -> dict[str, Any]:
        """Return the fields as arguments of a frozen record."""
        return {name: tuple(value) if name in LIST_FIELDS else value for name, value in self.items()}


class RepeatedProblem(NamedTuple):
    """Problem that is reported once for all segments that have it."""

    code: str
    text: Sentence | str
    segment: str
    field: str


@dataclass(slots=True)
class Occurrences:
    number: int
    sent: str
    times: int = 0
    last: int = 0


@dataclass(slots=True)
class ReaderContext:
    notes: Notebook
    dialect: Dialect = STANDARD
    type: str = ""
    action: str = ""  # 1225 of the document, applied to each bill
    nature: str = ""  # of all consignments that give none
    currency: str = ""
    tally: dict[RepeatedProblem, Occurrences] = field(default_factory=dict)
    parties: dict[Party, None] = field(default_factory=dict)  # of single containers, each once
    places: dict[str, int] = field(default_factory=dict)  # place codes found, and the segment of the first

    def keep_unread(self, found: NumberedSegment) -> None:
        self.notes.keep_unread(as_text(found.segment))

    def warning(self, code: str, text: Sentence | str, found: NumberedSegment, name: str) -> None:
        """Count a problem; `report_repeated` reports each kind once, with the number of segments."""
        seen = self.tally.setdefault(
            RepeatedProblem(code, text, found.tag, name), Occurrences(found.number, as_text(found.segment))
        )
        if found.number > seen.last:  # some segments are read twice
            seen.times, seen.last = seen.times + 1, found.number

    def report_repeated(self) -> None:
        for text, oddity, seen in self._repeated_problems():
            self.notes.warning(
                oddity.code, text, seen.number, segment=oddity.segment, field=oddity.field, sent=seen.sent
            )

    def _repeated_problems(self) -> Iterator[tuple[Sentence | str, RepeatedProblem, Occurrences]]:
        for oddity, seen in self.tally.items():
            text = oddity.text
            if seen.times > 1:
                values: dict[str, Value] = {"text": as_sentence(text), "times": f"{seen.times:,}"}
                text = Sentence("%(text)s This concerns %(times)s segments. The first is shown.", values)
            yield text, oddity, seen
