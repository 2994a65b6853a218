"""The queue of incoming messages (pgmq), and rights of the application on its tables (S25)."""

from __future__ import annotations

from importlib.metadata import distribution
from typing import Any, Final

from django.db import migrations

# Rows that the application may not change or delete, and the columns that it may.
RIGHTS: Final = """
revoke update, delete, truncate on intake_message from roadstead_app;
grant update (status, reason, attempts, processed_at, states, approved_by_id) on intake_message to roadstead_app;
"""

PGMQ: Final = distribution("pgmq").locate_file("pgmq/sql/pgmq.sql")  # the wheel brings pgmq as plain SQL
QUEUE_RIGHTS: Final = """
grant usage on schema pgmq to roadstead_app;
grant select, insert, update, delete on all tables in schema pgmq to roadstead_app;
grant usage, select on all sequences in schema pgmq to roadstead_app;
"""


def install_queue(apps: Any, editor: Any) -> None:
    """Install pgmq and create the queue of incoming messages."""
    with open(str(PGMQ), encoding="utf-8") as file:
        editor.execute(file.read(), params=None)
    editor.execute("select pgmq.create('intake')")
    editor.execute("select pgmq.create_fifo_index('intake')")


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [migrations.RunPython(install_queue), migrations.RunSQL(QUEUE_RIGHTS), migrations.RunSQL(RIGHTS)]
