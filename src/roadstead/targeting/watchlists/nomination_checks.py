"""Checks of a nomination before it is proposed (S21, S22). Pure: cells in, entry and faults out.

Cells use the headings of Roadstead's own csv, so that one mapper reads a form and a row of a file.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, NamedTuple

from roadstead.engine.formats.lists.bounds import cut_to_limits
from roadstead.engine.formats.lists.columns import HEADINGS, Cells
from roadstead.engine.formats.lists.content import Content
from roadstead.engine.formats.lists.loading import Loading
from roadstead.engine.formats.lists.plausibility import may_be_alive, strip_invisible_from_names
from roadstead.engine.formats.lists.roadstead_csv import PRIORITIES, entry
from roadstead.engine.records import Action, Entry, Kind, Problem
from roadstead.engine.sentences import Sentence
from roadstead.engine.text.dates import earliest, latest
from roadstead.targeting.watchlists.nomination_identifiers import (
    EXTRA_IDENTIFIERS,
    SECOND_IDENTIFIERS,
    identifier_cells,
    kind_of,
    number_requirements,
    with_identifiers,
)

FORM_FIELDS: Final = (
    "surname", "given", "aliases", "born", "birth_place", "sex", "nationality", "documents", "action", "reason",
    "evidence", "priority", "expires", "review", "kind", "imo", "call_sign", "tail_number", *EXTRA_IDENTIFIERS,
)  # fmt: skip
# The two possible actions: officers stop the person, or no one at the border shows that the person is listed.
ACTIONS: Final[Mapping[str, Action]] = {"stop": Action.STOP, "silent": Action.DISCREET}
MAX_CHARS: Final = {"evidence": 200, "reason": 2000}
MAX_OTHER_CHARS: Final = 1000  # characters of one cell
ADULT_YEARS: Final = 18  # years: Convention on the Rights of the Child, article 1
# Warnings of the mapper are faults here: the user at the form can correct them.
# Problems that a list counts by name, and what the form says of them instead.
FORM_FAULTS: Final = {
    "country-unknown": (
        "nationality",
        Sentence("This is not a country we know. Enter its name or its code of three letters."),
    ),
    "sex-unknown": ("sex", Sentence("This is not a sex we know. Choose one, or leave it empty.")),
}


class Fault(NamedTuple):
    """A field and the advice for it."""

    field: str
    text: Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewBounds:
    """The current day, the review periods of the list in months, and the actions that can be chosen."""

    today: date
    months: int
    months_of_minors: int
    actions: Mapping[str, Action] = field(default_factory=lambda: ACTIONS)

    def last_review(self, born: tuple[str, ...]) -> date:
        """Return the latest review day allowed. A person who may still be a child is treated as one."""
        return add_months(self.today, self.months_of_minors if may_be_minor(born, self.today) else self.months)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedNomination:
    """The entry made from the cells, with `evidence` and faults; without faults it may be proposed."""

    entry: Entry
    evidence: str
    faults: tuple[Fault, ...] = ()


def check_nomination(
    cells: Mapping[str, str], bounds: ReviewBounds, *, title: str, entry_id: str = "new"
) -> CheckedNomination:
    """Return `cells` as an entry of the list `title`. An empty review day becomes the latest allowed."""
    loading = Loading(content=Content(name="nomination", raw=b""), list=title)
    made = strip_invisible_from_names(cut_to_limits(entry(_filled(cells, entry_id), 1, loading), loading.tally))
    made = with_identifiers(made, cells)
    made = replace(
        made, action=bounds.actions.get(cells.get("action", ""), Action.REFER), priority=made.priority or "normal"
    )
    if not cells.get("review", "").strip():
        made = replace(made, review=bounds.last_review(made.born).isoformat())
    faults = (*_faults(cells, made, bounds), *map(_fault, loading.tally.problems))
    return CheckedNomination(
        entry=made, evidence=cells.get("evidence", "").strip(), faults=tuple(dict.fromkeys(faults))
    )


def cells_of(listed: Entry, evidence: str) -> Cells:
    """Return the cells of an entry as it is now, to be amended."""
    names = [f"~{name.text}" if name.weak else name.text for name in listed.names]
    said = {
        "surname": names[0] if names else "",
        "aliases": "\n".join(names[1:]),
        "born": "\n".join(listed.born),
        "birth_place": "\n".join(listed.birth_places),
        "sex": listed.sex,
        "nationality": "\n".join(listed.nationalities),
        "documents": "\n".join(f"{one.type}:{one.issuer}:{one.number}" for one in listed.documents),
        "action": next((code for code, action in ACTIONS.items() if action is listed.action), ""),
        "reason": listed.reason,
        "evidence": evidence,
        "priority": listed.priority,
        "expires": listed.expires,
    }
    return dict.fromkeys(FORM_FIELDS, "") | said | identifier_cells(listed)


def may_be_minor(born: tuple[str, ...], today: date) -> bool:
    """Return True if by any birth date, even partial, the person may be a child. Unknown birth: False."""
    youngest = max((day for text in born if (day := latest(text))), default=date.min)
    return youngest > add_months(today, -12 * ADULT_YEARS)


def add_months(day: date, months: int) -> date:
    """Return the same day that many months later (or earlier, if negative), or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _filled(cells: Mapping[str, str], entry_id: str) -> Cells:
    """Return a form's lines as spreadsheet cells; other columns (list, kind, owner) are ignored."""
    typed = {name: "; ".join(filter(None, map(str.strip, cells.get(name, "").splitlines()))) for name in FORM_FIELDS}
    typed["priority"] = typed["priority"].casefold() if typed["priority"].casefold() in PRIORITIES else ""
    return dict.fromkeys(HEADINGS, "") | typed | {"action": "", "id": entry_id, "name": cells.get("name", "").strip()}


def _fault(problem: Problem) -> Fault:
    if instead := FORM_FAULTS.get(problem.code):
        return Fault(*instead)
    text = problem.sentence or Sentence(problem.text)
    return Fault(problem.field or "surname", text.capitalise())


def _faults(cells: Mapping[str, str], made: Entry, bounds: ReviewBounds) -> Iterator[Fault]:
    """Yield faults from the table of requirements: field, sentence, True if violated."""
    second = SECOND_IDENTIFIERS.get(made.kind, SECOND_IDENTIFIERS[Kind.PERSON])
    review, expires = _day(made.review), _day(made.expires)
    last = bounds.last_review(made.born)
    born_later = any((day := earliest(text)) is not None and day > bounds.today for text in made.born)
    asked: tuple[tuple[str, Sentence, bool], ...] = (
        ("surname", Sentence("Enter the name."), not made.names),
        (second.field, second.text, not second.known(made)),
        ("born", Sentence("The date of birth is in the future. Correct it."), born_later),
        (
            "born",
            Sentence("The date of birth is too long ago. Leave it empty if you do not know it."),
            not born_later and not all(may_be_alive(day, bounds.today) for day in made.born),
        ),
        ("action", Sentence("Choose the action: stop or silent."), cells.get("action", "") not in bounds.actions),
        (
            "priority",
            Sentence("Choose the priority: high, normal or low."),
            cells.get("priority", "").strip().casefold() not in PRIORITIES,
        ),
        ("reason", Sentence("Enter the legal basis."), not made.reason),
        ("evidence", Sentence("Enter where the evidence is kept."), not cells.get("evidence", "").strip()),
        (
            "expires",
            Sentence("Enter the last day in force as a full date after today."),
            expires is None or expires <= bounds.today,
        ),
        (
            "review",
            Sentence("Enter the review day as a full date after today, %(last)s at the latest.", {"last": str(last)}),
            review is None or not bounds.today < review <= last,
        ),
        (
            "kind",
            Sentence("Choose the kind: person, vessel, aircraft or organisation."),
            kind_of(cells) not in SECOND_IDENTIFIERS,
        ),
        *number_requirements(made),
    )
    yield from (Fault(field, text) for field, text, amiss in asked if amiss)
    for name in (*FORM_FIELDS, "name"):
        most = MAX_CHARS.get(name, MAX_OTHER_CHARS)
        if len(cells.get(name, "")) > most:
            text = Sentence("Shorten this to %(most)s characters at most.", {"most": f"{most:,}"})
            yield Fault(name, text)


def _day(text: str) -> date | None:
    """Return a full date; None for other texts ("2027-03" is no day on which something ends)."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
