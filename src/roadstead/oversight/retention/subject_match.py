"""Rows of a data subject: those that are certainly the person's, and similar ones that an officer has to judge (S34).

What is given or done without a further check must be the person's and nobody else's, so rows are found by document, or
by the whole name and birth date. Carriers leave out a second name or a day, so similar rows are shown, but never chosen
automatically.
"""

from __future__ import annotations

from collections.abc import Collection, Set
from typing import Any, Final

from django.db.models import QuerySet

from roadstead.engine import records as model
from roadstead.engine.text.identifiers.document import document_key
from roadstead.engine.text.names import PARTICLES
from roadstead.engine.voyages.identity import name_key
from roadstead.filings.voyages.models import Document, Traveller
from roadstead.oversight.retention.models import SubjectRequest
from roadstead.platform.accounts.models import User

SHARED: Final = 2  # parts of a name, such as a surname and a given name
MAX_SIMILAR: Final = 20  # similar rows, closest names first: a day used for "unknown" has thousands
PRECISIONS: Final = (10, 7, 4)  # of a birth date: characters of the day, the month, the year


def matching_rows(request: SubjectRequest, *, by: User) -> list[Traveller]:
    """Return travellers with the same document, or with the same name and birth date, that `by` may see."""
    number = document_key(request.document)
    papers = Document.objects.visible_to(by).filter(key=number) if number else Document.objects.none()
    papered = {row.pk: row for row in _seen(by).filter(documents__in=papers)}
    named = {row.pk: row for row in _seen(by).filter(born=request.born) if _name(row) == _requested_name(request)}
    return sorted({**papered, **named}.values(), key=_number)


def similar_rows(request: SubjectRequest, *, by: User) -> list[Traveller]:
    """Return other travellers with a compatible birth date and parts of the name, for an officer to choose from."""
    known = {row.pk for row in matching_rows(request, by=by)}
    born = Traveller.objects.visible_to(by).filter(born__in={request.born[:length] for length in PRECISIONS})
    names = born.exclude(pk__in=known).values_list("pk", "surname", "given").iterator(chunk_size=2000)
    asked = _parts(_requested_name(request))
    shared = {pk: len(asked & parts) for pk, *name in names if _is_alike(asked, parts := _parts(_key(*name)))}
    likest = sorted(shared, key=lambda pk: (-shared[pk], pk))[:MAX_SIMILAR]
    return chosen_rows(likest, by=by)


def chosen_rows(numbers: Collection[int], *, by: User) -> list[Traveller]:
    """Return the rows of an action that `by` may see: a second person approves what is shown."""
    return sorted(_seen(by).filter(pk__in=numbers), key=_number)


def _seen(by: User) -> QuerySet[Traveller, Any]:
    return Traveller.objects.visible_to(by).select_related("voyage", "manifest").prefetch_related("documents")


def _is_alike(one: Set[str], two: Set[str]) -> bool:
    """Return True if two parts are shared, or all of a name that has only one."""
    return len(one & two) >= min(SHARED, len(one), len(two)) > 0


def _parts(name: str) -> Set[str]:
    """Return the parts of a name without particles such as "de la", which many share."""
    return {part for part in name.split() if part.casefold() not in PARTICLES}


def _requested_name(request: SubjectRequest) -> str:
    return _key(request.surname, request.given)


def _name(row: Traveller) -> str:
    return _key(row.surname, row.given)


def _key(surname: str, given: str) -> str:
    return name_key(model.Traveller(surname=surname, given=given))


def _number(row: Traveller) -> int:
    return row.pk
