"""From a warrant to a request for surrender, and back: the draft that a warrant fills in, and its end on arrival."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_noop as _

from roadstead.cooperation.requests.addressees import desk_of
from roadstead.cooperation.requests.drafts import save_draft
from roadstead.cooperation.requests.links import links_of
from roadstead.cooperation.requests.models import Draft, Request
from roadstead.cooperation.warrants.end import executed
from roadstead.cooperation.warrants.logic.content import Purpose, age_at_offence, longest_maximum, remaining
from roadstead.cooperation.warrants.logic.statuses import Status, WarrantAct, is_possible
from roadstead.cooperation.warrants.models import Warrant
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.requests.case import INSTRUMENTS
from roadstead.engine.requests.fields import MAX_LINE, MAX_LINES
from roadstead.engine.requests.surrender import MEASURE
from roadstead.engine.rules.law.bases import LegalBasis, bases_for
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.cooperation_permissions import may_draft_warrants, may_validate_warrants
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.policies.law import facts_in_force

KIND: Final = "warrant"  # of a link
TYPES: Final = {instrument: type for type, instrument in INSTRUMENTS.items()}
NOT_IN_FORCE: Final = _("A surrender is asked for under a warrant in force. Have this one validated first.")


def bases_of(row: Warrant, state: str, now: datetime) -> list[LegalBasis]:
    """Return the bases of a surrender by this state that have a type of request, the usable ones first."""
    found = bases_for(row.owner, state, MEASURE, now.date(), facts_in_force())
    return [each for each in found if each.instrument.code in TYPES]


@transaction.atomic
def surrender_draft(row: Warrant, state: str, instrument: str, *, by: User, now: datetime) -> Draft:
    """Save a draft of the request, with everything that the warrant says. Raises NotAllowed."""
    if not may_draft_warrants(by):
        raise NotAllowed(_("Only the central authority and the courts of the state ask for a surrender."))
    if row.state is not Status.IN_FORCE:
        raise NotAllowed(NOT_IN_FORCE)
    basis = next((each for each in bases_of(row, state, now) if each.instrument.code == instrument), None)
    if basis is None:
        raise NotAllowed(_("There is no such legal basis between the two states. Choose another one."))
    content = {
        **_fields(row),
        "to": _asked(state, by, now),
        "title": translated("Surrender under warrant %(reference)s") % {"reference": row.reference},
        "basis": f"{basis.instrument.name}. {row.basis}".strip()[:MAX_LINES],
        "purpose": translated("Surrender of the person named in the warrant"),
        "item_kind": KIND,
        "item_number": str(row.pk),
    }
    return save_draft(TYPES[instrument], content, by=by, now=now)


def _asked(state: str, by: User, now: datetime) -> list[str]:
    """Return the code of the central authority of the state; where the directory has none, of whom routing names."""
    authorities = Organisation.objects.filter(state=state, type=OrganisationType.CENTRAL_AUTHORITY, until=None)
    if code := authorities.order_by("code").values_list("pk", flat=True).first():
        return [code]
    desk = desk_of(state, by, now, measures=(MEASURE,))
    return [desk.organisation.pk] if desk else []


def execute_after(request: Request, *, by: User, now: datetime) -> Warrant | None:
    """End the warrant behind a request whose person has arrived, and return it: its entry is withdrawn everywhere.
    Return None if there is none to end, or if this person may not: then the central authority is notified.
    """
    row = warrant_of(request, by)
    if row is None or not is_possible(row.state, WarrantAct.EXECUTED):
        return None
    if not may_validate_warrants(by):
        able = User.objects.filter(state=row.owner, role=Role.CENTRAL_AUTHORITY, is_active=True)
        account_notices.notify(able, "surrender arrived", now, number=row.reference)
        return None
    return executed(row.pk, f"Surrendered: {request.reference}", by=by, now=now)


def warrant_of(request: Request, user: User) -> Warrant | None:
    """Return the warrant behind a surrender, for a member of the side that asks."""
    number = next((each.number for each in links_of(request, user) if each.kind == KIND), None)
    return Warrant.objects.visible_to(user).filter(pk=number).first() if number else None


def _fields(row: Warrant) -> dict[str, str]:
    """Return the fields of the request that the warrant fills in, as texts."""
    content, cells = row.content, row.cells
    decision = content.decision
    numbers = {
        "months": longest_maximum(content),
        "remaining": remaining(content) if content.purpose is Purpose.SERVE else None,
        "age": age_at_offence(content),
    }
    offences = [
        ", ".join(filter(None, [each.law, each.what, each.when, each.where, each.part])) for each in content.offences
    ]
    absent = {True: "yes", False: "no", None: ""}[decision.in_absentia]
    texts = {
        "warrant": ", ".join(filter(None, [row.reference, decision.court, decision.reference, decision.date])),
        "name": " ".join(filter(None, [cells.get("surname", ""), cells.get("given", "")])),
        "born": cells.get("born", "").strip() if len(cells.get("born", "").split()) == 1 else "",
        "nationality": ", ".join(cells.get("nationality", "").split("\n")),
        "document": ", ".join(cells.get("documents", "").split("\n")),
        "for": content.purpose.value,
        "offences": "\n".join(offences)[:MAX_LINES],
        "absent": absent,
        "guarantees": row.guarantees,
        "documents": "attached",
        **{name: "" if value is None else str(value) for name, value in numbers.items()},
    }
    lines = ("warrant", "name", "nationality", "document")
    return {name: text[:MAX_LINE] if name in lines else text for name, text in texts.items()}
