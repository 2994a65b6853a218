"""Queries of the statistics: what this person may see and what may be passed on.

Alerts of silent entries and of lists handled red are never counted, since more people read statistics than saw them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import Count, F, Func, IntegerField, Min, Q, QuerySet

from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import GOODS_ACTS, Act
from roadstead.casework.alerts.models import ABOUT_MANIFEST, OFF_PAGE, Event, Outcome, Suppression
from roadstead.casework.alerts.state_decisions import visible_alerts
from roadstead.engine.records import Action
from roadstead.filings.voyages.models import Traveller, TravellerSummary, Voyage
from roadstead.oversight.statistics.logic.disparity import BANDS, bounds
from roadstead.oversight.statistics.logic.facts import AlertFact
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.platform.accounts.models import User
from roadstead.platform.database.scope import hidden_ids, region_scope

DECISIONS: Final = sorted((Act.CLEAR, Act.CONFIRM, Act.APPROVE, *GOODS_ACTS))
REVIEW_ACTS: Final = (Act.APPROVE, Act.REJECT, Act.REOPEN)
COLUMNS: Final = ("pk", "list_name", "rule", "effective_state", "created_at", "voyage__filed_at", "voyage__departs_at",
                  "voyage__arrives_at", "traveller_id")  # fmt: skip
Of = QuerySet[Any, Any]
Group = tuple[str, str, str]  # sex, age band, nationality
# `told` is the query of the voyages' rows, written by Django.
BY_GROUP: Final = """
select person.sex, width_bucket(person.born, %s::int[]) age, person.nationality, count(*)
from ({told}) aboard, unnest(aboard.born, aboard.sex, aboard.nationality) person (born, sex, nationality)
group by person.sex, age, person.nationality
"""


def voyages(user: User, asked: StatisticsFilters) -> QuerySet[Voyage, Voyage]:
    """Return voyages whose first list was filed in the period, by carrier, mode and state as filtered."""
    return Voyage.objects.visible_to(user).filter(_voyage(asked, "")).order_by()


def travellers(user: User, asked: StatisticsFilters) -> Of:
    return Traveller.objects.visible_to(user).filter(_voyage(asked, "voyage__")).order_by()


def alerts(user: User, asked: StatisticsFilters) -> Of:
    """Return alerts of the period's voyages, by the first day of a bill; by their own day if no list of people was
    filed.
    """
    began = Q(bill=None) & _period(asked, "voyage__filed_at") | _period(asked, "bill__first_at")
    began |= ABOUT_MANIFEST & Q(voyage__filed_at=None) & _period(asked, "created_at")
    rows = visible_alerts(user).filter(began, _narrowed(asked, "voyage__"), _source(asked))
    return rows.filter(OFF_PAGE).order_by()


def alert_facts(rows: Of, user: User) -> list[AlertFact]:
    """Return each alert with its first decision and its outcomes. Three queries, however many there are."""
    numbers = rows.values("pk")
    decided = Event.objects.visible_to(user).filter(alert__in=numbers, act__in=DECISIONS).order_by()
    first: dict[int, datetime] = dict(decided.values_list("alert").annotate(first=Min("at")))
    came: dict[int, set[str]] = {}
    outcomes = Outcome.objects.visible_to(user).filter(alert__in=numbers).order_by()
    for alert, what in outcomes.values_list("alert_id", "type").distinct():
        came.setdefault(alert, set()).add(what)
    return [_seen(row, first, came) for row in rows.values_list(*COLUMNS)]


def _seen(row: tuple[Any, ...], first: dict[int, datetime], came: dict[int, set[str]]) -> AlertFact:
    number, list_name, rule, state, raised, filed, departs, arrives, traveller = row
    return AlertFact(
        number=number,
        source=list_name or rule,
        state=state,
        raised_at=raised,
        filed_at=filed,
        departs_at=departs,
        arrives_at=arrives,
        decided_at=first.get(number),
        traveller=traveller,
        outcomes=frozenset(came.get(number, ())),
    )


def suppressed_by_list(user: User, asked: StatisticsFilters) -> dict[str, int]:
    """Return the number of suppressed matches by list."""
    rows = Suppression.objects.visible_to(user).filter(_voyage(asked, "voyage__"), named=[])
    rows = rows.exclude(pair__alert__action=Action.DISCREET).order_by()
    rows = rows.filter(list_name=asked.source) if asked.source else rows
    return dict(rows.values_list("list_name").annotate(number=Count("pk")))


def groups(user: User, asked: StatisticsFilters) -> list[tuple[str, str, str, int, int]]:
    """Return sex, age band, nationality, travellers, and those of them with an alert."""
    number = _aboard(user, asked)
    if hides := hidden_ids().travellers:  # restricted travellers are not counted for users who may not read them (S34)
        with region_scope(user.scope):
            number.subtract(_by_group(travellers(user, asked).filter(pk__in=hides), asked))
    alerted = alerts(user, asked).exclude(traveller=None).values("traveller")
    found = _by_group(travellers(user, asked).filter(pk__in=alerted), asked)
    return [(*group, many, found[group]) for group, many in number.items() if many]


def _aboard(user: User, asked: StatisticsFilters) -> Counter[Group]:
    """Count groups from one row a voyage: reading the travellers' own rows of a year would take half a minute."""
    rows = TravellerSummary.objects.visible_to(user).filter(_voyage(asked, "voyage__")).order_by()
    told, values = rows.values("born", "sex", "nationality").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(BY_GROUP.format(told=told), [bounds(asked.until), *values])
        found = Counter[Group]()
        for sex, age, nation, number in cursor.fetchall():
            found[sex, BANDS[age], nation] += number
        return found


def _by_group(rows: Of, asked: StatisticsFilters) -> Counter[Group]:
    """Count groups from travellers' own rows, if these are few."""
    born = Func(F("born"), function="voyages_born", output_field=IntegerField())
    each = rows.annotate(born_on=born).values_list("sex", "born_on", "nationality")
    span = bounds(asked.until)
    return Counter((sex, BANDS[bisect_right(span, number)], nation) for sex, number, nation in each)


def seizures(rows: Of, user: User) -> dict[str, int]:
    """Return the number of alerts on bills by type of find (seizure.Seized)."""
    seized = Outcome.objects.visible_to(user).filter(alert__in=rows.values("pk"), type=OutcomeType.SEIZED).order_by()
    named = {
        (alert, item["what"])
        for alert, found in seized.values_list("alert_id", "seizure")
        for item in found.get("items", ())
    }
    return dict(Counter(what for _, what in named))


def review_counts(rows: Of, user: User) -> dict[str, int]:
    """Return how often a second officer approved or rejected, and a supervisor reopened a decision (A6)."""
    events = Event.objects.visible_to(user).filter(alert__in=rows.values("pk"), act__in=REVIEW_ACTS).order_by()
    return dict(events.values_list("act").annotate(number=Count("pk")))


def choices(user: User, asked: StatisticsFilters) -> dict[str, list[str]]:
    """Return the values of the filters: all of the period, whatever other filters are set."""
    span = StatisticsFilters(since=asked.since, until=asked.until)
    every = voyages(user, span)
    mine = alerts(user, span).values_list(F("list_name"), F("rule")).distinct()
    carriers = set(every.values_list("carrier", flat=True).distinct()) - {""}
    states = {state for row in every.values_list("states", flat=True).distinct() for state in row}
    return {
        "state": [] if user.state_id else sorted(states),
        "source": sorted({name or rule for name, rule in mine} - {""}),
        "carrier": sorted(carriers),
    }


def _source(asked: StatisticsFilters) -> Q:
    return Q(list_name=asked.source) | Q(list_name="", rule=asked.source) if asked.source else Q()


def _voyage(asked: StatisticsFilters, at: str) -> Q:
    return _period(asked, f"{at}filed_at") & _narrowed(asked, at)


def _period(asked: StatisticsFilters, column: str) -> Q:
    first, after = asked.span
    return Q(**{f"{column}__gte": first, f"{column}__lt": after})


def _narrowed(asked: StatisticsFilters, at: str) -> Q:
    narrowed = {"carrier": asked.carrier, "mode": asked.mode}
    found = Q(**{f"{at}{name}": value for name, value in narrowed.items() if value})
    return found & Q(**{f"{at}states__contains": [asked.state]}) if asked.state else found
