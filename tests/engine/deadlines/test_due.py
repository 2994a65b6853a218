"""When something is due: against a slow reference, and what must hold of every deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.deadlines.due import Due, Kind, Pause, Rule, due
from roadstead.engine.deadlines.spans import Span, Unit
from roadstead.engine.deadlines.working_days import STATES, Calendar, Correction, with_corrections

ZONES = {"BRB": "America/Barbados", "HTI": "America/Port-au-Prince", "BMU": "Atlantic/Bermuda", "GUY": "America/Guyana"}
STEP = timedelta(minutes=30)
BRB = Calendar(state="BRB", zone=ZoneInfo("America/Barbados"))


def calendar(state: str) -> Calendar:
    return Calendar(state=state, zone=ZoneInfo(ZONES[state]))


def by(text: str, started: datetime, *pauses: Pause, of: Calendar = BRB) -> Due:
    return due(Rule(span=Span.parse(text), kind=Kind.TARGET), started, pauses, of)


def at(text: str, zone: str = "America/Barbados") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


# ── against a slow reference ────────────────────────────────────────────────────────────────


def slowly(span: Span, started: datetime, pauses: Sequence[Pause], of: Calendar) -> datetime | None:
    """Half an hour after half an hour, as a person with a calendar and a pencil would."""
    need, ran, moment = _needed(span, started, of), timedelta(), started.astimezone(UTC)
    open_ended = [each.began for each in pauses if each.ended is None]
    while ran < need:
        if any(each.began <= moment and (each.ended is None or moment < each.ended) for each in pauses):
            if any(each <= moment for each in open_ended):
                return None
        elif span.unit is not Unit.WORKING_DAYS or of.is_working(moment.astimezone(of.zone).date()):
            ran += STEP
        moment += STEP
    return moment


def _needed(span: Span, started: datetime, of: Calendar) -> timedelta:
    """How long it runs without pauses."""
    if span.unit is Unit.WORKING_DAYS:
        return span.number * timedelta(days=1)
    if span.unit is Unit.HOURS:
        return span.number * timedelta(hours=1)
    local = started.astimezone(of.zone)
    naive = local.replace(tzinfo=None)
    if span.unit is Unit.DAYS:
        end = naive + timedelta(days=span.number)
    else:
        month = naive.month - 1 + span.number
        for day in range(naive.day, 27, -1) if naive.day > 27 else (naive.day,):
            try:
                end = naive.replace(year=naive.year + month // 12, month=month % 12 + 1, day=day)
            except ValueError:
                continue
            break
        else:
            raise AssertionError
    return end.replace(tzinfo=of.zone, fold=local.fold).astimezone(UTC) - started.astimezone(UTC)


def timelines(number: int, seed: int) -> None:
    chance = Random(seed)
    calendars = [calendar(state) for state in ZONES]
    for _ in range(number):
        of = chance.choice(calendars)
        started = datetime(2026, 1, 1, tzinfo=UTC) + STEP * chance.randrange(48 * 800)
        unit = chance.choice((Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS))
        span = Span(1 if unit is Unit.MONTHS else chance.randint(0, 4), unit)
        pauses = []
        for _ in range(chance.randint(0, 3)):
            began = started + STEP * chance.randrange(-48, 48 * 6)
            ended = began + STEP * chance.randrange(-4, 48 * 3) if chance.random() > 0.05 else None
            pauses.append(Pause(began, ended))
        found = due(Rule(span=span, kind=Kind.TARGET), started, pauses, of).at
        expected = slowly(span, started, pauses, of)
        found = found and found.astimezone(UTC)  # in the hour that a clock goes back over, zones do not compare
        assert found == expected, (span, of.state, started, pauses, found, expected)


def test_two_thousand_random_timelines_agree_with_the_slow_reference() -> None:
    timelines(2_000, seed=1)


@pytest.mark.long
def test_a_hundred_thousand_random_timelines_agree_with_the_slow_reference() -> None:
    timelines(100_000, seed=2)


# ── what holds of every deadline ────────────────────────────────────────────────────────────

MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001
SPANS = st.builds(Span, st.integers(0, 12), st.sampled_from(Unit))
PAUSES = st.lists(
    st.builds(
        lambda began, hours: Pause(began, None if hours is None else began + timedelta(hours=hours)),
        MOMENTS,
        st.none() | st.floats(-3, 400),
    ),
    max_size=5,
)
CALENDARS = st.sampled_from([calendar(state) for state in ZONES])


@given(SPANS, MOMENTS, PAUSES, PAUSES, CALENDARS)
def test_another_pause_never_makes_anything_due_earlier(
    span: Span, started: datetime, pauses: list[Pause], more: list[Pause], of: Calendar
) -> None:
    rule = Rule(span=span, kind=Kind.TARGET)
    before, after = due(rule, started, pauses, of).at, due(rule, started, [*pauses, *more], of).at
    assert before or not after
    assert not before or not after or after >= before


@given(SPANS, MOMENTS, MOMENTS, PAUSES, CALENDARS)
def test_what_begins_later_is_not_due_earlier(
    span: Span, one: datetime, other: datetime, pauses: list[Pause], of: Calendar
) -> None:
    rule = Rule(span=span, kind=Kind.TARGET)
    if span.unit in {Unit.MONTHS, Unit.YEARS}:
        pauses = []  # of the 30th and the 31st both end on the last day of a shorter month: see the next test
    first, second = (due(rule, moment, pauses, of).at for moment in sorted((one, other)))
    wall = timedelta(hours=1) if span.unit in {Unit.DAYS, Unit.MONTHS, Unit.YEARS} else timedelta()  # summer time
    months = timedelta(days=1) if span.unit in {Unit.MONTHS, Unit.YEARS} else timedelta()  # the last day of a month
    assert not first or not second or second >= first - wall - months


@given(st.integers(0, 60), MOMENTS, CALENDARS)
def test_working_days_end_on_a_working_day(number: int, started: datetime, of: Calendar) -> None:
    found = by(f"{number + 1} working days", started, of=of).at
    assert found is not None
    assert of.is_working((found - timedelta(microseconds=1)).date())


def test_working_days_pass_over_a_weekend_and_a_holiday_at_the_same_hour() -> None:
    friday = at("2026-11-27T16:00")
    assert by("2 working days", friday).at == at("2026-12-02T16:00")  # Monday 30 November is Independence Day
    assert by("3 days", friday).at == at("2026-11-30T16:00")
    assert by("8 hours", friday).at == at("2026-11-28T00:00")


def test_what_begins_on_a_day_off_is_due_when_the_last_working_day_ends() -> None:
    assert by("1 working day", at("2026-11-28T10:00")).at == at("2026-12-02T00:00")  # all of Tuesday


def test_a_day_ends_at_the_same_hour_through_a_change_of_the_clock_and_a_year_end() -> None:
    haiti = calendar("HTI")
    assert by("1 day", at("2027-03-13T16:00", ZONES["HTI"]), of=haiti).at == at("2027-03-14T16:00", ZONES["HTI"])
    assert by("24 hours", at("2027-03-13T16:00", ZONES["HTI"]), of=haiti).at == at("2027-03-14T17:00", ZONES["HTI"])
    assert by("2 months", at("2026-12-31T09:00")).at == at("2027-02-28T09:00")
    assert by("1 working day", at("2026-12-31T09:00")).at == at("2027-01-04T09:00")


def test_a_pause_that_lasts_leaves_nothing_due() -> None:
    began = at("2026-11-24T09:00")
    assert by("8 hours", began, Pause(at("2026-11-24T10:00"))).at is None
    assert by("2 working days", began, Pause(at("2026-11-25T09:00"))).at is None
    assert by("8 hours", began, Pause(at("2026-11-24T17:00"))).at == at("2026-11-24T17:00")  # it was due by then


def test_a_span_counts_back_from_a_planned_day() -> None:
    planned = at("2026-12-31T12:00")
    assert by("-30 days", planned).at == at("2026-12-01T12:00")
    assert by("-2 working days", planned).at == at("2026-12-29T12:00")


def test_a_holiday_that_the_moon_decides_makes_a_due_time_uncertain() -> None:
    guyana = calendar("GUY")
    found = by("3 working days", at("2026-05-26T10:00", ZONES["GUY"]), of=guyana)
    assert (found.moved_by, found.is_certain) == ("Eid al-Adha", False)
    announced = Correction(day=date(2026, 5, 27), is_holiday=True, name="Eid al-Adha")
    fixed = with_corrections(guyana, [announced, Correction(day=date(2026, 5, 28), is_holiday=False)])
    assert by("3 working days", at("2026-05-26T10:00", ZONES["GUY"]), of=fixed).is_certain


def test_the_operator_adds_a_holiday_and_takes_one_off() -> None:
    friday = at("2026-11-27T16:00")
    took_off = with_corrections(BRB, [Correction(day=date(2026, 11, 30), is_holiday=False)])
    assert by("1 working day", friday, of=took_off).at == at("2026-11-30T16:00")
    added = with_corrections(BRB, [Correction(day=date(2026, 12, 1), is_holiday=True, name="Mourning")])
    assert by("1 working day", friday, of=added).at == at("2026-12-02T16:00")
    assert added.holiday(date(2026, 12, 1)) == "Mourning"


def test_a_target_is_never_a_deadline_and_a_deadline_has_its_law() -> None:
    assert by("10 minutes", at("2026-11-27T16:00")).kind is Kind.TARGET
    with pytest.raises(ValueError, match="without them it is a target"):
        Rule(span=Span.parse("8 hours"), kind=Kind.DEADLINE, state="LCA", source="an act that nobody read")
    law = Rule(span=Span.parse("8 hours"), kind=Kind.DEADLINE, state="LCA", source="an act", verified=True)
    assert due(law, at("2026-11-27T16:00"), (), BRB).kind is Kind.DEADLINE


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        by("8 hours", datetime(2026, 11, 27, 16))  # noqa: DTZ001


@pytest.mark.parametrize("text", ["", "2", "two days", "2 weeks", "1.5 days", "2  days", "999999 days", "٣ days"])
def test_what_is_no_span_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="as 2 working days"):
        Span.parse(text)


@pytest.mark.parametrize("text", ["1 day", "2 working days", "-30 days", "40 minutes", "1 working day", "6 months"])
def test_a_span_is_written_as_it_was_read(text: str) -> None:
    assert str(Span.parse(text)) == text


@pytest.mark.parametrize("state", sorted(STATES))
def test_every_member_state_has_holidays_and_working_days(state: str) -> None:
    of = Calendar(state=state, zone=UTC)
    off = [day for number in range(365) if of.holiday(day := date(2027, 1, 1) + timedelta(days=number))]
    assert 8 <= len(off) <= 25
    assert date(2027, 1, 1) in off
    assert not of.is_working(date(2027, 1, 1))
    assert of.is_working(date(2027, 1, 4))
