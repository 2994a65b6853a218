"""Travellers whose name, telephone or e-mail address equals that of a party to the same voyage's bills: equal text
only.

The database compares without separators and capitals, accents as sent, on the voyages of the bills the chart starts
with; names in either order. Two people of one name count as two people until an officer has checked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import Func, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Concat, Lower

from roadstead.engine.text.names import without_titles
from roadstead.filings.cargo.logic.link_graph import Edge, Key, Kind, Tie
from roadstead.filings.cargo.models import Bill, Mention
from roadstead.filings.voyages.models import Traveller
from roadstead.filings.voyages.shared_values import NOT_ON_BOARD
from roadstead.platform.accounts.models import User

MAX_PEOPLE: Final = 20  # people in one chart
MIN_CHARS: Final = 6  # characters; a shorter name or number identifies nobody
CONTACTS: Final = (
    "array(select regexp_replace(lower(said #>> '{}'), '^(00|[+])|[^[:alnum:]@]', '', 'g')"
    " from jsonb_path_query(voyages_traveller.declared, '$.contact[*]') said)"
)


def people_like(bills: Sequence[Bill], parties: Sequence[Mention], user: User) -> tuple[list[Any], list[Edge]]:
    """Return the travellers that this user may see, and their ties to the party and to the voyage."""
    names = _names(parties)
    contacts = dict(_contacts(bills, parties))
    rows = Traveller.objects.visible_to(user).filter(voyage__in={bill.voyage_id for bill in bills})
    told = rows.exclude(presence__in=NOT_ON_BOARD).annotate(
        one=_letters("given", "surname"),
        other=_letters("surname", "given"),
        contacts=RawSQL(CONTACTS, (), output_field=ArrayField(TextField())),  # noqa: S611
    )
    like = Q(one__in=list(names)) | Q(other__in=list(names)) | Q(contacts__overlap=list(contacts))
    found = list(told.filter(like).order_by("surname", "given", "pk")[:MAX_PEOPLE]) if names or contacts else []
    return [*found], [edge for person in found for edge in _ties(person, names, contacts)]


def _letters(*fields: str) -> Func:
    return Func(
        Lower(Concat(*fields)),
        Value("[^[:alnum:]]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=TextField(),
    )


def plain(text: str) -> str:
    """Return letters, digits and @ in lower case, as the database compares them."""
    return "".join(sign for sign in text.lower() if sign.isalnum() or sign == "@")


def _names(parties: Sequence[Mention]) -> dict[str, int]:
    """Return firm ids by comparable name."""
    found = ((plain(without_titles(each.name)), each.firm_id) for each in parties)
    return {name: firm for name, firm in found if len(name) >= MIN_CHARS}


def _contacts(bills: Sequence[Bill], parties: Sequence[Mention]) -> Iterator[tuple[str, int]]:
    """Yield comparable telephone numbers and e-mail addresses, each with its firm's id."""
    firms = {(each.bill_id, each.role, each.name): each.firm_id for each in parties}
    for bill in bills:
        for party in bill.declared.get("parties", ()):
            firm = firms.get((bill.pk, party.get("role", ""), party.get("name", "")))
            numbers: list[str] = party.get("contact", []) if firm else []
            yield from ((number, firm) for each in numbers if len(number := _number(each)) >= MIN_CHARS and firm)


def _number(contact: str) -> str:
    return plain(contact.strip().removeprefix("00"))


def _ties(person: Any, names: dict[str, int], contacts: dict[str, int]) -> Iterator[Edge]:
    own = Key(kind=Kind.TRAVELLER, row=str(person.pk))
    firm = names.get(person.one) or names.get(person.other)
    same = {contacts[each] for each in person.contacts if each in contacts}
    if firm:
        yield Edge(one=own, other=Key(kind=Kind.FIRM, row=str(firm)), tie=Tie.SAME_NAME)
    yield from (Edge(one=own, other=Key(kind=Kind.FIRM, row=str(each)), tie=Tie.SAME_TELEPHONE) for each in same)
    yield Edge(one=own, other=Key(kind=Kind.VOYAGE, row=str(person.voyage_id)), tie=Tie.TRAVELS)
