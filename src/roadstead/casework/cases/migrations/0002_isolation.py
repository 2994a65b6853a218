"""A case and all that is in it are its owner's alone, in the database too; its timeline is never changed (S25, S29)."""

from django.db import migrations

from roadstead.platform.database.isolation import append_only, isolate, unchangeable_but

# A state's for that state; the region's for the regional centre, whose people see nothing of a state's.
BY_OWNER_ALONE = "roadstead_may_know(array[owner]::text[], owner, '{}'::bigint[])"


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("casework", "0010_handling")]
    operations = [
        migrations.RunSQL(isolate("cases_case", BY_OWNER_ALONE)),
        migrations.RunSQL(isolate("cases_caselink", BY_OWNER_ALONE)),
        migrations.RunSQL(isolate("cases_caseevent", BY_OWNER_ALONE)),
        migrations.RunSQL(append_only("cases_caseevent")),
        migrations.RunSQL(unchangeable_but("cases_caselink", "taken_out_at")),
        migrations.RunSQL(unchangeable_but("cases_case", "lead_id, closed_at, outcome, edition, head")),
    ]
