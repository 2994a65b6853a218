"""The one question before a row with handling leaves: to whom, by which way, for what. Pure.

A page of the state itself is a way out as well: a row that another state's list raised leaves its owner by it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Protocol

from roadstead.engine.reference.caricom import REGION
from roadstead.platform.handling.logic.codes import OF_ONE_OWNER, Consent, Tlp, is_freer


class Way(StrEnum):
    """How it leaves."""

    STORED = "stored"  # kept for a state's people, of whom each is asked about again before it is shown
    PAGE = "page"
    FILE = "file"
    MAIL = "mail"
    WEBHOOK = "webhook"
    API = "api"


class Kind(StrEnum):
    """Who receives it, as seen from who hands it over."""

    OWN = "own"  # the same organisation
    STATE = "state"  # another authority of a participating state, the own one included
    OUTSIDE = "outside"  # anybody outside the participating states
    CARRIER = "carrier"  # is given an instruction about a person, and nothing of the row


class Purpose(StrEnum):
    """For what it is used."""

    CRIME = "crime"  # border control and inquiries
    COURT = "court"  # judicial proceedings
    OTHER = "other"  # visas, citizenship, statistics and the like


class Answer(StrEnum):
    """What the gate says."""

    YES = "yes"
    CONSENT = "consent"  # only with consent of the owner, or by the owner itself
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How a row is handled. `owner`, the originator: REGION or a state's alpha-3. `states`: those told besides it where
    the code is amber, None: all participating states. `named`: the only people who may know, by number."""

    owner: str
    tlp: Tlp
    states: frozenset[str] | None = frozenset()
    named: frozenset[int] = frozenset()
    h: frozenset[str] = frozenset()
    consent_for: frozenset[str] = frozenset()  # what the owner has consented to beforehand
    is_silent: bool = False  # of a silent entry: only those know of it who may know of silent entries


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Who receives it. `state`: alpha-3, or REGION for the regional centre. `holder`: who hands it over, "" for the
    owner. `person`: who reads the page, None: anybody there. `agreement`: the strictest code that may leave the states
    under the one in force, None: there is none."""

    way: Way
    kind: Kind = Kind.OWN
    state: str = ""
    holder: str = ""
    person: int | None = None
    may_know_silent: bool = False
    agreement: Tlp | None = None


CARRIER: Final = Recipient(way=Way.API, kind=Kind.CARRIER)


def anybody_of(state: str, way: Way = Way.PAGE) -> Recipient:
    """Each officer of a state, named or not, as whoever gets hold of a file. `state`: alpha-3, or REGION."""
    return Recipient(way=way, state=state, holder=state)


def kept_for(state: str) -> Recipient:
    """A row that the system keeps for the people of a state, on its owner's behalf."""
    return Recipient(way=Way.STORED, state=state)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The answer, why as a code (`words.REASONS`), and the values that its sentence names."""

    answer: Answer
    code: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_yes(self) -> bool:
        return self.answer is Answer.YES


class HasHandling(Protocol):
    """A row that says how it is handled."""

    @property
    def handling(self) -> Handling: ...


YES: Final = Verdict(answer=Answer.YES)


def may_leave(row: HasHandling, to: Recipient, purpose: Purpose = Purpose.CRIME) -> Verdict:
    """Whether the row may be given to this recipient, for this purpose."""
    return decide(row.handling, to, purpose)


def decide(how: Handling, to: Recipient, purpose: Purpose) -> Verdict:
    """`may_leave` for one who has the handling at hand."""
    for code, bars in BARS.items():
        if bars(how, to, purpose):
            return Verdict(answer=Answer.NO, code=code, values={"owner": how.owner})
    for code, needs in NEEDS.items():
        if needs(how, to, purpose):
            return Verdict(answer=Answer.CONSENT, code=code, values={"owner": how.owner})
    return YES


Rule = Callable[[Handling, Recipient, Purpose], bool]


def _silent(how: Handling, to: Recipient, _: Purpose) -> bool:
    known = {Way.STORED: to.state == how.owner, Way.PAGE: to.may_know_silent}
    return how.is_silent and not known.get(to.way, False)


def _red(how: Handling, to: Recipient, _: Purpose) -> bool:
    known = {Way.STORED: to.state == how.owner, Way.PAGE: to.person in how.named}
    return bool(how.tlp is Tlp.RED or how.named) and not known.get(to.way, False)


def _strict(how: Handling, to: Recipient, _: Purpose) -> bool:
    inside = to.kind is Kind.OWN and to.state == how.owner
    return how.tlp in OF_ONE_OWNER and to.kind is not Kind.CARRIER and not inside


def _amber(how: Handling, to: Recipient, _: Purpose) -> bool:
    if how.tlp is not Tlp.AMBER or to.kind is Kind.CARRIER:
        return False
    named = how.states is None or to.state in {how.owner, *how.states}
    return to.kind is Kind.OUTSIDE or not to.state or not named


def _centre(how: Handling, to: Recipient, _: Purpose) -> bool:
    return to.state == REGION != how.owner


def _agreement(_: Handling, to: Recipient, __: Purpose) -> bool:
    return to.kind is Kind.OUTSIDE and to.agreement is None


def _beyond(how: Handling, to: Recipient, _: Purpose) -> bool:
    return to.kind is Kind.OUTSIDE and to.agreement is not None and is_freer(to.agreement, how.tlp)


def _crime(how: Handling, _: Recipient, purpose: Purpose) -> bool:
    return "H0" in how.h and purpose is Purpose.OTHER


# Each with its reason: the first that holds is the answer.
BARS: Final[Mapping[str, Rule]] = {
    "silent": _silent,
    "red": _red,
    "strict": _strict,
    "centre": _centre,
    "amber": _amber,
    "agreement": _agreement,
    "beyond": _beyond,
    "crime": _crime,
}


def _is_others(how: Handling, to: Recipient) -> bool:
    return to.holder not in {"", how.owner}


def _onward(how: Handling, to: Recipient, _: Purpose) -> bool:
    handed_on = to.kind in {Kind.STATE, Kind.OUTSIDE} and _is_others(how, to)
    return handed_on and _asks(how, Consent.ONWARD, {"H2", "H3"})


def _court(how: Handling, to: Recipient, purpose: Purpose) -> bool:
    return purpose is Purpose.COURT and _is_others(how, to) and _asks(how, Consent.COURT, {"H1", "H3"})


def _asks(how: Handling, use: Consent, codes: set[str]) -> bool:
    """What another state owns, unless it is clear; and whatever a code says so of. H3 says in words that no program
    reads what may not be done, so that its owner is asked."""
    return use not in how.consent_for and bool(how.h & codes or (how.owner != REGION and how.tlp is not Tlp.CLEAR))


NEEDS: Final[Mapping[str, Rule]] = {"onward": _onward, "court": _court}
