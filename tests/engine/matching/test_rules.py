"""The travel rules: what each finds, and what none may look at."""

import ast
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from roadstead.engine import rules as package
from roadstead.engine.records import Document, Hit, HitKind, Leg, ListedDocument, Manifest, Traveller, Voyage
from roadstead.engine.rules import RULES, Filing, Rule
from roadstead.engine.screening.run import build_screening_set, screen
from tests.engine.matching.people import TODAY

LOST = (
    ListedDocument(number="TX1234567", issuer="BRB", list="lost", reason="reported stolen"),
    ListedDocument(number="12345", list="lost"),
)
PASSPORT = Document(type="P", number="AB999999", issuer="GUY", expires="2030-01-01")
ANN = Traveller(surname="TESTER", given="ANN", born="1990-05-06", documents=(PASSPORT,))
VOYAGE = Voyage(legs=(Leg(departure="2026-11-25T22:00", arrival="2026-11-26T01:00"),))
# S17, and what stands in for it.
FORBIDDEN = {"nationality", "sex", "birth_place", "residence", "employment", "address", "contact", "seat", "religion"}


def found(code: str, *travellers: Traveller, filing: Filing | None = None) -> list[Hit]:
    manifest = Manifest(voyage=VOYAGE, travellers=travellers)
    hits = screen(manifest, build_screening_set((), LOST), today=TODAY, filing=filing)
    return [hit for hit in hits if hit.rule == code]


def carrying(number: str, issuer: str = "", expires: str = "", type: str = "") -> Traveller:
    return replace(ANN, documents=(Document(number=number, issuer=issuer, expires=expires, type=type),))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_has_a_sentence_for_the_officer_and_a_version(rule: Rule) -> None:
    assert rule.sentence.endswith(".")
    assert "" not in (rule.version, rule.title)


def test_rules_have_codes_of_their_own() -> None:
    assert [rule.code for rule in RULES] == ["T01", "T02", "T03", "T04", "T05"]


@pytest.mark.parametrize("path", sorted(Path(str(package.__file__)).parent.glob("*.py")), ids=lambda path: path.stem)
def test_no_rule_looks_at_what_it_may_not(path: Path) -> None:
    looked_at = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert not looked_at & FORBIDDEN


def test_an_ordinary_traveller_meets_no_rule() -> None:
    manifest = Manifest(voyage=VOYAGE, travellers=(ANN,))
    assert screen(manifest, build_screening_set((), LOST), today=TODAY) == []


@pytest.mark.parametrize(
    ("number", "issuer", "hits"),
    [
        ("TX1234567", "BRB", 1),
        ("TX-123 4567", "", 1),
        ("TXI234567", "BB", 1),
        ("TX1234567", "GUY", 0),
        ("12345", "", 0),
    ],
)
def test_a_document_reported_lost_is_found_and_a_short_bare_number_is_not_enough(
    number: str, issuer: str, hits: int
) -> None:
    assert len(found("T01", carrying(number, issuer=issuer))) == hits


def test_a_lost_document_is_a_hit_by_document_with_list_and_rule() -> None:
    (hit,) = found("T01", carrying("TX1234567", issuer="BRB"))
    assert (hit.kind, hit.list, hit.traveller, hit.replay.rule_version) == (HitKind.DOCUMENT, "lost", 0, "T01/1")
    assert "reported stolen" in hit.reasons[1].text


@pytest.mark.parametrize(
    ("expires", "hits"), [("2026-11-25", 1), ("2026-11-26", 0), ("2030-01-01", 0), ("", 0), ("2026-13-01", 0)]
)
def test_a_document_is_valid_on_the_day_of_arrival_and_expired_the_day_after(expires: str, hits: int) -> None:
    assert len(found("T02", carrying("AB999999", expires=expires))) == hits


@pytest.mark.parametrize(
    ("born", "hits"),
    [("", 1), ("1990-02-30", 1), ("2027-01-01", 1), ("1850-01-01", 1), ("junk", 1), ("1990", 0), ("2026-11-25", 0)],
)
def test_a_birth_date_must_exist_and_make_sense(born: str, hits: int) -> None:
    assert len(found("T03", replace(ANN, born=born))) == hits


def test_one_document_on_two_travellers_is_a_hit_on_each() -> None:
    twin = replace(ANN, given="BEA", documents=(Document(type="P", number="ab-999999", issuer="GY"),))
    hits = found("T04", ANN, twin, carrying("ZZ111111"))
    assert [hit.traveller for hit in hits] == [0, 1]
    assert "BEA TESTER" in hits[0].reasons[1].text


def test_the_same_number_of_another_issuer_is_another_document() -> None:
    assert found("T04", ANN, carrying("AB999999", issuer="SUR", type="P")) == []


@pytest.mark.parametrize(("late", "hits"), [(timedelta(0), 0), (timedelta(minutes=90), 1), (timedelta(hours=-5), 0)])
def test_a_list_is_late_only_after_its_deadline(late: timedelta, hits: int) -> None:
    due = datetime(2026, 11, 25, 12, tzinfo=UTC)
    late_hits = found("T05", ANN, filing=Filing(received_at=due + late, due_at=due, rule_source="Customs Act, s. 7"))
    assert len(late_hits) == hits
    assert all(hit.traveller is None and "90 minutes" in hit.reasons[1].text for hit in late_hits)


def test_where_no_deadline_is_known_none_is_missed() -> None:
    filing = Filing(received_at=datetime(2026, 11, 25, tzinfo=UTC), due_at=None, rule_source="")
    assert found("T05", ANN, filing=filing) == []
