"""Answers to the question of protection: which one holds, and whether it keeps everything back from the owner."""

from __future__ import annotations

from roadstead.casework.alerts.logic.protection import Protection, keeps_back
from roadstead.casework.alerts.models import Alert, ProtectionAnswer
from roadstead.engine.records import Action, Kind
from roadstead.platform.accounts.models import User
from roadstead.targeting.watchlists.models import REGION


def is_of_another_state(alert: Alert, user: User) -> bool:
    """Return True if another state's entry raised the alert and is not silent: of a silent entry the counter sees only
    the action to be taken.
    """
    is_theirs = bool(user.state_id) and alert.owner not in (REGION, user.state_id)
    return is_theirs and alert.action != Action.DISCREET and bool(alert.entry_id)


def is_about_person(alert: Alert) -> bool:
    """Return True if somebody may need protection: a traveller, or a party of a bill if the entry is a person's. Of an
    entry that is not stored with the alert nobody knows, so it counts as one.
    """
    return alert.traveller_id is not None or alert.listed.get("kind", Kind.PERSON) == Kind.PERSON


def newest_answer(alert: Alert, user: User) -> ProtectionAnswer | None:
    """Return the answer of the person's own state that holds; None if it has not answered."""
    rows = ProtectionAnswer.objects.visible_to(user).filter(alert=alert).select_related("officer")
    return rows.order_by("-pk").first()


def is_withheld_from_owner(alert: Alert, answered: ProtectionAnswer) -> bool:
    """Return True if nothing may be sent to the owner of the entry. An answer that is hidden or deleted keeps back."""
    if not answered.answer:
        return True
    return keeps_back(Protection(answered.answer), ties=ties_of(alert), owner=alert.owner)


def ties_of(alert: Alert) -> frozenset[str]:
    """Return the states of which the traveller declared to be a national, or to hold a document. The address of a
    party says nothing of where somebody is from.
    """
    person = alert.traveller
    if person is None:
        return frozenset()
    return frozenset({person.nationality, *(each.issuer for each in person.documents.all())} - {""})


def is_answer_keeping_back(alert: Alert, user: User) -> bool:
    """Return True if the person's state has answered so that the owner of the entry is told nothing."""
    if not is_of_another_state(alert, user):
        return False
    answered = newest_answer(alert, user)
    return answered is not None and is_withheld_from_owner(alert, answered)
