"""Database backend, in the module where Django looks for it (`connect.py`)."""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base, schema
from django.db.models import Field, Model


class DatabaseSchemaEditor(schema.DatabaseSchemaEditor):
    def _create_like_index_sql(self, model: type[Model], field: Field[Any, Any]) -> None:
        """Return no SQL: such an index serves only `like 'x%'` under another collation than C (decision 0035), and
        every stored row would be written into it.
        """


class DatabaseWrapper(base.DatabaseWrapper):
    SchemaEditorClass = DatabaseSchemaEditor
