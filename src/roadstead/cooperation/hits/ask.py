"""Request a hit confirmation from an alert on another state's entry. Everything but two answers is filled in."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.protection import check_may_contact_owner
from roadstead.casework.items import Item
from roadstead.cooperation.hits.found import hits_of
from roadstead.cooperation.hits.values import hit_values
from roadstead.cooperation.requests.acts import NewRequest, send
from roadstead.cooperation.requests.addressees import HITS, desk_of
from roadstead.cooperation.requests.models import Request
from roadstead.cooperation.requests.prefill import prefill
from roadstead.engine.reference.legal_bases import LEGAL_BASES, basis_for
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.requests.actions import OPEN
from roadstead.engine.requests.types.hit_confirmation import CODE, EXPECTED, TYPE, WAITING
from roadstead.platform.accounts.models import User
from roadstead.platform.audit.models import Purpose
from roadstead.platform.policies.in_force import in_force

NOBODY: Final = gettext_noop("This state has no organisation in the directory. Telephone it, and record the check.")
RESTRICTED: Final = gettext_noop("The data of this alert are restricted, so nothing is sent from it.")
ASKED: Final = gettext_noop("This was asked already: %(reference)s. Wait for the reply, or withdraw the request.")


def ask(alert_id: int, *, is_waiting: bool, by: User, now: datetime) -> Request:
    """Ask the owner of the alert's entry. `is_waiting`: an officer is with the traveller, cargo or craft now, so that
    it is urgent.

    Raises NotAllowed with the reason, above all if the question of protection keeps it back.
    """
    alert = Alert.objects.visible_to(by).select_related("voyage", "bill", "traveller").get(pk=alert_id)
    check_may_contact_owner(alert, by)
    if alert.is_restricted:
        raise NotAllowed(RESTRICTED)
    running = next((each for each in hits_of(alert, by) if each.status in OPEN), None)
    if running is not None:
        raise NotAllowed(ASKED, reference=running.reference)
    desk = desk_of(alert.owner, by, now)
    if desk is None:
        raise NotAllowed(NOBODY)
    item = Item("alert", alert.pk)
    told = prefill(item, by) | hit_values(alert)
    content = {each.name: told[each.about] for each in TYPE.asks if told.get(each.about)}
    new = NewRequest(
        type=CODE,
        to=[desk],
        title=_("Hit confirmation: %(what)s") % {"what": told["title"]},
        measure=HITS,
        basis=_basis(by, now),
        purpose=told["purpose"],
        urgency=_urgency(alert) if is_waiting else "",
        content={**content, "traveller": WAITING if is_waiting else EXPECTED},
        items=[item],
        expected_at=None if is_waiting else alert.arrival.arrives_at,
    )
    return send(new, by=by, now=now)[0]


def _urgency(alert: Alert) -> str:
    words = {
        "people": _("A traveller is with an officer."),
        "cargo": _("Cargo is with an officer."),
        "craft": _("A vessel or aircraft is with an officer."),
    }
    return words[alert.about]


def _basis(by: User, now: datetime) -> str:
    """Return the legal basis of the own state, if a verified row names it."""
    row = basis_for(in_force(LEGAL_BASES), state=by.state_id or "", purpose=Purpose.EXCHANGE, on=now.date())
    if row is not None and row.verified:
        return row.text
    return _("The task of the border authority. No verified act or agreement is entered for this exchange.")
