"""Correct, leave out or add one traveller of the carrier's own voyage: each files a message, with a receipt."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.contrib import messages as banner
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from roadstead.engine.records import Traveller
from roadstead.engine.refusals import NotAllowed
from roadstead.engine.voyages.corrections import add_one, cancel_one, change_one
from roadstead.engine.voyages.versions.parts import Person
from roadstead.filings.voyages.correct import Make, file_correction, require_correctable
from roadstead.filings.voyages.history import history_at
from roadstead.filings.voyages.models import Manifest
from roadstead.filings.voyages.own_voyage import OwnPerson, OwnVoyage, own_voyage
from roadstead.platform.accounts.filing_permissions import may_submit_messages
from roadstead.platform.accounts.models import State
from roadstead.platform.audit.models import log
from roadstead.web.carriers.traveller_form import TravellerForm
from roadstead.web.carriers.traveller_rows import row_of_person
from roadstead.web.carriers.voyages import ends_of, has_arrived, message_row
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.acts import ActForm, HiddenNumber

MAX_SECONDS: Final = 2**35  # since 1970, of the time that a page sends along: year 3058


class LeaveOutForm(ActForm):
    """The button that leaves a traveller out, with the list that the page showed."""

    version = HiddenNumber()
    opened = HiddenNumber()


@allowed(may_submit_messages)
@require_http_methods(["GET", "HEAD", "POST"])
def traveller(request: HttpRequest, receipt: str, position: int, number: int) -> HttpResponse:
    """Show one traveller with our response, problems and history, and a form to correct the data."""
    row = message_row(request, receipt, position)
    voyage, own = _person(request, row, number)
    log(current_user(request), "read", f"receipt {row.message.receipt}", detail="one traveller")
    form = TravellerForm(known=own.person.declared, initial=_shown(voyage))
    if request.method != "POST":
        return _traveller_page(request, row, voyage, own, form)
    form = TravellerForm(request.POST, known=_known(request, row, number) or own.person.declared)
    if form.is_valid():
        sent = _file(request, row, form, lambda then, head: change_one(*_place(then, row, number), form.wanted(), head))
        if sent is not None:
            return sent
    form.renew(_shown(voyage))
    return _traveller_page(request, row, voyage, own, form, status=400)


@allowed(may_submit_messages)
@require_http_methods(["GET", "HEAD", "POST"])
def leave_out(request: HttpRequest, receipt: str, position: int, number: int) -> HttpResponse:
    """Ask before a traveller is left out, then file the cancellation that names this traveller."""
    row = message_row(request, receipt, position)
    voyage, own = _person(request, row, number)
    form = LeaveOutForm(initial=_shown(voyage))
    if request.method == "POST":
        form = LeaveOutForm(request.POST)
        if form.is_valid():
            sent = _file(request, row, form, lambda then, head: cancel_one(*_place(then, row, number), head))
            if sent is not None:
                return sent
        form.renew(_shown(voyage))
    context = {"row": row, "voyage": voyage, "ends": ends_of(voyage.newest), "own": own, "number": number, "form": form}
    return render(request, "leave_out.html", context, status=400 if form.errors else 200)


@allowed(may_submit_messages)
@require_http_methods(["GET", "HEAD", "POST"])
def add_traveller(request: HttpRequest, receipt: str, position: int) -> HttpResponse:
    """Add one traveller to the carrier's own list of a voyage."""
    row = message_row(request, receipt, position)
    voyage = own_voyage(row, current_user(request))
    form = TravellerForm(initial=_shown(voyage))
    if request.method == "POST":
        form = TravellerForm(request.POST)
        if form.is_valid():
            sent = _file(request, row, form, lambda then, head: add_one(_people(then), form.wanted(), head))
            if sent is not None:
                return sent
        form.renew(_shown(voyage))
    context = {
        "row": row,
        "ends": ends_of(voyage.newest),
        "form": form,
        "refusal": _refusal(voyage),
        "has_arrived": has_arrived(voyage, timezone.now()),
    }
    return render(request, "add_traveller.html", context, status=400 if form.errors else 200)


def _file(request: HttpRequest, row: Manifest, form: ActForm, make: Make) -> HttpResponse | None:
    """File the correction and show its receipt; None if it was refused, which the form then says."""
    opened = datetime.fromtimestamp(min(form.cleaned_data["opened"], MAX_SECONDS), UTC)
    version = form.cleaned_data["version"]
    try:
        received, _correction = file_correction(
            row, make, version=version, opened=opened, by=current_user(request), now=timezone.now()
        )
    except NotAllowed as refused:
        form.refuse(refused)
        return None
    if received.repeated:
        banner.info(request, _("You sent this correction before. This is its receipt."))
    return redirect("message", receipt=received.message.receipt)


def _shown(voyage: OwnVoyage) -> dict[str, int]:
    return {"version": voyage.version, "opened": int(timezone.now().timestamp())}


def _people(voyage: OwnVoyage) -> list[Person]:
    return [each.person for each in voyage.people]


def _place(voyage: OwnVoyage, row: Manifest, number: int) -> tuple[list[Person], int]:
    own = voyage.named(row.pk, number)
    if own is None:
        raise Http404("no such traveller")
    return _people(voyage), own.place


def _person(request: HttpRequest, row: Manifest, number: int) -> tuple[OwnVoyage, OwnPerson]:
    voyage = own_voyage(row, current_user(request))
    own = voyage.named(row.pk, number)
    if own is None:
        raise Http404("no such traveller")
    return voyage, own


def _known(request: HttpRequest, row: Manifest, number: int) -> Traveller | None:
    """Return the traveller as the page showed it, when the list has changed since; None if the page names no list."""
    version = request.POST.get("version", "")
    if not version.isdecimal() or int(version[:18]) < row.pk:
        return None
    own = own_voyage(row, current_user(request), until=int(version[:18])).named(row.pk, number)
    return own.person.declared if own else None


def _refusal(voyage: OwnVoyage) -> str:
    try:
        require_correctable(voyage)
    except NotAllowed as refused:
        return refusal_text(refused)
    return ""


def _traveller_page(
    request: HttpRequest, row: Manifest, voyage: OwnVoyage, own: OwnPerson, form: TravellerForm, *, status: int = 200
) -> HttpResponse:
    now = timezone.now()
    participating = frozenset(State.objects.values_list("code", flat=True))
    shown = row_of_person(voyage, own, current_user(request), participating, now)
    context = {
        "row": row,
        "voyage": voyage,
        "ends": ends_of(voyage.newest),
        "own": own,
        "shown": shown,
        "number": next(each.number for each in own.namings if each.manifest.pk == row.pk),
        "history": history_at(voyage.versions, own.place),
        "form": form,
        "refusal": _refusal(voyage),
        "has_arrived": has_arrived(voyage, now),
    }
    return render(request, "filed_traveller.html", context, status=status)
