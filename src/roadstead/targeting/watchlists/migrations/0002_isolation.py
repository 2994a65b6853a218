"""Isolation: what the database itself lets the application see and write (S25)."""

from django.db import migrations

from roadstead.platform.database.isolation import isolate_owned


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0001_initial"), ("intake", "0002_queue_and_isolation")]
    operations = [
        migrations.RunSQL(isolate_owned("watchlists_watchlist")),
        migrations.RunSQL(isolate_owned("watchlists_version")),
        migrations.RunSQL(isolate_owned("watchlists_entry")),
        migrations.RunSQL(isolate_owned("watchlists_listeddocument")),
    ]
