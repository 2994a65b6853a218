"""A redress number recalls the pairs its holder was cleared of though the papers have changed: never by itself (S35).

The carrier sends it (RFF+AEA or RFF+CR in PAXLST, the columns of references in sheets); it is honoured where name and
birth date agree with those of the person it was made for, and the nationality does not contradict.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from roadstead.casework.alerts.evidence import Meeting, declared_of
from roadstead.casework.alerts.logic.workflow import NotAllowed
from roadstead.casework.alerts.models import ClearedPair, Redress
from roadstead.engine.records import Traveller
from roadstead.engine.reference.countries import alpha3
from roadstead.engine.voyages.identity import name_key
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import may_issue_redress
from roadstead.platform.audit.models import note

# ── The redress number: random, with a check digit, and no meaning. Twelve signs and one, as 4-4-5 on paper.
#
# The signs leave out 0, 1, I, L and O, which are mistaken for each other. There are 31, a prime, so that the weighted
# sum finds every single wrong sign and every two that changed places.


SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH: Final = 12


def new_number() -> str:
    """Random: 31 to the twelfth, so that nobody guesses one that was given out."""
    signs = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return written(signs + check_sign(signs))


def check_sign(signs: str) -> str:
    return SIGNS[sum(weight * SIGNS.index(sign) for weight, sign in enumerate(signs, 2)) % len(SIGNS)]


def written(number: str) -> str:
    """4-4-5, as it is printed."""
    return "-".join((number[:4], number[4:8], number[8:]))


def plain(text: str) -> str:
    """What a carrier sent, without blanks and dashes, or "" where it is no redress number."""
    signs = "".join(sign for sign in text.upper() if sign.isalnum())
    if len(signs) != LENGTH + 1 or not set(signs) <= set(SIGNS):
        return ""
    return signs if check_sign(signs[:-1]) == signs[-1] else ""


def digest(number: str) -> str:
    """All that is kept of a number."""
    return sha256(plain(number).encode()).hexdigest()


FULL_DATE: Final = 10  # characters of a whole birth date


@dataclass(frozen=True, slots=True, kw_only=True)
class Honoured:
    """Of one screening: the redress numbers that hold, by traveller's row; all of them, for the query."""

    by_traveller: Mapping[int, frozenset[int]] = field(default_factory=dict)
    numbers: frozenset[int] = frozenset()

    @classmethod
    def of(cls, travellers: Mapping[int, Traveller]) -> Honoured:
        sent = {row: found for row, who in travellers.items() if (found := _sent(who))}
        if not sent:
            return cls()
        asked = {one for found in sent.values() for one in found}
        known = {row.sha256: row for row in Redress.objects.filter(sha256__in=asked, withdrawn_at=None)}
        held = {row: _agreeing(travellers[row], found, known) for row, found in sent.items()}
        return cls(by_traveller=held, numbers=frozenset(pk for found in held.values() for pk in found))

    def recalls(self, pair: ClearedPair, meeting: Meeting) -> bool:
        """Whether the traveller has sent the number under which this pair was cleared, and is its holder."""
        row = meeting.traveller.pk if meeting.traveller else 0
        return pair.redress_id is not None and pair.redress_id in self.by_traveller.get(row, ())


def _sent(who: Traveller) -> set[str]:
    """Hashes of what may be redress numbers; anything else that is sent there has no valid check sign."""
    return {digest(text) for text in (who.references.customer, who.references.government) if plain(text)}


def _agreeing(who: Traveller, sent: set[str], known: Mapping[str, Redress]) -> frozenset[int]:
    return frozenset(known[one].pk for one in sent if one in known and agrees(known[one], who))


def agrees(redress: Redress, who: Traveller) -> bool:
    """The number alone says nothing: whoever finds the paper in the street is not its holder."""
    nationality = alpha3(who.nationality) or who.nationality
    differs = bool(nationality and redress.nationality and nationality != redress.nationality)
    return bool(redress.name_key) and redress.name_key == name_key(who) and redress.born == who.born and not differs


def held_number(pair: ClearedPair) -> Redress | None:
    """The number that the person of a newly cleared alert has sent and holds: it recalls this pair as well."""
    who = declared_of(pair.alert)
    numbers = Honoured.of({0: who}).numbers if who else ()
    held = Redress.objects.filter(pk__in=numbers, owner=pair.owner, states=pair.states)
    return held.order_by("-id").first()


@transaction.atomic
def issue(pair_id: int, *, by: User, now: datetime) -> tuple[str, Redress]:
    """A number for the person of this pair, and of the others they were cleared of. It is shown once, never again."""
    pair = _pair(pair_id, by, now)
    who = declared_of(pair.alert)
    if who is None or not name_key(who) or len(who.born) != FULL_DATE:
        raise NotAllowed("a redress number needs a name and a whole birth date to be compared with")
    number = new_number()
    made = Redress.objects.create(
        sha256=digest(number),
        name_key=name_key(who)[:300],
        born=who.born,
        nationality=alpha3(who.nationality) or who.nationality[:3],
        issued_by=by,
        issued_at=now,
        owner=pair.owner,
        states=pair.states,
    )
    _of_the_person(pair, by).update(redress=made)
    note(by, "redress number issued", f"redress number {made.pk}", states=pair.states)
    return number, made


@transaction.atomic
def withdraw_number(redress_id: int, why: str, *, by: User, now: datetime) -> Redress:
    """It recalls nothing from now on."""
    if not may_issue_redress(by):
        raise NotAllowed("a redress number is withdrawn by a supervisor")
    if not why.strip():
        raise NotAllowed("write down why the number is withdrawn")
    found = Redress.objects.visible_to(by).select_for_update().get(pk=redress_id)
    if found.withdrawn_at:
        raise NotAllowed("this number is withdrawn already")
    found.withdrawn_by, found.withdrawn_at, found.withdrawn_why = by, now, why.strip()
    found.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_why"])
    note(by, "redress number withdrawn", f"redress number {found.pk}", states=found.states)
    return found


def _pair(pair_id: int, by: User, now: datetime) -> ClearedPair:
    if not may_issue_redress(by):
        raise NotAllowed("a redress number is given by a supervisor")
    pair = ClearedPair.objects.visible_to(by).select_for_update(of=("self",)).select_related("alert").get(pk=pair_id)
    if (by.state_id is None) != pair.everywhere:
        raise NotAllowed("a redress number is given by a supervisor of those who cleared the match")
    if pair.standing(now.date()) != "holds":
        raise NotAllowed("a redress number is given for a cleared match that holds")
    if pair.redress_id and Redress.objects.filter(pk=pair.redress_id, withdrawn_at=None).exists():
        raise NotAllowed("this person has a number; withdraw it before a new one is made")
    return pair


def _of_the_person(pair: ClearedPair, by: User) -> QuerySet[ClearedPair, ClearedPair]:
    """Nothing of another owner's list: the number would tell of it."""
    same = ClearedPair.objects.visible_to(by).filter(owner=pair.owner, states=pair.states, withdrawn_at=None)
    return same.filter(who=pair.who) if pair.who else same.filter(pk=pair.pk)
