"""Days and times of the voyage on a sheet: whose "Date" a date is, one day for both ends, and times in UTC."""

from __future__ import annotations

import pytest

from roadstead.engine.formats.reading import Reading
from tests.engine.formats.test_sheets_by_hand import ANNA, HEADINGS, codes, only, sheet

CRAFT = ("Registration", "8P-ABC", "Type", "C510")


def leg(*rows: tuple[str, ...]) -> tuple[str, str, str, str]:
    return _leg(sheet(CRAFT, *rows, HEADINGS, ANNA))


def _leg(reading: Reading) -> tuple[str, str, str, str]:
    (found,) = reading.manifest.voyage.legs
    return found.origin, found.departure, found.destination, found.arrival


TO_POS = (("From", "BGI"), ("To", "POS"))
EXPECTED = ("BGI", "2026-08-15T13:20", "POS", "2026-08-15T14:35")


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("Departure", "BGI", "Date", "15/08/2026", "Time", "13:20"),
            ("Arrival", "POS", "Date", "15/08/2026", "Time", "14:35"),
        ),
        (
            ("Arrival", "POS", "Date", "15/08/2026", "Time", "14:35"),
            ("Departure", "BGI", "Date", "15/08/2026", "Time", "13:20"),
        ),
        (
            ("Arrival airport", "POS", "Date", "15/08/2026", "Time", "14:35"),
            ("Departure airport", "BGI", "Date", "15/08/2026", "Time", "13:20"),
        ),
        (
            (
                "Departure",
                "BGI",
                "Date",
                "15/08/2026",
                "Time",
                "13:20",
                "Arrival",
                "POS",
                "Date",
                "15/08/2026",
                "Time",
                "14:35",
            ),
        ),
        (("From", "BGI", "Date", "15/08/2026", "Time", "13:20", "To", "POS", "Date", "15/08/2026", "Time", "14:35"),),
        (("Departure: BGI", "Date: 15/08/2026", "Time: 13:20"), ("Arrival: POS", "Date: 15/08/2026", "Time: 14:35")),
        (
            ("Departure",),
            ("Airport", "BGI"),
            ("Date", "15/08/2026"),
            ("Time", "13:20"),
            ("Arrival details",),
            ("Airport", "POS"),
            ("Date", "15/08/2026"),
            ("Time", "14:35"),
        ),
    ],
    ids=["departure-first", "arrival-first", "airports", "one-row", "from-to", "inside", "blocks"],
)
def test_a_date_and_a_time_belong_to_the_end_that_their_row_or_block_names(rows: tuple[tuple[str, ...], ...]) -> None:
    assert leg(*rows) == EXPECTED
    assert "said-twice" not in codes(sheet(*rows, CRAFT, HEADINGS, ANNA))


def test_one_date_in_a_row_that_names_both_ends_stays_the_voyages() -> None:
    assert leg(("From", "BGI", "To", "POS", "Date", "15/08/2026")) == ("BGI", "2026-08-15", "POS", "")
    assert leg(("Last port of call", "BGI", "Date of arrival", "15/08/2026"), ("To", "POS")) == (
        "BGI",
        "",
        "POS",
        "2026-08-15",
    )


def test_labels_right_above_the_headings_are_no_part_of_them() -> None:
    row = (
        "From",
        "BGI",
        "To",
        "POS",
        "Departure",
        "2026-08-15 13:20",
        "Arrival",
        "2026-08-15 14:35",
        "Flight",
        "2X101",
    )
    reading = sheet(row, HEADINGS, ANNA)
    assert (_leg(reading), reading.manifest.voyage.number) == (EXPECTED, "2X101")


# ── UTC ─────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "rows",
    [
        (
            ("Departure", "BGI", "Date", "15/08/2026", "Time (UTC)", "13:20"),
            ("Arrival", "KIN", "Date", "15/08/2026", "Time (UTC)", "14:35"),
        ),
        (("From", "BGI"), ("To", "KIN"), ("Departure", "15/08/2026 13:20 UTC"), ("Arrival", "15/08/2026 14:35 GMT")),
        (("From", "BGI"), ("To", "KIN"), ("ETD (UTC)", "15/08/2026 13:20"), ("ETA (Zulu)", "15/08/2026 14:35")),
        (("From", "BGI"), ("To", "KIN"), ("Departure", "2026-08-15T13:20Z"), ("Arrival", "2026-08-15T14:35Z")),
        (("From", "To", "Departure (UTC)", "Arrival (UTC)"), ("BGI", "KIN", "15/08/2026 13:20", "15/08/2026 14:35")),
    ],
    ids=["label", "text", "label-of-the-day", "iso", "table"],
)
def test_a_time_in_utc_becomes_that_of_the_ports_clocks_and_that_is_said(rows: tuple[tuple[str, ...], ...]) -> None:
    reading = sheet(CRAFT, *rows, HEADINGS, ANNA)
    assert _leg(reading) == ("BGI", "2026-08-15T09:20", "KIN", "2026-08-15T09:35")  # UTC−4 and UTC−5
    assert {"departure-from-utc", "arrival-from-utc"} <= codes(reading)
    texts = [problem.text for problem in reading.problems if problem.code == "arrival-from-utc"]
    assert "is in UTC. We used the local time at KIN: 2026-08-15 09:35" in texts[0]


def test_a_time_in_utc_at_a_port_of_no_table_is_kept_with_a_warning() -> None:
    reading = sheet(
        ("From", "BGI"), ("To", "Little Creek"), ("Arrival", "15/08/2026", "Time (UTC)", "14:35"), CRAFT, HEADINGS, ANNA
    )
    assert _leg(reading)[3] == "2026-08-15T14:35"
    assert "arrival-zone-ignored" in codes(reading)


def test_a_time_of_another_offset_is_no_utc() -> None:
    assert leg(("Departure", "BGI", "Date", "15/08/2026", "Time (UTC-4)", "13:20"), ("To", "POS"))[1] == EXPECTED[1]


# ── one day for both ends ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("label", ["Date", "Flight date", "Date of flight"])
def test_one_date_with_both_times_dates_both(label: str) -> None:
    rows = (
        ("From", "BGI"),
        ("To", "POS"),
        (label, "15/08/2026"),
        ("Departure time", "13:20"),
        ("Arrival time", "14:35"),
    )
    reading = sheet(*rows, CRAFT, HEADINGS, ANNA)
    assert _leg(reading) == EXPECTED
    assert "arrival-on-another-day" not in codes(reading)


def test_an_arrival_earlier_than_the_departure_is_of_the_next_day_and_that_is_said() -> None:
    rows = (
        ("From", "BGI"),
        ("To", "POS"),
        ("Date", "15/08/2026"),
        ("Departure time", "23:20"),
        ("Arrival time", "00:35"),
    )
    reading = sheet(*rows, CRAFT, HEADINGS, ANNA)
    assert _leg(reading) == ("BGI", "2026-08-15T23:20", "POS", "2026-08-16T00:35")
    (problem,) = [each for each in reading.problems if each.code == "arrival-on-another-day"]
    assert "We read the arrival as the next day, 2026-08-16. Write both days" in problem.text


def test_clocks_that_are_behind_make_no_next_day() -> None:
    """From Barbados (UTC−4) to Kingston (UTC−5) in half an hour less than the clocks differ."""
    rows = (
        ("From", "BGI"),
        ("To", "KIN"),
        ("Date", "15/08/2026"),
        ("Departure time", "13:20"),
        ("Arrival time", "12:50"),
    )
    assert leg(*rows) == ("BGI", "2026-08-15T13:20", "KIN", "2026-08-15T12:50")


def test_a_date_of_arrival_alone_dates_the_departure_before_it() -> None:
    rows = (
        ("From", "BGI"),
        ("To", "POS"),
        ("Date of arrival", "15/08/2026"),
        ("Departure time", "23:20"),
        ("Arrival time", "00:35"),
    )
    assert leg(*rows) == ("BGI", "2026-08-14T23:20", "POS", "2026-08-15T00:35")


def test_in_a_table_of_legs_and_in_the_rows_of_people_too() -> None:
    table = (("From", "To", "Date", "Departure time", "Arrival time"), ("BGI", "POS", "15/08/2026", "23:20", "00:35"))
    assert leg(*table) == ("BGI", "2026-08-15T23:20", "POS", "2026-08-16T00:35")
    headings = (*HEADINGS, "From", "To", "Date", "Departure time", "Arrival time")
    reading = sheet(CRAFT, headings, (*ANNA, "BGI", "POS", "15/08/2026", "23:20", "00:35"))
    assert _leg(reading) == ("BGI", "2026-08-15T23:20", "POS", "2026-08-16T00:35")


def test_a_csv_says_the_same() -> None:
    text = "Departure,BGI,Date,15/08/2026,Time,13:20\nArrival,POS,Date,15/08/2026,Time,14:35\nRegistration,8P-ABC,,,,\n"
    text += ",".join((*HEADINGS, "")) + "\n" + ",".join((*ANNA, "")) + "\n"
    assert _leg(only(text.encode())) == EXPECTED


def test_a_next_port_without_any_other_port_is_a_leg_of_its_own() -> None:
    rows = (("From", "n/a"), ("To", "n/a"), ("Next port", "POS"), ("Departure date", "15/08/2026"))
    legs = sheet(CRAFT, *rows, HEADINGS, ANNA).manifest.voyage.legs
    assert legs[-1].destination == "POS"
