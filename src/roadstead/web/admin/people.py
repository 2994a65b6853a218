"""People who may sign in: who they are, when they last signed in, what is overdue (S27); carriers' tokens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from roadstead.engine.reference.required_courses import REQUIRED_COURSES
from roadstead.engine.refusals import NotAllowed
from roadstead.platform.accounts import second_factor
from roadstead.platform.accounts.models import Carrier, Reopening, Role, User
from roadstead.platform.accounts.permissions import may_manage_accounts, may_manage_people
from roadstead.platform.accounts.sign_in_checks import REVIEW_INTERVAL, is_overdue, is_unused, sign_in_refusal
from roadstead.platform.audit.models import log
from roadstead.platform.directory.logic.qualification import Status, day_at, gaps
from roadstead.platform.directory.models import Qualification
from roadstead.platform.directory.qualifications import qualifications_of
from roadstead.platform.invitations import invitation_links, tokens
from roadstead.platform.invitations.invitation_links import accounts_managed_by, may_change
from roadstead.platform.policies.in_force import in_force
from roadstead.platform.registration.carrier_codes import is_self_registered
from roadstead.web.admin.forms import CertifyForm, QualificationChange, QualificationForm, change_form
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.status_tags import Tag
from roadstead.web.common.tables import Column, headings, page_of, sorted_by

PEOPLE_PER_PAGE = 20  # each is a card on a phone
COLUMNS = {
    "name": Column("Name", ("last_name", "first_name")),
    "role": Column("Role", ("role",)),
    "for": Column("Works for", ("state", "carrier")),
    "last": Column("Last sign-in", ("last_login",)),
    "factor": Column("Second factor"),
    "certificate": Column("Certificate, clearance", ("certificate_until",)),
    "marks": Column("Account"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account as its list and page show it."""

    user: User
    factors: list[str]
    why_barred: str
    marks: list[str]  # what is overdue, in words


@allowed(may_manage_accounts)
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """List the accounts; `show=overdue`: those that need attention. Administrators also see the carriers."""
    return _people(request)


def _people(request: HttpRequest, *, status: int = 200, **more: object) -> HttpResponse:
    user, now = current_user(request), timezone.now()
    rows = sorted_by(accounts_managed_by(user).filter(carrier__self_registered=None), request, COLUMNS)
    if request.GET.get("show") == "overdue":
        rows = rows.filter(pk__in=[one.user.pk for one in _account_rows(list(rows), now) if one.marks])
    page = page_of(rows, request, size=PEOPLE_PER_PAGE)
    context = {
        "accounts": _account_rows(list(page), now),
        "page": page,
        "heads": headings(request, COLUMNS),
        "to_confirm": invitation_links.confirmable_by(user, now=now).order_by("pk"),
        "tokens": tokens.confirmable_tokens(user, now=now).order_by("pk"),
        "show": request.GET.get("show", ""),
        "carriers": _carriers() if may_manage_people(user) else [],
    }
    return render(request, "people.html", context | more, status=status)


def _account_rows(rows: list[User], now: datetime) -> list[AccountRow]:
    factors = second_factor.factors_by_user(rows)
    return [
        AccountRow(
            user=row,
            factors=factors.get(row.pk, []),
            why_barred=sign_in_refusal(row, now),
            marks=overdue_marks(row, factors, now),
        )
        for row in rows
    ]


def overdue_marks(user: User, factors: dict[int, list[str]], now: datetime) -> list[str]:
    """Return labels of what is overdue for this account; none if it is closed."""
    if not user.is_active:
        return []
    today, soon = now.date(), (now + REVIEW_INTERVAL / 3).date()
    until = user.certificate_until
    found = {
        _("review overdue"): is_overdue(user, now),
        _("locked because unused"): is_unused(user, now),
        _("no certificate recorded"): until is None and user.role != Role.CARRIER,
        _("certificate expired"): until is not None and until < today,
        _("certificate expires soon"): until is not None and today <= until < soon,
        _("clearance expired"): user.clearance_until is not None and user.clearance_until < today,
        _("no second factor"): second_factor.is_required_for(user) and user.pk not in factors,
    }
    return [mark for mark, holds in found.items() if holds]


@allowed(may_manage_accounts)
@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one account, and what may be done about it."""
    return person_page(request, get_object_or_404(accounts_managed_by(current_user(request)), pk=pk))


def person_page(
    request: HttpRequest,
    account: User,
    *,
    status: int = 200,
    change: Mapping[int, QualificationChange] | None = None,
    **more: object,
) -> HttpResponse:
    """Render one account. `form`: a refused form; `change`: by number of the qualification, a refused change of it."""
    now = timezone.now()
    refused = more.get("form")
    (shown,) = _account_rows([account], now)
    links = account.invitations.order_by("-proposed_at")
    waiting = next((one for one in links if one.is_open or one.may_be_confirmed), None)
    context = {
        "shown": shown,
        "account": shown.user,
        "waiting": waiting,
        "may_change": may_change(current_user(request), account),
        "may_link": invitation_links.may_replace_link(current_user(request), account),
        "was_never_opened": invitation_links.was_never_opened(account),
        "is_unused": is_unused(account, now),
        "certify": refused if isinstance(refused, CertifyForm) else CertifyForm(initial=_dates_of(account)),
        "qualification": refused if isinstance(refused, QualificationForm) else QualificationForm(account=account),
        **qualification_context(account, current_user(request), now, change or {}),
    }
    return render(request, "person.html", context | more, status=status)


@dataclass(frozen=True, slots=True, kw_only=True)
class QualificationRow:
    """A qualification as the pages show it."""

    row: Qualification
    tag: Tag
    may_extend: bool
    form: QualificationChange


def qualification_context(
    account: User, by: User, now: datetime, change: Mapping[int, QualificationChange] | None = None
) -> dict[str, object]:
    """Return the context of partials/qualifications.html: qualifications as recorded, and required courses without a
    valid one.
    """
    rows, required, today = qualifications_of(account, by), in_force(REQUIRED_COURSES), day_at(now)
    return {
        "qualifications": [_qualification_row(row, today, (change or {}).get(row.pk)) for row in rows],
        "gaps": gaps(
            required, [row.held for row in rows], state=account.state_id or "", role=account.role, today=today
        ),
    }


def _dates_of(account: User) -> dict[str, date | None]:
    return {"certificate_until": account.certificate_until, "clearance_until": account.clearance_until}


def _qualification_row(row: Qualification, today: date, refused: QualificationChange | None) -> QualificationRow:
    status = row.held.status(today)
    tags = {
        Status.VALID: Tag("green", "✓", _("Valid")),
        Status.EXPIRED: Tag("red", "!", _("Expired")),
        Status.REVOKED: Tag("grey", "×", _("Revoked")),
    }
    days = (row.until - today).days if row.until else 0
    soon = Tag("orange", "?", ngettext("Expires in %(days)d day", "Expires in %(days)d days", days) % {"days": days})
    may_extend = status == Status.EXPIRED and row.extended_at is None
    form = refused or change_form(row.pk)
    return QualificationRow(row=row, tag=tags.get(status, soon), may_extend=may_extend, form=form)


@allowed(may_manage_accounts)
@require_POST
def switch_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account, or open it again, which confirms that it is needed."""
    account = get_object_or_404(accounts_managed_by(current_user(request)).select_for_update(of=("self",)), pk=pk)
    if not may_change(current_user(request), account):
        banner.error(request, _("You cannot close or open this account. Ask another administrator."))
        return redirect("people")
    if account.carrier_id and is_self_registered(account.carrier_id):  # closed with a reason
        return redirect("self-registered-account", pk)
    if invitation_links.was_never_opened(account):
        banner.error(
            request,
            _("This account is not open yet. It opens when its link has been confirmed by a second person and used."),
        )
        return redirect("person", pk)
    now = timezone.now()
    opens = not account.is_active or is_unused(account, now)
    account.is_active = opens
    if opens:
        account.opened_at = now
        Reopening.objects.create(account=account, by=current_user(request), at=now)
    account.save(update_fields=["is_active", "opened_at"])
    log(
        current_user(request),
        "account opened" if opens else "account closed",
        f"user {account.pk}",
        states=own_states(account),
    )
    return redirect("person", pk)


@allowed(may_manage_accounts)
@require_POST
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    """Certify in the quarterly review that the account is still needed, with these dates (S27)."""
    account = get_object_or_404(accounts_managed_by(current_user(request)), pk=pk)
    if not may_change(current_user(request), account):
        refusal = _("You cannot certify this account. Ask another supervisor or an administrator.")
        return person_page(request, account, error=refusal)
    form = CertifyForm(request.POST)
    if not form.is_valid():
        return person_page(request, account, form=form)
    User.objects.filter(pk=pk).update(**form.cleaned_data, certified_at=timezone.now())
    log(current_user(request), "account certified", f"user {pk}", states=own_states(account))
    banner.success(request, _("%(account)s is certified until the next quarterly review.") % {"account": account})
    return redirect("people")


@allowed(may_manage_accounts)
@require_POST
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a new link for an account whose holder cannot sign in any more; it is shown this once."""
    account = get_object_or_404(accounts_managed_by(current_user(request)), pk=pk)
    if not may_change(current_user(request), account):
        refusal = _("You cannot create a link for this account. Ask another supervisor or an administrator.")
        return person_page(request, account, error=refusal)
    try:
        secret = invitation_links.new_link(account, by=current_user(request), now=timezone.now())
    except NotAllowed as refused:
        return person_page(request, account, error=refusal_text(refused))
    log(current_user(request), "link made", f"user {pk}", states=own_states(account))
    return person_page(request, account, secret=secret, two_people=invitation_links.has_unconfirmed_link(account))


@allowed(may_manage_accounts)
@require_POST
def confirm_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a link as the second person, which makes it valid, or reject it, which ends it."""
    by, now = current_user(request), timezone.now()
    invitation = get_object_or_404(invitation_links.confirmable_by(by, now=now), pk=pk)
    account, rejects = invitation.user, request.POST.get("act") == "reject"
    try:
        (invitation_links.reject if rejects else invitation_links.confirm)(pk, by=by, now=now)
    except NotAllowed as refused:
        return _people(request, error=refusal_text(refused), status=409)
    log(by, "link rejected" if rejects else "link confirmed", f"user {account.pk}", states=own_states(account))
    said = _("The link for %(account)s was rejected.") if rejects else _("The link for %(account)s now works.")
    banner.success(request, said % {"account": account})
    return redirect("people")


@allowed(may_manage_accounts)
@require_POST
def confirm_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the new token of a carrier or of a state's system as the second person: it is accepted from now on, and
    earlier ones end.
    """
    by, now = current_user(request), timezone.now()
    waiting = get_object_or_404(tokens.confirmable_tokens(by, now=now), pk=pk)
    try:
        tokens.confirm(waiting.pk, by=by, now=now)
    except NotAllowed as refused:
        return _people(request, error=refusal_text(refused), status=409)
    of = waiting.organisation
    subject = f"organisation {of.pk}" if of else f"carrier {waiting.carrier_id}"
    states = [of.state_id] if of and of.state_id else []
    log(by, "token confirmed", subject, states=states, detail=waiting.name if of else "")
    banner.success(request, _("The token for %(carrier)s now works.") % {"carrier": waiting.carrier or waiting})
    return redirect("people")


@allowed(may_manage_people)
@require_POST
def issue_token(request: HttpRequest, code: str) -> HttpResponse:
    """Issue a token for a carrier's system, shown this once; once a second person confirms it, earlier ones end."""
    carrier = get_object_or_404(Carrier, pk=code)
    secret = tokens.issue(carrier, by=current_user(request), now=timezone.now())
    log(current_user(request), "token issued", f"carrier {carrier.pk}")
    return _people(request, issued_for=carrier, secret=secret)


def _carriers() -> list[Carrier]:
    """Return the carriers without those that registered themselves, which have a page of their own."""
    return list(Carrier.objects.filter(self_registered=None).prefetch_related("tokens").order_by("code"))
