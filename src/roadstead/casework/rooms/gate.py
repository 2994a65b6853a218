"""Handling gate of a room: what is written about an item in it leaves to every member, and to those invited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.apps import apps
from django.utils.translation import gettext_noop as _

from roadstead.casework.cases.links import linked
from roadstead.casework.cases.models import Case, CaseLink
from roadstead.casework.items import KINDS, Item, find
from roadstead.casework.rooms.models import Room, RoomLink, RoomMember
from roadstead.engine.reference.caricom import REGION
from roadstead.engine.refusals import FieldRefused
from roadstead.platform.accounts.models import Organisation, User
from roadstead.platform.database.scope import region_scope
from roadstead.platform.handling.labels import refusal
from roadstead.platform.handling.logic.codes import is_freer
from roadstead.platform.handling.logic.gate import YES, Medium, Recipient, RecipientKind, Verdict, may_leave

# Codes of verdicts that the owner may overrule: whoever writes about their own amber row names the members thereby.
OWNERS_CHOICE: Final = frozenset({"amber", "centre"})


def check_items(items: Iterable[Item], room: Room, *, by: User) -> None:
    """Raise FieldRefused for an item that is stricter than the room, or may not be told to one of its members."""
    members = RoomMember.objects.visible_to(by).filter(room=room, left_at=None).select_related("organisation")
    states = {each.organisation.owner for each in members}
    for item in items:
        for row in _handled(find(item, by), by):
            if is_freer(room.handling_code, row.handling_code):
                raise FieldRefused(
                    _(
                        "%(item)s is TLP:%(strict)s, stricter than this room (TLP:%(tlp)s). Remove the link, and what"
                        " you wrote from it."
                    ),
                    field="number",
                    item=str(item).replace("-", " "),
                    strict=row.handling_code.upper(),
                    tlp=room.handling_code.upper(),
                )
            for state in sorted(states):
                verdict = _verdict(row, state, holder=by.state_id or REGION)
                if not verdict.is_yes:
                    refused = refusal(verdict, str(item).replace("-", " "))
                    raise FieldRefused(refused.text, field="number", **refused.places)


def check_earlier_entries(room: Room, invited: Iterable[Organisation], *, by: User) -> None:
    """Raise FieldRefused if an entry is about something that may not be told to an organisation that is to be invited.

    Links of all members are compared, and the refusal names none of them.
    """
    with region_scope(by.scope):
        told = list(_told(room))
    for each in invited:
        if any(not _verdict(row, each.owner, holder=holder).is_yes for row, holder in told):
            raise FieldRefused(
                _("An entry of this room is about something that may not be told to %(who)s. Do not invite it."),
                field="invited",
                who=str(each),
            )


def _told(room: Room) -> Iterator[tuple[Any, str]]:
    """Yield the rows with handling codes to which the room's links lead, whoever may see them, and who has linked each.
    A query for each kind.
    """
    links = RoomLink.objects.filter(room=room).values_list("kind", "number", "entry__organisation__state").distinct()
    holders: dict[str, dict[int, set[str]]] = {}
    for kind, number, state in links:
        holders.setdefault(kind, {}).setdefault(number, set()).add(state or REGION)
    for kind, numbers in holders.items():
        rows: Any = apps.get_model(KINDS[kind])._default_manager
        if kind == "case":
            found = CaseLink.objects.filter(case__in=numbers, taken_out_at=None).exclude(alert=None)
            pairs = [(link.alert, link.case_id) for link in found.select_related("alert")]
        else:
            pairs = [(row, pk) for pk, row in rows.in_bulk(numbers).items() if _has_codes(row)]
        yield from ((row, holder) for row, pk in pairs for holder in numbers[pk])


def _handled(row: Any, by: User) -> list[Any]:
    """Return the rows with handling codes that an item stands for; a case stands for its alerts."""
    if isinstance(row, Case):
        return [link.alert for link in linked(row, by) if link.alert]
    return [row] if _has_codes(row) else []


def _has_codes(row: Any) -> bool:
    return hasattr(row, "handling_code") and hasattr(row, "handling")


def _verdict(row: Any, state: str, *, holder: str) -> Verdict:
    kind = RecipientKind.OWN if state == holder else RecipientKind.STATE
    found = may_leave(row, Recipient(way=Medium.STORED, kind=kind, state=state, holder=holder))
    return YES if found.code in OWNERS_CHOICE and row.owner == holder else found
