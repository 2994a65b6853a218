"""Guest access: somebody without an account reads and answers one request, by a link in a mail and a PIN by telephone.

The link alone opens nothing, the PIN alone neither; both are made from the signing key and stored nowhere. A guest's
transaction sees that one request (`Scope.request`).
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_noop as _

from roadstead.cooperation.requests.acts import lock
from roadstead.cooperation.requests.models import LINK_VALIDITY, MAX_WRONG_PINS, GuestLink, Request, open_links
from roadstead.cooperation.requests.notify import WRITERS
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.requests.actions import ENDED, Side
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts import account_notices
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.accounts.organisations import OrganisationType
from roadstead.platform.audit.models import log
from roadstead.platform.handling.labels import refusal
from roadstead.platform.handling.logic.gate import Medium, Recipient, RecipientKind, may_leave
from roadstead.platform.outbox import queue as outbox
from roadstead.platform.outbox.models import EventKind

SALT: Final = "roadstead guest link"
PIN_SALT: Final = "roadstead guest pin"
PIN_DIGITS: Final = 6
OVER: Final = _("This link has ended. Ask whoever sent it for a new one.")
WRONG: Final = _("The PIN is wrong. Attempts left: %(left)d. Ask the person who telephoned you to read it out.")
FINANCIAL: Final = _(
    "Financial data is never shown through a link. Ask the financial intelligence unit through its own network."
)
ENDED_BY_PINS: Final = _("The PIN was wrong five times. The link has ended. Ask whoever sent it for a new one.")


class WrongPin(NotAllowed):
    """The PIN is wrong, and there are attempts left."""


def without_accounts(codes: Collection[str], now: datetime) -> set[str]:
    """Return those of these organisations of which nobody can answer with an account: nobody's own, no holder's."""
    able = Q(people__is_active=True, people__role__in=WRITERS)
    holders = "contact_points__holders"
    holds = Q(**{f"{holders}__accepted_at__isnull": False, f"{holders}__user__is_active": True}) & (
        Q(**{f"{holders}__valid_to": None}) | Q(**{f"{holders}__valid_to__gte": now.date()})
    )
    answering = Organisation.objects.filter(able | holds, pk__in=codes).values_list("pk", flat=True)
    return set(codes) - set(answering)


def needs_guest(request: Request, now: datetime) -> bool:
    """Return True if an open request waits for an organisation of which nobody can answer with an account."""
    return request.status not in ENDED and request.asked_id in without_accounts([request.asked_id], now)


def check_guest_access(request: Request) -> None:
    """Raise NotAllowed if the request may not be read by a guest: stricter than amber, or to or from a financial
    intelligence unit.
    """
    if OrganisationType.FIU in (request.asking.type, request.asked.type):
        raise NotAllowed(FINANCIAL)
    if TYPES[request.type].is_of_justice:
        raise NotAllowed(_("A surrender is never answered through a link. Telephone the central authority."))
    if request.asked.type == OrganisationType.PARTNER:
        raise NotAllowed(_("A partner organisation is asked under an agreement, not through a link."))
    to = Recipient(way=Medium.FILE, kind=RecipientKind.STATE, state=request.asked.state_id or REGION)
    verdict = may_leave(request, to)
    if not verdict.is_yes:
        raise refusal(verdict, request.reference)


@transaction.atomic
def make_link(pk: int, *, name: str, mail: str, language: str, by: User, now: datetime) -> GuestLink:
    """Make a link for a guest and have it mailed; an earlier one ends. Raises NotAllowed."""
    request, side = lock(pk, by)
    if side is not Side.ASKING:
        raise NotAllowed(_("Only the side that asks sends a link."))
    if request.status in ENDED:
        raise NotAllowed(_("The request has ended. Reopen it before you send a link."))
    if not needs_guest(request, now):
        raise NotAllowed(_("People of this organisation have accounts. They answer with them."))
    check_guest_access(request)
    request.guest_links.filter(ended_at=None).update(ended_at=now)
    made: GuestLink = GuestLink.objects.create(
        request=request,
        contact_point_id=request.contact_point_id,
        organisation=request.asked,
        name=name.strip(),
        mail=mail,
        language=language,
        made_by=by,
        made_at=now,
        ends_at=now + LINK_VALIDITY,
    )
    outbox.write(EventKind.GUEST_LINK, made.pk)
    log(by, "guest link sent", f"exchange {request.pk}", states=request.states, detail=f"link {made.pk}")
    return made


@transaction.atomic
def end_link(pk: int, *, by: User, now: datetime) -> None:
    """End the link of a request before its time; whoever has it open reads nothing more."""
    request, side = lock(pk, by)
    if side is Side.ASKING and request.guest_links.filter(ended_at=None).update(ended_at=now):
        log(by, "guest link ended", f"exchange {request.pk}", states=request.states)


def secret_of(link: GuestLink) -> str:
    """Return the secret of the link's address."""
    return signing.dumps(link.pk, salt=SALT)


def pin_of(link: GuestLink) -> str:
    """Return the PIN, six digits, which whoever asks reads out by telephone."""
    number = int(salted_hmac(PIN_SALT, f"{link.pk}", algorithm="sha256").hexdigest(), 16)
    return f"{number % 10**PIN_DIGITS:0{PIN_DIGITS}d}"


def link_for(secret: str, *, now: datetime) -> GuestLink:
    """Return the open link of an address. Raises NotAllowed if there is none. Call it in the region's scope."""
    try:
        pk = signing.loads(secret, salt=SALT, max_age=LINK_VALIDITY)
    except signing.BadSignature:
        raise NotAllowed(OVER) from None
    return open_link(pk, now=now)


def open_link(pk: int, *, now: datetime) -> GuestLink:
    """Return the link, locked, if it is still open. Raises NotAllowed. Call it in the region's scope."""
    rows = open_links(now).select_for_update(of=("self",)).select_related("request", "organisation__state", "made_by")
    link = rows.filter(pk=pk).first()
    if link is None:
        raise NotAllowed(OVER)
    return link


def enter_pin(link: GuestLink, pin: str, *, now: datetime) -> None:
    """Open a locked link with its PIN. Raises WrongPin, which counts: keep the transaction. The fifth ends the link
    (NotAllowed), and whoever sent it is notified. Call it in the region's scope.
    """
    guest, of, states = guest_user(link), f"exchange {link.request_id}", link.request.states
    if constant_time_compare("".join(pin.split()), pin_of(link)):
        log(guest, "guest came in", of, states=states, detail=f"link {link.pk}")
        GuestLink.objects.filter(pk=link.pk, opened_at=None).update(opened_at=now)
        return
    link.wrong_pins += 1
    link.save(update_fields=["wrong_pins"])
    log(guest, "wrong PIN", of, states=states, detail=f"link {link.pk}")
    if link.wrong_pins < MAX_WRONG_PINS:
        raise WrongPin(WRONG, left=MAX_WRONG_PINS - link.wrong_pins)
    account_notices.notify([link.made_by], "guest link ended", now, number=link.request.reference)
    raise NotAllowed(ENDED_BY_PINS)


def guest_user(link: GuestLink) -> User:
    """Return the guest as a user who has no account and reads one request. Never saved."""
    first, _space, last = link.name.partition(" ")
    of = link.organisation
    user = User(first_name=first, last_name=last, role=Role.FOCAL_POINT, organisation=of, state=of.state)
    user.guest_of = link.request_id  # type: ignore[misc]
    return user
