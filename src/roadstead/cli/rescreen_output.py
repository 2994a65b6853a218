"""Output of `rescreen`: hits on stored travellers and cargo, one per line, and a summary."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import msgspec

from roadstead.cli.screen import person_view
from roadstead.engine.records import Craft, Hit, Traveller
from roadstead.engine.screening.bulk import PersonHit
from roadstead.engine.screening.bulk_cargo import CargoHit

if TYPE_CHECKING:  # the tables can be imported only after set_up()
    from roadstead.pipeline.bulk.cargo import Part
    from roadstead.pipeline.bulk.people import VoyageRows

CRAFT_NUMBERS: Final = ("imo", "registration", "mmsi", "call_sign")  # of a craft, the most reliable first


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One hit. `row`: id of the stored row; `subject` and `who`: its subject for machines, and in words."""

    voyage: Any
    row: Mapping[str, int]
    subject: Mapping[str, object]
    who: str
    hit: Hit


@dataclass(slots=True)
class RescreenCounts:
    """Counts of `what`: screened, shown, and alerts raised."""

    what: str
    screened: int = 0
    shown: int = 0
    raised: Counter[str] = field(default_factory=Counter)

    def add(self, asked: int, shown: int) -> None:
        self.screened, self.shown = self.screened + asked, self.shown + shown

    @property
    def in_words(self) -> str:
        counts = ", ".join(f"{number} {name}" for name, number in self.raised.items())
        return f"{self.what} screened: {self.screened:,}; possible matches: {self.shown:,}{counts and f' ({counts})'}"


def show(lines: Iterable[Line], *, as_json: bool) -> int:
    """Print the lines on standard output; return their number."""
    number = 0
    for line in lines:
        sys.stdout.write(_json(line) if as_json else _words(line))
        number += 1
    return number


def lines_of_people(aboard: VoyageRows, found: Sequence[PersonHit]) -> Iterator[Line]:
    declared = {row.id: row.declared for row in aboard.rows}
    for each in found:
        traveller = msgspec.json.decode(declared[each.traveller], type=Traveller)
        who = f"{traveller.surname}, {traveller.given} {traveller.born}".strip(" ,")
        row, subject = {"traveller": each.traveller}, person_view(traveller)
        yield Line(voyage=aboard.voyage, row=row, subject=subject, who=who, hit=each.hit)


def lines_of_cargo(part: Part, met: Sequence[CargoHit]) -> Iterator[Line]:
    for each in met:
        names, voyage = part.matching_party_names(each), part.voyage
        if each.bill is not None:
            number = part.known[each.bill].number
            row, subject, of = {"bill": each.bill}, {"bill": number, "parties": names}, f"bill {number}: "
        elif names:
            row, subject, of = {}, {"parties": names}, "the manifest: "
        else:
            craft = _craft_view(part.craft or Craft())
            names, row, subject, of = [next(filter(None, craft.values()), "")], {}, {**craft}, ""
        yield Line(voyage=voyage, row=row, subject=subject, who=of + "; ".join(names), hit=each.hit)


def _craft_view(craft: Craft) -> dict[str, str]:
    return {"craft": craft.name, **{number: getattr(craft, number) for number in CRAFT_NUMBERS}}


def _json(line: Line) -> str:
    hit = line.hit
    view = {
        "voyage": line.voyage.pk,
        **line.row,
        "subject": {key: value for key, value in line.subject.items() if value},
        "kind": hit.kind.value,
        "list": hit.list,
        "entry": hit.entry,
        "entry_name": hit.entry_name,
        "score": hit.score,
        "reasons": [reason.text for reason in hit.reasons],
        "action": hit.action.value,
        "replay": {key: value for key, value in msgspec.to_builtins(hit.replay).items() if value},
    }
    return msgspec.json.encode(view).decode() + "\n"


def _words(line: Line) -> str:
    hit = line.hit
    first = f"{line.voyage!s:24} {line.who:40} {hit.score:6.1f}  {hit.entry_name} ({hit.list})\n"
    return first + "".join(f"        · {reason.text}\n" for reason in hit.reasons)
