"""Statuses as words with a sign and a colour, and evidence as words with its bits.

A status is never shown by colour alone (WCAG 1.4.1), and an undecided alert is called possible and nothing else (S20).
"""

from __future__ import annotations

from datetime import date

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.casework.alerts.models import Alert, ClearedPair, Suppression
from roadstead.engine.records import HitKind
from roadstead.platform.handling.ceiling import ceiling_in_force
from roadstead.platform.handling.labels import HasCodes, handling_line
from roadstead.web.common.status_tags import TAGS, Tag

register = template.Library()


@register.inclusion_tag("partials/tag.html")
def tag(kind: str, code: str) -> dict[str, Tag]:
    """Show a status in words, with its sign and colour. An unknown code is shown as it is."""
    return {"tag": TAGS[kind].get(str(code), Tag("grey", "·", str(code)))}


@register.simple_tag
def status_words(kind: str, code: str) -> str | Promise:
    """Return the words of a status, for a list of choices."""
    return TAGS[kind][code].words


# Words for evidence, by the least number of bits. Each bit halves the probability of a coincidence.
STRENGTHS = ((40.0, _("Very strong")), (25.0, _("Strong")), (15.0, _("Fair")), (float("-inf"), _("Weak")))
FULL_METER = 60  # bits at which the bar is full


@register.filter
def strength(alert: Alert | Suppression) -> str:
    """Return the strength of an alert, such as `Strong, 31 bits`; a rule matches or not and has no strength."""
    if isinstance(alert, Alert) and alert.kind == HitKind.RULE:
        return str(_("By rule"))
    words = next(words for least, words in STRENGTHS if alert.score >= least)
    return f"{words}, {alert.score:.0f} {_('bits')}"


@register.filter
def strength_words(alert: Alert) -> str | Promise:
    """Return the strength of an alert in words alone: `Strong`, `By rule`."""
    if alert.kind == HitKind.RULE:
        return _("By rule")
    return next(words for least, words in STRENGTHS if alert.score >= least)


@register.filter
def meter(alert: Alert) -> int:
    """Return the strength for a bar from 0 to 100."""
    return max(0, min(100, round(100 * alert.score / FULL_METER)))


@register.filter
def evidence_bits(bits: float) -> str:
    """Return what a reason added or subtracted, with its sign: `+14.0`, `−2.2`; a dash if it is for
    information only.
    """
    return f"{'+' if bits > 0 else '−'}{abs(bits):.1f}" if bits else "–"


@register.filter
def pair_state(pair: ClearedPair, today: date) -> str:
    """Return the state of a cleared match on this day, a code of the tags of pairs."""
    return pair.status(today)


@register.filter
def percent(share: float) -> str:
    """Return a share from 0 to 1 as `17 %`."""
    return f"{100 * share:.0f} %"


@register.filter
def handling(row: HasCodes) -> str:
    """Return the handling of a row in full: "TLP:AMBER, the organisation that holds it …; H2: …"."""
    return handling_line(row, gettext)


@register.simple_tag
def ceiling() -> str:
    """Return the highest protective marking that this installation holds."""
    return gettext(ceiling_in_force())


@register.simple_tag
def tag_words(kind: str, code: str) -> str | Promise:
    """Return the words of a status, as one choice of several."""
    return TAGS[kind][code].words
