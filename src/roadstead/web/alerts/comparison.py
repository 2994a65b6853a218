"""Rows of a comparison with the fields for the officer's findings, and what the page may fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.forms import BoundField

from roadstead.casework.alerts.logic.compare import ComparisonRow, usual_reasons
from roadstead.engine.refusals import NotAllowed
from roadstead.web.alerts.decision_forms import COMPARED
from roadstead.web.common.refusals import refusal_text
from roadstead.web.forms.page_form import PageForm


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonLine:
    """A row of the comparison, with the field of the officer's own finding; None if no finding is needed."""

    row: ComparisonRow
    field: BoundField | None


def comparison_lines(form: PageForm, rows: Sequence[ComparisonRow]) -> list[ComparisonLine]:
    fields = {row.key: f"{COMPARED}{row.key}" for row in rows}
    return [
        ComparisonLine(row=row, field=form[fields[row.key]] if fields[row.key] in form.fields else None) for row in rows
    ]


def unfit_reason(rows: Sequence[ComparisonRow]) -> str:
    """Return why the usual reasons of a namesake are not offered, or "" if they are."""
    try:
        usual_reasons(rows)
    except NotAllowed as refused:
        return refusal_text(refused)
    return ""
