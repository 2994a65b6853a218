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
from django.http import HttpRequest

from roadstead.casework.alerts.models import OFF_PAGE, Alert
from roadstead.casework.alerts.standing import open_for
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.web.common.tables import one_of

HOURS = {"next-6": 6, "next-24": 24, "next-72": 72}
WHEN = (*HOURS, "coming", "arrived", "all")
USUAL = "next-72"
MODES = ("air", "sea", "road")
FILING = {
    "on_time": Q(filed_at__lte=F("due_at")),
    "late": Q(filed_at__gt=F("due_at")),
    "missing": Q(filed_at=None),
    "unknown": Q(filed_at__isnull=False, due_at=None),
}
GRADES = ("error", "warning", "note", "good", "unknown")  # of templatetags.quality.worst, the gravest first
JUST_ARRIVED = timedelta(hours=6)  # a voyage stays on the board while its people are still at the desks
NAMED = ("number", "carrier", "craft_name", "origin", "destination", "craft_imo", "craft_registration")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Filters of the URL; "" for no choice. `state`: a country's alpha-3; `port` and `carrier`: their codes."""

    when: str = USUAL
    mode: str = ""
    filed: str = ""
    quality: str = ""
    state: str = ""
    port: str = ""
    carrier: str = ""
    q: str = ""
    alerts: bool = False

    @property
    def is_narrow(self) -> bool:
        """True if one of the filters that are folded away is in use."""
        return any((self.filed, self.quality, self.state, self.port, self.carrier))


def asked(request: HttpRequest) -> Asked:
    """Return the filters of the URL; unknown values count as no choice."""
    get = request.GET.get
    written = {name: get(name, "").strip().upper() for name in ("state", "port", "carrier")}
    return Asked(
        when=one_of(get("when", ""), WHEN, USUAL),
        mode=one_of(get("mode", ""), MODES),
        filed=one_of(get("filed", ""), tuple(FILING)),
        quality=one_of(get("quality", ""), GRADES),
        q=get("q", "").strip(),
        alerts=bool(get("alerts")),
        **written,
    )


def voyages(user: User, wanted: Asked, now: datetime, *, in_file: bool = False) -> QuerySet[Any, Any]:
    """Return the voyages that this user may see, by expected arrival, with traveller_count, open_alerts and grade (see
    GRADES).
    """
    to_decide = open_alerts(user, "voyage", in_file=in_file)
    rows: QuerySet[Any, Any] = Voyage.objects.visible_to(user).annotate(
        traveller_count=number_of(Traveller.objects.filter(voyage=OuterRef("pk")), "voyage"),
        open_alerts=number_of(to_decide, "voyage"),
        grade=_grade(),
    )
    rows = rows.filter(_when(wanted.when, now), _narrowed(wanted))
    if wanted.alerts:
        rows = rows.filter(Exists(to_decide))
    return rows.order_by(F("arrives_at").asc(nulls_last=True), "pk")


def open_alerts(user: User, of: str, *, in_file: bool = False) -> QuerySet[Alert, Alert]:
    """Return the open alerts this user may see, of the voyage or traveller in the outer query. `in_file`: those that
    may be in a file.
    """
    rows = open_for(user).filter(**{of: OuterRef("pk")})
    return rows.filter(OFF_PAGE) if in_file else rows


def number_of(rows: QuerySet[Any, Any], of: str) -> Coalesce:
    """Return the number of `rows` as a subquery of its own: two counts over joins would multiply each other."""
    counted = rows.order_by().values(of).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _when(when: str, now: datetime) -> Q:
    """Return the filter by arrival. A voyage without a declared arrival may arrive at any hour, and is not hidden."""
    border = now - JUST_ARRIVED
    coming = Q(arrives_at=None) | Q(arrives_at__gte=border)
    if when in HOURS:
        return Q(arrives_at=None) | Q(arrives_at__range=(border, now + timedelta(hours=HOURS[when])))
    return {"coming": coming, "arrived": Q(arrives_at__lt=border)}.get(when, Q())


def _narrowed(wanted: Asked) -> Q:
    found = _named(wanted.q) & FILING.get(wanted.filed, Q())
    columns = {
        "mode": wanted.mode,
        "destination": wanted.port,
        "carrier": wanted.carrier,
        "states__contains": [wanted.state] if wanted.state else "",
        "grade": GRADES.index(wanted.quality) if wanted.quality else "",
    }
    return found & Q(**{name: value for name, value in columns.items() if value != ""})


def _named(words: str) -> Q:
    named = Q()
    for field in NAMED if words else ():
        named |= Q(**{f"{field}__icontains": words})
    return named


def _grade() -> Case:
    """Return the index in GRADES of the gravest finding in `Voyage.quality`, which has findings at two depths."""
    grave = (When(_found(severity), then=Value(at)) for at, severity in enumerate(GRADES[:3]))
    none = When(Q(quality={}) | Q(quality__assessed=[]), then=Value(GRADES.index("unknown")))
    return Case(*grave, none, default=Value(GRADES.index("good")), output_field=IntegerField())


def _found(severity: str) -> Func:
    path = f'$.**.severity ? (@ == "{severity}")'  # a word of GRADES, never user input
    return Func(
        F("quality"),
        function="jsonb_path_exists",
        output_field=BooleanField(),
        template=f"%(function)s(%(expressions)s, '{path}')",
    )
