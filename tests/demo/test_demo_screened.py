"""The demo, read and screened by the real thing: nothing planted is missed, and few others are troubled."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from demo.records import DemoMessage, Planted
from roadstead.engine.formats.reading import Reading
from roadstead.engine.formats.registry import read
from roadstead.engine.records import Function, Hit, HitKind, Mode, Severity
from roadstead.engine.screening.run import ScreeningSet, build_screening_set, screen
from tests.demo.test_demo_region import region

TODAY = date(2026, 11, 25)
FALSE_ALERTS_AT_MOST = 0.008  # of all travellers: the demo counts its own small lists and its planted namesakes
REGION = region(1)
DAMAGED = "one segment garbled, one birth date impossible, one traveller nameless"
SOUND = [message for message in REGION.messages if message.voyage and message.special != DAMAGED]
RULES = {"expired_document": "T02", "same_document": "T04"}


@cache
def reading(message: DemoMessage) -> Reading:
    (only,) = read(message.raw)
    return only


def special(text: str) -> Reading:
    return reading(next(message for message in REGION.messages if message.special == text))


@cache
def watch(seed: int) -> ScreeningSet:
    lists = region(seed).lists
    return build_screening_set(
        (entry for listed in lists for entry in listed.entries),
        (document for listed in lists for document in listed.documents),
    )


@cache
def hits(seed: int) -> dict[str, list[Hit]]:
    """By file name of the message."""
    sent = [message for message in region(seed).messages if message.voyage]
    return {message.file_name: screen(reading(message).manifest, watch(seed), today=TODAY) for message in sent}


# ── read ────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("message", SOUND, ids=[message.file_name for message in SOUND])
def test_a_list_is_read_without_a_problem(message: DemoMessage) -> None:
    found = reading(message)
    assert [problem for problem in found.problems if problem.severity is not Severity.NOTE] == []
    assert found.unread == ()
    assert len(found.manifest.travellers) == message.travellers
    assert found.manifest.voyage.key == message.voyage


def test_the_voyage_is_read_back_as_it_was_made() -> None:
    made = {voyage.key: voyage for voyage in REGION.voyages}
    for message in SOUND:
        assert reading(message).manifest.voyage == made[message.voyage]


def test_every_traveller_has_what_the_law_asks_for() -> None:
    people = [who for message in SOUND for who in reading(message).manifest.travellers]
    for who in people:
        assert who.surname
        assert who.given
        assert len(who.born) == 10
        assert who.born <= TODAY.isoformat()
        assert who.nationality
        assert who.documents[0].expires
        assert who.documents[0].issuer


def test_the_damaged_list_loses_nobody() -> None:
    found = special(DAMAGED)
    message = next(message for message in REGION.messages if message.special == DAMAGED)
    people = found.manifest.travellers
    assert len(people) == message.travellers
    assert sum(not who.surname for who in people) == 1
    assert sum(len(who.born) != 10 for who in people) == 1
    assert 3 <= len(found.problems) <= 8


def test_the_error_page_is_no_list_and_says_so() -> None:
    found = special("an error page instead of a list")
    assert not found.is_understood
    assert found.errors


def test_the_domestic_leg_does_not_cross_the_border() -> None:
    legs = special("flight with a domestic leg").manifest.voyage.legs
    assert [(leg.origin, leg.destination, leg.crosses_border) for leg in legs] == [
        ("BGI", "POS", True),
        ("POS", "TAB", False),
    ]


def test_three_parts_make_one_list() -> None:
    parts = [special(f"part {part} of 3").manifest for part in (1, 2, 3)]
    assert [made.message.last_part is True for made in parts] == [False, False, True]
    assert len({made.message.access_reference for made in parts}) == 1
    assert sum(len(made.travellers) for made in parts) == parts[0].declared["passengers"]


def test_the_change_corrects_one_document_and_adds_one_traveller() -> None:
    before = special("corrected by a later message").manifest
    after = special("corrects one document number and adds one traveller").manifest
    assert after.message.function is Function.CHANGE
    corrected, added = after.travellers
    known = {who.references.passenger: who for who in before.travellers}
    slipped = known[corrected.references.passenger]
    assert slipped.documents[0].number != corrected.documents[0].number
    assert (slipped.surname, slipped.given, slipped.born) == (corrected.surname, corrected.given, corrected.born)
    assert added.references.passenger not in known
    assert before.voyage == after.voyage


def test_crew_lists_hold_crew_only() -> None:
    crews = [reading(message).manifest for message in SOUND if message.special == "crew list"]
    assert {who.role.value for made in crews for who in made.travellers} == {"crew"}
    assert {made.message.function for made in crews} == {Function.CREW}


def test_ships_are_read_as_ships() -> None:
    for kind in ("cruise line", "ferry", "charter yacht"):
        voyage = special(kind).manifest.voyage
        assert voyage.mode is Mode.SEA
        assert voyage.craft.name


# ── screened ────────────────────────────────────────────────────────────────────────────────


def found(seed: int, one: Planted) -> list[Hit]:
    """The hits that speak of what was planted."""
    mine = [hit for hit in hits(seed)[one.message] if hit.traveller == one.traveller]
    if one.kind in RULES:
        return [hit for hit in mine if hit.rule == RULES[one.kind]]
    if one.kind == "document_only":
        return [hit for hit in mine if hit.rule == "T01" or hit.kind is HitKind.DOCUMENT]
    return [hit for hit in mine if hit.entry == one.entry]


def expected(seed: int, outcome: str) -> list[Planted]:
    return [one for one in region(seed).planted if one.expect == outcome]


@pytest.mark.parametrize("seed", [1, 2])
def test_everything_planted_is_found(seed: int) -> None:
    missed = [one for outcome in ("alert", "rule") for one in expected(seed, outcome) if not found(seed, one)]
    assert missed == []


@pytest.mark.parametrize("seed", [1, 2])
def test_a_namesake_scores_below_every_planted_alert_by_exact_name(seed: int) -> None:
    best = [hit.score for one in expected(seed, "clear") for hit in found(seed, one)]
    exact = [hit.score for one in expected(seed, "alert") if one.kind == "exact" for hit in found(seed, one)]
    assert max(best, default=0.0) < min(exact)


def test_an_entry_past_its_expiry_does_not_alert() -> None:
    assert [hit for one in REGION.planted if one.kind == "expired_entry" for hit in found(1, one)] == []


@pytest.mark.parametrize("seed", [1, 2])
def test_few_innocents_are_troubled(seed: int) -> None:
    planted = {(one.message, one.traveller, one.entry) for one in region(seed).planted}
    travellers = sum(message.travellers for message in region(seed).messages)
    false = [
        (name, hit.traveller, hit.entry_name)
        for name, raised in hits(seed).items()
        for hit in raised
        if hit.entry and hit.kind is not HitKind.RULE and (name, hit.traveller, hit.entry) not in planted
    ]
    assert len(false) <= FALSE_ALERTS_AT_MOST * travellers, false


def test_the_impossible_birth_date_is_noticed() -> None:
    name = next(message.file_name for message in REGION.messages if message.special == DAMAGED)
    assert [hit.rule for hit in hits(1)[name]].count("T03") >= 1
