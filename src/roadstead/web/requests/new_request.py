"""A new request: its type, who is asked, what is asked. What was typed is kept as a draft of the organisation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages as banner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from roadstead.casework.items import Item
from roadstead.cooperation.requests.acts import NewRequest, send
from roadstead.cooperation.requests.addressees import NO_ACCOUNTS, Candidate, authorities, candidates
from roadstead.cooperation.requests.drafts import drafts, save_draft
from roadstead.cooperation.requests.links import KINDS, may_name
from roadstead.cooperation.requests.models import MAX_REASON_CHARS, MAX_TITLE_CHARS, Draft, Request
from roadstead.cooperation.requests.prefill import prefill
from roadstead.engine.reference.legal_bases import LEGAL_BASES, basis_for
from roadstead.engine.refusals import FieldRefused, NotAllowed
from roadstead.engine.requests.request_type import RequestType
from roadstead.engine.requests.types.registry import TYPES
from roadstead.platform.accounts.cooperation_permissions import may_write_requests
from roadstead.platform.accounts.models import User
from roadstead.platform.accounts.permissions import JUSTICE
from roadstead.platform.audit.models import Purpose, log
from roadstead.platform.handling.labels import TLP
from roadstead.platform.handling.logic.codes import SHAREABLE
from roadstead.platform.policies.in_force import in_force
from roadstead.web.common.guard import allowed, current_user, own_states
from roadstead.web.forms.acts import MAX_NUMBER
from roadstead.web.forms.page_form import LinesField, PageForm
from roadstead.web.requests.type_forms import add_fields, content_of, type_name
from roadstead.web.templatetags.names import country

FIRST: Final = next(iter(TYPES.values()))


class RequestForm(PageForm):
    """A new request. The fields of its type follow those that every request has."""

    item_kind = forms.ChoiceField(
        choices=[(each, each) for each in KINDS], required=False, widget=forms.HiddenInput, label=""
    )
    item_number = forms.IntegerField(
        min_value=1, max_value=MAX_NUMBER, required=False, widget=forms.HiddenInput, label=""
    )
    draft = forms.IntegerField(min_value=1, max_value=MAX_NUMBER, required=False, widget=forms.HiddenInput, label="")
    to = forms.MultipleChoiceField(
        label=gettext_lazy("Who is asked?"),
        help_text=gettext_lazy("Each gets a request of its own, and sees neither the others nor their replies."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, of: RequestType, offered: list[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of, self.offered = of, {each.organisation.pk: each for each in offered}
        field = self.fields["to"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(code, _named(each)) for code, each in self.offered.items()]
        add_fields(self, of.asks)
        self.add_field(
            "title",
            forms.CharField(
                label=_("Title"),
                help_text=_("Do not name a person. Lists and notifications show the title."),
                max_length=MAX_TITLE_CHARS,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            ),
        )
        basis = _("The act and section, or the agreement, under which you may ask")
        self.add_field("basis", LinesField(label=_("Legal basis"), help_text=basis, rows=2))
        self.add_field("purpose", LinesField(label=_("Purpose"), rows=2))
        self.add_field(
            "urgency",
            forms.CharField(
                label=_("Why it is urgent"),
                help_text=_("Leave it empty if it is not. The people on duty are called for an urgent request."),
                max_length=MAX_REASON_CHARS,
                required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            ),
        )
        tlp = forms.ChoiceField(
            label=_("Handling"), choices=[(each.value, _(TLP[each])) for each in SHAREABLE], initial=SHAREABLE[-1]
        )
        self.add_field("tlp", tlp)

    def item(self) -> Item | None:
        """Return the item that the request is about."""
        kind, number = self.cleaned_data.get("item_kind"), self.cleaned_data.get("item_number")
        return Item(kind, number) if kind and number else None

    def request(self) -> NewRequest:
        """Return the request of a valid form."""
        given, item = self.cleaned_data, self.item()
        return NewRequest(
            type=self.of.code,
            measure=self.of.measures[0] if self.of.measures else "",
            to=[self.offered[code].addressee for code in given["to"]],
            content=content_of(self, self.of.asks),
            items=[item] if item else [],
            **{name: given[name] for name in ("title", "basis", "purpose", "urgency", "tlp")},
        )


def _written(user: User) -> dict[str, RequestType]:
    """Return the types that this person writes here: a hit confirmation is sent from the page of its alert, and a
    surrender by central authorities and courts.
    """
    is_justice = user.role in JUSTICE
    return {
        code: each
        for code, each in TYPES.items()
        if not each.is_sent_from_alert and (is_justice or not each.is_of_justice)
    }


def _named(each: Candidate) -> str:
    state = country(each.organisation.state_id) if each.organisation.state_id else _("Regional centre")
    if each.is_fresh and each.contact_point and not each.is_guest:
        return f"{state}: {each.contact_point.title}"
    point = f" ({each.contact_point.title})" if each.contact_point else ""
    reason = NO_ACCOUNTS if each.is_guest else each.reason
    return f"{state}: {each.organisation}{point}. {reason.render(_)}."


@allowed(may_write_requests)
@require_http_methods(["GET", "HEAD", "POST"])
def new_request(request: HttpRequest) -> HttpResponse:
    """Show the form of a type, filled in from an item (`?about=alert-17`) or a draft (`?draft=3`), and send it."""
    user = current_user(request)
    asked = request.POST if request.method == "POST" else request.GET
    draft = _draft(user, asked.get("draft", ""))
    of = _written(user).get(asked.get("type", draft.type if draft else ""), FIRST)
    named = draft.content.get("to", []) if draft else []
    offer = authorities if of.is_of_justice else candidates
    offered = offer(user, timezone.now(), also=[*asked.getlist("to"), *named])
    if request.method != "POST":
        initial = draft.content if draft else _initial(user, of, asked)
        return _page(request, RequestForm(of=of, offered=offered, initial=initial), draft)
    form = RequestForm(request.POST, of=of, offered=offered)
    if asked.get("act") == "draft":
        return _save(request, form, draft)
    if form.is_valid():
        try:
            made = send(form.request(), by=user, now=timezone.now(), draft=draft)
        except NotAllowed as refused:
            form.refuse(refused, refused.field if isinstance(refused, FieldRefused) else None)
        else:
            return _sent(request, made)
    return _page(request, form, draft, status=400)


@allowed(may_write_requests)
@require_POST
def delete_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Delete a draft of the own organisation."""
    get_object_or_404(drafts(current_user(request)), pk=pk).delete()
    banner.success(request, _("The draft is deleted."))
    return redirect("requests")


def _sent(request: HttpRequest, made: list[Request]) -> HttpResponse:
    if len(made) == 1:
        banner.success(request, _("Sent. The reference is %(reference)s.") % {"reference": made[0].reference})
        return redirect("request", reference=made[0].reference)
    banner.success(request, _("Sent as %(number)d requests.") % {"number": len(made)})
    return redirect("/requests?show=theirs")


def _save(request: HttpRequest, form: RequestForm, draft: Draft | None) -> HttpResponse:
    typed = {name: request.POST.getlist(name) if name == "to" else request.POST.get(name, "") for name in form.fields}
    try:
        kept = save_draft(
            form.of.code, typed, by=current_user(request), now=timezone.now(), pk=draft.pk if draft else None
        )
    except NotAllowed as refused:
        form.is_valid()
        form.refuse(refused)
        return _page(request, form, draft, status=400)
    banner.success(request, _("The draft is saved. Everybody in your organisation can go on with it."))
    return redirect(f"/requests/new?draft={kept.pk}")


def _draft(user: User, number: str) -> Draft | None:
    return drafts(user).filter(pk=number).first() if number.isdecimal() and len(number) < len(str(MAX_NUMBER)) else None


def _initial(user: User, of: RequestType, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the item in the address fills in, and the legal basis of the own state if a row names it."""
    found: dict[str, Any] = {"to": asked.getlist("to")} if hasattr(asked, "getlist") else {}
    kind, _dash, number = asked.get("about", "").partition("-")
    if may_name(kind, user) and number.isdecimal() and len(number) < len(str(MAX_NUMBER)):
        told = prefill(Item(kind, int(number)), user)
        if told:
            log(user, "read", f"{kind} {number}", states=own_states(user))
            by_field = {each.name: told[each.about] for each in of.asks if told.get(each.about)}
            found |= {**by_field, "item_kind": kind, "item_number": number}
            found |= {name: told[name] for name in ("title", "purpose") if name in told}
    row = basis_for(
        in_force(LEGAL_BASES), state=user.state_id or "", purpose=Purpose.EXCHANGE, on=timezone.now().date()
    )
    return {**found, "basis": row.text if row and row.verified else ""}


def _page(request: HttpRequest, form: RequestForm, draft: Draft | None, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "of": form.of,
        "title": type_name(form.of),
        "hint": form.of.hint.render(_),
        "types": [(code, type_name(each)) for code, each in _written(current_user(request)).items()],
        "draft": draft,
        "query": request.GET.urlencode() if request.method == "GET" else "",
    }
    return render(request, "request_new.html", context, status=status)
