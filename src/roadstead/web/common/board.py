"""Filters of the board of voyages, from the URL to one query. Table, map and news use the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from roadstead.casework.alerts.models import OFF_PAGE, Alert
from roadstead.casework.alerts.state_decisions import open_alerts_for
from roadstead.engine.reference.countries import alpha2
from roadstead.engine.reference.places import codes_in_records, ports_in
from roadstead.engine.reference.typed_places import codes_typed
from roadstead.filings.voyages.models import Leg, Traveller, Voyage
from roadstead.platform.accounts.models import User

HOURS = {"next-6": 6, "next-24": 24, "next-72": 72}
PERIODS = (*HOURS, "coming", "arrived", "all")
DEFAULT_PERIOD = "next-72"
MODES = ("air", "sea", "road")
WAYS = {"arriving": "destination", "leaving": "origin"}  # column of a voyage and of its legs, seen from a state
ALL_WAYS = "all"
FILING = {
    "on_time": Q(filed_at__lte=F("due_at")),
    "late": Q(filed_at__gt=F("due_at")),
    "missing": Q(filed_at=None),
    "unknown": Q(filed_at__isnull=False, due_at=None),
}
GRADES = ("error", "warning", "note", "good", "unknown")  # of templatetags.quality.worst, the gravest first
JUST_ARRIVED = timedelta(hours=6)  # a voyage stays on the board while its people are still at the desks
SEARCHED_COLUMNS = ("number", "carrier", "craft_name", "origin", "destination", "craft_imo", "craft_registration")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardFilters:
    """Filters of the board; "" for no choice.

    `way`: of WAYS, as seen from the user's state. `state`: a country's alpha-3. `port` and `carrier`: their codes.
    """

    when: str = DEFAULT_PERIOD
    way: str = ""
    mode: str = ""
    filed: str = ""
    quality: str = ""
    state: str = ""
    port: str = ""
    carrier: str = ""
    q: str = ""
    alerts: bool = False

    @property
    def has_folded_filters(self) -> bool:
        """True if one of the filters that are folded away is in use."""
        return any((self.filed, self.quality, self.state, self.port, self.carrier))


def voyages(user: User, filters: BoardFilters, now: datetime, *, in_file: bool = False) -> QuerySet[Any, Any]:
    """Return the voyages that this user may see, by expected arrival, with traveller_count, open_alerts and grade (see
    GRADES).
    """
    to_decide = open_alerts(user, "voyage", in_file=in_file)
    rows: QuerySet[Any, Any] = Voyage.objects.visible_to(user).annotate(
        traveller_count=count_of(Traveller.objects.filter(voyage=OuterRef("pk")), "voyage"),
        open_alerts=count_of(to_decide, "voyage"),
        grade=_grade(),
    )
    rows = rows.filter(_when(filters.when, now), _narrowed(filters), _way(filters.way, user.state_id or ""))
    if filters.alerts:
        rows = rows.filter(Exists(to_decide))
    return rows.order_by(F("arrives_at").asc(nulls_last=True), "pk")


def open_alerts(user: User, column: str, *, in_file: bool = False) -> QuerySet[Alert, Alert]:
    """Return the open alerts this user may see, of the voyage or traveller in the outer query. `in_file`: those that
    may be in a file.
    """
    rows = open_alerts_for(user).filter(**{column: OuterRef("pk")})
    return rows.filter(OFF_PAGE) if in_file else rows


def count_of(rows: QuerySet[Any, Any], column: str) -> Coalesce:
    """Return the number of `rows` as a subquery of its own: two counts over joins would multiply each other."""
    counted = rows.order_by().values(column).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _when(when: str, now: datetime) -> Q:
    """Return the filter by arrival. A voyage without a declared arrival may arrive at any hour, and is not hidden."""
    border = now - JUST_ARRIVED
    coming = Q(arrives_at=None) | Q(arrives_at__gte=border)
    if when in HOURS:
        return Q(arrives_at=None) | Q(arrives_at__range=(border, now + timedelta(hours=HOURS[when])))
    return {"coming": coming, "arrived": Q(arrives_at__lt=border)}.get(when, Q())


def _way(way: str, state: str) -> Q:
    """Return the filter of voyages that arrive in the state, or leave it, also on one of their legs. A voyage without
    a declared port is never hidden.
    """
    if way not in WAYS or not state:
        return Q()
    column = WAYS[way]
    # harbours without a code are stored as the state's two letters and three more (UN/LOCODE)
    here = Q(**{f"{column}__in": ports_in(state)}) | Q(**{f"{column}__regex": f"^{alpha2(state)}[A-Z0-9]{{3}}$"})
    return here | Q(**{column: ""}) | Q(Exists(Leg.objects.filter(here, voyage=OuterRef("pk"))))


def _narrowed(wanted: BoardFilters) -> Q:
    found = _named(wanted.q) & FILING.get(wanted.filed, Q())
    columns = {
        "mode": wanted.mode,
        "destination__in": codes_in_records(wanted.port) if wanted.port else "",
        "carrier": wanted.carrier,
        "states__contains": [wanted.state] if wanted.state else "",
        "grade": GRADES.index(wanted.quality) if wanted.quality else "",
    }
    return found & Q(**{name: value for name, value in columns.items() if value != ""})


def _named(words: str) -> Q:
    codes = [code for each in codes_typed(words) for code in codes_in_records(each)] if words else []
    named = Q(origin__in=codes) | Q(destination__in=codes) if codes else Q()
    for field in SEARCHED_COLUMNS if words else ():
        named |= Q(**{f"{field}__icontains": words})
    return named


def _grade() -> Case:
    """Return the index in GRADES of the gravest finding in `Voyage.quality`, which has findings at two depths."""
    grave = (When(_has_severity(severity), then=Value(at)) for at, severity in enumerate(GRADES[:3]))
    none = When(Q(quality={}) | Q(quality__assessed=[]), then=Value(GRADES.index("unknown")))
    return Case(*grave, none, default=Value(GRADES.index("good")), output_field=IntegerField())


def _has_severity(severity: str) -> Func:
    path = f'$.**.severity ? (@ == "{severity}")'  # a word of GRADES, never user input
    return Func(
        F("quality"),
        function="jsonb_path_exists",
        output_field=BooleanField(),
        template=f"%(function)s(%(expressions)s, '{path}')",
    )
