"""Links of a case to alerts, voyages, travellers and people known in words. Users link only what they may see."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.state_decisions import as_seen_by
from roadstead.casework.cases.acts import checked_text, lock_case
from roadstead.casework.cases.models import Case, CaseEvent, CaseLink
from roadstead.casework.cases.timeline import Act, add
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed
from roadstead.filings.voyages.models import Traveller, Voyage
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.logic.gate import any_officer_of, may_leave

KINDS: dict[str, type[Model]] = {"alert": Alert, "voyage": Voyage, "traveller": Traveller}
IN_WORDS = "words"
MAX_WORDS_CHARS: Final = 200  # characters of a person described in words
NOT_FOUND: Final = {  # by kind
    "alert": _("There is no alert with this number that you may see. Check the number."),
    "voyage": _("There is no voyage with this number that you may see. Check the number."),
    "traveller": _("There is no traveller with this number that you may see. Check the number."),
}


def put_in(pk: int, kind: str, what: str, *, by: User, now: datetime) -> None:
    """Add a link. `what`: the id of an alert, a voyage or a traveller, or words if `kind` is "words"."""
    case, found = lock_case(pk, by), _found(kind, what, by)
    if case.links.filter(taken_out_at=None, **found).exists():
        raise NotAllowed(_("The case already contains this item."))
    CaseLink.objects.create(case=case, owner=case.owner, added_by=by, added_at=now, **found)
    add(case, Act.LINKED, _new_link_content(kind, found), by=by, now=now, alert=found.get("alert"))


def take_out(pk: int, link: str, why: str, *, by: User, now: datetime, edition: int) -> None:
    """Take a link out of the case. The timeline keeps it."""
    case = lock_case(pk, by, edition)
    row = visible_links(by).filter(case=case, pk=link).first() if _is_number(link) else None
    if row is None:
        raise NotAllowed(_("This item is no longer in the case. Check what has changed."))
    row.taken_out_at = now
    row.save(update_fields=["taken_out_at"])
    content = _link_content(row) | {"why": checked_text(why, _("the reason"))}
    add(case, Act.TAKEN_OUT, content, by=by, now=now, alert=row.alert)


def visible_links(user: User) -> QuerySet[CaseLink, CaseLink]:
    """Return the links that are in cases now, without alerts that this person may not know of (any more)."""
    rows = CaseLink.objects.visible_to(user).filter(taken_out_at=None)
    return rows.filter(_may_know(user)).select_related("alert__bill", "voyage", "traveller", "added_by")


def visible_events(user: User) -> QuerySet[CaseEvent, CaseEvent]:
    """Return events of all cases, without those about alerts that this person may not know of."""
    return CaseEvent.objects.visible_to(user).filter(_may_know(user))


def linked(case: Case, user: User) -> list[CaseLink]:
    """Return the links that are in the case now, with their alerts as they stand for this person."""
    rows = list(visible_links(user).filter(case=case))
    alerts = {each.pk: each for each in as_seen_by([row.alert for row in rows if row.alert], user)}
    for row in rows:
        row.alert = alerts.get(row.alert_id)
    return rows


def visible_case_events(case: Case, user: User) -> QuerySet[CaseEvent, CaseEvent]:
    return visible_events(user).filter(case=case).select_related("who").order_by("number")


def _may_know(user: User) -> Q:
    return Q(alert=None) | Q(alert__in=Alert.objects.visible_to(user))


def _found(kind: str, what: str, by: User) -> dict[str, Any]:
    if kind == IN_WORDS:
        return {IN_WORDS: checked_text(what, _("the description of the person"), MAX_WORDS_CHARS)}
    if kind not in KINDS:
        raise NotAllowed(_("Choose the type of item."))
    rows: Any = KINDS[kind]._default_manager
    row = rows.visible_to(by).filter(pk=what).first() if _is_number(what) else None
    if row is None:
        raise NotAllowed(NOT_FOUND[kind])
    if kind == "alert" and not may_leave(row, any_officer_of(by.state_id or REGION)).is_yes:
        raise NotAllowed(
            _("Only some officers may see this alert, but all officers of your state or centre can read the case.")
        )
    return {kind: row}


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 18


def _new_link_content(kind: str, found: dict[str, Any]) -> dict[str, Any]:
    return found if kind == IN_WORDS else {kind: found[kind].pk}


def _link_content(row: CaseLink) -> dict[str, Any]:
    by_kind = {"alert": row.alert_id, "voyage": row.voyage_id, "traveller": row.traveller_id, IN_WORDS: row.words}
    return {kind: value for kind, value in by_kind.items() if value}
