"""Two voyages that turn out to be one: a change of flight came after lists had been filed under either number."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.db.models import ForeignObjectRel, Model, ProtectedError, QuerySet

from roadstead.filings.voyages.models import Voyage
from roadstead.filings.voyages.states import spread_states

Table = type[Model]


def join(stays: Voyage, goes: Voyage) -> None:
    """All that refers to `goes` refers to `stays` from now on. The caller has the voyage told anew.

    What cannot move (an alert about the voyage that the other has as well) keeps its voyage, which is then cancelled.
    """
    goes.legs.all().delete()
    for table, field in _referring():
        for pk in table._default_manager.filter(**{field: goes}).values_list("pk", flat=True):
            _move(table, field, pk, stays)
    stays.states = list(dict.fromkeys([*stays.states, *goes.states]))
    stays.save(update_fields=["states"])
    spread_states(stays)
    try:
        with transaction.atomic():
            goes.delete()
    except ProtectedError:
        _stands_aside(goes, stays)


def _stands_aside(goes: Voyage, stays: Voyage) -> None:
    """It keeps its alert, and nobody finds it any more who means the one it was joined to."""
    key = f"{goes.key[:90]}{_joined_to(stays)}{goes.pk}"
    Voyage.objects.filter(pk=goes.pk).update(cancelled=True, key=key, flight_key="")


def stood_aside(stays: Voyage) -> QuerySet[Voyage]:
    """Those that were joined to it and could not go."""
    return Voyage.objects.filter(cancelled=True, flight_key="", key__contains=_joined_to(stays)).order_by("pk")


def _joined_to(stays: Voyage) -> str:
    return f"/joined to {stays.pk}/"


def _referring() -> Iterator[tuple[Table, str]]:
    """Every table with a voyage in it, rooms below this one included, and the name of its column."""
    for relation in Voyage._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and isinstance(relation.related_model, type):
            yield relation.related_model, relation.field.name


def _move(table: Table, field: str, pk: int, stays: Voyage) -> None:
    try:
        with transaction.atomic():
            table._default_manager.filter(pk=pk).update(**{field: stays})
    except IntegrityError:
        return
