"""The one question whether a row may leave: no stricter code lets more leave, and each code means what it says."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadstead.engine.reference.caricom import REGION
from roadstead.platform.handling.labels import REASONS
from roadstead.platform.handling.logic.codes import FREEST_FIRST, H_CODES, Consent, Tlp, is_freer
from roadstead.platform.handling.logic.gate import (
    CONSENT_RULES,
    REFUSAL_RULES,
    GateAnswer,
    Handling,
    Medium,
    Recipient,
    RecipientKind,
    UsePurpose,
    decide,
)

OWNERS, STATES = ("BRB", REGION), ("BRB", "LCA", "GRD", REGION, "")
ORDER = (GateAnswer.YES, GateAnswer.CONSENT, GateAnswer.NO)
RECIPIENTS = [
    Recipient(
        way=way,
        kind=kind,
        state=state,
        holder=holder,
        person=person,
        may_know_silent=silent,
        agreement=agreement,
    )
    for way, kind, state, holder, person, silent, agreement in product(
        Medium, RecipientKind, STATES, ("", "BRB", "LCA"), (None, 7, 8), (True, False), (None, Tlp.CLEAR, Tlp.STRICT)
    )
]


def reached(how: Handling, to: Recipient, purpose: UsePurpose) -> int:
    return ORDER.index(decide(how, to, purpose).answer)


@pytest.mark.parametrize("purpose", list(UsePurpose))
@pytest.mark.parametrize(
    "of",
    [
        Handling(owner=owner, tlp=Tlp.CLEAR, states=states, named=named, is_silent=silent)
        for owner, states, named, silent in product(
            OWNERS, (frozenset(), frozenset({"LCA"}), None), (frozenset(), frozenset({7})), (True, False)
        )
    ],
)
def test_a_stricter_code_never_lets_more_leave(of: Handling, purpose: UsePurpose) -> None:
    """Every recipient there can be, by every way."""
    for to in RECIPIENTS:
        answers = [reached(replace(of, tlp=tlp), to, purpose) for tlp in FREEST_FIRST]
        assert answers == sorted(answers), (to, answers)


handlings = st.builds(
    Handling,
    owner=st.sampled_from(OWNERS),
    tlp=st.sampled_from(Tlp),
    states=st.one_of(st.none(), st.frozensets(st.sampled_from(["LCA", "GRD"]))),
    named=st.frozensets(st.sampled_from([7, 8])),
    h=st.frozensets(st.sampled_from(H_CODES)),
    consent_for=st.frozensets(st.sampled_from([each.value for each in Consent])),
    is_silent=st.booleans(),
)


@given(handlings, st.sampled_from(RECIPIENTS), st.sampled_from(UsePurpose), st.sampled_from(H_CODES))
def test_one_more_handling_code_never_lets_more_leave(
    how: Handling, to: Recipient, purpose: UsePurpose, code: str
) -> None:
    assert reached(how, to, purpose) <= reached(replace(how, h=how.h | {code}), to, purpose)


@given(handlings, st.sampled_from(RECIPIENTS), st.sampled_from(UsePurpose))
def test_red_silent_and_strict_leave_only_as_they_say(how: Handling, to: Recipient, purpose: UsePurpose) -> None:
    if not decide(how, to, purpose).is_yes:
        return
    on_page = to.way in {Medium.PAGE, Medium.STORED}
    assert on_page or not (how.tlp is Tlp.RED or how.named or how.is_silent)
    assert to.person in how.named or not (to.way is Medium.PAGE and how.named)
    assert to.kind is not RecipientKind.OUTSIDE or (to.agreement and not is_freer(to.agreement, how.tlp))
    if how.tlp is Tlp.STRICT and to.kind is not RecipientKind.CARRIER:
        assert (to.kind, to.state) == (RecipientKind.OWN, how.owner)
    if to.state == REGION:
        assert how.owner == REGION


def file_for(state: str, *, holder: str, kind: RecipientKind = RecipientKind.STATE) -> Recipient:
    return Recipient(way=Medium.FILE, kind=kind, state=state, holder=holder)


def test_amber_goes_to_the_states_named_and_to_no_other() -> None:
    how = Handling(owner="BRB", tlp=Tlp.AMBER, states=frozenset({"LCA"}))
    assert decide(how, file_for("LCA", holder="BRB"), UsePurpose.CRIME).is_yes
    refused = decide(how, file_for("GRD", holder="BRB"), UsePurpose.CRIME)
    assert (refused.answer, refused.code) == (GateAnswer.NO, "amber")


def test_what_another_state_sent_is_handed_on_and_used_in_court_with_its_consent_alone() -> None:
    how = Handling(owner="BRB", tlp=Tlp.GREEN)
    own = Recipient(way=Medium.FILE, kind=RecipientKind.OWN, state="LCA", holder="LCA")
    assert decide(how, own, UsePurpose.CRIME).is_yes
    for to, purpose, code in (
        (file_for("GRD", holder="LCA"), UsePurpose.CRIME, "onward"),
        (own, UsePurpose.COURT, "court"),
    ):
        asked = decide(how, to, purpose)
        assert (asked.answer, asked.code, asked.values) == (GateAnswer.CONSENT, code, {"owner": "BRB"})
        assert decide(replace(how, consent_for=frozenset({code})), to, purpose).is_yes
        assert decide(how, replace(to, holder="BRB"), purpose).is_yes  # the owner itself


def test_h0_is_for_crime_h1_not_for_court_and_h2_not_for_others() -> None:
    of_region = Handling(owner=REGION, tlp=Tlp.CLEAR)
    own = Recipient(way=Medium.FILE, kind=RecipientKind.OWN, state="LCA", holder="LCA")
    onward = file_for("GRD", holder="LCA")
    tried = [(own, UsePurpose.OTHER), (own, UsePurpose.COURT), (onward, UsePurpose.CRIME)]
    for codes in (set(c) for n in range(4) for c in combinations(("H0", "H1", "H2"), n)):
        codes_of = replace(of_region, h=frozenset(codes))
        assert [decide(codes_of, to, purpose).is_yes for to, purpose in tried] == [
            "H0" not in codes,
            "H1" not in codes,
            "H2" not in codes,
        ]


def test_nothing_leaves_the_states_without_an_agreement_or_beyond_it_and_amber_not_with_one() -> None:
    outside = file_for("", holder="BRB", kind=RecipientKind.OUTSIDE)
    under = replace(outside, agreement=Tlp.STRICT)
    of = {tlp: Handling(owner="BRB", tlp=tlp) for tlp in FREEST_FIRST}
    got = {
        tlp: (decide(how, outside, UsePurpose.CRIME).code, decide(how, under, UsePurpose.CRIME).is_yes)
        for tlp, how in of.items()
    }
    assert got == {
        Tlp.CLEAR: ("agreement", True),
        Tlp.GREEN: ("agreement", True),
        Tlp.AMBER: ("amber", False),
        Tlp.STRICT: ("strict", False),
        Tlp.RED: ("red", False),
    }
    beyond = decide(of[Tlp.GREEN], replace(outside, agreement=Tlp.CLEAR), UsePurpose.CRIME)
    assert (beyond.answer, beyond.code) == (GateAnswer.NO, "beyond")


def test_every_reason_has_its_sentence() -> None:
    assert set(REASONS) == {*REFUSAL_RULES, *CONSENT_RULES}
