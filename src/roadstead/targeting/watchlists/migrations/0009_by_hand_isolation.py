"""Isolation of nominations, and of silent entries: only their owner's scope reads either (S24, S25)."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_OWN_STATE, BY_OWNER, isolate
from roadstead.platform.database.roles import APP_ROLE

LOUD = "listed->>'action' is distinct from 'discreet'"


class Migration(migrations.Migration):
    dependencies = [("watchlists", "0008_kept_by_hand")]
    operations = [
        migrations.RunSQL(
            isolate("watchlists_nomination", BY_OWN_STATE)
            + f"revoke delete, truncate on watchlists_nomination from {APP_ROLE};"
        ),
        migrations.RunSQL(
            f"""
            drop policy reading on watchlists_entry;
            create policy reading on watchlists_entry for select to {APP_ROLE}
              using ({BY_OWN_STATE} or ({BY_OWNER} and {LOUD}));
            """
        ),
    ]
