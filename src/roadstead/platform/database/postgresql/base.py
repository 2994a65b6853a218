"""The backend, as Django finds it by its name (`connect.py`)."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, schema
from django.db.models import Field, Model


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _create_like_index_sql(self, model: type[Model], field: Field[Any, Any]) -> None:
        """None: such an index serves nothing but `like 'x%'` under another collation than C (decision 0035), and every
        row that is stored would be written into it."""


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
