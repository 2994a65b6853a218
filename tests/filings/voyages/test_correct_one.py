"""A correction that we write is read back and reaches exactly one traveller; everybody else stays as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roadstead.engine.formats import registry
from roadstead.engine.formats.passengers.sheets import write_sheet
from roadstead.engine.records import Craft, Document, Function, Leg, Manifest, Mode, Role, Traveller, Voyage
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.corrections import (
    NOT_WRITTEN,
    Correction,
    Heading,
    add_one,
    cancel_one,
    change_one,
    sent_after,
)
from roadstead.engine.voyages.normalise import normalised_manifest, normalised_voyage
from roadstead.engine.voyages.versions.merge import Presence, PresenceReason, order_key, without_places
from roadstead.engine.voyages.versions.parts import Person, Step
from roadstead.engine.voyages.versions.roster import Roster
from tests.engine.formats.paxlst_strategies import TRAVELLERS
from tests.everyday import examples
from tests.filings.voyages.voyage_story import crew, flight, message, person

F, P = Function, Presence
HEADING = Heading(account="2X", voyage=flight(), sender="2X", sent_at="2026-11-25T13:00", interchange="26112513000001")
ANN = person("BAPTISTE", "ANN", born="1984-02-03", paper="R012345", sex="F", nationality="LCA")
BOB = person("BOVELL", "BOB", born="1990-05-06", paper="B100002", seat="12A", booking="ABC123", number="7")
CYD = person("CLARKE", "CYD", born="1971-01-01", paper="C100003", birth_place="CASTRIES")
PILOT = crew("PILOT", given="PAT", born="1980-08-08", paper="D100004")


def listed(*people: Traveller, sender: str = "2X") -> Roster:
    """The roster after one list of these."""
    roster = Roster()
    roster.apply(step(message(*people, number=1, sender=sender).manifest))
    return roster


def step(declared: Manifest, tie: str = "first") -> Step:
    return Step(number=1, carrier="2X", declared=normalised_manifest(declared), tie=tie)


def filed(roster: Roster, correction: Correction) -> tuple[Person, ...]:
    """The people after the bytes were read and applied, as the pipeline does it."""
    for at, reading in enumerate(registry.read(correction.raw)):
        assert reading.errors == ()
        assert reading.unread == ()
        roster.apply(step(reading.manifest, tie=f"correction {at}"))
    return tuple(roster.people)


def said(one: Traveller) -> Traveller:
    """What PAXLST can carry of a traveller."""
    blank = Traveller()
    return replace(without_places(one), **{name: getattr(blank, name) for name in NOT_WRITTEN})


def functions(correction: Correction) -> list[Function | None]:
    return [each.message.function for each in correction.manifests]


PAPER = Document(type="P", number="Z999999", issuer="LCA")


@pytest.mark.parametrize(
    "wanted",
    [
        replace(ANN, surname="JN BAPTISTE"),
        replace(ANN, given="ANNE MARIE"),
        replace(ANN, born="1984-03-02"),
        replace(ANN, documents=(PAPER,)),
        replace(ANN, documents=(replace(PAPER, expires="2031-06-30", issued="2021-07-01"),)),
        replace(ANN, nationality="BRB", sex="X", seat="1C"),
        replace(ANN, surname="D'ÉON:+?", given="ZOË"),
        replace(ANN, documents=(*ANN.documents, Document(type="V", number="V77", issuer="USA"))),
    ],
    ids=["surname", "given names", "birth date", "document number", "document dates", "others", "letters", "visa"],
)
def test_one_value_or_several_are_corrected_by_a_change(wanted: Traveller) -> None:
    roster = listed(ANN, BOB, CYD)
    before = list(roster.people)
    correction = change_one(before, 0, wanted, HEADING)
    after = filed(roster, correction)
    assert functions(correction) == [F.CHANGE]
    assert said(after[0].declared) == said(wanted)
    assert after[0].presence is P.EXPECTED
    assert after[1:] == tuple(before[1:])
    assert correction.after is not None
    assert said(correction.after.declared) == said(wanted)


def test_a_change_names_only_what_identifies_the_traveller_and_what_changed() -> None:
    correction = change_one(listed(ANN, BOB, CYD).people, 2, replace(CYD, born="1971-11-01"), HEADING)
    assert b"1971" not in correction.raw.split(b"DTM+329")[1][:4]
    assert b"CASTRIES" not in correction.raw
    assert b"C100003" in correction.raw


def test_a_new_name_with_a_new_passport_is_recognised_by_the_carriers_own_number() -> None:
    roster = listed(ANN, BOB, CYD)
    wanted = replace(BOB, surname="ROBERTS", documents=(PAPER,))
    correction = change_one(roster.people, 1, wanted, HEADING)
    assert functions(correction) == [F.CHANGE]
    assert said(filed(roster, correction)[1].declared) == said(wanted)


def test_when_nothing_identifies_the_traveller_any_more_the_old_is_cancelled_and_the_new_added() -> None:
    roster = listed(ANN, BOB, CYD)
    before = list(roster.people)
    wanted = replace(ANN, surname="ROBERTS", given="KIM", born="1999-09-09", documents=(PAPER,))
    correction = change_one(before, 0, wanted, HEADING)
    after = filed(roster, correction)
    assert functions(correction) == [F.CANCEL, F.CHANGE]
    assert (after[0].presence, after[0].why) == (P.WITHDRAWN, PresenceReason.CANCELLED)
    assert (said(after[3].declared), after[3].presence) == (said(wanted), P.EXPECTED)
    assert after[1:3] == tuple(before[1:3])


@pytest.mark.parametrize("others", [(), (BOB,), (BOB, CYD), (BOB, CYD, PILOT)], ids=["alone", "two", "three", "four"])
@pytest.mark.parametrize(
    "wanted",
    [
        replace(ANN, sex=""),
        replace(ANN, documents=(replace(ANN.documents[0], type="I"),)),
        replace(ANN, nationality="", documents=()),
    ],
    ids=["a value", "the type of a document", "several"],
)
def test_a_value_is_deleted_by_a_list_of_this_traveller(wanted: Traveller, others: tuple[Traveller, ...]) -> None:
    roster = listed(ANN, *others)
    before = list(roster.people)
    correction = change_one(before, 0, wanted, HEADING)
    after = filed(roster, correction)
    assert functions(correction) == [F.PASSENGERS]
    assert said(after[0].declared) == said(wanted)
    assert lasting(after[1:]) == lasting(before[1:])


def lasting(people: Sequence[Person]) -> list[tuple[Traveller, Presence, PresenceReason]]:
    return [(each.declared, each.presence, each.why) for each in people]


def test_a_passenger_who_is_crew_is_cancelled_as_one_and_added_as_the_other() -> None:
    roster = listed(ANN, BOB, PILOT)
    correction = change_one(roster.people, 0, replace(ANN, role=Role.CREW), HEADING)
    after = filed(roster, correction)
    assert (after[0].presence, after[3].declared.role) == (P.WITHDRAWN, Role.CREW)


def test_a_correction_that_might_reach_a_namesake_is_refused() -> None:
    twin = replace(ANN, documents=())
    people = listed(twin, twin, BOB).people
    with pytest.raises(NotAllowed, match="send the whole list again"):
        change_one(people, 1, replace(twin, seat="3A"), HEADING)
    with pytest.raises(NotAllowed, match="send the whole list again"):
        cancel_one(people, 1, HEADING)


def test_a_correction_into_another_travellers_data_is_refused() -> None:
    with pytest.raises(NotAllowed):
        change_one(listed(ANN, BOB, CYD).people, 0, CYD, HEADING)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_one_traveller_is_left_out_and_the_others_stay(place: int) -> None:
    roster = listed(ANN, BOB, CYD, PILOT)
    before = list(roster.people)
    after = filed(roster, cancel_one(before, place, HEADING))
    assert (after[place].presence, after[place].why) == (P.WITHDRAWN, PresenceReason.CANCELLED)
    assert [each for at, each in enumerate(after) if at != place] == [
        each for at, each in enumerate(before) if at != place
    ]


def test_one_traveller_is_added_and_the_others_stay() -> None:
    roster = listed(ANN, BOB)
    before = list(roster.people)
    after = filed(roster, add_one(before, CYD, HEADING))
    assert after[:2] == tuple(before)
    assert (said(after[2].declared), after[2].presence) == (said(CYD), P.EXPECTED)


def test_somebody_who_was_left_out_is_brought_back_in_the_same_place() -> None:
    roster = listed(ANN, BOB)
    filed(roster, cancel_one(roster.people, 0, HEADING))
    later = replace(HEADING, interchange="26112513000002")
    with pytest.raises(NotAllowed, match="not expected on board"):
        change_one(roster.people, 0, ANN, later)
    after = filed(roster, add_one(roster.people, replace(ANN, seat="2B"), later))
    assert len(after) == 2
    assert (after[0].presence, after[0].declared.seat) == (P.EXPECTED, "2B")


def test_somebody_on_the_list_is_not_added_a_second_time() -> None:
    with pytest.raises(NotAllowed, match="already on your list"):
        add_one(listed(ANN, BOB).people, ANN, HEADING)


YACHT = Voyage(
    mode=Mode.SEA,
    category="private",
    craft=Craft(name="Sea Breeze", registration="J8ZZ7", flag="VCT", mmsi="319123456", kind="sailing yacht"),
    legs=(Leg(origin="Rodney Bay", destination="BBBGI", departure="2026-11-25T08:00", arrival="2026-11-26T12:00"),),
)
PROGRESSIVE = Voyage(
    carrier="2X",
    number="2X101",
    legs=(
        Leg(origin="MIA", destination="BGI", departure="2026-11-26T10:00", arrival="2026-11-26T14:00"),
        Leg(origin="BGI", destination="SLU", departure="2026-11-26T15:00", arrival="2026-11-26T15:45"),
    ),
)


@pytest.mark.parametrize("voyage", [YACHT, PROGRESSIVE], ids=["a yacht", "two legs"])
def test_the_voyage_is_named_as_the_sender_named_it(voyage: Voyage) -> None:
    correction = change_one(listed(ANN, BOB).people, 0, replace(ANN, seat="1A"), replace(HEADING, voyage=voyage))
    (read,) = correction.manifests
    named = normalised_voyage(voyage)
    assert [(leg.origin, leg.destination, leg.departure, leg.arrival) for leg in read.voyage.legs] == [
        (leg.origin, leg.destination, leg.departure, leg.arrival) for leg in named.legs
    ]
    assert (read.voyage.key, read.voyage.mode) == (named.key, named.mode)


def test_a_list_from_a_sheet_is_corrected() -> None:
    sent = Manifest(voyage=YACHT, travellers=(ANN, BOB, replace(PILOT, employment="Master")))
    (reading,) = registry.read(write_sheet(sent))
    roster = Roster()
    roster.apply(step(reading.manifest))
    before = list(roster.people)
    wanted = replace(before[1].declared, born="1990-06-05")
    correction = change_one(before, 1, wanted, replace(HEADING, voyage=normalised_manifest(reading.manifest).voyage))
    assert filed(roster, correction)[1].declared.born == "1990-06-05"
    assert lasting(roster.people[::2]) == lasting(before[::2])


def test_a_voyage_that_paxlst_cannot_name_is_refused() -> None:
    twice = replace(YACHT, legs=(*YACHT.legs, *YACHT.legs))
    with pytest.raises(NotAllowed, match="cannot name this voyage"):
        change_one(listed(ANN).people, 0, replace(ANN, seat="1A"), replace(HEADING, voyage=twice))


NOW = datetime(2026, 11, 25, 13, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ("", "2026-11-25T13:01"),
        ("2026-11-25T09:00", "2026-11-25T13:00"),
        ("2026-11-25T13:00", "2026-11-25T13:01"),
        ("2026-11-25T21:59", "2026-11-25T22:00"),
    ],
    ids=["no clock", "behind", "this minute", "ahead"],
)
def test_a_correction_is_newer_than_the_list_whatever_the_clock_of_its_sender(sent: str, expected: str) -> None:
    head = message(ANN, sent=sent[-5:] if sent else "", number=1).manifest.message
    newest = order_key(head, NOW, position=0, sha256="0" * 64, message=1)
    assert sent_after(NOW, newest) == expected
    own = replace(head, sent_at=expected, interchange=HEADING.interchange)
    assert order_key(own, NOW, position=0, sha256="0" * 64, message=2) > newest


def test_without_an_earlier_message_a_correction_is_sent_now() -> None:
    assert sent_after(NOW, "") == "2026-11-25T13:00"


@settings(deadline=None, max_examples=examples(150))
@given(st.lists(TRAVELLERS, min_size=1, max_size=4), TRAVELLERS, st.integers(0, 3), st.booleans())
def test_whatever_is_on_the_list_a_correction_reaches_one_traveller_or_is_refused(
    people: list[Traveller], other: Traveller, at: int, only_name: bool
) -> None:
    roster = listed(*people)
    before, place = list(roster.people), at % len(roster.people)
    known = before[place].declared
    wanted = replace(known, surname=other.surname) if only_name else replace(other, role=known.role)
    try:
        correction = change_one(before, place, wanted, HEADING)
    except NotAllowed:
        return
    after = filed(roster, correction)
    changed = [now for was, now in zip(before, after, strict=False) if lasting([was]) != lasting([now])]
    assert len(changed) <= 1
    assert len(after) - len(before) in (0, 1)
    (now,) = after[len(before) :] or [after[place]]
    expected = normalised_manifest(Manifest(travellers=(replace(wanted, sent=()),))).travellers[0]
    assert said(now.declared) == said(replace(expected, sent=()))
