"""Messages as received: the list, one message with its problems beside its segments, filing and repair."""

from __future__ import annotations

from django.contrib import messages as banner
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from roadstead.config import config
from roadstead.filings.intake.models import Message, Status
from roadstead.filings.intake.receive import NothingReceived, normalise_receipt, receive, repair, retry
from roadstead.filings.voyages.history import split_list_of
from roadstead.platform.accounts.models import Role, User
from roadstead.platform.accounts.permissions import may_repair_messages, may_see_messages, may_submit_messages
from roadstead.platform.audit.models import log
from roadstead.web.carriers.raw_text import as_text, is_text, lines_of, page_with
from roadstead.web.common.guard import allowed, current_user, problems_of
from roadstead.web.common.tables import Column, headings, one_of, page_of, sorted_by

COLUMNS = {
    "received": Column("Received (UTC)", ("received_at",)),
    "receipt": Column("Receipt", ("receipt",)),
    "carrier": Column("Carrier", ("carrier",)),
    "file": Column("File", ("filename",)),
    "understood": Column("Understood"),
    "problems": Column("Problems"),
    "status": Column("Status", ("status",)),
}
CARGO = frozenset({"cargo", "stowage"})  # functions of messages that name bills and containers
REPAIRABLE = frozenset({Status.SET_ASIDE, Status.NOT_UNDERSTOOD})


@allowed(may_see_messages)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List the messages this user may see, newest first; `status=set_aside` is the operator's list."""
    seen = Message.objects.visible_to(current_user(request))
    rows: QuerySet[Message, Message] = seen.defer("raw").prefetch_related("manifests__voyage")
    status = one_of(request.GET.get("status", ""), [each.value for each in Status])
    if status:
        rows = rows.filter(status=status)
    words = request.GET.get("q", "").strip()
    if words:
        rows = _searched(rows, words)
    log(
        current_user(request),
        "searched" if words else "read",
        "messages",
        states=list(current_user(request).scope.states),
    )
    context = {
        "messages_received": page_of(sorted_by(rows, request, COLUMNS), request),
        "headings": headings(request, _columns(current_user(request))),
        "status": status,
        "statuses": Status.choices,
        "q": request.GET.get("q", ""),
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


def _page(request: HttpRequest, found: Message, *, error: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    manifests = list(found.manifests.select_related("voyage").order_by("position"))
    may_retry = may_repair_messages(current_user(request)) and found.status in REPAIRABLE
    may_repair = may_retry and is_text(bytes(found.raw))
    context = {
        "message": found,
        "manifests": manifests,
        "has_cargo": any(each.function in CARGO for each in manifests),
        "lines": page_with(request.GET, lines_of(bytes(found.raw), manifests)),
        **problems_of(manifests, doubts=True),
        "split_lists": [split for each in manifests if (split := split_list_of(each))],
        "may_retry": may_retry,
        "may_repair": may_repair,
        "text": typed or (as_text(bytes(found.raw)) if may_repair else ""),
        "error": error,
        "repaired_by": Message.objects.visible_to(current_user(request)).filter(repairs=found).first(),
    }
    return render(request, "message.html", context, status=status)


@allowed(may_submit_messages)
@require_http_methods(["GET", "HEAD", "POST"])
def submit(request: HttpRequest) -> HttpResponse:
    """File a list by hand: a file, or pasted text."""
    if request.method != "POST":
        return render(request, "submit.html", {})
    raw, name = _uploaded(request)
    if len(raw) > config().max_body:
        return render(request, "submit.html", {"error": "The list is too large; send it in parts."}, status=413)
    try:
        received = receive(
            raw,
            carrier=_carrier(request),
            channel="portal",
            now=timezone.now(),
            filename=name,
            by=current_user(request),
        )
    except NothingReceived:
        return render(request, "submit.html", {"error": "Choose a file or paste the list first."}, status=400)
    if received.repeated:
        banner.info(request, "This very list was filed before; here is its receipt.")
    return redirect("message", receipt=received.message.receipt)


def _uploaded(request: HttpRequest) -> tuple[bytes, str]:
    uploaded = request.FILES.get("file")
    if uploaded:
        return uploaded.read(config().max_body + 1), uploaded.name or ""
    return request.POST.get("text", "").encode(), ""


def _carrier(request: HttpRequest) -> str:
    return current_user(request).carrier_id or ""


@allowed(may_repair_messages)
@require_POST
def repair_message(request: HttpRequest, receipt: str) -> HttpResponse:
    """Send a repaired text in place of a message that was set aside; the original is kept as it was sent."""
    found = _message(request, receipt)
    typed = request.POST.get("text", "")
    if found.status not in REPAIRABLE:
        return _page(request, found, error="Only a message that was set aside can be repaired.", status=409)
    if typed.replace("\r\n", "\n") == as_text(bytes(found.raw)).replace("\r\n", "\n"):
        return _page(request, found, error="Nothing was changed: correct the text first.", typed=typed, status=400)
    try:
        received = repair(found, typed.encode(), by=current_user(request), now=timezone.now())
    except NothingReceived:
        return _page(request, found, error="The text is empty: there is nothing to send.", status=400)
    return redirect("message", receipt=received.message.receipt)


@allowed(may_repair_messages)
@require_POST
def retry_message(request: HttpRequest, receipt: str) -> HttpResponse:
    """Queue a message that was set aside again, unchanged."""
    found = _message(request, receipt)
    if found.status not in REPAIRABLE:
        return _page(request, found, error="Only a message that was set aside can be tried again.", status=409)
    retry(found, by=current_user(request))
    banner.success(request, _("%(receipt)s is queued again.") % {"receipt": found.receipt})
    return redirect("message", receipt=found.receipt)


def _message(request: HttpRequest, receipt: str) -> Message:
    return get_object_or_404(Message.objects.visible_to(current_user(request)), receipt=normalise_receipt(receipt))
