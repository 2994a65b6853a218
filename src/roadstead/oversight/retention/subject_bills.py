"""Bills that name the person of a request: as shipper, consignee or notify party (S34).

A bill has no birth date, so bills of namesakes are found as well: an officer compares the address, and chooses.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.db.models import Q

from roadstead.filings.cargo.logic.firms import key_of
from roadstead.filings.cargo.models import Mention
from roadstead.oversight.retention.models import SubjectRequest
from roadstead.platform.accounts.models import User

MAX_BILLS: Final = 200  # shown, the newest first


def bills_naming_person(request: SubjectRequest, *, by: User) -> list[Mention]:
    """Return parties with the words of this name in any order that `by` may see; none if the data are withheld."""
    wanted = key_of(f"{request.given} {request.surname}")
    if request.withheld or not wanted:
        return []
    spelt = Q(name__icontains=request.surname.split()[0])
    rows = Mention.objects.visible_to(by).filter(spelt).select_related("bill__voyage", "bill__manifest")
    return [row for row in rows.order_by("-pk").iterator(chunk_size=1000) if key_of(row.name) == wanted][:MAX_BILLS]


def enclosed_bills(request: SubjectRequest, chosen: Collection[str], *, by: User) -> list[dict[str, Any]]:
    """Return what may be given of the chosen parties (ids as text) as JSON types: what was declared, no more."""
    return [_given(row) for row in bills_naming_person(request, by=by) if str(row.pk) in chosen]


def _given(row: Mention) -> dict[str, Any]:
    bill, voyage = row.bill, row.bill.voyage
    return {
        "voyage": str(voyage),
        "arrives": voyage.arrives_local,
        "declared_by": bill.manifest.carrier,
        "bill": bill.number,
        "named_as": row.role,
        "name": row.name,
        "address": row.address,
        "country": row.country,
        "number": row.code,
        "goods": bill.goods,
    }
