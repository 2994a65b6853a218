"""Alert queue: open alerts by urgency, sorted and paged by the database, with filters from the query string."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import CombinedExpression
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Coalesce, Extract, Power
from django.db.models.lookups import GreaterThanOrEqual, IsNull, LessThan, LessThanOrEqual

from roadstead.casework.alerts.logic.urgency import FULL, GONE, HALVES, UNKNOWN, stays
from roadstead.casework.alerts.logic.workflow import OPEN, SELECTED, AlertState
from roadstead.casework.alerts.models import OF_A_MANIFEST, OF_CARGO, OF_GOODS, Alert, FollowUp, Looking
from roadstead.casework.alerts.standing import is_decision_written, seen_by, shown, speaker, stands_so
from roadstead.engine.records import HitKind
from roadstead.engine.reference.places import zone_of, zones_in
from roadstead.filings.voyages.models import Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_decide_alerts

# ── Presence: users who have an alert's page open, as renewed by the page every 15 seconds


BEAT: Final = 15  # seconds between two heartbeats of a page
LASTS: Final = timedelta(seconds=3 * BEAT)  # a page that missed three heartbeats has been closed


def look(alert: Alert, user: User, now: datetime) -> None:
    """Record that this person has the page open. People who only read (auditors) are not shown."""
    if not may_decide_alerts(user):
        return
    of = speaker(alert, user)
    Looking.objects.filter(user=user, seen_at__lt=now - LASTS).delete()
    Looking.objects.bulk_create(
        [Looking(alert=alert, user=user, seen_at=now, states=[of] if of else alert.states)],
        update_conflicts=True,
        unique_fields=["alert", "user"],
        update_fields=["seen_at", "states"],
    )


def others(alert: Alert, user: User, now: datetime) -> list[str]:
    """Return the names of the others who have it open."""
    rows = Looking.objects.visible_to(user).filter(alert=alert, seen_at__gte=now - LASTS).exclude(user=user)
    return [str(row.user) for row in rows.select_related("user").order_by("user__last_name", "user_id")]


# Tabs for other work than decisions on open alerts: decisions to write after an outcome, goods to check, tasks to do.
BESIDE: Final = ("to_write", "selected", "follow_up")
SHOWN: Final = ("open", *BESIDE, "dealt", *(state.value for state in AlertState), "all")
WHOSE: Final = ("mine", "unassigned", "second", "all")
ABOUT: Final = {
    "people": Q(traveller__isnull=False),
    "cargo": OF_CARGO,
    "craft": Q(traveller=None, bill=None) & ~OF_A_MANIFEST,
}
WITHIN: Final = {"2h": 2, "6h": 6, "12h": 12, "24h": 24, "48h": 48}  # hours
KINDS: Final = tuple(kind.value for kind in HitKind)
# Alert.arrival in SQL: where the bill is discharged, else at the end of the voyage.
ARRIVES_AT: Final = Coalesce("bill__arrives_at", "voyage__arrives_at")
# On a bill's alert the matched party comes first (`logic.compare.kept`).
PARTY: Final = {f"party_{name}": KT(f"declared__bill__parties__0__{name}") for name in ("name", "role")}
LONGEST_ID: Final = 18  # digits
# Columns that a row of the queue does not show.
NOT_IN_A_ROW: Final = (
    *("declared", "listed", "reasons", "replay"),
    *(f"traveller__{name}" for name in ("declared", "layers", "quality")),
    *(f"bill__{name}" for name in ("declared", "hs", "containers")),
    *(f"voyage__{name}" for name in ("declared", "quality", "due_source")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Filters of the alert queue, parsed from the query string; "" means no filter.

    `show`: one of `SHOWN`, `whose`: one of `WHOSE`.
    """

    show: str = "open"
    whose: str = "all"
    list: str = ""
    rule: str = ""
    voyage: str = ""
    port: str = ""
    within: str = ""
    kind: str = ""
    about: str = ""
    day: str = ""  # day of arrival, by the clock of the port or else of the reader's state: 2026-11-28

    @classmethod
    def of(cls, address: Mapping[str, str]) -> Asked:
        """Parse a query string; unknown values are ignored."""
        voyage = address.get("voyage", "")
        return cls(
            show=_known(address.get("show", ""), SHOWN, "open"),
            whose=_known(address.get("whose", ""), WHOSE, "all"),
            list=_short(address.get("list", ""), 100),
            rule=_short(address.get("rule", ""), 20),
            voyage=voyage if voyage.isdecimal() and len(voyage) < LONGEST_ID else "",
            port=_short(address.get("port", ""), 5).upper(),
            within=_known(address.get("within", ""), tuple(WITHIN)),
            kind=_known(address.get("kind", ""), KINDS),
            about=_known(address.get("about", ""), tuple(ABOUT)),
            day=_day(address.get("day", "")),
        )

    @property
    def address(self) -> str:
        """Filters as a query string, so that "next" keeps them; "" if there are none."""
        chosen = {each.name: value for each in fields(self) if (value := getattr(self, each.name)) != each.default}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def is_open(self) -> bool:
        """True if urgency applies: decided alerts have none."""
        return self.show == "open" or self.show in OPEN


def urgency_in_sql(now: datetime) -> ExpressionWrapper[CombinedExpression]:
    """Return `urgency.urgency(...).number` as SQL, in floating point: with numerics the power takes 20 µs a row."""
    until = ExpressionWrapper(ARRIVES_AT - Value(now), output_field=DurationField())
    hours = Cast(Extract(until, "epoch"), FloatField()) / Value(3600.0)
    nearness = Case(
        When(stood_dealt__isnull=False, then=Value(0.0)),
        When(IsNull(ARRIVES_AT, True), then=Value(UNKNOWN)),
        When(GreaterThanOrEqual(ARRIVES_AT, now), then=Power(Cast(Value(2.0), FloatField()), hours / Value(-HALVES))),
        When(_still_there(now), then=Value(1.0)),
        default=Value(GONE),
        output_field=FloatField(),
    )
    return ExpressionWrapper(Value(FULL) * F("weight") * nearness, output_field=FloatField())


def _still_there(now: datetime) -> Q:
    """Return the condition that people can still be met or goods examined: not arrived, or arrived recently enough."""
    people, goods = (now - timedelta(hours=stays(cargo=cargo)) for cargo in (False, True))
    return Q(GreaterThanOrEqual(ARRIVES_AT, people)) | OF_CARGO & Q(GreaterThanOrEqual(ARRIVES_AT, goods))


def queue(user: User, asked: Asked, now: datetime) -> QuerySet[Any, Any]:
    """Return the filtered alerts, the most urgent first; decided ones newest first.

    Rows hold only id and urgency, since sorting ten thousand whole rows is slow; `whole` loads those of a page. For
    sorting they also have `stood` and `stood_with_name`, as this person sees them, and `reached_at`.
    """
    rows: QuerySet[Any, Any] = seen_by(user).filter(
        _state(asked, user), _whose(asked, user), _narrowed(asked, user, now)
    )
    holder = User.objects.filter(pk=OuterRef("stood_with")).values("last_name")
    numbers = {"urgency": urgency_in_sql(now), "reached_at": ARRIVES_AT, "stood_with_name": Subquery(holder)}
    rows = rows.annotate(**numbers).only("pk")
    if asked.show in {"to_write", "dealt"}:
        return rows.order_by("stood_dealt", "pk")
    if asked.show in {"selected", *SELECTED}:
        return rows.order_by("reached_at", "pk")
    return rows.order_by("-urgency", "pk") if asked.is_open else rows.order_by("-pk")


def whole(rows: Iterable[Any], user: User) -> list[Any]:
    """Return these rows in their order, with the columns that the queue shows."""
    urgency = {row.pk: row.urgency for row in rows}
    found = Alert.objects.visible_to(user).filter(pk__in=urgency)
    found = found.select_related("voyage", "traveller", "bill", "holder").annotate(**PARTY)
    by_number = {row.pk: row for row in shown(found.defer(*NOT_IN_A_ROW), user)}
    for number, row in by_number.items():
        row.urgency = urgency[number]
    return [by_number[number] for number in urgency if number in by_number]


def counts(user: User, asked: Asked, now: datetime) -> dict[str, int]:
    """Return the number of alerts for each value of `whose`, with the other filters applied."""
    rows = seen_by(user).filter(_state(asked, user), _narrowed(asked, user, now)).order_by()
    return rows.aggregate(**of_each(user))


def of_state(asked: Asked, user: User) -> QuerySet[Any, Any]:
    """Return the alerts in the state that `show` names, without the other filters."""
    rows: QuerySet[Any, Any] = seen_by(user).filter(_state(asked, user)).order_by()
    return rows


def beside(user: User) -> dict[str, int]:
    """Return the number of alerts that wait for other work than a decision, by `BESIDE`."""
    rows = seen_by(user).order_by()
    tasks = rows.filter(_state(Asked(show="follow_up"), user)).count()
    others = {show: Count("pk", filter=_state(Asked(show=show), user)) for show in BESIDE if show != "follow_up"}
    return {**rows.filter(open_somewhere=True).aggregate(**others), "follow_up": tasks}


def of_each(user: User) -> dict[str, Count]:
    """Return the expression that counts each value of `whose`."""
    each = {whose: Count("pk", filter=_whose(Asked(whose=whose), user)) for whose in WHOSE if whose != "all"}
    return {**each, "all": Count("pk")}


def next_of(user: User, asked: Asked, now: datetime, but: int) -> Alert | None:
    """Return the most urgent alert that this person could take or has taken, except `but`, with the same filters."""
    free = Q(stood_with=None) | Q(stood_with=user.pk)
    rows = seen_by(user).filter(stands_so(OPEN - {AlertState.PROPOSED}), free, _narrowed(asked, user, now))
    rows = rows.exclude(pk=but)
    found: Alert | None = rows.annotate(urgency=urgency_in_sql(now)).order_by("-urgency", "pk").only("pk").first()
    return found


def _state(asked: Asked, user: User) -> Q:
    """Return the condition for `show`. Open ones exclude those dealt with at the border, which only wait for the
    written decision.
    """
    named = {
        "all": Q(),
        "open": stands_so(OPEN),
        "to_write": _waits_for_decision(user),
        "selected": stands_so(SELECTED),
        "follow_up": Q(pk__in=open_follow_ups(user).values("alert")),
        "dealt": Q(stood_dealt__isnull=False),
    }
    if asked.show in named:
        return named[asked.show]
    return stands_so([AlertState(asked.show)]) if asked.show in OPEN | SELECTED else Q(stood=asked.show)


def _waits_for_decision(user: User) -> Q:
    """Return the condition for `standing.waits_for_decision`."""
    if not is_decision_written(user.state_id or ""):
        return Q(pk__in=[])
    return stands_so(OPEN, dealt=True) & ~OF_GOODS


def open_follow_ups(user: User) -> QuerySet[FollowUp, FollowUp]:
    """Return the unfinished tasks of outcomes that this person may see."""
    return FollowUp.objects.visible_to(user).filter(ended_at=None)


def _whose(asked: Asked, user: User) -> Q:
    return {
        "mine": Q(stood_with=user.pk),
        "unassigned": Q(stood_with=None),
        "second": Q(stood=AlertState.PROPOSED) & (Q(stood_with=None) | ~Q(stood_with=user.pk)),
    }.get(asked.whose, Q(pk__isnull=False))


def _narrowed(asked: Asked, user: User, now: datetime) -> Q:
    named = {"list_name": asked.list, "rule": asked.rule, "voyage_id": asked.voyage, "kind": asked.kind}
    narrowed = Q(**{name: value for name, value in named.items() if value}) & ABOUT.get(asked.about, Q())
    if asked.port:
        at_port = Q(bill=None, voyage__destination=asked.port) | Q(bill__arrives_in=asked.port)
        narrowed &= at_port | Q(bill__load=asked.port) if asked.show == "selected" else at_port
    if asked.within:
        until = now + timedelta(hours=WITHIN[asked.within])
        narrowed &= _still_there(now) & Q(LessThanOrEqual(ARRIVES_AT, until))
    if asked.day:
        begins = datetime.combine(date.fromisoformat(asked.day), datetime.min.time(), tzinfo=_zone(asked, user))
        ends = begins + timedelta(days=1)
        narrowed &= Q(GreaterThanOrEqual(ARRIVES_AT, begins)) & Q(LessThan(ARRIVES_AT, ends))
    return narrowed


def _zone(asked: Asked, user: User) -> ZoneInfo:
    """Return the time zone of a day: the port's, else that of the reader's state if it has only one, else UTC."""
    of_state = zones_in(user.state_id or "")
    own = ZoneInfo(next(iter(of_state))) if len(of_state) == 1 else ZoneInfo("UTC")
    return (zone_of(asked.port) if asked.port else None) or own


def _day(text: str) -> str:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return ""
    return found.isoformat() if 1900 < found.year < 9000 else ""


def _short(text: str, most: int) -> str:
    """Return "" for a text that is longer than any valid code."""
    return text if len(text) <= most else ""


def _known(value: str, allowed: Sequence[str], default: str = "") -> str:
    return value if value in allowed else default


# ── Overview beside the queue: numbers by assignee, and values for the filters


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Numbers and filter values beside the queue.

    `numbers`: by value of `whose`, with the filters applied. `tabs`: the same, or the numbers of open alerts while a
    tab of `BESIDE` is shown. `beside`: numbers that wait for other work than a decision. `lists`, `rules`, `ports`:
    values for the filters, from all open alerts or from those of the tab of `BESIDE`.
    """

    numbers: Mapping[str, int]
    tabs: Mapping[str, int]
    beside: Mapping[str, int]
    lists: Sequence[str]
    rules: Sequence[str]
    ports: Sequence[str]


def overview(user: User, asked: Asked, now: datetime) -> Overview:
    """Return the overview. Without filters, as in most cases, one pass over the open alerts is enough."""
    found = _grouped(Asked(), user)
    offered = _grouped(Asked(show=asked.show), user) if asked.show in BESIDE else found
    all_open = {whose: sum(row[whose] for row in found) for whose in WHOSE}
    numbers = all_open if asked == Asked(whose=asked.whose) else counts(user, asked, now)
    return Overview(
        numbers=numbers,
        tabs=all_open if asked.show in BESIDE else numbers,
        beside=beside(user),
        lists=_named(offered, "list_name"),
        rules=_named(offered, "rule"),
        ports=_ports(offered, user),
    )


def _grouped(asked: Asked, user: User) -> list[dict[str, Any]]:
    rows = of_state(asked, user).values("list_name", "rule", "voyage_id", "bill__arrives_in", *_more(asked))
    return list(rows.annotate(**of_each(user)))


def _more(asked: Asked) -> tuple[str, ...]:
    """Return the port of loading for selected goods, which may be examined there too."""
    return ("bill__load",) if asked.show == "selected" else ()


def _ports(rows: Iterable[Mapping[str, Any]], user: User) -> list[str]:
    """Return the ports where bills arrive, and for everything else the end of the voyage."""
    of_bills = {str(row.get(name) or "") for row in rows for name in ("bill__arrives_in", "bill__load")}
    numbers = {row["voyage_id"] for row in rows if row["bill__arrives_in"] is None}
    voyages = Voyage.objects.visible_to(user).filter(pk__in=numbers).order_by()
    return sorted({*of_bills, *voyages.values_list("destination", flat=True).distinct()} - {""})


def _named(rows: Iterable[Mapping[str, Any]], column: str) -> list[str]:
    return sorted({row[column] for row in rows} - {""})
