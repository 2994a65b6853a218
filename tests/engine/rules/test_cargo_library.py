"""Every rule of the library for cargo has a bill that meets it, and one close to it that does not. Fictional firms."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from roadstead.engine.records import Action, Consignment, Level, Money, PartyRole
from roadstead.engine.rules.cargo_facts import StoredBillData, SuggestedHeading, facts_of_bill, facts_of_bills
from roadstead.engine.rules.evaluation import RuleMatch, Tally, WrittenRule, evaluate_cargo_rules, families_of
from roadstead.engine.rules.files import faults_of, libraries, library, read_file, text_faults, write_file
from roadstead.engine.rules.language import CARGO, CompiledCondition, compile_rule
from roadstead.engine.screening.run import written_hit
from tests.engine.rules.bills import (
    BOX,
    CARRIAGE,
    FROM_MIAMI,
    ORDINARY,
    PLAIN,
    SENDER,
    TAKER,
    TOLD,
    bill,
    dangerous,
    known,
    line,
    new_parties,
    party,
    with_box,
)

TODAY = date(2026, 11, 25)
Case = tuple[Consignment, StoredBillData]
LATE = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
AFTER_DEPARTURE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HOUSE: dict[str, Any] = {"level": Level.HOUSE, "master": "EXM1"}
FORWARDER = party(PartyRole.CONSIGNEE, "Example Freight Logistics Ltd", "BB", city="Bridgetown")
ORDER = party(PartyRole.CONSIGNEE, "TO ORDER", "BB")
ELSEWHERE = party(PartyRole.CONSIGNEE, "Island Imports Ltd", "TT", city="Port of Spain")
BARRELS: dict[str, Any] = {"package_type": "BA", "packages": 3}
APART = {"load": {"bill": "full", "terminal": "empty"}}
OTHER_WAY = {"load": {"stowage": "empty", "gate": "full"}}
OTHER = SuggestedHeading(heading="9305", confidence=0.91, differs=True)
BOTH = {"gross mass": {"bill": "6200", "terminal": "9900"}, "seals": {"bill": "S1", "terminal": "S9"}}


def of(one: Consignment, told: StoredBillData = ORDINARY) -> Case:
    return one, told


# rule: a bill that meets it, and one that does not
CASES: dict[str, tuple[Case, Case]] = {
    "cargo-arms-words-other-code": (of(bill("PISTOL SLIDES", hs="870899")), of(bill("PISTOL SLIDES", hs="930510"))),
    "cargo-arms-declared": (of(bill("SPORTING GOODS", hs="930320")), of(bill("SPORTING GOODS", hs="950699"))),
    "cargo-arms-words": (of(bill("9MM AMMUNITION, 500 ROUNDS")), of(bill("STEEL PIPE FITTINGS"))),
    "cargo-arms-parts-words": (of(bill("LOWER RECEIVER AND BUFFER TUBE")), of(bill("LOWER RECEIVER", hs="930510"))),
    "cargo-barrels-source-port": (
        of(bill("PERSONAL EFFECTS", **BARRELS), known(sources=FROM_MIAMI)), of(bill("PERSONAL EFFECTS", **BARRELS)),
    ),
    "cargo-household-source-port": (
        of(bill("USED HOUSEHOLD GOODS"), new_parties(sources=FROM_MIAMI)),
        of(bill("USED HOUSEHOLD GOODS"), known(sources=FROM_MIAMI)),
    ),
    "cargo-personal-effects-heavy": (
        of(bill("EFECTOS PERSONALES", gross_mass_kg=3600.0)), of(bill("EFECTOS PERSONALES", gross_mass_kg=900.0)),
    ),
    "cargo-vague": (of(bill("GENERAL CARGO", **HOUSE)), of(bill("CANNED PEACHES", **HOUSE))),
    "cargo-vague-first-pair": (of(bill("GENERAL CARGO"), new_parties()), of(bill("GENERAL CARGO"))),
    "cargo-copied-text": (
        of(bill("GENERAL CARGO"), known(same_text_others=12)), of(bill("CANNED PEACHES"), known(same_text_others=12)),
    ),
    "cargo-first-pair-heavy-value": (
        of(bill(values=(Money(kind="goods", amount=4_000_000.0, currency="USD"),)), new_parties()),
        of(bill(), new_parties()),
    ),
    "cargo-value-too-low": (
        of(bill(values=(Money(kind="customs", amount=90.0, currency="USD"),
                        Money(kind="freight", amount=800.0, currency="USD")))),
        of(bill(values=(Money(kind="customs", amount=90.0, currency="USD"),
                        Money(kind="freight", amount=800.0, currency="JMD")))),
    ),
    "cargo-forwarder-last": (
        of(bill(parties=(SENDER, FORWARDER))), of(bill(parties=(SENDER, FORWARDER)), known(houses=3)),
    ),
    "cargo-to-order-unnotified": (of(bill(parties=(SENDER, ORDER))), of(bill(parties=(SENDER, ORDER, TOLD)))),
    "cargo-consignee-elsewhere": (
        of(bill(parties=(SENDER, ELSEWHERE))), of(bill(parties=(SENDER, ELSEWHERE), nature="transhipment")),
    ),
    "cargo-consignee-missing": (of(bill(parties=(SENDER,))), of(bill())),
    "cargo-same-party": (
        of(bill(parties=(SENDER, replace(TAKER, name="ACME EXPORT, INC.")))), of(bill()),
    ),
    "cargo-new-consignee-transhipped": (
        of(bill(transhipment="JMKIN"), new_parties(sources=FROM_MIAMI)), of(bill(), new_parties(sources=FROM_MIAMI)),
    ),
    "cargo-port-not-called": (of(bill(load="COCTG")), of(bill(load="COCTG", transhipment="USMIA"))),
    "cargo-container-invalid": (of(bill(containers=("CSQU3054384",))), of(bill())),
    "cargo-container-twice": (of(bill(), with_box(elsewhere=True)), of(bill())),
    "cargo-full-reported-empty": (of(bill(), with_box(APART)), of(bill(), with_box(OTHER_WAY))),
    "cargo-empty-reported-full": (of(bill(), with_box(OTHER_WAY)), of(bill(), with_box(APART))),
    "cargo-weight-over-maximum": (
        of(bill(), with_box(gross_mass_kg=66_000.0)), of(bill(), with_box(gross_mass_kg=30_000.0)),
    ),
    "cargo-weights-seals-differ": (
        of(bill(), with_box(BOTH)), of(bill(), with_box({"seals": BOTH["seals"]})),
    ),
    "cargo-light-full": (of(bill(gross_mass_kg=120.0)), of(bill(gross_mass_kg=120.0), known(houses=4))),
    "cargo-weight-unlike-lane": (
        of(bill(), known(lane={"lane.weight_times_usual": 8, "lane.earlier_bills": 60})),
        of(bill(), known(lane={"lane.weight_times_usual": 8, "lane.earlier_bills": 6})),
    ),
    "cargo-lane-new": (
        of(bill(), known(lane={"lane.earlier_bills": 0}, days_kept=200)),
        of(bill(), known(lane={"lane.earlier_bills": 4}, days_kept=200)),
    ),
    "cargo-heading-differs": (
        of(bill("SLIDE ASSEMBLY", hs="870899"), new_parties(suggested=OTHER)),
        of(bill("SLIDE ASSEMBLY", hs="870899"), known(suggested=OTHER)),
    ),
    "cargo-precursors": (of(bill("POTASSIUM PERMANGANATE 25KG")), of(bill("POTASSIUM CHLORIDE 25KG"))),
    "cargo-precursors-first-consignee": (of(bill("ACETIC ANHYDRIDE"), new_parties()), of(bill("ACETIC ANHYDRIDE"))),
    "cargo-dual-use": (of(bill("NIGHT VISION DEVICES")), of(bill("READING LAMPS"))),
    "cargo-dangerous-undeclared": (
        of(bill("PAINT UN 1263")), of(bill(goods=(line("PAINT UN 1263", dangerous=dangerous("1263")),))),
    ),
    "cargo-dangerous-words": (
        of(bill("GASOLINE IN DRUMS")), of(bill("GASOLINE IN DRUMS", dangerous=True)),
    ),
    "cargo-late-vague": (of(bill("GENERAL CARGO"), known(first_at=LATE)), of(bill("GENERAL CARGO"))),
    "cargo-amended-after-departure": (
        of(bill(parties=(SENDER, ORDER)), known(amendments=1, last_at=AFTER_DEPARTURE)),
        of(bill(), known(amendments=1, last_at=AFTER_DEPARTURE)),
    ),
    "cargo-packages-differ": (of(bill("30 CARTONS OF SOAP")), of(bill("10 CARTONS OF SOAP"))),
}  # fmt: skip


def written(condition: str, code: str = "W1") -> WrittenRule:
    compiled = compile_rule(condition, CARGO)
    assert isinstance(compiled, CompiledCondition), compiled
    return WrittenRule(
        code=code,
        version="1",
        title="t",
        sentence="Sentence.",
        severity="low",
        officers_do="Do.",
        owner="REGION",
        action=Action.REFER,
        expires=TODAY,
        condition=compiled,
    )


def met(condition: str, one: Consignment, told: StoredBillData = ORDINARY) -> list[RuleMatch]:
    return list(evaluate_cargo_rules((written(condition),), [facts_of_bill(one, CARRIAGE, told)], Tally()))


def test_every_rule_of_the_library_has_its_two_bills_its_source_and_no_fault() -> None:
    texts = library("cargo")
    assert len(texts) >= 24
    assert [text.key for text in texts] == list(CASES)
    for text in texts:
        assert not faults_of(text), text.key
        assert not text_faults(text), text.key
        assert text.subject == "cargo"
    assert len({text.key for text in libraries()}) == len(libraries())


@pytest.mark.parametrize("key", CASES)
def test_a_rule_of_the_library_meets_the_one_bill_and_not_the_other(key: str) -> None:
    condition = next(text.condition for text in library("cargo") if text.key == key)
    (one, told), (other, beside) = CASES[key]
    assert [each.bill for each in met(condition, one, told)] == [0]
    assert met(condition, other, beside) == []


def test_an_ordinary_bill_meets_no_rule_that_its_authors_would_switch_on() -> None:
    rules = tuple(written(text.condition, text.key) for text in library("cargo"))
    found = evaluate_cargo_rules(rules, [facts_of_bill(PLAIN, CARRIAGE, ORDINARY)], Tally())
    assert [each.rule.code for each in found] == []


def test_a_file_of_rules_for_cargo_is_read_back_and_says_what_it_is_about() -> None:
    assert read_file(write_file(library("cargo"), "cargo")) == library("cargo")
    assert write_file(libraries(), "travel") == write_file(library())


def test_a_hit_names_the_bill_the_words_that_made_it_and_what_to_do() -> None:
    rules = (written("goods.names_arms_parts && containers.count > 0"),)
    bills = [PLAIN, bill("PISTOL GRIP AND HOLSTER")]
    values = facts_of_bills(bills, CARRIAGE, [ORDINARY] * 2, families_of(rules))
    (hit,) = map(written_hit, evaluate_cargo_rules(rules, values, Tally()))
    assert (hit.bill, hit.traveller, hit.rule) == (1, None, "W1")
    assert [reason.text for reason in hit.reasons] == [
        "Sentence.",
        "The description names parts of arms: yes; the listed words that were found: pistol grip, pistol, holster; "
        "the number of containers: 1.",
        "Severity set by the authors of the rule: low.",
        "Do.",
    ]
    assert BOX in PLAIN.containers
