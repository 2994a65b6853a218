"""When the ship reaches a bill's port of discharge, by the legs of its voyage."""

from __future__ import annotations

from datetime import UTC, datetime

from roadstead.engine.records import Mode
from roadstead.filings.cargo.logic.merge import Arrival, Hop, Route

END = Arrival(datetime(2026, 11, 30, tzinfo=UTC), "BBBGI")


def at(day: int) -> datetime:
    return datetime(2026, 11, day, tzinfo=UTC)


ROUND = Route(
    mode=Mode.SEA,
    hops=[Hop("USMIA", "BBBGI", at(26)), Hop("BBBGI", "LCCAS", at(28)), Hop("LCCAS", "BBBGI", at(30))],
    end=END,
)


def test_a_bill_arrives_at_the_first_call_after_it_is_loaded() -> None:
    assert ROUND.arrival_of("USMIA", "BBBGI") == (at(26), "BBBGI", "")
    assert ROUND.arrival_of("LCCAS", "BBBGI") == (at(30), "BBBGI", "")
    assert ROUND.arrival_of("", "LCCAS") == (at(28), "LCCAS", "")


def test_where_the_ship_does_not_call_or_says_no_time_it_is_the_end_of_the_voyage() -> None:
    assert ROUND.arrival_of("USMIA", "TTPOS") == END
    assert ROUND.arrival_of("USMIA", "") == END
    assert Route(mode=Mode.SEA, hops=[Hop("USMIA", "BBBGI", None)], end=END).arrival_of("USMIA", "BBBGI") == END


def test_one_place_has_one_code_by_air() -> None:
    route = Route(
        mode=Mode.AIR, hops=[Hop("MIA", "BGI", at(26)), Hop("BGI", "SLU", at(27))], end=Arrival(at(27), "SLU")
    )
    assert route.arrival_of("USMIA", "BBBGI") == (at(26), "BGI", "")
