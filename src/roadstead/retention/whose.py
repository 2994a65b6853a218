"""Whose rows: those of the person who asks, and those declared so alike that an officer has to say (S34).

What is given or done without a further look must be the person's and nobody else's, so it is found by document, or by
the whole name and birth date. But carriers leave out a second name or a day: a row like that is shown, and never chosen
by itself.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.models import QuerySet

from roadstead import model
from roadstead.accounts.models import User
from roadstead.manifests.identity import name_key
from roadstead.manifests.models import Document, Traveller
from roadstead.retention.models import Request
from roadstead.text.identifiers.document import document_key

SHARED: Final = 2  # parts of a name, such as a surname and a given name
PRECISIONS: Final = (10, 7, 4)  # of a birth date: characters of the day, the month, the year


def found(request: Request, *, by: User) -> list[Traveller]:
    """Travellers with the same document, or with the same name and birth date; as far as `by` may see them."""
    number = document_key(request.document)
    papers = Document.objects.visible_to(by).filter(key=number) if number else Document.objects.none()
    rows = {row.pk: row for row in _seen(by).filter(documents__in=papers)}
    named = {row.pk: row for row in _seen(by).filter(born=request.born) if _name(row) == _asked(request)}
    return sorted({**rows, **named}.values(), key=_number)


def alike(request: Request, *, by: User) -> list[Traveller]:
    """Others, with a birth date that may be the same and parts of the name: for an officer to choose from."""
    known = {row.pk for row in found(request, by=by)}
    born = _seen(by).filter(born__in=[request.born[:length] for length in PRECISIONS]).exclude(pk__in=known)
    return sorted((row for row in born if _shares(_name(row), _asked(request))), key=_number)


def _seen(by: User) -> QuerySet[Traveller, Any]:
    return Traveller.objects.visible_to(by).select_related("voyage", "manifest").prefetch_related("documents")


def _shares(name: str, other: str) -> bool:
    """Two parts, or all of a name that has only one."""
    one, two = set(name.split()), set(other.split())
    return len(one & two) >= min(SHARED, len(one), len(two)) > 0


def _asked(request: Request) -> str:
    return name_key(model.Traveller(surname=request.surname, given=request.given))


def _name(row: Traveller) -> str:
    return name_key(model.Traveller(surname=row.surname, given=row.given))


def _number(row: Traveller) -> int:
    return row.pk
