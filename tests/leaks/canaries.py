"""Values that stand nowhere but in what state A owns: whoever else meets one has met A's data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from roadstead.platform.handling.models import HandledRow

MARK = "QZX"
CANARY = re.compile(r"QZX[0-9A-Z]*|\b70707\d\d\b|2071-\d\d-\d\d", re.I)  # no digits by chance within a digest
_number = count(36**2)
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def word(longest: int = 12) -> str:
    """A text that is nobody else's, of at most `longest` characters (three at the least)."""
    number, text = next(_number), ""
    while number:
        number, digit = divmod(number, 36)
        text = SIGNS[digit] + text
    return f"{MARK}{text}"[:longest]


def number() -> int:
    return 7_070_700 + next(_number) % 100


def moment() -> datetime:
    return datetime(2071, 7, 19, 3, 0, tzinfo=UTC) + timedelta(days=next(_number) % 9)


def value_for(field: models.Field[Any, Any]) -> Any:
    """A canary for a column, by its type; None where none can be told apart (booleans, choices, the database's own)."""
    if field.choices or field.has_db_default() or isinstance(field, models.BooleanField):
        return None
    if isinstance(field, ArrayField):
        return None  # who may know, what else is meant: the world says it
    by_type: Mapping[type[models.Field[Any, Any]], Any] = {
        models.JSONField: lambda: {"text": word()},
        models.DateTimeField: moment,
        models.DateField: lambda: moment().date(),
        models.DurationField: lambda: timedelta(seconds=number()),
        models.IntegerField: number,
        models.FloatField: lambda: number() / 10**4,
        models.BinaryField: lambda: word().encode(),
        models.TextField: word,
        models.CharField: lambda: word(min(field.max_length or 12, 12)) if (field.max_length or 12) > 2 else "",
    }
    made = next((make for kind, make in by_type.items() if isinstance(field, kind)), None)
    return made() if made else None


def made(model: type[models.Model], **given: Any) -> Any:
    """A row of `model` with a canary in every column that is not given."""
    values: dict[str, Any] = {}
    if issubclass(model, HandledRow) and "h" not in given:
        values["h"] = ["H3"]  # the code that has words with it
    for field in model._meta.concrete_fields:
        if field.primary_key or field.name in given or field.attname in given or field.is_relation:
            continue
        found = value_for(field)
        if found is not None:
            values[field.name] = found
    row = model(**values, **given)
    model._base_manager.bulk_create([row])  # not save(): auto_now would take the place of a given moment
    return row


def words_of(row: models.Model) -> list[str]:
    """The canaries in a row, as a search would type them."""
    texts = [str(getattr(row, field.attname)) for field in row._meta.concrete_fields]
    return [found for text in texts for found in CANARY.findall(text)]
