"""Work to review in the next 30 days: contact points, rosters, holds, lists, certificates, drafts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from roadstead.cooperation.requests.drafts import drafts
from roadstead.cooperation.requests.models import Draft
from roadstead.engine.reference.caricom import REGION
from roadstead.oversight.retention.models import Hold
from roadstead.platform.accounts import cooperation_permissions, permissions
from roadstead.platform.accounts.models import User
from roadstead.platform.directory.logic.freshness import FRESH_FOR, MAX_UNANSWERED
from roadstead.platform.directory.models import ContactMethod
from roadstead.platform.directory.roster import own_state_code, roster_of
from roadstead.platform.invitations.invitation_links import accounts_managed_by
from roadstead.targeting.watchlists.models import WatchList
from roadstead.web.home.work import MAX_LINES, Builders, Item, Moment, Source, first_of

AHEAD: Final = timedelta(days=30)
OLD_LIST: Final = timedelta(days=30)
GAPS_WITHIN: Final = timedelta(days=7)
CHECK_WITHIN: Final = timedelta(days=7)  # before a check of notices ends


def contact_points(user: User, now: datetime) -> Source | None:
    """Ways to reach the own state's or centre's contact points that must be confirmed, those not confirmed first."""
    if not cooperation_permissions.may_edit_directory(user):
        return None
    today = now.date()
    rows = ContactMethod.objects.visible_to(user).filter(
        Q(confirmed_at=None) | Q(confirmed_at__lt=now + AHEAD - FRESH_FOR) | Q(unanswered__gte=MAX_UNANSWERED),
        Q(contact_point__until=None) | Q(contact_point__until__gte=today),
        owner=user.state_id or REGION,
    )
    rows = rows.select_related("contact_point").order_by(F("confirmed_at").asc(nulls_first=True), "pk")
    found, number = first_of(rows)
    items = (
        Item(
            text=f"{row.contact_point.title}: {row.get_method_display()}",
            href=reverse("organisation", args=[row.contact_point.organisation_id]),
            detail=_("Make a test call, and record it"),
            at=row.confirmed_at + FRESH_FOR if row.confirmed_at else None,
        )
        for row in found
    )
    return Source(
        name=_("Contact points"),
        type=_("Contact point"),
        href=reverse("directory"),
        count=number,
        items=tuple(items),
    )


def roster_gaps(user: User, now: datetime) -> Source | None:
    """Hours of the next seven days in which nobody is on duty."""
    if not permissions.may_manage_channels(user):
        return None
    gaps = roster_of(own_state_code(user), since=now).gaps(now, now + GAPS_WITHIN)
    href = reverse("duty")
    items = (Item(text=_("Nobody is on duty"), href=href, at=begins) for begins, _ends in gaps[:MAX_LINES])
    return Source(
        name=_("Gaps in the roster"), type=_("Gap in the roster"), href=href, count=len(gaps), items=tuple(items)
    )


def holds(user: User, now: datetime) -> Source | None:
    """Holds in force that somebody has to review or that end."""
    if not permissions.may_lift_holds(user):
        return None
    soon = (now + AHEAD).date()
    rows = Hold.objects.visible_to(user).filter(lifted_at=None, until__gte=now.date(), review_on__lte=soon)
    rows = rows.order_by("review_on", "pk")
    found, number = first_of(rows)
    items = (
        Item(
            text=_("Hold on voyage %(number)d") % {"number": row.voyage_id},
            href=reverse("holds"),
            detail=_("Say if it is still needed"),
            at=_end_of(row.review_on) if row.review_on else None,
        )
        for row in found
    )
    return Source(name=_("Holds"), type=_("Hold"), href=reverse("holds"), count=number, items=tuple(items))


def old_lists(user: User, now: datetime) -> Source | None:
    """Lists of the own state or of the region that were not loaded for 30 days, the oldest first."""
    if not permissions.may_load_lists(user):
        return None
    own = WatchList.objects.visible_to(user).filter(owner=user.state_id or REGION, is_notices=False)
    rows: QuerySet[Any, Any] = own.annotate(loaded_at=Max("versions__loaded_at"))
    rows = rows.filter(Q(loaded_at=None) | Q(loaded_at__lt=now - OLD_LIST))
    rows = rows.order_by(F("loaded_at").asc(nulls_first=True), "pk")
    found, number = first_of(rows)
    items = (
        Item(
            text=row.title,
            href=reverse("list", args=[row.pk]),
            detail=_("Load the list again, or withdraw it"),
            at=row.loaded_at,
            moment=Moment.SINCE,
        )
        for row in found
    )
    return Source(name=_("Lists"), type=_("List"), href=reverse("lists"), count=number, items=tuple(items))


def notice_lists(user: User, now: datetime) -> Source | None:
    """Lists of notices of the own state or of the region whose check with the national bureau ends or has ended."""
    if not permissions.may_check_notices(user):
        return None
    own = WatchList.objects.visible_to(user).filter(owner=user.state_id or REGION, is_notices=True)
    rows: QuerySet[Any, Any] = own.annotate(until=Max("versions__checked_until"))
    rows = rows.filter(Q(until=None) | Q(until__lte=(now + CHECK_WITHIN).date()))
    rows = rows.order_by(F("until").asc(nulls_first=True), "pk")
    found, number = first_of(rows)
    items = (
        Item(
            text=row.title,
            href=reverse("list", args=[row.pk]),
            detail=_("Check the notices with the national bureau"),
            at=_end_of(row.until) if row.until else None,
            moment=Moment.ENDS,
        )
        for row in found
    )
    return Source(
        name=_("INTERPOL notices"), type=_("INTERPOL notices"), href=reverse("lists"), count=number, items=tuple(items)
    )


def certificates(user: User, now: datetime) -> Source | None:
    """Accounts whose training certificate or clearance ends."""
    if not permissions.may_manage_accounts(user):
        return None
    rows = accounts_managed_by(user).filter(is_active=True, certificate_until__lte=(now + AHEAD).date())
    rows = rows.order_by("certificate_until", "pk")
    found, number = first_of(rows)
    items = (
        Item(
            text=str(row),
            href=reverse("person", args=[row.pk]),
            detail=_("Training certificate"),
            at=_end_of(row.certificate_until) if row.certificate_until else None,
            moment=Moment.ENDS,
        )
        for row in found
    )
    return Source(
        name=_("Training certificates"),
        type=_("Training certificate"),
        href=reverse("people"),
        count=number,
        items=tuple(items),
    )


def request_drafts(user: User, _now: datetime) -> Source | None:
    """Requests that somebody of the organisation began to write."""
    if not cooperation_permissions.may_write_requests(user) or not user.organisation_id:
        return None
    rows = drafts(user).order_by("saved_at", "pk")
    found, number = first_of(rows)
    items = (
        Item(
            text=row.content.get("title") or _("Without a title"),
            href=f"{reverse('new-request')}?draft={row.pk}",
            detail=_("Draft of a request"),
            at=row.saved_at,
            moment=Moment.SINCE,
        )
        for row in found
    )
    return Source(name=_("Drafts"), type=_("Draft"), href=reverse("requests"), count=number, items=tuple(items))


REVIEW: Final[Builders] = {
    contact_points: None,
    roster_gaps: None,
    holds: lambda: Hold.objects.filter(lifted_at=None),
    old_lists: None,
    notice_lists: lambda: WatchList.objects.filter(is_notices=True),
    certificates: lambda: User.objects.filter(certificate_until__isnull=False),
    request_drafts: lambda: Draft.objects.all(),
}


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=UTC)
