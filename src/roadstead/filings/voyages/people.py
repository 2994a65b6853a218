"""The people of one voyage while a message is recorded: each row is read once, and written once with its quality.

The newest message is added to what is known; a late one rebuilds the roster.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Self

from roadstead.engine.voyages import identity
from roadstead.engine.voyages.versions.merge import Presence, PresenceReason, is_part, list_id
from roadstead.engine.voyages.versions.parts import Part, Person, Step, StepResult
from roadstead.engine.voyages.versions.roster import Roster
from roadstead.filings.voyages.declared import fit_column, link_travellers
from roadstead.filings.voyages.models import Manifest, Statement, Traveller, Voyage
from roadstead.filings.voyages.people_rows import (
    COLUMNS,
    as_person,
    delete_duplicates,
    fill_row,
    is_description_changed,
    presence_of,
    save_documents,
    save_presence,
    save_qualities,
    update_bookings,
)
from roadstead.platform.database.rows import save_all


@dataclass(slots=True, kw_only=True)
class VoyagePeople:
    """The roster with its rows, from those stored to those to write.

    `rows`: by place in the roster, None for a person without a row; `stored`: people as stored. `unnamed`: rows that
    no known message named, which stay as they are; `duplicates`: ids of rows of people who have another row.
    """

    roster: Roster
    rows: list[Traveller | None]
    stored: list[Person | None]
    unnamed: Sequence[Traveller] = ()
    duplicates: Collection[int] = ()
    applied: list[tuple[Statement, StepResult]] = field(default_factory=list)
    described: list[Traveller] = field(default_factory=list)
    presence_changed: list[Traveller] = field(default_factory=list)
    reordered: list[Traveller] = field(default_factory=list)

    @classmethod
    def load(cls, voyage: Voyage) -> Self:
        """Load the people as stored."""
        rows = _rows_of(voyage)
        people = [as_person(row) for row in rows]
        return cls(roster=Roster(people=people), rows=list(rows), stored=list(people))

    @classmethod
    def rebuild(cls, story: Sequence[tuple[Statement, Step]], voyage: Voyage) -> Self:
        """Rebuild the roster from all messages in the order sent; every person keeps the row that alerts refer to."""
        roster = Roster()
        told = [(statement, roster.apply(step)) for statement, step in story]
        rows = _rows_of(voyage)
        kept = _same_rows(roster.people, told, rows)
        left = {row.pk: row for row in rows} | {row.pk: None for row in kept if row}
        told_of = {pk for statement, _ in story for pk in statement.travellers}
        return cls(
            roster=roster,
            rows=kept,
            stored=[as_person(row) if row else None for row in kept],
            unnamed=[row for pk, row in left.items() if row and pk not in told_of],
            duplicates=[pk for pk, row in left.items() if row and pk in told_of],
            applied=told,
        )

    def add(self, step: Step, statement: Statement, voyage: Voyage) -> StepResult:
        """Apply the newest message."""
        own = list_id(step.header, step.carrier, step.tie).key
        if not is_part(step.header):
            self.roster.lists.pop(own, None)
        elif own not in self.roster.lists:
            self.roster.lists[own] = self._parts(own, step, voyage)
        done = self.roster.apply(step)
        self.applied.append((statement, done))
        return done

    def _parts(self, own: str, step: Step, voyage: Voyage) -> list[Part]:
        """Return the parts received so far of the list that this message is a part of."""
        place = {row.pk: at for at, row in enumerate(self.rows) if row}
        others = voyage.manifests.filter(list_id=fit_column(Manifest, "list_id", own)).exclude(pk=step.number)
        known = others.select_related("statement").order_by("order", "pk")
        return [part_from_row(row, place) for row in known]

    def describe(self, voyage: Voyage) -> list[Traveller]:
        """Update the rows from the roster. Return those of everybody on the voyage, in their order. Nothing is written
        yet, and new rows have no id.
        """
        people = self.roster.people
        rows = [row or Traveller(voyage=voyage) for row in (*self.rows, *[None] * (len(people) - len(self.rows)))]
        was = [*self.stored, *[None] * (len(people) - len(self.stored))]
        for place, (row, person, before) in enumerate(zip(rows, people, was, strict=True)):
            if before is None or is_description_changed(person, before):
                fill_row(row, person, voyage)
                self.described.append(row)
            else:
                if person is not before and presence_of(person) != presence_of(before):
                    self.presence_changed.append(row)
                if row.position != place:
                    self.reordered.append(row)
            row.position = place
            row.presence, row.presence_reason, row.list_id = presence_of(person)
        self.rows = list(rows)
        return [row for row in (*rows, *self.unnamed) if row.presence != Presence.WITHDRAWN]

    def save(self, voyage: Voyage, assessed: Collection[Traveller] = ()) -> None:
        """Write what has changed. `assessed`: rows whose quality has changed."""
        written = {id(row) for row in self.described}
        known = [row.pk for row in self.described if row.pk is not None]  # before the new rows get their ids
        save_all(Traveller, self.described, COLUMNS)
        save_documents(self.described, known, voyage)
        save_presence(self.presence_changed)
        save_qualities([row for row in assessed if id(row) not in written])
        Traveller.objects.bulk_update(self.reordered, ["position"], batch_size=500)
        link_travellers((statement, [self._pk(place) for place in done.named]) for statement, done in self.applied)
        delete_duplicates(self.duplicates)
        update_bookings(voyage)

    def write(self, voyage: Voyage) -> None:
        """Write the roster so far, with the quality known before."""
        self.describe(voyage)
        self.save(voyage)

    def _pk(self, place: int | None) -> int | None:
        row = None if place is None else self.rows[place]
        return row.pk if row else None


def _rows_of(voyage: Voyage) -> list[Traveller]:
    return list(voyage.travellers.exclude(presence_reason=PresenceReason.ANOTHER_ROW).order_by("position", "pk"))


def part_from_row(row: Manifest, place: dict[int, int]) -> Part:
    """Return a part of a list, read back from its row; the people it names by their place in the roster."""
    who = row.statement.travellers if hasattr(row, "statement") else []
    return Part(
        step=row.pk,
        number=row.part.lstrip("0") or row.part,
        is_last=row.last_part,
        content=row.content,
        sent_at=row.sent_at,
        read=row.read,
        declared=row.declared,
        named=frozenset(place[pk] for pk in who if pk in place),
    )


def _same_rows(
    people: Sequence[Person], told: Sequence[tuple[Statement, StepResult]], rows: Sequence[Traveller]
) -> list[Traveller | None]:
    """Return the row of each person: the one that most messages gave this person, else the most similar one."""
    free = {row.pk: row for row in rows}
    votes = defaultdict[int, Counter[int]](Counter)
    for statement, done in told:
        for place, pk in zip(done.named, statement.travellers, strict=False):
            if place is not None and pk is not None:
                votes[place][pk] += 1
    kept = [_most_voted(votes[place], free) for place in range(len(people))]
    left, homeless = list(free.values()), [at for at, row in enumerate(kept) if row is None]
    declared = [people[at].declared for at in homeless]
    for at, found in zip(
        homeless, identity.match_travellers([as_person(row).declared for row in left], declared), strict=True
    ):
        kept[at] = left[found] if found is not None else None
    return kept


def _most_voted(votes: Counter[int], free: dict[int, Traveller]) -> Traveller | None:
    pk = next((pk for pk, _ in votes.most_common() if pk in free), None)
    return None if pk is None else free.pop(pk)
