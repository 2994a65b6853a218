"""The people of one voyage while a message is recorded: each row is read once, and written once with its quality.

The newest message is added to what is known; a late one rebuilds the roster.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Self

from roadstead.engine.voyages import identity
from roadstead.engine.voyages.versions.merge import Presence, Why, is_part, list_id
from roadstead.engine.voyages.versions.parts import Done, Part, Person, Step
from roadstead.engine.voyages.versions.roster import Roster
from roadstead.filings.voyages.declared import fitting, link
from roadstead.filings.voyages.models import Manifest, Statement, Traveller, Voyage
from roadstead.filings.voyages.people_rows import (
    COLUMNS,
    as_person,
    describe,
    is_described_anew,
    let_go,
    save_documents,
    save_qualities,
    save_standing,
    settle_bookings,
    standing_of,
)
from roadstead.platform.database.rows import save_all


@dataclass(slots=True, kw_only=True)
class VoyagePeople:
    """The roster with its rows, from those stored to those to write.

    `rows`: by place in the roster, None for a person without a row; `was`: the same as stored. `others`: rows that no
    known message named, which stay as they are; `gone`: ids of rows of people who have another row.
    """

    roster: Roster
    rows: list[Traveller | None]
    was: list[Person | None]
    others: Sequence[Traveller] = ()
    gone: Collection[int] = ()
    told: list[tuple[Statement, Done]] = field(default_factory=list)
    described: list[Traveller] = field(default_factory=list)
    standing: list[Traveller] = field(default_factory=list)
    moved: list[Traveller] = field(default_factory=list)

    @classmethod
    def of(cls, voyage: Voyage) -> Self:
        """Load the people as stored."""
        rows = _rows_of(voyage)
        people = [as_person(row) for row in rows]
        return cls(roster=Roster(people=people), rows=list(rows), was=list(people))

    @classmethod
    def told_again(cls, story: Sequence[tuple[Statement, Step]], voyage: Voyage) -> Self:
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
            was=[as_person(row) if row else None for row in kept],
            others=[row for pk, row in left.items() if row and pk not in told_of],
            gone=[pk for pk, row in left.items() if row and pk in told_of],
            told=told,
        )

    def add(self, step: Step, statement: Statement, voyage: Voyage) -> Done:
        """Apply the newest message."""
        own = list_id(step.header, step.carrier, step.tie).key
        if not is_part(step.header):
            self.roster.lists.pop(own, None)
        elif own not in self.roster.lists:
            self.roster.lists[own] = self._parts(own, step, voyage)
        done = self.roster.apply(step)
        self.told.append((statement, done))
        return done

    def _parts(self, own: str, step: Step, voyage: Voyage) -> list[Part]:
        """Return the parts received so far of the list that this message is a part of."""
        place = {row.pk: at for at, row in enumerate(self.rows) if row}
        others = voyage.manifests.filter(list_id=fitting(Manifest, "list_id", own)).exclude(pk=step.number)
        known = others.select_related("statement").order_by("order", "pk")
        return [part_row(row, place) for row in known]

    def describe(self, voyage: Voyage) -> list[Traveller]:
        """Update the rows from the roster. Return those of everybody on the voyage, in their order. Nothing is written
        yet, and new rows have no id.
        """
        people = self.roster.people
        rows = [row or Traveller(voyage=voyage) for row in (*self.rows, *[None] * (len(people) - len(self.rows)))]
        was = [*self.was, *[None] * (len(people) - len(self.was))]
        for place, (row, person, before) in enumerate(zip(rows, people, was, strict=True)):
            if before is None or is_described_anew(person, before):
                describe(row, person, voyage)
                self.described.append(row)
            else:
                if person is not before and standing_of(person) != standing_of(before):
                    self.standing.append(row)
                if row.position != place:
                    self.moved.append(row)
            row.position = place
            row.presence, row.why, row.on_list = standing_of(person)
        self.rows = list(rows)
        return [row for row in (*rows, *self.others) if row.presence != Presence.WITHDRAWN]

    def save(self, voyage: Voyage, weighed: Collection[Traveller] = ()) -> None:
        """Write what has changed. `weighed`: rows whose quality has changed."""
        written = {id(row) for row in self.described}
        known = [row.pk for row in self.described if row.pk is not None]  # before the new rows get their ids
        save_all(Traveller, self.described, COLUMNS)
        save_documents(self.described, known, voyage)
        save_standing(self.standing)
        save_qualities([row for row in weighed if id(row) not in written])
        Traveller.objects.bulk_update(self.moved, ["position"], batch_size=500)
        link((statement, [self._pk(place) for place in done.named]) for statement, done in self.told)
        let_go(self.gone)
        settle_bookings(voyage)

    def write(self, voyage: Voyage) -> None:
        """Write the roster so far, with the quality known before."""
        self.describe(voyage)
        self.save(voyage)

    def _pk(self, place: int | None) -> int | None:
        row = None if place is None else self.rows[place]
        return row.pk if row else None


def _rows_of(voyage: Voyage) -> list[Traveller]:
    return list(voyage.travellers.exclude(why=Why.ANOTHER_ROW).order_by("position", "pk"))


def part_row(row: Manifest, place: dict[int, int]) -> Part:
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
    people: Sequence[Person], told: Sequence[tuple[Statement, Done]], rows: Sequence[Traveller]
) -> list[Traveller | None]:
    """Return the row of each person: the one that most messages gave this person, else the most similar one."""
    free = {row.pk: row for row in rows}
    votes = defaultdict[int, Counter[int]](Counter)
    for statement, done in told:
        for place, pk in zip(done.named, statement.travellers, strict=False):
            if place is not None and pk is not None:
                votes[place][pk] += 1
    kept = [_elected(votes[place], free) for place in range(len(people))]
    left, homeless = list(free.values()), [at for at, row in enumerate(kept) if row is None]
    declared = [people[at].declared for at in homeless]
    for at, found in zip(homeless, identity.pair([as_person(row).declared for row in left], declared), strict=True):
        kept[at] = left[found] if found is not None else None
    return kept


def _elected(votes: Counter[int], free: dict[int, Traveller]) -> Traveller | None:
    pk = next((pk for pk, _ in votes.most_common() if pk in free), None)
    return None if pk is None else free.pop(pk)
