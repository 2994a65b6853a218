"""Carriers, document types and deadlines: the small tables."""

from datetime import UTC, date, datetime

import pytest

from roadstead.engine.reference import countries
from roadstead.engine.reference.deadlines import DEADLINES, Deadline, deadline_for, due_at
from roadstead.engine.reference.policy import ANY
from roadstead.engine.reference.tables import (
    CARRIER_CODES,
    carrier,
    carrier_name,
    carriers,
    document_expires,
    document_name,
    document_types,
    is_passport_like,
)


@pytest.mark.parametrize(
    ("code", "name"),
    [("BW", "Caribbean Airlines"), ("bwa", "Caribbean Airlines"), ("106", "Caribbean Airlines"), ("MAEU", "Maersk")],
)
def test_a_carrier_is_known_by_any_of_its_codes(code: str, name: str) -> None:
    assert carrier_name(code) == name


def test_an_unknown_carrier_has_no_name() -> None:
    assert carrier_name("") == carrier_name("ZZZ") == ""
    assert carrier("ZZZ") is None


def test_no_two_carriers_share_a_code() -> None:
    codes = [getattr(one, kind) for one in carriers() for kind in CARRIER_CODES if getattr(one, kind)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("type", "name", "passport", "ends"),
    [
        ("P", "passport", True, True),
        ("P<", "passport", True, True),
        ("V", "visa", False, True),
        ("CP", "CARIPASS card", False, True),
        ("EDL_NY", "enhanced driver licence", False, True),
        ("B", "birth certificate", False, False),
        ("", "", False, False),
        ("??", "", False, False),
    ],
)
def test_a_document_type_has_words(type: str, name: str, passport: bool, ends: bool) -> None:
    assert (document_name(type), is_passport_like(type), document_expires(type)) == (name, passport, ends)


def test_every_letter_of_the_paxlst_guide_has_words() -> None:
    assert set("PVACITFLM") | {"AC", "IP"} <= set(document_types())


def asked(state: str, mode: str, direction: str, category: str, route: str = "international") -> Deadline | None:
    return deadline_for(
        DEADLINES.rows(),
        state=state,
        mode=mode,
        direction=direction,
        category=category,
        on=date(2026, 11, 25),
        route=route,
    )


@pytest.mark.parametrize(
    ("case", "minutes"),
    [
        (("BRB", "sea", "arrival", "commercial"), -1440),
        (("BRB", "sea", "arrival", "private", "regional"), -60),
        (("BRB", "air", "arrival", "private"), -30),
        (("VGB", "air", "arrival", "private"), -40),
        (("LCA", "sea", "arrival", "cargo"), -1440),
        (("BRB", "road", "arrival", "commercial"), None),
        (("BRB", "sea", "arrival", "cargo"), None),
    ],
)
def test_the_row_that_names_the_state_goes_first(case: tuple[str, ...], minutes: int | None) -> None:
    found = asked(*case)
    assert (found.minutes if found else None) == minutes


def test_a_deadline_is_not_in_force_before_its_day() -> None:
    case = {"state": "BRB", "mode": "sea", "direction": "arrival", "category": "private"}
    assert deadline_for(DEADLINES.rows(), **case, on=date(2007, 1, 31)) is None
    assert deadline_for(DEADLINES.rows(), **case, on=date(2007, 2, 1)) is not None


def test_a_deadline_counts_from_its_own_anchor() -> None:
    departure, arrival = datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2026, 11, 25, 20, tzinfo=UTC)
    by_sea, by_air = asked("BRB", "sea", "arrival", "commercial"), asked("BRB", "air", "arrival", "private")
    assert by_sea is not None
    assert by_air is not None
    assert due_at(by_sea, departure=departure, arrival=arrival) == datetime(2026, 11, 24, 20, tzinfo=UTC)
    assert due_at(by_air, departure=departure, arrival=arrival) == datetime(2026, 11, 25, 11, 30, tzinfo=UTC)
    assert due_at(by_air, departure=None, arrival=arrival) is None


def test_a_deadline_refuses_a_time_without_zone() -> None:
    row = asked("BRB", "sea", "arrival", "commercial")
    assert row is not None
    with pytest.raises(ValueError, match="has no zone"):
        due_at(row, departure=None, arrival=datetime.fromisoformat("2026-11-25T20:00"))


def test_only_what_a_primary_source_says_in_full_is_verified() -> None:
    for row in DEADLINES.rows():
        assert row.verified == (row.mark == "P"), row.text
        assert row.source.startswith("https://")
        assert row.text
        assert row.state == ANY or countries.is_code(row.state)
