"""Items that other rows name by kind and number, as alert 17, without a foreign key. Users name only what they see.

Models are named by label, since requests and lookouts come later in the order of imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from django.apps import apps

from roadstead.platform.accounts.models import User

KINDS: Final[Mapping[str, str]] = {
    "alert": "alerts.Alert",
    "case": "cases.Case",
    "bill": "cargo.Bill",
    "voyage": "voyages.Voyage",
    "traveller": "voyages.Traveller",
    "entry": "watchlists.Entry",
    "request": "requests.Request",
    "lookout": "lookouts.Lookout",
    "warrant": "warrants.Warrant",
}
MAX_DIGITS: Final = 17  # of a row's id


class Item(NamedTuple):
    """An item by its kind, a key of KINDS, and its number."""

    kind: str
    number: int

    def __str__(self) -> str:
        return f"{self.kind}-{self.number}"


def parse_item(text: str) -> Item | None:
    """Return the item of an address ("alert-17"); None if it cannot be one."""
    kind, _, number = text.partition("-")
    fits = kind in KINDS and number.isascii() and number.isdecimal() and len(number) <= MAX_DIGITS
    return Item(kind, int(number)) if fits else None


def find_by_reference(text: str, user: User) -> Item | None:
    """Return the request or lookout with this reference, if this person may see it."""
    for kind in ("request", "lookout"):
        rows: Any = apps.get_model(KINDS[kind])._default_manager
        number = rows.visible_to(user).filter(reference=text.strip().upper()).values_list("pk", flat=True).first()
        if number is not None:
            return Item(kind, number)
    return None


def find_all(items: Iterable[Item], user: User) -> dict[Item, Any]:
    """Return the rows of those items that this person may see, in one query for each kind."""
    by_kind: dict[str, set[int]] = {}
    for item in items:
        by_kind.setdefault(item.kind, set()).add(item.number)
    found: dict[Item, Any] = {}
    for kind, numbers in by_kind.items():
        rows: Any = apps.get_model(KINDS[kind])._default_manager
        visible = rows.visible_to(user).in_bulk(numbers)
        found |= {Item(kind, pk): row for pk, row in visible.items() if not getattr(row, "is_restricted", False)}
    return found


def find(item: Item, user: User) -> Any | None:
    """Return the row, if this person may see it and its use is not restricted for them."""
    if item.kind not in KINDS:
        return None
    rows: Any = apps.get_model(KINDS[item.kind])._default_manager
    row = rows.visible_to(user).filter(pk=item.number).first()
    return None if getattr(row, "is_restricted", False) else row
