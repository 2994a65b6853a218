"""Quality stored beside voyages, messages and people (`filings/voyages/record_quality`), for display."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from roadstead.engine.records import Aspect, Severity
from roadstead.engine.voyages.quality.titles import title
from roadstead.filings.voyages.models import Voyage
from roadstead.web.templatetags.clock import duration

register = template.Library()

WORDS: dict[str, str | Promise] = {
    Aspect.COMPLETE.value: _("Complete"),
    Aspect.PLAUSIBLE.value: _("Plausible"),
    Aspect.ON_TIME.value: _("On time"),
    Aspect.SUFFICIENT.value: _("Sufficient"),
}
GRAVITY = (Severity.ERROR.value, Severity.WARNING.value, Severity.NOTE.value)
MAX_FINDINGS = 20  # kinds of finding of an aspect, and findings of the whole, on a page


class PeopleFinding(NamedTuple):
    """One kind of finding, and the number of people who have it."""

    words: str
    field: str
    severity: str
    people: int


class AspectSummary(NamedTuple):
    """One row of the table: its worst severity, the number of people concerned, and the findings."""

    name: str  # of Aspect
    words: str | Promise
    worst: str  # of GRAVITY; "good" if nothing was found, "unknown" if it was not assessed
    concerned: int  # people with an error or a warning
    findings: Sequence[Mapping[str, Any]]  # of the whole
    people_findings: Sequence[PeopleFinding]

    @property
    def finding_count(self) -> int:
        return len(self.findings) + len(self.people_findings)


@register.filter
def aspects(quality: Mapping[str, Any], voyage: Voyage | None = None) -> list[AspectSummary]:
    """Return the four aspects of a voyage's or a message's quality; [] if it was not assessed."""
    assessed = _assessed(quality, voyage)
    return [_aspect(quality, name, words, assessed) for name, words in WORDS.items()] if quality else []


@register.filter
def worst(quality: Mapping[str, Any]) -> str:
    """Return the gravest severity found; "good" for none, "unknown" if nothing was assessed."""
    if not quality:
        return "unknown"
    found = {each["severity"] for each in (*quality.get("findings", ()), *quality.get("codes", {}).values())}
    return next(
        (severity for severity in GRAVITY if severity in found), "unknown" if nothing_assessed(quality) else "good"
    )


@register.filter
def worst_of_person(quality: Mapping[str, Any]) -> str:
    """Return the same for one person, for whom nothing is stored if nothing was found."""
    return worst(quality) if quality else "good"


@register.filter
def concerned(quality: Mapping[str, Any]) -> int:
    """Return the number of people with an error or a warning in the aspect that has most of them."""
    return max(quality.get("concerned", {}).values(), default=0)


@register.filter
def problem_count(quality: Mapping[str, Any]) -> int:
    """Return the number of kinds of finding, of the whole and of people."""
    return len(quality.get("findings", ())) + len(quality.get("codes", {}))


@register.filter
def margin(voyage: Voyage) -> str:
    """Return how long before or after its deadline the first list came: "3 h 20 min before the deadline"."""
    if voyage.filed_at is None or voyage.due_at is None:
        return ""
    time = duration(abs(voyage.filed_at - voyage.due_at))
    side = _("before the deadline") if voyage.filed_at <= voyage.due_at else _("after the deadline")
    return f"{time} {side}"


@register.filter
def position_from_one(position: int) -> int:
    """Return the number in the list, counted from 1."""
    return position + 1


def nothing_assessed(quality: Mapping[str, Any]) -> bool:
    return quality.get("assessed") == []


def _assessed(quality: Mapping[str, Any], voyage: Voyage | None) -> Collection[str]:
    """Return the aspects that were assessed. Rows of earlier versions do not state them: they follow from people and
    deadline.
    """
    if "assessed" in quality:
        return frozenset(quality["assessed"])
    has_deadline = voyage is not None and voyage.on_time is not None
    shown = {name: bool(quality.get("people")) for name in WORDS} | {Aspect.ON_TIME.value: has_deadline}
    return frozenset(name for name, is_so in shown.items() if is_so)


def _aspect(quality: Mapping[str, Any], name: str, words: str | Promise, assessed: Collection[str]) -> AspectSummary:
    findings = [each for each in quality.get("findings", ()) if each["aspect"] == name]
    kinds = [
        PeopleFinding(gettext(title(code)), each["field"], each["severity"], each["people"])
        for code, each in quality.get("codes", {}).items()
        if each["aspect"] == name
    ]
    found = {each["severity"] for each in findings} | {kind.severity for kind in kinds}
    return AspectSummary(
        name=name,
        words=words,
        worst=next((severity for severity in GRAVITY if severity in found), "good" if name in assessed else "unknown"),
        concerned=quality.get("concerned", {}).get(name, 0),
        findings=findings[:MAX_FINDINGS],
        people_findings=sorted(kinds, key=lambda kind: (GRAVITY.index(kind.severity), -kind.people))[:MAX_FINDINGS],
    )
