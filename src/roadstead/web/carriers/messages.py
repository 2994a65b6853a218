"""Messages as received: the list, one message with its problems beside its segments, filing and repair."""

from __future__ import annotations

from typing import Any

from django.contrib import messages as banner
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadstead.config import config
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import NothingReceived, OverLimit, normalise_receipt, receive, repair, retry
from roadstead.filings.intake.sandbox import TooLarge, TooMany, receive_test
from roadstead.filings.voyages.history import split_list_of
from roadstead.platform.accounts.filing_permissions import may_repair_messages, may_see_messages, may_submit_messages
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.audit.models import log
from roadstead.web.carriers.forms import (
    EMPTY,
    NOT_REPAIRABLE,
    NOT_RETRIABLE,
    NOTHING_SENT,
    TOO_LARGE,
    UNCHANGED,
    MessageFilterForm,
    RepairForm,
    SubmitForm,
)
from roadstead.web.carriers.raw_text import as_text, is_text, lines_of, page_with
from roadstead.web.carriers.receipt_people import people_and_problems
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.refusals import refusal_text
from roadstead.web.common.tables import Column, headings, page_of, sorted_by

COLUMNS = {
    "received": Column("Received (UTC)", ("received_at",)),
    "receipt": Column("Receipt", ("receipt",)),
    "carrier": Column("Carrier", ("carrier",)),
    "file": Column("File", ("filename",)),
    "understood": Column("What we read"),
    "problems": Column("Problems"),
    "status": Column("Status", ("status",)),
}
ROWS_PER_PAGE = 30
CARGO = frozenset({"cargo", "stowage"})  # functions of messages that name bills and containers
REPAIRABLE = frozenset({Status.SET_ASIDE, Status.NOT_UNDERSTOOD})


@allowed(may_see_messages)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the messages this user may see, newest first; `status=set_aside` lists those that wait for an operator."""
    seen = Message.objects.visible_to(current_user(request))
    rows: QuerySet[Message, Message] = seen.defer("raw").prefetch_related("manifests__voyage")
    form = MessageFilterForm(request.GET)
    status, words = form.chosen("status"), form.chosen("q")
    if status:
        rows = rows.filter(status=status)
    if words:
        rows = _searched(rows, words)
    log(
        current_user(request),
        "searched" if words else "read",
        "messages",
        states=list(current_user(request).scope.states),
    )
    context = {
        "messages_received": page_of(sorted_by(rows, request, COLUMNS), request, size=ROWS_PER_PAGE),
        "headings": headings(request, _columns(current_user(request))),
        "form": form,
        "is_filtered": bool(status or words),
    }
    return render(request, "messages.html", context)


def _columns(person: User) -> dict[str, Column]:
    """Return the columns of the list; a carrier sees only its own messages, without a column for their sender."""
    return {name: column for name, column in COLUMNS.items() if name != "carrier" or person.role != Role.CARRIER}


def _searched(rows: QuerySet[Message, Message], words: str) -> QuerySet[Message, Message]:
    receipt = normalise_receipt(words)
    return rows.filter(receipt=receipt) if receipt else rows.filter(filename__icontains=words)


@allowed(may_see_messages)
@require_safe
def message(request: HttpRequest, receipt: str) -> HttpResponse:
    """Show one message: what was understood, and the raw text with its problems beside the segments they concern."""
    found = _message(request, receipt)
    log(current_user(request), "read", f"receipt {found.receipt}", states=found.states)
    return _page(request, found)


@allowed(may_see_messages)
@require_safe
def message_status(request: HttpRequest, receipt: str) -> JsonResponse:
    """Return `waits`: true while the message waits to be read. The page of its receipt asks every second."""
    seen = Message.objects.visible_to(current_user(request)).only("status")
    found = get_object_or_404(seen, receipt=normalise_receipt(receipt))
    return JsonResponse({"waits": found.status == Status.RECEIVED})


def _page(request: HttpRequest, found: Message, *, form: RepairForm | None = None, status: int = 200) -> HttpResponse:
    manifests = list(found.manifests.select_related("voyage", "statement").order_by("position"))
    may_retry = may_repair_messages(current_user(request)) and found.status in REPAIRABLE
    may_repair = may_retry and is_text(bytes(found.raw))
    context = {
        "message": found,
        "manifests": manifests,
        "has_cargo": any(each.function in CARGO for each in manifests),
        "lines": page_with(request.GET, lines_of(bytes(found.raw), manifests)),
        "is_unfolded": bool(request.GET.get("segment") or request.GET.get("page")),
        **people_and_problems(request, found, manifests),
        "split_lists": [split for each in manifests if (split := split_list_of(each))],
        "may_retry": may_retry,
        "may_repair": may_repair,
        "form": form or RepairForm(initial={"text": as_text(bytes(found.raw)) if may_repair else ""}),
        "repaired_by": Message.objects.visible_to(current_user(request)).filter(repairs=found).first(),
    }
    return render(request, "message.html", context, status=status)


@allowed(may_submit_messages)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """File a list by hand: a file, or pasted text."""
    if request.method != "POST":
        return render(request, "submit.html", {"form": SubmitForm()})
    form = SubmitForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, form, NOTHING_SENT, 400)
    raw, name = form.sent(config().max_body)
    if len(raw) > config().max_body:
        return _refused(request, form, TOO_LARGE, 413)
    user = current_user(request)
    sent: dict[str, Any] = {
        "carrier": user.carrier_id or "",
        "channel": "portal",
        "now": timezone.now(),
        "filename": name,
        "by": user,
    }
    try:
        if form.cleaned_data["test"]:
            return redirect("test-list", receipt=receive_test(raw, **sent)[0].receipt)
        received = receive(raw, **sent)
    except NothingReceived:
        return _refused(request, form, NOTHING_SENT, 400)
    except (TooLarge, TooMany, OverLimit) as refused:
        return _refused(request, form, refusal_text(refused), 413 if isinstance(refused, TooLarge) else 429)
    if received.repeated:
        banner.info(request, _("You filed this list before. This is its receipt."))
    return redirect("message", receipt=received.message.receipt)


def _refused(request: HttpRequest, form: SubmitForm, why: str | Promise, status: int) -> HttpResponse:
    if form.is_valid():
        form.add_error("file", str(why))
    return render(request, "submit.html", {"form": form}, status=status)


@allowed(may_repair_messages)
@require_POST
def repair_message(request: HttpRequest, receipt: str) -> HttpResponse:
    """Send a repaired text in place of a message that was set aside; the original is kept as it was sent."""
    found = _message(request, receipt)
    form = RepairForm(request.POST)
    if found.status not in REPAIRABLE:
        form.add_error(None, NOT_REPAIRABLE)
        return _page(request, found, form=form, status=409)
    if not form.is_valid():
        return _page(request, found, form=form, status=400)
    typed = form.cleaned_data["text"]
    if typed.replace("\r\n", "\n") == as_text(bytes(found.raw)).replace("\r\n", "\n"):
        form.add_error("text", UNCHANGED)
        return _page(request, found, form=form, status=400)
    try:
        received = repair(found, typed.encode(), by=current_user(request), now=timezone.now())
    except NothingReceived:
        form.add_error("text", EMPTY)
        return _page(request, found, form=form, status=400)
    return redirect("message", receipt=received.message.receipt)


@allowed(may_repair_messages)
@require_POST
def retry_message(request: HttpRequest, receipt: str) -> HttpResponse:
    """Queue a message that was set aside again, unchanged."""
    found = _message(request, receipt)
    if found.status not in REPAIRABLE:
        form = RepairForm({})
        form.add_error(None, NOT_RETRIABLE)
        return _page(request, found, form=form, status=409)
    retry(found, by=current_user(request))
    banner.success(request, _("%(receipt)s is queued again.") % {"receipt": found.receipt})
    return redirect("message", receipt=found.receipt)


def _message(request: HttpRequest, receipt: str) -> Message:
    return get_object_or_404(Message.objects.visible_to(current_user(request)), receipt=normalise_receipt(receipt))
