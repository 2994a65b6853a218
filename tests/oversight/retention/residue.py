"""Whether anything of a person is left: every column of every table, whatever its type, as text and as bytes."""

from __future__ import annotations

from django.db import connection

COLUMNS = """
select c.table_name, c.column_name, c.data_type from information_schema.columns c
join information_schema.tables t using (table_schema, table_name)
where c.table_schema = 'public' and t.table_type = 'BASE TABLE' order by 1, 2
"""


def residue(*words: str) -> list[str]:
    """Where one of these words stands, in whatever case, as "table.column"; of a binary column in its bytes."""
    pattern = "|".join(words)
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        found = []
        for table, column, kind in cursor.fetchall():
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'select count(*) from "{table}" where {text} ~* %s', [pattern])
            found += [f"{table}.{column}"] if cursor.fetchone() != (0,) else []
        return found
