"""Links of a request, kept by each side for itself: its own alerts, cases, bills and voyages. The other side never sees
these links.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_noop as _

from roadstead.casework.alerts.answers import is_answer_keeping_back, is_of_another_state
from roadstead.casework.alerts.models import Alert
from roadstead.casework.alerts.protection import KEPT_BACK, check_may_contact_owner
from roadstead.casework.items import Item, find
from roadstead.cooperation.requests.models import Request, RequestLink
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.accounts.permissions import JUSTICE
from roadstead.platform.directory.visibility import organisations_of
from roadstead.platform.handling.labels import refusal
from roadstead.platform.handling.logic.gate import Medium, Recipient, RecipientKind, may_leave

NAMED_BY_OWNER: Final = "amber"  # code of a verdict that the owner may overrule
WARRANT_IN_FORCE: Final = "in force"  # as `warrants.logic.statuses`, which comes later in the order of imports
KINDS: Final = ("alert", "case", "bill", "voyage", "traveller", "entry", "warrant")  # that a request may be about


def link_all(request: Request, items: Iterable[Item], *, by: User, now: datetime) -> None:
    """Link the request to items of the own side. Raises FieldRefused for one that the person may not see."""
    own = [each for each in (request.asking_id, request.asked_id) if each in organisations_of(by)]
    for item in items:
        if not may_name(item.kind, by) or find(item, by) is None:
            raise FieldRefused(
                _("There is no item with this number that you may see. Check the number."), field="number"
            )
        RequestLink.objects.get_or_create(
            request=request,
            kind=item.kind,
            number=item.number,
            organisations=own[:1],
            defaults={"states": [by.state_id] if by.state_id else [], "added_by": by, "added_at": now},
        )


def may_name(kind: str, user: User) -> bool:
    """Return True if this person's requests may be about such an item: central authorities and courts see warrants and
    no travellers (decision 0059).
    """
    return kind in KINDS and (user.role not in JUSTICE or kind == "warrant")


def check_warrant(items: Sequence[Item], *, by: User) -> None:
    """Raise NotAllowed unless this is one warrant of the own state that is in force."""
    row = find(items[0], by) if len(items) == 1 and items[0].kind == "warrant" else None
    if row is None or row.status != WARRANT_IN_FORCE:
        raise NotAllowed(
            _("A surrender is asked for under a warrant in force. Open the warrant and press “Ask for a surrender”.")
        )


def check_disclosure(items: Iterable[Item], to: Organisation, *, by: User) -> None:
    """Raise NotAllowed if an alert that the request is about may not be told to the organisation (S37).

    An owner that tells another state of an amber alert thereby names that state. The owner of the entry learns that the
    person is here, so the question of protection comes first; its own entry is no secret to it.
    """
    holder = by.state_id or REGION
    for item in items:
        row = find(item, by)
        if row is None or item.kind != "alert":
            continue
        if isinstance(row, Alert) and to.state_id == row.owner and is_of_another_state(row, by):
            check_may_contact_owner(row, by)
            continue
        to_state = Recipient(way=Medium.STORED, kind=RecipientKind.STATE, state=to.owner, holder=holder)
        verdict = may_leave(row, to_state)
        if not verdict.is_yes and not (verdict.code == NAMED_BY_OWNER and row.owner == holder):
            raise refusal(verdict, f"{row.pk}")


def check_hit(items: Sequence[Item], to: Sequence[Organisation], *, by: User) -> None:
    """Raise NotAllowed unless this is one alert on an entry of the one state that is asked, about which it may be asked
    now: the question of protection comes first.
    """
    row = find(items[0], by) if len(items) == 1 and items[0].kind == "alert" else None
    if not isinstance(row, Alert):
        raise NotAllowed(_("A hit confirmation is requested on the page of an alert."))
    if [each.state_id for each in to] != [row.owner]:
        raise NotAllowed(_("Only the state that owns the entry confirms it."))
    check_may_contact_owner(row, by)


def check_may_tell_more(request: Request, *, by: User) -> None:
    """Raise NotAllowed if the answer to the question of protection has changed since, so that the owner of the entry is
    told nothing more.
    """
    for link in links_of(request, by):
        row = find(Item(link.kind, link.number), by) if link.kind == "alert" else None
        if isinstance(row, Alert) and row.owner == request.asked.owner and is_answer_keeping_back(row, by):
            raise NotAllowed(KEPT_BACK)


def links_of(request: Request, user: User) -> list[RequestLink]:
    return list(RequestLink.objects.visible_to(user).filter(request=request))
