"""Acts on policy rows: proposed by a supervisor or the command line, approved by a second person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from roadstead.engine.reference.policy import ANY, Table, a_day
from roadstead.engine.reference.required_courses import REQUIRED_COURSES, RequiredCourse
from roadstead.engine.reference.sufficiency import NEEDS, STATE_PROFILES
from roadstead.engine.reference.tables import Row, is_in_force
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.models import State, User
from roadstead.platform.accounts.permissions import may_set_policies
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.approvals.models import WAITING, Decision
from roadstead.platform.audit.models import log
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.platform.policies.in_force import in_force, invalidate
from roadstead.platform.policies.models import PolicyRow

MAX_ROWS: Final = 500  # of one proposal
FORMULA: Final = Sentence("begins like a spreadsheet formula: begin it with a letter")
MAX_CHARS: Final = 600  # of a cell
# the oldest first day of a newly required course, which leaves people time to approve it
NOTICE: Final = timedelta(days=7)


def owner_of(user: User) -> str:
    """Return the state whose rows the person proposes and decides; * for the regional centre."""
    return user.state_id or ANY


@transaction.atomic
def propose(
    table: Table[Any], rows: Sequence[Row], *, reason: str, by: User | None, now: datetime, file: str = ""
) -> list[PolicyRow]:
    """Propose the rows that are neither in force nor waiting. Raise NotAllowed with row and column of a fault.

    `by` None: the command line, for any state. `file`: what the rows were read from, for the message.
    """
    if by is not None and not may_set_policies(by):
        raise NotAllowed("only supervisors propose policy")
    if not reason.strip():
        raise FieldRefused("write a reason for the person who approves it", field="reason")
    if len(rows) > MAX_ROWS:
        raise NotAllowed("propose at most %(most)s rows at once: split the file", most=f"{MAX_ROWS:,}")
    fresh = _new(table, rows)
    for number, row in fresh:
        _check(table, row, by, now, (file, number) if file else None)
    made = [_proposal(table, row, reason, by, now) for _number, row in fresh]
    if not made:
        raise NotAllowed("each of these rows is already in force or waits for approval")
    PolicyRow.objects.bulk_create(made)
    for state in sorted({row.state for row in made}):
        of_state = [row for row in made if row.state == state]
        outbox.write(EventKind.PROPOSAL, of_state[0].pk, of="policy")
        _note(by, "policy proposed", of_state)
    return made


@transaction.atomic
def decide(pk: int, *, approve: bool, reason: str = "", by: User, now: datetime) -> list[PolicyRow]:
    """Decide all rows proposed together with this one, as a second person; their proposer may withdraw them."""
    if not may_set_policies(by):
        raise NotAllowed("only supervisors approve policy")
    first = PolicyRow.objects.visible_to(by).filter(state=owner_of(by)).get(pk=pk)
    rows = list(together(first).select_for_update(of=("self",)).order_by("pk"))
    if not rows:
        raise NotAllowed(approvals.ALREADY_DECIDED)
    if approve:
        for row in rows:
            for _column, fault in _without_notice(row.policy_table, row.row, now):
                raise NotAllowed("the first day %(fault)s. Reject this proposal and propose a later day", fault=fault)
        second_person.approve(*rows, by=by, may=may_set_policies, now=now, reason=reason)
        transaction.on_commit(invalidate)
    else:
        second_person.reject(*rows, by=by, now=now, reason=reason)
    words = {Decision.APPROVED: "policy approved", Decision.WITHDRAWN: "policy taken back"}
    _note(by, words.get(Decision(rows[0].decision), "policy rejected"), rows)
    return rows


def together(row: PolicyRow) -> QuerySet[PolicyRow, PolicyRow]:
    """Return the waiting rows that were proposed together with this one, of the same table and state."""
    return PolicyRow.objects.filter(
        WAITING, table=row.table, state=row.state, proposed_at=row.proposed_at, proposed_by=row.proposed_by_id
    )


def waiting(rows: QuerySet[PolicyRow, PolicyRow]) -> list[list[PolicyRow]]:
    """Return the rows of each waiting proposal, the oldest first."""
    found: dict[tuple[object, ...], list[PolicyRow]] = {}
    for row in rows.filter(WAITING).select_related("proposed_by").order_by("proposed_at", "pk"):
        found.setdefault((row.table, row.state, row.proposed_at, row.proposed_by_id), []).append(row)
    return list(found.values())


def approved(table: Table[Any], rows: QuerySet[PolicyRow, PolicyRow]) -> list[PolicyRow]:
    """Return the approved rows of the table that no newer one replaces, the newest first."""
    found: dict[tuple[str, ...], PolicyRow] = {}
    decided = rows.filter(table=table.name, decision=Decision.APPROVED).select_related("decided_by", "proposed_by")
    for row in decided.order_by("-decided_at", "-id"):
        found.setdefault(table.case(row.row), row)
    return list(found.values())


def current(table: Table[Any], rows: QuerySet[PolicyRow, PolicyRow]) -> list[Row]:
    """Return the approved rows and the shipped ones that they do not replace, as they are exported."""
    own = [row.row for row in approved(table, rows)]
    return [*own, *table.unreplaced_shipped(own)]


def _proposal(table: Table[Any], row: Row, reason: str, by: User | None, now: datetime) -> PolicyRow:
    cells = {name: row[name] for name in table.cells if name != "state"}
    made = PolicyRow(table=table.name, state=row.get("state", ANY), cells=cells)
    approvals.propose(made, reason=reason, by=by, now=now)
    return made


def _check(table: Table[Any], row: Row, by: User | None, now: datetime, where: tuple[str, int] | None) -> None:
    """Raise FieldRefused with the first fault. `where`: file and number of the row, if it was read from a file."""
    for column, fault in (*_faults(table, row, by), *_without_notice(table, row, now)):
        cell = repr(row.get(column, "")[:40])
        if where is None:
            raise FieldRefused("%(cell)s %(fault)s", field=column, cell=cell, fault=fault)
        raise FieldRefused(
            "%(file)s, row %(row)s, column %(column)s: %(cell)s %(fault)s",
            field=column,
            file=where[0],
            row=where[1],
            column=column,
            cell=cell,
            fault=fault,
        )


def _faults(table: Table[Any], row: Row, by: User | None) -> Iterable[tuple[str, Sentence]]:
    yield from table.faults(row)
    too_long = Sentence("is longer than %(most)s characters", {"most": MAX_CHARS})
    yield from ((name, too_long) for name in table.cells if len(row[name]) > MAX_CHARS)
    yield from ((name, FORMULA) for name in table.cells if _is_formula(row[name]))
    state, column = row.get("state", ANY), "state" if "state" in table.cells else next(iter(table.cells))
    if by is not None and state != owner_of(by):
        yield column, Sentence("is not your state: you can propose rows only for %(state)s", {"state": owner_of(by)})
    if state != ANY and not State.objects.filter(pk=state).exists():
        yield column, Sentence("is not a participating state: a row for it has no effect")
    if table is STATE_PROFILES:
        known = sorted({need["profile"] for need in in_force(NEEDS)})
        if row["profile"] not in known:
            yield "profile", Sentence("is not a profile in force; these are: %(known)s", {"known": ", ".join(known)})


def _without_notice(table: Table[Any], row: Row, now: datetime) -> Iterator[tuple[str, Sentence]]:
    """Yield a fault if a required course begins too long ago.

    Such a course would close live alerts at once to whoever has not taken it, the officer at the desk included. One
    that is required already may be corrected, and one that has expired closes nothing.
    """
    first, today = row.get("valid_from", ""), now.date()
    if table is not REQUIRED_COURSES or a_day(first) or date.fromisoformat(first) >= today - NOTICE:
        return
    is_over = bool(row["valid_to"]) and row["valid_to"] < today.isoformat()
    case = table.case(row)
    if is_over or any(_case(each) == case and is_in_force(each, today) for each in in_force(REQUIRED_COURSES)):
        return
    yield (
        "valid_from",
        Sentence(
            "is more than %(days)s days ago: live alerts stay open for only 30 days from this day on",
            {"days": NOTICE.days},
        ),
    )


def _case(row: RequiredCourse) -> tuple[str, ...]:
    return row.state, row.needed_for, row.course, row.valid_from


def _is_formula(cell: str) -> bool:
    return cell.startswith(("=", "+", "@", "-")) and not cell[1:].isdigit()


def _new(table: Table[Any], rows: Iterable[Row]) -> list[tuple[int, Row]]:
    """Return the distinct rows with their number in the file, except those in force unchanged, or waiting."""
    kept = PolicyRow.objects.filter(table=table.name)
    known = {_cells(table, row) for row in (*current(table, kept), *(row.row for row in kept.filter(WAITING)))}
    fresh: dict[tuple[str, ...], tuple[int, Row]] = {}
    for number, row in enumerate(rows, start=2):
        cells = _cells(table, row)
        if cells not in known:
            fresh[cells] = number, row
    return list(fresh.values())


def _cells(table: Table[Any], row: Row) -> tuple[str, ...]:
    return tuple(row.get(name, "") for name in table.cells)


def _note(by: User | None, action: str, rows: Sequence[PolicyRow]) -> None:
    first = rows[0]
    states = [] if first.state == ANY else [first.state]
    log(by, action, f"policy {first.pk}", states=states, detail=f"{first.table} {first.state}, {len(rows)} rows")
