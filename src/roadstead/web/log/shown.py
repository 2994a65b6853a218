"""Entries as the page and its exports show them: text, links that the reader may follow, and what was corrected."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from roadstead.casework.alerts.models import Alert
from roadstead.casework.items import Item, find_all
from roadstead.casework.log.models import EntryType, LogEntry
from roadstead.casework.log.search import with_corrected
from roadstead.engine.reference.caricom import REGION
from roadstead.platform.accounts.models import User
from roadstead.platform.handling.logic.gate import any_officer_of, may_leave
from roadstead.web.templatetags.exchanges import NAMES
from roadstead.web.templatetags.names import voyage_name

BY_REFERENCE: Final = frozenset({"request", "lookout", "warrant"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Link to an item. `href`: "" if it has no page of its own."""

    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEntry:
    """An entry as shown. `text`: "" if it may not be read, and `missing` says why; `corrects`: a reference and text."""

    pk: int
    reference: str
    at: datetime
    type: str
    text: str
    missing: str
    counterpart: str
    author: str
    links: Sequence[Link]
    corrects: str
    corrects_text: str
    is_corrected: bool


def shown_entries(rows: Iterable[LogEntry], user: User) -> list[ShownEntry]:
    """Return the entries as shown to this person. Links to what they may not see are left out."""
    own = LogEntry.objects.visible_to(user).select_related("log")
    return shown_lines(with_corrected(rows, own), user, reference)


def shown_lines(found: Iterable[Any], user: User, name: Callable[[Any], str]) -> list[ShownEntry]:
    """Return entries that were read `with_corrected`, of a log or of a room. `name`: the reference of one."""
    found = list(found)
    items = find_all((Item(link.kind, link.number) for row in found for link in row.links.all()), user)
    visible = {item: row for item, row in items.items() if _may_be_shown(row, user)}
    return [_shown(row, visible, name) for row in found]


def people_named(rows: Iterable[Any]) -> set[int]:
    """Return the travellers to whom these entries are linked."""
    return {link.number for row in rows for link in row.links.all() if link.kind == "traveller"}


def link_to(item: Item, row: Any) -> Link:
    """Return the link to a visible row."""
    name = NAMES.get(item.kind, item.kind)
    if item.kind in BY_REFERENCE:
        return Link(text=f"{name} {row.reference}", href=reverse(item.kind, args=[row.reference]))
    if item.kind == "voyage":
        return Link(text=f"{name} {voyage_name(row)}", href=reverse("voyage", args=[row.pk]))
    if item.kind == "traveller":
        return Link(text=f"{name} {row.pk}", href=reverse("voyage", args=[row.voyage_id]))
    if item.kind == "entry":
        return Link(text=f"{name} {row.pk}", href="")
    return Link(text=f"{name} {row.pk}", href=reverse(item.kind, args=[row.pk]))


def reference(row: LogEntry) -> str:
    """Return the day and number of an entry, as 2026-11-30/17."""
    return f"{row.log.day:%Y-%m-%d}/{row.number}"


def _may_be_shown(row: Any, user: User) -> bool:
    """Return False for an alert that only some officers may see: it may have become one after it was linked."""
    return not isinstance(row, Alert) or may_leave(row, any_officer_of(user.state_id or REGION)).is_yes


def _shown(row: Any, visible: dict[Item, Any], name: Callable[[Any], str]) -> ShownEntry:
    items = [Item(link.kind, link.number) for link in row.links.all()]
    before = row.corrected
    return ShownEntry(
        pk=row.pk,
        reference=name(row),
        at=row.at,
        type=_(str(EntryType(row.act).label)) if row.act in EntryType else "",
        text=row.content.get("text", ""),
        missing=_missing(row),
        counterpart=row.content.get("counterpart", ""),
        author=str(row.who),
        links=[] if row.is_restricted else [link_to(item, visible[item]) for item in items if item in visible],
        corrects=name(before) if before else "",
        corrects_text=(before.content.get("text") or _missing(before)) if before else "",
        is_corrected=row.is_corrected,
    )


def _missing(row: Any) -> str:
    if row.is_restricted:
        return _("This entry is about a person who has asked to restrict the use of their data.")
    return _("The text was deleted.") if row.removed_at else ""
