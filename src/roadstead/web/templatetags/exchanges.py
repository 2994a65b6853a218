"""Links of a request between states to what it is about."""

from __future__ import annotations

from typing import Final

from django import template
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from roadstead.casework.items import Item, find
from roadstead.cooperation.requests.models import RequestLink
from roadstead.platform.accounts.models import User

register = template.Library()
NAMES: Final[dict[str, Promise]] = {
    "alert": _("Alert"),
    "case": _("Case"),
    "bill": _("Bill"),
    "voyage": _("Voyage"),
    "traveller": _("Traveller"),
    "entry": _("List entry"),
    "request": _("Request"),
    "lookout": _("Lookout"),
    "warrant": _("Warrant"),
}
PAGES: Final = frozenset({"alert", "case", "bill", "voyage"})  # whose address is the number alone


@register.simple_tag
def exchange_link(link: RequestLink, user: User) -> SafeString:
    """Return a link to the page of an item; its name alone where the address needs more than a number."""
    text = f"{NAMES.get(link.kind, link.kind)} {link.number}"
    if link.kind == "warrant":
        row = find(Item(link.kind, link.number), user)
        return _linked(reverse("warrant", args=[row.reference]), row.reference) if row else format_html("{}", text)
    if link.kind not in PAGES:
        return format_html("{}", text)
    return _linked(reverse(link.kind, args=[link.number]), text)


def _linked(href: str, text: str) -> SafeString:
    return format_html('<a class="govuk-link" href="{}">{}</a>', href, text)
