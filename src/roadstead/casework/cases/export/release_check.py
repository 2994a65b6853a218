"""Release check of an export: each alert of the case is checked against the recipient, and the others stay here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.models import Alert
from roadstead.casework.cases.export.handed_out import agreement_text
from roadstead.casework.cases.export.record import ExportRequest
from roadstead.casework.cases.models import Case, CaseEvent, CaseLink
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts.models import State, User
from roadstead.platform.directory.sharing import agreements
from roadstead.platform.handling.labels import refusal
from roadstead.platform.handling.logic.codes import Tlp, strictest
from roadstead.platform.handling.logic.gate import Medium, Recipient, RecipientKind, UsePurpose, Verdict, may_leave
from roadstead.targeting.watchlists.models import REGION

OWN, SAME_STATE, OUTSIDE = "own", "state", "outside"
# Recipients. The participating states, by alpha-3, are offered between the second and the third.
RECEIVERS: Final = {
    OWN: _("someone in our own organisation"),
    SAME_STATE: _("another authority of our state"),
    OUTSIDE: _("someone outside the participating states"),
}
USES: Final = {
    UsePurpose.CRIME.value: _("border control or a criminal investigation"),
    UsePurpose.COURT.value: _("judicial proceedings"),
    UsePurpose.OTHER.value: _("another purpose, for example a visa or citizenship"),
}
# Verdict codes of alerts that are left out silently: nobody can export them, and the page says so.
LEFT_OUT_SILENTLY: Final = frozenset({"silent", "red"})


MAX_DIGITS: Final = 18


def under_agreement(asked: ExportRequest, owner: str, *, by: User, today: date) -> ExportRequest:
    """Return the request with the text of the chosen agreement and its strictest code, or without any inside the
    states.

    Raise NotAllowed if the agreement is not one of the owner's in force.
    """
    if asked.receiver != OUTSIDE:
        return replace(asked, agreement="", strictest="")
    number = asked.agreement
    known = number.isascii() and number.isdecimal() and len(number) <= MAX_DIGITS
    found = agreements(by, today).filter(owner=owner, pk=number).first() if known else None
    if found is None:
        raise NotAllowed(
            _("A case leaves the participating states only under an agreement in force. Choose the agreement.")
        )
    return replace(asked, agreement=agreement_text(found), strictest=found.strictest_tlp)


def recipient(asked: ExportRequest, owner: str) -> Recipient:
    """Return the recipient for the gate. Raise NotAllowed if none is chosen."""
    if asked.receiver == OUTSIDE:
        return Recipient(
            way=Medium.FILE,
            kind=RecipientKind.OUTSIDE,
            holder=owner,
            agreement=Tlp(asked.strictest) if asked.strictest else None,
        )
    if asked.receiver == OWN:
        return Recipient(way=Medium.FILE, state=owner, holder=owner)
    state = owner if asked.receiver == SAME_STATE and owner != REGION else asked.receiver
    if not State.objects.filter(code=state).exists():
        raise NotAllowed(_("Choose the type of recipient."))
    return Recipient(way=Medium.FILE, kind=RecipientKind.STATE, state=state, holder=owner)


def verdicts(case: Case, asked: ExportRequest) -> Mapping[int, Verdict]:
    """Return, by alert id, the gate's verdict on each alert that the case holds or its timeline names."""
    if asked.use not in USES:
        raise NotAllowed(_("Choose what the recipient will use it for."))
    to, purpose = recipient(asked, case.owner), UsePurpose(asked.use)
    of_case = (CaseLink.objects.filter(case=case), CaseEvent.objects.filter(case=case))
    links, events = (rows.exclude(alert=None).values("alert") for rows in of_case)
    rows = Alert.objects.filter(Q(pk__in=links) | Q(pk__in=events))
    return {row.pk: may_leave(row, to, purpose) for row in rows}


def leaves(found: Mapping[int, Verdict], alert: int | None) -> bool:
    """Return True if a row of the case may leave: it refers to no alert, or to one that may leave."""
    return alert is None or (alert in found and found[alert].is_yes)


def check(held: Mapping[int, Alert], found: Mapping[int, Verdict], *, leave_out: bool) -> None:
    """Raise NotAllowed for the first alert that may not leave, with the reason, unless such are left out."""
    for number in held:
        verdict = found.get(number)
        if verdict is None or verdict.is_yes or verdict.code in LEFT_OUT_SILENTLY or leave_out:
            continue
        raise refusal(verdict, f"alert {number}")


def strictest_code(held: Mapping[int, Alert], found: Mapping[int, Verdict]) -> str:
    """Return the least strict code that the export may have: the strictest of the alerts in it."""
    return strictest(alert.handling_code for number, alert in held.items() if leaves(found, number))
