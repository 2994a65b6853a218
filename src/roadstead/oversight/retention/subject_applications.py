"""Applications for a visa or citizenship in which the person of a request was vetted (S34).

Found by document, or by the whole name and birth date, in the sheets that the reader may see: those of the own unit.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Q

from roadstead.casework.vetting.models import VettingApplicant
from roadstead.engine import records as model
from roadstead.engine.text.identifiers.document import document_key
from roadstead.engine.voyages.identity import name_key
from roadstead.oversight.retention.models import SubjectRequest
from roadstead.platform.accounts.models import User

ENCLOSED: Final = ("surname", "given", "sex", "born", "birth_place", "nationality", "residence")
MAX_ROWS: Final = 200  # the newest first


def enclosed_applications(request: SubjectRequest, *, by: User) -> list[dict[str, Any]]:
    """Return what may be given, as JSON types: what the unit sent, and nothing of lists, matches or decisions. [] if it
    is withheld.
    """
    if request.withheld:
        return []
    alike = Q(declared__born=request.born)
    if request.document:
        alike |= Q(declared__documents__contains=[{"number": request.document}])
    rows = VettingApplicant.objects.visible_to(by).filter(alike).select_related("sheet__organisation")
    found = (row for row in rows.order_by("-pk").iterator(chunk_size=1000) if _is_the_person(row.person, request))
    return [_given(row) for row, _ in zip(found, range(MAX_ROWS), strict=False)]


def _is_the_person(person: model.Traveller, request: SubjectRequest) -> bool:
    number = document_key(request.document)
    if number and any(document_key(each.number) == number for each in person.documents):
        return True
    asked = model.Traveller(surname=request.surname, given=request.given)
    return person.born == request.born and name_key(person) == name_key(asked)


def _given(row: VettingApplicant) -> dict[str, Any]:
    person = row.person
    return {
        "sheet": row.sheet_id,
        "sent_by": str(row.sheet.organisation),
        "sent_on": f"{row.sheet.received_at:%Y-%m-%d}",
        **{name: value for name in ENCLOSED if (value := getattr(person, name, ""))},
        "documents": [{"type": each.type, "number": each.number} for each in person.documents],
    }
