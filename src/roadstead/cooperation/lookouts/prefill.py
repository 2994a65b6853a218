"""Values that a lookout takes over from an alert about a person, so that nothing is typed again."""

from __future__ import annotations

from roadstead.casework.alerts.models import Alert
from roadstead.casework.items import Item, find
from roadstead.filings.voyages.models import Traveller
from roadstead.platform.accounts.models import User


def prefill(item: Item, user: User) -> dict[str, str]:
    """Return the cells of a person as declared, of an alert or a traveller; {} if the user may see none."""
    row = find(item, user)
    if isinstance(row, Alert) and row.traveller_id:
        row = find(Item("traveller", row.traveller_id), user)
    if not isinstance(row, Traveller):
        return {}
    documents = row.documents.order_by("pk")
    return {
        "surname": row.surname,
        "given": row.given,
        "born": row.born,
        "sex": row.sex,
        "nationality": row.nationality,
        "documents": "\n".join(f"{each.type}:{each.issuer}:{each.number}" for each in documents if each.number),
    }
