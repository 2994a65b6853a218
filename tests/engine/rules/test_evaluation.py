"""Written rules asked of people: met, not met, unknown; many at once as one by one; bounded whatever is sent."""

from __future__ import annotations

import random
import time
from datetime import date

import msgspec
import pytest

from bench.rules import plain, rules, voyage
from roadstead.engine.records import Action, Leg, Manifest, Voyage
from roadstead.engine.rules.evaluation import Rulebook, RuleMatch, Tally, WrittenRule, content_hash, facts_in_words
from roadstead.engine.rules.facts import Values, facts_of
from roadstead.engine.rules.files import UnreadableFile, faults_of, library, read_file, text_faults, write_file
from roadstead.engine.rules.language import MINORS, TRAVEL, CompiledCondition, Kind, compile_rule
from roadstead.engine.screening.run import MINOR, written_hit

TODAY = date(2026, 11, 25)


def rule(text: str, code: str = "R1", *allows: str) -> WrittenRule:
    condition = compile_rule(text, TRAVEL, allows)
    assert isinstance(condition, CompiledCondition), condition
    return WrittenRule(
        code=code,
        version="1",
        title="t",
        sentence="s.",
        severity="low",
        officers_do="",
        owner="REGION",
        action=Action.REFER,
        expires=TODAY,
        condition=condition,
    )


def answer(text: str, values: Values) -> str:
    tally = Tally()
    if Rulebook([rule(text)]).matching_rules(values, tally):
        return "met"
    return "unknown" if tally.unknown["R1"] else "failed" if tally.failed["R1"] else "not met"


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("bags.count > 1", {"bags.count": 2}, "met"),
        ("bags.count > 1", {"bags.count": 1}, "not met"),
        ("bags.count > 1", {}, "unknown"),
        ("!(bags.count > 1)", {}, "unknown"),
        ("bags.count > 1 && booking.alone", {"booking.alone": False}, "unknown"),
        ("bags.count > 1 || booking.alone", {"booking.alone": True}, "met"),
        ("bags.count > 1 || booking.alone", {"booking.alone": False}, "unknown"),
        ("bags.count > 1 || booking.alone", {}, "unknown"),
        ('"P" in document.types', {"document.types": []}, "not met"),
        ('"P" in document.types', {}, "unknown"),
    ],
)
def test_what_was_not_stated_makes_a_rule_unknown_and_never_wrong(text: str, values: Values, expected: str) -> None:
    assert answer(text, values) == expected


def test_many_rules_asked_together_answer_as_each_alone_and_as_plain_python() -> None:
    made = [*rules(60), rule("bags.count > 0 || booking.alone", "R60")]
    book, alone = Rulebook(made), [Rulebook([each]) for each in made]
    one = voyage(random.Random(3))
    _, people = facts_of(one.manifest, today=TODAY, past=one.past)
    met = 0
    for values in people:
        together = [each.code for each in book.matching_rules(values, Tally())]
        assert together == [each.rules[0].code for each in alone if each.matching_rules(values, Tally())]
        whole = [each for each in made if {fact.name for fact in each.condition.facts} <= set(values)]
        assert set(together) >= {each.code for each in whole if plain(each.condition)(values)}
        met += len(together)
    assert met


def test_together_and_one_by_one_count_the_same_unknowns() -> None:
    made = rules(40)
    one = voyage(random.Random(3))
    _, people = facts_of(one.manifest, today=TODAY, past=one.past)
    book, together, alone = Rulebook(made), Tally(), Tally()
    for values in people[:40]:
        book.matching_rules(values, together)
        for each in made:
            Rulebook([each]).matching_rules(values, alone)
    assert together.unknown == alone.unknown
    assert together.unknown.total() > 0
    assert not together.failed


def test_the_longest_rule_over_the_longest_facts_is_answered_in_time() -> None:
    """All that the language lets through, at once: 60 loops over 200 values, each comparing with 50 texts."""
    texts = ", ".join(f'"{"x" * 15}{n}"' for n in range(4))
    text = " || ".join(f"booking.ports.all(x, x in [{texts}])" for _ in range(30))
    loops = " || ".join(f'booking.ports.exists(x, x.contains("{n:0>20}"))' for n in range(28))
    for each in (text[:3900].rpartition(" || ")[0], loops[:3900].rpartition(" || ")[0]):
        values: Values = {"booking.ports": ["y" * 100] * 200}
        book, began = Rulebook([rule(each)]), time.process_time()
        book.matching_rules(values, Tally())
        assert time.process_time() - began < 5


def test_a_message_with_thousands_of_ports_gives_a_loop_no_more_than_its_bound() -> None:
    legs = tuple(Leg(origin=f"P{n}", destination=f"P{n + 1}") for n in range(5000))
    whole, _ = facts_of(Manifest(voyage=Voyage(legs=legs)), today=TODAY)
    ports = whole["voyage.ports"]
    assert isinstance(ports, list)
    assert len(ports) == 200


def test_questions_kept_ready_are_bounded() -> None:
    book = Rulebook(
        [rule(f"{fact.name} > 1", fact.name) for fact in TRAVEL.facts if fact.kind is Kind.NUMBER and not fact.needs]
    )
    names = sorted(book.used)
    for at in range(200):
        book.matching_rules({name: 1 for bit, name in enumerate(names) if (at >> (bit % 8)) & 1}, Tally())
    assert len(book._plans) <= 64


def test_the_facts_are_told_as_an_officer_reads_them() -> None:
    said = str(facts_in_words(rule("bags.count > 1 || booking.alone"), {"bags.count": 2, "booking.alone": True}))
    assert said == "the number of bags: 2; the traveller is alone on the booking: yes"


def test_a_hit_tells_the_facts_with_their_capitals() -> None:
    made = rule('"MIA" in voyage.ports && booking.alone')
    hit = written_hit(RuleMatch(made, 0, {"voyage.ports": ["MIA", "BGI"], "booking.alone": True}, is_minor=True))
    assert hit.reasons[1].text == "The ports of the route: MIA, BGI; the traveller is alone on the booking: yes."
    assert hit.reasons[-1].text == str(MINOR)
    assert hit.replay.facts == {"voyage.ports": ["MIA", "BGI"], "booking.alone": True}


def test_the_hash_is_of_every_part_that_is_approved() -> None:
    parts = {"condition": "a", "title": "b"}
    assert content_hash(parts) != content_hash({**parts, "title": "c"})
    assert content_hash({"a": "b", "c": ""}) != content_hash({"a": "", "c": "b"})


# ── the library and files ───────────────────────────────────────────────────────────────────


def test_the_library_has_two_dozen_rules_and_more_each_with_its_source() -> None:
    texts = library()
    assert len(texts) >= 24
    assert len({each.key for each in texts}) == len(texts)
    for each in texts:
        assert not faults_of(each), each.key
        assert not text_faults(each), each.key
        assert any(word in each.source for word in ("afeguards", "ooperation", "omain", "ICAO", "eers")), each.key


def test_every_rule_of_the_library_can_be_met_and_not_met() -> None:
    """By values that its own condition names: no rule contradicts itself."""
    chance = random.Random(1)
    for text in library():
        condition = compile_rule(text.condition, TRAVEL, text.allows)
        assert isinstance(condition, CompiledCondition)
        book = Rulebook([rule(text.condition, text.key, *text.allows)])
        answers = {bool(book.matching_rules(_values(condition, chance), Tally())) for _ in range(3000)}
        assert answers == {True, False}, text.key


def _values(condition: CompiledCondition, chance: random.Random) -> Values:
    numbers = [-1, 0, 1, 2, 3, 4, 5, 6, 10, 20, 22, 24, 29, 31, 48, 60, 61, 72, 400]
    found: Values = {}
    for fact in condition.facts:
        if fact.kind is Kind.NUMBER:
            found[fact.name] = chance.choice(numbers)
        elif fact.kind is Kind.YES:
            found[fact.name] = chance.random() < 0.5
        else:
            found[fact.name] = chance.choice(fact.choices or ("P", "X"))
    return found


def test_only_rules_that_protect_minors_ask_for_age() -> None:
    for text in library():
        if text.protects:
            assert (text.protects, "S18" in text.source) == (MINORS, True)
            assert faults_of(msgspec.structs.replace(text, protects="")), text.key


def test_what_is_written_to_a_file_is_read_back() -> None:
    assert read_file(write_file(library())) == library()


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"subject":"taxes","language":"1","rules":[]}',
        b'{"subject":"travel","language":"9","rules":[]}',
        b'{"subject":"travel","language":"1","rules":[{"key":1}]}',
        b'{"subject":"travel","language":"1","rules":[],"approved":true}',
        b" " * 2_000_001,
    ],
)
def test_a_file_that_is_none_is_refused_with_a_sentence(raw: bytes) -> None:
    with pytest.raises(UnreadableFile, match=r"\.$|travel|here is"):
        read_file(raw)
