"""A whole manifest screened: hits, their order, their versions, and what policy says whatever the score."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from roadstead.engine import matching as screening
from roadstead.engine.records import Craft, Entry, HitKind, Kind, ListedName, ListVersion, Manifest, Traveller, Voyage
from roadstead.engine.screening.run import Thresholds, build_screening_set, screen
from tests.engine.matching.people import LISTED, LOPEZ, QUENTIN, TODAY, TRAVELLING, hits

VESSEL = Entry(
    id="v1",
    list="vessels",
    kind=Kind.VESSEL,
    names=(ListedName(text="MV Imaginary Star"),),
    identifiers={"imo": "IMO 9074729", "call_sign": "8PXX"},
)
AIRCRAFT = replace(VESSEL, id="a1", kind=Kind.AIRCRAFT, names=(), identifiers={"tail_number": "8P-XYZ"})


def test_a_hit_names_traveller_entry_reasons_and_the_versions_behind_it() -> None:
    watch = build_screening_set(LISTED, versions={"warrants": ListVersion(list="warrants", version="abc123")}, rules=())
    (hit,) = screen(Manifest(travellers=(Traveller(surname="NOBODY"), TRAVELLING)), watch, today=TODAY)
    assert (hit.kind, hit.traveller, hit.list, hit.entry) == (HitKind.NAME, 1, "warrants", "1")
    assert hit.replay.list_version == "abc123"
    assert "" not in (hit.replay.matcher_version, hit.replay.policy_version)
    assert {reason.feature for reason in hit.reasons} == {"name", "birth_date", "nationality", "sex"}
    assert hit.score == pytest.approx(sum(reason.value for reason in hit.reasons), abs=0.05)


def test_the_same_travellers_give_the_same_hits_in_any_batch_and_order() -> None:
    lopez = Traveller(surname="LOPEZ", given="MARIA", nationality="BLZ")
    together = hits(TRAVELLING, lopez, entries=LISTED)
    turned = hits(lopez, TRAVELLING, entries=LISTED[::-1])
    alone = [*hits(TRAVELLING), *hits(lopez)]
    assert [(hit.entry, hit.score, hit.reasons) for hit in together] == [(h.entry, h.score, h.reasons) for h in alone]
    assert sorted(hit.entry for hit in turned) == sorted(hit.entry for hit in together)
    assert {(hit.entry, hit.score, hit.reasons) for hit in turned} == {(h.entry, h.score, h.reasons) for h in alone}


def test_a_full_name_that_is_equal_always_alerts_though_it_is_common() -> None:
    assert [hit.entry for hit in hits(Traveller(surname="MARIA", given="LOPEZ"), threshold=40.0)] == ["2"]


def test_a_full_name_that_is_equal_does_not_alert_by_itself_against_another_birth_date() -> None:
    dated = replace(LOPEZ, born=("1980-05-06",))
    assert hits(Traveller(surname="LOPEZ", given="MARIA", born="1999-12-11"), entries=(dated,)) == []


def test_a_weak_alias_needs_a_second_identifier() -> None:
    weak = replace(QUENTIN, names=(ListedName(text="Zephaniah Okwudibor", weak=True),))
    by_name = Traveller(surname="OKWUDIBOR", given="ZEPHANIAH", nationality="BRB", sex="M")
    assert hits(by_name, entries=(weak,)) == []
    assert len(hits(replace(by_name, born="1975-03-04"), entries=(weak,))) == 1


@pytest.mark.parametrize(
    ("listed", "alerts"), [("1975", 1), ("1975-03", 1), ("1976-03-04", 1), ("1976", 0), ("unknown", 0)]
)
def test_a_birth_date_that_is_only_close_is_no_second_identifier(listed: str, alerts: int) -> None:
    weak = replace(QUENTIN, names=(ListedName(text="Zephaniah Okwudibor", weak=True),), born=(listed,))
    by_name = Traveller(surname="OKWUDIBOR", given="ZEPHANIAH", born="1975-03-04", nationality="BRB", sex="M")
    assert len(hits(by_name, entries=(weak,))) == alerts


def test_a_weak_alias_never_hides_a_sound_name() -> None:
    both = replace(QUENTIN, names=(ListedName(text=QUENTIN.name, weak=True), *QUENTIN.names))
    assert len(hits(replace(TRAVELLING, born=""), entries=(both,))) == 1


@pytest.mark.parametrize(
    ("expires", "alerts"), [("2026-11-24", 0), ("2026-11-25", 1), ("2027-01-01T00:00", 1), ("", 1), ("never", 1)]
)
def test_an_entry_past_its_expiry_never_alerts(expires: str, alerts: int) -> None:
    assert len(hits(TRAVELLING, entries=(replace(QUENTIN, expires=expires),))) == alerts


@pytest.mark.parametrize(
    ("craft", "score"),
    [
        (Craft(name="OTHER NAME", imo="9074729"), 25.0),  # the number decides
        (Craft(name="IMAGINARY STAR", imo="9000001"), None),
        (Craft(name="M/V Imaginary Star"), 10.0),  # a name alone only suggests
        (Craft(call_sign="8pxx"), 20.0),
        (Craft(registration="8PXYZ"), 25.0),
        (Craft(name="STAR"), None),
        (Craft(), None),
    ],
)
def test_the_craft_is_checked_by_number_first_and_by_name_only_without_one(craft: Craft, score: float | None) -> None:
    watch = build_screening_set([VESSEL, AIRCRAFT, *LISTED], rules=())
    found = screen(Manifest(voyage=Voyage(craft=craft)), watch, today=TODAY)
    assert [hit.score for hit in found] == ([] if score is None else [score])
    assert all(hit.kind is HitKind.CRAFT and hit.traveller is None for hit in found)


def test_a_listed_vessel_never_alerts_for_a_person_of_its_name() -> None:
    assert hits(Traveller(surname="STAR", given="IMAGINARY"), entries=(VESSEL,)) == []


def test_no_sentence_judges_a_person_before_an_officer_has() -> None:
    sources = Path(str(screening.__file__)).parent.rglob("*.py")
    assert not [
        path for path in sources if re.search("wanted|terrorist|criminal|suspect", path.read_text(), re.IGNORECASE)
    ]


def test_each_list_has_its_own_threshold_and_the_others_the_default() -> None:
    like = replace(TRAVELLING, given="TOBIAS", nationality="", sex="")
    entries = (QUENTIN, replace(QUENTIN, list="others"))
    watch = build_screening_set(entries, rules=())
    score = screen(Manifest(travellers=(like,)), watch, today=TODAY, threshold=0.0)[0].score

    def found(default: float, **by_list: float) -> dict[str, float | None]:
        at = Thresholds(default=default, by_list=by_list)
        hits = screen(Manifest(travellers=(like,)), replace(watch, thresholds=at), today=TODAY)
        return {hit.list: hit.replay.threshold for hit in hits}

    assert found(score - 1) == {"warrants": score - 1, "others": score - 1}
    assert found(score - 1, warrants=score + 1) == {"others": score - 1}
    assert found(score + 1, warrants=score - 2) == {"warrants": score - 2}
