"""Place of a problem as the sender counts it: a segment, a row of a sheet, a line of XML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import template
from django.utils.translation import gettext

from roadstead.engine.formats.cargo.edifact.read import TYPES
from roadstead.engine.formats.passengers.sheets.shapes import CARGO, SHAPES
from roadstead.filings.voyages.models import Manifest

register = template.Library()
SHEETS: Final = frozenset(shape.type for shape in (*SHAPES.values(), CARGO))
EDIFACT: Final = frozenset({"PAXLST", "PNRGOV", "CUSRES", "CONTRL", "APERAK", "", *TYPES})


@register.filter
def problem_place(problem: Mapping[str, Any], manifest: Manifest) -> str:
    """Return "Segment 19 DTM", "Sheet Crew, row 7, PP expiry", "Line 10, CrewData", or "The whole message"."""
    number, name = problem.get("number"), problem.get("segment") or ""
    if not number:
        return name or gettext("The whole message")
    if manifest.type in SHEETS:
        sheet = gettext("Sheet %s, row %s") % (problem["message"], number) if problem.get("message") else ""
        return _with(sheet or gettext("Row %s") % number, name)
    if manifest.type in EDIFACT and "XML" not in manifest.release:
        return f"{gettext('Segment %s') % number} {name}".strip()
    return _with(gettext("Line %s") % number, name)


def _with(place: str, name: str) -> str:
    return f"{place}, {name}" if name else place
