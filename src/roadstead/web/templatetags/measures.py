"""Names of measures, crimes and stages of a case in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import gettext

from roadstead.engine.reference.measures import STAGES, crime_name, measure_name
from roadstead.platform.directory.models import Competence

register = template.Library()


@register.filter
def measure(code: str) -> str:
    """Return the name of a measure; the code itself if it is unknown."""
    return gettext(measure_name(code))


@register.filter
def measures(competences: Iterable[Competence]) -> str:
    """Return the names of the measures of these competences, each once."""
    return ", ".join(dict.fromkeys(measure(each.measure) for each in competences))


@register.filter
def crimes(codes: Iterable[str]) -> str:
    return ", ".join(gettext(crime_name(code)) for code in codes)


@register.filter
def stage(code: str) -> str:
    return gettext(STAGES.get(code, code))
