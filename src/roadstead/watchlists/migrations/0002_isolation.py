"""Isolation: what the database itself lets the application see and write (S25)."""

from django.db import migrations

from roadstead.database.isolation import BY_OWNER, isolate


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0001_initial"), ("intake", "0002_queue_and_isolation")]
    operations = [
        migrations.RunSQL(isolate("watchlists_watchlist", BY_OWNER)),
        migrations.RunSQL(isolate("watchlists_version", BY_OWNER)),
        migrations.RunSQL(isolate("watchlists_entry", BY_OWNER)),
        migrations.RunSQL(isolate("watchlists_listeddocument", BY_OWNER)),
    ]
