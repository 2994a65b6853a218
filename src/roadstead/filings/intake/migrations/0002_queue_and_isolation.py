"""The queue (pgmq, from its pinned wheel) and the isolation of messages."""

from importlib.metadata import distribution

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES_OR_CARRIER, FUNCTIONS, isolate, unchangeable_but
from roadstead.platform.database.roles import APP_ROLE

# The wheel brings pgmq as plain SQL; its Python client is not used.
PGMQ = distribution("pgmq").locate_file("pgmq/sql/pgmq.sql")
FATE = "status, reason, attempts, processed_at, states, approved_by_id"
GRANTS = f"""
grant usage on schema pgmq to {APP_ROLE};
grant select, insert, update, delete on all tables in schema pgmq to {APP_ROLE};
grant usage, select on all sequences in schema pgmq to {APP_ROLE};
"""


def install(apps, editor):
    with open(PGMQ) as file:
        editor.execute(file.read(), params=None)
    editor.execute("select pgmq.create('intake')")
    editor.execute("select pgmq.create_fifo_index('intake')")
    editor.execute(GRANTS)


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial")]
    operations = [
        migrations.RunPython(install, migrations.RunPython.noop),
        migrations.RunSQL(FUNCTIONS),
        migrations.RunSQL(isolate("intake_message", BY_STATES_OR_CARRIER)),
        # What a carrier sent stays as it was sent; only what became of it may change.
        migrations.RunSQL(unchangeable_but("intake_message", FATE)),
    ]
