"""Mark of filings by carriers that registered themselves, whose address alone is confirmed."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext as _

from roadstead.platform.registration.carrier_codes import is_self_registered
from roadstead.platform.registration.models import SelfRegistered
from roadstead.web.templatetags.clock import day

register = template.Library()


@register.filter
def self_registered(carrier: str) -> str:
    """Return "address confirmed on 25 Nov 2026"; "" for a carrier that did not register itself, without a query."""
    return _mark(SelfRegistered.objects.filter(pk=carrier).first()) if is_self_registered(carrier) else ""


@register.filter
def self_registered_among(carriers: Iterable[str]) -> list[tuple[str, str]]:
    """Return the self-registered carriers among these, each once with its mark; at most one query."""
    codes = sorted({code for code in carriers if is_self_registered(code)})
    known = SelfRegistered.objects.in_bulk(codes) if codes else {}
    return [(code, _mark(known.get(code))) for code in codes]


def _mark(row: SelfRegistered | None) -> str:
    if row is None:
        return _("account deleted since")
    if row.closed_at:
        return _("account closed on %(day)s") % {"day": day(row.closed_at)}
    return _("address confirmed on %(day)s") % {"day": day(row.confirmed_at)}
