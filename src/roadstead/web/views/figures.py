"""What came of screening, in numbers: the page, and the same as a file (A1–A10, S38)."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from roadstead.accounts.permissions import may_see_figures
from roadstead.audit.models import note
from roadstead.config import config
from roadstead.figures.asked import DAYS, MODES, Asked
from roadstead.figures.charts import picture
from roadstead.figures.report import report
from roadstead.figures.rows import choices
from roadstead.figures.table import flat
from roadstead.web.tables import Column, address, as_csv
from roadstead.web.views.guard import allowed, who

COLUMNS_OF_FILE: Final = tuple(
    Column(heading, cell=lambda line, at=at: line[at])  # type: ignore[misc]
    for at, heading in enumerate(("Figure", "Row", "Column", "Value"))
)


@allowed(may_see_figures)
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Period and filters stand in the address. A file has the same numbers kept back as the page."""
    user, now, small = who(request), timezone.now(), config().small_cells
    asked = Asked.of(request.GET.dict(), now.date())
    exported = request.GET.get("as") == "csv"
    note(user, "exported" if exported else "read", "figures", states=list(user.scope.states))
    found = report(user, asked, now=now, small=small)
    if exported:
        return as_csv(f"figures-{asked.since}-{asked.until}", COLUMNS_OF_FILE, flat(found.tables))
    context = {
        "asked": asked,
        "small": small,
        "figures": [(table, picture(table)) for table in found.tables],
        "again": found.again,
        "unanswered": found.unanswered,
        "choices": choices(user, asked),
        "days": DAYS,
        "modes": MODES,
        "export": address(request, **{"as": "csv"}),
    }
    return render(request, "figures.html", context)
