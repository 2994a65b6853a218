"""The made-up region is the same from the same seed, fits the real map, and holds what it says it holds."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from demo.names import ORIGINS, Names, Part, names, plain
from demo.planting import WITHOUT_ENTRY
from demo.records import DemoMessage, Planted, Region
from demo.region import make
from demo.tables import places, rows
from demo.users import USERS
from demo.voyages import imo
from roadstead.engine.records import Mode, Voyage
from roadstead.engine.reference.deadlines import DEADLINES, deadline_for, due_at
from roadstead.engine.reference.places import place
from roadstead.engine.reference.tables import carrier
from tests.demo.public_lists import listed_names

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


@cache
def region(seed: int) -> Region:
    return make(seed, NOW)


def test_the_same_seed_and_moment_give_the_same_bytes() -> None:
    assert make(7, NOW) == make(7, NOW)


def test_another_seed_gives_other_people() -> None:
    assert region(1).messages[0].raw != region(2).messages[0].raw


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        make(1, datetime(2026, 11, 25))  # noqa: DTZ001


def test_about_three_thousand_people_are_on_their_way() -> None:
    assert 2800 <= sum(message.travellers for message in region(1).messages) <= 3600


PAST = ("9Z207", "2X419", "3X111")  # arrived when the demo begins: what its officers have decided is of these


def test_every_other_voyage_takes_place_within_the_next_two_days() -> None:
    coming = [voyage for voyage in region(1).voyages if voyage.number not in PAST]
    times = [(leg, leg.departure, leg.arrival) for voyage in coming for leg in voyage.legs]
    zones = {code: place.zone for code, place in places().items()}
    for leg, leaves, arrives in times:
        departure = datetime.fromisoformat(leaves).replace(tzinfo=zones[leg.origin])
        arrival = datetime.fromisoformat(arrives).replace(tzinfo=zones[leg.destination])
        assert NOW < arrival < NOW + timedelta(hours=48)
        assert timedelta(minutes=15) < arrival - departure < timedelta(hours=40)


def test_three_voyages_have_arrived_and_are_still_on_the_board() -> None:
    for voyage in (voyage for voyage in region(1).voyages if voyage.number in PAST):
        last = voyage.legs[-1]
        arrival = datetime.fromisoformat(last.arrival).replace(tzinfo=places()[last.destination].zone)
        assert NOW - timedelta(hours=6) < arrival < NOW


def test_london_to_bridgetown_takes_about_nine_hours_and_four_zones() -> None:
    leg = next(voyage for voyage in region(1).voyages if voyage.number == "9Z201").legs[0]
    assert (leg.departure, leg.arrival) == ("2026-11-25T14:00", "2026-11-25T18:55")


def test_the_check_digit_of_an_imo_number() -> None:
    assert imo("907472") == "9074729"


def test_ships_have_an_imo_number_and_the_yacht_a_call_sign() -> None:
    ships = {voyage.craft.name: voyage.craft for voyage in region(1).voyages if voyage.mode is Mode.SEA}
    assert len(ships) == 3
    assert [craft.imo == imo(craft.imo[:6]) for craft in ships.values() if craft.imo] == [True, True]
    assert ships["FLYING STARFISH"].call_sign


def test_messages_are_written_in_plain_letters_only() -> None:
    assert all(message.raw.isascii() for message in region(1).messages)


def test_lists_carry_accents_and_other_scripts() -> None:
    text = region(1).lists[0].raw.decode()
    assert any("\u00c0" <= sign <= "\u00ff" for sign in text)
    assert any("\u0600" <= sign <= "\u06ff" for sign in text)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in text)


def test_every_special_case_is_sent() -> None:
    special = Counter(message.special for message in region(1).messages)
    assert [special[f"part {part} of 3"] for part in (1, 2, 3)] == [1, 1, 1]
    assert special["crew list"] == 5
    assert {
        "Type-B telex, lines cut at column 63",
        "an error page instead of a list",
        "corrects one document number and adds one traveller",
        "flight with a domestic leg",
        "one segment garbled, one birth date impossible, one traveller nameless",
        "sent after departure",
    } <= set(special)


def due(voyage: Voyage, region_of: str) -> datetime:
    """The default deadline of the state where the voyage ends, taken as coming from outside the region."""
    zones, (first, last) = places(), (voyage.legs[0], voyage.legs[-1])
    departure = datetime.fromisoformat(first.departure).replace(tzinfo=zones[first.origin].zone)
    arrival = datetime.fromisoformat(last.arrival).replace(tzinfo=zones[last.destination].zone)
    found = deadline_for(
        DEADLINES.rows(), state=region_of, mode=voyage.mode, direction="arrival", category="commercial", on=NOW.date()
    )
    moment = due_at(found, departure=departure, arrival=arrival) if found else None
    assert moment is not None
    return moment


def test_only_the_late_lists_miss_the_default_deadline() -> None:
    states = {voyage.number: places()[voyage.legs[-1].destination].country for voyage in region(1).voyages}
    late = [voyage.number for voyage in region(1).voyages if due(voyage, states[voyage.number]) < NOW]
    assert late == ["3X118", *PAST]


def test_places_are_those_of_the_reference_tables() -> None:
    known = {code: place(code) for code in places()}
    assert {code: (one.country, one.zone) if one else None for code, one in known.items()} == {
        code: (one.country, one.zone.key) for code, one in places().items()
    }


def test_no_demo_carrier_has_the_code_of_a_real_one() -> None:
    assert [one.code for one in region(1).carriers if carrier(one.code)] == []


def test_corrections_come_after_what_they_correct() -> None:
    assert region(1).messages[-1].file_name.endswith("8X301_passengers_change.edi")
    assert [message.file_name for message in region(1).messages] == sorted(m.file_name for m in region(1).messages)


def test_lists_have_the_sizes_and_owners_promised() -> None:
    sizes = {(listed.owner, listed.kind): len(listed.entries or listed.documents) for listed in region(1).lists}
    assert sizes == {
        ("REGION", "watchlist"): 300,
        ("BRB", "watchlist"): 60,
        ("LCA", "watchlist"): 60,
        ("REGION", "documents"): 500,
    }


def test_every_row_of_the_plan_is_planted() -> None:
    assert [(one.kind, one.expect) for one in region(1).planted] == [(r["kind"], r["expect"]) for r in rows("plants")]


def message_of(one: Planted) -> DemoMessage:
    return next(message for message in region(1).messages if message.file_name == one.message)


def test_every_planted_traveller_is_in_the_message_that_is_named() -> None:
    for one in region(1).planted:
        raw = message_of(one).raw.replace(b"\r\n", b"")
        assert one.document.encode() in raw
        assert one.surname.encode() in raw
        assert one.traveller < message_of(one).travellers


def test_every_planted_entry_is_on_the_list_that_is_named() -> None:
    entries = {(listed.owner, entry.id) for listed in region(1).lists for entry in listed.entries}
    assert {(one.owner, one.entry) for one in region(1).planted if one.kind not in WITHOUT_ENTRY} <= entries


def test_planted_lost_documents_are_among_the_listed_documents() -> None:
    lost = {document.number for listed in region(1).lists for document in listed.documents}
    assert {one.entry for one in region(1).planted if one.kind == "document_only"} <= lost


def test_nobody_else_on_board_shows_a_listed_document() -> None:
    numbers = {one.number for listed in region(1).lists for one in listed.documents}
    numbers |= {one.number for listed in region(1).lists for entry in listed.entries for one in entry.documents}
    planted = {one.document for one in region(1).planted}
    text = b"".join(message.raw for message in region(1).messages)
    assert {number for number in numbers if f"+{number}'".encode() in text} <= planted


@pytest.mark.parametrize("seed", [2, 8, 33])
def test_any_seed_makes_a_region(seed: int) -> None:
    assert len(region(seed).planted) >= len(rows("plants")) - 2


def test_users_fit_their_roles() -> None:
    carriers = {carrier.code for carrier in region(1).carriers}
    full = {state.code for state in region(1).states if state.has_users}
    assert {user.state for user in USERS if user.state} == full == {"BRB", "LCA"}
    assert all((user.role == "carrier") == (user.carrier in carriers) for user in USERS)
    assert len({user.username for user in USERS}) == len(USERS)


# ── no real person ──────────────────────────────────────────────────────────────────────────


def spellings(parts: tuple[Part, ...]) -> set[str]:
    return {plain(text) for part in parts for text in (part.written, *part.variants)} - {""}


def composable(stock: Names, name: frozenset[str]) -> bool:
    """Whether a surname and given names of this origin, in any spelling, make this name."""
    given = spellings(stock.male) | spellings(stock.female)
    rests = (name - set(surname.split()) for surname in spellings(stock.surname) if set(surname.split()) <= name)
    return any(rest and rest <= given for rest in rests)


@pytest.mark.library
@pytest.mark.parametrize("origin", ORIGINS)
def test_no_name_we_can_make_up_stands_on_a_public_list(origin: str) -> None:
    stock = names(origin)
    surnames = {word for surname in spellings(stock.surname) for word in surname.split()}
    assert [sorted(name) for name in public() if name & surnames and composable(stock, name)] == []


@cache
def public() -> set[frozenset[str]]:
    return listed_names()


@pytest.mark.library
def test_the_public_lists_are_really_read() -> None:
    assert len(public()) > 20_000
