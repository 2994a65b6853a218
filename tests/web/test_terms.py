"""Headings of tables and files, and labels of choices, use the terms of the field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module

from django.apps import apps
from django.db.models import Field

from roadstead.web.common.tables import Column
from tools.layout import SOURCE

OLD = re.compile(
    r"\b(standing|meetings?|kept|unsure|told|said|asks|asked|whom|came of|taken|second person|figures?)\b",
    re.IGNORECASE,
)
# The JSON of receipts has these labels.
OF_RECEIPTS = {"Kept, but not understood"}


def headings() -> Iterator[str]:
    """Headings of every table and csv file of the pages."""
    for path in sorted((SOURCE / "web").glob("*/*.py")):
        module = import_module(".".join(path.relative_to(SOURCE.parent).with_suffix("").parts))
        for value in vars(module).values():
            columns = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
            yield from (column.heading for column in columns if isinstance(column, Column))


def labels() -> Iterator[str]:
    """Labels of the choices of every model."""
    for model in apps.get_models():
        if model.__module__.startswith("roadstead."):
            for field in model._meta.get_fields():
                if isinstance(field, Field) and field.choices:
                    yield from (str(label) for _, label in field.flatchoices)


def test_headings_of_tables_and_files_use_the_terms_of_the_field() -> None:
    found = set(headings())
    assert {"Status", "Assigned to", "Sent (UTC)", "Matches"} <= found
    assert not [heading for heading in found - {"Kept"} if OLD.search(heading)]


def test_labels_of_choices_use_the_terms_of_the_field() -> None:
    found = set(labels())
    assert {"Delivery not confirmed", "Waits for second approval"} <= found
    assert not [label for label in found - OF_RECEIPTS if OLD.search(label)]
