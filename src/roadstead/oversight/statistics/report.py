"""Report of all statistics of one period, as one person may see them, for page, csv and command (A1–A10, S38)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, DateField, Exists, F, IntegerField, Max, OuterRef, Q, QuerySet, Sum
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from roadstead.casework.alerts.logic.workflow import Act
from roadstead.casework.alerts.models import Alert, ClearedPair
from roadstead.engine.records import Action, Aspect
from roadstead.filings.voyages.models import Voyage
from roadstead.oversight.statistics import queries
from roadstead.oversight.statistics.logic.cargo import cargo
from roadstead.oversight.statistics.logic.disparity import NOT_STATED, SEXES, added, disparity, folded
from roadstead.oversight.statistics.logic.facts import AlertFact
from roadstead.oversight.statistics.logic.filters import StatisticsFilters
from roadstead.oversight.statistics.logic.steps import by_source, funnel_and_sources
from roadstead.oversight.statistics.logic.suppress import SMALL, suppress_number
from roadstead.oversight.statistics.logic.table import Cell, Row, Table, lone_share, share_of
from roadstead.oversight.statistics.logic.timing import timing
from roadstead.platform.accounts.models import User
from roadstead.platform.approvals.models import Decision
from roadstead.platform.database.ids import among
from roadstead.targeting.watchlists.models import Entry, Version, WatchList

SECOND: Final = {
    "Approved by a second officer": Act.APPROVE,
    "Rejected by a second officer": Act.REJECT,
    "Decision reopened": Act.REOPEN,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Report. `repeats`, `without_outcome`: ids of alerts to work on, at most `SHOWN`, in no file. `choices`: values of
    the filters.
    """

    counted_at: datetime
    tables: tuple[Table, ...]
    repeats: tuple[int, ...]
    without_outcome: tuple[int, ...]
    choices: dict[str, list[str]]


def report(user: User, asked: StatisticsFilters, *, now: datetime, small: int = SMALL) -> Report:
    """Compute the report, with about a dozen queries whatever the volume."""
    seen, reviews = queries.alert_facts(user, asked)
    numbers = [each.number for each in seen]
    again = list(_repeats(numbers, user).values_list("pk", flat=True))
    open_ends = [each.number for each in seen if each.has_no_outcome]
    steps = by_source(seen, queries.suppressed_by_list(user, asked))
    groups = queries.groups(user, asked, {each.traveller for each in seen if each.traveller})
    tables = (
        *funnel_and_sources(sum(group[3] for group in groups), steps, small),
        *timing(seen, small),
        _to_look_at(seen, again, reviews, small),
        cargo(seen, queries.seizures(numbers, user), queries.own_selections(user, asked), small),
        *_disparities(groups, small),
        _lists(user, now, small),
        _carriers(queries.voyages(user, asked), small),
    )
    return Report(
        counted_at=now,
        tables=tables,
        repeats=tuple(again[:SHOWN]),
        without_outcome=tuple(open_ends[:SHOWN]),
        choices=queries.choices(user, asked, seen),
    )


def _to_look_at(seen: Sequence[AlertFact], again: Sequence[int], looks: dict[str, int], small: int) -> Table:
    numbers = {
        "Raised again although cleared (goal: 0)": len(again),
        "Confirmed without an outcome": sum(each.has_no_outcome for each in seen),
        "Missed: entered before anyone acted": sum("missed" in each.outcomes for each in seen),
        **{words: looks.get(act, 0) for words, act in SECOND.items()},
    }
    return Table(
        key="to-look-at",
        title="To check",
        says="Do not add up the numbers. Raised again: the same declared person and the same entry, while a cleared"
        " match of both was in force.",
        of="What",
        heads=("Alerts",),
        rows=tuple(Row(name=name, cells=(suppress_number(number, small),)) for name, number in numbers.items()),
    )


def _disparities(groups: Sequence[tuple[str, str, str, int, int]], small: int) -> tuple[Table, ...]:
    sexes = added((SEXES.get(sex, NOT_STATED), many, alerted) for sex, _, _, many, alerted in groups)
    ages = added((age, many, alerted) for _, age, _, many, alerted in groups)
    nations = added((nation or NOT_STATED, many, alerted) for _, _, nation, many, alerted in groups)
    return (
        disparity("by-sex", "Alerts by sex", sexes, small),
        disparity("by-age", "Alerts by age", ages, small),
        disparity("by-nationality", "Alerts by nationality", folded(nations), small),
    )


# ── Filing by carriers: in time, and people with missing or wrong data (C1, A2)


ASPECTS: Final = tuple(aspect.value for aspect in Aspect if aspect is not Aspect.ON_TIME)  # of people


def _carriers(voyages: QuerySet[Voyage, Voyage], small: int) -> Table:
    """Return the table. Numbers of voyages are shown, since a voyage is no person; small numbers of people are
    suppressed.
    """
    concerned = {f"bad_{name}": Sum(_number(f"quality__concerned__{name}")) for name in ASPECTS}
    rows = voyages.values("carrier").annotate(
        voyages=Count("pk"),
        due=Count("pk", filter=Q(due_at__isnull=False)),
        in_time=Count("pk", filter=Q(filed_at__lte=F("due_at"))),
        people=Sum(_number("quality__people")),
        **concerned,
    )
    return Table(
        key="carriers",
        title="Filing by carrier",
        says="Voyages whose first list was filed in the period. In time: of those with a known deadline. Then the share"
        " of people on board with an error or a warning, by check, of those whose data were checked.",
        of="Carrier",
        heads=("Voyages", "In time", *(name.capitalize() for name in ASPECTS)),
        rows=tuple(_row(row, small) for row in rows.order_by("carrier")),
    )


def _number(path: str) -> Cast:
    return Cast(KT(path), IntegerField())


def _row(row: Mapping[str, Any], small: int) -> Row:
    people = row["people"] or 0
    bad = (lone_share(row[f"bad_{name}"] or 0, people, small) for name in ASPECTS)
    return Row(name=row["carrier"] or "not stated", cells=(row["voyages"], share_of(row["in_time"], row["due"]), *bad))


# ── Lists: age, entries, and entries overdue for review (A7)


DAY: Final = 86_400


def _lists(user: User, now: datetime, small: int) -> Table:
    """Return the table, without silent entries. Only manual lists and notices have review days that we count."""
    loaded = dict(Version.objects.visible_to(user).order_by().values_list("watch_list").annotate(Max("loaded_at")))
    rows = Entry.objects.visible_to(user).filter(removed_in=None).exclude(listed__action=Action.DISCREET).order_by()
    entries = dict(rows.values_list("watch_list").annotate(number=Count("pk")))
    late = Q(listed__review__gt="", listed__review__lt=now.date().isoformat())
    dated = rows.filter(late, Q(watch_list__is_manual=True) | Q(watch_list__is_notices=True))
    overdue = dict(dated.values_list("watch_list").annotate(number=Count("pk")))
    found = WatchList.objects.visible_to(user).order_by("name", "pk")
    told = [
        Row(
            name=each.title,
            cells=(
                _days(loaded.get(each.pk), now),
                suppress_number(entries.get(each.pk, 0), small),
                suppress_number(overdue.get(each.pk, 0), small) if each.is_manual or each.is_notices else "",
            ),
        )
        for each in found
    ]
    return Table(
        key="lists",
        title="Age of the lists",
        says="Days since the version in force was loaded; entries in force without silent ones; entries of manual lists"
        " and notices that are overdue for review and raise no alert until somebody reviews them.",
        of="List",
        heads=("Age, days", "Entries", "Overdue for review"),
        rows=tuple(told),
        drawn=0,
    )


def _days(loaded: datetime | None, now: datetime) -> Cell:
    return round((now - loaded).total_seconds() / DAY, 1) if loaded else ""


# ── Repeats: a person raised again for the same entry while a clearance held; goal 0 (A4, S35)


SHOWN: Final = 50  # alerts that a page links to


def _repeats(numbers: Sequence[int], user: User) -> QuerySet[Any, Any]:
    """Return those of the alerts whose pair was cleared, for one of their states or for all, when they were raised.

    Not counted are pairs with an entry on another list as well, which are raised on purpose (decision 0010), and pairs
    about which a state has decided otherwise since (0022).
    """
    raised = OuterRef("created_at")
    pairs = ClearedPair.objects.visible_to(user).filter(
        Q(withdrawn_at=None) | Q(withdrawn_at__gt=raised),
        Q(expires=None) | Q(expires__gte=Cast(raised, DateField())),
        Q(all_states=True) | Q(states__overlap=OuterRef("states")),
        decision=Decision.APPROVED,
        decided_at__lt=raised,
        person_key=OuterRef("person_key"),
        list_name=OuterRef("list_name"),
        entry_id=OuterRef("entry_id"),
        entry_hash=OuterRef("entry_hash"),
        proposed_at__lt=raised,
        other_lists=[],
        except_states=[],
    )
    rows = Alert.objects.visible_to(user).filter(pk__in=among(numbers))
    known = rows.exclude(person_key=None).exclude(entry_id="")
    return known.filter(Exists(pairs.exclude(alert=OuterRef("pk")))).order_by(F("pk").desc())
