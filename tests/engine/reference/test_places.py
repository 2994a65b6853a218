"""Ports and airports, and what their clocks show."""

from datetime import UTC, datetime
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.records import Mode
from roadstead.engine.reference import countries
from roadstead.engine.reference.places import by_iata, country_of, place, seaports, to_local, to_utc


@pytest.mark.parametrize(
    ("code", "country", "mode"),
    [
        ("BGI", "BRB", Mode.AIR),
        ("TBPB", "BRB", Mode.AIR),
        ("bbbgi", "BRB", Mode.SEA),
        ("NYC", "USA", Mode.AIR),
        ("PRN", "XKX", Mode.AIR),
        ("USPEF", "USA", Mode.SEA),
        ("CWWIL", "CUW", Mode.SEA),
    ],
)
def test_a_place_is_found_by_its_code(code: str, country: str, mode: Mode) -> None:
    found = place(code)
    assert found is not None
    assert (found.country, found.mode) == (country, mode)


@pytest.mark.parametrize("code", ["", "QQQ", "ZZZZ", "USXXX", "BRIDGETOWN"])
def test_an_unknown_place_is_none(code: str) -> None:
    assert place(code) is None
    assert to_utc("2026-11-25T16:20", code) is None


@pytest.mark.parametrize(
    ("text", "country", "instant"),
    [
        ("Rodney Bay, St Lucia", "LCA", "2026-11-25T20:20:00+00:00"),
        ("RODNEY BAY ST LUCIA", "LCA", "2026-11-25T20:20:00+00:00"),
        ("Marina La", "", ""),
        ("LCXYZ", "LCA", "2026-11-25T20:20:00+00:00"),
        ("USXYZ", "USA", ""),  # of several zones: no instant rather than a wrong one
        ("Rodney Bay", "", ""),
        ("Somewhere, Nowhere", "", ""),
    ],
)
def test_a_harbour_in_no_table_is_of_the_country_it_names(text: str, country: str, instant: str) -> None:
    assert place(text) is None
    assert country_of(text) == country
    there = to_utc("2026-11-25T16:20", text)
    assert (there.isoformat() if there else "") == instant


@pytest.mark.parametrize(
    ("local", "code", "instant"),
    [
        ("2026-11-25T16:20", "BGI", "2026-11-25T20:20"),
        ("2026-07-25T16:20", "USMIA", "2026-07-25T20:20"),
        ("2026-11-25T16:20", "USMIA", "2026-11-25T21:20"),
        ("2026-11-01T01:30", "MIA", "2026-11-01T05:30"),  # this hour occurs twice; the earlier
    ],
)
def test_a_local_time_is_an_instant_at_its_place(local: str, code: str, instant: str) -> None:
    assert to_utc(local, code) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize("local", ["", "2026-11-25", "2026-11-25T25:00", "tomorrow", "0001-01-01T00:00"])
def test_what_is_no_time_is_no_instant(local: str) -> None:
    assert to_utc(local, "ITGOA") is None


@given(st.integers(946_684_800, 2_524_608_000), st.sampled_from(sorted(seaports())))
def test_an_instant_comes_back_from_every_port(seconds: int, code: str) -> None:
    instant = datetime.fromtimestamp(seconds, UTC)
    there = to_local(instant, code)
    assert there is not None
    assert there.astimezone(UTC) == instant


def test_every_seaport_lies_in_its_country_and_has_a_zone() -> None:
    assert len(seaports()) > 150
    for code, port in seaports().items():
        assert countries.alpha3(code[:2]) == port.country, code
        assert ZoneInfo(port.zone)


def test_every_state_that_takes_part_has_a_seaport() -> None:
    assert set(countries.CARICOM) <= {port.country for port in seaports().values()}


def test_the_airports_are_read_once() -> None:
    by_iata("BGI")
    began = process_time()
    assert all(by_iata("BGI") for _ in range(1000))
    assert process_time() - began < 5
