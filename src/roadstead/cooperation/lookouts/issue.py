"""Propose a lookout or its renewal, and decide it as the second person: one decision for it and for its entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.cooperation.lookouts.desks import add_desks
from roadstead.cooperation.lookouts.history import LookoutAct, lock, write
from roadstead.cooperation.lookouts.models import MAX_HOURS, Lookout, LookoutPeriod, Subject
from roadstead.cooperation.requests.references import new_reference
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.sentences import Sentence
from roadstead.platform.accounts import second_person
from roadstead.platform.accounts.cooperation_permissions import may_approve_lookouts, may_issue_lookouts
from roadstead.platform.accounts.courses import check_courses
from roadstead.platform.accounts.models import State, User
from roadstead.platform.approvals import acts as approvals
from roadstead.platform.directory.models import ContactPoint
from roadstead.platform.handling.ceiling import check_ceiling
from roadstead.platform.handling.logic.codes import SHAREABLE
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind
from roadstead.targeting.watchlists import lookout_entries as entries
from roadstead.targeting.watchlists.models import REGION, Nomination, WatchList
from roadstead.targeting.watchlists.nomination_checks import CheckedNomination, Fault, may_be_minor
from roadstead.targeting.watchlists.photos import UNCHANGED, PhotoChange

PREFIX: Final = "LK"
MAX_TEXT_CHARS: Final = 2000
MAX_CELL_CHARS: Final = 200  # of a vehicle
UNACKNOWLEDGED_AFTER: Final = timedelta(hours=1)  # then the centre is asked to telephone [D]
CHILD: Final = "Refer to child protection. Do not arrest. "  # what the entry says first of a child
NO_HOURS: Final = _("Enter 1 to %(most)d hours. Renew the lookout if it is needed for longer.")
NO_REASON: Final = _("Write why it is looked for. The second person decides on it, and the desks read it.")
ONLY_OWN: Final = _("Only the people of the state that issued a lookout change it.")
IS_OVER: Final = _("This lookout has ended. Issue a new one.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLookout:
    """A lookout as typed. `cells`: by the headings of our csv; of a vehicle `surname` (make, model, colour), `plate`
    and `chassis`. `chosen`: states by alpha-3. `is_child`: as the person at the form knows it.
    `centre_calls`: the centre may see which desks are silent, and telephone them.
    """

    kind: str
    cells: Mapping[str, str]
    why: str
    basis: str
    chosen: Sequence[str]
    hours: int
    contact_point: ContactPoint | None = None
    is_child: bool = False
    centre_calls: bool = True
    photo: PhotoChange = UNCHANGED


@transaction.atomic
def propose(new: NewLookout, *, by: User, now: datetime) -> Lookout:
    """Store the lookout with its entry, and wait for the second person. Raises FieldRefused at the field that is wrong.

    Until then only people of the issuing state read it.
    """
    if not may_issue_lookouts(by):
        raise NotAllowed(_("Officers, supervisors and list owners issue lookouts. Ask one of them."))
    owner, reference = by.state_id or REGION, new_reference(PREFIX)
    _check(new, owner)
    is_screened = new.kind != Subject.VEHICLE
    born = tuple(new.cells.get("born", "").split())
    is_child = new.kind == Subject.PERSON and (new.is_child or may_be_minor(born, now.date()))
    row = Lookout(
        reference=reference,
        kind=new.kind,
        cells=dict(new.cells),
        is_child=is_child,
        why=new.why.strip(),
        basis=new.basis.strip(),
        owner=owner,
        chosen=sorted(set(new.chosen)),
        states=[] if owner == REGION else [owner],
        contact_point=new.contact_point,
        centre_calls=new.centre_calls,
        tlp=SHAREABLE[-1],
        opened_by=by,
        opened_at=now,
    )
    for fault in faults(new, now):
        raise FieldRefused("%(fault)s", field=fault.field, fault=fault.text)
    row.name = _name(new.cells)
    nomination = _nominate(row, new.hours, row.why, by=by, now=now, photo=new.photo) if is_screened else None
    row.photo = nomination.photo if nomination else None
    row.save()
    _wait(row, new.hours, row.why, LookoutAct.PROPOSED, nomination, by=by, now=now)
    return row


@transaction.atomic
def renew(pk: int, hours: int, why: str, *, by: User, now: datetime) -> LookoutPeriod:
    """Propose a further period, counted from its approval. The lookout ends on time if nobody approves it."""
    row = lock(pk, by)
    check_own(row, by)
    _check_live(row, now)
    _check_texts(why=why)
    _check_hours(hours)
    if row.periods.filter(decision="").exists():
        raise NotAllowed(_("A renewal is already waiting for a second approval."))
    nomination = _nominate(row, hours, why.strip(), by=by, now=now) if row.kind != Subject.VEHICLE else None
    return _wait(row, hours, why.strip(), LookoutAct.RENEWAL, nomination, by=by, now=now)


@transaction.atomic
def decide(pk: int, approve: bool, why: str, *, by: User, now: datetime) -> Lookout:
    """Approve or reject what waits, as a second person. Approved, it is live at once at every chosen desk."""
    row = lock(pk, by)
    check_courses(may_approve_lookouts, by)
    if not may_approve_lookouts(by) or not is_own(row, by):
        raise NotAllowed(_("Only supervisors and list owners of the issuing state decide on its lookouts."))
    period = (
        row.periods.select_for_update(of=("self",)).filter(decision="").select_related("nomination__watch_list").first()
    )
    if period is None:
        raise NotAllowed(approvals.ALREADY_DECIDED)
    if not why.strip():
        raise FieldRefused(_("Write why you approve or reject it."), field="why")
    check_ceiling(why)
    both = [each for each in (period, period.nomination) if each is not None]
    if not approve:
        second_person.reject(*both, by=by, now=now, reason=why)
        if period.nomination is not None:
            entries.drop_entry(period.nomination, by=by)
        row.ended_at = now if row.until is None else row.ended_at
        write(row, LookoutAct.REJECTED, {"why": why.strip()}, by=by, now=now, saving=["ended_at"])
        return row
    if row.until is not None:
        _check_live(row, now)
    second_person.approve(*both, by=by, may=may_approve_lookouts, now=now, reason=why)
    is_first, row.until = row.until is None, now + timedelta(hours=period.hours)
    period.until = row.until
    period.save(update_fields=["until"])
    row.states = sorted({*row.states, *row.chosen})
    act = LookoutAct.ISSUED if is_first else LookoutAct.RENEWED
    write(row, act, {"hours": period.hours, "why": why.strip()}, by=by, now=now, saving=["until", "states"])
    if period.nomination is not None:
        entries.put_entry_in_force(period.nomination, row.until.date(), by=by)
    if is_first:
        add_desks(row)
        if row.centre_calls or row.owner == REGION:
            outbox.write(EventKind.LOOKOUT, row.pk, due_at=now + UNACKNOWLEDGED_AFTER, of="unacknowledged")
    outbox.write(EventKind.LOOKOUT, row.pk, of=act.value)
    outbox.write(EventKind.LOOKOUT_ENDS, row.pk, due_at=row.until)
    return row


def faults(new: NewLookout, now: datetime) -> Iterator[Fault]:
    """Yield what is wrong with the subject: the checks of a nomination, or those of a vehicle."""
    if new.kind == Subject.VEHICLE:
        yield from _vehicle_faults(new.cells)
        return
    of = WatchList(name="Lookouts", is_lookouts=True)
    found = _checked(of, new.kind, new.cells, new.basis or "-", "new", new.hours, now)
    names = {"reason": "basis", "priority": None, "expires": "hours", "review": None, "evidence": None}
    for fault in found.faults:
        field = names.get(fault.field, fault.field)
        if field is not None:
            yield Fault(field, fault.text)


def is_own(row: Lookout, by: User) -> bool:
    """Return True for people of the state, or the centre, that issued it."""
    return row.owner == (by.state_id or REGION)


def check_own(row: Lookout, by: User) -> None:
    if not may_issue_lookouts(by) or not is_own(row, by):
        raise NotAllowed(ONLY_OWN)


def _check(new: NewLookout, owner: str) -> None:
    known = set(State.objects.exclude(pk=owner).values_list("pk", flat=True))
    if new.kind not in Subject.values:
        raise FieldRefused(_("Choose what is looked for: a person, a vessel or a vehicle."), field="kind")
    if not new.chosen:
        raise FieldRefused(_("Choose at least one state that is to watch."), field="chosen")
    if not set(new.chosen) <= known:
        raise FieldRefused(_("Choose other participating states only."), field="chosen")
    _check_hours(new.hours)
    _check_texts(why=new.why, basis=new.basis)
    if new.contact_point is not None and new.contact_point.owner != owner:
        raise FieldRefused(_("Choose a contact point of your own state."), field="contact_point")
    check_ceiling(*new.cells.values())


def _check_hours(hours: int) -> None:
    if not 1 <= hours <= MAX_HOURS:
        raise FieldRefused(NO_HOURS, field="hours", most=MAX_HOURS)


def _check_texts(**texts: str) -> None:
    for field, text in texts.items():
        if not text.strip():
            missing = NO_REASON if field == "why" else _("Write the legal basis: the act and section, or the order.")
            raise FieldRefused(missing, field=field)
        if len(text) > MAX_TEXT_CHARS:
            raise FieldRefused(_("Shorten this to %(most)d characters at most."), field=field, most=MAX_TEXT_CHARS)
    check_ceiling(*texts.values())


def _check_live(row: Lookout, now: datetime) -> None:
    if row.ended_at is not None or row.until is None or row.until <= now:
        raise NotAllowed(IS_OVER)


def _vehicle_faults(cells: Mapping[str, str]) -> Iterator[Fault]:
    if not cells.get("surname", "").strip():
        yield Fault("surname", Sentence("Enter the make, model and colour."))
    if not (cells.get("plate", "").strip() or cells.get("chassis", "").strip()):
        yield Fault("plate", Sentence("Enter the registration number or the chassis number."))
    for name, text in cells.items():
        if len(text) > MAX_CELL_CHARS:
            yield Fault(name, Sentence("Shorten this to %(most)s characters at most.", {"most": str(MAX_CELL_CHARS)}))


def _checked(
    of: WatchList, kind: str, cells: Mapping[str, str], said: str, reference: str, hours: int, now: datetime
) -> CheckedNomination:
    told = {**cells, "kind": kind, "reason": said, "evidence": reference}
    ends = (now + timedelta(hours=hours)).date()
    return entries.check_subject(of, told, reference, ends, now.date())


def _nominate(
    row: Lookout, hours: int, why: str, *, by: User, now: datetime, photo: PhotoChange = UNCHANGED
) -> Nomination:
    """Return the nomination of the entry: new, or renewed as it is in force."""
    of = entries.list_for(row.owner, row.chosen, by=by)
    said = f"{CHILD if row.is_child else ''}Lookout {row.reference}. {row.why} {row.basis}"[:MAX_TEXT_CHARS]
    found = _checked(of, row.kind, row.cells, said, row.reference, hours, now)
    base = entries.entry_of(row.owner, row.reference)
    return entries.nominate_entry(of, found, row.cells, why=why, photo=photo, base=base, by=by, now=now)


def _wait(
    row: Lookout, hours: int, why: str, act: LookoutAct, nomination: Nomination | None, *, by: User, now: datetime
) -> LookoutPeriod:
    period = LookoutPeriod(lookout=row, hours=hours, nomination=nomination)
    approvals.propose(period, reason=why, by=by, now=now)
    period.save()
    write(row, act, {"hours": hours, "why": why}, by=by, now=now)
    outbox.write(EventKind.PROPOSAL, period.pk, of="lookout")
    return period


def _name(cells: Mapping[str, str]) -> str:
    name = " ".join(filter(None, (cells.get("given", "").strip(), cells.get("surname", "").strip())))
    return name[:MAX_CELL_CHARS]
