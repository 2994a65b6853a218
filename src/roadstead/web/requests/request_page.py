"""One request: what is due, its messages with their receipts, and a form for each thing that can be done now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django import forms
from django.contrib import messages as banner
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from roadstead.cooperation.hits.found import report_of
from roadstead.cooperation.requests.acts import RequestChanged, act
from roadstead.cooperation.requests.facts import may_see_case, to_do_of
from roadstead.cooperation.requests.files import files_of
from roadstead.cooperation.requests.links import links_of
from roadstead.cooperation.requests.models import Message, Request
from roadstead.cooperation.requests.receipts import record_read
from roadstead.cooperation.requests.sides import allowed_actions, organisation_of
from roadstead.cooperation.requests.together import sent_with
from roadstead.cooperation.requests.waiting import hide_targets
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.requests.actions import OPEN, Action, Side
from roadstead.engine.requests.request_type import RequestType
from roadstead.engine.requests.surrender import is_surrender
from roadstead.engine.requests.types.hit_confirmation import CODE as HIT
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.cooperation_permissions import (
    may_export_requests,
    may_see_requests,
    may_write_requests,
)
from roadstead.platform.accounts.models import Organisation, Role, User
from roadstead.platform.audit.models import log
from roadstead.platform.directory.visibility import organisations_of
from roadstead.platform.handling.labels import handling_line
from roadstead.platform.timeline.events import first_broken
from roadstead.web.common.guard import allowed, current_user
from roadstead.web.common.tables import page_of
from roadstead.web.forms.acts import ActForm, HiddenNumber
from roadstead.web.forms.acts import refused as refused_form
from roadstead.web.forms.page_form import PageForm
from roadstead.web.requests.file_form import RequestFileForm
from roadstead.web.requests.guest_panel import guest_panel
from roadstead.web.requests.message_views import message_title, parts_of
from roadstead.web.requests.surrender_case import end_warrant, shown_times, warrant_ended
from roadstead.web.requests.type_forms import add_fields, content_of, shown_fields, type_name

MESSAGES_PER_PAGE: Final = 20
BUTTONS: Final[dict[Action, Promise]] = {
    Action.ACKNOWLEDGE: gettext_lazy("Confirm receipt"),
    Action.REPLY: gettext_lazy("Reply"),
    Action.PROMISE: gettext_lazy("Say when you will reply"),
    Action.ASK: gettext_lazy("Ask a question"),
    Action.CLARIFY: gettext_lazy("Answer the question"),
    Action.REFER: gettext_lazy("Refer to a court"),
    Action.RULED: gettext_lazy("Record the court’s decision"),
    Action.FORWARD: gettext_lazy("Pass on in your state"),
    Action.REFUSE: gettext_lazy("Refuse"),
    Action.WRITE: gettext_lazy("Write a message"),
    Action.WITHDRAW: gettext_lazy("Withdraw the request"),
    Action.FEEDBACK: gettext_lazy("Give feedback and close"),
    Action.CLOSE: gettext_lazy("Close without feedback"),
    Action.REOPEN: gettext_lazy("Reopen"),
}
DUE: Final[dict[str, Promise]] = {
    "acknowledge": gettext_lazy("Receipt to be confirmed by"),
    "reply": gettext_lazy("Reply by"),
    "clarify": gettext_lazy("Answer to the question by"),
    "promise": gettext_lazy("Reply promised by"),
    "court": gettext_lazy("Decision of the court expected by"),
    "admit": gettext_lazy("To be checked for completeness by"),
    "documents": gettext_lazy("Documents by"),
    "consent": gettext_lazy("Decision after consent by"),
    "decision": gettext_lazy("Decision by"),
    "review": gettext_lazy("A review can be sought until"),
    "handover": gettext_lazy("Handover by"),
    "release": gettext_lazy("From then on the person may ask for release:"),
    "report": gettext_lazy("Report of what was done by"),
}


class MessageForm(ActForm):
    """The form of one action: the fields of its message."""

    row_field, row_prefix = "act", "form"
    act = forms.CharField(max_length=12, widget=forms.HiddenInput(attrs={"id": False}), label="")
    edition = HiddenNumber()

    def __init__(self, *args: Any, of: RequestType, action: Action, others: Iterable[Organisation], **kw: Any) -> None:
        super().__init__(*args, row=action.value, **kw)
        self.of, self.action, self.message_fields = of, action, of.fields_of(action)
        choices = [(each.pk, str(each)) for each in others]
        if action is Action.FORWARD:
            self.add_field("to", forms.ChoiceField(label=_("Organisation"), choices=choices))
        elif action is Action.BRING and choices:
            label = _("Office of the court that acts here")
            none = ("", _("None: we record what the court decides"))
            self.add_field("to", forms.ChoiceField(label=label, choices=[none, *choices], required=False))
        add_fields(self, self.message_fields)

    @property
    def button(self) -> Promise | str:
        own = self.of.words.get(self.action)
        return own[0].render(_) if own else BUTTONS[self.action]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageView:
    """A message as the page shows it. `parts`: label and text; `read`: who of the other side read it, and when."""

    row: Message
    who: str
    title: Promise | str
    parts: list[tuple[str, str]]
    read: list[tuple[str, datetime]]
    is_own: bool


@allowed(may_see_requests)
@require_safe
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show one request, and record that its messages were read."""
    found = own_request(request, reference)
    log(current_user(request), "read", f"exchange {found.pk}", states=found.states)
    return render_request(request, found)


@allowed(may_write_requests)
@require_POST
def request_act(request: HttpRequest, reference: str) -> HttpResponse:
    """Do one thing on the request. A refusal says why at the form that was sent, and keeps what was typed."""
    found, user = own_request(request, reference), current_user(request)
    refused = do_act(request, found, user)
    if refused is None:
        if is_surrender(TYPES[found.type]) and request.POST.get("act") == Action.FEEDBACK:
            end_warrant(request, found, user)
        return redirect("request", reference=found.reference)
    return render_request(request, own_request(request, reference), sent=refused, status=409)


def do_act(request: HttpRequest, found: Request, user: User) -> PageForm | None:
    """Do what was posted, for a member or a guest; return the form with its errors if it cannot be done."""
    sent = next((each for each in _forms(found, user) if each.action == request.POST.get("act")), None)
    if sent is None:
        return refused_form(_("This cannot be done any more. Check what has changed, then use one of the buttons."))
    form = MessageForm(request.POST, of=TYPES[found.type], action=sent.action, others=_others(found, user))
    if form.is_valid():
        to = Organisation.objects.filter(pk=form.cleaned_data.get("to", "")).first()
        content = content_of(form, form.message_fields)
        edition = form.cleaned_data["edition"]
        try:
            act(found.pk, form.action.value, content, by=user, now=timezone.now(), edition=edition, to=to)
        except FieldRefused as refused:
            form.refuse(refused, refused.field)
        except (RequestChanged, NotAllowed) as refused:
            form.refuse(refused)
        else:
            banner.success(request, _("Sent. The other side is notified."))
            return None
    return form


def own_request(request: HttpRequest, reference: str) -> Request:
    found: Request = get_object_or_404(requests_for_page(current_user(request)), reference=reference)
    return found


def requests_for_page(user: User) -> QuerySet[Request, Request]:
    return Request.objects.visible_to(user).select_related("asking__state", "asked__state", "officer")


def render_request(
    request: HttpRequest, found: Request, *, sent: PageForm | None = None, status: int = 200
) -> HttpResponse:
    """Render the request; after a refusal with `sent`, the form that was sent."""
    user, now = current_user(request), timezone.now()
    context = request_context(request, found, user, sent=sent)
    is_asking = context["side"] is Side.ASKING
    context["guest"] = guest_panel(found, now, sent=sent) if is_asking and may_write_requests(user) else None
    return render(request, "request.html", context, status=status)


def request_context(
    request: HttpRequest, found: Request, user: User, *, sent: PageForm | None = None
) -> dict[str, Any]:
    """Return what the page of a request shows to a member or a guest, and record that its messages were read."""
    now = timezone.now()
    side = found.side_of(organisations_of(user))
    page = page_of(_messages(found, user), request, size=MESSAGES_PER_PAGE)
    record_read(found, page.object_list, by=user, now=now)
    of = TYPES[found.type]
    hide_targets([found], user)
    offered = [sent if _is_sent(sent, each) else each for each in _forms(found, user)]
    return {
        "request_row": found,
        "reader": user,
        "base": reverse("guest") if user.guest_of else reverse("request", args=[found.reference]),
        "type": type_name(of),
        "side": side,
        "handling": handling_line(found, _),
        "due_words": DUE.get(found.due_code, ""),
        "asks": _asks(found, user) if of.is_sent_from_alert and side is Side.ASKED and found.status in OPEN else [],
        "is_late": found.due_at is not None and found.due_at < now and found.can_be_late,
        "page": page,
        "views": [_view(row, of, organisation_of(found, user)) for row in page],
        "forms": offered,
        "open_forms": _number_open(offered) if found.turn in organisations_of(user) else 0,
        "form": sent,
        "files": [] if found.is_restricted else files_of(found, user),
        "file_form": sent if isinstance(sent, RequestFileForm) else RequestFileForm(),
        "links": links_of(found, user),
        "together": sent_with(found, user),
        "broken": first_broken(found),
        "times": shown_times(found, user) if is_surrender(of) else (),
        "is_surrender": is_surrender(of),
        "may_see_case": (may_see := may_see_case(found, user) and not (found.is_restricted or user.guest_of)),
        "warrant_ended": warrant_ended(found, user) if is_surrender(of) and side is Side.ASKING else "",
        "to_do": len(to_do_of(found, user)) if may_see else 0,
        "may_add_file": may_write_requests(user) and side is not None,
        "may_export": may_export_requests(user) and side is not None and not found.is_restricted,
        "now": now,
    }


def _asks(found: Request, user: User) -> list[tuple[str, str]]:
    """Return what is asked, label and text, to stand above the reply: at a desk in the night nobody scrolls for it."""
    row = Message.objects.visible_to(user).filter(request=found, act=Action.SEND).first()
    if row is None or row.is_restricted:
        return []
    return shown_fields(TYPES[found.type].asks, row.content.get("fields", {}))


def _number_open(offered: list[Any]) -> int:
    """Return how many forms are unfolded: the usual one, and the next as well if the first has no field."""
    return 2 if offered and not offered[0].message_fields else 1


def _is_sent(sent: PageForm | None, each: MessageForm) -> bool:
    return isinstance(sent, MessageForm) and sent.action is each.action


def _messages(found: Request, user: User) -> Any:
    rows = Message.objects.visible_to(user).filter(request=found).select_related("who", "organisation")
    return rows.prefetch_related("receipts__by").order_by("-number")


def _forms(found: Request, user: User) -> list[MessageForm]:
    """Return a form for each action that is possible now, the usual one first."""
    side = found.side_of(organisations_of(user))
    if side is None or not may_write_requests(user):
        return []
    of, initial = TYPES[found.type], {"edition": found.edition}
    is_supervisor = user.role == Role.SUPERVISOR
    actions = allowed_actions(found, side, user, is_supervisor=is_supervisor)
    others = _others(found, user)
    usual = [each for each in actions if each is not Action.FORWARD or others]
    report = report_of(found, user, timezone.now()) if of.code == HIT and Action.FEEDBACK in usual else {}
    more = {Action.FEEDBACK: report}
    return [MessageForm(of=of, action=each, others=others, initial={**initial, **more.get(each, {})}) for each in usual]


def _others(found: Request, user: User) -> list[Organisation]:
    """Return the other organisations of the asked state, to which it may be passed on; a guest passes nothing on."""
    if user.guest_of:
        return []
    rows = Organisation.objects.filter(state=found.asked.state_id, until=None).exclude(state=None)
    return list(rows.exclude(pk__in=[found.asked_id, found.asking_id]).order_by("code"))


def _view(row: Message, of: RequestType, own: str) -> MessageView:
    read = [(f"{each.by or each.organisation_id}", each.at) for each in row.receipts.all()]
    guest = row.content.get("guest")
    return MessageView(
        row=row,
        who=_("%(name)s (guest)") % {"name": guest} if guest else str(row.who or ""),
        title=message_title(row.act, of),
        parts=parts_of(row, of),
        read=read,
        is_own=row.organisation_id == own,
    )
