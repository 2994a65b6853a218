"""The roster kept: by the state's own supervisors, each act in the audit; and who it names at a moment."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db.models import Q, QuerySet

from roadstead.casework.alerts.models import Alert
from roadstead.engine.refusals import NotAllowed
from roadstead.outbound.notifications.channels import own_state
from roadstead.outbound.notifications.logic.escalation import Level
from roadstead.outbound.notifications.logic.roster import Change, Roster, Turn
from roadstead.outbound.notifications.models import Duty, Notice, NoticeAlert
from roadstead.platform.accounts.models import Role, State, User
from roadstead.platform.accounts.organisations import CENTRE
from roadstead.platform.accounts.permissions import OFFICERS, may_decide_alerts
from roadstead.platform.audit.models import note


def roster_of(state: str, *, since: datetime) -> Roster:
    """As it is in force, with the changes that end after `since`. Who has left, or no longer decides, is not in it."""
    rows = list(Duty.objects.filter(Q(ends_at=None) | Q(ends_at__gt=since), state=state, taken_off_at=None))
    there = set(people_of(state).values_list("pk", flat=True))
    return Roster(
        turns=tuple(
            Turn(person=row.person_id, days=frozenset(row.days), begins=row.begins, ends=row.ends)
            for row in rows
            if row.begins and row.ends and row.person_id in there
        ),
        changes=tuple(
            Change(person=row.person_id if row.person_id in there else None, begins=row.begins_at, ends=row.ends_at)
            for row in rows
            if row.begins_at and row.ends_at
        ),
        zone=zone_of(state),
    )


def people_of(state: str) -> QuerySet[User]:
    """Who may be on duty there: those who decide about its alerts."""
    of = Q(state=state) if State.objects.filter(pk=state).exists() else Q(state=None)
    return User.objects.filter(of, is_active=True, role__in=OFFICERS).order_by("last_name", "pk")


def zone_of(state: str) -> ZoneInfo:
    """The state's own clock; of the centre UTC."""
    named = State.objects.filter(pk=state).values_list("zone", flat=True).first()
    try:
        return ZoneInfo(named or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def kept_by(user: User) -> QuerySet[Duty, Duty]:
    rows = Duty.objects.visible_to(user).filter(state=own_state(user), taken_off_at=None)
    return rows.select_related("person")


def add_turn(person: str, days: Collection[int], begins: str, ends: str, *, by: User, now: datetime) -> Duty:
    """Every week on `days` (0 is Monday), from HH:MM to HH:MM by the state's clock."""
    named = _named(person, by)
    if named is None or not days or not set(days) <= set(range(7)):
        raise NotAllowed("Choose who is on duty, and on which days of the week.")
    try:
        clock = time.fromisoformat(begins), time.fromisoformat(ends)
    except ValueError:
        raise NotAllowed("Write from when to when, as in 06:00 and 18:00.") from None
    return _made(by, now, person=named, days=sorted(set(days)), begins=clock[0], ends=clock[1])


def add_change(person: str, begins: str, ends: str, why: str, *, by: User, now: datetime) -> Duty:
    """From one day and hour to another by the state's clock, in the place of the pattern; person "": nobody."""
    zone = zone_of(own_state(by))
    try:
        first, last = (datetime.fromisoformat(each).replace(tzinfo=zone).astimezone(UTC) for each in (begins, ends))
    except (ValueError, OverflowError):
        raise NotAllowed("Write the day and the hour of both ends of the change.") from None
    if last <= first or last <= now:
        raise NotAllowed("The change must end after it begins, and not in the past.")
    return _made(by, now, person=_named(person, by), begins_at=first, ends_at=last, note=why.strip()[:200])


def take_off(duty: Duty, *, by: User, now: datetime) -> None:
    duty.taken_off_at = now
    duty.save(update_fields=["taken_off_at"])
    note(by, "taken off the roster", f"duty {duty.pk}", states=duty.states)


def names_of(people: Sequence[int]) -> dict[int, str]:
    return {user.pk: str(user) for user in User.objects.filter(pk__in=people)}


def _named(person: str, by: User) -> User | None:
    if not person:
        return None
    found = people_of(own_state(by)).filter(pk=person).first() if person.isdecimal() and len(person) < 18 else None
    if found is None:
        raise NotAllowed("Choose somebody of your own state who decides about alerts.")
    return found


def _made(by: User, now: datetime, **columns: object) -> Duty:
    state = own_state(by)
    made = Duty.objects.create(state=state, states=[state], made_by=by, made_at=now, **columns)
    note(by, "put on the roster", f"duty {made.pk}", states=made.states)
    return made


# ── A person answers a notice: it is acknowledged once, by name, and escalates no more.


MOST_TOLD: Final = 10  # notices of one alert on its page


def mine(user: User) -> QuerySet[Notice, Notice]:
    """Of the own state; at the centre its own, and what nobody in the state answered."""
    rows = Notice.objects.visible_to(user).select_related("acknowledged_by")  # see with_alerts for its alerts
    return rows.filter(state=user.state_id) if user.state_id else rows.filter(Q(state=CENTRE) | Q(level=Level.CENTRE))


def calling(user: User) -> QuerySet[Notice, Notice]:
    """Those that nobody has acknowledged and that call this person: of what the roster gave to others, and of their
    own acts, an officer hears nothing. A state's supervisor is called only once the officer on duty did not answer."""
    rows = mine(user).filter(acknowledged_at=None).exclude(acted_by=user)
    if user.role == Role.SUPERVISOR and user.state_id:
        return rows.filter(level__gte=Level.SUPERVISOR)
    if user.role in OFFICERS:
        return rows.filter(Q(on_duty=[]) | Q(on_duty__contains=[user.pk]) | Q(level=Level.CENTRE))
    return rows


def waiting(user: User) -> int:
    """The number at the bell."""
    return calling(user).count()


def acknowledge(notice: Notice, *, by: User, now: datetime, version: int | None = None) -> bool:
    """Whether it was not acknowledged before; the first name stays. `version`: of the notice as the person saw it; one
    that has changed since is not acknowledged, nor is one that tells of nothing but the person's own acts."""
    rows = Notice.objects.visible_to(by).filter(pk=notice.pk, acknowledged_at=None).exclude(acted_by=by)
    if version is not None:
        rows = rows.filter(version=version)
    if not rows.update(acknowledged_by=by, acknowledged_at=now, escalates_at=None):
        return False
    note(by, "acknowledged", f"notice {notice.reference}", states=notice.states)
    return True


def acknowledge_all(versions: Mapping[int, int], *, by: User, now: datetime) -> tuple[int, int]:
    """How many notices were acknowledged, and how many were not because they have changed since, or are another's.
    `versions`: by number of the notice, as the person saw it."""
    rows = calling(by).filter(pk__in=list(versions))
    done = sum(acknowledge(notice, by=by, now=now, version=versions[notice.pk]) for notice in rows)
    return done, len(versions) - done


def opened(reference: str, alert: Alert, *, by: User, now: datetime) -> bool:
    """Whoever may decide and opens the alert from its notice has answered it; whether it was not answered before.
    A notice that names other alerts as well is not answered by a look at one of them."""
    if not reference or not may_decide_alerts(by):
        return False
    notice = mine(by).filter(reference=reference, items__alert=alert).first()
    if notice is None or notice.items.exclude(alert=alert).exists():
        return False
    return acknowledge(notice, by=by, now=now, version=notice.version)


def told(alert: Alert, user: User) -> list[Any]:
    """Who was told of an alert and by what, the newest ten, as far as the user may know: each state of itself."""
    rows = Notice.objects.visible_to(user).filter(items__alert=alert)
    rows = rows.select_related("acknowledged_by")
    notices = with_names(rows.prefetch_related("deliveries__channel").order_by("-created_at", "-id")[:MOST_TOLD])
    of_alert = NoticeAlert.objects.filter(alert=alert, notice__in=[each.pk for each in notices])
    items = {item.notice_id: item for item in of_alert.select_related("event__who")}
    for each in notices:
        each.item, each.alert = items[each.pk], alert
    return notices


def with_alerts(notices: Iterable[Any], user: User) -> list[Any]:
    """The notices with `named`: the alerts that they name and the person may know, each with its last step; `alert` is
    one of these, whatever has become of the foremost one."""
    found = list(notices)
    rows = NoticeAlert.objects.visible_to(user).filter(notice__in=[each.pk for each in found])
    rows = rows.select_related("alert__voyage", "alert__bill", "event__who").defer("alert__bill__declared")
    named: dict[int, list[NoticeAlert]] = defaultdict(list)
    for row in rows.order_by("pk"):
        named[row.notice_id].append(row)
    for each in found:
        each.named = named[each.pk]
        alerts = {item.alert_id: item.alert for item in each.named}
        each.alert = alerts.get(each.alert_id) or each.named[0].alert
    return found


def with_names(rows: Iterable[Notice]) -> list[Any]:
    """The notices with `duty`: the names of whom the roster named."""
    notices: list[Any] = list(rows)
    names = names_of([person for each in notices for person in each.on_duty])
    for each in notices:
        each.duty = [names[person] for person in each.on_duty if person in names]
    return notices


# ── Notices about an alert that was dealt with at the border: the acting state's are answered and escalate no more.


def answer_notices(alert: Alert, *, by: User, now: datetime) -> int:
    """Acknowledge, in the officer's name, the notices of the own state that nobody has answered; how many."""
    rows = Notice.objects.visible_to(by).filter(alert=alert, state=by.state_id or "", acknowledged_at=None)
    number = rows.update(acknowledged_by=by, acknowledged_at=now, escalates_at=None)
    if number:
        note(by, "acknowledged", f"alert {alert.pk}", states=[by.state_id or ""], detail="by recording the outcome")
    return number
