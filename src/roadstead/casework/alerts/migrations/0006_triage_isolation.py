"""Isolation of looks, outcomes and policies (S25); older alerts get the seriousness of what they ask."""

from django.db import migrations

from roadstead.platform.database.isolation import BY_STATES, append_only, isolate, isolate_owned, unchangeable_but

SERIOUSNESS = """
update casework_alert set seriousness = case
  when rule in ('T01', 'T04') then 4 when rule in ('T02', 'T03') then 2 when rule = 'T05' then 1
  when action = 'stop' then 5 when action = 'discreet' then 4 else 3 end;
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_triage")]
    operations = [
        migrations.RunSQL(isolate("casework_looking", BY_STATES)),
        migrations.RunSQL(isolate("casework_outcome", BY_STATES)),
        migrations.RunSQL(append_only("casework_outcome")),
        migrations.RunSQL(isolate_owned("casework_casepolicy")),
        migrations.RunSQL(unchangeable_but("casework_casepolicy", "approved, decided_by_id, decided_at")),
        migrations.RunSQL(SERIOUSNESS),
    ]
