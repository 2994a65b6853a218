"""The panel of a request whose addressee has no account: its link and PIN, and the form that sends one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from roadstead.cooperation.requests.guests import needs_guest, pin_of
from roadstead.cooperation.requests.models import MAX_WRONG_PINS, GuestLink, Request
from roadstead.platform.directory.models import ContactMethod
from roadstead.web.forms.acts import ActForm
from roadstead.web.forms.page_form import PageForm

Method = ContactMethod.Method


class GuestForm(ActForm):
    """Form that sends a guest a link to a request."""

    auto_id = "guest-%s"
    name = forms.CharField(
        label=_("Name"),
        help_text=_("The person you ask. The request records what they do under this name."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    mail = forms.EmailField(
        label=_("E-mail address"),
        error_messages={"invalid": _("This is not an e-mail address. Write it as name@example.com.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    language = forms.ChoiceField(
        label=_("Language of the mail"),
        choices=settings.LANGUAGES,
        widget=forms.Select(attrs={"class": "govuk-input--width-10"}),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestPanel:
    """Context of the panel. `link`: the newest, if any; `pin` is "" unless it still opens; `why_ended` is "" while it
    does; `calls`: how to reach the contact point by voice; `form`: to send a link, None if none is needed.
    """

    link: GuestLink | None
    pin: str
    why_ended: str
    calls: list[ContactMethod]
    form: PageForm | None


def guest_panel(found: Request, now: datetime, *, sent: PageForm | None = None) -> GuestPanel | None:
    """Return the panel for the asking side; None if the other side answers with accounts and no link was sent."""
    link: GuestLink | None = found.guest_links.first()
    is_needed = needs_guest(found, now)
    if link is None and not is_needed:
        return None
    methods = list(found.contact_point.methods.all()) if found.contact_point else []
    why = _why_ended(link, now) if link else ""
    form = (sent if isinstance(sent, GuestForm) else GuestForm(initial=_initial(found, methods))) if is_needed else None
    return GuestPanel(
        link=link,
        pin=pin_of(link) if link and not why else "",
        why_ended=why,
        calls=[each for each in methods if each.method in {Method.TELEPHONE, Method.RADIO}],
        form=form,
    )


def _why_ended(link: GuestLink, now: datetime) -> str:
    if link.wrong_pins >= MAX_WRONG_PINS:
        return str(_("The link has ended, because the PIN was wrong five times."))
    if link.ended_at is not None:
        return str(_("The link was ended."))
    return str(_("The link has ended, because its 72 hours are over.")) if link.ends_at <= now else ""


def _initial(found: Request, methods: list[ContactMethod]) -> dict[str, str]:
    """Return what the directory knows of the contact point: its holder, its mail and its first language of ours."""
    point = found.contact_point
    holder = point.holders.filter(valid_to=None).first() if point else None
    mail = next((each for each in methods if each.method == Method.MAIL), None)
    ours = dict(settings.LANGUAGES)
    language = next((each for each in mail.languages if each in ours), "en") if mail else "en"
    return {
        "name": str(holder or (point.title if point else found.asked)),
        "mail": mail.target if mail else "",
        "language": language,
    }
