"""Question of protection: answered before the state that owns an entry hears that the person is here.

If the person has asked for protection, or may have and may be from that state, nothing is sent and a supervisor
decides. The answer is read by the officer's own state alone, and is never part of a message.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.answers import (
    is_about_person,
    is_of_another_state,
    is_withheld_from_owner,
    newest_answer,
)
from roadstead.casework.alerts.follow_ups import raise_for_supervisor
from roadstead.casework.alerts.logic.protection import PROTECTION, Protection
from roadstead.casework.alerts.models import Alert, Event, ProtectionAnswer
from roadstead.casework.alerts.outcomes import may_record
from roadstead.casework.alerts.state_decisions import as_acted_on_by
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.timeline.events import add

ONLY_OF_THE_STATE: Final = _("only an officer of a state on the route can answer this question")
NOT_THEIRS: Final = _("hit confirmation is asked about a possible match with the list of another state")
NOBODY: Final = _("this question is asked about a person: the entry is of a firm, a craft or goods")
UNANSWERED: Final = _("Answer first whether the person has asked for protection or is a recognised refugee.")
KEPT_BACK: Final = _("Nothing is sent. A supervisor decides about this alert, because the person may need protection.")
SUPERVISORS: Final = _(
    "This was answered before. Only a supervisor changes the answer, because nothing may be sent now."
)


@transaction.atomic
def answer_protection(alert_id: int, answer: Protection, *, by: User, now: datetime) -> ProtectionAnswer:
    """Store an officer's answer. One that keeps everything back goes to a supervisor, as a task.

    Raise NotAllowed with the reason, and once something is kept back for everybody but a supervisor.
    """
    found = Alert.objects.visible_to(by).select_for_update(of=("self",)).select_related("voyage", "bill", "assignee")
    alert = found.get(pk=alert_id)
    if not may_record(alert, by):
        raise NotAllowed(ONLY_OF_THE_STATE)
    if not is_of_another_state(alert, by):
        raise NotAllowed(NOT_THEIRS)
    if not is_about_person(alert):
        raise NotAllowed(NOBODY)
    before = newest_answer(alert, by)
    if before is not None and is_withheld_from_owner(alert, before) and by.role != Role.SUPERVISOR:
        raise NotAllowed(SUPERVISORS)
    made = ProtectionAnswer.objects.create(
        alert=alert, answer=answer.value, officer=by, at=now, states=[by.state_id or ""]
    )
    of, held = by.state_id or "", as_acted_on_by(alert, by)
    # The history says that the question was answered, not how: the regional centre reads it.
    add(held, Event(alert=held, who=by, act=PROTECTION, by_state=of, states=[of]), states=[of])
    if is_withheld_from_owner(alert, made) and (before is None or not is_withheld_from_owner(alert, before)):
        raise_for_supervisor(held, by=by, now=now)
    return made


def check_may_contact_owner(alert: Alert, by: User) -> None:
    """Raise NotAllowed with the reason unless the owner of the entry may be asked about this alert now."""
    if not is_of_another_state(alert, by):
        raise NotAllowed(NOT_THEIRS)
    if not is_about_person(alert):
        return
    answered = newest_answer(alert, by)
    if answered is None:
        raise NotAllowed(UNANSWERED)
    if is_withheld_from_owner(alert, answered):
        raise NotAllowed(KEPT_BACK)
