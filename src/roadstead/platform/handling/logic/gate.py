"""Gate before a row with handling codes leaves: to whom, by which way, for what purpose. Pure.

A page of the state itself is a way out as well: through it a row that another state's list raised leaves its owner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from roadstead.engine.reference.caricom import REGION
from roadstead.platform.handling.logic.codes import OWNER_ONLY, Consent, Tlp, is_freer


class Medium(StrEnum):
    """Way by which a row leaves."""

    STORED = "stored"  # stored for a state's people; each is checked again before it is shown
    PAGE = "page"
    FILE = "file"
    MAIL = "mail"
    WEBHOOK = "webhook"
    API = "api"


class RecipientKind(StrEnum):
    """Kind of recipient, as seen from the holder that passes the row on."""

    OWN = "own"  # the same organisation
    STATE = "state"  # another authority of a participating state, the own one included
    OUTSIDE = "outside"  # anybody outside the participating states
    CARRIER = "carrier"  # gets an instruction about a person, and nothing of the row


class UsePurpose(StrEnum):
    """Purpose for which the row is used."""

    CRIME = "crime"  # border control and inquiries
    COURT = "court"  # judicial proceedings
    OTHER = "other"  # visas, citizenship, statistics and the like


class GateAnswer(StrEnum):
    """Answer of the gate."""

    YES = "yes"
    CONSENT = "consent"  # only with consent of the owner, or by the owner itself
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """Handling of a row.

    `owner`: the originator, REGION or a state's alpha-3. `states`: those that may know besides it if the code is amber;
    None: all participating states. `named`: ids of the only people who may know.
    """

    owner: str
    tlp: Tlp
    states: frozenset[str] | None = frozenset()
    named: frozenset[int] = frozenset()
    h: frozenset[str] = frozenset()
    consent_for: frozenset[str] = frozenset()  # what the owner has consented to beforehand
    is_silent: bool = False  # of a silent entry: visible only to people who may see silent entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Recipient of a row.

    `state`: alpha-3, or REGION for the regional centre. `holder`: who passes the row on, "" for the owner. `person`: id
    of the reader of a page, None: anybody there. `agreement`: the strictest code that may leave the states under the
    agreement in force, None: there is none.
    """

    way: Medium
    kind: RecipientKind = RecipientKind.OWN
    state: str = ""
    holder: str = ""
    person: int | None = None
    may_know_silent: bool = False
    agreement: Tlp | None = None


CARRIER: Final = Recipient(way=Medium.API, kind=RecipientKind.CARRIER)


def any_officer_of(state: str, way: Medium = Medium.PAGE) -> Recipient:
    """Return each officer of a state as recipient, named or not, as for a file. `state`: alpha-3, or REGION."""
    return Recipient(way=way, state=state, holder=state)


def stored_for(state: str) -> Recipient:
    """Return the recipient of a row that the system stores for the people of a state, on its owner's behalf."""
    return Recipient(way=Medium.STORED, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Answer of the gate, its reason as a code (`labels.REASONS`), and the values that the sentence names."""

    answer: GateAnswer
    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_yes(self) -> bool:
        return self.answer is GateAnswer.YES


class HasHandling(Protocol):
    """Row that has handling."""

    @property
    def handling(self) -> Handling: ...


YES: Final = Verdict(answer=GateAnswer.YES)


def may_leave(row: HasHandling, to: Recipient, purpose: UsePurpose = UsePurpose.CRIME) -> Verdict:
    """Return the verdict on giving the row to this recipient for this purpose."""
    return decide(row.handling, to, purpose)


def decide(how: Handling, to: Recipient, purpose: UsePurpose) -> Verdict:
    """Return the verdict as `may_leave` does, for given handling."""
    for code, bars in REFUSAL_RULES.items():
        if bars(how, to, purpose):
            return Verdict(answer=GateAnswer.NO, code=code, values={"owner": how.owner})
    for code, needs in CONSENT_RULES.items():
        if needs(how, to, purpose):
            return Verdict(answer=GateAnswer.CONSENT, code=code, values={"owner": how.owner})
    return YES


Rule = Callable[[Handling, Recipient, UsePurpose], bool]


def _silent(how: Handling, to: Recipient, _: UsePurpose) -> bool:
    known = {Medium.STORED: to.state == how.owner, Medium.PAGE: to.may_know_silent}
    return how.is_silent and not known.get(to.way, False)


def _red(how: Handling, to: Recipient, _: UsePurpose) -> bool:
    known = {Medium.STORED: to.state == how.owner, Medium.PAGE: to.person in how.named}
    return bool(how.tlp is Tlp.RED or how.named) and not known.get(to.way, False)


def _strict(how: Handling, to: Recipient, _: UsePurpose) -> bool:
    inside = to.kind is RecipientKind.OWN and to.state == how.owner
    return how.tlp in OWNER_ONLY and to.kind is not RecipientKind.CARRIER and not inside


def _amber(how: Handling, to: Recipient, _: UsePurpose) -> bool:
    if how.tlp is not Tlp.AMBER or to.kind is RecipientKind.CARRIER:
        return False
    named = how.states is None or to.state in {how.owner, *how.states}
    return to.kind is RecipientKind.OUTSIDE or not to.state or not named


def _centre(how: Handling, to: Recipient, _: UsePurpose) -> bool:
    return to.state == REGION != how.owner


def _agreement(_: Handling, to: Recipient, __: UsePurpose) -> bool:
    return to.kind is RecipientKind.OUTSIDE and to.agreement is None


def _beyond(how: Handling, to: Recipient, _: UsePurpose) -> bool:
    return to.kind is RecipientKind.OUTSIDE and to.agreement is not None and is_freer(to.agreement, how.tlp)


def _crime(how: Handling, _: Recipient, purpose: UsePurpose) -> bool:
    return "H0" in how.h and purpose is UsePurpose.OTHER


# Reasons to refuse, in order: the first that applies is the answer.
REFUSAL_RULES: Final[Mapping[str, Rule]] = {
    "silent": _silent,
    "red": _red,
    "strict": _strict,
    "centre": _centre,
    "amber": _amber,
    "agreement": _agreement,
    "beyond": _beyond,
    "crime": _crime,
}


def _is_not_owner(how: Handling, to: Recipient) -> bool:
    return to.holder not in {"", how.owner}


def _onward(how: Handling, to: Recipient, _: UsePurpose) -> bool:
    handed_on = to.kind in {RecipientKind.STATE, RecipientKind.OUTSIDE} and _is_not_owner(how, to)
    return handed_on and _needs_consent(how, Consent.ONWARD, {"H2", "H3"})


def _court(how: Handling, to: Recipient, purpose: UsePurpose) -> bool:
    return purpose is UsePurpose.COURT and _is_not_owner(how, to) and _needs_consent(how, Consent.COURT, {"H1", "H3"})


def _needs_consent(how: Handling, use: Consent, codes: set[str]) -> bool:
    """Return True if this use needs consent: rows of another state unless they are clear, and rows with `codes`.

    H3 restricts in words that no program reads, so its owner is asked.
    """
    return use not in how.consent_for and bool(how.h & codes or (how.owner != REGION and how.tlp is not Tlp.CLEAR))


CONSENT_RULES: Final[Mapping[str, Rule]] = {"onward": _onward, "court": _court}
