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

from roadstead.casework.alerts.logic.urgency import (
    FULL,
    HALF_LIFE_HOURS,
    NEARNESS_AFTER_STAY,
    NEARNESS_UNKNOWN,
    stay_hours,
)
from roadstead.casework.alerts.logic.workflow import OPEN, SELECTED, AlertState
from roadstead.casework.alerts.models import ABOUT_CARGO, ABOUT_GOODS, ABOUT_MANIFEST, Alert, FollowUp
from roadstead.casework.alerts.state_decisions import (
    as_seen_by,
    in_states,
    is_decision_written,
    visible_alerts,
)
from roadstead.engine.records import HitKind
from roadstead.engine.reference.places import zone_of, zones_in
from roadstead.platform.accounts.models import User

# ── Presence: users who have an alert's page open, as renewed by the page every 15 seconds


# Tabs for other work than decisions on open alerts: decisions to write after an outcome, goods to check, tasks to do.
WORK_TABS: Final = ("to_write", "selected", "follow_up")
TABS: Final = ("open", *WORK_TABS, "dealt", *(state.value for state in AlertState), "all")
ASSIGNEES: Final = ("mine", "unassigned", "second", "all")
ABOUT: Final = {
    "people": Q(traveller__isnull=False),
    "cargo": ABOUT_CARGO,
    "craft": Q(traveller=None, bill=None) & ~ABOUT_MANIFEST,
}
WITHIN: Final = {"2h": 2, "6h": 6, "12h": 12, "24h": 24, "48h": 48}  # hours
KINDS: Final = tuple(kind.value for kind in HitKind)
# Alert.arrival in SQL: where the bill is discharged, else at the end of the voyage.
ARRIVES_AT: Final = Coalesce(F("bill__arrives_at"), F("voyage__arrives_at"))
REACHED_AT: Final = F("reached_at")  # ARRIVES_AT as a column of the rows: composed once, however often it is named
# On a bill's alert the matched party comes first (`logic.compare.bill_as_json`).
PARTY: Final = {f"party_{name}": KT(f"declared__bill__parties__0__{name}") for name in ("name", "role")}
MAX_ID_DIGITS: Final = 18
PARAMETERS: Final = {"assignee": "whose"}  # fields of `AlertFilters` with another name in the query string
ROW: Final = ("pk", "urgency", "reached_at")  # of the queue, before `load_rows`
# Columns that a row of the queue does not show.
NOT_IN_A_ROW: Final = (
    *("declared", "listed", "replay"),
    *(f"traveller__{name}" for name in ("declared", "layers", "quality")),
    *(f"bill__{name}" for name in ("declared", "hs", "containers")),
    *(f"voyage__{name}" for name in ("declared", "quality", "due_source")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFilters:
    """Filters of the alert queue, parsed from the query string; "" means no filter.

    `show`: one of `TABS`, `assignee`: one of `ASSIGNEES`.
    """

    show: str = "open"
    assignee: str = "all"
    list: str = ""
    rule: str = ""
    voyage: str = ""
    port: str = ""
    within: str = ""
    kind: str = ""
    about: str = ""
    day: str = ""  # day of arrival, by the clock of the port or else of the reader's state: 2026-11-28

    @classmethod
    def parse(cls, address: Mapping[str, str]) -> AlertFilters:
        """Parse a query string; unknown values are ignored."""
        voyage = address.get("voyage", "")
        return cls(
            show=_one_of(address.get("show", ""), TABS, "open"),
            assignee=_one_of(address.get("whose", ""), ASSIGNEES, "all"),
            list=_short(address.get("list", ""), 100),
            rule=_short(address.get("rule", ""), 20),
            voyage=voyage if voyage.isdecimal() and len(voyage) < MAX_ID_DIGITS else "",
            port=_short(address.get("port", ""), 5).upper(),
            within=_one_of(address.get("within", ""), tuple(WITHIN)),
            kind=_one_of(address.get("kind", ""), KINDS),
            about=_one_of(address.get("about", ""), tuple(ABOUT)),
            day=_day(address.get("day", "")),
        )

    @property
    def query_string(self) -> str:
        """Filters as a query string, so that "next" keeps them; "" if there are none."""
        values = ((each.name, getattr(self, each.name), each.default) for each in fields(self))
        chosen = {PARAMETERS.get(name, name): value for name, value, default in values if value != default}
        return f"?{urlencode(chosen)}" if chosen else ""

    @property
    def is_open(self) -> bool:
        """True if urgency applies: decided alerts have none."""
        return self.show == "open" or self.show in OPEN


def urgency_in_sql(now: datetime, *, only_open: bool = False) -> ExpressionWrapper[CombinedExpression]:
    """Return `urgency.urgency(...).number` as SQL, in floating point: with numerics the power takes 20 µs a row.

    Of rows with `reached_at`. `only_open`: no row is dealt with at the border, so that nothing is asked about it again.
    """
    until = ExpressionWrapper(REACHED_AT - Value(now), output_field=DurationField())
    hours = Cast(Extract(until, "epoch"), FloatField()) / Value(3600.0)
    dealt = [] if only_open else [When(effective_dealt_at__isnull=False, then=Value(0.0))]
    nearness = Case(
        *dealt,
        When(IsNull(REACHED_AT, True), then=Value(NEARNESS_UNKNOWN)),
        When(
            GreaterThanOrEqual(REACHED_AT, now),
            then=Power(Cast(Value(2.0), FloatField()), hours / Value(-HALF_LIFE_HOURS)),
        ),
        When(_still_there(now), then=Value(1.0)),
        default=Value(NEARNESS_AFTER_STAY),
        output_field=FloatField(),
    )
    return ExpressionWrapper(Value(FULL) * F("weight") * nearness, output_field=FloatField())


def _still_there(now: datetime) -> Q:
    """Return the condition that people can still be met or goods examined: not arrived, or arrived recently enough."""
    people, goods = (now - timedelta(hours=stay_hours(cargo=cargo)) for cargo in (False, True))
    return Q(GreaterThanOrEqual(REACHED_AT, people)) | ABOUT_CARGO & Q(GreaterThanOrEqual(REACHED_AT, goods))


def queue(user: User, asked: AlertFilters, now: datetime) -> QuerySet[Any, Any]:
    """Return the filtered alerts, the most urgent first; decided ones newest first.

    Rows hold only `pk`, `urgency` and `reached_at`, since sorting ten thousand whole rows is slow; `load_rows` loads
    those of a page. They can be sorted by `effective_state` and `effective_assignee_name`, as this person sees them.
    """
    assignee = User.objects.filter(pk=OuterRef("effective_assignee")).values("last_name")
    rows: QuerySet[Any, Any] = _with_urgency(user, asked, now).filter(_assigned(asked, user))
    rows = rows.alias(effective_assignee_name=Subquery(assignee)).values_list(*ROW, named=True)
    if asked.show in {"to_write", "dealt"}:
        return rows.order_by("effective_dealt_at", "pk")
    if asked.show in {"selected", *SELECTED}:
        return rows.order_by("reached_at", "pk")
    return rows.order_by("-urgency", "pk") if asked.is_open else rows.order_by("-pk")


def takeable(user: User, asked: AlertFilters, now: datetime) -> QuerySet[Any, Any]:
    """Return rows of `queue` that this person has taken, and then those that nobody has, with `effective_assignee`."""
    rows: QuerySet[Any, Any] = _with_urgency(user, asked, now).filter(_takeable_by(user))
    rows = rows.order_by(F("effective_assignee").asc(nulls_last=True), "-urgency", "pk")
    return rows.values_list(*ROW, "effective_assignee", named=True)


def load_rows(rows: Iterable[Any], user: User) -> list[Any]:
    """Return these rows in their order, with the columns that the queue shows, as they are for this person."""
    urgency = {row.pk: row.urgency for row in rows}
    found = {row.pk: row for row in as_seen_by(_as_rows(urgency, user).select_related("assignee"), user)}
    for number, row in found.items():
        row.urgency = urgency[number]
    return [found[number] for number in urgency if number in found]


def load_alerts(numbers: Iterable[int], user: User) -> dict[int, Any]:
    """Return these alerts by id, with the columns that name them; not their state, which may be another's."""
    return {row.pk: row for row in _as_rows(numbers, user).defer("state", "assignee", "dealt_at")}


def _as_rows(numbers: Iterable[int], user: User) -> QuerySet[Any, Any]:
    rows = Alert.objects.visible_to(user).filter(pk__in=list(numbers)).select_related("voyage", "traveller", "bill")
    found: QuerySet[Any, Any] = rows.annotate(**PARTY).defer(*NOT_IN_A_ROW)
    return found


def count_by_assignee(user: User, asked: AlertFilters, now: datetime) -> dict[str, int]:
    """Return the number of alerts for each of `ASSIGNEES`, with the other filters applied."""
    rows = _visible(user).filter(_state(asked, user), _narrowed(asked, user, now)).order_by()
    return rows.aggregate(**count_expressions(user))


def alerts_in_tab(asked: AlertFilters, user: User) -> QuerySet[Any, Any]:
    """Return the alerts in the state that `show` names, without the other filters."""
    rows: QuerySet[Any, Any] = visible_alerts(user).filter(_state(asked, user)).order_by()
    return rows


def count_expressions(user: User) -> dict[str, Count]:
    """Return the expression that counts each of `ASSIGNEES`."""
    each = {
        whose: Count("pk", filter=_assigned(AlertFilters(assignee=whose), user))
        for whose in ASSIGNEES
        if whose != "all"
    }
    return {**each, "all": Count("pk")}


def next_alert(user: User, asked: AlertFilters, now: datetime, but: int) -> Alert | None:
    """Return the most urgent alert that this person could take or has taken, except `but`, with the same filters."""
    open_ones = in_states(OPEN - {AlertState.PROPOSED})
    rows = _visible(user).filter(open_ones, _takeable_by(user), _narrowed(asked, user, now))
    rows = rows.exclude(pk=but)
    found: Alert | None = (
        rows.annotate(urgency=urgency_in_sql(now, only_open=True)).order_by("-urgency", "pk").only("pk").first()
    )
    return found


def _with_urgency(user: User, asked: AlertFilters, now: datetime) -> QuerySet[Any, Any]:
    rows = _visible(user).filter(_state(asked, user), _narrowed(asked, user, now))
    found: QuerySet[Any, Any] = rows.annotate(urgency=urgency_in_sql(now, only_open=asked.is_open))
    return found


def _visible(user: User) -> QuerySet[Any, Any]:
    rows: QuerySet[Any, Any] = visible_alerts(user).annotate(reached_at=ARRIVES_AT)
    return rows


def _takeable_by(user: User) -> Q:
    return Q(effective_assignee=None) | Q(effective_assignee=user.pk)


def _state(asked: AlertFilters, user: User) -> Q:
    """Return the condition for `show`. Open ones exclude those dealt with at the border, which only wait for the
    written decision.
    """
    named = {
        "all": Q(),
        "open": in_states(OPEN),
        "to_write": _waits_for_decision(user),
        "selected": in_states(SELECTED),
        "follow_up": Q(pk__in=open_follow_ups(user).values("alert")),
        "dealt": Q(effective_dealt_at__isnull=False),
    }
    if asked.show in named:
        return named[asked.show]
    return in_states([AlertState(asked.show)]) if asked.show in OPEN | SELECTED else Q(effective_state=asked.show)


def _waits_for_decision(user: User) -> Q:
    """Return the condition for `state_decisions.waits_for_decision`."""
    if not is_decision_written(user.state_id or ""):
        return Q(pk__in=[])
    return in_states(OPEN, dealt=True) & ~ABOUT_GOODS


def open_follow_ups(user: User) -> QuerySet[FollowUp, FollowUp]:
    """Return the unfinished tasks of outcomes that this person may see."""
    return FollowUp.objects.visible_to(user).filter(ended_at=None)


def _assigned(asked: AlertFilters, user: User) -> Q:
    return {
        "mine": Q(effective_assignee=user.pk),
        "unassigned": Q(effective_assignee=None),
        "second": Q(open_somewhere=True)  # first, as it needs no look at what each state has decided
        & Q(effective_state=AlertState.PROPOSED)
        & (Q(effective_assignee=None) | ~Q(effective_assignee=user.pk)),
    }.get(asked.assignee, Q(pk__isnull=False))


def _narrowed(asked: AlertFilters, user: User, now: datetime) -> Q:
    named = {"list_name": asked.list, "rule": asked.rule, "voyage_id": asked.voyage, "kind": asked.kind}
    narrowed = Q(**{name: value for name, value in named.items() if value}) & ABOUT.get(asked.about, Q())
    if asked.port:
        at_port = Q(bill=None, voyage__destination=asked.port) | Q(bill__arrives_in=asked.port)
        narrowed &= at_port | Q(bill__load=asked.port) if asked.show == "selected" else at_port
    if asked.within:
        until = now + timedelta(hours=WITHIN[asked.within])
        narrowed &= _still_there(now) & Q(LessThanOrEqual(REACHED_AT, until))
    if asked.day:
        begins = datetime.combine(date.fromisoformat(asked.day), datetime.min.time(), tzinfo=_zone(asked, user))
        ends = begins + timedelta(days=1)
        narrowed &= Q(GreaterThanOrEqual(REACHED_AT, begins)) & Q(LessThan(REACHED_AT, ends))
    return narrowed


def _zone(asked: AlertFilters, user: User) -> ZoneInfo:
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


def _one_of(value: str, allowed: Sequence[str], default: str = "") -> str:
    return value if value in allowed else default
