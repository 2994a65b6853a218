"""Rows of a carrier's own travellers: our response about each, and what to correct, in the person's row (C13)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Max, QuerySet

from roadstead.engine.records import Severity, Traveller, Verdict
from roadstead.filings.voyages.declared import stated_manifest
from roadstead.filings.voyages.models import Manifest
from roadstead.filings.voyages.own_voyage import Naming, OwnPerson, OwnVoyage, qualities
from roadstead.outbound.responses.models import Response
from roadstead.platform.accounts.models import User
from roadstead.web.carriers.person_problems import by_person
from roadstead.web.common.tables import Column

GRAVE: Final = (Severity.ERROR, Severity.WARNING)
Answer = tuple[str, list[str]]  # verdict and missing fields
Place = tuple[int, int]  # a message and a person's number in it


@dataclass(frozen=True, slots=True, kw_only=True)
class TravellerRow:
    """One person of a list. `own` and `naming`: None on a receipt whose message is about no voyage.

    `problems`: problems of reading and findings about the values, the gravest first.
    """

    number: int
    traveller: Traveller
    presence: str = ""
    why: str = ""
    verdict: str = ""
    missing: Sequence[str] = ()
    problems: Sequence[Any] = ()
    naming: Naming | None = None
    is_correctable: bool = False

    @property
    def state(self) -> str:
        """Return withdrawn, correct (there is something to correct) or fine."""
        if self.presence == "withdrawn":
            return "withdrawn"
        return "correct" if self.verdict == Verdict.INSUFFICIENT or self.grave else "fine"

    @property
    def grave(self) -> list[Any]:
        """Return the problems that ask for a correction; notes do not."""
        return [each for each in self.problems if _severity(each) in GRAVE]

    @property
    def name(self) -> str:
        return ", ".join(filter(None, (self.traveller.surname, self.traveller.given)))

    @property
    def papers(self) -> str:
        return ", ".join(f"{paper.type} {paper.number}".strip() for paper in self.traveller.documents)

    @property
    def texts(self) -> str:
        """Return the problems in English, for the file."""
        return " ".join(str(_text(each)) for each in self.grave)


COLUMNS: Final = {
    "name": Column("Traveller", ("name",), lambda row: row.name),
    "role": Column("Role", ("role",), lambda row: row.traveller.role.value),
    "born": Column("Date of birth", ("born",), lambda row: row.traveller.born),
    "nationality": Column("Nationality", ("nationality",), lambda row: row.traveller.nationality),
    "document": Column("Document", ("document",), lambda row: row.papers),
    "answer": Column("Our response", ("answer",), lambda row: row.verdict),
    "state": Column("What to correct", ("state",), lambda row: row.state),
    "presence": Column("On board", (), lambda row: row.presence),
    "missing": Column("Missing data", (), lambda row: ", ".join(row.missing)),
    "problems": Column("Problems", (), lambda row: row.texts),
}
SHOWN: Final = {name: COLUMNS[name] for name in ("name", "born", "nationality", "document", "answer", "state")}


def rows_of_voyage(voyage: OwnVoyage, user: User, participating: Collection[str], now: datetime) -> list[TravellerRow]:
    """Return a row for each person of the carrier's own list of the voyage, in its order."""
    rows = _unanswered_rows(voyage, participating, now)
    messages = [each.pk for each in voyage.messages]

    def made() -> list[TravellerRow]:
        answers = _answers(messages, user)
        return [_answered(row, own, answers) for row, own in zip(rows, voyage.people, strict=True)]

    # A response is never changed: a later one has a greater number, and a deleted one is one less.
    given = Response.objects.visible_to(user).filter(answered_list__in=messages).aggregate(Count("pk"), Max("pk"))
    return voyage.remember("answered", (rows, given), made)


def row_of_person(
    voyage: OwnVoyage, own: OwnPerson, user: User, participating: Collection[str], now: datetime
) -> TravellerRow:
    """Return the row of one person of the voyage."""
    answers = _answers(sorted({each.manifest.pk for each in own.namings}), user, {each.number for each in own.namings})
    return _answered(_unanswered_rows(voyage, participating, now)[own.place], own, answers)


def _unanswered_rows(voyage: OwnVoyage, participating: Collection[str], now: datetime) -> list[TravellerRow]:
    """Return the rows without our responses, which alone change while the list stays the same."""
    quality = qualities(voyage, participating, now)
    may_correct = voyage.is_whole and not voyage.is_cancelled

    def made() -> list[TravellerRow]:
        problems = _ReadingProblems()
        return [
            _row(each, problems, quality[each.place].findings if each.place in quality else (), may_correct)
            for each in voyage.people
        ]

    return voyage.remember("rows", (quality, may_correct), made)


def _answered(row: TravellerRow, own: OwnPerson, answers: Mapping[Place, Answer]) -> TravellerRow:
    """Return the row with the response in force: that to the last message that names the person and was answered."""
    found = (answers.get((each.manifest.pk, each.number)) for each in reversed(own.namings))
    verdict, missing = next((each for each in found if each), ("", []))
    return replace(row, verdict=verdict, missing=missing) if verdict else row


def rows_of_message(manifest: Manifest, user: User) -> list[TravellerRow]:
    """Return a row for each person whom one message names, as it names them; [] if its text may not be shown."""
    if not hasattr(manifest, "statement"):
        return []
    people = stated_manifest(manifest.statement).travellers
    answers = _answers([manifest.pk], user)
    read = by_person(manifest.problems, [each.segment for each in people])
    found = {each["position"] + 1: each["findings"] for each in manifest.quality.get("travellers", ())}
    rows = []
    for number, each in enumerate(people, 1):
        verdict, missing = answers.get((manifest.pk, number), ("", []))
        told = gravest_first([*read.get(number, ()), *found.get(number, ())])
        naming = Naming(manifest=manifest, number=number)
        rows.append(
            TravellerRow(number=number, traveller=each, verdict=verdict, missing=missing, problems=told, naming=naming)
        )
    return rows


def _row(own: OwnPerson, problems: _ReadingProblems, findings: Iterable[Any], may: bool) -> TravellerRow:
    last = own.namings[-1] if own.namings else None
    person = own.person
    is_named = bool(person.declared.surname or person.declared.given or person.declared.documents)
    return TravellerRow(
        number=own.place + 1,
        traveller=person.declared,
        presence=person.presence.value,
        why=person.why.value,
        problems=gravest_first([*(problems.of(last) if last else ()), *findings]),
        naming=last,
        is_correctable=may and is_named and person.listed is not None and person.presence in ("expected", "on_board"),
    )


class _ReadingProblems:
    """Problems of reading by person, of each message once."""

    def __init__(self) -> None:
        self._known: dict[int, dict[int, list[Mapping[str, Any]]]] = {}

    def of(self, naming: Naming) -> list[Mapping[str, Any]]:
        manifest = naming.manifest
        if not manifest.problems:
            return []
        if manifest.pk not in self._known:
            begins = [each.segment for each in stated_manifest(manifest.statement).travellers]
            self._known[manifest.pk] = by_person(manifest.problems, begins)
        return self._known[manifest.pk].get(naming.number, [])


def _answers(manifests: Sequence[int], user: User, places: Collection[int] | None = None) -> dict[Place, Answer]:
    """Return the responses in force to the people of these messages; `places`: to those with these numbers alone."""
    found = Response.objects.visible_to(user).filter(answered_list__in=manifests)
    rows: QuerySet[Response, Response] = (found if places is None else found.filter(place__in=places)).current()
    told = rows.values_list("answered_list_id", "place", "verdict", "missing")
    return {(message, place): (verdict, missing) for message, place, verdict, missing in told}


def gravest_first(problems: Sequence[Any]) -> list[Any]:
    order = {severity.value: at for at, severity in enumerate(Severity)}
    return sorted(problems, key=lambda each: order.get(str(_severity(each)), 0))


def _severity(problem: Any) -> Any:
    return problem["severity"] if isinstance(problem, Mapping) else problem.severity


def _text(problem: Any) -> Any:
    return problem["text"] if isinstance(problem, Mapping) else problem.text
