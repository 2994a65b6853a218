"""The second stage: the properties of matching hold with it as without, and it is frozen, versioned, off by default."""

import hashlib
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.matching.index import build_index
from roadstead.engine.matching.matcher import alerts, alerts_all, weigh_all
from roadstead.engine.matching.policy import DEFAULT_THRESHOLD, Thresholds
from roadstead.engine.matching.rerank import features as seen
from roadstead.engine.matching.rerank.model import FILE, model, shipped_model
from roadstead.engine.matching.rerank.reranker import shipped_reranker
from roadstead.engine.records import Document, Entry, Hit, ListedName, Manifest, Traveller
from roadstead.engine.screening.run import build_screening_set, screen
from tests.engine.matching.people import LISTED, TODAY, TRAVELLING
from tests.engine.matching.test_properties import ENTRIES, EVERYBODY, PROPERTY, TRAVELLERS, by_name, with_one

SECOND = shipped_reranker()
CLOSE = replace(TRAVELLING, surname=TRAVELLING.surname + "S", documents=())  # no name that policy shows
CARD = FILE.with_name("MODEL_CARD.md")


def screened(
    *travellers: Traveller, threshold: float = DEFAULT_THRESHOLD, evidence_alone: frozenset[str] = frozenset()
) -> list[Hit]:
    watch = build_screening_set(LISTED, rules=(), reranker=shipped_reranker(evidence_alone))
    return screen(Manifest(travellers=travellers), watch, today=TODAY, threshold=threshold)


@PROPERTY
@given(ENTRIES, st.lists(TRAVELLERS, min_size=1, max_size=4))
def test_the_reasons_add_up_to_the_score_and_the_model_stays_within_its_bounds(
    entries: list[Entry], travellers: list[Traveller]
) -> None:
    for found in weigh_all(travellers, build_index(entries), [EVERYBODY] * len(travellers), SECOND):
        for one in found:
            assert abs(sum(score.bits for _, score in one.evidence) - one.score) < 0.01
            assert abs(one.whole.bits) <= SECOND.max_bits
            assert 0 <= one.name_score <= 100


@PROPERTY
@given(ENTRIES, st.lists(TRAVELLERS, min_size=2, max_size=5))
def test_neither_batch_nor_order_changes_a_score(entries: list[Entry], travellers: list[Traveller]) -> None:
    index, turned = build_index(entries), build_index(entries[::-1])
    together = [by_name(found) for found in alerts_all(travellers, index, 0.0, SECOND)]
    alone = [by_name(alerts_all([traveller], turned, 0.0, SECOND)[0]) for traveller in travellers]
    assert [sorted(found) for found in together] == [sorted(found) for found in alone]


@PROPERTY
@given(ENTRIES, TRAVELLERS, st.sampled_from(["born", "nationality", "sex"]))
def test_an_identifier_that_agrees_never_lowers_a_score(entries: list[Entry], traveller: Traveller, field: str) -> None:
    index, without = build_index(entries), with_one(traveller, field, "")
    before = {one.entry.id: one.score for one in alerts_all([without], index, EVERYBODY, SECOND)[0]}
    for entry in entries:
        listed = {"born": entry.born[:1], "nationality": entry.nationalities[:1], "sex": (entry.sex,)}[field]
        if listed and listed[0] and entry.id in before:
            after = alerts_all([with_one(without, field, listed[0])], index, EVERYBODY, SECOND)[0]
            assert next(one.score for one in after if one.entry is entry) >= before[entry.id] - 1e-9


@PROPERTY
@given(ENTRIES, TRAVELLERS)
def test_nobody_shown_by_policy_is_lost(entries: list[Entry], traveller: Traveller) -> None:
    index = build_index(entries)
    always = {one.entry.id for one in alerts(traveller, index, 13.0) if one.shown_by_policy}
    assert always <= {one.entry.id for one in alerts_all([traveller], index, 13.0, SECOND)[0] if one.shown_by_policy}


@PROPERTY
@given(ENTRIES, TRAVELLERS)
def test_whoever_the_model_may_lift_over_the_threshold_is_looked_at(entries: list[Entry], traveller: Traveller) -> None:
    index = build_index(entries)
    whole = [
        one for one in alerts_all([traveller], index, EVERYBODY, SECOND)[0] if one.shown_by_policy or one.score >= 13.0
    ]
    assert by_name(alerts_all([traveller], index, 13.0, SECOND)[0]) == by_name(whole)


@PROPERTY
@given(ENTRIES, st.lists(TRAVELLERS, min_size=1, max_size=4))
def test_an_entry_beside_the_base_is_weighed_as_in_it(entries: list[Entry], travellers: list[Traveller]) -> None:
    whole = build_index(entries)
    moved = whole.with_changes(withdrawn=[(entry.list, entry.id) for entry in entries[::2]]).with_changes(entries[::2])
    assert len(moved.segments) == 2
    expected, found = (
        [sorted(by_name(each)) for each in alerts_all(travellers, index, 0.0, SECOND)] for index in (whole, moved)
    )
    assert found == expected


def test_it_speaks_of_who_stands_in_the_base_and_of_who_was_listed_since() -> None:
    since = replace(LISTED[0], id="since", list="other")
    index = build_index(LISTED).with_changes([since])
    found = alerts_all([TRAVELLING], index, 13.0, SECOND)[0]
    assert {(one.entry.id, one.evidence[-1][0]) for one in found} == {(LISTED[0].id, "whole"), ("since", "whole")}


def test_each_list_keeps_its_own_threshold() -> None:
    index = build_index([*LISTED, replace(LISTED[0], list="strict")])
    (score,) = {round(one.score, 6) for one in alerts_all([CLOSE], index, 0.0, SECOND)[0]}
    at = Thresholds(default=score - 1, by_list={"strict": score + 1})
    assert [one.entry.list for one in alerts_all([CLOSE], index, at, SECOND)[0]] == [LISTED[0].list]


@given(st.lists(st.floats(-20, 40), min_size=2, max_size=12))
def test_a_larger_score_is_never_less_probable_and_nothing_is_certain(scores: list[float]) -> None:
    found = [shipped_model().calibration.probability(score, listed=25_000) for score in sorted(scores)]
    assert found == sorted(found)
    assert all(0 < each < 1 for each in found)


@given(st.floats(-20, 40), st.integers(1, 1_000_000))
def test_the_same_score_is_less_probable_on_a_longer_list(score: float, listed: int) -> None:
    probability = shipped_model().calibration.probability
    assert probability(score, 3 * listed) < probability(score, listed)


def test_it_is_off_unless_asked_for() -> None:
    watch = build_screening_set(LISTED, rules=())
    (hit,) = screen(Manifest(travellers=(TRAVELLING,)), watch, today=TODAY)
    assert watch.reranker is None
    assert hit.probability is None
    assert hit.name_score == 100.0
    assert shipped_model().version not in hit.replay.matcher_version


def test_its_sentence_its_probability_and_its_version_stand_in_the_hit() -> None:
    (hit,) = screened(TRAVELLING)
    assert hit.reasons[-1].feature == "whole"
    assert shipped_model().version in hit.reasons[-1].text
    assert hit.replay.matcher_version.endswith(f"/{shipped_model().version}")
    assert hit.score == pytest.approx(sum(reason.value for reason in hit.reasons), abs=0.05)
    assert hit.probability is not None
    assert hit.probability > 0.9


def test_on_a_list_where_it_is_off_the_evidence_alone_decides() -> None:
    (hit,) = screened(TRAVELLING, evidence_alone=frozenset({"warrants"}))
    (plain,) = screen(Manifest(travellers=(TRAVELLING,)), build_screening_set(LISTED, rules=()), today=TODAY)
    assert hit == plain


def test_a_full_name_that_is_equal_still_alerts_whatever_the_score() -> None:
    assert [hit.entry for hit in screened(Traveller(surname="MARIA", given="LOPEZ"), threshold=40.0)] == ["2"]


def test_a_listed_document_under_another_name_loses_nothing() -> None:
    entry = Entry(
        id="1",
        list="made-up",
        names=(ListedName(text="Ann Example"),),
        documents=(Document(number="AB1234567", issuer="GUY"),),
    )
    stranger = Traveller(surname="OTHER", given="BOB", documents=(Document(number="AB1234567", issuer="GUY"),))
    index = build_index([entry])
    (plain,), (heard,) = (alerts_all([stranger], index, 13.0, second)[0] for second in (None, SECOND))
    assert (heard.score, heard.evidence) == (plain.score, plain.evidence)


@pytest.mark.parametrize("field", ["nationality", "sex"])
def test_what_the_safeguards_forbid_does_not_move_the_model(field: str) -> None:
    index = build_index(LISTED)
    said = {
        weigh_all([with_one(TRAVELLING, field, value)], index, [EVERYBODY], SECOND)[0][0].whole
        for value in ("", *({"sex": "MFX"}.get(field) or ("BRB", "GUY", "HTI")))
    }
    assert len(said) == 1


def test_no_feature_is_named_after_what_the_safeguards_forbid() -> None:
    source = Path(seen.__file__).read_text(encoding="utf-8").partition('"""\n')[2]
    assert not re.search(r"nationalit|\.sex\b|relig|origin|countr|visa|birth_?place", source, re.IGNORECASE)


def test_the_model_is_the_one_that_its_card_describes() -> None:
    """A model trained anew needs a version and a card of its own: what is active is what was approved (S16)."""
    assert hashlib.sha256(FILE.read_bytes()).hexdigest() in CARD.read_text(encoding="utf-8")
    assert shipped_model().version in CARD.read_text(encoding="utf-8")
    assert FILE.stat().st_size < 200_000


def test_a_model_trained_on_other_features_is_refused() -> None:
    with pytest.raises(ValueError, match="train it anew"):
        model({"version": "m-0", "features": ["shoe size"]})


def test_of_two_names_the_one_that_scores_higher_as_a_whole_is_told() -> None:
    entry = replace(LISTED[0], names=(*LISTED[0].names, ListedName(text="Somebody Else Entirely")))
    one = weigh_all([TRAVELLING], build_index([entry]), [0.0], SECOND)[0][0]
    assert one.name == LISTED[0].names[0]
