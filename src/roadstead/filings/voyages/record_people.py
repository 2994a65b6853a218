"""The people of a voyage, told by its messages: the newest is added to what is known, a late one tells all anew."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from roadstead.engine.voyages import identity
from roadstead.engine.voyages.versions.lists import is_part, list_id
from roadstead.engine.voyages.versions.parts import Part
from roadstead.engine.voyages.versions.person import Done, Person, Step
from roadstead.engine.voyages.versions.presence import Why
from roadstead.engine.voyages.versions.roster import Roster
from roadstead.filings.voyages.columns import fitting
from roadstead.filings.voyages.models import Manifest, Statement, Traveller, Voyage
from roadstead.filings.voyages.people_rows import as_person, let_go, write
from roadstead.filings.voyages.statements import link


def add(step: Step, statement: Statement, voyage: Voyage) -> Done:
    """The newest message: only what it says is written."""
    rows = rows_of(voyage)
    was = [as_person(row) for row in rows]
    roster = Roster(people=list(was), lists=_lists(step, voyage, rows))
    done = roster.apply(step)
    written = write(roster.people, [*rows, *[None] * (len(roster.people) - len(rows))], was, voyage)
    link([(statement, [_pk(written, place) for place in done.named])])
    return done


def tell_again(story: Sequence[tuple[Statement, Step]], voyage: Voyage) -> dict[int, Done]:
    """All messages in the order sent, as if they had come so; every person keeps the row that alerts refer to."""
    roster = Roster()
    told = [roster.apply(step) for _, step in story]
    rows = rows_of(voyage)
    told_of = {pk for statement, _ in story for pk in statement.travellers}
    kept = _same_rows(roster.people, told, [statement for statement, _ in story], rows)
    was = [as_person(row) if row else None for row in kept]
    written = write(roster.people, kept, was, voyage)
    link((statement, [_pk(written, place) for place in done.named])
         for (statement, _), done in zip(story, told, strict=True))  # fmt: skip
    # A row that no message is known to have named (recorded before that was kept) stays.
    let_go({row.pk for row in rows if row.pk in told_of} - {row.pk for row in kept if row})
    return {done.step: done for done in told}


def rows_of(voyage: Voyage) -> list[Traveller]:
    return list(voyage.travellers.exclude(why=Why.ANOTHER_ROW).order_by("position", "pk"))


def _pk(written: Sequence[Traveller], place: int | None) -> int | None:
    return None if place is None else written[place].pk


def _lists(step: Step, voyage: Voyage, rows: Sequence[Traveller]) -> dict[str, list[Part]]:
    """The parts that have come of the list this message is a part of."""
    if not is_part(step.header):
        return {}
    own = list_id(step.header, step.carrier, step.tie).key
    place = {row.pk: at for at, row in enumerate(rows)}
    others = voyage.manifests.filter(list_id=fitting(Manifest, "list_id", own)).exclude(pk=step.number)
    known = others.select_related("statement").order_by("order", "pk")
    return {own: [part_row(row, place) for row in known]}


def part_row(row: Manifest, place: dict[int, int]) -> Part:
    """A part of a list, back from its row; whom it names by their place in the roster."""
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
    people: Sequence[Person], told: Sequence[Done], statements: Sequence[Statement], rows: Sequence[Traveller]
) -> list[Traveller | None]:
    """The row each person has had: the one most messages gave this person, else the one that looks like it."""
    free = {row.pk: row for row in rows}
    votes = defaultdict[int, Counter[int]](Counter)
    for done, statement in zip(told, statements, strict=True):
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
