"""Queries of the statistics: what this person may see and what may be passed on.

Alerts of silent entries and of lists handled red are never counted, since more people read statistics than saw them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any, Final

from django.db.models import Count, F, FloatField, Func, IntegerField, Min, Q, QuerySet

from roadstead.casework.alerts.logic.outcomes import OutcomeType
from roadstead.casework.alerts.logic.workflow import GOODS_ACTS, Act
from roadstead.casework.alerts.models import ABOUT_MANIFEST, OFF_PAGE, Event, Outcome, Suppression
from roadstead.casework.alerts.state_decisions import visible_alerts
from roadstead.engine.records import Action
from roadstead.filings.voyages.models import Traveller, TravellerSummary, Voyage
from roadstead.oversight.statistics.logic.aboard import Group, count_groups, in_ascii
from roadstead.oversight.statistics.logic.disparity import BANDS, bounds
from roadstead.oversight.statistics.logic.facts import AlertFact
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.platform.accounts.models import User
from roadstead.platform.database.ids import among
from roadstead.platform.database.scope import hidden_ids, region_scope

DECISIONS: Final = sorted((Act.CLEAR, Act.CONFIRM, Act.APPROVE, *GOODS_ACTS))
REVIEW_ACTS: Final = (Act.APPROVE, Act.REJECT, Act.REOPEN)
COLUMNS: Final = ("pk", "list_name", "rule", "effective_state", "traveller_id")
TIMES: Final = ("created_at", "voyage__filed_at", "voyage__departs_at", "voyage__arrives_at")
FLOAT: Final = FloatField()
Of = QuerySet[Any, Any]
VOYAGES_AT_ONCE: Final = 1_000  # rows of some kilobytes


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


def alert_facts(user: User, asked: StatisticsFilters) -> tuple[list[AlertFact], dict[str, int]]:
    """Return the alerts with their first decision and outcomes, and how often a second officer approved or rejected and
    a supervisor reopened a decision (A6).

    Three queries, however many there are: only the first works out which alerts are of the period.
    """
    rows = list(alerts(user, asked).values_list(*COLUMNS, *map(_seconds, TIMES)))
    numbers = among(row[0] for row in rows)
    first, reviews = dict[int, float](), Counter[str]()
    acts = Event.objects.visible_to(user).filter(alert__in=numbers, act__in=[*DECISIONS, *REVIEW_ACTS]).order_by()
    for alert, act, at, number in acts.values_list("alert", "act").annotate(at=Min(_seconds("at")), number=Count("pk")):
        if act in DECISIONS:
            first[alert] = min(at, first.get(alert, at))
        if act in REVIEW_ACTS:
            reviews[act] += number
    came: dict[int, set[str]] = {}
    outcomes = Outcome.objects.visible_to(user).filter(alert__in=numbers).order_by()
    for alert, what in outcomes.values_list("alert_id", "type").distinct():
        came.setdefault(alert, set()).add(what)
    return [_seen(row, first, came) for row in rows], reviews


def _seconds(column: str) -> Func:
    """Return a time as a number: to read tens of thousands of times as text takes half of a report's time."""
    return Func(F(column), function="date_part", template="%(function)s('epoch', %(expressions)s)", output_field=FLOAT)


def _seen(row: tuple[Any, ...], first: Mapping[int, float], came: Mapping[int, set[str]]) -> AlertFact:
    number, list_name, rule, state, traveller, raised, filed, departs, arrives = row
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


def groups(user: User, asked: StatisticsFilters, alerted: Iterable[int]) -> list[tuple[str, str, str, int, int]]:
    """Return sex, age band, nationality, travellers, and those of them with an alert, whose ids are `alerted`."""
    number = _aboard(user, asked)
    if hides := hidden_ids().travellers:  # restricted travellers are not counted for users who may not read them (S34)
        with region_scope(user.scope):
            number.subtract(_by_group(travellers(user, asked).filter(pk__in=hides), asked))
    found = _by_group(travellers(user, asked).filter(pk__in=among(alerted)), asked)
    return [(*group, many, found[group]) for group, many in number.items() if many]


def _aboard(user: User, asked: StatisticsFilters) -> Counter[Group]:
    """Count groups from one row a voyage: reading the travellers' own rows of a year would take half a minute."""
    rows = TravellerSummary.objects.visible_to(user).filter(_voyage(asked, "voyage__")).order_by()
    told = rows.values_list("travellers", flat=True).iterator(chunk_size=VOYAGES_AT_ONCE)
    found = Counter[Group]()
    while some := list(islice(told, VOYAGES_AT_ONCE)):
        found.update(count_groups(some, asked.until))
    return found


def _by_group(rows: Of, asked: StatisticsFilters) -> Counter[Group]:
    """Count groups from travellers' own rows, if these are few."""
    born = Func(F("born"), function="voyages_born", output_field=IntegerField())
    each = rows.annotate(born_on=born).values_list("sex", "born_on", "nationality")
    span = bounds(asked.until)
    return Counter((in_ascii(sex), BANDS[bisect_right(span, number)], in_ascii(nation)) for sex, number, nation in each)


def seizures(numbers: Iterable[int], user: User) -> dict[str, int]:
    """Return the number of these alerts by type of find (seizure.Seized)."""
    seized = Outcome.objects.visible_to(user).filter(alert__in=among(numbers), type=OutcomeType.SEIZED).order_by()
    named = {
        (alert, item["what"])
        for alert, found in seized.values_list("alert_id", "seizure")
        for item in found.get("items", ())
    }
    return dict(Counter(what for _, what in named))


def own_selections(user: User, asked: StatisticsFilters) -> dict[str, int]:
    """Return the number of goods that officers selected in the period without an alert, by outcome and by type of find.

    With a list or rule as the filter there are none.
    """
    if asked.source:
        return {}
    rows = Outcome.objects.visible_to(user).filter(
        _period(asked, "selection__selected_at"), _narrowed(asked, "selection__voyage__"), alert=None
    )
    named = {
        (selection, what)
        for selection, kind, found in rows.order_by().values_list("selection_id", "type", "seizure")
        for what in (kind, *(item["what"] for item in found.get("items", ())))
    }
    return dict(Counter(what for _, what in named))


def choices(user: User, asked: StatisticsFilters, seen: Iterable[AlertFact] | None = None) -> dict[str, list[str]]:
    """Return the values of the filters: all of the period, whatever other filters are set. `seen`: the alerts with
    those set, if they are known.
    """
    span = replace(asked, state="", source="", carrier="", mode="")
    rows = list(voyages(user, span).values_list("carrier", "states").distinct())
    sources = _sources(user, span) if seen is None or asked != span else {each.source for each in seen}
    return {
        "state": [] if user.state_id else sorted({state for _, states in rows for state in states}),
        "source": sorted(sources - {""}),
        "carrier": sorted({carrier for carrier, _ in rows} - {""}),
    }


def _sources(user: User, asked: StatisticsFilters) -> set[str]:
    return {name or rule for name, rule in alerts(user, asked).values_list("list_name", "rule").distinct()}


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
