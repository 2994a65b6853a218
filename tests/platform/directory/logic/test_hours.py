"""Hours are read as people type them; what cannot be read is unknown, never closed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from roadstead.platform.directory.logic.hours import coming_night, is_open

FRIDAY_NIGHT = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
FRIDAY_NOON = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
SATURDAY_NOON = datetime(2026, 11, 28, 12, 0, tzinfo=UTC)
SATURDAY_EARLY = datetime(2026, 11, 28, 2, 0, tzinfo=UTC)


def is_weekday(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("hours", "noon", "night", "weekend"),
    [
        ("", True, True, True),
        ("day and night", True, True, True),
        ("24/7", True, True, True),
        ("08:00 to 16:00", True, False, True),
        ("8-16", True, False, True),
        ("Mon-Fri 08:00-16:00", True, False, False),
        ("lunes a viernes, 8.00 a 16.00", True, False, False),
        ("weekdays", True, True, False),
        ("18:00 to 06:00", False, True, False),
        ("08:00-11:00, 13:00-16:00", False, False, False),
        ("ask the guard", None, None, None),
        ("08:00 to 16:00 except in August", None, None, None),
    ],
)
def test_hours(hours: str, noon: bool | None, night: bool | None, weekend: bool | None) -> None:
    found = tuple(is_open(hours, at, is_weekday) for at in (FRIDAY_NOON, FRIDAY_NIGHT, SATURDAY_NOON))
    assert found == (noon, night, weekend)


def test_a_night_that_begins_on_a_working_day_lasts_until_the_next_morning() -> None:
    assert is_open("weekdays 18:00 to 06:00", SATURDAY_EARLY, is_weekday) is True
    assert is_open("weekdays 18:00 to 06:00", SATURDAY_NOON, is_weekday) is False


def test_the_coming_night_is_now_if_it_is_night_and_else_this_evening() -> None:
    assert coming_night(FRIDAY_NIGHT) == FRIDAY_NIGHT
    assert coming_night(SATURDAY_EARLY) == SATURDAY_EARLY
    assert coming_night(FRIDAY_NOON) == FRIDAY_NOON.replace(hour=23)


@given(some.text(max_size=120))
def test_no_text_is_too_much(hours: str) -> None:
    assert is_open(hours, FRIDAY_NOON, is_weekday) in (True, False, None)
