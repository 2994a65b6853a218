"""Isolation of what is proposed of a list: of a state's own list only that state may know (S25)."""

from django.db import migrations

from roadstead.platform.database.isolation import isolate_owned


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0004_settings")]
    operations = [migrations.RunSQL(isolate_owned("watchlists_proposal"))]
